"""A compiled rule as a SQL condition: TRUE fits, NULL cannot be said, FALSE does not fit, on each engine alike.

Every bound is brought to what the column can hold (`ladders`, `shares`) before the SQL is written, so that no engine
converts a type or rounds: that is where engines differ.
"""

from phanuek.batch.sql.columns import Column, Kind, paired_facts, used_facts
from phanuek.batch.sql.conditions import condition
from phanuek.batch.sql.dialects import DUCKDB, POSTGRES, SPARK, Dialect

__all__ = [
    "DUCKDB",
    "POSTGRES",
    "SPARK",
    "Column",
    "Dialect",
    "Kind",
    "condition",
    "paired_facts",
    "used_facts",
]
