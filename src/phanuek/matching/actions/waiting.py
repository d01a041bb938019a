"""What a group does in a queue, itself, through an officer, or by the link it was sent: join, accept, decline, leave; and what
the clock does when nobody answers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q

from phanuek.agreements.notifications import Sent
from phanuek.consent.models import Purpose
from phanuek.engines.clocks import working_days_after
from phanuek.engines.rules import Status
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching import queries
from phanuek.matching.actions import draws, queue
from phanuek.matching.actions.consenting import ensure_consent
from phanuek.matching.actions.queue import pass_on, place_for, take_place
from phanuek.matching.models import WaitingPlace
from phanuek.matching.queries import draws as draw_queries
from phanuek.matching.states import DrawState, WaitingState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people import links
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import holidays, pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

__all__ = [
    "accept",
    "decline",
    "join",
    "lapse_due",
    "leave",
    "pass_on",
    "place_for",
    "run_clock",
    "take_place",
]


@transaction.atomic
def join(
    *, by: Actor, offer: Offer, enterprise: Enterprise, method: str = "", given_by: str = ""
) -> WaitingPlace:
    """Puts a group at the end of the queue of a full offer, with its consent to wait and to be told. The same group again has
    the place it had. Refused while a place is free for it, or the offer does not fit it."""
    permissions.check_can_enter(by, enterprise)
    row = queue.held(offer)
    there = WaitingPlace.objects.filter(
        offer=row, enterprise=enterprise, state__in=["waiting", "offered"]
    ).first()
    if there is not None:
        return there
    _check_can_wait(row, enterprise)
    ensure_consent(
        by=by,
        enterprise=enterprise,
        recipient=row.provider,
        purpose=Purpose.WAITING,
        method=method,
        given_by=given_by,
    )
    (place,) = queue.append(by=by, offer=row, enterprises=[enterprise])
    queue.pass_on(by=by, offer=row)
    return WaitingPlace.objects.get(pk=place.pk)


def _check_can_wait(offer: Offer, enterprise: Enterprise) -> None:
    if not offer.is_open(clock.today()):
        raise Refused(
            T("มาตรการนี้ไม่ได้เปิดรับในวันนี้ จึงยังไม่มีบัญชีรอ", "This offer is not open today, so nobody waits for it.")
        )
    if not enterprise.active:
        raise Refused(T("กลุ่มนี้เลิกดำเนินการแล้ว", "This group is no longer active."), field="enterprise")
    draw = draw_queries.open_of(offer)
    if draw is not None and (draw.state == DrawState.SEALED or draw.closes_at <= clock.now()):
        raise Refused(
            T("ปิดรายชื่อจับสลากของมาตรการนี้แล้ว และยังไม่ประกาศผล", "The list of this offer's draw is closed and its result not out yet."),
            hint=T("ขึ้นบัญชีรอต่อท้ายได้หลังประกาศผล", "Join the queue behind it once the result is out."),
        )  # fmt: skip
    if draw is not None:
        raise Refused(
            T("มาตรการนี้กำลังจะจับสลาก ผู้ที่ไม่ได้สิทธิจะอยู่ในบัญชีรอตามลำดับที่จับได้",
              "A draw decides here: those who do not win wait in the drawn order."),
            hint=T("เข้าร่วมจับสลากแทนการขึ้นบัญชีรอ", "Enter the draw instead."),
        )  # fmt: skip
    if queue.can_take(offer, enterprise):
        raise Refused(
            T("มาตรการนี้ยังมีที่ว่างให้กลุ่ม ส่งเรื่องได้เลย ไม่ต้องรอ", "There is a place for the group: send it now, no need to wait."),
        )  # fmt: skip
    if queries.answer_of(enterprise=enterprise, offer=offer, on=clock.today()).status == Status.DOES_NOT_FIT:
        raise Refused(
            T("กลุ่มนี้ไม่เข้าเงื่อนไขของมาตรการ จึงไม่ควรเสียเวลารอ", "The group does not fit the offer's conditions, so waiting would be in vain."),
            field="enterprise",
            hint=T("ดูเหตุผลในหน้าหามาตรการของกลุ่ม", "The reasons are on the group's page of offers."),
        )  # fmt: skip


@transaction.atomic
def accept(*, by: Actor, place: WaitingPlace) -> WaitingPlace:
    """Takes the offered place: it stays reserved until the case that is sent takes it over. Refused once the term is over."""
    place = _mine(by, place)
    queue.check_way(place, WaitingState.TAKEN)
    if place.offered_until is not None and place.offered_until <= clock.now():
        raise Refused(
            T(
                "เลยกำหนดตอบแล้ว ที่นี้ส่งต่อให้ลำดับถัดไป",
                "The time to answer is over: the place goes to the next in line.",
            ),
            hint=T("ขึ้นบัญชีรอใหม่ได้ในหน้ามาตรการ", "You can join the list again on the offer's page."),
        )
    return _end(by, place, WaitingState.TAKEN)


@transaction.atomic
def decline(*, by: Actor, place: WaitingPlace) -> WaitingPlace:
    """Lets the offered place go; the next in line has it at once."""
    return _end(by, _mine(by, place), WaitingState.DECLINED)


@transaction.atomic
def leave(*, by: Actor, place: WaitingPlace) -> WaitingPlace:
    """Out of the queue at any time, without a reason; a place that was offered passes on."""
    return _end(by, _mine(by, place), WaitingState.LEFT)


def _mine(by: Actor, place: WaitingPlace) -> WaitingPlace:
    """The row as it stands now, its queue held, after asking whether `by` answers for the group."""
    queue.held(place.offer)
    row = WaitingPlace.objects.select_related("offer__provider", "enterprise__organisation").get(pk=place.pk)
    permissions.check_can_answer_for(by, row)
    return row


def _end(by: Actor, place: WaitingPlace, state: WaitingState, why: str = "") -> WaitingPlace:
    queue.end(by=by, place=place, state=state, why=why)
    for purpose in ("waiting.answer", "waiting.leave"):
        links.revoke(purpose=purpose, about=place.reference)
    if state != WaitingState.TAKEN:
        queue.pass_on(by=by, offer=place.offer)
    return place


# ---- by the clock


# working days that a taken place is kept while no case has been sent for it
CASE_DAYS = 20


def lapse_due(on: date) -> list[WaitingPlace]:
    """Offered places whose term is over, and taken ones for which nobody sent a case, pass to the next in line; each in a
    transaction of its own."""
    offered = Q(state=WaitingState.OFFERED, offered_until__lte=clock.now())
    taken = Q(state=WaitingState.TAKEN, ended_at__lte=clock.now() - timedelta(days=CASE_DAYS))
    due = (
        WaitingPlace.objects.filter(offered | taken).order_by("offer", "number").values_list("pk", flat=True)
    )
    return [place for pk in due if (place := _lapse(pk))]


@transaction.atomic
def _lapse(pk: int) -> WaitingPlace | None:
    place = WaitingPlace.objects.select_related("offer__provider", "enterprise__organisation").get(pk=pk)
    queue.held(place.offer)
    place.refresh_from_db(fields=["state", "offered_until", "ended_at"])
    if place.state == WaitingState.OFFERED and place.offered_until and place.offered_until <= clock.now():
        return _end(queue.QUEUE, place, WaitingState.LAPSED)
    if (
        place.state == WaitingState.TAKEN
        and queue.place_for(place.offer, place.enterprise) == place.reference
    ):
        last = working_days_after(_day(place.ended_at), CASE_DAYS, holidays()) if place.ended_at else None
        if last is not None and last < clock.today():
            return _end(queue.QUEUE, place, WaitingState.LAPSED, why="not_used")
    return None


def _day(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(pack().timezone)).date()


def run_clock(on: date) -> list[Sent]:
    """Lists whose moment has come are sealed, unanswered places lapse, free places pass on. Twice on a day does nothing more."""
    done = [Sent("draw.sealed", draw.code, draw.entries.count()) for draw in draws.seal_due(by=queue.QUEUE)]
    done += [Sent("waiting.lapsed", place.code, 1) for place in lapse_due(on)]
    waiting = WaitingPlace.objects.filter(state=WaitingState.WAITING).values("offer").distinct()
    for offer in Offer.objects.filter(pk__in=waiting).order_by("pk"):
        done += [
            Sent("waiting.offered", place.code, 1) for place in queue.pass_on(by=queue.QUEUE, offer=offer)
        ]
    return done
