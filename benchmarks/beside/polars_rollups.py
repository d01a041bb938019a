"""Polars asked those five of the seven roll-ups that one expression says, with the whole table in memory before the clock starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl

from benchmarks.beside.with_rollups import ASKED, PLACE, copy_of, plain

INCOME, YES = pl.col("income"), pl.col("confirmed")
SUMS = [INCOME.filter(YES).sum().alias("c"), INCOME.filter(~YES).sum().alias("u")]
MIDDLE = INCOME.median().alias("p50")


class Polars:
    def __init__(self, enterprises: int) -> None:
        file = PLACE / f"{enterprises}.parquet"
        with copy_of(enterprises).reading() as link:
            link.execute(f"COPY fact TO '{file}' (FORMAT parquet)")
        self.fact = pl.read_parquet(file)
        file.unlink()
        self.version = {"polars": pl.__version__, "threads": pl.thread_pool_size()}

    @contextmanager
    def asking(self) -> Iterator[pl.DataFrame]:
        yield self.fact

    def ask(self, fact: pl.DataFrame, name: str) -> pl.DataFrame:
        return getattr(self, name)(fact.lazy()).collect()  # type: ignore[no-any-return]

    def by_province(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        parts = [INCOME.quantile(part, "linear").alias(f"p{part}") for part in (0.1, 0.5, 0.9)]
        year = pl.col("month").is_between(ASKED["by_province"]["first"], ASKED["by_province"]["last"])
        of = fact.filter(year).group_by("province")
        return of.agg(*SUMS, INCOME.count().alias("n"), INCOME.mean().alias("mean"), *parts)

    def by_month(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        return fact.group_by("month").agg(*SUMS, MIDDLE)

    def by_province_sector_month(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        return fact.group_by("province", "sector", "month").agg(*SUMS)

    def by_commitment_and_year(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        year = ((pl.col("month") + 13 - ASKED["by_commitment_and_year"]["year_begins"]) // 12).alias("year")
        return fact.group_by("commitment", year).agg(*SUMS, pl.col("enterprise").n_unique())

    def months_of_province(self, fact: pl.LazyFrame) -> pl.LazyFrame:
        number = int(ASKED["months_of_province"]["province"][1:])
        return fact.filter(pl.col("province") == number).group_by("month").agg(*SUMS, MIDDLE)

    def lines(self, name: str, answer: pl.DataFrame) -> list[tuple[Any, ...]]:
        """As ours: a sum of nothing is nothing and not 0, numbers of groups are codes, percentiles and means are tenths."""
        tenths = [c for c in answer.columns if c == "mean" or c.startswith("p0") or c == "p50"]
        made = answer.with_columns(
            *[pl.col(c).replace(0, None) for c in ("c", "u")], *[(pl.col(c) * 10).round() for c in tenths]
        )
        if name in ("by_province", "by_commitment_and_year"):
            made = made.with_columns(pl.format("k{}", pl.col(made.columns[0])).alias(made.columns[0]))
        return plain(made.rows())
