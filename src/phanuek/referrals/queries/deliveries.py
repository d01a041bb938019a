"""What both sides say about each delivery, and how often they disagree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import why_not
from phanuek.referrals import permissions
from phanuek.referrals.models import Attendance, Delivery, Referral, Session
from phanuek.referrals.queries.papers import Paper, paper
from phanuek.referrals.queries.step import Step
from phanuek.referrals.states import Completeness, ReceivedAnswer
from phanuek.ui.words import T

# the other side says no to what one side recorded
DISPUTED = Q(confirmed_by=None) & (Q(received=ReceivedAnswer.NO) | Q(denied=True))
IN_PART = Q(confirmed_by=None, denied=False, received=ReceivedAnswer.PART)
CONFIRMED = Q(confirmed_by__isnull=False)


class Word(StrEnum):
    """Where a delivery stands between the two sides; each is counted apart."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    IN_PART = "in_part"
    DISPUTED = "disputed"


WORDS: dict[Word, tuple[str, T]] = {
    Word.CONFIRMED: ("ok", T("ยืนยันการได้รับแล้ว", "receipt confirmed")),
    Word.WAITING: ("wait", T("รอยืนยันการได้รับ", "receipt not confirmed")),
    Word.IN_PART: ("warn", T("ผู้รับบอกว่าได้รับบางส่วน", "the receiver says: in part")),
    Word.DISPUTED: ("danger", T("สองฝ่ายบอกไม่ตรงกัน", "the two sides disagree")),
}


def word_of(delivery: Delivery) -> Word:
    if delivery.confirmed_by_id is not None:
        return Word.CONFIRMED
    if delivery.denied or delivery.received == ReceivedAnswer.NO:
        return Word.DISPUTED
    if delivery.received == ReceivedAnswer.PART:
        return Word.IN_PART
    return Word.WAITING


def of_cases(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries in the cases that the actor may see."""
    return Delivery.objects.filter(referral__in=Referral.objects.visible_to(actor))


def disputed(actor: Actor) -> QuerySet[Delivery]:
    """Officially given, and the other side says no: newest first, for whoever should settle it."""
    rows = of_cases(actor).filter(DISPUTED)
    return rows.select_related("referral__enterprise", "referral__offer", "referral__provider").order_by(
        "-answered_at", "-pk"
    )


@dataclass(frozen=True)
class Tally:
    """Deliveries by what both sides say; the four numbers are never added to one figure of "delivered"."""

    confirmed: int
    waiting: int
    in_part: int
    disputed: int

    @property
    def recorded(self) -> int:
        return self.confirmed + self.waiting + self.in_part + self.disputed


def tally(rows: QuerySet[Delivery]) -> Tally:
    """One query."""
    found = rows.aggregate(
        every=Count("pk"),
        confirmed=Count("pk", filter=CONFIRMED),
        in_part=Count("pk", filter=IN_PART),
        disputed=Count("pk", filter=DISPUTED),
    )
    waiting = found["every"] - found["confirmed"] - found["in_part"] - found["disputed"]
    return Tally(found["confirmed"], waiting, found["in_part"], found["disputed"])


@dataclass(frozen=True)
class Remaining:
    """What is still to come after deliveries in parts."""

    more_follows: bool
    baht: Decimal | None  # None: nothing was asked for in baht, so it cannot be told


def remaining(referral: Referral, deliveries: Sequence[Delivery]) -> Remaining:
    """From the newest word of the provider, and the amount asked for less what was given and stayed."""
    own = [one for one in deliveries if not one.reported_by_receiver or one.confirmed_by_id is not None]
    last = max(own, key=lambda one: (one.delivered_on, one.pk), default=None)
    follows = last is not None and last.completeness == Completeness.PART
    if referral.requested_baht is None:
        return Remaining(follows, None)
    given = sum(
        ((one.amount_baht or Decimal(0)) - (one.returned_baht or Decimal(0)) for one in own), Decimal(0)
    )
    return Remaining(follows, max(referral.requested_baht - given, Decimal(0)))


def received_baht(referral: Referral) -> Decimal:
    """What was given under the case and did not come back; not yet confirmed ones counted in."""
    rows = referral.deliveries.filter(Q(reported_by_receiver=False) | CONFIRMED)
    found = rows.aggregate(given=Sum("amount_baht"), back=Sum("returned_baht"))
    return (found["given"] or Decimal(0)) - (found["back"] or Decimal(0))


@dataclass(frozen=True)
class Line:
    """A delivery as the case shows it, with what this reader may do to it."""

    delivery: Delivery
    files: Sequence[Paper]
    answer: Step
    give_back: Step
    ask: Step
    word: Word

    @property
    def tag(self) -> str:
        return WORDS[self.word][0]

    @property
    def said(self) -> T:
        return WORDS[self.word][1]

    @property
    def attendance(self) -> list[Attendance]:
        return list(self.delivery.attendance.all())

    @property
    def attended(self) -> int:
        return sum(person.attended for person in self.attendance)

    @property
    def sessions(self) -> list[Session]:
        return list(self.delivery.sessions.all())

    @property
    def hours(self) -> Decimal:
        return sum((session.hours or Decimal(0) for session in self.sessions), Decimal(0))


def lines(referral: Referral, actor: Actor, acting: Actor) -> list[Line]:
    """`acting` is the actor as the provider's side, where they may be."""
    return [_line(referral, one, actor, acting) for one in referral.deliveries.all()]


def _line(referral: Referral, one: Delivery, actor: Actor, acting: Actor) -> Line:
    def step(name: str, label: T, barred: T | None) -> Step:
        return Step(name, label, reverse(f"referrals:{name}", args=[referral.code, one.code]), barred)

    done = None if one.confirmed_by_id is None else T("ยืนยันแล้ว", "Confirmed already")
    asked = done or why_not(permissions.check_can_send_link, actor, referral)
    body = referral.provider_id if one.reported_by_receiver else referral.enterprise.organisation_id
    if one.reported_by_receiver or not referral.enterprise.contact_email or actor.acts_for(body):
        asked = asked or T("ไม่มีที่อยู่อีเมล", "No address is known")
    answering = acting if one.reported_by_receiver else actor
    return Line(
        delivery=one,
        files=[paper(referral, row, actor) for row in one.files.all()],
        answer=step("confirm_delivery", T("ยืนยันว่าได้รับแล้ว", "Confirm the receipt"),
                    done or why_not(permissions.check_can_confirm_delivery, answering, referral, one)),
        give_back=step("return_delivery", T("บันทึกการคืน", "Record a return"), why_not(permissions.check_can_return, acting, referral)),
        ask=step("ask_receipt", T("ส่งลิงก์ถามกลุ่มทางอีเมล", "Ask the group by a link"), asked),
        word=word_of(one),
    )  # fmt: skip
