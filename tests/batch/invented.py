"""Rules and rows invented by lot, with everything that engines are known to read differently.

All from one number, so that a pair that fails can be made again. The columns are of every kind that a fact can lie in.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from phanuek.engines.rules import Fact, Rule, Vocabulary
from phanuek.engines.rules.domains import (
    Domain,
    Number,
    OneOf,
    Ordered,
    Span,
    Within,
    between,
    points,
    span_from,
)
from phanuek.engines.rules.tree import AllOf, AnyOf, Atom, Compared, Node, Operator, Ratio
from phanuek.engines.rules.vocabulary import as_type

ON = date(2026, 11, 26)
# fact: its type, and the type of its column in the file (none: there is no such column)
FACTS: dict[str, tuple[str, str]] = {
    "juristic": ("boolean", "BOOLEAN"),
    "members": ("integer", "SMALLINT"),
    "sales": ("integer", "BIGINT"),
    "visits": ("integer", "DOUBLE"),
    "income": ("money", "BIGINT"),
    "debt": ("money", "DECIMAL(18,0)"),
    "share": ("number", "DOUBLE"),
    "weight": ("number", "DOUBLE"),
    "grade": ("number", "DECIMAL(18,2)"),
    "tiny": ("number", "DECIMAL(18,18)"),
    "count": ("number", "BIGINT"),
    "score": ("number", "FLOAT"),
    "founded": ("date", "DATE"),
    "renewed": ("date", "TIMESTAMP"),
    "kind": ("text", "VARCHAR"),
    "place": ("area", "VARCHAR"),
    "nowhere": ("number", ""),
    "unheard": ("text", ""),
}
VOCABULARY = Vocabulary(Fact(name, as_type(kind)) for name, (kind, _) in FACTS.items())

LEAST, MOST = -(2**63), 2**63 - 1
_WHOLE = [0, 0, 1, -1, 2, 3, 6, 7, 8, 20, 100, LEAST, MOST, MOST - 1, 2**53, 2**53 + 1, -(2**53) - 1, 10**18]
_FLOAT = [
    *[0.0, -0.0, 0.1 + 0.2, 0.3, 0.1, 1.0, 7.0, -7.5, 1e22, 1e23, 5e-324, -5e-324, 1.7976931348623157e308],
    *[2.2250738585072014e-308, 2.0**89, 2.0**-44, 2.0**53, 2.0**53 + 2, 9.223372036854775807e18, 1 / 3, 33.3],
]
_DECIMAL = ["0.00", "0.01", "-0.01", "0.30", "6.50", "7.00", "9999999999999999.99", "-9999999999999999.99"]
_TINY = ["0.0", "0.3", "-0.3", "0.000000000000000001", "0.333333333333333333", "0.999999999999999999"]
_SINGLE = [0.0, 0.1, 0.3, 7.0, -7.5, 33.3, 1e10, 1.1754944e-38, 3.4028235e38, 16777216.0]
_BOUNDS = [
    *[
        "0",
        "1",
        "-1",
        "7",
        "6.5",
        "0.3",
        "0.30000000000000004",
        "0.29999999999999999",
        "0.333333333333333333333333333",
    ],
    *[
        "0.5",
        "-0.5",
        "2",
        "1e22",
        "1e23",
        "-1e400",
        "1e400",
        "1e-400",
        "9223372036854775807",
        "9223372036854775808",
    ],
    *[
        "-9223372036854775808",
        "-9223372036854775809",
        "9007199254740993",
        "0.000000000000000001",
        "100",
        "33.3",
    ],
]
_DAYS = [
    date(1, 1, 1),
    date(9999, 12, 31),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2023, 2, 28),
    date(1582, 10, 10),
    ON,
]
TEXTS = [
    *["ผ้าไหม", "ผ้าไหม ", "ผ้าใหม", "Silk", "silk", "it's", 'say "so"', "a\\b", "a\\'b", "\\", "'", "''", "a\nb", "a\tb"],
    *["a\r\nb", "${x}", "{0}", "%s", "$1", ":x", "?", "é", "e\u0301", "\ufeff", "😀", "\u200b", "NULL", "\\N", "\\.", " "],
    *["`", "--", "/* */", ";", "\x7f", "\x01", "ก" * 300],
]  # fmt: skip
_AREAS = ["50", "5001", "500101", "5003", "51", "5", "5101", "510", "1", "ก1", "ก101", "5_", "5%"]
_FAMILIES = [
    *[["members", "sales", "visits", "share", "weight", "grade", "tiny", "count", "score", "nowhere"]],
    *[["income", "debt"], ["founded", "renewed"]],
]


class Lots:
    """Everything drawn from one number."""

    def __init__(self, seed: int) -> None:
        self.lots = random.Random(seed)

    # ---- rows

    def rows(self, many: int) -> list[dict[str, Any]]:
        found = []
        for number in range(many):
            row: dict[str, Any] = {"code": f"ว-{number:04}"}
            for name, (kind, column) in FACTS.items():
                if column and self.lots.random() < 0.85:
                    row[name] = self._value(kind, column)
            found.append(row)
        return found

    def _value(self, kind: str, column: str) -> Any:
        pick = self.lots.choice
        if kind == "boolean":
            return pick([True, False])
        if kind == "date":
            return self._day()
        if kind in ("text", "area"):
            return pick(TEXTS if kind == "text" else _AREAS)
        if column == "SMALLINT":
            return pick([0, 3, 6, 7, 8, -1, 32767])
        if column == "FLOAT":
            return pick(_SINGLE)
        if column == "DOUBLE":
            found = pick([*_FLOAT, round(self.lots.uniform(-10, 10), 1), self.lots.uniform(-1, 1)])
            return float(math.floor(found)) if kind == "integer" else found
        if column == "DECIMAL(18,2)":
            return Decimal(pick([*_DECIMAL, f"{self.lots.uniform(-9, 9):.2f}"]))
        if column == "DECIMAL(18,18)":
            return Decimal(pick(_TINY))
        found = pick([*_WHOLE, self.lots.randint(-9, 9), self.lots.randint(LEAST, MOST)])
        return found if column == "BIGINT" else Decimal(max(-(10**18) + 1, min(10**18 - 1, found)))

    def _day(self) -> date:
        return self.lots.choice([*_DAYS, ON + timedelta(self.lots.randint(-2000, 2000))])

    # ---- rules

    def rules(self, many: int) -> dict[str, Rule]:
        names = ["it's", 'O"', "ข้อ 1", "a\\b", "${x}"]
        rules = {f"{names[place % len(names)]} {place}": self.rule() for place in range(many)}
        return {"all": Rule("", VOCABULARY, ON, ()), **rules}

    def rule(self) -> Rule:
        parts = tuple(self._node(2) for _ in range(self.lots.randint(1, 3)))
        return Rule("", VOCABULARY, ON, parts)

    def _node(self, depth: int) -> Node:
        if depth == 0 or self.lots.random() < 0.55:
            leaf = self._leaf()
            return leaf.opposite() if self.lots.random() < 0.3 else leaf
        parts = tuple(self._node(depth - 1) for _ in range(self.lots.randint(2, 3)))
        return AllOf(parts) if self.lots.random() < 0.5 else AnyOf(parts)

    def _leaf(self) -> Atom | Compared | Ratio:
        way = self.lots.random()
        if way < 0.2:
            one, other = self._two()
            operators: Sequence[Operator] = ("=", "<>", "<", "<=", ">", ">=")
            return Compared(one, self.lots.choice(operators), other)
        if way < 0.45:
            one, other = self._two()
            while one.type == "date":
                one, other = self._two()
            return Ratio(one, other, self._ordered(self._bound))
        fact = VOCABULARY[self.lots.choice(list(FACTS))]
        return Atom(fact, self._domain(fact))

    def _two(self) -> tuple[Fact, Fact]:
        family = self.lots.choice(_FAMILIES)
        return VOCABULARY[self.lots.choice(family)], VOCABULARY[self.lots.choice(family)]

    def _domain(self, fact: Fact) -> Domain:
        if fact.type == "boolean":
            return OneOf(tuple(self.lots.sample([True, False], self.lots.randint(0, 2))))
        if fact.type == "text":
            return OneOf(tuple(self.lots.sample([*TEXTS, "no\0t", "\ud800"], self.lots.randint(0, 4))))
        if fact.type == "area":
            return Within(tuple(self.lots.sample([*_AREAS, ""], self.lots.randint(0, 4))))
        if fact.type == "date":
            return self._ordered(lambda: self._day().toordinal())
        return self._ordered(self._bound)

    def _bound(self) -> Number:
        pick = self.lots.choice
        return pick(
            [
                Decimal(pick(_BOUNDS)),
                pick(_WHOLE),
                Decimal(repr(pick(_FLOAT))),
                Decimal(f"{self.lots.uniform(-9, 9):.1f}"),
            ]
        )

    def _ordered(self, bound: Any) -> Ordered:
        way = self.lots.randrange(5)
        if way == 0:
            return points([bound() for _ in range(self.lots.randint(0, 3))])
        if way == 1:
            return between(*sorted([bound(), bound()]))
        found = span_from(self.lots.choice(["=", "<>", "<", "<=", ">", ">="]), bound())
        if way == 2:
            return found.meet(span_from("<>", bound())).meet(Ordered((Span(bound(), False, None, False),)))
        return found


# ---------------------------------------------------------------- the file


def write_parquet(rows: Sequence[dict[str, Any]], path: Path) -> None:
    """The rows with each fact in the type of column that it is to have."""
    import duckdb

    columns = {"code": "VARCHAR", **{name: column for name, (_, column) in FACTS.items() if column}}
    with duckdb.connect() as database:
        listed = ", ".join(f'"{name}" {column}' for name, column in columns.items())
        database.execute(f"CREATE TABLE enterprises ({listed})")
        if rows:
            marks = ", ".join("?" for _ in columns)
            database.executemany(
                f"INSERT INTO enterprises VALUES ({marks})",
                [[row.get(name) for name in columns] for row in rows],
            )
        database.execute(f"COPY enterprises TO '{path}' (FORMAT parquet)")


def read_answers(answers: Path) -> dict[tuple[str, str], str]:
    """(enterprise, offer) and the status written for it."""
    import duckdb

    files = answers / "*.parquet" if answers.is_dir() else answers
    with duckdb.connect() as database:
        rows = database.execute(f"SELECT enterprise, offer, status FROM read_parquet('{files}')").fetchall()
    found = {(enterprise, offer): status for enterprise, offer, status in rows}
    assert len(found) == len(rows), "a pair stands there twice"
    return found
