"""A case as a page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import why_not
from phanuek.referrals import permissions
from phanuek.referrals.models import Appeal, Delivery, Letter, Referral
from phanuek.referrals.queries import deliveries, links, papers
from phanuek.referrals.queries.deliveries import Line, Remaining
from phanuek.referrals.queries.links import Links
from phanuek.referrals.queries.papers import Papers
from phanuek.referrals.queries.progress import progress
from phanuek.referrals.queries.step import Step
from phanuek.referrals.queries.turn import Turn, all_confirmed, day_words, turn, what_can_still_be_done
from phanuek.referrals.states import (
    OPEN_STATES,
    WAITING_FOR_PROVIDER,
    ReferralState,
)
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

S = ReferralState
TAGS = {S.SENT: "wait", S.MORE_ASKED: "warn", S.ACCEPTED: "info", S.REFUSED: "not", S.DELIVERED: "ok", S.CLOSED: "plain",
        S.WITHDRAWN: "plain", S.APPEALED: "warn", S.TRANSFER_ASKED: "warn", S.TRANSFERRED: "plain"}  # fmt: skip


@dataclass(frozen=True)
class Following:
    """A case that came after this one; `open`: whether this reader sees it."""

    case: Referral
    open: bool


@dataclass(frozen=True)
class Case:
    """Everything the case page needs of this room."""

    referral: Referral
    letters: Sequence[Letter]
    deliveries: Sequence[Line]
    remaining: Remaining
    papers: Papers
    links: Links
    actions: Sequence[Step]
    steps: Sequence[dict[str, object]]
    on_behalf: bool
    consent_in_force: bool
    contact: Step
    today: date
    appeals: Sequence[Appeal] = ()
    following: Sequence[Following] = ()
    shows_previous: bool = False
    wish: Step | None = None

    @property
    def code(self) -> str:
        return self.referral.code

    @property
    def state(self) -> ReferralState:
        return ReferralState(self.referral.state)

    @property
    def state_tag(self) -> str:
        return TAGS[self.state]

    @property
    def possible(self) -> list[Step]:
        return [step for step in self.actions if step.may]

    @property
    def barred(self) -> list[Step]:
        """What this person cannot do now, each with its reason."""
        return [step for step in self.actions if not step.may]

    @property
    def turn(self) -> Turn | None:
        """Whose turn it is; None when the case is over."""
        return turn(self.referral, confirmed=all_confirmed(self.referral))

    @property
    def is_late(self) -> bool:
        return self.turn is not None and self.turn.is_late(self.today)

    @property
    def is_refused(self) -> bool:
        return self.state in (S.REFUSED, S.APPEALED)

    @property
    def still_possible(self) -> T:
        """Of a case that is over."""
        return what_can_still_be_done(self.referral)

    @property
    def closing(self) -> str:
        """Why it was closed, in words; empty while it is not, and for cases closed before reasons were kept."""
        return self.referral.get_closing_reason_display() if self.referral.closing_reason else ""

    @property
    def answer_overdue(self) -> bool:
        return is_overdue(self.referral, self.today)


def is_overdue(referral: Referral, on: date) -> bool:
    """Still without a first answer after the day on which it was due."""
    return (
        referral.first_answer_at is None
        and referral.state in WAITING_FOR_PROVIDER
        and referral.first_answer_due < on
    )


def case(code: str, actor: Actor) -> Case | None:
    """The case with what the actor may do; None when it is out of their sight."""
    referral = (
        Referral.objects.visible_to(actor)
        .select_related(
            "enterprise__subdistrict__parent__parent", "enterprise__organisation", "offer", "provider", "sender",
            "commitment__agreement",
            "need", "consent__recipient", "assessment", "province", "alternative__provider", "transfer_to__provider", "previous",
        )
        .prefetch_related(
            Prefetch("letters", Letter.objects.select_related("organisation")),
            Prefetch("deliveries", Delivery.objects.select_related("recorded_by", "confirmed_by", "answered_by")),
            "deliveries__attendance", "deliveries__sessions", "deliveries__files__attachment",
        )
        .filter(code=code)
        .first()
    )  # fmt: skip
    return _case(referral, actor) if referral else None


def _case(referral: Referral, actor: Actor) -> Case:
    today = clock.today()
    acting, barred = _as_provider(actor, referral)
    consent = referral.consent
    in_force = (
        consent.given_on <= today
        and consent.revoked_on is None
        and (consent.expires_on is None or consent.expires_on > today)
    )
    return Case(
        referral=referral,
        letters=list(referral.letters.all()),
        deliveries=deliveries.lines(referral, actor, acting),
        remaining=deliveries.remaining(referral, referral.deliveries.all()),
        papers=papers.of_case(referral, actor),
        links=links.of_case(referral, actor),
        actions=_actions(referral, actor, acting, barred),
        steps=progress(referral),
        on_behalf=acting.on_behalf_of_id is not None,
        consent_in_force=in_force,
        contact=Step(
            "contact", T("ดูข้อมูลติดต่อของกลุ่ม", "Show the group's contact details"),
            reverse("referrals:contact", args=[referral.code]), why_not(permissions.check_can_see_contact, actor, referral),
        ),
        today=today,
        appeals=_appeals(referral),
        following=_following(referral, actor),
        shows_previous=referral.previous is not None and _knows_both(actor, referral, referral.previous),
        wish=_wish(referral, actor),
    )  # fmt: skip


def _appeals(referral: Referral) -> list[Appeal]:
    """Asked of cases that were refused alone."""
    if not referral.refusal_reason:
        return []
    return list(referral.appeals.select_related("organisation", "decided_by_body"))


def _following(referral: Referral, actor: Actor) -> list[Following]:
    """Asked of cases that are over alone."""
    if referral.state in OPEN_STATES:
        return []
    rows = referral.next.select_related("offer", "provider")
    return [Following(one, _knows_both(actor, referral, one)) for one in rows]


def _knows_both(actor: Actor, referral: Referral, other: Referral) -> bool:
    """A body that has one of two cases does not see the other; the group, its officers and the secretariat see both."""
    return (
        actor.sees_all
        or permissions.is_receiving_side(actor, referral)
        or actor.acts_for(referral.sender_id)
        or actor.acts_for(other.provider_id)
    )


def _wish(referral: Referral, actor: Actor) -> Step | None:
    """The button of a suggested offer: an officer sends it there, the group asks its officer to."""
    if referral.alternative is None or referral.state != S.REFUSED:
        return None
    if why_not(permissions.check_can_apply_again, actor, referral) is None:
        url = f"{reverse('referrals:again', args=[referral.code])}?offer={referral.alternative.code}"
        return Step("again", T("ส่งเรื่องไปที่นั่นแทน", "Send it there instead"), url, None, primary=True)
    barred = why_not(permissions.check_can_wish, actor, referral)
    url = reverse("referrals:wish", args=[referral.code])
    label = T("ขอให้เจ้าหน้าที่ส่งไปที่นั่นแทน", "Ask for it to be sent there instead")
    return Step("wish", label, url, barred, primary=True) if barred is None else None


def _as_provider(actor: Actor, referral: Referral) -> tuple[Actor, T | None]:
    """The actor as the provider's side, and why that is not possible."""
    try:
        return permissions.as_provider(actor, referral), None
    except NotAllowed as refusal:
        return actor, refusal.reason


def _actions(referral: Referral, actor: Actor, acting: Actor, barred: T | None) -> list[Step]:
    table: list[tuple[str, T, Callable[..., None], bool, str]] = [
        ("accept", T("รับเรื่อง", "Accept"), permissions.check_can_accept, True, "primary"),
        ("ask", T("ขอข้อมูลเพิ่ม", "Ask for more"), permissions.check_can_ask_more, True, ""),
        ("refuse", T("ไม่รับเรื่อง", "Refuse"), permissions.check_can_refuse, True, "danger"),
        (
            "give",
            T("ให้ข้อมูลที่หน่วยงานขอ", "Give what was asked"),
            permissions.check_can_give_more,
            False,
            "primary",
        ),
        (
            "deliver",
            T("บันทึกการให้การสนับสนุน", "Record a delivery"),
            permissions.check_can_deliver,
            True,
            "primary",
        ),
        (
            "report_receipt",
            T("แจ้งว่าได้รับการสนับสนุนแล้ว", "Say that support came"),
            permissions.check_can_report_receipt,
            False,
            "",
        ),
        ("close", T("ปิดเรื่อง", "Close the case"), permissions.check_can_close, True, ""),
        ("note", T("เพิ่มบันทึก", "Add a note"), permissions.check_can_note, False, ""),
        ("withdraw", T("ถอนเรื่อง", "Withdraw"), permissions.check_can_withdraw, False, "danger"),
    ]
    steps = _later(referral, actor, acting)
    for name, label, check, for_provider, look in table:
        reason = why_not(check, acting if for_provider else actor, referral)
        if for_provider and barred is not None and reason is not None:
            reason = barred
        steps.append(
            Step(
                name,
                label,
                reverse(f"referrals:{name}", args=[referral.code]),
                reason,
                look == "primary",
                look == "danger",
            )
        )
    return steps


def _later(referral: Referral, actor: Actor, acting: Actor) -> list[Step]:
    """What may follow an answer, each only where the case stands there."""
    table: list[tuple[str, T, Callable[..., None], Actor, str]] = [
        ("transfer", T("โอนเรื่องไปมาตรการอื่น", "Pass it to another offer"), permissions.check_can_transfer, acting, ""),
        ("answer_transfer", T("ตอบข้อเสนอโอนเรื่อง", "Answer the proposed transfer"), permissions.check_can_answer_transfer, actor, "primary"),
        ("answer_appeal", T("ตอบคำขอทบทวน", "Answer the appeal"), _check_answer_appeal, acting, "primary"),
        ("appeal", T("ขอทบทวนผล", "Appeal"), _check_appeal, actor, ""),
        ("again", T("ยื่นใหม่โดยใช้ข้อมูลเดิม", "Apply again with what was typed"), permissions.check_can_apply_again, actor, ""),
        ("reopen", T("เปิดเรื่องอีกครั้ง", "Reopen"), permissions.check_can_reopen, actor, ""),
    ]  # fmt: skip
    steps = []
    for name, label, check, by, look in table:
        try:
            check(by, referral)
            reason = None
        except permissions.NotInState:
            continue
        except NotAllowed as refusal:
            reason = refusal.reason
        url = reverse(f"referrals:{name}", args=[referral.code])
        steps.append(Step(name, label, url, reason, look == "primary", False))
    return steps


def _check_answer_appeal(by: Actor, referral: Referral) -> None:
    permissions.check_can_answer_appeal(by, referral, referral.waiting_appeal)


def _check_appeal(by: Actor, referral: Referral) -> None:
    """On the page, a term that is over is told beforehand."""
    permissions.check_can_appeal(by, referral)
    if referral.appeal_until is None:
        raise NotAllowed(T("ผลนี้ทบทวนแล้ว จึงขอทบทวนซ้ำไม่ได้", "This refusal was looked at anew already."))
    if referral.appeal_until < clock.today():
        raise NotAllowed(
            T(
                "พ้นกำหนดขอทบทวนแล้ว (ขอได้ถึงวันที่ {day})", "The term for appeals is over (it ended on {day})."
            ).format(day=day_words(referral.appeal_until))
        )


def days_left(referral: Referral, on: date) -> int:
    """Calendar days until the first answer is due; negative when it is late."""
    return (referral.first_answer_due - on).days
