"""Reads of offers: lists, window, places, what needs checking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Q, QuerySet, Value, When

from phanuek.engines.freshness import Freshness, Stage
from phanuek.offers.models import Availability, Offer
from phanuek.offers.models.offer import hidden_on
from phanuek.offers.queries.capacity import with_places
from phanuek.offers.queries.freshness import day_words
from phanuek.offers.states import WindowState
from phanuek.ui import clock
from phanuek.ui.words import T


@dataclass(frozen=True)
class Window:
    """Whether an offer takes applications on a day, in words."""

    state: WindowState
    note: T

    @property
    def label(self) -> T:
        return WindowState(self.state).label  # type: ignore[return-value]

    @property
    def tag(self) -> str:
        return self.state.tag


def window(offer: Offer, on: date | None = None) -> Window:
    """What provider or source says first, then the dates, then whether anybody checked it. As `window_state`."""
    day = on or clock.today()
    said = T(offer.availability_note_th, offer.availability_note_en or offer.availability_note_th)
    if not offer.published:
        return Window(
            WindowState.UNPUBLISHED,
            T("เห็นเฉพาะหน่วยงานและฝ่ายเลขานุการ", "Seen by its body and the secretariat"),
        )
    if offer.availability == Availability.CLOSED:
        return Window(WindowState.CLOSED, said or _closed_on(offer, day))
    if offer.closes_on is not None and offer.closes_on < day:
        return Window(WindowState.CLOSED, _closed_on(offer, day))
    if offer.budget_out_on is not None and offer.budget_out_on <= day:
        out = T("งบประมาณหมดเมื่อ {d}", "Its money was used up on {d}").format(d=day_words(offer.budget_out_on))
        return Window(WindowState.CLOSED, out)
    if offer.availability == Availability.UNKNOWN:
        asks = T("โปรดสอบถามหน่วยงานก่อนยื่น", "Ask the body before applying")
        return Window(WindowState.NOT_CONFIRMED, said or asks)
    if offer.opens_on is not None and offer.opens_on > day:
        return Window(
            WindowState.NOT_YET_OPEN, T("เปิดรับวันที่ {d}", "Opens on {d}").format(d=day_words(offer.opens_on))
        )
    fresh = offer.freshness(day)
    if fresh.stage == Stage.HIDDEN:
        return Window(WindowState.UNCHECKED, _unchecked(fresh))
    if offer.closes_on is not None:
        return Window(WindowState.OPEN, T("รับถึงวันที่ {d}", "Until {d}").format(d=day_words(offer.closes_on)))
    return Window(WindowState.OPEN, T("ไม่ได้ระบุวันปิดรับ", "No closing day is stated"))


def _unchecked(fresh: Freshness) -> T:
    return T("ไม่มีผู้ตรวจสอบตั้งแต่ {d}", "Nobody has checked it since {d}").format(d=day_words(fresh.known_on))


def window_state(on: date) -> Case:
    """As `window`, for the database to count and to sort by."""
    closed = Q(availability=Availability.CLOSED) | Q(closes_on__lt=on) | Q(budget_out_on__lte=on)
    return Case(
        When(published=False, then=Value(WindowState.UNPUBLISHED.value)),
        When(closed, then=Value(WindowState.CLOSED.value)),
        When(availability=Availability.UNKNOWN, then=Value(WindowState.NOT_CONFIRMED.value)),
        When(opens_on__gt=on, then=Value(WindowState.NOT_YET_OPEN.value)),
        When(hidden_on(on), then=Value(WindowState.UNCHECKED.value)),
        default=Value(WindowState.OPEN.value),
        output_field=CharField(),
    )


def _closed_on(offer: Offer, day: date) -> T:
    if offer.closes_on is None or offer.closes_on > day:
        return T("", "")
    return T("รับถึงวันที่ {d}", "Closed after {d}").format(d=day_words(offer.closes_on))


def filtered(
    *,
    aim: str = "",
    means: str = "",
    provider: str = "",
    open: bool = False,
    text: str = "",
    on: date | None = None,
) -> "QuerySet[Offer]":
    """Published offers for a list, by name, with provider, commitment and places; `provider` is a code, `open` leaves only
    those proposed on the day."""
    found = Offer.objects.published().select_related("provider", "commitment", "rule", "scheme")
    if aim:
        found = found.for_aim(aim)
    if means:
        found = found.filter(means=means)
    if provider:
        found = found.filter(provider__code=provider)
    if text.strip():
        found = found.filter(name_th__icontains=text.strip()) | found.filter(name_en__icontains=text.strip())
    if open:
        found = found.open(on or clock.today())
    return with_places(found)


def stale(on: date | None = None) -> "QuerySet[Offer]":
    """Offers that take applications and whose check is overdue, the longest waiting first."""
    return Offer.objects.stale(on or clock.today()).select_related("provider", "checked_by").oldest_first()


def of_provider(organisation_id: int | None) -> "QuerySet[Offer]":
    """Every offer of a body with its places, for its desk and its page."""
    return with_places(
        Offer.objects.filter(provider=organisation_id).select_related("provider", "commitment", "rule")
    )


def windows(offers: Iterable[Offer], on: date | None = None) -> dict[int, Window]:
    """By the offer's key; no query."""
    day = on or clock.today()
    return {offer.pk: window(offer, day) for offer in offers}


def rules_in_use(on: date) -> list[int]:
    """The keys of the rules of open offers: what they ask is worth asking a group."""
    return list(Offer.objects.open(on).order_by().values_list("rule", flat=True))
