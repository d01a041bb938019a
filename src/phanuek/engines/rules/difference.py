"""What changed from one version of a rule to the next: condition by condition, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from phanuek.engines.rules.domains import OneOf, Within
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.tree import Atom, Compared, Node, Ratio, fact_names
from phanuek.engines.wording import Words


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Difference:
    """One condition: `old` is None when it was added, `new` when it was removed; equal when it stayed."""

    kind: Kind
    old: Words | None
    new: Words | None


def differences(old: Rule | None, new: Rule | None) -> list[Difference]:
    """Every condition of both rules: those of the new one in its order, then those that were removed.

    A condition stayed when it asks the same of the same facts, whatever its place or spelling. Two that speak of the same
    facts but ask something else are one that changed. None is a rule that did not exist.
    """
    left = list(old.conditions) if old else []
    fresh = list(new.conditions) if new else []
    stayed = _pair(fresh, left, lambda a, b: _same(a, b))
    changed = _pair([n for n in fresh if id(n) not in stayed], left, lambda a, b: _facts(a) == _facts(b))
    found = [_line(node, stayed, changed) for node in fresh]
    return found + [Difference(Kind.REMOVED, condition_text(node), None) for node in left]


def _line(node: Node, stayed: dict[int, Node], changed: dict[int, Node]) -> Difference:
    text = condition_text(node)
    if id(node) in stayed:
        return Difference(Kind.SAME, text, text)
    if id(node) in changed:
        return Difference(Kind.CHANGED, condition_text(changed[id(node)]), text)
    return Difference(Kind.ADDED, None, text)


def _pair(fresh: list[Node], left: list[Node], alike: Callable[[Node, Node], bool]) -> dict[int, Node]:
    """Each new condition with the first old one that is alike, which is taken out of `left`."""
    found: dict[int, Node] = {}
    for node in fresh:
        match = next((other for other in left if alike(node, other)), None)
        if match is not None:
            left.remove(match)
            found[id(node)] = match
    return found


def _same(one: Node, other: Node) -> bool:
    return _shape(one) == _shape(other)


def _shape(node: Node) -> object:
    """What a condition asks, without labels and sources: the parts of an any-of in whatever order."""
    if isinstance(node, Atom):
        # years are the same whatever the day they were counted for
        return node.fact.name, _ask(node.domain if node.years is None else ("years", node.years))
    if isinstance(node, Compared):
        return node.left.name, node.operator, node.right.name
    if isinstance(node, Ratio):
        return node.left.name, "/", node.right.name, node.domain
    return type(node).__name__, frozenset(map(_shape, node.parts))


def _ask(domain: object) -> object:
    if isinstance(domain, OneOf):
        return "one of", frozenset(domain.values), domain.excluded
    if isinstance(domain, Within):
        return "within", frozenset(domain.codes), domain.excluded
    return domain


def _facts(node: Node) -> frozenset[str]:
    return frozenset(fact_names(node))
