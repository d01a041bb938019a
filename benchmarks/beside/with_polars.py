"""Polars: columns in memory, one lazy query; null is "cannot say", and its AND and OR are three-valued as ours.

Asked in two ways: the rules as written (it finds what they share by itself), and each distinct condition first, then its AND.
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

import numpy as np
import polars as pl

from benchmarks.beside.world import DAY_ZERO, Asked, Planes, World, fold, packed
from phanuek.engines.rules.tree import Node

CHUNK = 131_072
TYPES = {"integer": pl.Int64, "money": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}


def frame(world: World) -> pl.DataFrame:
    """Texts as Enum, the fastest of Polars' three kinds of text here."""
    made = {}
    for name, (type_, values, known, words) in world.peer_columns().items():
        if type_ in ("text", "area"):
            series = pl.Series(words).gather(values).cast(pl.Enum(list(words)))
        elif type_ == "date":
            series = pl.Series(name, values.astype(np.int32)).cast(pl.Date)
        else:
            series = pl.Series(name, values, dtype=TYPES[type_])
        holds = pl.Series("known", known)
        made[name] = pl.select(pl.when(holds).then(series).otherwise(None)).to_series().rename(name)
    return pl.DataFrame(made).rechunk()


def leaf(one: Asked) -> pl.Expr:
    column = pl.col(one.column)
    if one.type == "boolean":
        return column if (True in one.words) != one.excluded else ~column
    if one.type == "text":
        inside = (
            reduce(or_, (column == w for w in one.words)) if len(one.words) < 3 else column.is_in(one.words)
        )
        return ~inside if one.excluded else inside
    return reduce(or_, (span(column, one.type, s) for s in one.spans))


def span(column: pl.Expr, type_: str, s) -> pl.Expr:  # type: ignore[no-untyped-def]
    def bound(number):  # type: ignore[no-untyped-def]
        if type_ == "date":
            return pl.lit(int(number) - DAY_ZERO, dtype=pl.Int32).cast(pl.Date)
        return float(number) if type_ == "number" else int(number)

    if s.low is not None and s.low == s.high:
        return column == bound(s.low)
    parts = []
    if s.low is not None:
        parts.append(column >= bound(s.low) if s.low_in else column > bound(s.low))
    if s.high is not None:
        parts.append(column <= bound(s.high) if s.high_in else column < bound(s.high))
    return reduce(and_, parts)


def expression(node: Node) -> pl.Expr:
    return fold(node, leaf, lambda parts: reduce(and_, parts), lambda parts: reduce(or_, parts))


class Screen:
    """Expressions are built once, before the clock starts, as our rules are read before it starts."""

    def __init__(self, world: World, way: str = "distinct") -> None:
        self.frame, self.way, self.world = frame(world), way, world
        self.version = {"polars": pl.__version__, "threads": pl.thread_pool_size()}
        names: dict[Node, str] = {}
        for nodes in world.offers:
            for node in nodes:
                names.setdefault(node, f"c{len(names)}")
        self.conditions = [expression(node).alias(name) for node, name in names.items()]
        self.joined = [
            reduce(and_, (pl.col(names[n]) for n in nodes)).alias(f"o{at}")
            for at, nodes in enumerate(world.offers)
        ]
        self.written = [
            reduce(and_, map(expression, nodes)).alias(f"o{at}") for at, nodes in enumerate(world.offers)
        ]

    def run(self) -> pl.DataFrame:
        if self.way == "chunked":
            return pl.concat(
                [self.ask(self.frame.slice(at, CHUNK)) for at in range(0, self.world.rows, CHUNK)],
                rechunk=False,
            )
        return self.ask(self.frame)

    def ask(self, table: pl.DataFrame) -> pl.DataFrame:
        if self.way == "written":
            return table.lazy().select(self.written).collect()
        return table.lazy().select(self.conditions).collect().lazy().select(self.joined).collect()

    def singly(self) -> list[pl.Expr]:
        return self.written

    def ask_one(self, rule: pl.Expr) -> pl.DataFrame:
        return self.frame.lazy().select(rule).collect()

    def planes(self, answers: pl.DataFrame) -> Planes:
        sure = np.stack([packed(column.fill_null(False).to_numpy()) for column in answers])
        possible = np.stack([packed(column.fill_null(True).to_numpy()) for column in answers])
        return sure, possible
