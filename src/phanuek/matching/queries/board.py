"""The offers that serve an aim, held lightly: what answers and order need, without the words of their pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.engines.rules import Rule as CompiledRule
from phanuek.engines.rules import Vocabulary
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.offers.queries.conditions import within_areas


class OpenOffer(NamedTuple):
    """An offer that is proposed on the day. `places_left` None: no number of places is stated."""

    pk: int
    rule_id: int
    code: str
    name_th: str
    means: str
    aims_text: str
    areas_text: str
    provider_id: int
    first_answer_days: int
    places_left: int | None

    @property
    def aims(self) -> tuple[str, ...]:
        return _listed(self.aims_text)

    @property
    def areas(self) -> tuple[str, ...]:
        return _listed(self.areas_text)


class Text(NamedTuple):
    """A rule version, as far as compiling needs it."""

    pk: int
    text: str


@lru_cache(maxsize=4096)
def _listed(text: str) -> tuple[str, ...]:
    """A list as the database keeps it; the same few lists stand in many offers."""
    return tuple(str(code) for code in json.loads(text))


def open_offers(on: date, aim: str = "") -> list[OpenOffer]:
    """Those proposed on the day, for an aim or all; one query."""
    rows: QuerySet[Offer] = Offer.objects.open(on)
    rows = rows.for_aim(aim) if aim else rows
    rows = offer_queries.with_places(rows).annotate(
        aims_text=Cast("aims", TextField()), areas_text=Cast("areas", TextField())
    )
    return [OpenOffer._make(row) for row in rows.order_by("pk").values_list(*OpenOffer._fields)]


def compiled_offers(
    offers: Sequence[OpenOffer], on: date, vocabulary: Vocabulary, aim: str = ""
) -> dict[int, CompiledRule]:
    """The conditions in force of each offer, by its key; an offer without any is left out. One query."""
    rows = RuleVersion.objects.filter(valid_from__lte=on)
    if aim:  # as `for_aim`
        rows = rows.filter(rule__offer__aims__icontains=f'"{aim}"')
    texts = {
        rule: Text(pk, text)
        for rule, pk, text in rows.order_by("valid_from", "number").values_list("rule_id", "pk", "text")
    }
    kept = _kept_rules(vocabulary, on)
    found = {}
    for offer in offers:
        text = texts.get(offer.rule_id)
        if text is not None:
            key = (*text, offer.areas_text)
            rule = kept.get(key)
            if rule is None:
                rule = kept[key] = within_areas(eligibility.compiled(text, on, vocabulary), offer.areas)  # type: ignore[arg-type]
            found[offer.pk] = rule
    return found


_rules: tuple[Vocabulary, date, dict[tuple[object, ...], CompiledRule]] | None = None


def _kept_rules(vocabulary: Vocabulary, on: date) -> dict[tuple[object, ...], CompiledRule]:
    """What was made ready for a day with a vocabulary: one look instead of several for each of a thousand offers."""
    global _rules
    kept = _rules
    if kept is None or kept[0] is not vocabulary or kept[1] != on or len(kept[2]) > eligibility.MOST_COMPILED:
        kept = _rules = (vocabulary, on, {})
    return kept[2]
