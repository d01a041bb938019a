"""Places and money of offers, read from their balance, and what a partner promised and kept under a commitment.

What few cases hold is not for everyone: with fewer than `THRESHOLD` cases reserved and used stand together, as the number of
places left tells anyway, and the money of so few is not shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from phanuek.engines.secrecy import THRESHOLD
from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.states import Account

ZERO = Decimal(0)
# `draw:code` keeps the places of a draw until it is drawn (`draw:code:ticket` is a winner's), `round:code` those of a round
SET_ASIDE = Q(reference__startswith="draw:", reference__regex=r"^draw:[^:]+$") | Q(
    reference__startswith="round:"
)


def with_places(offers: "QuerySet[Offer]") -> "QuerySet[Offer]":
    """Each offer with `places_taken`, `places_left` (None where no capacity is stated) and `places_set_aside`: reserved for
    a draw or a round that has not given them yet."""
    taken = Coalesce(F("balance__reserved"), 0) + Coalesce(F("balance__used"), 0)
    waiting = Holding.objects.filter(SET_ASIDE, offer=OuterRef("pk"), reserved__gt=0).order_by()
    aside = Subquery(waiting.values("offer").annotate(units=Sum("reserved")).values("units"))
    rows = offers.annotate(places_taken=taken, places_set_aside=Coalesce(aside, 0))
    return rows.annotate(places_left=F("capacity") - F("places_taken"))


def balance(offer: Offer) -> CapacityBalance:
    """What stands in each account; zeros when nothing has moved yet."""
    return CapacityBalance.objects.filter(offer=offer).first() or CapacityBalance(offer=offer)


def places_taken(offer: Offer) -> int:
    stands = balance(offer)
    return stands.reserved + stands.used


def places_left(offer: Offer) -> int | None:
    """None where no capacity is stated. Read from the balance unless the row came through `with_places`."""
    if offer.capacity is None:
        return None
    known: int | None = offer.__dict__.get("places_left")
    return known if known is not None else offer.capacity - places_taken(offer)


def entries(offer: Offer) -> "QuerySet[CapacityEntry]":
    """The ledger, newest first."""
    return CapacityEntry.objects.filter(offer=offer).order_by("-at", "-pk")


@dataclass(frozen=True)
class Accounts:
    """Places, or baht, of one offer in the five accounts. None: not shown to this reader. `taken` is reserved and used
    together; `counted` is False where the offer states no number, so that nothing is ever full."""

    counted: bool
    promised: Decimal
    opened: Decimal | None
    taken: Decimal | None
    reserved: Decimal | None
    used: Decimal | None
    lapsed: Decimal | None

    @property
    def any(self) -> bool:
        """Whether anything stands in it, or is held back."""
        return self.counted or any(
            value is None or value for value in (self.promised, self.opened, self.taken, self.lapsed)
        )

    @property
    def flow(self) -> list[tuple[Account, Decimal | None]]:
        return [(account, getattr(self, account.value)) for account in Account]


@dataclass(frozen=True)
class Totals:
    places: Accounts
    baht: Accounts
    kept_back: bool


def totals(offer: Offer, *, whole: bool) -> Totals:
    """The five accounts of an offer. `whole`: also what comes from few cases, for who may see the ledger."""
    stands = balance(offer)
    cases = Holding.objects.filter(offer=offer).aggregate(
        all=Count("pk", filter=~Q(reserved=0, used=0, reserved_baht=0, used_baht=0)),
        reserved=Count("pk", filter=~Q(reserved=0, reserved_baht=0)),
        used=Count("pk", filter=~Q(used=0, used_baht=0)),
    )
    few = {name: not whole and 0 < number < THRESHOLD for name, number in cases.items()}
    apart = not (few["reserved"] or few["used"])
    places, money = (
        _of(stands, offer.capacity is not None, ""),
        _of(stands, offer.budget_baht is not None, "_baht"),
    )
    return Totals(
        _shown(places, apart, taken=True),
        _shown(money, apart and not few["all"], taken=not few["all"]),
        kept_back=not apart or few["all"],
    )


def _of(stands: CapacityBalance, counted: bool, ending: str) -> dict[str, Any]:
    values = {account.value: Decimal(getattr(stands, account.value + ending)) for account in Account}
    return {"counted": counted, "taken": values["reserved"] + values["used"], **values}


def _shown(values: dict[str, Any], apart: bool, *, taken: bool) -> Accounts:
    """Without `taken` also what is open and what lapsed is left out: what is left over from a known whole tells it."""
    if not apart:
        values |= {"reserved": None, "used": None}
    if not taken and values["taken"]:
        values |= {"taken": None, "opened": None, "lapsed": None}
    return Accounts(**values)


# ---- promised and kept


@dataclass(frozen=True)
class Kept:
    """Of places, or of baht: `promised` is all that the offers hold or held open, in whatever account it now stands. What
    was used is told apart by whether the receiving side confirmed it, and never added up; None: not shown to this reader."""

    promised: Decimal = ZERO
    waiting: Decimal = ZERO
    opened: Decimal | None = ZERO
    confirmed: Decimal | None = ZERO
    unconfirmed: Decimal | None = ZERO
    lapsed: Decimal | None = ZERO
    taken_back: Decimal = ZERO

    @property
    def share(self) -> Decimal | None:
        """Confirmed as given, of what was promised; None where nothing was promised, or it is not shown."""
        if self.confirmed is None or not self.promised:
            return None
        return (self.confirmed / self.promised).quantize(Decimal("0.0001"))

    @property
    def any(self) -> bool:
        return bool(self.promised or self.taken_back)


@dataclass(frozen=True)
class KeptOffer:
    offer: Offer
    places: Kept
    baht: Kept


@dataclass(frozen=True)
class KeptOfCommitment:
    """`uncounted`: how many of its offers state neither a number of places nor an amount; they are in no figure here."""

    places: Kept
    baht: Kept
    offers: list[KeptOffer]
    uncounted: int
    kept_back: bool

    @property
    def any(self) -> bool:
        return self.places.any or self.baht.any


def kept(commitment: Any, *, whole: bool = False) -> KeptOfCommitment:
    """What was promised under a commitment and what became of it, from the ledgers of its offers. `whole` as in `totals`."""
    return kept_many([commitment.pk], whole=whole)[commitment.pk]


def kept_many(commitments: Iterable[int], *, whole: bool = False) -> dict[int, KeptOfCommitment]:
    """As `kept`, for many, in four queries."""
    keys = list(commitments)
    offers = Offer.objects.filter(commitment__in=keys).select_related("provider").order_by("name_th", "code")
    rows: dict[int, list[Offer]] = {key: [] for key in keys}
    for offer in offers if whole else offers.filter(published=True):
        rows[offer.commitment_id].append(offer)  # type: ignore[index]
    wanted = [offer.pk for some in rows.values() for offer in some]
    stands = {row.offer_id: row for row in CapacityBalance.objects.filter(offer__in=wanted)}
    used = {row["offer"]: row for row in _used(wanted)}
    back = {row["offer"]: row for row in _taken_back(wanted)}
    return {key: _kept(some, stands, used, back, whole) for key, some in rows.items()}


def openings(commitment: Any, *, published: bool = True) -> "QuerySet[CapacityEntry]":
    """Each promise, opening, closing and lapse under a commitment, newest first: no entry of a case among them."""
    found = CapacityEntry.objects.filter(offer__commitment=commitment, reference="")
    if published:
        found = found.filter(offer__published=True)
    return found.exclude(source=Account.RESERVED).exclude(target=Account.RESERVED).select_related("offer").order_by(
        "-at", "-pk"
    )  # fmt: skip


def _used(offers: list[int]) -> "QuerySet[Holding, dict[str, Any]]":
    rows = Holding.objects.filter(offer__in=offers).exclude(used=0, used_baht=0).order_by().values("offer")
    return rows.annotate(
        cases=Count("pk"), c=Sum("confirmed"), c_baht=Sum("confirmed_baht"), u=Sum("used"), u_baht=Sum("used_baht")
    )  # fmt: skip


def _taken_back(offers: list[int]) -> "QuerySet[CapacityEntry, dict[str, Any]]":
    rows = CapacityEntry.objects.filter(
        offer__in=offers, target="", source__in=[Account.PROMISED, Account.OPENED]
    )
    return rows.order_by().values("offer").annotate(units=Sum("units"), baht=Sum("baht"))


def _kept(
    offers: list[Offer], stands: dict[int, Any], used: dict[int, Any], back: dict[int, Any], whole: bool
) -> KeptOfCommitment:
    made = [_kept_offer(o, stands.get(o.pk), used.get(o.pk, {}), back.get(o.pk, {})) for o in offers]
    counted = [row for row in made if row.places.any or row.baht.any]
    places, baht = _sum(row.places for row in counted), _sum(row.baht for row in counted)
    cases = [used.get(row.offer.pk, {}).get("cases", 0) for row in counted]
    hide_rows = not whole and any(0 < number < THRESHOLD for number in cases)
    hide_all = not whole and 0 < sum(cases) < THRESHOLD
    if hide_rows:
        counted = [KeptOffer(row.offer, _hidden(row.places), _hidden(row.baht)) for row in counted]
    if hide_all:
        places, baht = _hidden(places), _hidden(baht)
    return KeptOfCommitment(places, baht, counted, len(made) - len(counted), hide_rows or hide_all)


def _kept_offer(offer: Offer, stands: Any, used: dict[str, Any], back: dict[str, Any]) -> KeptOffer:
    stands = stands or CapacityBalance(offer=offer)

    def of(counted: bool, ending: str, gone: Any) -> Kept:
        here = {account.value: Decimal(getattr(stands, account.value + ending)) for account in Account}
        if not counted and not (here["promised"] or here["lapsed"] or gone):
            return Kept()
        confirmed, all_used = Decimal(used.get("c" + ending, 0)), Decimal(used.get("u" + ending, 0))
        return Kept(
            promised=sum(here.values(), ZERO), waiting=here["promised"], opened=here["opened"], confirmed=confirmed,
            unconfirmed=all_used - confirmed, lapsed=here["lapsed"], taken_back=Decimal(gone or 0),
        )  # fmt: skip

    return KeptOffer(
        offer,
        of(offer.capacity is not None, "", back.get("units")),
        of(offer.budget_baht is not None, "_baht", back.get("baht")),
    )


def _sum(parts: Iterable[Kept]) -> Kept:
    names = ("promised", "waiting", "opened", "confirmed", "unconfirmed", "lapsed", "taken_back")
    rows = list(parts)
    return Kept(**{name: sum((getattr(row, name) for row in rows), ZERO) for name in names})


def _hidden(row: Kept) -> Kept:
    """Without what tells of few cases; also not what is left open, which tells what is gone."""
    return Kept(row.promised, row.waiting, None, None, None, None, row.taken_back)
