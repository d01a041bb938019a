"""DuckDB over the Parquet file: nothing to install but a package, and as many processors as the machine has."""

from __future__ import annotations

from dataclasses import dataclass

from phanuek.batch.runners.batches import Batch, batches
from phanuek.batch.runners.job import Job, Result, Tell
from phanuek.batch.runners.workshop import CODE, ROW, workshop
from phanuek.batch.sql import DUCKDB


@dataclass(frozen=True)
class DuckdbRunner:
    """`memory` as DuckDB writes it ("1GB"); what does not fit goes to disk, into the folder of the answers."""

    memory: str | None = None
    threads: int | None = None

    def screen(self, job: Job, tell: Tell) -> Result:
        with workshop(job, self.memory, self.threads) as shop:
            columns, total = shop.load(job), len(job.rules)
            tell(0, total)
            for batch in batches(job.rules, columns, DUCKDB, offers=50, letters=200_000):
                shop.ask(_pairs(batch, shop.table), into=shop.part(batch.first))
                tell(batch.past, total)
            return shop.finish(job)


def _pairs(batch: Batch, table: str) -> str:
    """Row, code, offer and answer (1 fits, 2 unknown) of one batch: the answers of a row as a list, then one a line."""
    answers = ", ".join(f"coalesce(CAST({condition} AS TINYINT), 2)" for condition in batch.conditions)
    return (
        f'SELECT "{ROW}", "{CODE}", offer, answer FROM (SELECT "{ROW}", "{CODE}", '
        f"unnest(range({batch.first}, {batch.past})) AS offer, unnest([{answers}]) AS answer FROM {table}) WHERE answer <> 0"
    )
