"""The lists on the sheet of a commitment: its plan by periods, claims, activities, words on the work, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from phanuek.agreements.documents.paper import Paragraph, Table, day, joined, or_not_stated, quoted, words_of
from phanuek.agreements.models import Claim, Commitment, Task, Update
from phanuek.agreements.queries.claims import names_of
from phanuek.agreements.queries.detail import activity_status
from phanuek.agreements.queries.progress import PeriodLine
from phanuek.agreements.states import ClaimState
from phanuek.organisations.actor import Actor
from phanuek.ui.formats import number
from phanuek.ui.words import T

MOST = 20
"""Rows of a list; a sheet says how many there are beside."""


def periods(lines: Sequence[PeriodLine], whole: bool) -> list[Any]:
    """`whole`: the reader may know what was reached in each."""
    if not lines:
        return [Paragraph(or_not_stated(None))]
    head = [T("งวด", "Period"), T("เป้าหมาย", "Target")]
    if whole:
        head += [T("ยืนยันแล้ว", "Confirmed"), T("รอยืนยัน", "Unconfirmed")]
    rows = []
    for line in lines:
        results = (number(line.confirmed), number(line.unconfirmed)) if whole else ()
        rows.append((_span(line.starts_on, line.ends_on), number(line.target), *results))
    return [Table(tuple(head), tuple(rows), tuple(range(1, len(head))), _OF_PERIODS[len(head)])]


_OF_PERIODS: dict[int, tuple[float, ...]] = {2: (11, 5), 4: (7, 3, 3, 3)}


def _span(first: date, last: date) -> str:
    return f"{day(first, 'short')} – {day(last, 'short')}"


def claims(row: Commitment, actor: Actor, *, hidden: bool) -> list[Any]:
    """None while the sum they add up to is kept back: they would tell it."""
    found = Claim.objects.visible_to(actor).filter(commitment=row, state=ClaimState.APPROVED)
    rows = list(found.select_related("organisation").order_by("-ends_on", "-pk"))
    if not rows:
        return []
    if hidden:
        return [Paragraph(T("ไม่แสดง เพราะมีเพียงไม่กี่เรื่อง", "Not shown: only a few cases."))]
    names = names_of({row.confirmed_by for row in rows[:MOST] if row.confirmed_by})
    head = (
        T("ช่วงเวลา", "Period"),
        T("ผลที่รับรอง", "Approved"),
        T("ผู้รายงาน และสิ่งที่ทำ", "By whom, and what was done"),
        T("ยืนยันโดย", "Confirmed by"),
    )
    told_rows = tuple(
        (
            (f"{day(row.starts_on, 'short')} –", day(row.ends_on, "short")),
            number(row.approved_quantity),
            (words_of(row.organisation, "name"), quoted(words_of(row, "text"))),
            names.get(row.confirmed_by, T("รอยืนยัน", "unconfirmed")),
        )
        for row in rows[:MOST]
    )
    return [Table(head, told_rows, (1,), (3, 2, 7, 4)), *_of(len(rows))]


def activities(commitment: Commitment, on: date) -> list[Any]:
    """Pieces of work in a place and a time, in the order in which they begin."""
    rows = list(commitment.activities.select_related("organisation", "area"))
    if not rows:
        return []
    head = (T("กิจกรรม", "Activity"), T("หน่วยงาน", "Body"), T("เวลา", "When"), T("สถานะ", "State"))
    nowhere = or_not_stated(None)
    lines = []
    for row in rows[:MOST]:
        place = words_of(row.area, "name") if row.area else ""
        first = day(row.starts_on, "short") if row.starts_on else nowhere
        last = day(row.due_on, "short") if row.due_on else nowhere
        what = tuple(part for part in (quoted(words_of(row, "title")), place) if str(part))
        when = (joined([first, "–"]), last)
        lines.append((what, words_of(row.organisation, "name"), when, activity_status(row, on)[1]))
    return [Table(head, tuple(lines), widths=(6, 4, 3.4, 2.6)), *_of(len(rows))]


def updates(row: Commitment) -> list[Any]:
    rows = list(Update.objects.filter(commitment=row).select_related("organisation").order_by("-on", "-pk"))
    if not rows:
        return []
    head = (T("วันที่", "Date"), T("หน่วยงาน", "Body"), T("ความคืบหน้า", "What was said"))
    told = tuple(
        (day(u.on, "short"), words_of(u.organisation, "name"), quoted(words_of(u, "text")))
        for u in rows[:MOST]
    )
    return [Table(head, told, widths=(2.6, 4.6, 8.8)), *_of(len(rows))]


def tasks(row: Commitment, actor: Actor) -> list[Any]:
    found = (
        Task.objects.visible_to(actor).filter(commitment=row).select_related("owner").order_by("due_on", "pk")
    )
    rows: Sequence[Task] = list(found)
    if not rows:
        return []
    head = (T("งาน", "Task"), T("หน่วยงาน", "Body"), T("กำหนด", "Due"), T("สถานะ", "State"))
    told = tuple(
        (
            quoted(words_of(task, "title")),
            words_of(task.owner, "name"),
            day(task.due_on, "short"),
            T.of(task.get_state_display()),
        )
        for task in rows[:MOST]
    )
    return [Table(head, told, widths=(6.8, 4.4, 2.4, 2.4)), *_of(len(rows))]


def _of(count: int) -> list[Any]:
    if count <= MOST:
        return []
    return [
        Paragraph(T("แสดง {n} รายการล่าสุดจาก {m} รายการ", "{n} of {m} are shown.").format(n=MOST, m=count))
    ]
