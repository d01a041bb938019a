"""The parties in their order, and bodies that are named without being parties."""

from __future__ import annotations

from typing import Any

from phanuek.agreements.importing import checks
from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.told import Body, Row, Told
from phanuek.agreements.states import SigningRule
from phanuek.organisations.models import Kind
from phanuek.ui.words import T

MOST_PARTIES = 500
KINDS = frozenset(Kind.values) - {Kind.ENTERPRISE}


def read_parties(file: Piece, told: Told) -> None:
    """`order` may be left out where the parties stand in their order."""
    if not file.tells("parties"):
        file.missing("parties")
    seen: dict[str, str] = {}
    orders: set[int] = set()
    named = file.data.get("signing_rule")
    by_name = SigningRule.NAMED in (named, named.get("kind") if isinstance(named, dict) else None)
    for place, row in enumerate(file.rows("parties", most=MOST_PARTIES), start=1):
        code = row.code("id", needed=True)
        if code and code in seen:
            row.wrong(
                "id",
                T("“{code}” เป็นภาคีอยู่แล้วที่ {other}", "“{code}” is a party already, at {other}").format(
                    code=code, other=seen[code]
                ),
                T("ลบรายการที่ซ้ำออก หรือแก้รหัส", "Take one of the two out, or give it another id."),
            )
        seen.setdefault(code, row.path)
        order = row.whole("order", least=1, most=MOST_PARTIES) or place
        if order in orders:
            row.wrong("order", T("ลำดับที่ {n} เป็นของภาคีอื่นแล้ว", "place {n} is another party's").format(n=order))
        orders.add(order or 0)
        _party(row, code, order, by_name, told)


def _party(row: Piece, code: str, order: int | None, by_name: bool, told: Told) -> None:
    names = [row.text(name, longest=300) for name in row.keys("name_as_")]
    official = row.text("name_official_th", longest=300)
    printed = next((name for name in names if name), "") or official
    if not printed:
        row.missing(next(iter(row.keys("name_as_")), "name_official_th"))
    values: dict[str, Any] = {
        "order": order,
        "organisation": code,
        "name_as_printed": printed,
    }
    must_sign = row.flag("must_sign")
    if must_sign is not None or by_name:
        values["must_sign"] = bool(must_sign)
    thai, english = row.named("name_official_note")
    remarks = {"name_note_th": thai or english, "name_note_en": english or thai} if thai or english else {}
    told.parties.append(Row(row.path, values, remarks))
    source = [row.text("names_source"), row.text("kind_note"), row.text("juristic_number_source")]
    told.bodies[code] = Body(
        path=row.path,
        code=code,
        values={
            "name_th": official or values["name_as_printed"],
            "name_en": row.text("name_en", longest=300),
            "abbr_th": row.text("abbrev_th", longest=40),
            "abbr_en": row.text("abbrev_en", longest=40),
            "kind": _kind(row),
            "juristic_number": checks.juristic_number(row),
            "names_source": "; ".join(text for text in source if text),
            "demonstration": bool(row.flag("demonstration")),
        },
        parent=row.code("under"),
        successor=row.code("successor"),
    )


def _kind(row: Piece) -> str:
    """A kind that is not in the list is kept as another body, with a word about it."""
    kind = row.text("kind")
    if kind in KINDS:
        return kind
    message = (
        T("ไม่รู้จักประเภท “{kind}” จึงบันทึกเป็นหน่วยงานอื่น", "“{kind}” is not a known kind; it is kept as another body").format(kind=kind[:60])
        if kind
        else T("ไม่ได้บอกประเภท จึงบันทึกเป็นหน่วยงานอื่น", "the kind is not told; it is kept as another body")
    )  # fmt: skip
    row.report.warn(row.at("kind"), message)
    return Kind.OTHER


def read_other_bodies(file: Piece, told: Told) -> None:
    """Named in the source, not parties."""
    for name in file.keys("non_signatory_bodies"):
        told.remarks["other_bodies"] = [
            {
                "code": row.code("id") or None,
                "name_th": row.text("name_th", needed=True, longest=300),
                "name_en": row.text("name_en", longest=300),
                "note_th": _note(row, "th"),
                "note_en": _note(row, "en"),
            }
            for row in file.rows(name)
        ]


def _note(row: Piece, language: str) -> str:
    """What it did and what is to be said of its name; in the one language the file has."""
    texts = [row.text(f"{name}_{language}") or row.text(name) for name in ("part", "note")]
    return "; ".join(text for text in texts if text)
