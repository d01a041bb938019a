"""The secretariat's desk and its lists of the whole."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from phanuek.agreements.models import Commitment
from phanuek.agreements.queries.meetings import overdue_tasks
from phanuek.areas.models import Area
from phanuek.desk import permissions
from phanuek.desk.queries import attention
from phanuek.desk.queries import partner as partner_queries
from phanuek.desk.queries import secretariat as queries
from phanuek.desk.queries.items import (
    Act,
    Item,
    Kind,
    Section,
    case_item,
    day_words,
    joined,
    name_of,
    need_item,
    offer_item,
    place_of,
    proposal_item,
    task_item,
    title_of,
)
from phanuek.desk.queries.secretariat import PartnerLine
from phanuek.desk.views.conditions import CONDITIONS
from phanuek.desk.views.tables import Col, Listing, choice, show
from phanuek.desk.views.tasks import TASKS_OVERDUE
from phanuek.needs.models import Aim, Means, Need
from phanuek.offers import queries as offers
from phanuek.offers.models import Offer
from phanuek.offers.queries.conditions import waiting_for as conditions_waiting
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.referrals import queries as referrals
from phanuek.referrals.states import ReferralState
from phanuek.ui import clock
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")
NO_OFFER, NO_DELIVERY = T("ยังไม่มีมาตรการ", "No offer"), T("ยังไม่มีการให้การสนับสนุน", "Nothing delivered")
NO_ACCOUNT, ACCOUNT = T("ยังไม่มีผู้ใช้งาน", "No account yet"), T("มีผู้ใช้งานแล้ว", "Has an account")
EMPTY = T("ภารกิจที่ยังไม่มีมาตรการหรือการให้การสนับสนุน", "Commitments without an offer or a delivery")
STALE = T("มาตรการที่ไม่ได้ตรวจเกิน 90 วัน", "Offers not checked for 90 days")
HANGING = T("เรื่องที่เลยกำหนดตอบ", "Cases whose first answer is late")
UNANSWERED = T("ความต้องการที่ยังไม่มีมาตรการตรง", "Needs that no open offer answers")
PARTNERS = T("หน่วยงานภาคีและผู้ให้การสนับสนุน", "Partners and other providers")


def whole(request: HttpRequest) -> HttpResponse:
    """Everything that hangs, is empty, stale or unanswered, the worst first."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    on = clock.today()
    lines = queries.partner_lines(on)
    provinces = queries.to_check_by_province()
    context = {
        "sections": [
            _attention(on),
            *attention.sections(actor, on),
            *(kind.section() for kind in _kinds(actor)),
        ],
        "partners": [line for line in lines if line.waiting or line.stale or line.under_way][:10],
        "partners_in_all": len(lines),
        "silent": [line for line in lines if not line.has_account],
        "provinces": provinces[:8],
        "provinces_more": provinces[8:],
        "to_check": sum(line.count for line in provinces),
    }
    return render(request, "desk/secretariat.html", context)


def _attention(on: date) -> Section:
    return attention.section(attention.asked(on), url=reverse("desk:attention"), of_all=True)


def _kinds(actor: Actor) -> list[Kind]:
    on = clock.today()
    return [
        Kind(
            "hanging", HANGING, referrals.overdue(actor),
            lambda r: case_item(r, on, act=T("เปิดเรื่อง", "Open the case")), T("ไม่มีเรื่องที่เลยกำหนดตอบ", "No answer is late."),
            reverse("desk:referrals_hanging"), urgent=True,
        ),
        Kind(
            "appeals", T("คำขอทบทวนที่รอตอบ", "Appeals that wait"), referrals.waiting_appeals(actor),
            lambda r: case_item(r, on, act=T("เปิดเรื่อง", "Open the case"), mark="warn", clock=T.of(ReferralState.APPEALED.label)),
            T("ไม่มีคำขอทบทวนที่รอตอบ", "No appeal waits."), f"{reverse('desk:cases')}?state=appealed", urgent=True,
        ),
        Kind(
            "unanswered", UNANSWERED, queries.needs_unanswered(on),
            lambda n: need_item(n, on, act=T("ดูมาตรการที่ใกล้เคียง", "See what comes near"), url=reverse("matching:need", args=[n.code])),
            T("ทุกความต้องการมีมาตรการที่เปิดรับ", "Some open offer answers every need."), reverse("desk:needs_unanswered"),
            urgent=True,
        ),
        Kind(
            "commitments", EMPTY, queries.commitments_empty(on), _commitment_item,
            T("ทุกภารกิจมีมาตรการและมีการให้การสนับสนุนแล้ว", "Under every commitment there is an offer and something was delivered."),
            reverse("desk:commitments_empty"),
        ),
        Kind(
            "stale", STALE, offers.stale(on), lambda o: offer_item(o, on, act=partner_queries.check_act(o)),
            T("ทุกมาตรการตรวจแล้วภายใน 90 วัน", "Every offer was checked within 90 days."), reverse("desk:offers_stale"),
        ),
        Kind(
            "conditions", CONDITIONS, conditions_waiting(actor, on), lambda proposal: proposal_item(proposal, on),
            T("ไม่มีเงื่อนไขที่รอฝ่ายเลขานุการอนุมัติ", "No conditions wait for the secretariat's approval."),
            reverse("desk:conditions"),
        ),
        Kind(
            "tasks", TASKS_OVERDUE, overdue_tasks(on), lambda task: task_item(task, on),
            T("ไม่มีงานของที่ประชุมที่เลยกำหนด", "No task of a meeting is overdue."), reverse("desk:tasks_overdue"),
        ),
    ]  # fmt: skip


def _commitment_item(commitment: Commitment) -> Item:
    due = (
        T("ครบกำหนด {day}", "due {day}").format(day=day_words(commitment.due_on))
        if commitment.due_on
        else None
    )
    return Item(
        title=title_of(commitment), url=commitment.get_absolute_url(), mark=_empty_tag(commitment), clock=_empty_words(commitment),
        line=joined(name_of(commitment.lead), due), act=_commitment_act(commitment), demonstration=commitment.is_demonstration,
    )  # fmt: skip


def _empty_words(commitment: Any) -> T:
    return NO_DELIVERY if commitment.has_offer else NO_OFFER


def _empty_tag(commitment: Any) -> str:
    return "wait" if commitment.has_offer else "warn"


def _commitment_act(commitment: Any) -> Act:
    """An offer may be added for a body without an account; one with officers does that itself."""
    if not commitment.has_offer and not commitment.has_account:
        url = f"{reverse('offers:new')}?provider={commitment.lead.code}"
        return Act(T("เพิ่มมาตรการแทน", "Add an offer for it"), url)
    return Act(T("ดูงานของหน่วยงาน", "See its desk"), reverse("desk:partner", args=[commitment.lead.code]))


def _bodies(rows: Any, path: str) -> list[tuple[str, Any]]:
    """The bodies that occur in a list, for its filter."""
    found = Organisation.objects.filter(pk__in=rows.order_by().values(path)).order_by("name_th")
    return [(body.code, name_of(body)) for body in found]


def _account(row: Any) -> T:
    return ACCOUNT if row.has_account else NO_ACCOUNT


def _account_tag(row: Any) -> str:
    return "plain" if row.has_account else "warn"


@require_safe
def commitments_empty(request: HttpRequest) -> HttpResponseBase:
    """Commitments under which there is no offer, or nothing was delivered."""
    permissions.check_secretariat(request.actor)  # type: ignore[attr-defined]
    on = clock.today()
    filters = [
        choice(
            request,
            "what",
            T("สิ่งที่ขาด", "What is missing"),
            [("no_offer", NO_OFFER), ("no_delivery", NO_DELIVERY)],
        ),
        choice(request, "lead", T("หน่วยงาน", "Body"), _bodies(Commitment.objects.all(), "lead")),
    ]
    rows = queries.commitments_empty(on, what=filters[0].chosen, lead=filters[1].chosen)
    listing = Listing(
        "commitments-empty", EMPTY,
        [
            Col(T("ภารกิจ", "Commitment"), title_of, link=lambda c: c.get_absolute_url()),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("หน่วยงาน", "Body"), lambda c: name_of(c.lead), link=lambda c: reverse("desk:partner", args=[c.lead.code])),
            Col(T("ผู้ใช้งาน", "Account"), _account, tag=_account_tag),
            Col(T("สิ่งที่ขาด", "What is missing"), _empty_words, tag=_empty_tag),
            Col(T("ครบกำหนด", "Due"), "due_on", "date"),
        ],
        T("ไม่มีภารกิจที่ว่างอยู่", "No commitment is empty."),
        lambda n: T("{n} ภารกิจยังไม่มีมาตรการ หรือยังไม่มีการให้การสนับสนุน", "{n} commitments have no offer, or nothing delivered.").format(n=n),
        [DESK, (EMPTY, "")], act=_commitment_act,
    )  # fmt: skip
    return show(request, listing, rows, filters)


@require_safe
def offers_stale(request: HttpRequest) -> HttpResponseBase:
    """Open offers nobody has looked at for 90 days."""
    permissions.check_secretariat(request.actor)  # type: ignore[attr-defined]
    on = clock.today()
    filters = [
        choice(request, "provider", T("หน่วยงาน", "Body"), _bodies(Offer.objects.stale(on), "provider"))
    ]
    rows = queries.with_account(offers.stale(on), on)
    if filters[0].chosen:
        rows = rows.filter(provider__code=filters[0].chosen)
    listing = Listing(
        "offers-stale", STALE,
        [
            Col(T("มาตรการ", "Offer"), name_of, link=lambda o: o.get_absolute_url()),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("หน่วยงาน", "Body"), lambda o: name_of(o.provider), link=lambda o: reverse("desk:partner", args=[o.provider.code])),
            Col(T("ผู้ใช้งาน", "Account"), _account, tag=_account_tag),
            Col(T("ตรวจล่าสุด", "Last checked"), "checked_on", "date"),
            Col(T("ปิดรับ", "Closes"), "closes_on", "date"),
        ],
        T("ทุกมาตรการตรวจแล้วภายใน 90 วัน", "Every offer was checked within 90 days."),
        lambda n: T("{n} มาตรการที่เปิดรับอยู่ ไม่มีผู้ตรวจว่ายังเป็นปัจจุบันเกิน 90 วัน",
                    "{n} open offers have not been checked for 90 days.").format(n=n),
        [DESK, (STALE, "")], act=partner_queries.check_act,
    )  # fmt: skip
    return show(request, listing, rows, filters)


@require_safe
def referrals_hanging(request: HttpRequest) -> HttpResponseBase:
    """Cases whose first answer is late, by partner."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_secretariat(actor)
    on = clock.today()
    late = referrals.overdue(actor)
    provinces = Area.objects.filter(code__in=late.order_by().values("province")).order_by("sort_key")
    filters = [
        choice(request, "provider", T("หน่วยงาน", "Body"), _bodies(late, "provider")),
        choice(
            request, "province", T("จังหวัด", "Province"), [(area.code, name_of(area)) for area in provinces]
        ),
    ]
    wanted = {"provider__code": filters[0].chosen, "province": filters[1].chosen}
    rows = queries.hanging(late.filter(**{path: value for path, value in wanted.items() if value}), on)
    listing = Listing(
        "referrals-hanging", HANGING,
        [
            Col(T("กลุ่ม", "Group"), lambda r: name_of(r.enterprise), link=lambda r: r.get_absolute_url()),
            Col(T("รหัสเรื่อง", "Case"), "code", "id", only_file=True),
            Col(T("มาตรการ", "Offer"), lambda r: name_of(r.offer), link=lambda r: r.offer.get_absolute_url()),
            Col(T("หน่วยงาน", "Body"), lambda r: name_of(r.provider), link=lambda r: reverse("desk:partner", args=[r.provider.code])),
            Col(T("ผู้ใช้งาน", "Account"), _account, tag=_account_tag),
            Col(T("จังหวัด", "Province"), lambda r: name_of(r.province)),
            Col(T("ครบกำหนดตอบ", "Answer due"), "first_answer_due", "date"),
            Col(T("เลยกำหนด (วัน)", "Days late"), lambda r: -referrals.days_left(r, on), "number"),
        ],
        T("ไม่มีเรื่องที่เลยกำหนดตอบ", "No answer is late."),
        lambda n: T("{n} เรื่องยังไม่ได้รับคำตอบครั้งแรกภายในกำหนด", "{n} cases had no first answer in time.").format(n=n),
        [DESK, (HANGING, "")], act=_answer_act,
    )  # fmt: skip
    return show(request, listing, rows, filters)


def _answer_act(referral: Any) -> Act:
    label = T("เปิดเรื่อง", "Open the case") if referral.has_account else T("ตอบแทน", "Answer for it")
    return Act(label, referral.get_absolute_url())


@require_safe
def needs_unanswered(request: HttpRequest) -> HttpResponseBase:
    """Open needs for which there is no open offer."""
    permissions.check_secretariat(request.actor)  # type: ignore[attr-defined]
    on = clock.today()
    open_needs = Need.objects.open().order_by().values("area__province_code")
    provinces = Area.objects.filter(code__in=open_needs).order_by("sort_key")
    filters = [
        choice(request, "aim", T("ด้านที่ต้องการ", "Aim"), Aim.choices),
        choice(
            request, "province", T("จังหวัด", "Province"), [(area.code, name_of(area)) for area in provinces]
        ),
    ]
    rows = queries.needs_unanswered(on, aim=filters[0].chosen, province=filters[1].chosen)
    listing = Listing(
        "needs-unanswered", UNANSWERED,
        [
            Col(T("ความต้องการ", "Need"), _need_text, link=lambda n: n.get_absolute_url()),
            Col(T("รหัส", "Code"), "code", "id", only_file=True),
            Col(T("ด้าน", "Aim"), lambda n: n.get_aim_display()),
            Col(T("วิธีที่ต้องการ", "Kind of help wanted"), _means),
            Col(T("พื้นที่", "Place"), lambda n: place_of(n.area)),
            Col(T("แจ้งเมื่อ", "Said on"), "said_on", "date"),
            Col(T("สถานะ", "State"), lambda n: n.get_state_display()),
        ],
        T("มีมาตรการที่เปิดรับสำหรับทุกความต้องการ", "Some open offer answers every need."),
        lambda n: T("{n} เรื่องไม่มีมาตรการที่เปิดรับตรงกับด้าน วิธี และจังหวัดที่ต้องการ",
                    "For {n} needs no open offer serves the aim, the means and the province.").format(n=n),
        [DESK, (UNANSWERED, "")],
        notes=[T("ไม่ได้ดูว่ากลุ่มเข้าเงื่อนไขของมาตรการหรือไม่", "Whether a group meets an offer's conditions is not asked here.")],
        act=lambda n: Act(T("ดูมาตรการที่ใกล้เคียง", "See what comes near"), reverse("matching:need", args=[n.code])),
    )  # fmt: skip
    return show(request, listing, rows, filters)


def _need_text(need: Need) -> str:
    return need.text if len(need.text) <= 120 else f"{need.text[:118]}…"


def _means(need: Need) -> T:
    return joined(*(T.of(Means(code).label) for code in need.means if code in Means.values))


@require_safe
def partners(request: HttpRequest) -> HttpResponseBase:
    """Every body with its numbers; those without an account first can be picked out."""
    permissions.check_secretariat(request.actor)  # type: ignore[attr-defined]
    filters = [choice(request, "account", T("ผู้ใช้งาน", "Account"), [("no", NO_ACCOUNT), ("yes", ACCOUNT)])]
    lines = queries.partner_lines(clock.today(), account=filters[0].chosen)
    listing = Listing(
        "partners", PARTNERS,
        [
            Col(T("หน่วยงาน", "Body"), "name", link=lambda p: reverse("desk:partner", args=[p.body.code])),
            Col(T("รหัส", "Code"), "body.code", "id", only_file=True),
            Col(T("ผู้ใช้งาน", "Account"), _account, tag=_account_tag),
            Col(T("ภารกิจ", "Commitments"), "commitments", "number"),
            Col(T("มาตรการที่เปิดรับ", "Open offers"), "offers", "number"),
            Col(T("ไม่ได้ตรวจ 90 วัน", "Not checked 90 days"), "stale", "number"),
            Col(T("รอคำตอบ", "Waiting"), "waiting", "number"),
            Col(T("เลยกำหนด", "Late"), "overdue", "number"),
            Col(T("กำลังดำเนินการ", "Under way"), "under_way", "number"),
        ],
        T("ไม่มีหน่วยงานตามตัวกรองนี้", "No body matches these filters."),
        lambda n: T("{n} หน่วยงานที่ลงนาม มีภารกิจ หรือมีมาตรการ", "{n} bodies that signed, lead a commitment or offer support.").format(n=n),
        [DESK, (PARTNERS, "")], act=_partner_act,
    )  # fmt: skip
    return show(request, listing, lines, filters)


def _partner_act(line: PartnerLine) -> Act:
    label = T("ดูงาน", "See its desk") if line.has_account else T("ดำเนินการแทน", "Act for it")
    return Act(label, reverse("desk:partner", args=[line.body.code]))


@require_safe
def partner(request: HttpRequest, code: str) -> HttpResponse:
    """A partner's desk as the secretariat sees it: to look, or to act for a body without an account."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_secretariat(actor)
    body = get_object_or_404(Organisation.objects.bodies(), code=code)
    return render(
        request, "desk/partner.html", {"desk": partner_queries.desk(body, actor, clock.today()), "own": False}
    )
