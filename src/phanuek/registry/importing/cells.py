"""One row of a list, cell by cell: what it says, or what is wrong with it and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phanuek.areas.models import Area
from phanuek.engines.pack import DISTRICT, PROVINCE, SUBDISTRICT
from phanuek.files.spreadsheets.cells import BadCell, choice, faults
from phanuek.organisations.actor import Actor
from phanuek.registry.importing.columns import BY_KEY, LAYOUT, SCHEMES
from phanuek.registry.models import Identifier
from phanuek.registry.new import NewEnterprise, NewProduct
from phanuek.registry.queries import check_number
from phanuek.registry.spelling import plain_digits
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T

PEOPLE = T("คน", "people")
DIVIDERS = re.compile(r"[;,\n|]")


@dataclass
class ReadRow:
    """A row as far as it could be read."""

    values: dict[str, Any] = field(default_factory=dict)
    identifiers: dict[str, str] = field(default_factory=dict)
    bad: list[BadCell] = field(default_factory=list)
    notes: list[T] = field(default_factory=list)

    def new(self) -> NewEnterprise:
        """For a row without bad cells."""
        return NewEnterprise(**self.values, identifiers=self.identifiers)


class Places:
    """Subdistricts from what lists write, each spelling looked up once."""

    def __init__(self, by: Actor) -> None:
        self._by = by
        self._codes: dict[tuple[str, str, str], tuple[str, T | None, bool]] = {}
        self._areas = {
            a.code: a for a in Area.objects.subdistricts().on(clock.today()).within(by.area_code).with_path()
        }
        own = Area.objects.with_path().filter(code=by.area_code).first() if by.area_code else None
        self._own_province = own.path()[0].name_th if own else ""

    def find(self, texts: Mapping[str, str]) -> tuple[Area | None, T | None, bool]:
        """The area, why there is none, and whether spelling had to be forgiven."""
        asked = (
            texts.get("subdistrict", ""),
            texts.get("district", ""),
            texts.get("province", "") or self._own_province,
        )
        if asked not in self._codes:
            self._codes[asked] = self._look_up(*asked)
        code, reason, forgiven = self._codes[asked]
        area = self._areas.get(code)
        if area is None and reason is None:
            reason = T("ตำบลนี้อยู่นอกพื้นที่ที่ท่านดูแล", "This subdistrict lies outside the area you look after.")
        return area, reason, forgiven

    def _look_up(self, subdistrict: str, district: str, province: str) -> tuple[str, T | None, bool]:
        digits = plain_digits(subdistrict)
        if digits.isdigit():
            known = Area.objects.subdistricts().filter(code=digits).exists()
            return (
                digits,
                None
                if known
                else T("ไม่มีตำบลรหัส {code}", "No subdistrict has the code {code}.").format(code=digits),
                False,
            )
        names = {SUBDISTRICT: subdistrict, DISTRICT: district, PROVINCE: province}
        match = pack().match_area(
            subdistrict=names[SUBDISTRICT], district=names[DISTRICT], province=names[PROVINCE]
        )
        if match.code is None:
            reason = T.of(match.reason) if match.reason else T("ไม่พบตำบลนี้", "No such subdistrict was found.")
            return "", reason, False
        return match.code, None, not match.exact


def read_row(texts: Mapping[str, str], places: Places) -> ReadRow:
    """The row's values and its bad cells; `texts` maps our columns to cells."""
    row = ReadRow(bad=faults(LAYOUT, texts))
    wrong = {bad.key for bad in row.bad}
    good = {key: text for key, text in texts.items() if text and key not in wrong}
    _texts(row, good)
    _coded(row, good)
    _numbers(row, good)
    _day_and_count(row, good)
    if "subdistrict" in good:
        _place(row, good, places)
    return row


def _texts(row: ReadRow, texts: Mapping[str, str]) -> None:
    for key in ("name_th", "name_en", "address", "contact_name", "contact_phone", "about_th"):
        if key in texts:
            row.values[key] = " ".join(texts[key].split()) if key != "about_th" else texts[key]
    if "name_th" in texts and not pack().normalise(texts["name_th"]):
        row.bad.append(
            BadCell("name_th", texts["name_th"], T("ไม่มีตัวอักษรในชื่อ", "There are no letters in the name."))
        )
    names = [name.strip() for name in DIVIDERS.split(texts.get("products", "")) if name.strip()]
    too_long = next((name for name in names if len(name) > 200), None)
    if too_long:
        reason = T(
            "ชื่อสินค้ายาวเกิน 200 ตัวอักษร คั่นหลายรายการด้วย ;",
            "A product's name is longer than 200 characters; divide several by ;",
        )
        row.bad.append(BadCell("products", too_long[:40] + "…", reason))
    row.values["products"] = [NewProduct(name_th=name) for name in dict.fromkeys(names)]


def _coded(row: ReadRow, texts: Mapping[str, str]) -> None:
    for key in ("kind", "legal_form", "business_group"):
        if key not in texts:
            continue
        value = choice(BY_KEY[key], texts[key])
        if isinstance(value, BadCell):
            row.bad.append(value)
        else:
            row.values[key] = value


def _numbers(row: ReadRow, texts: Mapping[str, str]) -> None:
    for scheme in SCHEMES:
        if scheme not in texts:
            continue
        typed = plain_digits(texts[scheme])
        if scheme == Identifier.Scheme.JURISTIC and typed.isdigit() and len(typed) == 12:
            typed = "0" + typed  # spreadsheets drop the zero in front
        value, reason = check_number(scheme, typed)
        if reason:
            personal = scheme == Identifier.Scheme.CITIZEN
            row.bad.append(
                BadCell(scheme, pack().mask_identifier(scheme, typed) if personal else texts[scheme], reason)
            )
        else:
            row.identifiers[scheme] = value


def _day_and_count(row: ReadRow, texts: Mapping[str, str]) -> None:
    if "started_on" in texts:
        try:
            row.values["started_on"] = pack().parse_date(
                texts["started_on"], earliest=date(1850, 1, 1), latest=clock.today()
            )
        except ValueError as error:
            row.bad.append(
                BadCell("started_on", texts["started_on"], T.of(getattr(error, "message", str(error))))
            )
    if "members" in texts:
        typed = plain_digits(texts["members"]).replace(",", "").replace(PEOPLE.th, "").strip()
        if typed.isdigit() and int(typed) <= 999_999:
            row.values["members"] = int(typed)
        else:
            reason = T("ต้องเป็นจำนวนเต็ม เช่น 25", "It must be a whole number, such as 25.")
            row.bad.append(BadCell("members", texts["members"], reason))


def _place(row: ReadRow, texts: Mapping[str, str], places: Places) -> None:
    area, reason, forgiven = places.find(texts)
    if area is None:
        shown = " ".join(texts[key] for key in ("subdistrict", "district", "province") if key in texts)
        row.bad.append(
            BadCell("subdistrict", shown, reason or T("ไม่พบตำบลนี้", "No such subdistrict was found."))
        )
        return
    row.values["subdistrict"] = area
    if forgiven:
        row.notes.append(
            T("อ่านที่ตั้งเป็น {place_th}", "The place was read as {place_en}").format(
                place_th=area.label_as("th", "short"), place_en=area.label_as("en", "short")
            )
        )
