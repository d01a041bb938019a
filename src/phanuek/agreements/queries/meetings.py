"""Reads of meetings: the list, one meeting, what is still open from before, whose tasks are whose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from phanuek.agreements.models import (
    AgendaItem,
    Agreement,
    Attendance,
    Commitment,
    Decision,
    Meeting,
    Party,
    Task,
)
from phanuek.agreements.queries.attention import AttentionLine, concerns_of
from phanuek.agreements.queries.progress import progress_many
from phanuek.agreements.states import Concern, MeetingState, Presence, TaskState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui.country import pack
from phanuek.ui.words import T

# what a meeting should look at; the rest is for the desk
PRESSING = (Concern.OVERDUE, Concern.WITHDRAWN, Concern.QUIET, Concern.BEHIND)
CAME = (Presence.PRESENT, Presence.REPRESENTED)


def parties_on(meeting: Meeting) -> list[Party]:
    """Who belonged to the agreement on the day of the meeting, in the signed order."""
    return list(
        meeting.agreement.parties.select_related("organisation").filter(
            Q(joined_on=None) | Q(joined_on__lte=meeting.held_on),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=meeting.held_on),
        )
    )


def sees_people(actor: Actor, agreement: Agreement) -> bool:
    """Whether the reader may read who came and what was said: members of the parties, and the secretariat."""
    if actor.sees_all or actor.is_system:
        return True
    if not (actor.organisation_id and actor.role):
        return False
    return agreement.parties.filter(organisation=actor.organisation_id).exists()


def can_be_asked(agreement: Agreement, also: int | None = None) -> list[Organisation]:
    """Bodies to which a task can be given: the parties in their order, then those that lead or join a commitment, the
    organiser, and `also` (the body of who writes)."""
    parties = list(Organisation.objects.filter(parties__agreement=agreement).order_by("parties__order"))
    known = {body.pk for body in parties}
    others = Organisation.objects.filter(
        Q(commitments__agreement=agreement)
        | Q(commitments_joined__agreement=agreement)
        | Q(pk__in=[pk for pk in (agreement.organiser_id, also) if pk])
    )
    return [*parties, *others.exclude(pk__in=known).distinct().order_by("name_th")]


# -- the list


@dataclass(frozen=True)
class MeetingList:
    """`coming` the next one first, `past` the last one first; each meeting with `decision_count`, `open_count`, `late_count`."""

    coming: list[Meeting]
    past: list[Meeting]
    cancelled: list[Meeting]
    open_tasks: list[Task]

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.past or self.cancelled)


def list_page(agreement: Agreement, on: date) -> MeetingList:
    """All meetings of an agreement and the tasks still open, in two queries."""
    still = Q(decisions__tasks__state=TaskState.OPEN)
    found = agreement.meetings.annotate(
        decision_count=Count("decisions", distinct=True),
        open_count=Count("decisions__tasks", filter=still, distinct=True),
        late_count=Count(
            "decisions__tasks", filter=still & Q(decisions__tasks__due_on__lt=on), distinct=True
        ),
    )
    meetings = list(found.order_by("held_on", "starts_at", "pk"))
    for meeting in meetings:
        meeting.agreement = agreement
    return MeetingList(
        coming=[m for m in meetings if m.state == MeetingState.PLANNED],
        past=[m for m in reversed(meetings) if m.state in (MeetingState.HELD, MeetingState.CLOSED)],
        cancelled=[m for m in reversed(meetings) if m.state == MeetingState.CANCELLED],
        open_tasks=_with_addresses(tasks_of_agreement(agreement).open(), agreement),
    )


def next_number(agreement: Agreement, on: date) -> str:
    """What the next meeting would be called: the first free number of the year, as the country writes it."""
    year = pack().format_date(on, "th", "numeric").rsplit("/", 1)[-1]
    taken = set(agreement.meetings.filter(number__endswith=f"/{year}").values_list("number", flat=True))
    number = 1
    while f"{number}/{year}" in taken:
        number += 1
    return f"{number}/{year}"


# -- one meeting


@dataclass(frozen=True)
class DecisionLine:
    decision: Decision
    tasks: list[Task]


@dataclass(frozen=True)
class Point:
    """A point of the agenda with what was decided on it."""

    item: AgendaItem
    decisions: list[DecisionLine] = field(default_factory=list)


@dataclass(frozen=True)
class MeetingPage:
    """`other_decisions` belong to no point. `attendance` is in the order of the parties; empty while it is not held."""

    meeting: Meeting
    points: list[Point]
    other_decisions: list[DecisionLine]
    attendance: list[Attendance]
    party_count: int
    with_people: bool

    @property
    def present(self) -> int:
        """Parties that came or sent someone."""
        return sum(1 for line in self.attendance if line.presence in CAME and line.is_party)  # type: ignore[attr-defined]

    @property
    def by_presence(self) -> list[tuple[T, int]]:
        """How many parties are in each state, those with none left out."""
        counts = Counter(line.presence for line in self.attendance if line.is_party)  # type: ignore[attr-defined]
        return [(T.of(kind.label), counts[kind]) for kind in Presence if counts[kind]]


def page(meeting: Meeting, actor: Actor) -> MeetingPage:
    """Everything told of one meeting, in six queries. Each attendance carries `is_party`."""
    tasks: dict[int, list[Task]] = {}
    given = Task.objects.filter(decision__meeting=meeting)
    for task in given.select_related("owner", "commitment", "decision").order_by("pk"):
        tasks.setdefault(task.decision_id, []).append(task)
    lines: dict[int | None, list[DecisionLine]] = {}
    for decision in meeting.decisions.order_by("number"):
        decision.meeting = meeting
        for task in tasks.get(decision.pk, []):
            task.decision = decision
        lines.setdefault(decision.agenda_item_id, []).append(
            DecisionLine(decision, tasks.get(decision.pk, []))
        )
    points = [
        Point(item, lines.get(item.pk, []))
        for item in meeting.agenda.select_related("commitment").order_by("order")
    ]
    orders = {party.organisation_id: party.order for party in parties_on(meeting)}
    attendance = list(meeting.attendance.select_related("organisation"))
    for line in attendance:
        line.is_party = line.organisation_id in orders  # type: ignore[attr-defined]
    return MeetingPage(
        meeting=meeting,
        points=points,
        other_decisions=lines.get(None, []),
        attendance=sorted(attendance, key=lambda a: (orders.get(a.organisation_id, 10**6), a.pk)),
        party_count=len(orders),
        with_people=sees_people(actor, meeting.agreement),
    )


# -- tasks


def tasks_of_agreement(agreement: Agreement) -> QuerySet[Task]:
    """With their owners, the earliest due first."""
    return Task.objects.filter(decision__meeting__agreement=agreement).select_related(
        "owner", "decision__meeting", "commitment"
    )


def tasks_of(organisation: Organisation) -> QuerySet[Task]:
    """What a body was asked to do and has not done, the most overdue first."""
    return (
        Task.objects.open()
        .filter(owner=organisation)
        .select_related("owner", "decision__meeting__agreement")
        .order_by("due_on", "pk")
    )


def overdue_tasks(on: date) -> QuerySet[Task]:
    """Of every body, the most overdue first."""
    return (
        Task.objects.overdue(on)
        .select_related("owner", "decision__meeting__agreement")
        .order_by("due_on", "pk")
    )


def _with_addresses(tasks: Iterable[Task], agreement: Agreement) -> list[Task]:
    """Their meetings know the agreement without asking for it again."""
    found = list(tasks)
    for task in found:
        task.decision.meeting.agreement = agreement
    return found


# -- what the next meeting should look at


@dataclass(frozen=True)
class Proposal:
    """Something still open that can be put on an agenda; `key` is `task:<code>` or `commitment:<code>`."""

    key: str
    title: T
    why: T
    commitment: Commitment | None


def proposals(agreement: Agreement, on: date) -> list[Proposal]:
    """Open tasks, the most overdue first, then commitments that are behind, past their day or gone quiet."""
    tasks = tasks_of_agreement(agreement).open()
    return [*(_of_task(task, on) for task in tasks), *_of_commitments(agreement, on)]


def _of_task(task: Task, on: date) -> Proposal:
    due = _day(task.due_on)
    words = (
        T("เลยกำหนดตั้งแต่ {day}", "overdue since {day}")
        if task.due_on < on
        else T("ครบกำหนด {day}", "due {day}")
    )
    owner = T(task.owner.name_th, task.owner.name_en or task.owner.name_th)
    return Proposal(
        key=f"task:{task.code}",
        title=T("ติดตามงาน: {title}", "Task: {title}").format(title=_title(task)),
        why=T("{owner} · {words}", "{owner} · {words}").format(owner=owner, words=words.format(day=due)),
        commitment=task.commitment,
    )


def _of_commitments(agreement: Agreement, on: date) -> list[Proposal]:
    rows = list(agreement.commitments.select_related("lead"))
    done = progress_many(rows, on)
    found = []
    for row in rows:
        concerns = [c for c in concerns_of(done[row.pk], has_work=True) if c in PRESSING]
        if not concerns or done[row.pk].ended:
            continue
        line = AttentionLine(done[row.pk], tuple(concerns))
        why = T("{clock} · {others}", "{clock} · {others}") if line.others else T("{clock}", "{clock}")
        title = T("ติดตามภารกิจ: {title}", "Commitment: {title}").format(title=_title(row))
        found.append(
            Proposal(f"commitment:{row.code}", title, why.format(clock=line.clock, others=line.others), row)
        )
    return found


def _title(row: Task | Commitment) -> T:
    return T(row.title_th, row.title_en or row.title_th)


def _day(day: date) -> T:
    return T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))
