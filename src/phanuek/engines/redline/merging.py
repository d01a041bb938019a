"""Two amendments of one text brought together; where they touch, the original and both stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from phanuek.engines.redline.alignment import Change, changes, is_word


@dataclass(frozen=True, slots=True)
class Clean:
    """Text that nobody has to judge: unchanged, changed by one side, or changed alike by both."""

    text: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides changed these words, each in its own way. An empty text: nothing stands there."""

    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merge:
    parts: list[Clean | Clash]

    @property
    def clashes(self) -> list[Clash]:
        return [part for part in self.parts if isinstance(part, Clash)]

    @property
    def is_clean(self) -> bool:
        return not self.clashes

    @property
    def text(self) -> str:
        """The merged text. Raises ValueError while a clash is open; see `resolve`."""
        return self.resolve([])

    def resolve(self, choices: Sequence[str]) -> str:
        """The merged text with ``choices[n]`` in the place of clash n; any text may be chosen.

        Raises ValueError when there are not as many choices as clashes.
        """
        if len(choices) != len(self.clashes):
            raise ValueError(f"{len(self.clashes)} clashes need as many choices, not {len(choices)}")
        chosen = iter(choices)
        return "".join(part.text if isinstance(part, Clean) else next(chosen) for part in self.parts)


def merge(base: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> Merge:
    """Changes of both sides applied to ``base``; a Clash where no unchanged word stands between them.

    Spaces and punctuation do not keep two changes apart: in "3 (สาม) ปี" one side's "สาม" and the other's "ปี" are for
    a person to judge, as is a word that one side deletes and the other edits, or different insertions at one point.
    What both sides changed alike is clean. Swapping the sides swaps the clashes and nothing else.
    """
    parts: list[Clean | Clash] = []
    at = 0
    for region in _regions(base, changes(base, ours), changes(base, theirs)):
        before = "".join(base[region.start : region.end])
        parts.append(Clean("".join(base[at : region.start])))
        parts.append(
            _judge(before, region.read(ours, region.ours, before), region.read(theirs, region.theirs, before))
        )
        at = region.end
    parts.append(Clean("".join(base[at:])))
    return Merge(_joined(parts))


@dataclass(slots=True)
class _Region:
    """A span of the base that holds changes; a word stands between any two regions."""

    start: int
    end: int
    ours: list[Change] = field(default_factory=list)
    theirs: list[Change] = field(default_factory=list)

    def read(self, side: Sequence[str], found: Sequence[Change], before: str) -> str:
        """What one side made of the span."""
        if not found:
            return before
        first, last = found[0], found[-1]
        lead, tail = first.old_from - self.start, self.end - last.old_to
        return "".join(side[first.new_from - lead : last.new_to + tail])


def _regions(base: Sequence[str], ours: Sequence[Change], theirs: Sequence[Change]) -> list[_Region]:
    regions: list[_Region] = []
    by_place = sorted([*((c, True) for c in ours), *((c, False) for c in theirs)], key=_place)
    for change, is_ours in by_place:
        if not regions or any(map(is_word, base[regions[-1].end : change.old_from])):
            regions.append(_Region(change.old_from, change.old_to))
        region = regions[-1]
        region.end = max(region.end, change.old_to)
        (region.ours if is_ours else region.theirs).append(change)
    return regions


def _place(tagged: tuple[Change, bool]) -> tuple[int, int]:
    return tagged[0].old_from, tagged[0].old_to


def _judge(base: str, ours: str, theirs: str) -> Clean | Clash:
    if ours == theirs or theirs == base:
        return Clean(ours)
    return Clean(theirs) if ours == base else Clash(base, ours, theirs)


def _joined(parts: Sequence[Clean | Clash]) -> list[Clean | Clash]:
    joined: list[Clean | Clash] = []
    for is_clash, run in groupby(parts, key=lambda part: isinstance(part, Clash)):
        if is_clash:
            joined += run
        elif text := "".join(part.text for part in run if isinstance(part, Clean)):
            joined.append(Clean(text))
    return joined
