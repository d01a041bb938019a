"""Whether what is stored as balance is what the entries add up to; `manage.py check_ledgers` prints the answer."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.states import Account


@dataclass(frozen=True)
class Difference:
    """One amount that is not what its entries say; `reference` is empty for a balance of the offer."""

    offer: str
    reference: str
    what: str
    stored: Decimal
    reckoned: Decimal

    def __str__(self) -> str:
        about = f"{self.offer} {self.reference}".strip()
        return f"{about}: {self.what} is {self.stored}, its entries say {self.reckoned}"


def differences() -> list[Difference]:
    """Every stored amount that differs from its entries, over all offers: balances, holdings, and the totals that an offer
    states. Empty when all agree."""
    codes = dict(Offer.objects.values_list("pk", "code"))
    balances, holdings = _reckoned()
    return [
        Difference(codes[offer], reference, what, stored, reckoned)
        for offer, reference, what, stored, reckoned in [
            *_of_balances(balances),
            *_of_holdings(holdings),
            *_of_offers(balances),
        ]
        if stored != reckoned
    ]


Line = tuple[int, str, str, Decimal, Decimal]
Sums = defaultdict[str, Decimal]


def _reckoned() -> tuple[dict[int, Sums], dict[tuple[int, str], Sums]]:
    """By offer, and by offer and reference: what each account holds, from the entries alone."""
    balances: dict[int, Sums] = defaultdict(lambda: defaultdict(Decimal))
    holdings: dict[tuple[int, str], Sums] = defaultdict(lambda: defaultdict(Decimal))
    rows = CapacityEntry.objects.order_by().values_list("offer", "reference", "source", "target")
    for offer, reference, source, target, units, baht in rows.annotate(u=Sum("units"), b=Sum("baht")):
        for account, sign in ((source, -1), (target, 1)):
            if account:
                balances[offer][account] += sign * units
                balances[offer][f"{account}_baht"] += sign * baht
            if account in (Account.RESERVED, Account.USED):
                holdings[offer, reference][account] += sign * units
                holdings[offer, reference][f"{account}_baht"] += sign * baht
    return balances, holdings


def _of_balances(reckoned: dict[int, Sums]) -> list[Line]:
    stored = {row.offer_id: row for row in CapacityBalance.objects.all()}
    names = [account.value + ending for account in Account for ending in ("", "_baht")]
    return [
        (
            offer,
            "",
            name,
            Decimal(getattr(stored.get(offer), name, 0)),
            reckoned.get(offer, Sums(Decimal))[name],
        )
        for offer in sorted({*stored, *reckoned})
        for name in names
    ]


def _of_holdings(reckoned: dict[tuple[int, str], Sums]) -> list[Line]:
    stored = {(row.offer_id, row.reference): row for row in Holding.objects.all()}
    names = ("reserved", "used", "reserved_baht", "used_baht")
    return [
        (
            key[0],
            key[1],
            name,
            Decimal(getattr(stored.get(key), name, 0)),
            reckoned.get(key, Sums(Decimal))[name],
        )
        for key in sorted({*stored, *reckoned})
        for name in names
    ]


def _of_offers(reckoned: dict[int, Sums]) -> list[Line]:
    """Capacity and budget, where they are counted, are what is open, reserved and used."""
    lines: list[Line] = []
    for offer, capacity, budget in Offer.objects.values_list("pk", "capacity", "budget_baht"):
        for name, total, ending in (("capacity", capacity, ""), ("budget_baht", budget, "_baht")):
            if total is not None:
                sums = reckoned.get(offer, Sums(Decimal))
                held = sum(sums[f"{account}{ending}"] for account in ("opened", "reserved", "used"))
                lines.append((offer, "", name, Decimal(total), Decimal(held)))
    return lines
