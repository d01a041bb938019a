"""Tasks of meetings that are overdue, of every body."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.agreements.queries.meetings import overdue_tasks
from phanuek.desk import permissions
from phanuek.desk.queries.items import Act, name_of, title_of
from phanuek.desk.views.tables import Col, Listing, choice, show
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.words import T

TASKS_OVERDUE = T("งานของที่ประชุมที่เลยกำหนด", "Overdue tasks of meetings")


@require_safe
def tasks_overdue(request: HttpRequest) -> HttpResponseBase:
    """The most overdue first, by body."""
    permissions.check_secretariat(request.actor)  # type: ignore[attr-defined]
    on = clock.today()
    rows = overdue_tasks(on)
    owners = Organisation.objects.filter(pk__in=rows.order_by().values("owner")).order_by("name_th")
    filters = [
        choice(request, "owner", T("หน่วยงาน", "Body"), [(body.code, name_of(body)) for body in owners])
    ]
    if filters[0].chosen:
        rows = rows.filter(owner__code=filters[0].chosen)
    listing = Listing(
        "tasks-overdue", TASKS_OVERDUE,
        [
            Col(T("งาน", "Task"), title_of, link=lambda t: f"{t.decision.meeting.get_absolute_url()}#{t.code}"),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("หน่วยงาน", "Body"), lambda t: name_of(t.owner), link=lambda t: reverse("desk:partner", args=[t.owner.code])),
            Col(T("ครบกำหนด", "Due"), "due_on", "date"),
            Col(T("เลยกำหนด (วัน)", "Days late"), lambda t: (on - t.due_on).days, "number"),
            Col(T("การประชุมครั้งที่", "Meeting"), "decision.meeting.number", "id"),
        ],
        T("ไม่มีงานของที่ประชุมที่เลยกำหนด", "No task of a meeting is overdue."),
        lambda n: T("{n} งานที่ที่ประชุมมอบหมายเลยกำหนดแล้ว", "{n} tasks given by meetings are overdue.").format(n=n),
        [(T("โต๊ะทำงาน", "My desk"), "/desk/"), (TASKS_OVERDUE, "")],
        act=lambda t: Act(T("แจ้งผลหรือยกเลิก", "Close or drop it"), f"{t.decision.meeting.get_absolute_url()}#{t.code}"),
    )  # fmt: skip
    return show(request, listing, rows, filters)
