"""Whole clauses merged: which are untouched, taken from one side, merged inside, or for a person to judge."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from phanuek.engines.redline.merging import Clash, Merge, merge

Clauses = Mapping[str, str | None]
"""Texts by clause key, in the order of the document; None or absent: there is no such clause."""


class Outcome(StrEnum):
    UNCHANGED = "unchanged"
    FROM_OURS = "from_ours"
    FROM_THEIRS = "from_theirs"
    SAME_ON_BOTH = "same_on_both"
    MERGED = "merged"
    CLASH = "clash"


@dataclass(frozen=True, slots=True)
class ClauseMerge:
    """What becomes of one clause.

    ``text`` is the outcome, None where the clause is repealed or a clash is open. ``merge`` holds the parts where both
    sides changed the text; a clause that one side repeals and the other edits is one clash of the whole clause.
    """

    key: str
    outcome: Outcome
    base: str | None
    ours: str | None
    theirs: str | None
    text: str | None
    merge: Merge | None = None

    @property
    def is_clash(self) -> bool:
        return self.outcome is Outcome.CLASH

    @property
    def is_repeal_against_edit(self) -> bool:
        """One side repeals the clause, the other edits it: the choice is to keep it or not."""
        return self.is_clash and None in (self.ours, self.theirs)


def merge_clauses(
    base: Clauses, ours: Clauses, theirs: Clauses, tokens: Callable[[str], Sequence[str]]
) -> list[ClauseMerge]:
    """Every clause that any of the three holds, in the order of the document; a new one follows its predecessor."""
    merged = [
        _clause(key, base.get(key), ours.get(key), theirs.get(key), tokens)
        for key in order(base, ours, theirs)
    ]
    return [clause for clause in merged if (clause.base, clause.ours, clause.theirs) != (None, None, None)]


def _clause(
    key: str, base: str | None, ours: str | None, theirs: str | None, tokens: Callable[[str], Sequence[str]]
) -> ClauseMerge:
    def told(outcome: Outcome, text: str | None, parts: Merge | None = None) -> ClauseMerge:
        return ClauseMerge(key, outcome, base, ours, theirs, text, parts)

    if ours == theirs:
        return told(Outcome.UNCHANGED if ours == base else Outcome.SAME_ON_BOTH, ours)
    if theirs == base:
        return told(Outcome.FROM_OURS, ours)
    if ours == base:
        return told(Outcome.FROM_THEIRS, theirs)
    if base is None or ours is None or theirs is None:
        return told(Outcome.CLASH, None, Merge([Clash(base or "", ours or "", theirs or "")]))
    parts = merge(tokens(base), tokens(ours), tokens(theirs))
    return told(Outcome.MERGED, parts.text, parts) if parts.is_clean else told(Outcome.CLASH, None, parts)


def order(base: Clauses, ours: Clauses, theirs: Clauses) -> list[str]:
    """The keys of all three. A side that moved clauses leads; else ours does, and its new clauses come first."""
    sides = [list(ours), list(theirs)]
    if _keeps_order(sides[0], list(base)) and not _keeps_order(sides[1], list(base)):
        sides.reverse()
    return _woven(_woven(sides[0], sides[1], set(base)), list(base), set(base))


def _keeps_order(side: Sequence[str], base: Sequence[str]) -> bool:
    return [key for key in side if key in base] == [key for key in base if key in side]


def _woven(leader: Sequence[str], follower: Sequence[str], known: set[str]) -> list[str]:
    """The leader's keys, each further key of the follower after its predecessor there and what the leader added."""
    woven = list(leader)
    at = 0
    for key in follower:
        if key in leader:
            at = woven.index(key) + 1
            continue
        while at < len(woven) and woven[at] not in known and woven[at] not in follower:
            at += 1
        woven.insert(at, key)
        at += 1
    return woven
