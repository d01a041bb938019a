"""One enterprise against many rules, one by one: each rule's answer, and the facts on which an open one hangs.

The answers are those of `evaluate` and `questions`; explanations are made later, for the few that are shown. Nothing is prepared
for it, unlike `probe`, which needs a plan of the rules and tells of each condition, but not what is missing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import NamedTuple, TypeVar

from phanuek.engines.rules.domains import Truth
from phanuek.engines.rules.evaluation import Status
from phanuek.engines.rules.questions import Question
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import LEAVES, AllOf, Atom, Compared, Node, Ratio, open_facts
from phanuek.engines.rules.vocabulary import Value, Vocabulary, known_values

Key = TypeVar("Key", bound=Hashable)


class Standing(NamedTuple):
    """A rule's answer; `missing` are the facts on which an open answer hangs, `not_met` counts the conditions of the
    top-level AND that are not met."""

    status: Status
    missing: tuple[str, ...] = ()
    not_met: int = 0


NO_CONDITIONS = Standing(Status.FITS)


def standings(
    rules: Mapping[Key, Rule], vocabulary: Vocabulary, facts: Mapping[str, object]
) -> dict[Key, Standing]:
    """Every rule's answer for one enterprise. Raises FactError when a value is not of its fact's type."""
    known = known_values([name for name in facts if name in vocabulary], vocabulary, facts)
    asker = _Asker(known)
    return {key: asker.standing(rule) for key, rule in rules.items()}


def most_telling(open_standings: Iterable[Standing]) -> list[Question]:
    """As `questions`, from standings in hand: the unknown facts, the most telling first."""
    hangs: dict[str, int] = {}
    alone: dict[str, int] = {}
    for standing in open_standings:
        single = len(standing.missing) == 1
        for name in standing.missing:
            hangs[name] = hangs.get(name, 0) + 1
            alone[name] = alone.get(name, 0) + single
    order = sorted(hangs, key=lambda name: (-hangs[name], -alone[name]))
    return [Question(name, hangs[name], alone[name]) for name in order]


class _Asker:
    def __init__(self, known: Mapping[str, Value]) -> None:
        self.known = known

    def standing(self, rule: Rule) -> Standing:
        not_met, open_parts = 0, []
        for node in rule.conditions:
            truth = self._truth(node)
            if truth is False:
                not_met += 1
            elif truth is None:
                open_parts.append(node)
        if not_met:
            return Standing(Status.DOES_NOT_FIT, (), not_met)
        if not open_parts:
            return NO_CONDITIONS
        names: dict[str, None] = {}
        for node in open_parts:
            self._missing(node, names)
        return Standing(Status.UNKNOWN, tuple(names))

    def _truth(self, node: Node) -> Truth:
        if isinstance(node, Atom):
            value = self.known.get(node.fact.name)
            return None if value is None else node.domain.test(value)
        if isinstance(node, (Compared, Ratio)):
            return node.truth(self.known)
        deciding = not isinstance(node, AllOf)
        whole: Truth = not deciding
        for part in node.parts:
            truth = self._truth(part)
            if truth is deciding:
                return truth
            if truth is None:
                whole = None
        return whole

    def _missing(self, node: Node, names: dict[str, None]) -> None:
        """The facts under an open node that are still open."""
        if isinstance(node, LEAVES):
            names.update(dict.fromkeys(fact.name for fact in open_facts(node, self.known)))
            return
        for part in node.parts:
            if self._truth(part) is None:
                self._missing(part, names)
