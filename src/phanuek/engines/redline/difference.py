"""The difference of two texts as a person reads it: phrases taken out and put in, not confetti."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from phanuek.engines.redline.alignment import Change, changes, is_word

_SHORT = 3
"""Letters up to which an unchanged word between two changes is a particle (ที่, และ, ของ, of, the)."""


class Kind(StrEnum):
    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str
    words: int = field(default=0, compare=False)
    """Words and numbers in the text; spaces and punctuation do not count."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How many words were taken out and put in; a changed word counts in both."""

    taken_out: int
    put_in: int

    @property
    def is_unchanged(self) -> bool:
        """No word changed; spaces or punctuation may have."""
        return not (self.taken_out or self.put_in)


def difference(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Pieces in reading order; a phrase that was replaced is one deleted piece, then one inserted piece.

    SAME and DELETED joined give the old text, SAME and INSERTED the new one. No piece is empty.
    """
    pieces: list[Piece] = []
    at = 0
    for change in _phrases(changes(old, new), old):
        pieces += _piece(Kind.SAME, old[at : change.old_from])
        pieces += _piece(Kind.DELETED, old[change.old_from : change.old_to])
        pieces += _piece(Kind.INSERTED, new[change.new_from : change.new_to])
        at = change.old_to
    return [*pieces, *_piece(Kind.SAME, old[at:])]


def summary(pieces: Sequence[Piece]) -> Summary:
    return Summary(
        taken_out=sum(piece.words for piece in pieces if piece.kind is Kind.DELETED),
        put_in=sum(piece.words for piece in pieces if piece.kind is Kind.INSERTED),
    )


def _piece(kind: Kind, tokens: Sequence[str]) -> Iterator[Piece]:
    text = "".join(tokens)
    if text:
        yield Piece(kind, text, sum(map(is_word, tokens)))


def _phrases(found: Sequence[Change], old: Sequence[str]) -> list[Change]:
    phrases: list[Change] = []
    for change in found:
        if phrases and _reads_as_one(phrases[-1], change, old):
            first = phrases.pop()
            change = Change(first.old_from, change.old_to, first.new_from, change.new_to)
        phrases.append(change)
    return phrases


def _reads_as_one(first: Change, second: Change, old: Sequence[str]) -> bool:
    """Only where words go and words come: two pure insertions with a space between stay two insertions."""
    goes = first.old_from < first.old_to or second.old_from < second.old_to
    comes = first.new_from < first.new_to or second.new_from < second.new_to
    return goes and comes and _is_slight(old[first.old_to : second.old_from])


def _is_slight(between: Sequence[str]) -> bool:
    """At most one particle, with the spaces or the mark about it. A number or a new line always stays visible."""
    words = [token for token in between if is_word(token)]
    if any("\n" in token for token in between) or len(between) - len(words) > 2:
        return False
    return not words or (len(words) == 1 and _is_particle(words[0]))


def _is_particle(word: str) -> bool:
    return len(word) <= _SHORT and not any(char.isdigit() for char in word)
