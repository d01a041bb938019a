"""Commitments of a file beside those kept; shared by agreements as JSON and by spreadsheets."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from phanuek.agreements.importing.plan import CommitmentChange, FieldChange, Plan, differing
from phanuek.agreements.importing.told import ToldCommitment
from phanuek.agreements.models import Commitment
from phanuek.organisations.models import Organisation
from phanuek.ui.formats import number
from phanuek.ui.words import T

# told when it is added; where it comes from is not edited afterwards
ONCE = frozenset({"provenance", "provenance_why", "provenance_source"})


def compare_commitments(plan: Plan) -> None:
    """Those of the file by their code. A commitment that the file does not name stays."""
    told = plan.told.commitments
    kept = {c.code: c for c in with_parts(Commitment.objects.filter(code__in=[t.code for t in told]))}
    known = set(Organisation.objects.bodies().values_list("code", flat=True))
    clauses, statements = _roots(plan)
    for one in told:
        if one.clause and one.clause not in clauses:
            plan.wrong(
                f"{one.path}.clause",
                T("ไม่มีข้อรหัส “{code}”", "there is no clause “{code}”").format(code=one.clause),
            )
        if one.statement and one.statement not in statements:
            plan.wrong(
                f"{one.path}.statement",
                T("ไม่มีข้อความ {kind} ข้อ {n}", "there is no statement {kind} {n}").format(
                    kind=one.statement[0], n=one.statement[1]
                ),
            )
        for name, code in [
            ("lead", one.lead),
            *(("collaborators", code) for code in one.collaborators or []),
        ]:
            if code not in plan.bodies.found and code not in known:
                plan.wrong(
                    f"{one.path}.{name}",
                    T("ไม่พบหน่วยงาน “{code}” ทั้งในไฟล์และในระบบ", "the body “{code}” is neither in the file nor here").format(
                        code=code
                    ),
                )  # fmt: skip
        there = kept.get(one.code)
        if there is not None and there.lead.code != plan.bodies.code_of(one.lead):
            plan.wrong(
                f"{one.path}.lead",
                T("ภารกิจรหัสนี้เป็นของ {name}", "the commitment of that code is led by {name}").format(
                    name=there.lead.name_th
                ),
            )
        if there is None:
            plan.commitments.append(CommitmentChange(one, None))
        elif plan.agreement is None or there.agreement_id != plan.agreement.pk:
            plan.wrong(
                f"{one.path}.code",
                T("รหัสนี้เป็นของภารกิจในบันทึกข้อตกลงอื่น", "is the code of a commitment of another agreement"),
            )
        else:
            fields = changed_fields(there, one, plan.bodies.code_of)
            if fields:
                plan.commitments.append(CommitmentChange(one, there, fields))


def _roots(plan: Plan) -> tuple[set[str], set[tuple[str, int]]]:
    """Clauses and statements that a commitment may name: those of the file and those kept."""
    clauses = {clause.code for clause in plan.told.text.clauses} if plan.told.text else set()
    statements = {(str(row.values["kind"]), row.values["number"]) for row in plan.told.statements}
    if plan.agreement is not None:
        clauses |= set(plan.agreement.clauses.values_list("code", flat=True))
        statements |= set(plan.agreement.statements.values_list("kind", "number"))
    return clauses, statements


def with_parts(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    """With all that is compared."""
    return rows.select_related("lead", "agreement", "statement", "clause").prefetch_related(
        "collaborators", "period_targets"
    )


def changed_fields(
    there: Commitment, told: ToldCommitment, code_of: Any = lambda code: code
) -> list[FieldChange]:
    """Field by field what the file would change; what it does not tell stays."""
    wanted = {name: value for name, value in told.values.items() if name not in ONCE}
    current = {name: getattr(there, name) for name in wanted}
    if told.collaborators is not None:
        wanted["collaborators"] = sorted(code_of(code) for code in told.collaborators)
        current["collaborators"] = sorted(body.code for body in there.collaborators.all())
    if told.clause:
        wanted["clause"], current["clause"] = told.clause, there.clause.code if there.clause else ""
    if told.statement:
        wanted["statement"] = told.statement
        current["statement"] = (there.statement.kind, there.statement.number) if there.statement else None
    if told.periods is not None:
        wanted["period_targets"] = [period_words(p.starts_on, p.ends_on, p.target) for p in told.periods]
        current["period_targets"] = [
            period_words(p.starts_on, p.ends_on, p.target) for p in there.period_targets.all()
        ]
    return differing(current, wanted)


def period_words(starts_on: Any, ends_on: Any, target: Any) -> str:
    """One period in a line, the same however it was told."""
    return f"{starts_on.isoformat()} – {ends_on.isoformat()}: {number(target)}"
