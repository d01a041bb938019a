"""Vellin, an invented country: proves that nothing Thai has leaked into the core.

Its codes are letters, its fiscal year is the calendar year, its bodies bear guild numbers with a
check letter, and its levels are called canton, bailiwick and parish.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from phanuek.engines.pack import (
    DISTRICT,
    LEVELS,
    PROVINCE,
    SUBDISTRICT,
    AreaMatch,
    AreaRow,
    Bilingual,
    CountryPack,
    IdentifierCheck,
    IdentifierScheme,
    MapOutline,
    MapShape,
    PackError,
    Region,
)

_AREAS = (
    AreaRow("N", PROVINCE, None, "Norrmark", "North March", region="upland"),
    AreaRow("S", PROVINCE, None, "Sundal", "South Dale", region="coast"),
    AreaRow("NA", DISTRICT, "N", "Alvik", "Alwick"),
    AreaRow("NB", DISTRICT, "N", "Bergen Nedre", "Lower Bergen"),
    AreaRow("SC", DISTRICT, "S", "Costa", "Costa"),
    AreaRow("NA1", SUBDISTRICT, "NA", "Ås", "Ridge"),
    AreaRow("NA2", SUBDISTRICT, "NA", "Kyrkby", "Kirkby"),
    AreaRow("NB1", SUBDISTRICT, "NB", "Kyrkby", "Kirkby"),
    AreaRow("NB2", SUBDISTRICT, "NB", "Ekholm", "Oakholm"),
    AreaRow("SC1", SUBDISTRICT, "SC", "Hamn", "Harbour"),
    AreaRow("SC2", SUBDISTRICT, "SC", "Lilla Hamn", "Little Harbour"),
    AreaRow("SC3", SUBDISTRICT, "SC", "Fyren", "Lighthouse", valid_from=date(2020, 1, 1)),
)
_LEVEL_WORDS = {PROVINCE: "Canton", DISTRICT: "Bailiwick", SUBDISTRICT: "Parish"}
_MONTHS = "January February March April May June July August September October November December"
_LETTERS = "ABCDEFGHJKL"
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,/-]\d+)*|[\r\n]+|[^\S\r\n]+|.", re.DOTALL)
_GUILD = re.compile(r"VG-?(\d{5})-?([A-Z])")


class Vellin:
    """The pack; see ``CountryPack`` for what each method answers."""

    code = "XV"
    name: Bilingual = {"th": "เวลลิน (ประเทศสมมติ)", "en": "Vellin (invented)"}
    timezone = "UTC"
    level_names: Mapping[str, Bilingual] = {
        PROVINCE: {"th": "มณฑล", "en": "Canton"},
        DISTRICT: {"th": "แคว้น", "en": "Bailiwick"},
        SUBDISTRICT: {"th": "หมู่", "en": "Parish"},
    }
    identifier_schemes: Mapping[str, IdentifierScheme] = {
        "guild": IdentifierScheme(
            "guild",
            {"th": "เลขสมาคม", "en": "Guild number"},
            {"th": "เช่น VG-12345-D", "en": "such as VG-12345-D"},
            "VG-12345-D",
        )
    }

    def fiscal_year(self, on: date) -> int:
        return on.year

    def fiscal_year_range(self, year: int) -> tuple[date, date]:
        return date(year, 1, 1), date(year, 12, 31)

    def fiscal_year_label(self, year: int, lang: str) -> str:
        return f"ปี {year}" if lang == "th" else f"year {year}"

    def format_date(self, value: date, lang: str, style: str = "long") -> str:
        month = _MONTHS.split()[value.month - 1]
        return {
            "full": f"{value.day} {month} {value.year}",
            "long": f"{value.day} {month} {value.year}",
            "short": f"{value.day} {month[:3]} {value.year}",
            "numeric": value.isoformat(),
            "month": f"{month} {value.year}",
        }[style]

    def parse_date(self, text: str, *, earliest: date | None = None, latest: date | None = None) -> date:
        try:
            value = datetime.strptime(text.strip(), "%Y-%m-%d").date()
        except ValueError:
            raise PackError("เขียนวันที่เป็น ปี-เดือน-วัน", "Write the date as year-month-day.") from None
        if (earliest and value < earliest) or (latest and value > latest):
            raise PackError("วันที่อยู่นอกช่วงที่รับได้", "The date is outside the accepted range.")
        return value

    def normalise(self, text: str) -> str:
        kept = "".join(c if c.isalnum() else " " for c in unicodedata.normalize("NFC", text).casefold())
        return " ".join(kept.split())

    def words(self, text: str, *, parts: bool = False) -> list[str]:
        return self.normalise(text).split()

    def tokens(self, text: str) -> list[str]:
        found: list[str] = []
        for token in _TOKEN.findall(text):
            if found and unicodedata.category(token[0]).startswith("M"):
                found[-1] += token
            else:
                found.append(token)
        return found

    def skeleton(self, text: str) -> str:
        plain = unicodedata.normalize("NFD", self.normalise(text).replace(" ", ""))
        return re.sub(r"(.)\1+", r"\1", "".join(c for c in plain if not unicodedata.combining(c)))

    def sort_key(self, text: str) -> str:
        return "".join(f"{min(ord(c), 0xFFFF):04x}" for c in self.normalise(text)[:60])

    def core_name(self, name: str) -> str:
        return re.sub(r"^(?:guild of|guild) |\bab$", "", self.normalise(name)).strip()

    def check_identifier(self, scheme: str, value: str) -> IdentifierCheck:
        self.identifier_schemes[scheme]
        found = _GUILD.fullmatch("".join(value.split()).upper())
        if found is None:
            return IdentifierCheck(
                False, value, value, {"th": "เขียนเป็น VG-12345-D", "en": "Write it as VG-12345-D."}
            )
        number, letter = found.groups()
        if letter != _LETTERS[int(number) % len(_LETTERS)]:
            return IdentifierCheck(
                False, value, value, {"th": "ตัวอักษรตรวจสอบไม่ตรง", "en": "The check letter is wrong."}
            )
        return IdentifierCheck(True, f"VG{number}{letter}", f"VG-{number}-{letter}")

    def mask_identifier(self, scheme: str, value: str) -> str:
        return self.check_identifier(scheme, value).display

    def areas(self) -> Iterator[AreaRow]:
        return iter(_AREAS)

    def regions(self) -> Sequence[Region]:
        return (
            Region("upland", {"th": "ที่สูง", "en": "Upland"}),
            Region("coast", {"th": "ชายฝั่ง", "en": "Coast"}),
        )

    def area_label(self, names: Mapping[str, str], lang: str, *, style: str = "long") -> str:
        return ", ".join(names[level] for level in reversed(LEVELS) if names.get(level))

    def area_name(self, level: str, name: str, lang: str, *, code: str = "") -> str:
        return f"{self.level_names[level][lang]} {name}"

    def read_area_text(self, text: str) -> tuple[str | None, str]:
        for level, word in _LEVEL_WORDS.items():
            if text.startswith(f"{word} "):
                return level, text.removeprefix(f"{word} ")
        return None, text

    def match_area(
        self, text: str = "", *, subdistrict: str = "", district: str = "", province: str = ""
    ) -> AreaMatch:
        wanted = self.normalise(subdistrict or text)
        found = tuple(
            row.code for row in _AREAS if wanted in (self.normalise(row.name_th), self.normalise(row.name_en))
        )
        reason = {"th": "ระบุที่ตั้งให้ชัดเจน", "en": "Please say which place."}
        return AreaMatch(found[0], found) if len(found) == 1 else AreaMatch(None, found, reason=reason)

    def map_outline(self) -> MapOutline:
        return MapOutline(
            width=20,
            height=20,
            shapes=(
                MapShape("N", "M0 0l20 0 0 10 -20 0z", 10, 5),
                MapShape("S", "M0 10l20 0 0 10 -20 0z", 10, 15),
            ),
        )

    def holidays(self) -> Mapping[date, Bilingual]:
        return {date(year, 3, 1): {"th": "วันก่อตั้งสมาคม", "en": "Guild Day"} for year in range(2020, 2040)}

    def data(self, name: str) -> Any:
        raise KeyError(name)


PACK: CountryPack = Vellin()
