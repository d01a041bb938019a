"""A text rewritten clause by clause: every clause's place in the new text is exact, what stands between them stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

USUAL_GAP = "\n\n"


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` up to ``end`` of a text, which are the clause ``key``."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of one clause: other words, or none any more (``text`` None).

    For a clause that the text does not hold, ``after`` names the one it is put behind; None puts it first.
    """

    key: str
    text: str | None
    after: str | None = None


def rewrite(text: str, spans: Sequence[Span], edits: Iterable[Edit]) -> tuple[str, list[Span]]:
    """The new text with the places of its clauses, in its order.

    ``spans`` are ascending and do not overlap. A clause taken out takes the blank space before it along. Raises ValueError
    when an edit has blank words, comes twice, or names a clause to follow that the text does not hold.
    """
    wanted: dict[str, Edit] = {}
    for edit in edits:
        if (
            edit.key in wanted
            or (edit.text is not None and edit.text != edit.text.strip())
            or edit.text == ""
        ):
            raise ValueError(f"not an edit that can be made: {edit}")
        wanted[edit.key] = edit
    keys = [span.key for span in spans]
    coming: dict[str | None, list[Edit]] = {}
    for edit in wanted.values():
        if edit.key not in keys and edit.text is not None:
            if edit.after is not None and edit.after not in keys:
                raise ValueError(f"there is no clause {edit.after} to follow")
            coming.setdefault(edit.after, []).append(edit)
    return _written(text, spans, wanted, coming)


def _written(
    text: str, spans: Sequence[Span], wanted: dict[str, Edit], coming: dict[str | None, list[Edit]]
) -> tuple[str, list[Span]]:
    paper, gap = _Paper(), _gap(text, spans)
    if not spans:
        paper.words(text.rstrip() if coming else text)
        paper.clauses(coming.get(None, ()), before=gap)
        return paper.text, paper.spans
    paper.words(text[: spans[0].start])
    paper.clauses(coming.get(None, ()), after=gap)
    for number, span in enumerate(spans):
        edit = wanted.get(span.key)
        if edit is None:
            paper.clause(span.key, text[span.start : span.end])
        elif edit.text is not None:
            paper.clause(span.key, edit.text)
        else:
            paper.take_back_blanks()
        paper.clauses(coming.get(span.key, ()), before=gap)
        end = spans[number + 1].start if number + 1 < len(spans) else len(text)
        paper.words(text[span.end : end])
    return paper.text, paper.spans


def _gap(text: str, spans: Sequence[Span]) -> str:
    """The blank space that most often stands between two clauses."""
    between = [text[a.end : b.start] for a, b in pairwise(spans)]
    blank = Counter(gap for gap in between if gap and not gap.strip())
    return blank.most_common(1)[0][0] if blank else USUAL_GAP


class _Paper:
    """What is written so far: finished parts, and the words since the last clause, from which blanks may still go."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self._parts: list[str] = []
        self._length = 0
        self._tail = ""
        self._begins_with_a_gap = False

    @property
    def text(self) -> str:
        return "".join(self._parts) + self._tail

    def words(self, text: str) -> None:
        if self._begins_with_a_gap and self._is_empty:
            text = text.lstrip()
        self._tail += text

    def clause(self, key: str, text: str) -> None:
        self._finish(self._tail)
        self._tail = ""
        self.spans.append(Span(key, self._length, self._length + len(text)))
        self._finish(text)

    def clauses(self, edits: Iterable[Edit], *, before: str = "", after: str = "") -> None:
        for edit in edits:
            assert edit.text is not None
            if not self._is_empty:
                self._tail += before
            self.clause(edit.key, edit.text)
            self._tail += after

    def take_back_blanks(self) -> None:
        """A clause goes, and the blank space before it with it."""
        self._tail = self._tail.rstrip()
        self._begins_with_a_gap = self._is_empty

    @property
    def _is_empty(self) -> bool:
        return not (self._length or self._tail)

    def _finish(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
