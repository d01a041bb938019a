"""What would have to change for a rule to fit: the smallest sets of facts, each with the nearest value that will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from phanuek.engines.rules.evaluation import Status, status_of
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.steps import Change, Steps, steps_of
from phanuek.engines.rules.tree import AllOf, Node, atoms
from phanuek.engines.rules.vocabulary import known_values
from phanuek.engines.rules.ways import Ways

__all__ = ["Change", "anything", "changes"]

# How many ways are kept while they are put together; a rule with more loses the costlier ones, never a wrong one.
MOST_WAYS, FEWER_WAYS, LONG = 100, 10, 100


def anything(change: Change) -> bool:
    """Every fact may be changed."""
    return True


def changes(
    rule: Rule,
    facts: Mapping[str, object],
    limit: int = 5,
    can: Callable[[Change], bool] = anything,
    *,
    impossible: bool = False,
) -> list[tuple[Change, ...]]:
    """The smallest sets of changes that would each make the rule fit, fewest and surest first.

    No set can do without one of its changes. Sets that need a change of a known fact marked `fixed` (a day of founding) are
    left out; with `impossible` they come last, their changes marked `possible=False`. `can` says of each other change whether
    it is possible here; sets that need another are left out. Empty when the rule fits already, or can never fit.
    """
    if status_of(rule, facts) == Status.FITS:
        return []
    values = known_values(rule.facts, rule.vocabulary, facts)
    whole = AllOf(rule.conditions)
    most = MOST_WAYS if len(list(atoms(whole))) <= LONG else FEWER_WAYS

    def allowed(change: Change) -> bool:
        return (impossible or change.possible) and can(change)

    ways = Ways(rule, values, most, impossible=impossible)
    found = _found(ways, whole, allowed)
    if ways.cut:
        for steps in list(found.values()):
            found |= _shrunk(replace(ways, allowed=frozenset(step.fact for step in steps)), whole, allowed)
    smallest = [steps for names, steps in found.items() if not any(other < names for other in found)]
    return sorted(smallest, key=_sureness)[:limit]


Found = dict[frozenset[str], Steps]


def _sureness(steps: Steps) -> tuple[bool, int, int, int]:
    """Where two ways change as many facts, the one that asks nobody to have less money goes first."""
    return (
        not all(step.possible for step in steps),
        len(steps),
        sum(step.kind != "find_out" for step in steps),
        sum(step.kind == "lower" and step.type == "money" for step in steps),
    )


def _found(ways: Ways, whole: Node, can: Callable[[Change], bool]) -> Found:
    """The changes of each way that is possible, by the facts it changes."""
    found: Found = {}
    for way in ways.of(whole):
        for steps in steps_of(ways, way):
            if all(can(step) for step in steps):
                found.setdefault(frozenset(step.fact for step in steps), steps)
    return found


def _shrunk(ways: Ways, whole: Node, can: Callable[[Change], bool]) -> Found:
    """A smaller set within the allowed facts, where leaving one out still leads to a fit: ways that were cut may hold one."""
    for name in ways.allowed or ():
        fewer = replace(ways, allowed=(ways.allowed or frozenset()) - {name}, cut=[])
        smaller = _found(fewer, whole, can)
        if smaller:
            best = min(smaller, key=lambda names: len(names))
            return {best: smaller[best], **_shrunk(replace(fewer, allowed=best), whole, can)}
    return {}
