"""One object of a file with its path: reads its values by name, notes what is wrong, and remembers what nobody asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from phanuek.agreements.importing.problems import ADD_IT, Report
from phanuek.ui.words import T

MOST_ROWS = 2000
LONG = 20_000  # characters of a sentence or a note; nobody writes more in one place
MOST_AMOUNT = Decimal(10) ** 14
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
CODE = re.compile(r"[A-Za-z0-9_-]+")
BUDDHIST = 543
OTHER_ERA_FROM = 2400  # no agreement ends so late: the year is one of the Buddhist era

IS_TEXT = T("ต้องเป็นข้อความในเครื่องหมายอัญประกาศ", "must be text, in quotation marks")
IS_OBJECT = T("ต้องเป็นวัตถุ {…}", "must be an object {…}")
IS_LIST = T("ต้องเป็นรายการ […]", "must be a list […]")


class Piece:
    """An object at its path. Each reader returns an empty value where nothing stands, and notes a problem where it is needed."""

    def __init__(self, data: Mapping[str, Any], path: str, report: Report) -> None:
        self.data, self.path, self.report = data, path, report
        self._asked: set[str] = set()
        self._below: dict[str, list[Piece]] = {}

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def tells(self, name: str) -> bool:
        """Whether the file says anything about it, be it that there is none (null)."""
        return name in self.data

    def raw(self, name: str) -> Any:
        self._asked.add(name)
        return self.data.get(name)

    def keys(self, start: str) -> list[str]:
        """The names that begin so: files add to some of them where the words come from."""
        return [name for name in self.data if name.startswith(start)]

    def wrong(self, name: str, message: T, *hint: T) -> None:
        self.report.wrong(self.at(name) if name else self.path, message, *hint)

    def missing(self, name: str) -> None:
        self.wrong(name, T("ยังไม่มีค่า", "is missing"), ADD_IT)

    # -- single values --------------------------------------------------------------------------------------------

    def text(self, name: str, *, needed: bool = False, longest: int = LONG) -> str:
        """One line; runs of blanks and no-break spaces of a web page are made one blank."""
        return " ".join(self.words(name, needed=needed, longest=longest).split())

    def words(self, name: str, *, needed: bool = False, longest: int = LONG) -> str:
        """The text as it stands, to the character."""
        return self._words(name, needed, longest, blank_is_nothing=True)

    def _words(self, name: str, needed: bool, longest: int, blank_is_nothing: bool) -> str:
        """Blanks alone are nothing in a text; in a code or a date they are a mistake."""
        value = self.raw(name)
        if value is None or (isinstance(value, str) and not (value.strip() if blank_is_nothing else value)):
            if needed:
                self.missing(name)
            return ""
        if not isinstance(value, str):
            self.wrong(name, IS_TEXT)
            return ""
        if len(value) > longest:
            self.wrong(
                name,
                T("ยาว {n} ตัวอักษร รับได้ไม่เกิน {most}", "has {n} characters; at most {most} are taken").format(
                    n=f"{len(value):,}", most=f"{longest:,}"
                ),
            )
            return ""
        return value

    def code(self, name: str, *, needed: bool = False, longest: int = 60) -> str:
        """A short name for addresses: letters a to z, digits, hyphen."""
        value = self._words(name, needed, longest, blank_is_nothing=False)
        if value and not CODE.fullmatch(value):
            self.wrong(
                name,
                T(
                    "“{value}” ใช้เป็นรหัสไม่ได้ ใช้ได้เฉพาะ a-z 0-9 และ -",
                    "“{value}” cannot be a code: letters a to z, digits and - only",
                ).format(value=value[:60]),
            )
            return ""
        return value

    def choice(self, name: str, known: Iterable[str], *, needed: bool = False) -> str:
        value = self._words(name, needed, LONG, blank_is_nothing=False)
        if value and value not in set(known):
            self.wrong(
                name,
                T("ไม่รู้จักค่า “{value}” ใช้ได้: {known}", "“{value}” is not known; one of: {known}").format(
                    value=value[:60], known=", ".join(known)
                ),
            )
            return ""
        return value

    def whole(self, name: str, *, needed: bool = False, least: int = 0, most: int = 1_000_000) -> int | None:
        value = self.raw(name)
        if value is None:
            if needed:
                self.missing(name)
            return None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.wrong(
                name,
                T(
                    "ต้องเป็นจำนวนเต็ม {least} ถึง {most} ไม่ใส่เครื่องหมายอัญประกาศ",
                    "must be a whole number from {least} to {most}, without quotation marks",
                ).format(least=least, most=f"{most:,}"),
            )
            return None
        return value

    def amount(self, name: str, *, above_zero: bool = False) -> Decimal | None:
        """A number with at most two decimals."""
        value = self.raw(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
            self.wrong(
                name, T("ต้องเป็นตัวเลข ไม่ใส่เครื่องหมายอัญประกาศ", "must be a number, without quotation marks")
            )
            return None
        found = Decimal(str(value))
        if found < 0 or (above_zero and not found):
            self.wrong(
                name,
                T("ต้องมากกว่าศูนย์", "must be above zero")
                if above_zero
                else T("ต้องไม่ติดลบ", "must not be below zero"),
            )
            return None
        if found >= MOST_AMOUNT or found != round(found, 2):
            self.wrong(
                name,
                T(
                    "ต้องน้อยกว่าร้อยล้านล้าน และทศนิยมไม่เกินสองตำแหน่ง",
                    "must be below 10^14, with at most two decimals",
                ),
            )
            return None
        return found

    def flag(self, name: str) -> bool | None:
        value = self.raw(name)
        if value is None or isinstance(value, bool):
            return value
        self.wrong(name, T("ต้องเป็น true หรือ false", "must be true or false"))
        return None

    def day(self, name: str, *, needed: bool = False) -> date | None:
        """2021-02-26, or an object that also writes it in the Buddhist era: {"gregorian": …, "buddhist_era": …}."""
        if isinstance(self.data.get(name), Mapping):
            return self.piece(name)._told_day()
        text = self._words(name, needed, LONG, blank_is_nothing=False)
        return self._as_day(name, text) if text else None

    def _as_day(self, name: str, text: str) -> date | None:
        try:
            day = date.fromisoformat(text) if DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is not None and day.year >= OTHER_ERA_FROM:
            self.wrong(
                name,
                T("{day} ดูเป็นปี พ.ศ.", "{day} looks like a year of the Buddhist era").format(day=text),
                T("เขียนเป็นปี ค.ศ. คือ {day}", "Write its Gregorian year: {day}.").format(
                    day=f"{day.year - BUDDHIST}{text[4:]}"
                ),
            )
            return None
        if day is not None:
            return day
        self.wrong(name, T("ต้องเป็นวันที่แบบ ค.ศ. เช่น 2021-02-26", "must be a date such as 2021-02-26"))
        return None

    def _told_day(self) -> date | None:
        text = self._words("gregorian", True, LONG, blank_is_nothing=False)
        day = self._as_day("gregorian", text) if text else None
        era = self.words("buddhist_era")
        self.ignore("th", "en")
        if not era or day is None:
            return day
        if era[4:] != day.isoformat()[4:] or not era[:4].isdigit() or int(era[:4]) != day.year + BUDDHIST:
            self.wrong(
                "buddhist_era",
                T("{era} ไม่ใช่วันเดียวกับ {day}", "{era} is not the same day as {day}").format(
                    era=era[:20], day=day.isoformat()
                ),
            )
        return day

    def moment(self, name: str) -> time | None:
        text = self._words(name, False, LONG, blank_is_nothing=False)
        if text and not TIME.fullmatch(text):
            self.wrong(name, T("ต้องเป็นเวลา เช่น 10:00", "must be a time such as 10:00"))
            return None
        return time.fromisoformat(text) if text else None

    # -- objects and lists ----------------------------------------------------------------------------------------

    def piece(self, name: str, *, needed: bool = False) -> Piece:
        """The object under a name; an empty one where there is none."""
        value = self.raw(name)
        if value is None and needed:
            self.missing(name)
        if value is not None and not isinstance(value, Mapping):
            self.wrong(name, IS_OBJECT)
        if name not in self._below:
            data = value if isinstance(value, Mapping) else {}
            self._below[name] = [Piece(data, self.at(name), self.report)]
        return self._below[name][0]

    def rows(self, name: str, *, most: int = MOST_ROWS) -> list[Piece]:
        """The objects of a list."""
        if name in self._below:
            return self._below[name]
        made = self._below[name] = []
        for n, value in enumerate(self.values(name, most=most)):
            if isinstance(value, Mapping):
                made.append(Piece(value, f"{self.at(name)}[{n}]", self.report))
            else:
                self.wrong(f"{name}[{n}]", IS_OBJECT)
        return made

    def values(self, name: str, *, most: int = MOST_ROWS) -> list[Any]:
        """What a list holds, of whatever kind."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, IS_LIST)
            return []
        if len(value) > most:
            self.wrong(
                name,
                T("มี {n} รายการ รับได้ไม่เกิน {most}", "holds {n} entries; at most {most} are taken").format(
                    n=f"{len(value):,}", most=f"{most:,}"
                ),
            )
            return []
        return value

    # -- pairs of languages ---------------------------------------------------------------------------------------

    def pair(self, name: str, *, needed: bool = False, longest: int = LONG) -> tuple[str, str]:
        """Thai and English of a text written as {"th", "en"} or as one Thai text; the English may be empty."""
        if isinstance(self.data.get(name), str):
            return self.text(name, needed=needed, longest=longest), ""
        inner = self.piece(name, needed=needed)
        if not inner.data:
            if needed:
                self.missing(name)
            return "", ""
        return inner.text("th", needed=needed, longest=longest), inner.text("en", longest=longest)

    def named(self, name: str, *, needed: bool = False, longest: int = LONG) -> tuple[str, str]:
        """As `pair`, or as two keys `name_th` and `name_en`."""
        if self.tells(name):
            return self.pair(name, needed=needed, longest=longest)
        thai = self.text(f"{name}_th", longest=longest)
        if needed and not thai:
            self.missing(f"{name}_th")
        return thai, self.text(f"{name}_en", longest=longest)

    # -- what is left ---------------------------------------------------------------------------------------------

    def ignore(self, *names: str) -> None:
        """Known, and told again by something that is kept."""
        self._asked.update(names)

    def leave_the_rest(self) -> None:
        """Notes every key that nobody asked for, here and below."""
        for name, value in self.data.items():
            if name not in self._asked and value is not None:
                self.report.leave(self.at(name), value)
        for pieces in self._below.values():
            for piece in pieces:
                piece.leave_the_rest()
