"""Rows and tables in, the same out with small counts left out. Which must go, and why that is enough, is `secrecy.circuit`'s matter."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from phanuek.engines.secrecy import THRESHOLD, Circuit, protect

Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


@dataclass(frozen=True)
class Suppressed:
    """Rows ready to show. A hidden row has None under its count and amounts, and "hidden": True."""

    rows: list[dict[str, Any]]
    total: dict[str, Any] | None

    @property
    def any_hidden(self) -> bool:
        return any(row["hidden"] for row in self.rows) or bool(self.total and self.total["hidden"])


def suppress(
    rows: Sequence[Mapping[str, Any]],
    count_key: str,
    hide_keys: Sequence[str] = (),
    total: Mapping[str, Any] | None = None,
    *,
    threshold: int = THRESHOLD,
) -> Suppressed:
    """Hide the counts from 1 to below the threshold, with the amounts that belong to them; 0 is shown.

    Where a total is shown, as many further rows are hidden as are needed so that no hidden count follows from the
    rest: the smallest that will do, and the total itself when nothing else can. What is shown stays true. The rows
    must be separate parts of the total; raises ValueError when they do not add up to it.
    """
    counts = [_whole(row[count_key]) for row in rows]
    if total is not None and _whole(total[count_key]) != sum(counts):
        raise ValueError(f"the rows add up to {sum(counts)}, the total says {total[count_key]}")
    circuit = Circuit()
    for index, count in enumerate(counts):
        # Without a total nothing ties the rows together: each is a circuit of its own.
        circuit.add(index, "out" if total is not None else ("out", index), "in", count)
    if total is not None:
        circuit.add("total", "in", "out", sum(counts))
    hidden = protect(circuit, threshold)
    keys = (count_key, *hide_keys)
    return Suppressed(
        [_shown(row, keys, index in hidden) for index, row in enumerate(rows)],
        None if total is None else _shown(total, keys, "total" in hidden),
    )


def _shown(row: Mapping[str, Any], keys: Sequence[str], hidden: bool) -> dict[str, Any]:
    shown = dict(row) | {"hidden": hidden}
    if hidden:
        shown |= dict.fromkeys((key for key in keys if key in row), None)
    return shown


def _whole(count: Any) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise ValueError(f"a count must be a whole number from 0, not {count!r}")
    return count


@dataclass(frozen=True)
class Table(Generic[Row, Column]):
    """A table of counts with its totals; None where a count is hidden."""

    cells: dict[tuple[Row, Column], int | None]
    row_totals: dict[Row, int | None]
    column_totals: dict[Column, int | None]
    total: int | None


def suppress_table(
    cells: Mapping[tuple[Row, Column], int],
    rows: Sequence[Row] | None = None,
    columns: Sequence[Column] | None = None,
    *,
    threshold: int = THRESHOLD,
) -> Table[Row, Column]:
    """A table with all its totals, in which no hidden count follows from those shown. A missing cell is 0."""
    across = list(dict.fromkeys(columns if columns is not None else (column for _, column in cells)))
    down = list(dict.fromkeys(rows if rows is not None else (row for row, _ in cells)))
    counts = {(row, column): _whole(cells.get((row, column), 0)) for row in down for column in across}
    row_totals = {row: sum(counts[row, column] for column in across) for row in down}
    column_totals = {column: sum(counts[row, column] for row in down) for column in across}
    circuit = Circuit()
    for (row, column), count in counts.items():
        circuit.add(("cell", row, column), ("row", row), ("column", column), count)
    for row, count in row_totals.items():
        circuit.add(("row", row), "rows", ("row", row), count)
    for column, count in column_totals.items():
        circuit.add(("column", column), ("column", column), "columns", count)
    total = sum(row_totals.values())
    circuit.add("total", "columns", "rows", total)
    hidden = protect(circuit, threshold)
    return Table(
        {key: None if ("cell", *key) in hidden else count for key, count in counts.items()},
        {row: None if ("row", row) in hidden else count for row, count in row_totals.items()},
        {column: None if ("column", column) in hidden else count for column, count in column_totals.items()},
        None if "total" in hidden else total,
    )
