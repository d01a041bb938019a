"""Dates in the Buddhist era, and the fiscal year of the state.

Stored dates are Gregorian. BE = CE + 543 since 1 January 1941; this pack writes earlier years by
the same sum. The fiscal year runs 1 October to 30 September and is named by the year it ends
(Budget Procedure Act B.E. 2561, section 4).
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import NoReturn

from packs.thailand.text import normalise_digits
from phanuek.engines.pack import PackError

OFFSET = 543
_WINDOW = (date(1900, 1, 1), date(2100, 12, 31))

MONTHS_TH = (
    "มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน",
    "กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม",
)  # fmt: skip
SHORT_TH = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
DAYS_TH = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def format_date(value: date, lang: str, style: str = "long") -> str:
    """Styles: full (with the weekday), long, short, numeric, month. Thai shows พ.ศ., English CE."""
    d, m = value.day, value.month - 1
    be = value.year + OFFSET
    thai = {
        "full": f"วัน{DAYS_TH[value.weekday()]}ที่ {d} {MONTHS_TH[m]} พ.ศ. {be}",
        "long": f"{d} {MONTHS_TH[m]} {be}",
        "short": f"{d} {SHORT_TH[m]} {be}",
        "numeric": f"{d:02}/{value.month:02}/{be}",
        "month": f"{MONTHS_TH[m]} {be}",
    }
    english = {
        "full": f"{DAYS_EN[value.weekday()]} {d} {MONTHS_EN[m]} {value.year}",
        "long": f"{d} {MONTHS_EN[m]} {value.year}",
        "short": f"{d} {MONTHS_EN[m][:3]} {value.year}",
        "numeric": f"{d:02}/{value.month:02}/{value.year}",
        "month": f"{MONTHS_EN[m]} {value.year}",
    }
    return (thai if lang == "th" else english)[style]


def fiscal_year(on: date) -> int:
    """The Gregorian year in which the fiscal year containing ``on`` ends."""
    return on.year + (on.month >= 10)


def fiscal_year_range(year: int) -> tuple[date, date]:
    """1 October of the year before to 30 September."""
    return date(year - 1, 10, 1), date(year, 9, 30)


def fiscal_year_label(year: int, lang: str) -> str:
    """As printed on budget papers."""
    if lang == "th":
        return f"ปีงบประมาณ พ.ศ. {year + OFFSET}"
    return f"fiscal year {year} (B.E. {year + OFFSET})"


def _bare(word: str) -> str:
    return re.sub(r"[.\s]", "", word).casefold()


_MONTH_BY_WORD: dict[str, int] = {
    **{_bare(w): n for n, w in enumerate(MONTHS_TH, 1)},
    **{_bare(w): n for n, w in enumerate(SHORT_TH, 1)},
    **{_bare(w): n for n, w in enumerate(MONTHS_EN, 1)},
    **{_bare(w[:3]): n for n, w in enumerate(MONTHS_EN, 1)},
    "sept": 9,
}
_NUMERIC = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}(?::\d{2})?)?")
_WORDY = re.compile(r"(\d{1,2})\s*(?:เดือน)?\s*([^\W\d_][^\d]*?)\s*(\d{2}|\d{4})", re.UNICODE | re.DOTALL)
_LEAD = re.compile(r"^(?:วัน(?:จันทร์|อังคาร|พุธ|พฤหัสบดี|พฤหัสฯ?|ศุกร์|เสาร์|อาทิตย์))?\s*(?:วัน)?(?:ที่)?\s*")
_ERA = re.compile(
    r"(พ\s*\.\s*ศ\s*\.|ค\s*\.\s*ศ\s*\.|พุทธศักราช|คริสต์ศักราช|ปี|\bB\.?E\.?|\bA\.?D\.?|\bC\.?E\.?)", re.I
)
_EXAMPLE_TH = "เช่น 26/2/2564 หรือ 26 ก.พ. 2564"
_EXAMPLE_EN = "for example 26/2/2564, 26 Feb 2021 or 2021-02-26"


def parse_date(text: str, *, earliest: date | None = None, latest: date | None = None) -> date:
    """Read a date in either era: a year after 2400 is Buddhist, one before it Gregorian.

    Day comes before month. A year of two digits is read only beside a Thai month or in Thai
    digits, where it can but be Buddhist. Outside ``earliest`` to ``latest`` (1900 to 2100 unless
    told) it is refused, since it is more likely a slip than a date.
    """
    typed = " ".join(str(text).split())
    plain = normalise_digits(typed)
    day, month, year = _read(typed, plain)
    _check_month(month)
    _check_day(day, month, year)
    value = date(year, month, day)
    low, high = earliest or _WINDOW[0], latest or _WINDOW[1]
    if not low <= value <= high:
        raise PackError(
            f"วันที่ {format_date(value, 'th')} อยู่นอกช่วงที่รับได้ คือ {format_date(low, 'th')} ถึง "
            f"{format_date(high, 'th')} กรุณาตรวจปีอีกครั้ง",
            f"{format_date(value, 'en')} (B.E. {year + OFFSET}) is outside the accepted range, "
            f"{format_date(low, 'en')} to {format_date(high, 'en')}. Please check the year.",
        )
    return value


def _read(typed: str, plain: str) -> tuple[int, int, int]:
    if not plain:
        raise PackError(
            f"ยังไม่ได้กรอกวันที่ กรุณาพิมพ์วัน เดือน ปี {_EXAMPLE_TH}",
            f"No date was given. Type day, month and year, {_EXAMPLE_EN}.",
        )
    if iso := _ISO.fullmatch(plain):
        return int(iso[3]), int(iso[2]), _year(iso[1], typed, thai=False)
    gregorian = bool(re.search(r"ค\s*\.\s*ศ|คริสต์|\bA\.?D|\bC\.?E", plain, re.I))
    buddhist = bool(re.search(r"พ\s*\.\s*ศ|พุทธ|\bB\.?E", plain, re.I))
    plain = " ".join(_ERA.sub(" ", _LEAD.sub("", plain)).split())
    if number := _NUMERIC.fullmatch(plain):
        thai = (typed != normalise_digits(typed) or buddhist) and not gregorian
        return int(number[1]), int(number[2]), _year(number[3], typed, thai=thai)
    if wordy := _WORDY.fullmatch(plain.replace(",", " ")):
        word = _bare(wordy[2])
        month = _MONTH_BY_WORD.get(word)
        if month is None:
            _refuse_month_word(wordy[2])
        thai = (bool(re.match("[ก-ฮ]", word)) or buddhist) and not gregorian
        return int(wordy[1]), month, _year(wordy[3], typed, thai=thai)
    raise PackError(
        f"อ่าน “{typed}” เป็นวันที่ไม่ได้ กรุณาเขียนเรียงเป็นวัน เดือน ปี {_EXAMPLE_TH}",
        f"“{typed}” cannot be read as a date. Write day, month, year, {_EXAMPLE_EN}.",
    )


def _year(digits: str, typed: str, *, thai: bool) -> int:
    year = int(digits)
    if len(digits) == 2:
        if not thai:
            raise PackError(
                f"ปี “{digits}” ใน “{typed}” ไม่ชัดเจนว่าเป็น พ.ศ. หรือ ค.ศ. กรุณาเขียนปีให้ครบสี่หลัก เช่น {2500 + year}",
                f"The year “{digits}” in “{typed}” could be in either era. "
                f"Please write the year with four digits, for example {2500 + year}.",
            )
        return 2500 + year - OFFSET
    return year - OFFSET if year > 2400 else year


def _refuse_month_word(word: str) -> NoReturn:
    raise PackError(
        f"ไม่รู้จักเดือน “{word.strip()}” กรุณาเขียนชื่อเดือนหรือตัวเลข 1 ถึง 12 {_EXAMPLE_TH}",
        f"“{word.strip()}” is not a month. Write its name or a number from 1 to 12, {_EXAMPLE_EN}.",
    )


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise PackError(
            f"ไม่มีเดือนที่ {month} กรุณาเขียนวันก่อนเดือน {_EXAMPLE_TH}",
            f"There is no month {month}. The day comes before the month, {_EXAMPLE_EN}.",
        )


def _check_day(day: int, month: int, year: int) -> None:
    if not 1 <= year <= 9999:
        raise PackError(
            f"ปี {year} ไม่ถูกต้อง กรุณาเขียนปีให้ครบสี่หลัก {_EXAMPLE_TH}",
            f"{year} is not a year. Please write the year with four digits, {_EXAMPLE_EN}.",
        )
    last = calendar.monthrange(year, month)[1]
    if 1 <= day <= last:
        return
    name_th, name_en = MONTHS_TH[month - 1], MONTHS_EN[month - 1]
    if (day, month) == (29, 2):
        raise PackError(
            f"ไม่มีวันที่ 29 กุมภาพันธ์ {year + OFFSET} เพราะปีนั้น (ค.ศ. {year}) เดือนกุมภาพันธ์มี 28 วัน",
            f"There is no 29 February {year} (B.E. {year + OFFSET}): February has 28 days in that year.",
        )
    raise PackError(
        f"ไม่มีวันที่ {day} ในเดือน{name_th} {year + OFFSET} เดือนนี้มีวันที่ 1 ถึง {last}",
        f"There is no day {day} in {name_en} {year} (B.E. {year + OFFSET}): it has days 1 to {last}.",
    )
