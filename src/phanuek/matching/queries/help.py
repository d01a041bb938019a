"""Who can help: every open offer that serves an aim, answered condition by condition for one group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from phanuek.areas.models import Area
from phanuek.eligibility import facts as eligibility_facts
from phanuek.eligibility import queries as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.engines import rules
from phanuek.engines.rules import Change, Condition, Fact, Known, Status, Verdict, Vocabulary
from phanuek.engines.rules import Rule as CompiledRule
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.offers.queries import Window
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

ORDER = {Status.FITS: 0, Status.UNKNOWN: 1, Status.DOES_NOT_FIT: 2}
# facts that are the registry's own are mended there, never asked on the spot
ASKED_ELSEWHERE = frozenset({"area"})


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
    """One offer's answer for the group. `changes` are the smallest sets of changes that would make it fit, for one that does not."""

    offer: Offer
    verdict: Verdict
    places_left: int | None
    question: Question | None = None
    means_match: bool = False
    changes: Sequence[Sequence[Change]] = ()

    @property
    def status(self) -> Status:
        return self.verdict.status

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
class Help:
    """All answers of one aim for one group on one day, fits first."""

    enterprise: Enterprise | None
    aim: str
    means: Sequence[str]
    on: date
    answers: list[Answer]
    not_open: list[NotOpen] = field(default_factory=list)
    best_question: Question | None = None
    skipped: Sequence[str] = ()

    @property
    def wished_not_open(self) -> list[NotOpen]:
        """Offers of the means wished for, where only ones that are not open have them."""
        if any(answer.means_match for answer in self.answers):
            return []
        return [other for other in self.not_open if other.offer.means in self.means]

    def _count(self, status: Status) -> int:
        return sum(answer.status == status for answer in self.answers)

    @property
    def total(self) -> int:
        return len(self.answers)

    @property
    def fits(self) -> int:
        return self._count(Status.FITS)

    @property
    def unknown(self) -> int:
        return self._count(Status.UNKNOWN)

    @property
    def does_not_fit(self) -> int:
        return self._count(Status.DOES_NOT_FIT)


def offers_for(aim: str) -> list[Offer]:
    """Every offer that serves the aim, open or not, with provider and places."""
    serving = Offer.objects.published().for_aim(aim).select_related("provider")
    return list(offer_queries.with_places(serving))


def rules_of(offers: Iterable[Offer], on: date) -> dict[int, RuleVersion]:
    """The version of each offer's conditions in force on the day, by the offer's key; one query."""
    by_rule = {offer.rule_id: offer.pk for offer in offers}
    return {by_rule[rule]: version for rule, version in eligibility.versions_in_force(by_rule, on).items()}


@lru_cache(maxsize=2048)
def _with_area(rule: CompiledRule, codes: tuple[str, ...]) -> CompiledRule:
    listed = ", ".join(f"'{code}'" for code in codes)
    area = rules.compile(f"area IN ({listed})", rule.vocabulary, on=rule.on)
    return CompiledRule(
        f"({rule.text}) AND {area.text}", rule.vocabulary, rule.on, rule.conditions + area.conditions
    )


def compiled_rule(
    offer: Offer, version: RuleVersion, on: date, vocabulary: Vocabulary | None = None
) -> CompiledRule:
    """The offer's conditions, ready to evaluate. Provinces that the offer itself is limited to are a condition too,
    unless its rule already speaks of the place."""
    rule = eligibility.compiled(version, on, vocabulary)
    if offer.areas and "area" in rule.vocabulary and "area" not in rule.facts:
        return _with_area(rule, tuple(sorted(str(code) for code in offer.areas)))
    return rule


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


def who_can_help(
    *, enterprise: Enterprise, aim: str, means: Sequence[str] = (), on: date, skip: Sequence[str] = ()
) -> Help:
    """Every offer that serves the aim: open ones answered, the others listed apart with why.

    Means wished for come first among equals and exclude nothing; an unknown never excludes. `skip` are facts that the
    group could not answer now: they stay unknown and are not asked again.
    """
    known = eligibility_facts.facts_of(enterprise, on)
    return _help(offers_for(aim), known, enterprise=enterprise, aim=aim, means=means, on=on, skip=skip)


def answer_of(*, enterprise: Enterprise, offer: Offer, on: date) -> Answer:
    """One offer's answer for a group, open or not; without a question of its own."""
    known = eligibility_facts.facts_of(enterprise, on)
    version = rules_of([offer], on).get(offer.pk)
    return _answer(offer, compiled_rule(offer, version, on) if version else None, known, [], ())


def who_helps_in(*, area: Area, aim: str, means: Sequence[str] = (), on: date) -> Help:
    """For a need that no group is linked to yet: only the place is known, so only conditions on the place decide."""
    known = {"area": Known(area.code, str(T("ตำบลที่แจ้งความต้องการ", "The subdistrict of the need")))}
    return _help(offers_for(aim), known, enterprise=None, aim=aim, means=means, on=on, skip=())


def _help(
    offers: Sequence[Offer], known: Mapping[str, object], *, enterprise: Enterprise | None, aim: str,
    means: Sequence[str], on: date, skip: Sequence[str],
) -> Help:  # fmt: skip
    open_offers = [offer for offer in offers if offer.is_open(on)]
    versions = rules_of(open_offers, on)
    vocabulary = eligibility_facts.vocabulary()
    compiled = {
        o.pk: compiled_rule(o, versions[o.pk], on, vocabulary) for o in open_offers if o.pk in versions
    }
    asked = [
        q for q in rules.questions(compiled, known) if q.fact not in skip and q.fact not in ASKED_ELSEWHERE
    ]
    questions = [Question(vocabulary[q.fact], q.decides) for q in asked] if enterprise else []
    answers = [_answer(offer, compiled.get(offer.pk), known, questions, means) for offer in open_offers]
    answers.sort(key=lambda a: (ORDER[a.status], a.is_full, not a.means_match, len(a.verdict.missing), a.not_met,
                                a.offer.name_th))  # fmt: skip
    return Help(
        enterprise=enterprise, aim=aim, means=tuple(means), on=on, answers=answers, skipped=tuple(skip),
        not_open=[NotOpen(offer, offer_queries.window(offer, on)) for offer in offers if not offer.is_open(on)],
        best_question=questions[0] if questions else None,
    )  # fmt: skip


def _answer(
    offer: Offer,
    rule: CompiledRule | None,
    known: Mapping[str, object],
    questions: Sequence[Question],
    means: Sequence[str],
) -> Answer:
    verdict = rules.evaluate(rule, known) if rule is not None else NO_CONDITIONS_KNOWN
    missing = set(verdict.missing)
    return Answer(
        offer=offer,
        verdict=verdict,
        places_left=offer_queries.places_left(offer),
        question=next((question for question in questions if question.fact.name in missing), None),
        means_match=offer.means in means,
        changes=rules.changes(rule, known, limit=2)
        if rule is not None and verdict.status == Status.DOES_NOT_FIT
        else (),
    )
