"""Many rows into few figures: exact sums and medians, measures of how incomes spread, and hiding what is too small to show.

`measures` says what each figure means and works it out from plain whole numbers, slowly and exactly; `sql` says the same to
DuckDB. The tests hold the two to each other, so that a figure over twelve million rows is the figure that was defined.
"""

from phanuek.engines.rollup.hiding import Suppressed, Table, suppress, suppress_table
from phanuek.engines.rollup.sums import Sums, median, roll_up

__all__ = ["Sums", "Suppressed", "Table", "median", "roll_up", "suppress", "suppress_table"]
