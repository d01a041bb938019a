"""Reads of offers: lists, window, places, what needs checking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from phanuek.offers.models import Availability, Offer
from phanuek.offers.queries.capacity import with_places
from phanuek.offers.states import WindowState
from phanuek.ui import clock
from phanuek.ui.formats import be_date
from phanuek.ui.words import T, in_language


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
    """What provider or source says first, then the dates."""
    day = on or clock.today()
    said = T(offer.availability_note_th, offer.availability_note_en or offer.availability_note_th)
    if offer.availability == Availability.CLOSED:
        return Window(WindowState.CLOSED, said or _closed_on(offer, day))
    if offer.closes_on is not None and offer.closes_on < day:
        return Window(WindowState.CLOSED, _closed_on(offer, day))
    if offer.availability == Availability.UNKNOWN:
        asks = T("โปรดสอบถามหน่วยงานก่อนยื่น", "Ask the body before applying")
        return Window(WindowState.NOT_CONFIRMED, said or asks)
    if offer.opens_on is not None and offer.opens_on > day:
        return Window(
            WindowState.NOT_YET_OPEN, T("เปิดรับวันที่ {d}", "Opens on {d}").format(d=_date(offer.opens_on))
        )
    if offer.closes_on is not None:
        return Window(WindowState.OPEN, T("รับถึงวันที่ {d}", "Until {d}").format(d=_date(offer.closes_on)))
    return Window(WindowState.OPEN, T("ไม่ได้ระบุวันปิดรับ", "No closing day is stated"))


def _closed_on(offer: Offer, day: date) -> T:
    if offer.closes_on is None or offer.closes_on > day:
        return T("", "")
    return T("รับถึงวันที่ {d}", "Closed after {d}").format(d=_date(offer.closes_on))


def _date(value: date) -> T:
    with in_language("th"):
        thai = be_date(value, "short")
    with in_language("en"):
        return T(thai, be_date(value, "short"))


def filtered(
    *,
    aim: str = "",
    means: str = "",
    provider: str = "",
    open: bool = False,
    text: str = "",
    on: date | None = None,
) -> "QuerySet[Offer]":
    """Offers for a list, by name, with provider, commitment and places; `provider` is a code, `open` leaves only
    those proposed on the day."""
    found = Offer.objects.select_related("provider", "commitment", "rule")
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
    """Open offers that nobody checked for 90 days or ever, the longest waiting first."""
    found = Offer.objects.stale(on or clock.today()).select_related("provider", "checked_by")
    return found.order_by(F("checked_on").asc(nulls_first=True), "name_th")


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
