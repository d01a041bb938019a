"""The queue of a full offer as it moves: who is next, what is kept for whom, and for how long.

Two rules hold it together. A place that is free while somebody waits is reserved for the next in line in the transaction that
freed it (`pass_on`). And whoever takes a place for a case asks here (`take_place`), where those who wait come first.
"""

from collections.abc import Sequence
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max

from phanuek.consent import queries as consents
from phanuek.consent.models import Purpose
from phanuek.engines.clocks import working_days_after
from phanuek.matching import notifications
from phanuek.matching.models import Application, Draw, DrawEntry, WaitingPlace
from phanuek.matching.states import WAITING_TRANSITIONS, RoundState, WaitingState
from phanuek.offers import actions as offers
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Holding, Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.country import holidays, pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

# what follows from an answer is the platform's own act: a group moves no ledger
QUEUE = Actor.system("บัญชีรอ / waiting list")


def free(offer: Offer) -> int | None:
    """Places nobody holds, read anew; None where the offer counts none."""
    return offer_queries.places_left(Offer.objects.get(pk=offer.pk))


def held(offer: Offer) -> Offer:
    """The offer's row, held: queues of one offer move one at a time."""
    return Offer.objects.select_for_update(of=("self",)).select_related("provider").get(pk=offer.pk)


@transaction.atomic
def append(
    *, by: Actor, offer: Offer, enterprises: Sequence[Enterprise], draw: Draw | None = None
) -> list[WaitingPlace]:
    """The groups at the end of the queue, in this order; who waits already keeps the place it has. Whether they may is asked by the
    verb that calls."""
    row = held(offer)
    waiting = [WaitingState.WAITING, WaitingState.OFFERED]
    there = set(
        WaitingPlace.objects.filter(offer=row, state__in=waiting).values_list("enterprise", flat=True)
    )
    number = WaitingPlace.objects.filter(offer=row).aggregate(last=Max("number"))["last"] or 0
    wanted = [one for one in enterprises if one.pk not in there]
    made = WaitingPlace.objects.bulk_create(
        WaitingPlace(
            code=new_code("w"), offer=row, enterprise=one, number=number + step, draw=draw, joined_at=clock.now(),
            added_by_id=by.acting_id,
        )
        for step, one in enumerate(wanted, start=1)
    )  # fmt: skip
    timeline.record_many(
        [timeline.Entry("waiting.joined", subject, {"waiting": place.code, "offer": row.code, "number": place.number})
         for place in made for subject in (place, place.enterprise)],
        by=by,
    )  # fmt: skip
    for place in made:
        notifications.waiting.joined(by=by, place=place)
    return made


@transaction.atomic
def pass_on(*, by: Actor, offer: Offer) -> list[WaitingPlace]:
    """Every free place is kept for the next in line, and each is told. Called after a place was given back, in the same
    transaction, and by the clock. Nothing moves while the offer is not open.

    Who no longer consents to waiting, or is no longer active, is left out and told so.
    """
    row = held(offer)
    if row.capacity is None or not row.is_open(clock.today()):
        return []
    passed: list[WaitingPlace] = []
    left = free(row) or 0
    while left > 0:
        place = _next(row)
        if place is None:
            break
        if not _may_stay(place):
            end(by=QUEUE, place=place, state=WaitingState.LEFT, why="no_consent")
            continue
        offers.take_place(by=QUEUE, offer=row, reference=place.reference)
        place.state, place.offered_at, place.offered_until = WaitingState.OFFERED, clock.now(), term_of(row)
        place.save(update_fields=["state", "offered_at", "offered_until"])
        facts = {"waiting": place.code, "until": place.offered_until.isoformat()}
        timeline.record("waiting.offered", about=place, by=QUEUE, also=[place.enterprise, row], facts=facts)
        notifications.waiting.offered(by=QUEUE, place=place)
        passed.append(place)
        left -= 1
    return passed


def _next(offer: Offer) -> WaitingPlace | None:
    rows = WaitingPlace.objects.filter(offer=offer, state=WaitingState.WAITING)
    return rows.select_related("enterprise__organisation", "offer__provider").order_by("number").first()


def _may_stay(place: WaitingPlace) -> bool:
    """A place from a draw rests on the consent to take part in it, one of the queue on the consent to wait."""
    if not place.enterprise.active:
        return False
    purpose = Purpose.ROUND if place.draw_id else Purpose.WAITING
    return consents.valid_for(place.enterprise, place.offer.provider, clock.today(), purpose) is not None


def term_of(offer: Offer) -> datetime:
    """Until when one has time to answer: the end of the last working day of the offer's term."""
    last = working_days_after(clock.today(), offer.waiting_days, holidays())
    return datetime.combine(last, time(23, 59, 59), ZoneInfo(pack().timezone))


def end(*, by: Actor, place: WaitingPlace, state: WaitingState, why: str = "") -> WaitingPlace:
    """Takes a place out of the queue; what was kept for it is free. Called with the offer held; the caller passes on."""
    check_way(place, state)
    kept = place.state in (WaitingState.OFFERED, WaitingState.TAKEN)
    place.state, place.ended_at = state, clock.now()
    place.save(update_fields=["state", "ended_at"])
    if kept and state != WaitingState.TAKEN:
        offers.give_back_place(by=QUEUE, offer=place.offer, reference=place.reference)
    facts = {"waiting": place.code, "why": why}
    timeline.record(
        f"waiting.{state.value}", about=place, by=by, also=[place.enterprise, place.offer], facts=facts
    )
    notifications.waiting.ended(by=by, place=place, why=why)
    return place


def check_way(place: WaitingPlace, to: WaitingState) -> None:
    state = WaitingState(place.state)
    if to not in WAITING_TRANSITIONS[state]:
        raise Refused(
            T("ลำดับรอนี้อยู่ในสถานะ “{s}” แล้ว จึงทำขั้นนี้ไม่ได้", "This place in the queue is “{s}” already, so this step cannot be taken.")
            .format(s=T.of(state.label)),
        )  # fmt: skip


# ---- for those who run cases


def place_for(offer: Offer, enterprise: Enterprise) -> str | None:
    """The reference under which a place of the offer is kept for the group: taken or offered in the queue, won in a draw that
    still counts, or given in a published round. None when nothing is kept for it."""
    wanted = [WaitingState.TAKEN, WaitingState.OFFERED]
    waiting = WaitingPlace.objects.filter(offer=offer, enterprise=enterprise, state__in=wanted).order_by(
        "-pk"
    )
    entries = DrawEntry.objects.filter(
        draw__offer=offer, enterprise=enterprise, place__isnull=False
    ).select_related("draw")
    found = [place.reference for place in waiting] + [
        f"draw:{entry.draw.code}:{entry.ticket}" for entry in entries
    ]
    allotted = Application.objects.filter(
        offer=offer, enterprise=enterprise, round__state=RoundState.PUBLISHED, allocation__units__gt=0
    )
    found += [f"allocation:{application.code}" for application in allotted]
    kept = Holding.objects.filter(offer=offer, reference__in=found, reserved__gt=0).values_list(
        "reference", flat=True
    )
    return next((reference for reference in found if reference in set(kept)), None)


def can_take(offer: Offer, enterprise: Enterprise) -> bool:
    """Whether a case of the group would find a place now: one is kept for it, or one is free that nobody waits for."""
    if offer.capacity is None or place_for(offer, enterprise) is not None:
        return True
    waiting = WaitingPlace.objects.filter(offer=offer, state=WaitingState.WAITING).exists()
    return not waiting and bool(free(offer))


@transaction.atomic
def take_place(
    *, by: Actor, offer: Offer, enterprise: Enterprise, reference: str, baht: Decimal | None = None
) -> Holding:
    """A place for the case named by `reference`: the one kept for its group if there is one, else a free one with its baht, after
    those who wait. Refused when none is left for it."""
    row = held(offer)
    kept = place_for(row, enterprise)
    if kept is None:
        pass_on(by=by, offer=row)
        kept = place_for(row, enterprise)
    if kept is None:
        return offers.take_place(by=by, offer=row, reference=reference, baht=baht)
    offered = WaitingPlace.objects.filter(
        offer=row, enterprise=enterprise, state=WaitingState.OFFERED
    ).first()
    if offered is not None and offered.reference == kept:
        end(by=by, place=offered, state=WaitingState.TAKEN)
    holding = offers.hand_over_place(by=by, offer=row, reference=kept, to=reference)
    return holding or offers.take_place(by=by, offer=row, reference=reference)


@transaction.atomic
def give_back_place(*, by: Actor, offer: Offer, reference: str) -> Holding | None:
    """Gives a case's place back and keeps it for the next in line, in one transaction."""
    row = held(offer)
    holding = offers.give_back_place(by=by, offer=row, reference=reference)
    pass_on(by=by, offer=row)
    return holding
