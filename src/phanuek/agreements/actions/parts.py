"""What belongs to a commitment beside its own row: who joins in, the plan by periods, who answers for it, the clause it is of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from phanuek.agreements import permissions, plan
from phanuek.agreements.actions.base import name_of
from phanuek.agreements.actions.responsible import RANKS, Contact, checked, contacts_of, write
from phanuek.agreements.models import Agreement, Clause, Commitment, PeriodTarget
from phanuek.agreements.queries.clauses import current_clauses
from phanuek.engines.commitments import Period
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, pick

PARTS = frozenset({"collaborators", "periods", *RANKS})


@dataclass(frozen=True)
class Parts:
    """The parts that are given; None for one that stays as it is."""

    collaborators: frozenset[Organisation] | None = None
    periods: tuple[Period, ...] | None = None
    contacts: Mapping[str, Contact] | None = None

    @classmethod
    def read(cls, lead: Organisation, wanted: Mapping[str, Any]) -> Parts:
        """From the arguments of a verb. Refused when somebody named could not be reached, or the lead joins itself."""
        bodies = frozenset(wanted["collaborators"]) if "collaborators" in wanted else None
        if bodies and lead in bodies:
            raise Refused(
                T("เจ้าของภารกิจไม่ต้องเป็นหน่วยงานร่วม", "The body that leads it does not join it as well."),
                field="collaborators",
            )
        contacts = {rank: wanted[rank] or Contact() for rank in RANKS if rank in wanted}
        kept = {rank: checked(one, lead, rank) if one else one for rank, one in contacts.items()}
        return cls(bodies, _sorted(wanted["periods"]) if "periods" in wanted else None, kept)

    @classmethod
    def of(cls, commitment: Commitment) -> Parts:
        """As they are stored."""
        kept = contacts_of(commitment)
        return cls(
            frozenset(commitment.collaborators.all()),
            _stored(commitment),
            {rank: kept.get(rank, Contact()) for rank in RANKS},
        )

    def differing(self, commitment: Commitment) -> list[str]:
        """The names of the parts that would change."""
        now, names = Parts.of(commitment), []
        if self.collaborators is not None and self.collaborators != now.collaborators:
            names.append("collaborators")
        if self.periods is not None and self.periods != now.periods:
            names.append("periods")
        stored = now.contacts or {}
        return names + [rank for rank, one in (self.contacts or {}).items() if one != stored[rank]]

    def check_plan(self, commitment: Commitment) -> None:
        """The plan that would be stored, against target and term. Refused with the first thing that is wrong."""
        periods = _stored(commitment) if self.periods is None and commitment.pk else self.periods or ()
        for problem in plan.problems(commitment.target, commitment.starts_on, commitment.due_on, periods):
            words = problem.words
            if problem.row is not None:
                words = T("งวดที่ {n}: {words}", "Period {n}: {words}").format(n=problem.row + 1, words=words)
            raise Refused(words, field="periods")

    def write(self, commitment: Commitment) -> None:
        if self.collaborators is not None:
            commitment.collaborators.set(self.collaborators)
        if self.periods is not None and self.periods != _stored(commitment):
            commitment.period_targets.all().delete()
            PeriodTarget.objects.bulk_create(
                PeriodTarget(commitment=commitment, starts_on=p.starts_on, ends_on=p.ends_on, target=p.target)
                for p in self.periods
            )
        if self.contacts:
            write(commitment, dict(self.contacts))

    def in_words(self, name: str) -> Any:
        """One part for two versions side by side."""
        if name == "collaborators":
            return [
                pick(o.name_th, o.name_en or o.name_th) for o in sorted(self.collaborators or (), key=str)
            ]
        if name == "periods":
            return [plan.told(period) for period in self.periods or ()]
        return str((self.contacts or {}).get(name, ""))


def _sorted(periods: Iterable[Period]) -> tuple[Period, ...]:
    return tuple(sorted(periods, key=lambda period: (period.starts_on, period.ends_on)))


def _stored(commitment: Commitment) -> tuple[Period, ...]:
    rows = commitment.period_targets.order_by("starts_on")
    return tuple(Period(row.starts_on, row.ends_on, row.target) for row in rows)


# -- where it comes from -----------------------------------------------------------------------------------------


def check_origin(by: Actor, provenance: str, clause: Clause | None, why: str) -> None:
    """What is added says why; that something stands in the text is the secretariat's word, and names the clause."""
    if provenance == Provenance.ADDED and not why.strip():
        raise Refused(
            T(
                "โปรดบอกเหตุที่เพิ่มภารกิจนี้ เช่น มติที่ประชุมครั้งใด",
                "Say why this commitment is added, such as which meeting decided it.",
            ),
            field="provenance_why",
        )
    if provenance == Provenance.IN_TEXT:
        permissions.check_can_manage(by)
        if clause is None:
            raise Refused(
                T("โปรดเลือกข้อในตัวบทที่ภารกิจนี้มาจาก", "Choose the clause of the text that says it."),
                field="clause",
            )


def check_clause(clause: Clause, agreement: Agreement) -> None:
    """A clause of this agreement that stands in its text today."""
    if clause.agreement_id != agreement.pk:
        raise Refused(T("ข้อนี้เป็นของบันทึกข้อตกลงอื่น", "That clause belongs to another agreement."), field="clause")
    if clause.pk not in {span.clause_id for span in current_clauses(agreement)}:
        raise Refused(
            T("ข้อนี้ไม่อยู่ในตัวบทฉบับปัจจุบันแล้ว", "That clause no longer stands in the text."),
            field="clause",
            hint=T("เลือกข้อที่อยู่ในฉบับปัจจุบัน", "Choose one of the text as it stands."),
        )


def tied(
    by: Actor, row: Commitment, differing: Mapping[str, Any], in_text: bool | None, why: str
) -> dict[str, Any]:
    """The columns of provenance that change when a commitment is tied to a clause or to another one, or untied."""
    was_tied = row.provenance == Provenance.IN_TEXT
    clause: Clause | None = differing.get("clause", row.clause)
    if "clause" in differing and clause is not None:
        check_clause(clause, row.agreement)
    wanted = was_tied if in_text is None else in_text
    origin: dict[str, Any] = {"no_clause_on": None} if clause is not None and row.no_clause_on else {}
    if wanted == was_tied and not (was_tied and "clause" in differing):
        return origin
    if not by.may(Permission.MANAGE_AGREEMENT):
        raise Refused(
            T(
                "ฝ่ายเลขานุการเป็นผู้ระบุว่าภารกิจมาจากข้อใดในตัวบท จึงเปลี่ยนข้อนี้เองไม่ได้",
                "That it comes from this clause of the text is the secretariat's word; you cannot change it.",
            ),
            field="clause",
            hint=T("โปรดติดต่อฝ่ายเลขานุการ", "Ask the secretariat."),
        )
    to = Provenance.IN_TEXT if wanted else Provenance.ADDED
    check_origin(by, to, clause, why or row.provenance_why)
    return {
        **origin,
        "provenance": to,
        "provenance_by": name_of(by),
        "provenance_on": clock.today(),
        "provenance_why": why.strip() or row.provenance_why,
    }
