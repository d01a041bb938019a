"""Amendments of a text: the difference a person reads, and the three-way merge that leaves every doubt to a person.

Comparisons work on tokens (words, spaces, punctuation) that the caller cuts, so nothing ever changes inside a word.
Beside them: where the clauses of a text begin, and a text rewritten clause by clause.
"""

from phanuek.engines.redline.clauses import ClauseMerge, Outcome, merge_clauses
from phanuek.engines.redline.difference import Kind, Piece, Summary, difference, summary
from phanuek.engines.redline.headings import Heading, heading_at, lines, suggest_clauses, trimmed
from phanuek.engines.redline.merging import Clash, Clean, Merge, merge
from phanuek.engines.redline.rewriting import Edit, Span, rewrite

__all__ = [
    "Clash",
    "ClauseMerge",
    "Clean",
    "Edit",
    "Heading",
    "Kind",
    "Merge",
    "Outcome",
    "Piece",
    "Span",
    "Summary",
    "difference",
    "heading_at",
    "lines",
    "merge",
    "merge_clauses",
    "rewrite",
    "suggest_clauses",
    "summary",
    "trimmed",
]
