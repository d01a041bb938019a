"""What parties undertake, where the file says so."""

from __future__ import annotations

from phanuek.agreements import plan
from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.told import Told, ToldCommitment
from phanuek.agreements.models import Measure, Statement
from phanuek.engines.commitments import Period
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T

MOST_COMMITMENTS = 500


def read_commitments(file: Piece, told: Told) -> None:
    """Lead and collaborators are ids of parties, or codes of bodies that are kept here already."""
    codes: dict[str, str] = {}
    for row in file.rows("commitments", most=MOST_COMMITMENTS):
        made = _commitment(row, told)
        if made.code in codes:
            row.wrong(
                "code", T("รหัสนี้เป็นของ {other} แล้ว", "is the code of {other}").format(other=codes[made.code])
            )
        codes.setdefault(made.code, row.path)
        told.commitments.append(made)


def _commitment(row: Piece, told: Told) -> ToldCommitment:
    made = ToldCommitment(
        row.path, row.code("lead", needed=True), {}, code=row.code("code", needed=True, longest=80)
    )
    title_th, title_en = row.named("title", needed=True, longest=500)
    made.values = {"title_th": title_th, "measure": row.choice("measure", Measure.values, needed=True)}
    for name, text in (
        ("title_en", title_en),
        *zip(("unit_th", "unit_en"), row.named("unit", longest=60), strict=True),
    ):
        if text:
            made.values[name] = text
    for name in ("target", "baseline", "budget_baht"):
        if row.tells(name):
            made.values[name] = row.amount(name, above_zero=name == "target")
    for name in ("starts_on", "due_on", "baseline_on"):
        if row.tells(name):
            made.values[name] = row.day(name)
    if row.tells("baseline_source"):
        made.values["baseline_source"] = row.text("baseline_source", longest=300)
    _days(row, made)
    _baseline(row, made)
    if row.tells("collaborators"):
        made.collaborators = _codes(row, "collaborators")
    _root(row, made, told)
    made.periods = _periods(row, made) if row.tells("period_targets") else None
    return made


def _days(row: Piece, made: ToldCommitment) -> None:
    starts, due = made.values.get("starts_on"), made.values.get("due_on")
    if starts and due and due < starts:
        row.wrong("due_on", T("วันครบกำหนดมาก่อนวันเริ่ม", "comes before the start"))


def _codes(row: Piece, name: str) -> list[str]:
    found = row.values(name, most=100)
    for n, code in enumerate(found):
        if not isinstance(code, str) or not code.strip():
            row.wrong(f"{name}[{n}]", T("ต้องเป็นรหัสหน่วยงาน", "must be the id of a body"))
    return list(dict.fromkeys(code for code in found if isinstance(code, str)))


def _root(row: Piece, made: ToldCommitment, told: Told) -> None:
    """The clause it comes from, or the reported sentence, or who decided to add it."""
    made.clause = row.code("clause", longest=40)
    known = {clause.code for clause in told.text.clauses} if told.text else set()
    if made.clause and told.text and made.clause not in known:
        row.wrong("clause", T("ไม่มีข้อรหัส “{code}” ในตัวบท", "the text has no clause “{code}”").format(code=made.clause))  # fmt: skip
    statement = row.piece("statement")
    if statement.data:
        kind = statement.choice("kind", Statement.Kind.values, needed=True)
        made.statement = (kind, statement.whole("number", needed=True, least=1) or 0)
    why, kind = row.text("why"), row.choice("provenance", Provenance.values)
    kind = kind or (Provenance.IN_TEXT if made.clause else Provenance.ADDED)
    if kind == Provenance.IN_TEXT and not made.clause:
        row.wrong("clause", T("สิ่งที่อยู่ในตัวบทต้องบอกว่าข้อใด", "what stands in the text must name its clause"))
    if kind == Provenance.ADDED and not why:
        row.wrong(
            "why",
            T("ต้องบอกเหตุที่เพิ่มภารกิจนี้ หรือข้อที่มา", "must say why it is added, or from which clause it comes"),
        )
    made.values |= {"provenance": str(kind), "provenance_why": why}
    if row.tells("source"):
        made.values["provenance_source"] = row.text("source")


def _periods(row: Piece, made: ToldCommitment) -> list[Period]:
    """Parts of the term, that add up to the target."""
    parts = row.rows("period_targets", most=100)
    periods: list[Period] = []
    for part in parts:
        starts, ends = part.day("starts_on", needed=True), part.day("ends_on", needed=True)
        target = part.amount("target")
        if target is None:
            part.missing("target")
        if starts is None or ends is None or target is None:
            return []
        periods.append(Period(starts, ends, target))
    values = made.values
    for problem in plan.problems(
        values.get("target"), values.get("starts_on"), values.get("due_on"), periods
    ):
        if problem.row is None:
            row.wrong("period_targets", problem.words)
        else:
            parts[problem.row].wrong("", problem.words)
    return periods


def _baseline(row: Piece, made: ToldCommitment) -> None:
    """A baseline is of a day and from a source."""
    if made.values.get("baseline") is None:
        return
    for name in ("baseline_on", "baseline_source"):
        if not made.values.get(name):
            row.wrong(name, T("ค่าฐานต้องบอกวันที่และที่มา", "a baseline is of a day and from a source"))
