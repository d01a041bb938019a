"""Many rows into few figures: exact sums and medians, measures of how incomes spread, and hiding what is too small to show.

Used from here: `sums` (exact sums and medians of any rows) and `hiding` (rows and tables of which `secrecy` says what to hide).
Imported by their own names: `measures`, which says what each figure of income means and works it out from plain whole numbers,
slowly and exactly; `sql`, which says the same to DuckDB; `definitions`, the words for each figure. The tests hold `sql` to
`measures`, so that a figure over twelve million rows is the figure that was defined.
"""

from phanuek.engines.rollup.hiding import Suppressed, Table, suppress, suppress_table
from phanuek.engines.rollup.sums import Sums, median, roll_up

__all__ = ["Sums", "Suppressed", "Table", "median", "roll_up", "suppress", "suppress_table"]
