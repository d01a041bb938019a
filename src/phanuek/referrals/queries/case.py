"""A case as a page shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch
from django.urls import reverse

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import why_not
from phanuek.referrals import permissions
from phanuek.referrals.models import Attendance, Delivery, Letter, Referral
from phanuek.referrals.states import (
    WAITING_FOR_PROVIDER,
    ReferralState,
)
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

S = ReferralState
TAGS = {S.SENT: "wait", S.MORE_ASKED: "warn", S.ACCEPTED: "info", S.REFUSED: "not", S.DELIVERED: "ok", S.CLOSED: "plain",
        S.WITHDRAWN: "plain", S.APPEALED: "warn", S.TRANSFER_ASKED: "warn", S.TRANSFERRED: "plain"}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One act on a case: whether this person may do it now, and if not, why."""

    name: str
    label: T
    url: str
    why_not: T | None
    primary: bool = False
    danger: bool = False

    @property
    def may(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class DeliveryLine:
    """A delivery with the receiving side's way to confirm it."""

    delivery: Delivery
    confirm: Step

    @property
    def attendance(self) -> list[Attendance]:
        return list(self.delivery.attendance.all())

    @property
    def attended(self) -> int:
        return sum(person.attended for person in self.attendance)


@dataclass(frozen=True)
class Case:
    """Everything the case page needs of this room."""

    referral: Referral
    letters: Sequence[Letter]
    deliveries: Sequence[DeliveryLine]
    actions: Sequence[Step]
    steps: Sequence[dict[str, object]]
    on_behalf: bool
    consent_in_force: bool
    contact: Step
    today: date

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
            "need", "consent__recipient", "assessment", "province",
        )
        .prefetch_related(
            Prefetch("letters", Letter.objects.select_related("organisation")),
            Prefetch("deliveries", Delivery.objects.select_related("evidence", "recorded_by", "confirmed_by")),
            "deliveries__attendance",
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
        deliveries=[_delivery_line(referral, delivery, actor) for delivery in referral.deliveries.all()],
        actions=_actions(referral, actor, acting, barred),
        steps=progress(referral),
        on_behalf=acting.on_behalf_of_id is not None,
        consent_in_force=in_force,
        contact=Step(
            "contact", T("ดูข้อมูลติดต่อของกลุ่ม", "Show the group's contact details"),
            reverse("referrals:contact", args=[referral.code]), why_not(permissions.check_can_see_contact, actor, referral),
        ),
        today=today,
    )  # fmt: skip


def _delivery_line(referral: Referral, delivery: Delivery, actor: Actor) -> DeliveryLine:
    return DeliveryLine(
        delivery,
        Step(
            "confirm", T("ยืนยันว่าได้รับแล้ว", "Confirm the receipt"),
            reverse("referrals:confirm_delivery", args=[referral.code, delivery.code]),
            why_not(permissions.check_can_confirm_delivery, actor, referral, delivery),
        ),
    )  # fmt: skip


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
        ("close", T("ปิดเรื่อง", "Close the case"), permissions.check_can_close, True, ""),
        ("note", T("เพิ่มบันทึก", "Add a note"), permissions.check_can_note, False, ""),
        ("withdraw", T("ถอนเรื่อง", "Withdraw"), permissions.check_can_withdraw, False, "danger"),
    ]
    steps = []
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


def progress(referral: Referral, accepted_on: datetime | None = None) -> list[dict[str, object]]:
    """Where the case stands, for the steps component. `accepted_on` as the timeline tells; without it, the first
    answer where that was the acceptance (lists load the letters beforehand)."""
    state = S(referral.state)
    delivered = min((delivery.delivered_on for delivery in referral.deliveries.all()), default=None)
    accepted = state in (S.ACCEPTED, S.DELIVERED) or (
        state == S.CLOSED and referral.first_answer_at is not None
    )
    answered: dict[str, object] = {
        "label": T("หน่วยงานตอบกลับครั้งแรก", "First answer of the provider"), "at": referral.first_answer_at,
        "note": "" if referral.first_answer_at else _due(referral), "state": "done" if referral.first_answer_at else "now",
    }  # fmt: skip
    steps = [{"label": T("ส่งเรื่อง", "Sent"), "state": "done", "at": referral.sent_at, "note": ""}, answered]
    if state in (S.REFUSED, S.WITHDRAWN):
        if referral.first_answer_at is None:
            steps.pop()
        reason = referral.get_refusal_reason_display() if state == S.REFUSED else ""
        return [
            *steps,
            {"label": T.of(state.label), "state": "stopped", "at": referral.closed_at, "note": reason},
        ]
    waiting = accepted or state == S.MORE_ASKED or referral.first_answer_at is not None
    steps.append({
        "label": T("รับเรื่อง", "Accepted"), "at": (accepted_on or _at_once(referral)) if accepted else None, "note": T.of(state.label) if state == S.MORE_ASKED else "",
        "state": "done" if accepted else "now" if waiting else "next",
    })  # fmt: skip
    given = (
        "done" if delivered else "now" if state == S.ACCEPTED else "stopped" if state == S.CLOSED else "next"
    )
    steps.append(
        {"label": T("ให้การสนับสนุน", "Support delivered"), "state": given, "at": delivered, "note": ""}
    )
    end = "done" if state == S.CLOSED else "now" if state == S.DELIVERED else "next"
    steps.append({"label": T("ปิดเรื่อง", "Closed"), "state": end, "at": referral.closed_at, "note": ""})
    return steps


def _at_once(referral: Referral) -> datetime | None:
    """The first answer was the acceptance, where the provider never asked for more."""
    asked = any(letter.kind == Letter.Kind.QUESTION for letter in referral.letters.all())
    return None if asked else referral.first_answer_at


def _due(referral: Referral) -> T:
    day = referral.first_answer_due
    return T("ครบกำหนด {day} (นับวันทำการ จันทร์-ศุกร์)", "due {day} (working days, Monday to Friday)").format(
        day=T(pack().format_date(day, "th", "short"), pack().format_date(day, "en", "short"))
    )


def days_left(referral: Referral, on: date) -> int:
    """Calendar days until the first answer is due; negative when it is late."""
    return (referral.first_answer_due - on).days
