"""The work of an area officer, by district."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from phanuek.areas.models import Area, Level
from phanuek.consent.models import Consent
from phanuek.desk.queries.items import (
    Act,
    Item,
    Kind,
    case_item,
    consent_item,
    delivery_item,
    group_item,
    joined,
    need_item,
    report_item,
)
from phanuek.eligibility.models import FactRecord
from phanuek.needs import queries as needs
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.outcomes import queries as outcomes
from phanuek.referrals import queries as referrals
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import ReferralState, RefusalReason
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.words import T

CONSENT_DAYS = 30
REFUSED_DAYS = 90
NEED_AREA, GROUP_AREA = "area", "enterprise__subdistrict"


def refused_open(rows: QuerySet[Referral], on: date) -> QuerySet[Referral]:
    """Refused cases that ask for another way: their need still looks for help, or, where no need is named, the group was
    not sent anywhere else since, for 90 days."""
    later = Referral.objects.filter(enterprise=OuterRef("enterprise"), sent_at__gt=OuterRef("sent_at"))
    with_need = Q(need__state=NeedState.CHECKED) & ~Exists(later.filter(need=OuterRef("need")))
    recent = clock.now() - timedelta(days=REFUSED_DAYS)
    without = Q(need=None, closed_at__gte=recent) & ~Exists(later)
    return rows.filter(Q(state=ReferralState.REFUSED) & (with_need | without)).order_by("closed_at", "pk")


def kinds(actor: Actor, code: str, on: date) -> dict[str, Kind]:
    """The work lists of an area, in the order in which they should be dealt with."""
    cases = Referral.objects.visible_to(actor).filter(**{f"{GROUP_AREA}__code__startswith": code})
    cases = cases.select_related("enterprise__subdistrict__parent__parent", "offer", "provider", "need")
    refused = refused_open(cases, on)
    back = refused.exclude(need=None).order_by().values("need")
    at_need, at_group = {f"{NEED_AREA}__code__startswith": code}, {f"{GROUP_AREA}__code__startswith": code}
    groups = Enterprise.objects.workable_by(actor).filter(active=True, subdistrict__code__startswith=code)
    ending = Consent.objects.valid(on).filter(expires_on__lte=on + timedelta(days=CONSENT_DAYS), **at_group)
    lists = [
        Kind(
            "asked", T("หน่วยงานขอข้อมูลเพิ่ม", "A provider asked for more"),
            referrals.waiting_for_sender(actor).filter(**at_group),
            lambda r: case_item(r, on, act=T("ตอบข้อมูล", "Give the answer"), name="give", mark="warn",
                                clock=T("รอท่านตอบ", "Waits for you")),
            T("ไม่มีหน่วยงานที่ขอข้อมูลเพิ่ม", "No provider is asking for more."), urgent=True, short=T("ขอข้อมูลเพิ่ม", "More asked"),
        ),
        Kind(
            "transfers", T("เสนอโอนเรื่อง รอความยินยอมของกลุ่ม", "Transfers that wait for the group's consent"),
            referrals.waiting_transfers(actor).filter(**at_group),
            lambda r: case_item(r, on, act=T("เปิดและตอบ", "Open and answer"), mark="warn",
                                clock=T.of(ReferralState.TRANSFER_ASKED.label)),
            T("ไม่มีการเสนอโอนเรื่อง", "No transfer is proposed."), urgent=True, short=T("รอโอน", "Transfers"),
        ),
        Kind(
            "to_check", T("ความต้องการที่รอตรวจ", "Needs to check"), needs.waiting_for_check(actor).filter(**at_need),
            lambda n: need_item(n, on, act=T("ตรวจเรื่องนี้", "Check it"), url=reverse("needs:check", args=[n.code])),
            T("ตรวจครบทุกเรื่องแล้ว", "Every need has been checked."), urgent=True, short=T("รอตรวจ", "To check"),
        ),
        Kind(
            "refused", T("ไม่ได้รับการรับเรื่อง ควรส่งที่อื่น", "Refused: send them elsewhere"), refused, lambda r: _refused(r, on),
            T("ไม่มีเรื่องที่ต้องหาหน่วยงานอื่น", "No refused case needs another way."), urgent=True, short=T("ไม่รับเรื่อง", "Refused"),
        ),
        Kind(
            "searching", T("กำลังหาผู้ช่วย", "Looking for help"),
            needs.searching(actor).filter(**at_need).exclude(pk__in=back),
            lambda n: need_item(n, on, act=T("ดูว่าใครช่วยได้", "Who can help"), url=reverse("matching:need", args=[n.code]), mark="info"),
            T("ไม่มีความต้องการที่รอหาผู้ช่วย", "No need is looking for help."), short=T("หาผู้ช่วย", "Seeking help"),
        ),
        Kind(
            "receipts", T("การสนับสนุนที่รอยืนยันว่าได้รับแล้ว", "Support whose receipt is to confirm"), _unconfirmed(actor, code),
            lambda d: delivery_item(d, on), T("ไม่มีการสนับสนุนที่รอยืนยันการได้รับ", "No receipt waits to be confirmed."),
            short=T("รอยืนยันรับ", "Receipts"),
        ),
        Kind(
            "to_confirm", T("รายได้ที่รอยืนยัน", "Income to confirm"), outcomes.to_confirm(actor).filter(**at_group),
            lambda r: report_item(r, on), T("ไม่มีรายงานรายได้ที่รอยืนยัน", "No income report waits to be confirmed."),
            short=T("รายได้", "Income"),
        ),
        Kind(
            "consents", T("ความยินยอมใกล้หมดอายุ", "Consents about to end"),
            ending.select_related("enterprise__subdistrict__parent__parent", "recipient").order_by("expires_on", "pk"),
            lambda c: consent_item(c, on), T("ไม่มีความยินยอมที่จะหมดอายุใน 30 วัน", "No consent ends within 30 days."),
            short=T("ความยินยอม", "Consents"),
        ),
        Kind(
            "unknown", T("กลุ่มที่ยังไม่มีข้อมูลประกอบการพิจารณา", "Groups without facts"),
            groups.filter(~Exists(FactRecord.objects.filter(enterprise=OuterRef("pk"))))
            .select_related("subdistrict__parent__parent").order_by("sort_key", "code"),
            lambda e: group_item(e, on), T("ทุกกลุ่มมีข้อมูลแล้ว", "Something is known of every group."),
            short=T("ไม่มีข้อมูล", "No facts"),
        ),
    ]  # fmt: skip
    return {kind.key: kind for kind in lists}


def _unconfirmed(actor: Actor, code: str) -> QuerySet[Delivery]:
    """What was delivered in the area and not confirmed by those who got it; oldest first. Nobody confirms what their own
    body gave."""
    found = Delivery.objects.filter(
        confirmed_by=None, referral__in=Referral.objects.visible_to(actor).order_by(),
        referral__enterprise__subdistrict__code__startswith=code,
    ).exclude(recorded_by=actor.acting_id)  # fmt: skip
    if actor.may(Permission.ACT_FOR_OTHERS):
        found = found.exclude(on_behalf=True)
    rows = found.select_related(
        "referral__enterprise__subdistrict__parent__parent", "referral__provider", "referral__offer"
    )
    return rows.order_by("recorded_at", "pk")


def _refused(referral: Referral, on: date) -> Item:
    reason = T.of(referral.get_refusal_reason_display())
    item = case_item(referral, on, act=T("เปิดเรื่อง", "Open the case"), mark="not", clock=reason)
    if referral.need:
        url = reverse("matching:need", args=[referral.need.code])
    else:
        url = (
            f"{reverse('matching:enterprise', args=[referral.enterprise.code])}?aim={referral.offer.aims[0]}"
        )
    if referral.refusal_reason == RefusalReason.OTHER and referral.refusal_note:
        note = (
            referral.refusal_note if len(referral.refusal_note) <= 160 else f"{referral.refusal_note[:158]}…"
        )
        item = replace(item, line=joined(item.line, T(f"“{note}”", f"“{note}”")))
    return replace(item, act=Act(T("หาหน่วยงานอื่น", "Find another way"), url))


@dataclass
class DistrictLine:
    """A district (or subdistrict) with how much waits in it, by the key of the work list."""

    area: Area
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def by_district(area: Area, lists: dict[str, Kind]) -> list[DistrictLine]:
    """The areas one level down with their counts, the fullest first; one query for each work list."""
    deep = "" if area.level == Level.DISTRICT else "__parent"
    paths = {
        "to_check": NEED_AREA,
        "searching": NEED_AREA,
        "unknown": "subdistrict",
        "receipts": f"referral__{GROUP_AREA}",
    }
    lines = {
        below.code: DistrictLine(below)
        for below in Area.objects.filter(parent=area).order_by("sort_key", "code")
    }
    for key, kind in lists.items():
        rows = kind.rows.order_by().annotate(place=F(f"{paths.get(key, GROUP_AREA)}{deep}"))
        for code, count in rows.values_list("place").annotate(Count("pk", distinct=True)):
            if code in lines:
                lines[code].counts[key] = count
    return sorted(lines.values(), key=lambda line: -line.total)
