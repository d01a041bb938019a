"""Small pieces of Thai and English from which the engines build their sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

# A text in both languages: {"th": …, "en": …}.
Words = dict[str, str]

THAI_MONTHS = (
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
)
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_LISTED = 10


def words(th: str, en: str) -> Words:
    return {"th": th, "en": en}


def short_date(day: date) -> Words:
    """30 พ.ย. 2568 (Buddhist era) and 30 Nov 2025."""
    return words(
        f"{day.day} {THAI_MONTHS[day.month - 1]} {day.year + 543}",
        f"{day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}",
    )


def plain_number(number: int | Decimal) -> str:
    """Thousands separated by commas, without useless zeros: 1,500 and 0.5."""
    if isinstance(number, int):
        return f"{number:,}"
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def baht(satang: int) -> str:
    """1,500 or 1,500.25; satang are shown only when there are some."""
    sign, satang = ("-" if satang < 0 else ""), abs(satang)
    whole, rest = divmod(satang, 100)
    return f"{sign}{whole:,}.{rest:02d}" if rest else f"{sign}{whole:,}"


def _is_thai(character: str) -> bool:
    return "\u0e00" <= character <= "\u0e7f"


def thai_join(first: str, second: str) -> str:
    """Thai runs on without a space; a foreign letter, digit or mark keeps one."""
    if not first or not second:
        return first + second
    gap = "" if _is_thai(first[-1]) and _is_thai(second[0]) and first[-1] not in "ๆฯ" else " "
    return first + gap + second


def either(items: Sequence[Words], most: int = MOST_LISTED) -> Words:
    """ "a, b หรือ c" / "a, b or c"; a long list ends with how many more there are."""
    return words(
        _listed([item["th"] for item in items], " หรือ ", "และอีก {n} รายการ", most),
        _listed([item["en"] for item in items], " or ", "and {n} more", most),
    )


def _listed(items: Sequence[str], last: str, more: str, most: int) -> str:
    if len(items) > most:
        return ", ".join(items[:most]) + " " + more.format(n=len(items) - most)
    if len(items) < 2:
        return "".join(items)
    comma = "; " if any("," in item for item in items[:-1]) else ", "
    return comma.join(items[:-1]) + last + items[-1]


def one_or_many(unit: str, number: int | Decimal) -> str:
    """The English unit after a number: 1 person, 2 persons."""
    if number == 1 and unit == "people":
        return "person"
    if number != 1 or " " in unit or not unit.endswith("s") or unit.endswith("ss"):
        return unit
    return unit[:-3] + "y" if unit.endswith("ies") else unit[:-1]


def counted(number: int, units: str) -> str:
    """1 offer, 2,000 offers."""
    return f"{number:,} {one_or_many(units, number)}"


# How a Thai yes/no label is denied depends on its first word; the first match wins.
_DENIED = (
    ("ไม่ได้", ""),
    ("ไม่ใช่", "เป็น"),
    ("ไม่", ""),
    ("เป็น", "ไม่ได้เป็น"),
    ("มี", "ไม่มี"),
    ("เคย", "ไม่เคย"),
    ("ได้", "ไม่ได้"),
    ("ผ่าน", "ไม่ผ่าน"),
    ("อยู่", "ไม่อยู่"),
    ("ต้องการ", "ไม่ต้องการ"),
    ("สามารถ", "ไม่สามารถ"),
    ("ยินยอม", "ไม่ยินยอม"),
    ("พร้อม", "ไม่พร้อม"),
    ("การ", "ไม่มีการ"),
    ("ความ", "ไม่มีความ"),
)
_NOUNS = (
    "กลุ่ม", "ผู้", "วิสาหกิจ", "บริษัท", "องค์กร", "สหกรณ์", "นิติบุคคล", "สมาชิก", "ธุรกิจ", "กิจการ", "สินค้า",
    "ผลิตภัณฑ์", "พื้นที่", "เกษตรกร", "โรง", "ร้าน", "หน่วยงาน", "มูลนิธิ", "สมาคม", "คน", "ชุมชน", "โครงการ", "สถาน",
    "ลูกค้า", "แรงงาน", "ที่ดิน", "เจ้าของ",
)  # fmt: skip


def is_thai_noun(label: str) -> bool:
    return label.startswith(_NOUNS) or not _is_thai(label[:1] or " ")


def deny_thai(label: str) -> str:
    """The opposite of a yes/no label: มีบัญชี → ไม่มีบัญชี, เป็นนิติบุคคล → ไม่ได้เป็นนิติบุคคล."""
    if label.endswith("แล้ว"):
        return "ยัง" + deny_thai(label.removesuffix("แล้ว"))
    for start, instead in _DENIED:
        if label.startswith(start):
            return instead + label[len(start) :].lstrip()
    return thai_join("ไม่ใช่" if is_thai_noun(label) else "ไม่ได้", label)


def must_thai(label: str, wanted: bool) -> str:
    """What has to be so: ต้องเป็นนิติบุคคล, ต้องไม่มีหนี้ค้างชำระ."""
    if wanted and label.startswith("ต้องการ"):
        return "ต้องมีความ" + label
    if wanted:
        return thai_join("ต้องเป็น" if is_thai_noun(label) else "ต้อง", label)
    if label.startswith("ไม่") or label.endswith("แล้ว"):
        return "ต้อง" + deny_thai(label)
    return thai_join("ต้องไม่ใช่" if is_thai_noun(label) else "ต้องไม่", label)


_ENGLISH_VERBS = ("is ", "are ", "was ", "were ", "will ", "must ", "should ")


def lower_first(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def deny_english(label: str) -> str:
    """The opposite of a yes/no label: has an account → does not have an account."""
    low = lower_first(label)
    for start, instead in (("not ", ""), ("no ", "has "), ("has no ", "has "), ("does not ", "does ")):
        if low.startswith(start):
            return instead + low[len(start) :]
    for verb in _ENGLISH_VERBS:
        if low.startswith(verb + "not "):
            return verb + low[len(verb) + 4 :]
        if low.startswith(verb):
            return verb + "not " + low[len(verb) :]
    if low.startswith("can "):
        return "cannot " + low[4:]
    if low.startswith("has ") and low.split(" ", 2)[1].endswith(("ed", "been")):
        return "has not " + low[4:]
    if low.startswith(("has ", "have ")):
        return "does not have " + low.split(" ", 1)[1]
    return "not " + low


def statement_en(label: str, value: bool) -> str:
    """A yes/no label as a sentence in English, denied when the value is no."""
    return lower_first(label) if value else deny_english(label)
