"""The analytical copy of the platform's incomes and deliveries: read here, kept fresh here. What it is made of is in `phanuek.batch.copy`.

`measures` and `deliveries` for pages, `fresh` before them; `refreshing` for commands. DuckDB comes with the extra `figures`: without it, and
before the copy is built, each of these raises NotReady with the reason, which a page shows instead of figures.
"""

from phanuek.figures.copy.reading import DeliveryRow, MeasureRow, State, deliveries, measures, state
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
    "DeliveryRow", "Difference", "MeasureRow", "NotReady", "State", "TriggersMissing", "compare", "deliveries", "fresh", "keep", "measures",
    "rebuild", "refresh", "state",
]  # fmt: skip
