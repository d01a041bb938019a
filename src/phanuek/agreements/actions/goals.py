"""Goals of strategies and policies, and the clauses and reported statements that serve them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import name_of
from phanuek.agreements.models import Agreement, Clause, PolicyGoal, Statement
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"title_th", "title_en", "document_th", "document_en", "parent"})


@transaction.atomic
def add_goal(
    *,
    by: Actor,
    title_th: str,
    title_en: str = "",
    document_th: str = "",
    document_en: str = "",
    parent: PolicyGoal | None = None,
    code: str = "",
    provenance: str = Provenance.ADDED,
    provenance_why: str = "",
    provenance_source: str = "",
) -> PolicyGoal:
    """A goal of a strategy or policy. `document_*` names the paper in which it stands; one that is added must say why."""
    permissions.check_can_manage(by)
    if provenance == Provenance.ADDED and not (document_th.strip() or provenance_why.strip()):
        raise Refused(
            T(
                "โปรดบอกว่าเป้าหมายนี้อยู่ในยุทธศาสตร์หรือนโยบายฉบับใด",
                "Say in which strategy or policy this goal stands.",
            ),
            field="document_th",
        )
    goal = PolicyGoal(
        code=code or new_code("g"),
        title_th=title_th.strip(),
        title_en=title_en.strip(),
        document_th=document_th.strip(),
        document_en=document_en.strip(),
        parent=parent,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=provenance_why.strip(),
        provenance_source=provenance_source,
    )
    _check(goal)
    goal.save(force_insert=True)
    timeline.record("goal.added", about=goal, by=by)
    return goal


@transaction.atomic
def edit_goal(*, by: Actor, goal: PolicyGoal, version: int, **changes: Any) -> PolicyGoal:
    """Changes the named fields; Conflict when another saved since `version`."""
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    row = PolicyGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    if changed := versions.apply(row, version=version, changes=changes):
        _check(row)
        row.save()
        timeline.record("goal.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def link_goal(
    *,
    by: Actor,
    agreement: Agreement,
    goal: PolicyGoal,
    clauses: Iterable[Clause] = (),
    statements: Iterable[Statement] = (),
) -> PolicyGoal:
    """Says which clauses and statements of one agreement serve the goal; links to other agreements stay as they are."""
    permissions.check_can_manage(by)
    row = PolicyGoal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    wanted_clauses, wanted_statements = {c.pk for c in clauses}, {s.pk for s in statements}
    own_clauses = set(agreement.clauses.values_list("pk", flat=True))
    own_statements = set(agreement.statements.values_list("pk", flat=True))
    if wanted_clauses - own_clauses or wanted_statements - own_statements:
        raise Refused(
            T(
                "เลือกได้เฉพาะข้อหรือข้อความของบันทึกข้อตกลงนี้",
                "Only clauses and statements of this agreement can be chosen.",
            )
        )
    before = _linked(row, own_clauses, own_statements)
    if before == (wanted_clauses, wanted_statements):
        return row
    row.clauses.remove(*before[0] - wanted_clauses)
    row.statements.remove(*before[1] - wanted_statements)
    row.clauses.add(*wanted_clauses)
    row.statements.add(*wanted_statements)
    timeline.record(
        "goal.linked",
        about=row,
        by=by,
        also=[agreement],
        facts={"clauses": len(wanted_clauses), "statements": len(wanted_statements)},
    )
    return row


def _linked(goal: PolicyGoal, clauses: set[int], statements: set[int]) -> tuple[set[int], set[int]]:
    """The goal's clauses and statements among those of one agreement."""
    return (
        set(goal.clauses.filter(pk__in=clauses).values_list("pk", flat=True)),
        set(goal.statements.filter(pk__in=statements).values_list("pk", flat=True)),
    )


def _check(goal: PolicyGoal) -> None:
    above, seen = goal.parent, {goal.pk} - {None}
    while above is not None:
        if above.pk in seen:
            raise Refused(T("เป้าหมายอยู่ใต้ตัวเองไม่ได้", "A goal cannot stand under itself."), field="parent")
        seen.add(above.pk)
        above = above.parent
    try:
        goal.full_clean()
    except ValidationError as error:
        words = " ".join(error.messages)
        field = next(iter(error.message_dict), None)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error
