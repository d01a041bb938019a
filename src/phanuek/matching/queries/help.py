"""Who can help: every open offer that serves an aim, answered condition by condition for one group.

All offers are answered and put in order; only those that are shown are read in full and explained, so that a page costs the
same whether ten or a thousand serve the aim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, Value, When

from phanuek.areas.models import Area
from phanuek.eligibility import facts as eligibility_facts
from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.engines import rules
from phanuek.engines.rules import Change, Condition, Fact, Known, Status, Verdict, Vocabulary
from phanuek.engines.rules import Rule as CompiledRule
from phanuek.engines.rules.standing import Standing, most_telling, standings
from phanuek.matching.queries.board import OpenOffer, compiled_offers, open_offers
from phanuek.matching.queries.changing import Changing, Ways
from phanuek.matching.queries.counted import Counted
from phanuek.matching.ranking import OFFERS, OfferRow
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.offers.queries import Window
from phanuek.offers.queries.conditions import within_areas
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

# facts that are the registry's own are mended there, never asked on the spot
ASKED_ELSEWHERE = frozenset({"area"})
# of the offers that cannot be proposed now, so many are listed
NOT_OPEN_SHOWN = 12


@dataclass(frozen=True)
class Question:
    """A missing fact worth asking for; `decides` is how many offers' answers hang on it."""

    fact: Fact
    decides: int

    @property
    def others(self) -> int:
        """Offers besides the one it is asked for."""
        return max(self.decides - 1, 0)


@dataclass(frozen=True)
class Answer:
    """One offer's answer for the group. `ways` are the smallest sets of facts that would make it fit, for one that does not
    fit or cannot be said; `place` is where it stands among all, `lower` why below the one before it."""

    offer: Offer
    verdict: Verdict
    places_left: int | None
    question: Question | None = None
    means_match: bool = False
    ways: Ways = field(default_factory=Ways)
    place: int = 0
    lower: T | None = None

    @property
    def status(self) -> Status:
        return self.verdict.status

    @property
    def changes(self) -> Sequence[Sequence[Change]]:
        return [[step.change for step in steps] for steps in self.ways.sets]

    @property
    def not_met(self) -> int:
        """Conditions that are not met."""
        return len(self.verdict.with_status(Status.DOES_NOT_FIT))

    @property
    def is_full(self) -> bool:
        return self.places_left == 0


@dataclass(frozen=True)
class NotOpen:
    """An offer that serves the aim and is not proposed: closed, not open yet, or not confirmed, with why."""

    offer: Offer
    window: Window


@dataclass(frozen=True)
class Help(Counted):
    """The answers of one aim for one group on one day, in the written order; `answers` are the first of `total`."""

    enterprise: Enterprise | None
    aim: str
    means: Sequence[str]
    on: date
    answers: list[Answer]
    counts: Mapping[Status, int]
    not_open: list[NotOpen] = field(default_factory=list)
    not_open_count: int = 0
    best_question: Question | None = None
    skipped: Sequence[str] = ()
    any_means_match: bool = False

    @property
    def wished_not_open(self) -> list[NotOpen]:
        """Offers of the means wished for, where only ones that are not open have them."""
        if self.any_means_match:
            return []
        return [other for other in self.not_open if other.offer.means in self.means]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def more(self) -> int:
        """Answers that are not among `answers`."""
        return self.total - len(self.answers)


def rules_of(offers: Iterable[Offer], on: date) -> dict[int, RuleVersion]:
    """The version of each offer's conditions in force on the day, by the offer's key; one query."""
    by_rule = {offer.rule_id: offer.pk for offer in offers}
    return {by_rule[rule]: version for rule, version in eligibility.versions_in_force(by_rule, on).items()}


def compiled_rule(
    offer: Offer, version: RuleVersion, on: date, vocabulary: Vocabulary | None = None
) -> CompiledRule:
    """The offer's conditions, ready to evaluate, with the provinces that it is limited to."""
    return within_areas(eligibility.compiled(version, on, vocabulary), offer.areas)


# an offer whose conditions nobody has entered yet: nothing excludes, and nothing can be said either
NO_CONDITIONS_KNOWN = Verdict(
    Status.UNKNOWN,
    (
        Condition(
            text={"th": "ยังไม่มีเงื่อนไขในระบบ", "en": "Conditions not entered yet"},
            status=Status.UNKNOWN,
            reason={"th": "โปรดสอบถามหน่วยงานเจ้าของมาตรการ", "en": "Ask the body that offers it"},
            source="",
            facts=(),
        ),
    ),
)


# what is known of its answer
OPEN_STANDING = Standing(Status.UNKNOWN)


def who_can_help(
    *, enterprise: Enterprise, aim: str, means: Sequence[str] = (), on: date, skip: Sequence[str] = (),
    shown: int | None = None,
) -> Help:  # fmt: skip
    """Every open offer that serves the aim, in the written order, the first `shown` explained (None: all); the others
    listed apart with why.

    Means wished for come first among equals and exclude nothing; an unknown never excludes. `skip` are facts that the
    group could not answer now: they stay unknown and are not asked again.
    """
    vocabulary = eligibility_facts.vocabulary()
    known = eligibility_facts.known_facts([enterprise], on)[enterprise.pk]
    changing = Changing(enterprise, known, on, vocabulary)
    board = _Board.of(aim, changing.values, vocabulary, means, on)
    asked = [
        Question(vocabulary[q.fact], q.decides)
        for q in most_telling(board.standings.values())
        if q.fact not in skip and q.fact not in ASKED_ELSEWHERE
    ]
    return board.help(enterprise, asked, skip, shown, changing)


def who_helps_in(
    *, area: Area, aim: str, means: Sequence[str] = (), on: date, shown: int | None = None
) -> Help:
    """For a need that no group is linked to yet: only the place is known, so only conditions on the place decide."""
    known = {"area": Known(area.code, str(T("ตำบลที่แจ้งความต้องการ", "The subdistrict of the need")))}
    return _Board.of(aim, known, eligibility_facts.vocabulary(), means, on).help(None, [], (), shown, None)


def answer_of(*, enterprise: Enterprise, offer: Offer, on: date) -> Answer:
    """One offer's answer for a group, open or not; without a question of its own."""
    vocabulary = eligibility_facts.vocabulary()
    known = eligibility_facts.known_facts([enterprise], on)[enterprise.pk]
    changing = Changing(enterprise, known, on, vocabulary)
    version = rules_of([offer], on).get(offer.pk)
    rule = compiled_rule(offer, version, on, vocabulary) if version else None
    verdict = rules.evaluate(rule, changing.values) if rule is not None else NO_CONDITIONS_KNOWN
    return Answer(
        offer, verdict, offer_queries.places_left(offer), ways=changing.ways(rule) if rule else Ways()
    )


@dataclass(frozen=True)
class _Board:
    """All open offers of an aim, answered and in order."""

    aim: str
    means: Sequence[str]
    on: date
    known: Mapping[str, object]
    offers: Mapping[int, OpenOffer]
    compiled: Mapping[int, CompiledRule]
    standings: Mapping[int, Standing]
    rows: Sequence[OfferRow]

    @classmethod
    def of(
        cls, aim: str, known: Mapping[str, object], vocabulary: Vocabulary, means: Sequence[str], on: date
    ) -> _Board:
        offers = {offer.pk: offer for offer in open_offers(on, aim)}
        compiled = compiled_offers(list(offers.values()), on, vocabulary, aim)
        found = standings(compiled, vocabulary, known)
        rows = [
            OfferRow(
                offer.pk, offer.name_th, offer.means in means, offer.places_left, offer.first_answer_days,
                found.get(offer.pk, OPEN_STANDING),
            )
            for offer in offers.values()
        ]  # fmt: skip
        return cls(aim, means, on, known, offers, compiled, found, OFFERS.order(rows))

    def help(
        self, enterprise: Enterprise | None, questions: Sequence[Question], skip: Sequence[str],
        shown: int | None, changing: Changing | None,
    ) -> Help:  # fmt: skip
        rows = self.rows if shown is None else self.rows[:shown]
        not_open, not_open_count = self._not_open()
        return Help(
            enterprise=enterprise, aim=self.aim, means=tuple(self.means), on=self.on, skipped=tuple(skip),
            answers=self._answers(rows, questions, changing),
            counts=Counter(row.standing.status for row in self.rows),
            not_open=not_open, not_open_count=not_open_count,
            best_question=questions[0] if questions else None,
            any_means_match=any(row.means_match for row in self.rows),
        )  # fmt: skip

    def _not_open(self) -> tuple[list[NotOpen], int]:
        """The first of those that cannot be proposed now, the means wished for before others, and how many there are."""
        wished = Case(When(means__in=list(self.means), then=0), default=1) if self.means else Value(0)
        serving = Offer.objects.filter(published=True).for_aim(self.aim).order_by(wished, "name_th", "pk")
        keys = [pk for pk in serving.values_list("pk", flat=True) if pk not in self.offers]
        found = Offer.objects.select_related("provider").in_bulk(keys[:NOT_OPEN_SHOWN])
        listed = [found[pk] for pk in keys[:NOT_OPEN_SHOWN] if pk in found]
        return [NotOpen(offer, offer_queries.window(offer, self.on)) for offer in listed], len(keys)

    def _answers(
        self, rows: Sequence[OfferRow], questions: Sequence[Question], changing: Changing | None
    ) -> list[Answer]:
        offers = Offer.objects.select_related("provider").in_bulk([row.key for row in rows])
        return [
            self._answer(place, row, self.rows[place - 2] if place > 1 else None, offers[row.key], questions, changing)
            for place, row in enumerate(rows, start=1)
            if row.key in offers
        ]  # fmt: skip

    def _answer(
        self, place: int, row: OfferRow, above: OfferRow | None, offer: Offer, questions: Sequence[Question],
        changing: Changing | None,
    ) -> Answer:  # fmt: skip
        rule = self.compiled.get(row.key)
        line = OFFERS.why_below(above, row) if above is not None else None
        explains = rule is not None and changing is not None and row.standing.status != Status.FITS
        return Answer(
            offer=offer,
            verdict=rules.evaluate(rule, self.known) if rule is not None else NO_CONDITIONS_KNOWN,
            places_left=row.places_left,
            question=next((q for q in questions if q.fact.name in row.standing.missing), None),
            means_match=row.means_match,
            ways=changing.ways(rule) if explains and changing and rule else Ways(),
            place=place,
            lower=line.lower if line is not None else None,
        )
