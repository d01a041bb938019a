"""A case with what the rooms after it know: income before and after, and what has happened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from phanuek.agreements.models import Agreement
from phanuek.desk.queries.items import name_of
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may, why_not
from phanuek.outcomes import permissions as outcome_permissions
from phanuek.outcomes import queries as outcomes
from phanuek.outcomes.models import IncomeReport
from phanuek.outcomes.queries import Comparison
from phanuek.referrals import queries as referrals
from phanuek.referrals.queries import Case
from phanuek.referrals.states import ReferralState
from phanuek.timeline import queries as timeline
from phanuek.ui.words import T

REPORTS_SHOWN = 6


@dataclass(frozen=True)
class ReportLine:
    """A month's income under the case; the address to confirm it, where this reader may."""

    report: IncomeReport
    confirm_url: str


@dataclass(frozen=True)
class CasePage:
    """What the page of a case shows."""

    case: Case
    agreement: Agreement | None
    comparison: Comparison | None
    reports: Sequence[ReportLine]
    reports_more: int
    outcome_url: str
    outcome_why_not: T | None
    events: list[dict[str, Any]]


def page(code: str, actor: Actor) -> CasePage | None:
    """None when the case is out of the actor's sight. The number of queries does not depend on what the case holds."""
    case = referrals.case(code, actor)
    if case is None:
        return None
    referral = case.referral
    rows = IncomeReport.objects.visible_to(actor).current().filter(referral=referral)
    reports = list(rows.select_related("reported_by", "confirmed_by").order_by("phase", "-month"))
    barred = why_not(outcome_permissions.check_can_report_outcome, actor, referral)
    commitment = referral.commitment
    events = _events(referral)
    accepted = next((event["at"] for event in events if event["verb"] == "referral.accepted"), None)
    return CasePage(
        case=replace(case, steps=referrals.progress(referral, accepted)),
        agreement=commitment.agreement if commitment else None,
        comparison=outcomes.of_referral(referral, actor) if reports else None,
        reports=[_line(report, actor) for report in _first(reports)],
        reports_more=max(len(reports) - REPORTS_SHOWN, 0),
        outcome_url="" if barred else reverse("outcomes:outcome", args=[referral.code]),
        outcome_why_not=barred if case.state in (ReferralState.DELIVERED, ReferralState.CLOSED) else None,
        events=events,
    )


def _first(reports: list[IncomeReport]) -> list[IncomeReport]:
    """The newest months of each side, before first."""
    before = [report for report in reports if report.phase == IncomeReport.Phase.BEFORE]
    after = [report for report in reports if report.phase == IncomeReport.Phase.AFTER]
    room = max(REPORTS_SHOWN - len(after), REPORTS_SHOWN // 2)
    kept = before[:room]
    return kept + after[: REPORTS_SHOWN - len(kept)]


def _line(report: IncomeReport, actor: Actor) -> ReportLine:
    can = report.confirmed_by_id is None and may(outcome_permissions.check_is_another_body, actor, report)
    return ReportLine(report, reverse("outcomes:confirm", args=[report.code]) if can else "")


def _events(referral: Any) -> list[dict[str, Any]]:
    """With the names of bodies in place of their codes."""
    events = timeline.of(referral, with_people=True)
    codes = {event[side] for event in events for side in ("organisation", "on_behalf_of")} - {""}
    names = {body.code: name_of(body) for body in Organisation.objects.filter(code__in=codes)}
    for event in events:
        for side in ("organisation", "on_behalf_of"):
            event[side] = names.get(event[side], event[side])
    return events
