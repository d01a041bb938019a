"""Other offers for the group of a case: to suggest instead, or to pass the case to."""

from __future__ import annotations

from dataclasses import dataclass

from phanuek.engines.rules import Status
from phanuek.matching import queries as matching
from phanuek.offers.models import Offer
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions import name_of
from phanuek.ui import clock
from phanuek.ui.words import T

MOST = 60


@dataclass(frozen=True)
class Others:
    """Open offers with a place left: those that the group fits, and those of which it cannot be said yet."""

    fits: list[Offer]
    unknown: list[Offer]

    def choices(self) -> list[tuple[str, list[tuple[str, T]]]]:
        """For a list to choose from, what fits first."""
        return [
            (label, [(offer.code, _label(offer)) for offer in offers])  # type: ignore[misc]
            for label, offers in (
                (T("เข้าเงื่อนไข", "Fits"), self.fits),
                (T("ข้อมูลยังไม่เพียงพอ", "Cannot be said yet"), self.unknown),
            )
            if offers
        ]


def other_offers(referral: Referral) -> Others:
    """What serves the aims of the case's need or offer, without the offer itself, in the order of the page of offers."""
    aims = [referral.need.aim] if referral.need is not None else list(referral.offer.aims)
    found: dict[int, matching.Answer] = {}
    for aim in aims:
        for answer in matching.who_can_help(
            enterprise=referral.enterprise, aim=aim, on=clock.today()
        ).answers:
            if answer.offer.pk != referral.offer_id and not answer.is_full:
                found.setdefault(answer.offer.pk, answer)
    return Others(
        [answer.offer for answer in found.values() if answer.status == Status.FITS][:MOST],
        [answer.offer for answer in found.values() if answer.status == Status.UNKNOWN][:MOST],
    )


def _label(offer: Offer) -> T:
    return T("{o} · {p}", "{o} · {p}").format(
        o=T(offer.name_th, offer.name_en or offer.name_th), p=name_of(offer.provider)
    )
