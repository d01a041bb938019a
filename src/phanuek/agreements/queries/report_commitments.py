"""The commitments of a period report, each with what was approved, said and done under it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from phanuek.agreements.models import Activity, Claim, Commitment, Measure, PeriodReport, Update
from phanuek.agreements.queries.progress import (
    NOTHING,
    Progress,
    Totals,
    judged_by_confirmed,
    progress_many,
    unit_of,
)
from phanuek.agreements.queries.report_spelling import (
    Json,
    amount_of,
    body_of,
    label,
    local_day,
    moments,
    pair,
    spelled,
)
from phanuek.agreements.queries.reports import FIGURES, Results
from phanuek.agreements.states import ClaimState, ProgressStatus
from phanuek.organisations.models import Organisation
from phanuek.timeline.models import Event, subject_key
from phanuek.timeline.provenance import Provenance
from phanuek.ui.words import T

UNDISCLOSED = T("ยังไม่เปิดเผย", "Not disclosed")
WHY_UNDISCLOSED = T(
    "ผลที่ยืนยันแล้วไม่เปิดเผย เพราะมีเพียงไม่กี่เรื่อง",
    "Confirmed results are not disclosed: they come from only a few cases",
)


def commitments(report: PeriodReport, told: Mapping[int, Results]) -> list[Json]:
    """Those that had begun by the last day, each under the body that led it then."""
    begun = report.agreement.commitments.filter(Q(starts_on=None) | Q(starts_on__lte=report.ends_on))
    rows = list(begun.select_related("lead", "agreement", "clause").order_by("code"))
    leads = _leads_on_the_last_day(rows, report)
    sums = {pk: Totals(one.confirmed or NOTHING, one.unconfirmed or NOTHING) for pk, one in told.items()}
    progress = progress_many(rows, report.ends_on, sums=sums)
    beneath = _beneath(report)
    return [
        {
            **_commitment(row, progress[row.pk], told.get(row.pk, Results()), report, leads[row.pk]),
            **{name: found.get(row.pk, []) for name, found in beneath.items()},
        }
        for row in rows
    ]


def _leads_on_the_last_day(rows: list[Commitment], report: PeriodReport) -> dict[int, Organisation]:
    """By the commitment's key: whoever handed it over first after the period led it then; without that, today's lead."""
    subjects = {subject_key(row): row for row in rows}
    later = Event.objects.filter(
        subject__in=subjects, verb="commitment.handed_over", at__gt=moments(report)[1]
    ).order_by("-at", "-number")
    former = {subjects[subject].pk: facts["from"] for subject, facts in later.values_list("subject", "facts")}
    bodies = {body.code: body for body in Organisation.objects.filter(code__in=set(former.values()))}
    return {row.pk: bodies.get(former.get(row.pk, ""), row.lead) for row in rows}


def _commitment(
    row: Commitment, done: Progress, told: Results, report: PeriodReport, lead: Organisation
) -> Json:
    kept_back = [name for name in FIGURES if getattr(told, name) is None]
    if told.unconfirmed is None:
        done = judged_by_confirmed(done)
    return {
        "code": row.code,
        "title": pair(row, "title"),
        "lead": body_of(lead),
        "origin": label(Provenance(row.provenance)),
        "demonstration": row.is_demonstration,
        "measure": {"code": row.measure, "label": label(Measure(row.measure))},
        "unit": unit_of(row).as_dict(),
        "starts_on": spelled(row.starts_on),
        "due_on": spelled(row.due_on),
        "ended_on": spelled(row.ended_on) if row.ended_on and row.ended_on <= report.ends_on else None,
        "baseline": amount_of(row.baseline),
        "target": amount_of(row.target),
        "expected": amount_of(done.expected_by_now),
        "plan": [
            {"starts_on": spelled(p.starts_on), "ends_on": spelled(p.ends_on), "target": amount_of(p.target)}
            for p in done.periods
            if p.starts_on <= report.ends_on and p.ends_on >= report.starts_on
        ],
        **{name: amount_of(getattr(told, name)) for name in FIGURES},
        "hidden": kept_back,
        "status": _status(done, undisclosed=told.confirmed is None),
        "override": _override(done),
    }


def _status(done: Progress, *, undisclosed: bool) -> Json:
    """What follows from the facts; a person's word stands apart from it."""
    if undisclosed:
        words, tag, code = (UNDISCLOSED, WHY_UNDISCLOSED), "unknown", "undisclosed"
    else:
        words = (T.of(done.computed.label), _of_the_last_day(done.computed_reason))
        tag, code = done.computed.tag, done.computed.value
    return {"code": code, "label": words[0].as_dict(), "reason": words[1].as_dict(), "tag": tag}


def _of_the_last_day(reason: T) -> T:
    """The reasons are worded for a page that is read today; a report speaks of its last day."""
    return T(
        reason.th.replace("ถึงวันนี้", "ถึงวันสิ้นงวด"),
        reason.en.replace("expected today", "expected by the last day"),
    )


def _override(done: Progress) -> Json | None:
    said = done.override
    if said is None:
        return None
    return {
        "label": label(ProgressStatus(said.status)),
        "reason": pair(said, "reason"),
        "ends_on": spelled(said.ends_on),
        "by": said.by_organisation,
    }


def _beneath(report: PeriodReport) -> dict[str, dict[int, list[Json]]]:
    """Approved claims, words on the work and activities of the period, by the commitment's key; a query each."""
    inside, last = (report.starts_on, report.ends_on), report.ends_on
    begins, ends = moments(report)
    claims = Claim.objects.filter(
        commitment__agreement=report.agreement, state=ClaimState.APPROVED, decided_at__range=(begins, ends)
    )
    updates = Update.objects.filter(commitment__agreement=report.agreement, on__range=inside)
    activities = Activity.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=last),
        Q(done_on=None) | Q(done_on__gte=report.starts_on),
        Q(cancelled_on=None) | Q(cancelled_on__gt=last),
        Q(starts_on__isnull=False) | Q(due_on__gte=report.starts_on) | Q(done_on__isnull=False),
        commitment__agreement=report.agreement,
    )
    return {
        "claims": _by_commitment(claims.select_related("organisation").order_by("decided_at", "pk"), _claim),
        "updates": _by_commitment(updates.select_related("organisation").order_by("on", "pk"), _update),
        "activities": _by_commitment(
            activities.select_related("organisation", "area"), lambda row: _activity(row, last)
        ),
    }


def _by_commitment(rows: Iterable[Any], told: Any) -> dict[int, list[Json]]:
    found: dict[int, list[Json]] = {}
    for row in rows:
        found.setdefault(row.commitment_id, []).append(told(row))
    return found


def _claim(row: Claim) -> Json:
    return {
        "code": row.code,
        "body": body_of(row.organisation),
        "quantity": amount_of(row.approved_quantity),
        "starts_on": spelled(row.starts_on),
        "ends_on": spelled(row.ends_on),
        "approved_on": spelled(local_day(row.decided_at)),
        "text": pair(row, "text"),
    }


def _update(row: Update) -> Json:
    return {"said_on": spelled(row.on), "body": body_of(row.organisation), "text": pair(row, "text")}


def _activity(row: Activity, last: date) -> Json:
    return {
        "code": row.code,
        "title": pair(row, "title"),
        "body": body_of(row.organisation),
        "area": T(row.area.name_th, row.area.name_en).as_dict() if row.area else None,
        "starts_on": spelled(row.starts_on),
        "due_on": spelled(row.due_on),
        "done_on": spelled(row.done_on) if row.done_on and row.done_on <= last else None,
    }
