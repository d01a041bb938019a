"""The days of an agreement, as events of a calendar: what is due, what takes place, when its term ends. Public days only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max

from phanuek.agreements.models import Activity, Agreement, PeriodTarget, Task
from phanuek.agreements.queries.feeds import day_words, moment
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import MeetingState, TaskState
from phanuek.organisations.actor import Actor
from phanuek.timeline.models import Event, subject_key
from phanuek.ui.country import pack
from phanuek.ui.formats import number
from phanuek.ui.words import T

# of the ledger: they change nothing that a calendar tells
NOT_OF_DAYS = ("commitment.result_posted", "commitment.result_withdrawn")


@dataclass(frozen=True)
class Item:
    """One event. `start` is a day, or a moment where the time is known; `end` the first day after it, for whole days.

    `key` stays the same through all changes, `sequence` grows with them, `changed` is when the last one was made.
    """

    key: str
    start: date | datetime
    end: date | None
    title: T
    text: T
    path: str
    sequence: int = 0
    cancelled: bool = False
    place: T | None = None
    changed: datetime | None = None


def items(agreement: Agreement) -> list[Item]:
    """In the order of their days, then of their keys."""
    rows = [
        (subject, item)
        for part in (_terms, _amendments, _commitments, _activities, _meetings, _tasks)
        for subject, item in part(agreement)
    ]
    changed = _last_changes({subject for subject, _ in rows} | {subject_key(agreement)})
    otherwise = changed.get(subject_key(agreement)) or moment(
        agreement.signed_on or agreement.provenance_on or date(2021, 1, 1)
    )
    made = [Item(**{**item.__dict__, "changed": changed.get(subject, otherwise)}) for subject, item in rows]
    return sorted(made, key=lambda item: (_day(item.start), item.key))


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start


def _last_changes(subjects: set[str]) -> dict[str, datetime]:
    rows = Event.objects.filter(subject__in=subjects).exclude(verb__in=NOT_OF_DAYS).order_by()
    return dict(rows.values_list("subject").annotate(Max("at")))


def _title(row: Any, name: str = "title") -> T:
    thai, english = getattr(row, f"{name}_th"), getattr(row, f"{name}_en")
    return T(thai, english or thai)


def _whole(
    key: str,
    day: date,
    title: T,
    text: T,
    path: str,
    *,
    last: date | None = None,
    version: int = 1,
    **more: Any,
) -> Item:
    """An event of one whole day, or up to `last`."""
    return Item(key, day, (last or day) + timedelta(days=1), title, text, path, version - 1, **more)


def _terms(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    if agreement.ends_on is None:
        return
    yield (
        subject_key(agreement),
        _whole(
            f"end-{agreement.code}", agreement.ends_on, T("ข้อตกลงสิ้นสุดระยะเวลา", "The agreement's term ends"),
            _title(agreement), agreement.get_absolute_url(), version=agreement.version,
            cancelled=agreement.terminated_on is not None,
        ),
    )  # fmt: skip


def _amendments(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    for row in agreement.amendments.visible_to(Actor.public()):
        row.agreement = agreement
        for kind, day, label in (
            ("signing", row.signing_opened_on, T("เปิดให้ภาคีลงนาม: {title}", "Parties sign: {title}")),
            ("effect", row.effective_on, T("การแก้ไขเพิ่มเติมมีผล: {title}", "Amendment takes effect: {title}")),
        ):
            if day is not None:
                yield (
                    subject_key(row),
                    _whole(
                        f"amendment-{row.code}-{kind}", day, label.format(title=_title(row)), _title(row, "why"),
                        row.get_absolute_url(), version=row.version,
                    ),
                )  # fmt: skip


def _commitments(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    rows = {row.pk: row for row in agreement.commitments.select_related("lead")}
    for row in rows.values():
        if row.due_on is not None:
            label = T("ครบกำหนดภารกิจ: {title}", "Commitment due: {title}").format(title=_title(row))
            yield (
                subject_key(row),
                _whole(
                    f"commitment-{row.code}-due", row.due_on, label, _title(row.lead, "name"), row.get_absolute_url(),
                    version=row.version, cancelled=row.ended_on is not None,
                ),
            )  # fmt: skip
    for target in PeriodTarget.objects.filter(commitment__in=rows):
        row = rows[target.commitment_id]
        label = T("เป้าหมายถึงวันนี้ {n} {unit}: {title}", "{n} {unit} to be reached: {title}").format(
            n=number(target.target), unit=unit_of(row), title=_title(row)
        )
        text = T("นับตั้งแต่ {day} · {lead}", "Counted from {day} · {lead}").format(
            day=day_words(target.starts_on), lead=_title(row.lead, "name")
        )
        yield (
            subject_key(row),
            _whole(
                f"target-{row.code}-{target.starts_on.isoformat()}", target.ends_on, label, text, row.get_absolute_url(),
                version=row.version, cancelled=row.ended_on is not None,
            ),
        )  # fmt: skip


def _activities(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    rows = Activity.objects.filter(commitment__agreement=agreement).select_related(
        "commitment", "organisation"
    )
    for row in rows:
        first = row.starts_on or row.due_on
        if first is None:
            continue
        label = T("กิจกรรม: {title}", "Activity: {title}").format(title=_title(row))
        text = T("{body} · {commitment}", "{body} · {commitment}").format(
            body=_title(row.organisation, "name"), commitment=_title(row.commitment)
        )
        yield (
            subject_key(row),
            _whole(
                f"activity-{row.code}", first, label, text, row.commitment.get_absolute_url(), last=row.due_on,
                version=row.version, cancelled=row.cancelled_on is not None or row.commitment.ended_on is not None,
            ),
        )  # fmt: skip


def _meetings(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    for row in agreement.meetings.all():
        row.agreement = agreement
        label = T("{title} ครั้งที่ {n}", "{title}, no. {n}").format(title=_title(row), n=row.number)
        gone = row.state == MeetingState.CANCELLED
        text = T(row.cancelled_why, row.cancelled_why) if gone else _title(agreement)
        more: dict[str, Any] = {"cancelled": gone, "place": _title(row, "venue") if row.venue_th else None}
        if row.starts_at is None:
            item = _whole(f"meeting-{row.code}", row.held_on, label, text, row.get_absolute_url(), version=row.version, **more)  # fmt: skip
        else:
            start = datetime.combine(row.held_on, row.starts_at, ZoneInfo(pack().timezone))
            item = Item(f"meeting-{row.code}", start, None, label, text, row.get_absolute_url(), row.version - 1, **more)  # fmt: skip
        yield subject_key(row), item


def _tasks(agreement: Agreement) -> Iterator[tuple[str, Item]]:
    rows = Task.objects.filter(decision__meeting__agreement=agreement)
    for row in rows.select_related("owner", "decision__meeting"):
        meeting = row.decision.meeting
        meeting.agreement = agreement
        label = T("กำหนดงาน: {title}", "Task due: {title}")
        if row.state == TaskState.DONE:
            label = T("กำหนดงาน (เสร็จแล้ว): {title}", "Task due (done): {title}")
        text = T("{owner} · มติการประชุมครั้งที่ {n}", "{owner} · decided by meeting {n}").format(
            owner=_title(row.owner, "name"), n=meeting.number
        )
        yield (
            subject_key(row),
            _whole(
                f"task-{row.code}", row.due_on, label.format(title=_title(row)), text,
                f"{meeting.get_absolute_url()}#{row.code}", version=row.version, cancelled=row.state == TaskState.CANCELLED,
            ),
        )  # fmt: skip
