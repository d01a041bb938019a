"""A second, invented agreement with its whole life: text and clauses, signatures, amendments, meetings, claims, a closed report.

Every step is taken by the platform's own verbs, by the one who would take it, on its own day. Its bodies and people are invented,
since nobody is to be shown as having signed what they did not.
"""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from phanuek.agreements import actions as agreements
from phanuek.agreements.actions import AgendaLine, AttendanceLine, Contact, Piece, TaskLine
from phanuek.agreements.models import Agreement, Commitment, Meeting, Task
from phanuek.agreements.states import Presence
from phanuek.areas.models import Area
from phanuek.config.demo.amending import amendment
from phanuek.config.demo.bodies import SYSTEM, Cast, join
from phanuek.config.demo.sample import Second, on_day
from phanuek.engines.commitments import Period
from phanuek.offers import actions as offers
from phanuek.organisations.models import Organisation
from phanuek.site import closing as reports
from phanuek.ui.country import pack

# bodies of the second agreement whose own officers act; for the foundation the secretariat does
OFFICERS = {
    "demo-nan-bank": "nan-bank",
    "demo-nan-institute": "officer-demo-nan-institute",
    "demo-nan-market": "officer-demo-nan-market",
    "demo-nan-chamber": "officer-demo-nan-chamber",
}


def add_agreement() -> Agreement:
    """Brought in as its file tells it, on the day after its signing."""
    data = pack().data("agreement_demo")
    signed = date.fromisoformat(data["signed_on"]["gregorian"])
    with on_day(signed, 15):
        return agreements.import_agreement(by=SYSTEM, data=data, on=signed)


def live(agreement: Agreement, cast: Cast, today: date) -> Second:
    """Everything that happened under it since, in the order of its days."""
    second = Second(agreement, cast, today, pack().data("agreement_demo_work"))
    codes = agreement.parties.values("organisation")
    second.bodies = {body.code: body for body in Organisation.objects.filter(pk__in=codes)}
    since = agreement.signed_on or today
    for code, username in OFFICERS.items():
        second.officers[code] = join(
            username, "เจ้าหน้าที่ ตัวอย่าง", second.bodies[code], "partner_officer", since
        )
    cast.partners.update(second.officers)  # they answer cases like the others
    with on_day(since, 16):
        _goals(second)
        _commitments(second)
    for _day, act in sorted(_happenings(second), key=lambda one: one[0]):
        act()
    return second


def _day(row: Mapping[str, Any], name: str, today: date) -> date | None:
    """A day as the file gives it, or counted from today."""
    if row.get(f"{name}_in_days") is not None:
        return today + timedelta(days=row[f"{name}_in_days"])
    return date.fromisoformat(row[f"{name}_on"]) if row.get(f"{name}_on") else None


def _goals(second: Second) -> None:
    for row in second.work["goals"]:
        goal = agreements.add_goal(
            by=SYSTEM, code=row["code"], title_th=row["title_th"], title_en=row["title_en"], document_th=row["document_th"],
            document_en=row["document_en"], provenance="demonstration",
        )  # fmt: skip
        clauses = second.agreement.clauses.filter(code__in=row["clauses"])
        agreements.link_goal(by=SYSTEM, agreement=second.agreement, goal=goal, clauses=clauses)


def _commitments(second: Second) -> None:
    for row in second.work["commitments"]:
        commitment = agreements.add_commitment(
            by=SYSTEM, agreement=second.agreement, lead=second.bodies[row["lead"]], code=row["code"],
            collaborators=[second.bodies[code] for code in row["collaborators"]],
            clause=second.agreement.clauses.get(code=row["clause"]),
            title_th=row["title_th"], title_en=row["title_en"], measure=row["measure"], unit_th=row["unit_th"],
            unit_en=row["unit_en"], target=row["target"], baseline=row.get("baseline"),
            baseline_on=_day(row, "baseline", second.today), baseline_source=row.get("baseline_source") or "",
            starts_on=date.fromisoformat(row["starts_on"]), due_on=date.fromisoformat(row["due_on"]),
            budget_baht=row["budget_baht"], periods=_periods(row), responsible=_contact(row["responsible"]),
            deputy=_contact(row["deputy"]), provenance="demonstration",
        )  # fmt: skip
        second.commitments[row["code"]] = commitment


def _periods(row: Mapping[str, Any]) -> list[Period]:
    return [
        Period(date.fromisoformat(first), date.fromisoformat(last), Decimal(amount))
        for first, last, amount in row.get("periods") or []
    ]


def _contact(row: list[str] | None) -> Contact | None:
    return Contact(name=row[0], email=row[1]) if row else None


Happening = tuple[date, Any]


def _happenings(second: Second) -> Iterator[Happening]:
    """Each with the day on which it begins."""
    for row in second.work["commitments"]:
        commitment = second.commitments[row["code"]]
        for claim in row["claims"]:
            yield date.fromisoformat(claim["ends_on"]), lambda r=claim, c=commitment: _claim(second, c, r)
        for edit in row.get("edits") or []:
            yield date.fromisoformat(edit["on"]), lambda r=edit, c=commitment: _edit(second, c, r)
        for day, thai, english in row["updates"]:
            yield (
                date.fromisoformat(day),
                lambda c=commitment, d=day, th=thai, en=english: _update(second, c, d, th, en),
            )
        for activity in row["activities"]:
            day = _day(activity, "starts", second.today) or second.today
            before = min(day - timedelta(days=40), second.today)
            yield before, lambda r=activity, c=commitment, b=before: _activity(second, c, r, b)
    for row in second.work["meetings"]:
        day = second.today if "in_days" in row else date.fromisoformat(row["held_on"])
        yield day, lambda r=row: _meeting(second, r)
    for row in second.work["reports"]:
        yield date.fromisoformat(row["opened"]), lambda r=row: _report(second, r)
    for row in second.work["amendments"]:
        yield date.fromisoformat(row["proposed"]), lambda r=row: amendment(second, r)


def _claim(second: Second, commitment: Commitment, row: Mapping[str, Any]) -> None:
    """Said by the lead a week after, decided by the secretariat ten days later, where it was decided."""
    said = date.fromisoformat(row["ends_on"]) + timedelta(days=7)
    lead = commitment.lead.code
    with on_day(said):
        claim = agreements.submit_claim(
            by=second.actor(lead), commitment=commitment, organisation=second.bodies[lead],
            quantity=Decimal(row["quantity"]), starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]), text_th=row["text_th"], text_en=row["text_en"],
            evidence=[Piece(description=what, address=address, quantity=Decimal(n)) for what, address, n in row["evidence"]],
        )  # fmt: skip
    if row["decided"] != "approve":
        return
    decider = second.cast.secretariat if lead in second.officers else second.officers["demo-nan-institute"]
    with on_day(said + timedelta(days=10)):
        agreements.approve_claim(
            by=decider, claim=claim, version=claim.version, quantity=Decimal(row.get("approved") or row["quantity"]),
            note=row.get("note") or "",
        )  # fmt: skip


def _edit(second: Second, commitment: Commitment, row: Mapping[str, Any]) -> None:
    """The lead brings its commitment to what the amended clause says."""
    with on_day(date.fromisoformat(row["on"])):
        commitment.refresh_from_db()
        agreements.edit_commitment(
            by=second.actor(commitment.lead.code), commitment=commitment, version=commitment.version,
            title_th=row["title_th"], title_en=row["title_en"], target=Decimal(row["target"]), periods=_periods(row),
        )  # fmt: skip


def _update(second: Second, commitment: Commitment, day: str, thai: str, english: str) -> None:
    with on_day(date.fromisoformat(day)):
        agreements.add_update(
            by=second.actor(commitment.lead.code), commitment=commitment, organisation=commitment.lead,
            text_th=thai, text_en=english,
        )  # fmt: skip


def _activity(second: Second, commitment: Commitment, row: Mapping[str, Any], on: date) -> None:
    with on_day(on):
        activity = agreements.add_activity(
            by=SYSTEM, commitment=commitment, organisation=second.bodies[row["organisation"]], code=row["code"],
            title_th=row["title_th"], title_en=row["title_en"], area=Area.objects.filter(code=row["area"]).first(),
            starts_on=_day(row, "starts", second.today), due_on=_day(row, "due", second.today), provenance="demonstration",
        )  # fmt: skip
    if done := _day(row, "done", second.today):
        with on_day(done, 17):
            agreements.finish_activity(by=SYSTEM, activity=activity, done_on=done)


def add_offers(second: Second) -> None:
    """What groups can ask for under it; referrals of the demo world go here too."""
    since = second.agreement.signed_on or second.today
    for row in second.work["offers"]:
        commitment = Commitment.objects.get(code=row["commitment"])
        # known before the cases that go to them, so that their conditions held already
        with on_day(since, 17):
            _add_offer(second, commitment, row)


def _add_offer(second: Second, commitment: Commitment, row: Mapping[str, Any]) -> None:
    offers.add(
        by=SYSTEM, provider=second.bodies[row["provider"]], code=row["code"], commitment=commitment,
        activity=commitment.activities.filter(code=row["activity"]).first() if row["activity"] else None,
        name_th=row["name_th"], name_en=row["name_en"], means=row["means"], aims=row["aims"], rule_text=row["rule"],
        capacity=row["capacity"], areas=row["areas"], areas_stated=True, about_th=row["about_th"],
        about_en=row["about_en"], how_to_apply_th=row["how_to_apply_th"], how_to_apply_en=row["how_to_apply_en"],
        checked_on=second.today - timedelta(days=20), provenance="demonstration",
    )  # fmt: skip


def _meeting(second: Second, row: Mapping[str, Any]) -> None:
    held = (
        second.today + timedelta(days=row["in_days"])
        if "in_days" in row
        else date.fromisoformat(row["held_on"])
    )
    secretariat = second.cast.secretariat
    with on_day(min(held - timedelta(days=21), second.today)):
        meeting = agreements.plan_meeting(
            by=secretariat, agreement=second.agreement, number=row["number"], title_th=row["title_th"],
            title_en=row["title_en"], held_on=held, starts_at=time(9, 30), venue_th=row["venue_th"],
            venue_en=row["venue_en"], chair=row["chair"], provenance="demonstration",
            agenda=[AgendaLine(th, en, second.commitments.get(code or "")) for th, en, code, *_ in row["agenda"]],
        )  # fmt: skip
    if held > second.today:
        return
    with on_day(held, 15):
        meeting = agreements.hold_meeting(
            by=secretariat,
            meeting=meeting,
            version=meeting.version,
            attendance=_attendance(second, row, held),
        )
        tasks = [task for decision in row["decisions"] for task in _decision(second, meeting, decision)]
    with on_day(held + timedelta(days=14)):
        meeting.refresh_from_db()
        said = {order: (line[3], line[4]) for order, line in enumerate(row["agenda"], start=1)}
        meeting = agreements.write_minutes(
            by=secretariat, meeting=meeting, version=meeting.version, said=said
        )
        agreements.adopt_minutes(by=secretariat, meeting=meeting, version=meeting.version)
    for task, closed in tasks:
        with on_day(date.fromisoformat(closed)):
            task.refresh_from_db()
            agreements.finish_task(
                by=second.actor(task.owner.code), task=task, version=task.version, note="ดำเนินการแล้ว (ตัวอย่าง)"
            )


def _attendance(second: Second, row: Mapping[str, Any], held: date) -> list[AttendanceLine]:
    return [
        AttendanceLine(
            body,
            Presence.ABSENT if code in row["absent"] else Presence.PRESENT,
            "" if code in row["absent"] else "ผู้แทน ตัวอย่าง",
            "",
        )
        for code, body in second.bodies.items()
        if (second.party(code).withdrawn_on or held + timedelta(days=1)) > held
    ]


def _decision(second: Second, meeting: Meeting, row: list[Any]) -> list[tuple[Task, str]]:
    """Records a decision with its tasks; returns those that were finished, with the day."""
    thai, english, lines = row
    decision = agreements.add_decision(
        by=second.cast.secretariat, meeting=meeting, text_th=thai, text_en=english,
        tasks=[
            TaskLine(title_th=th, title_en=en, owner=second.bodies[owner], due_on=date.fromisoformat(due))
            for th, en, owner, due, _, _ in lines
        ],
    )  # fmt: skip
    made = list(decision.tasks.order_by("pk"))
    return [(task, closed) for task, (*_, state, closed) in zip(made, lines, strict=True) if state == "done"]


def _report(second: Second, row: Mapping[str, Any]) -> None:
    """Opened, written, and, where its day has come, closed for good."""
    secretariat = second.cast.secretariat
    with on_day(date.fromisoformat(row["opened"])):
        report = agreements.open_report(
            by=secretariat, agreement=second.agreement, starts_on=date.fromisoformat(row["starts_on"]),
            ends_on=date.fromisoformat(row["ends_on"]), title_th=row["title_th"], title_en=row["title_en"],
        )  # fmt: skip
        report = agreements.edit_report(
            by=secretariat, report=report, version=report.version, summary_th=row["summary_th"],
            summary_en=row["summary_en"],
        )  # fmt: skip
    if row["closed"]:
        with on_day(date.fromisoformat(row["closed"]), 16):
            reports.close(by=secretariat, report=report, version=report.version)
