"""A partner's desk: what it must answer, deliver and keep current."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse

from phanuek.agreements import queries as agreements
from phanuek.agreements.queries import Progress, meetings
from phanuek.agreements.queries.amendments_waiting import waiting_for
from phanuek.desk.queries import attention
from phanuek.desk.queries.items import (
    Act,
    Item,
    Kind,
    Section,
    amendment_item,
    case_item,
    offer_item,
    proposal_item,
    report_item,
    task_item,
)
from phanuek.offers import queries as offers
from phanuek.offers.models import Offer
from phanuek.offers.queries import Window
from phanuek.offers.queries.conditions import waiting_for as conditions_waiting
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.outcomes import queries as outcomes
from phanuek.referrals import queries as referrals
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.ui.words import T

OFFERS_SHOWN = 8
LOOK = T("ดูเรื่อง", "See the case")


@dataclass(frozen=True)
class OfferLine:
    """An offer of the body with its window and places."""

    offer: Offer
    window: Window
    places_left: int | None
    stale: bool


@dataclass(frozen=True)
class PartnerDesk:
    """Everything on a partner's desk."""

    body: Organisation
    sections: list[Section]
    attention: Section
    claims: Sequence[Section]
    waiting: int
    overdue: int
    commitments: list[Progress]
    offers: list[OfferLine]
    offers_in_all: int
    agreement_code: str
    has_account: bool


def desk(body: Organisation, actor: Actor, on: date) -> PartnerDesk:
    """The desk of a body, read by its own officer or by the secretariat."""
    has_account = Membership.objects.valid(on).filter(organisation=body).exists()
    base = waiting_url(body, actor)
    lists = kinds(body, actor, on, may_act=actor.acts_for(body.pk) or not has_account)
    sections = [kind.section(base=base) for kind in lists]
    waiting = referrals.waiting_for_answer(actor, provider_id=body.pk)
    progress = agreements.commitments_of(body.pk, on)
    stale = set(Offer.objects.stale(on).filter(provider=body).values_list("pk", flat=True))
    own = offers.of_provider(body.pk).order_by("availability", "name_th")
    lines = [
        OfferLine(o, offers.window(o, on), offers.places_left(o), o.pk in stale)
        for o in sorted(own, key=lambda o: (o.pk not in stale, not o.is_open(on), o.name_th))
    ]
    return PartnerDesk(
        body=body,
        sections=sections,
        attention=attention.section(attention.asked(on, body), url=_attention_url(body, actor), of_all=False),
        claims=attention.sections(actor, on) if actor.acts_for(body.pk) else [],
        waiting=next(s.count for s in sections if s.key == "waiting"),
        overdue=waiting.filter(first_answer_at=None, first_answer_due__lt=on).count(),
        commitments=sorted(progress, key=lambda p: (p.tag != "danger", p.commitment.code)),
        offers=lines[:OFFERS_SHOWN],
        offers_in_all=len(lines),
        agreement_code=_agreement_of(body, progress),
        has_account=has_account,
    )


def waiting_url(body: Organisation, actor: Actor) -> str:
    """Where the body's work lists are read in full."""
    if actor.acts_for(body.pk):
        return reverse("desk:waiting")
    return reverse("desk:partner_waiting", args=[body.code])


def _attention_url(body: Organisation, actor: Actor) -> str:
    url = reverse("desk:attention")
    return url if actor.acts_for(body.pk) else f"{url}?lead={body.code}"


def _agreement_of(body: Organisation, progress: list[Progress]) -> str:
    """Under which a new commitment would stand: the one it signed last."""
    ids = [body.pk, body.parent_id]
    signed = body.parties.model.objects.filter(organisation__in=[i for i in ids if i]).order_by(
        "-agreement__signed_on"
    )
    code: str | None = signed.values_list("agreement__code", flat=True).first()
    return code or next((p.commitment.agreement.code for p in progress), "")


def kinds(body: Organisation, actor: Actor, on: date, *, may_act: bool) -> list[Kind]:
    """The work lists in the order in which they should be dealt with; who may not act is led to the case itself."""

    def line(referral: Referral, act: T, name: str = "", **look: Any) -> Item:
        return case_item(referral, on, act=act if may_act else LOOK, name=name if may_act else "", **look)

    waiting = referrals.waiting_for_answer(actor, provider_id=body.pk)
    mine = (
        Referral.objects.visible_to(actor)
        .filter(provider=body)
        .select_related("enterprise__subdistrict__parent__parent", "offer")
    )
    lists = [
        Kind(
            "waiting", T("รอคำตอบครั้งแรก", "Waiting for a first answer"), waiting.filter(first_answer_at=None),
            lambda r: line(r, T("เปิดและตอบ", "Open and answer")),
            T("ไม่มีเรื่องที่รอคำตอบ", "No case waits for an answer."),
            hint=T("กำหนดตอบนับวันทำการ จันทร์-ศุกร์", "Answers are due in working days, Monday to Friday."), urgent=True,
        ),
        Kind(
            "answered", T("ได้รับข้อมูลที่ขอเพิ่มแล้ว", "What you asked for has arrived"), waiting.exclude(first_answer_at=None),
            lambda r: line(r, T("เปิดและตัดสินใจ", "Open and decide")),
            T("ไม่มีเรื่องที่ได้รับข้อมูลเพิ่ม", "No further information has arrived."),
        ),
        Kind(
            "under_way", T("รับเรื่องแล้ว รอให้การสนับสนุน", "Accepted, support to be delivered"),
            referrals.under_way(actor, provider_id=body.pk),
            lambda r: line(r, T("บันทึกการให้การสนับสนุน", "Record a delivery"), "deliver", mark="info",
                           clock=T.of(ReferralState.ACCEPTED.label)),
            T("ไม่มีเรื่องที่รอให้การสนับสนุน", "No accepted case waits for its support."),
        ),
        Kind(
            "to_close", T("ให้การสนับสนุนแล้ว ยังไม่ปิดเรื่อง", "Delivered, not closed yet"),
            mine.filter(state=ReferralState.DELIVERED).order_by("sent_at", "pk"),
            lambda r: line(r, T("ปิดเรื่อง", "Close the case"), "close", mark="ok", clock=T.of(ReferralState.DELIVERED.label)),
            T("ไม่มีเรื่องค้างปิด", "No case waits to be closed."),
        ),
    ]  # fmt: skip
    lists.insert(
        1,
        Kind(
            "appeals", T("คำขอทบทวนที่รอตอบ", "Appeals to answer"),
            referrals.waiting_appeals(actor).filter(Q(provider=body) | Q(provider__parent=body)),
            lambda r: line(r, T("เปิดและตอบ", "Open and answer"), mark="warn", clock=T.of(ReferralState.APPEALED.label)),
            T("ไม่มีคำขอทบทวนที่รอตอบ", "No appeal waits."),
            hint=T("ผู้ตอบต้องไม่ใช่ผู้ที่ไม่รับเรื่อง", "Somebody else than who refused answers it."), urgent=True,
        ),
    )  # fmt: skip
    lists.append(
        Kind(
            "amendments",
            T("การแก้ไขเพิ่มเติมที่รอหน่วยงานนี้", "Amendments that wait for this body"),
            waiting_for(body),
            amendment_item,
            T("ไม่มีการแก้ไขเพิ่มเติมที่รอความเห็นหรือลายมือชื่อ", "No amendment waits for an answer or a signature."),
        )
    )
    lists.append(
        Kind(
            "tasks",
            T("งานที่ที่ประชุมมอบหมาย", "Tasks given by meetings"),
            meetings.tasks_of(body),
            lambda task: task_item(task, on),
            T("ไม่มีงานค้างจากที่ประชุม", "No meeting's task is open."),
        )
    )
    if actor.acts_for(body.pk):
        lists.append(
            Kind(
                "conditions",
                T("เงื่อนไขมาตรการที่รอท่านอนุมัติ", "Conditions that wait for your approval"),
                conditions_waiting(actor, on),
                lambda proposal: proposal_item(proposal, on),
                T("ไม่มีเงื่อนไขที่รออนุมัติ", "No conditions wait for approval."),
            )
        )
        lists.append(
            Kind(
                "to_confirm",
                T("รายได้ที่รอท่านยืนยัน", "Income reports for you to confirm"),
                outcomes.to_confirm(actor),
                lambda r: report_item(r, on),
                T("ไม่มีรายงานรายได้ที่รอยืนยัน", "No income report waits for you."),
            )
        )
    else:
        lists.append(
            Kind(
                "stale",
                T("มาตรการที่ไม่ได้ตรวจเกิน 90 วัน", "Offers not checked for 90 days"),
                offers.stale(on).filter(provider=body),
                lambda o: offer_item(o, on, act=check_act(o)),
                T("ทุกมาตรการตรวจแล้วภายใน 90 วัน", "Every offer was checked within 90 days."),
            )
        )
    return lists


def check_act(offer: Offer) -> Act:
    return Act(T("ตรวจตอนนี้", "Check now"), reverse("offers:check", args=[offer.code]))
