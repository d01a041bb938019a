"""Conditions of offers that wait for the secretariat, since their body has no second person."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.desk import permissions
from phanuek.desk.queries.items import Act, local_day, name_of
from phanuek.desk.views.tables import Col, Listing, show
from phanuek.offers.queries.conditions import waiting_for
from phanuek.ui import clock
from phanuek.ui.words import T

CONDITIONS = T("เงื่อนไขมาตรการที่รอฝ่ายเลขานุการอนุมัติ", "Conditions that wait for the secretariat's approval")


@require_safe
def conditions(request: HttpRequest) -> HttpResponseBase:
    """The longest waiting first; what the reader proposed themselves waits for somebody else."""
    actor = request.actor  # type: ignore[attr-defined]
    permissions.check_secretariat(actor)
    listing = Listing(
        "conditions", CONDITIONS,
        [
            Col(T("มาตรการ", "Offer"), lambda p: name_of(p.offer), link=lambda p: p.get_absolute_url()),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("หน่วยงาน", "Body"), lambda p: name_of(p.offer.provider), link=lambda p: reverse("desk:partner", args=[p.offer.provider.code])),
            Col(T("ผู้เสนอ", "Proposed by"), "proposed_by_name"),
            Col(T("เสนอเมื่อ", "Proposed on"), lambda p: local_day(p.proposed_at), "date"),
            Col(T("ใช้ตั้งแต่", "In force from"), "valid_from", "date"),
        ],
        T("ไม่มีเงื่อนไขที่รอฝ่ายเลขานุการอนุมัติ", "No conditions wait for the secretariat's approval."),
        lambda n: T("เงื่อนไขที่รออนุมัติ {n} ฉบับ", "{n} proposals of conditions wait.").format(n=n),
        [(T("โต๊ะทำงาน", "My desk"), "/desk/"), (CONDITIONS, "")],
        act=lambda p: Act(T("ดูและอนุมัติ", "Read and decide"), p.get_absolute_url()),
    )  # fmt: skip
    return show(request, listing, waiting_for(actor, clock.today()), [])
