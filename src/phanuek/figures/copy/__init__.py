"""The analytical copy of the platform's incomes: read here, kept fresh here. What it is made of is in `phanuek.batch.copy`.

`measures` for pages, `fresh` before them; `refreshing` for commands. DuckDB comes with the extra `figures`: without it, and
before the copy is built, each of these raises NotReady with the reason, which a page shows instead of figures.
"""

from phanuek.figures.copy.reading import MeasureRow, State, measures, state
from phanuek.figures.copy.refreshing import (
    Difference,
    TriggersMissing,
    compare,
    fresh,
    keep,
    rebuild,
    refresh,
)
from phanuek.figures.copy.store import NotReady

__all__ = [
    "Difference", "MeasureRow", "NotReady", "State", "TriggersMissing", "compare", "fresh", "keep", "measures", "rebuild", "refresh", "state",
]  # fmt: skip
