"""What was delivered, by province, sector, partner, commitment or period, from the copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from duckdb import DuckDBPyConnection

from phanuek.batch.copy.measuring import SATANG, Period, asked


@dataclass(frozen=True)
class DeliveryRow:
    """What `engines.rollup.definitions.DELIVERIES` defines, of one group. Confirmed and unconfirmed are two figures and are
    never added; money is baht, None where no delivery has an amount.

    Nothing here is protected: who shows it hides what is too small.
    """

    key: str
    enterprises: int
    enterprises_confirmed: int
    confirmed: int
    unconfirmed: int
    baht_confirmed: Decimal | None
    baht_unconfirmed: Decimal | None


def deliveries(
    connection: DuckDBPyConnection,
    by: str,
    *,
    months: tuple[int, int],
    where: Mapping[str, str] | None = None,
    periods: Sequence[Period] = (),
) -> list[DeliveryRow]:
    """One row for each key that has a delivery in the months (both ends included), in the order of the keys; asked as
    `measuring.measures` is. Raises ValueError for a dimension that there is not."""
    key, rows, values = asked("deliveries", by, months, where or {}, periods)
    lines = connection.execute(
        f"""SELECT {key} AS key, count(DISTINCT enterprise), count(DISTINCT enterprise) FILTER (confirmed),
            count(*) FILTER (confirmed), count(*) FILTER (NOT confirmed),
            sum(amount) FILTER (confirmed), sum(amount) FILTER (NOT confirmed)
        FROM {rows} GROUP BY ALL HAVING count(*) > 0 ORDER BY key""",
        values,
    ).fetchall()
    return [
        DeliveryRow(key, served, sure, yes, no, _baht(given), _baht(claimed))
        for key, served, sure, yes, no, given, claimed in lines
    ]


def _baht(satang: Any) -> Decimal | None:
    return None if satang is None else int(satang) * SATANG
