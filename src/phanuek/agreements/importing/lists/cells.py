"""One row of a list of commitments: what it tells, or what is wrong with it and how to mend it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from phanuek.agreements.importing.commitments import with_parts
from phanuek.agreements.importing.lists import numbers, periods
from phanuek.agreements.importing.lists.bodies import Names
from phanuek.agreements.importing.lists.columns import BY_KEY, LAYOUT
from phanuek.agreements.importing.pieces import CODE
from phanuek.agreements.importing.told import ToldCommitment
from phanuek.agreements.models import Agreement, Commitment, Statement
from phanuek.agreements.queries.clauses import current_clauses
from phanuek.files.spreadsheets.cells import BadCell, choice, faults
from phanuek.files.spreadsheets.columns import plain
from phanuek.organisations.models import Organisation
from phanuek.ui.words import T

DIVIDERS = re.compile(r"[;,\n|]")
CLEAR = frozenset({"-", "–", "—"})  # typed to say that there is none; an empty cell says nothing
TEXTS = ("title_th", "title_en", "baseline_source")
DAYS = ("starts_on", "due_on", "baseline_on")
AMOUNTS = ("target", "baseline", "budget_baht")


@dataclass
class ReadRow:
    """A row as far as it could be read. `told` holds only what its cells say."""

    told: ToldCommitment
    lead: Organisation | None = None
    match: Commitment | None = None
    bad: list[BadCell] = field(default_factory=list)
    notes: list[T] = field(default_factory=list)

    def wrong(self, key: str, value: str, reason: T) -> None:
        self.bad.append(BadCell(key, value[:60], reason))


class Context:
    """What the cells may name in this agreement: bodies, clauses, statements, and the commitments that are there."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        kept = list(with_parts(Commitment.objects.filter(agreement=agreement)).order_by("pk"))
        self.by_code = {one.code: one for one in kept}
        self._by_title: dict[tuple[int, str], list[Commitment]] = {}
        for one in kept:
            self._by_title.setdefault((one.lead_id, plain(one.title_th)), []).append(one)
        self.names = Names(agreement)
        self.has_text = agreement.text_versions.exists()
        self.clauses: dict[str, str] = {}
        for span in current_clauses(agreement):
            for name in (span.clause.code, span.label_th, span.label_en, span.label.th, span.label.en):
                if name:
                    self.clauses.setdefault(plain(name), span.clause.code)
        self.statements: dict[str, tuple[str, int]] = {}
        for kind, number in agreement.statements.values_list("kind", "number"):
            label = T.of(Statement.Kind(kind).label)
            for name in (kind, label.th, label.en):
                self.statements[plain(f"{name}{number}")] = (kind, number)

    def match(self, row: ReadRow) -> None:
        """The commitment that the row tells of: by its code, else by lead and title."""
        told = row.told
        if told.code:
            row.match = self.by_code.get(told.code)
            if row.match is None and Commitment.objects.filter(code=told.code).exists():
                row.wrong(
                    "code",
                    told.code,
                    T("รหัสนี้เป็นของภารกิจในบันทึกข้อตกลงอื่น", "A commitment of another agreement has this code."),
                )
            if row.match is not None and row.lead is not None and row.match.lead_id != row.lead.pk:
                row.wrong("lead", row.lead.name_th, T(
                    "ภารกิจรหัสนี้เป็นของ {name} เปลี่ยนเจ้าของไม่ได้", "The commitment of this code is led by {name}; its lead is not changed.",
                ).format(name=row.match.lead.name_th))  # fmt: skip
            return
        if row.lead is None or "title_th" not in told.values:
            return
        found = self._by_title.get((row.lead.pk, plain(told.values["title_th"])), [])
        if len(found) > 1:
            row.wrong("title_th", told.values["title_th"], T(
                "มีภารกิจชื่อนี้ของหน่วยงานนี้มากกว่าหนึ่งรายการ: {codes} โปรดกรอกรหัส", "This body leads several commitments of that title: {codes}. Give the code.",
            ).format(codes=", ".join(one.code for one in found[:5])))  # fmt: skip
        row.match = found[0] if len(found) == 1 else None


def read_row(
    number: int, texts: Mapping[str, str], years: Mapping[int, tuple[str, str]], context: Context
) -> ReadRow:
    """`texts` maps our columns to cells, `years` the years that have a column to (key of the column, cell)."""
    row = ReadRow(ToldCommitment(f"{number}", "", {}), bad=faults(LAYOUT, texts))
    wrong = {bad.key for bad in row.bad}
    good = {key: text for key, text in texts.items() if text and key not in wrong}
    _bodies(row, good, context)
    _plain(row, good)
    context.match(row)
    _root(row, good, context)
    _each(row, good, DAYS, numbers.day, None)
    _each(row, good, AMOUNTS, numbers.amount, None)
    _check(row, good)
    _periods(row, good, {year: cell for year, cell in years.items() if cell[1]})
    return row


def _bodies(row: ReadRow, texts: Mapping[str, str], context: Context) -> None:
    if "lead" in texts:
        found = context.names.find(texts["lead"])
        if isinstance(found, Organisation):
            row.lead, row.told.lead = found, found.code
        else:
            row.wrong("lead", texts["lead"], found)
    if "collaborators" not in texts:
        return
    row.told.collaborators = []
    if texts["collaborators"] in CLEAR:
        return
    for name in (name.strip() for name in DIVIDERS.split(texts["collaborators"]) if name.strip()):
        found = context.names.find(name)
        if not isinstance(found, Organisation):
            row.wrong("collaborators", name, found)
            return
        if found == row.lead:
            row.wrong(
                "collaborators",
                name,
                T("เจ้าของภารกิจไม่ต้องเป็นหน่วยงานร่วม", "The body that leads it does not join it as well."),
            )
            return
        if found.code not in row.told.collaborators:
            row.told.collaborators.append(found.code)


def _plain(row: ReadRow, texts: Mapping[str, str]) -> None:
    values = row.told.values
    for key in TEXTS:
        if key in texts:
            values[key] = "" if texts[key] in CLEAR else " ".join(texts[key].split())
    if texts.get("title_th") in CLEAR:
        row.wrong("title_th", texts["title_th"], T("ภารกิจต้องมีชื่อ", "A commitment has a title."))
    if "code" in texts:
        if CODE.fullmatch(texts["code"]):
            row.told.code = texts["code"]
        else:
            row.wrong(
                "code", texts["code"], T("ใช้ได้เฉพาะ a-z 0-9 และ -", "Letters a to z, digits and - only.")
            )
    if "measure" in texts:
        found = choice(BY_KEY["measure"], texts["measure"])
        if isinstance(found, BadCell):
            row.bad.append(found)
        else:
            values["measure"] = found
    if "unit" in texts:
        thai, _, english = texts["unit"].partition("/")
        clear = texts["unit"] in CLEAR
        values["unit_th"], values["unit_en"] = (
            ("", "") if clear else (thai.strip()[:60], english.strip()[:60])
        )
    if "why" in texts:
        values["provenance_why"] = " ".join(texts["why"].split())


def _root(row: ReadRow, texts: Mapping[str, str], context: Context) -> None:
    """The clause it comes from, or the reported sentence it follows from."""
    if "clause" in texts and texts["clause"] not in CLEAR:
        code = context.clauses.get(plain(texts["clause"]))
        if code:
            row.told.clause = code
        elif not context.has_text:
            row.wrong("clause", texts["clause"], T(
                "ตัวบทของข้อตกลงนี้ยังไม่มีในระบบ จึงอ้างข้อไม่ได้ เว้นว่างไว้ แล้วกรอกเหตุที่เพิ่ม", "The text of this agreement is not here, so no clause can be named. Leave it empty and say why it is added.",
            ))  # fmt: skip
        else:
            row.wrong("clause", texts["clause"], T(
                "ไม่มีข้อนี้ในตัวบทปัจจุบัน ดูชื่อข้อในแผ่นงาน ข้อ ของแบบฟอร์ม", "The text as it stands has no such clause; the template's sheet of clauses names them.",
            ))  # fmt: skip
    if "statement" in texts and texts["statement"] not in CLEAR:
        found = context.statements.get(plain(texts["statement"]))
        if found:
            row.told.statement = found
        else:
            row.wrong("statement", texts["statement"], T(
                "ไม่มีข้อความนี้ในข้อตกลง เขียนชนิดและลำดับ เช่น วัตถุประสงค์ 1", "The agreement has no such statement; write its kind and number, such as Aim 1.",
            ))  # fmt: skip


def _each(
    row: ReadRow, texts: Mapping[str, str], keys: tuple[str, ...], read: Callable[[str], Any], nothing: Any
) -> None:
    for key in keys:
        if key not in texts:
            continue
        found = nothing if texts[key] in CLEAR else read(texts[key])
        if isinstance(found, T):
            row.wrong(key, texts[key], found)
        else:
            row.told.values[key] = found


def _check(row: ReadRow, texts: Mapping[str, str]) -> None:
    values = row.told.values
    if values.get("target") == 0:
        row.wrong(
            "target",
            texts["target"],
            T(
                "เป้าหมายต้องมากกว่าศูนย์ หากไม่มีให้เว้นว่าง",
                "A target is above zero; leave it empty where there is none.",
            ),
        )
    starts, due = term(row)
    if isinstance(starts, date) and isinstance(due, date) and due < starts:
        row.wrong(
            "due_on",
            texts.get("due_on", ""),
            T("วันครบกำหนดมาก่อนวันเริ่ม", "The due date comes before the start."),
        )


def _periods(row: ReadRow, texts: Mapping[str, str], years: Mapping[int, tuple[str, str]]) -> None:
    """From the one cell, or from the columns of years; both at once would say it twice."""
    starts, due = term(row)
    if "period_targets" in texts:
        if years:
            row.wrong("period_targets", texts["period_targets"], T(
                "บอกเป้าหมายรายปีทั้งในช่องนี้และในคอลัมน์รายปี ให้เหลืออย่างใดอย่างหนึ่ง", "Targets stand both here and in the columns of years. Keep one of the two."))  # fmt: skip
            return
        if texts["period_targets"] in CLEAR:
            row.told.periods = []
            return
        found = periods.read(texts["period_targets"], starts, due)
        if isinstance(found, T):
            row.wrong("period_targets", texts["period_targets"], found)
        else:
            row.told.periods = found
        return
    made = []
    for year, (key, text) in sorted(years.items()):
        target = numbers.amount(text)
        if isinstance(target, T):
            row.wrong(key, text, target)
        elif isinstance(target, Decimal):
            made.append(periods.of_year(year, target, starts, due))
    if years:
        row.told.periods = made


def term(row: ReadRow) -> tuple[date | None, date | None]:
    """First and last day as they would be: what the row says, else what is kept."""
    values, kept = row.told.values, row.match
    return (
        values.get("starts_on", kept.starts_on if kept else None),
        values.get("due_on", kept.due_on if kept else None),
    )
