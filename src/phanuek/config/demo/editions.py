"""Editions of a scheme that really exists, and limits of some invented offers."""

from decimal import Decimal
from typing import Any

from phanuek.config.demo.bodies import SYSTEM
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.ui.country import pack


def add_editions() -> None:
    """As the pack's offers name them."""
    for row in pack().data("offers").get("schemes", []):
        provider = Organisation.objects.get(code=row["provider"])
        scheme = offers.add_scheme(
            by=SYSTEM, provider=provider, code=row["code"], name_th=row["name_th"], name_en=row["name_en"]
        )
        for code, edition in row["editions"].items():
            offer = Offer.objects.get(code=code)
            offers.edit(by=SYSTEM, offer=offer, version=offer.version, scheme=scheme, edition=edition)


def add_limits() -> None:
    """Of demonstration offers only; what a real programme gives stands in its terms."""
    lines: dict[str, list[offers.LimitLine]] = {}
    for row in pack().data("offers").get("demonstration_limits", []):
        lines.setdefault(row["offer"], []).append(_line(row))
    for code, rows in lines.items():
        offers.set_limits(by=SYSTEM, offer=Offer.objects.get(code=code), lines=rows)


def _line(row: dict[str, Any]) -> offers.LimitLine:
    amounts = {name: Decimal(row[name]) for name in ("per_request_baht", "per_applicant_baht") if name in row}
    return offers.LimitLine(
        row["applicant_kind"],
        times=row.get("times"),
        note_th=row["note_th"],
        note_en=row["note_en"],
        **amounts,
    )
