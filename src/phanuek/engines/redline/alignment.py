"""Which tokens of two texts are the same ones: the changes between them, smallest parts a person would point at."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_SMALL = 250_000
"""Token pairs up to which the longest common phrases are sought; that takes the square of it, at worst."""

_FEW = 1_000
"""Tokens put in and taken out up to which the fewest are sought in longer stretches; beyond, all of it is replaced."""


@dataclass(frozen=True, slots=True)
class Change:
    """``old[old_from:old_to]`` became ``new[new_from:new_to]``; at most one of the two is empty."""

    old_from: int
    old_to: int
    new_from: int
    new_to: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """The changes in order; between two of them stands at least one unchanged token."""
    found: list[Change] = []
    at_old = at_new = 0
    for i, j in [*_pairs(old, new), (len(old), len(new))]:
        if i > at_old or j > at_new:
            found.append(_settled(Change(at_old, i, at_new, j), old, new, found[-1] if found else None))
        at_old, at_new = i + 1, j + 1
    return found


def _settled(change: Change, old: Sequence[str], new: Sequence[str], previous: Change | None) -> Change:
    """A pure insertion or deletion moved to where a line or a phrase begins, if the text reads the same.

    In "ภาคีจะ A ภาคีจะ B" with "ภาคีจะ C" put in between, that phrase is shown, not "C ภาคีจะ".
    """
    if change.old_from == change.old_to:
        side, start, end, floor = new, change.new_from, change.new_to, previous.new_to if previous else 0
    elif change.new_from == change.new_to:
        side, start, end, floor = old, change.old_from, change.old_to, previous.old_to if previous else 0
    else:
        return change
    best, best_worth = 0, _worth(side, start, end)
    steps = 0
    while start - steps > floor + (previous is not None) and side[start - steps - 1] == side[end - steps - 1]:
        steps += 1
        worth = _worth(side, start - steps, end - steps)
        if worth >= best_worth:
            best, best_worth = steps, worth
    return Change(change.old_from - best, change.old_to - best, change.new_from - best, change.new_to - best)


def _worth(side: Sequence[str], start: int, end: int) -> int:
    """How well a phrase may begin at ``start`` and stop before ``end``."""
    return _break(side[start - 1] if start else "\n") + _break(side[end - 1])


def _break(token: str) -> int:
    if "\n" in token:
        return 3
    return 2 if token.isspace() else int(not is_word(token))


def _pairs(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Positions of the tokens that stayed, ascending on both sides."""
    found: list[tuple[int, int]] = []
    todo = [(0, len(old), 0, len(new))]
    while todo:
        a0, a1, b0, b1 = todo.pop()
        while a0 < a1 and b0 < b1 and old[a0] == new[b0]:
            found.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and old[a1 - 1] == new[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            found.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        anchors = _anchors(old, a0, a1, new, b0, b1)
        if not anchors:
            seek = _longest_phrases if (a1 - a0) * (b1 - b0) <= _SMALL else _fewest_changes
            found += [(a0 + i, b0 + j) for i, j in seek(old[a0:a1], new[b0:b1])]
            continue
        for a, b in anchors:
            todo.append((a0, a, b0, b))
            found.append((a, b))
            a0, b0 = a + 1, b + 1
        todo.append((a0, a1, b0, b1))
    return sorted(found)


def _anchors(
    old: Sequence[str], a0: int, a1: int, new: Sequence[str], b0: int, b1: int
) -> list[tuple[int, int]]:
    """Words that occur exactly once on each side, as many as keep their order (patience difference).

    In a long text of few words, where none is the only one, runs of words serve instead.
    """
    for width in (1,) if (a1 - a0) * (b1 - b0) <= _SMALL else (1, 4, 16):
        there = _only_ones(new, b0, b1, width)
        pairs = [(i, there[run]) for run, i in _only_ones(old, a0, a1, width).items() if run in there]
        if pairs:
            return _longest_rising(sorted(pairs))
    return []


def _only_ones(side: Sequence[str], start: int, end: int, width: int) -> dict[tuple[str, ...], int]:
    """Where each run of ``width`` tokens that occurs once begins; a run of one must be a word."""
    runs = [tuple(side[at : at + width]) for at in range(start, end - width + 1)]
    times = Counter(runs)
    return {
        run: at for at, run in enumerate(runs, start) if times[run] == 1 and (width > 1 or is_word(run[0]))
    }


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of ``pairs`` (ascending in the first number) that ascends in the second too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, b) in enumerate(pairs):
        length = bisect_left(ends, b)
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [b]
        last[length : length + 1] = [index]
    rising: list[tuple[int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _longest_phrases(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(a + n, b + n) for a, b, size in blocks for n in range(size)]


def _fewest_changes(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs that leave the fewest tokens over (Myers 1986); none when more than ``_FEW`` would be.

    Only for long stretches of text that repeats itself word for word, where the longest phrases take too long to find.
    """
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(_FEW + 1):
        trail.append(reach.copy())
        for k in range(-edits, edits + 1, 2):
            before = _step_from(reach, k, edits)
            x = reach[before] + (before < k)
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x == len(old) and x - k == len(new):
                return _walked_back(trail, x, k)
    return []


def _step_from(reach: Mapping[int, int], k: int, edits: int) -> int:
    """The neighbouring diagonal from which ``k`` is reached furthest."""
    return k + 1 if k == -edits or (k != edits and reach[k - 1] < reach[k + 1]) else k - 1


def _walked_back(trail: Sequence[Mapping[int, int]], x: int, k: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    for edits in range(len(trail) - 1, -1, -1):
        before = _step_from(trail[edits], k, edits)
        start = trail[edits][before] + (before < k)
        pairs += [(at, at - k) for at in range(start, x)]
        x, k = trail[edits][before], before
    return pairs


def is_word(token: str) -> bool:
    """Whether a reader would call it a word or a number, not a space or a punctuation mark."""
    return any(char.isalnum() for char in token)
