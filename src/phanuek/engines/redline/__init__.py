"""Amendments of a text: the difference a person reads, and the three-way merge that leaves every doubt to a person.

Everything works on tokens (words, spaces, punctuation) that the caller cuts, so nothing ever changes inside a word.
"""

from phanuek.engines.redline.clauses import ClauseMerge, Outcome, merge_clauses
from phanuek.engines.redline.difference import Kind, Piece, Summary, difference, summary
from phanuek.engines.redline.merging import Clash, Clean, Merge, merge

__all__ = [
    "Clash",
    "ClauseMerge",
    "Clean",
    "Kind",
    "Merge",
    "Outcome",
    "Piece",
    "Summary",
    "difference",
    "merge",
    "merge_clauses",
    "summary",
]
