"""What finds no other side: needs that no open offer answers, and open offers that nobody fits, each with its reason.

All enterprises are screened against all open offers at once; a need then asks for one bit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db import models
from django.db.models import Q, QuerySet

from phanuek.eligibility.facts.columns import Columns, columns
from phanuek.engines.rules import Rule as CompiledRule
from phanuek.engines.rules import Screening, Status
from phanuek.engines.rules.coverage import Rows, everyone, possibly
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.standing import standings
from phanuek.engines.secrecy import THRESHOLD
from phanuek.matching.queries.board import OpenOffer, compiled_offers, open_offers
from phanuek.needs.models import Aim, Need
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.ui.words import T


class Why(models.TextChoices):
    """Why no open offer answers a need."""

    NONE_SERVES = "none_serves", T("ไม่มีมาตรการที่เปิดรับสำหรับเรื่องนี้", "No open offer serves this aim")
    NOT_HERE = "not_here", T("มีมาตรการ แต่ไม่ครอบคลุมพื้นที่นี้", "None of them covers this place")
    CONDITIONS = "conditions", T("มีมาตรการในพื้นที่ แต่กลุ่มไม่เข้าเงื่อนไข", "The group meets the conditions of none")
    FULL = "full", T("มาตรการที่ช่วยได้เต็มแล้ว", "Those that could help are full")


@dataclass(frozen=True)
class NeedGap:
    """A need that finds no offer, by its key."""

    key: int
    aim: str
    area: str
    why: Why


@dataclass(frozen=True)
class OfferGap:
    """An offer that nobody fits. `may_fit` cannot be said yet; `hardest` is the condition that by itself holds back most,
    `held_back` how many; `one_away` fail in a single condition."""

    key: int
    provider_id: int
    aims: Sequence[str]
    may_fit: int
    hardest: T
    held_back: int
    one_away: int
    sensitive: bool = False

    def told(self, count: int, *, all_numbers: bool) -> int | None:
        """The number as far as a reader may have it: none where a condition asks something sensitive, none from 1 to 4."""
        if all_numbers:
            return count
        return None if self.sensitive or 0 < count < THRESHOLD else count


@dataclass
class Matching:
    """All open offers against all active enterprises on a day."""

    on: date
    table: Columns
    offers: Mapping[int, OpenOffer]
    compiled: Mapping[int, CompiledRule]
    screening: Screening[int]
    _here: dict[tuple[str, str], tuple[bool, bool]] = field(default_factory=dict)

    @classmethod
    def of(cls, on: date) -> Matching:
        table = columns(on)
        offers = {offer.pk: offer for offer in open_offers(on)}
        compiled = compiled_offers(list(offers.values()), on, table.words)
        return cls(on, table, offers, compiled, table.screener.screen(compiled))

    @cached_property
    def row_of(self) -> dict[int, int]:
        return {pk: row for row, pk in enumerate(self.table.keys_in_order)}

    @cached_property
    def serving(self) -> dict[str, list[OpenOffer]]:
        found: dict[str, list[OpenOffer]] = {}
        for offer in self.offers.values():
            for aim in offer.aims:
                found.setdefault(aim, []).append(offer)
        return found

    @cached_property
    def reached(self) -> dict[str, tuple[Rows, Rows]]:
        """By aim: who may fit an offer with places left, and who may fit any."""
        return {
            aim: (self._may_fit([o for o in offers if o.places_left != 0]), self._may_fit(offers))
            for aim, offers in self.serving.items()
        }

    def _may_fit(self, offers: Iterable[OpenOffer]) -> Rows:
        keys = [offer.pk for offer in offers]
        if any(key not in self.compiled for key in keys):
            return everyone(self.screening.rows)
        return possibly(self.screening, keys)

    def reaches_here(self, aim: str, area: str) -> tuple[bool, bool]:
        """Whether an offer of the aim with places left, and any at all, may serve the place, nothing else being known."""
        if (aim, area) not in self._here:
            offers = self.serving.get(aim, [])
            rules = {o.pk: self.compiled[o.pk] for o in offers if o.pk in self.compiled}
            found = standings(rules, self.table.words, {"area": area})
            open_here = [o for o in offers if o.pk not in found or found[o.pk].status != Status.DOES_NOT_FIT]
            self._here[aim, area] = (any(o.places_left != 0 for o in open_here), bool(open_here))
        return self._here[aim, area]

    def why(self, aim: str, area: str, enterprise: int | None) -> Why | None:
        """Why a need finds no offer; None when one fits or may fit."""
        if aim not in self.serving:
            return Why.NONE_SERVES
        row = self.row_of.get(enterprise) if enterprise is not None else None
        free_here, any_here = self.reaches_here(aim, area)
        if row is None:
            return None if free_here else Why.FULL if any_here else Why.NOT_HERE
        free, any_ = self.reached[aim]
        if row in free:
            return None
        return Why.FULL if row in any_ else Why.CONDITIONS if any_here else Why.NOT_HERE

    def needs(self, rows: QuerySet[Need]) -> list[NeedGap]:
        """Those of the open needs given that find no offer, the oldest first."""
        found = rows.order_by("received_at", "pk").values_list("pk", "aim", "area", "enterprise")
        gaps = ((pk, aim, area, self.why(aim, area, enterprise)) for pk, aim, area, enterprise in found)
        return [NeedGap(pk, aim, area, why) for pk, aim, area, why in gaps if why is not None]

    def nobody_fits(self, keys: Iterable[int] | None = None) -> list[OfferGap]:
        """Open offers that nobody fits, first those that nobody even may fit."""
        counts = self.screening.counts
        wanted = self.compiled if keys is None else [key for key in keys if key in self.compiled]
        found = [self._gap(key, counts[key].unknown) for key in wanted if not counts[key].fits]
        return sorted(found, key=lambda gap: (gap.may_fit, gap.key))

    def _gap(self, key: int, may_fit: int) -> OfferGap:
        rule, offer = self.compiled[key], self.offers[key]
        alone = self.table.screener.alone(rule)
        at = max(range(len(alone)), key=lambda n: (alone[n].excludes, alone[n].not_met), default=None)
        hardest = (
            T("", "") if at is None or not alone[at].not_met else T.of(condition_text(rule.conditions[at]))
        )
        return OfferGap(
            key, offer.provider_id, offer.aims, may_fit, hardest, 0 if at is None else alone[at].not_met,
            sum(one.excludes for one in alone), any(self.table.words[name].sensitive for name in rule.facts),
        )  # fmt: skip


@dataclass(frozen=True)
class Unmatched:
    """What one reader can act on."""

    needs: list[NeedGap]
    offers: list[OfferGap]

    def __bool__(self) -> bool:
        return bool(self.needs or self.offers)

    @property
    def by_why(self) -> list[tuple[Why, int]]:
        counts = Counter(gap.why for gap in self.needs)
        return [(why, counts[why]) for why in Why if counts[why]]


def for_actor(actor: Actor, found: Matching) -> Unmatched:
    """The secretariat: all. An officer of an area: its needs. A partner: its offers, and needs of the aims and areas that it
    serves."""
    if actor.sees_all or actor.is_system:
        return Unmatched(found.needs(Need.objects.open()), found.nobody_fits())
    if actor.may(Permission.CHECK_NEEDS):
        return Unmatched(found.needs(Need.objects.open().workable_by(actor)), [])
    if actor.may(Permission.MANAGE_OWN_OFFERS):
        return Unmatched(_within_reach(actor, found), found.nobody_fits(_own(actor, found)))
    return Unmatched([], [])


def _own(actor: Actor, found: Matching) -> list[int]:
    return [offer.pk for offer in found.offers.values() if actor.acts_for(offer.provider_id)]


def _within_reach(actor: Actor, found: Matching) -> list[NeedGap]:
    """Public needs of the aims that the body's offers (open or not) serve, in the provinces that they are for."""
    wanted = Q(pk__in=[])
    for aims, areas in Offer.objects.filter(provider=actor.acting_id).values_list("aims", "areas"):
        place = Q()
        for code in areas:
            place |= Q(area__code__startswith=str(code))
        wanted |= Q(aim__in=list(aims)) & place
    return found.needs(Need.objects.visible_to(actor).open().filter(wanted))


def public_counts(found: Matching) -> dict[str, int]:
    """How many published open needs of each aim find no offer."""
    gaps = found.needs(Need.objects.filter(published=True).open())
    counts = Counter(gap.aim for gap in gaps)
    return {aim: counts[aim] for aim in Aim.values}
