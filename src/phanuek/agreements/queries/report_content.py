"""What a period report says, as plain JSON that stands by itself: every label, name and method is written out, so that it reads
the same when names, labels and methods have changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q

from phanuek.agreements.models import Agreement, Attendee, PeriodReport, Task
from phanuek.agreements.queries.in_force import judged, party_facts
from phanuek.agreements.queries.report_commitments import commitments
from phanuek.agreements.queries.report_method import METHOD
from phanuek.agreements.queries.report_spelling import Json, body_of, label, pair, spelled
from phanuek.agreements.queries.reports import Results
from phanuek.agreements.states import AmendmentKind, AmendmentState, MeetingState, Presence, TaskState
from phanuek.organisations.models import Organisation
from phanuek.ui.words import T

FORM = "phanuek.period-report/1"
CAME = (Presence.PRESENT, Presence.REPRESENTED)


def content(
    report: PeriodReport, told: Mapping[int, Results], *, at: datetime, by: Organisation | None
) -> Json:
    """All that the report says, with the results in `told` (what may not be told is None there). `at` and `by`: who closes it,
    and when; figures are as known then."""
    agreement = report.agreement
    rows = commitments(report, told)
    return {
        "form": FORM,
        "report": {
            "code": report.code,
            "title": pair(report, "title"),
            "starts_on": spelled(report.starts_on),
            "ends_on": spelled(report.ends_on),
            "summary": pair(report, "summary"),
            "closed_at": at.astimezone(UTC).isoformat(timespec="seconds"),
            "closed_by": body_of(by) if by else None,
        },
        "agreement": _agreement(agreement, report.ends_on),
        "parties": _parties(agreement, report.ends_on),
        "statuses": _statuses(rows),
        "commitments": rows,
        "amendments": _amendments(report),
        "meetings": _meetings(report),
        "tasks": _tasks(report),
        "method": [{"title": title.as_dict(), "text": text.as_dict()} for title, text in METHOD],
    }


def _statuses(rows: list[Json]) -> list[Json]:
    """How many commitments stand in each status, the most first."""
    counts = Counter(row["status"]["code"] for row in rows)
    labels = {row["status"]["code"]: row["status"] for row in rows}
    return [
        {"code": code, "label": labels[code]["label"], "tag": labels[code]["tag"], "count": count}
        for code, count in counts.most_common()
    ]


# -- the agreement and its parties


def _agreement(agreement: Agreement, on: date) -> Json:
    signatories = agreement.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None)
    found = judged(agreement, agreement.parties.select_related("organisation"), signatories, on)
    return {
        "code": agreement.code,
        "title": pair(agreement, "title"),
        "short_title": pair(agreement, "short_title" if agreement.short_title_th else "title"),
        "instrument": pair(agreement, "instrument"),
        "document_number": agreement.document_number,
        "signed_on": spelled(agreement.signed_on),
        "ends_on": spelled(agreement.ends_on),
        "no_fixed_term": agreement.no_fixed_term,
        "demonstration": agreement.is_demonstration,
        "in_force": {
            "answer": found.answer.value,
            "label": label(found.answer),
            "tag": found.answer.tag,
            "reasons": [reason.as_dict() for reason in found.reasons],
        },
    }


def _parties(agreement: Agreement, on: date) -> list[Json]:
    parties = list(agreement.parties.select_related("organisation"))
    signatories = agreement.attendees.filter(part=Attendee.Part.SIGNATORY, amendment=None)
    facts = party_facts(agreement, parties, signatories)
    rows = []
    for party, fact in zip(parties, facts, strict=True):
        if party.joined_on is not None and party.joined_on > on:
            continue
        rows.append(
            {
                **body_of(party.organisation),
                "as_printed": party.name_as_printed,
                "withdrawn_on": spelled(party.withdrawn_on) if not fact.belongs(on) else None,
                "state": _party_state(fact.belongs(on), fact.has_signed(on), fact.unknown).as_dict(),
            }
        )
    return rows


def _party_state(belongs: bool, signed: bool, unknown: bool) -> T:
    if not belongs:
        return T("ถอนตัวแล้ว", "Withdrew")
    if signed:
        return T("ลงนามแล้ว", "Signed")
    return T("ไม่ทราบผู้ลงนาม", "Signatory not known") if unknown else T("ยังไม่ลงนาม", "Not signed yet")


# -- amendments, meetings, tasks


def _amendments(report: PeriodReport) -> list[Json]:
    rows = report.agreement.amendments.filter(
        state=AmendmentState.MERGED, closed_on__range=(report.starts_on, report.ends_on)
    )
    return [
        {
            "code": row.code,
            "kind": label(AmendmentKind(row.kind)),
            "title": pair(row, "title"),
            "merged_on": spelled(row.closed_on),
            "effective_on": spelled(row.effective_on),
        }
        for row in rows.order_by("closed_on", "pk")
    ]


def _meetings(report: PeriodReport) -> list[Json]:
    rows = report.agreement.meetings.filter(held_on__range=(report.starts_on, report.ends_on))
    held = rows.exclude(state=MeetingState.PLANNED).order_by("held_on", "pk")
    parties = list(report.agreement.parties.all())
    made = []
    for row in held.prefetch_related("decisions", "attendance"):
        there = {p.organisation_id for p in parties if _was_party(p, row.held_on)}
        came = [a for a in row.attendance.all() if a.presence in CAME and a.organisation_id in there]
        made.append(
            {
                "code": row.code,
                "number": row.number,
                "title": pair(row, "title"),
                "held_on": spelled(row.held_on),
                "state": label(MeetingState(row.state)),
                "state_code": row.state,
                "cancelled_why": row.cancelled_why,
                "parties_present": len(came),
                "parties": len(there),
                "decisions": [{"number": d.number, "text": pair(d, "text")} for d in row.decisions.all()],
            }
        )
    return made


def _was_party(party: Any, on: date) -> bool:
    return (party.joined_on is None or party.joined_on <= on) and (
        party.withdrawn_on is None or party.withdrawn_on > on
    )


def _tasks(report: PeriodReport) -> list[Json]:
    """Given up to the last day, and open at the beginning of the period or later; each as it stood on the last day."""
    rows = Task.objects.filter(
        Q(closed_on=None) | Q(closed_on__gte=report.starts_on),
        decision__meeting__agreement=report.agreement,
        decision__meeting__held_on__lte=report.ends_on,
    )
    made = []
    for row in rows.select_related("owner", "decision__meeting").order_by("due_on", "pk"):
        closed = row.closed_on is not None and row.closed_on <= report.ends_on
        state = TaskState(row.state) if closed else TaskState.OPEN
        made.append(
            {
                "code": row.code,
                "title": pair(row, "title"),
                "owner": body_of(row.owner),
                "meeting": row.decision.meeting.number,
                "decision": row.decision.number,
                "due_on": spelled(row.due_on),
                "state": label(state),
                "state_code": state.value,
                "late": not closed and row.due_on < report.ends_on,
                "closed_on": spelled(row.closed_on) if closed else None,
                "note": row.closed_note if closed else "",
            }
        )
    return made
