"""Invented enterprises and offers for timing the engines; the same seed gives the same data.

40 columns: wide and small whole numbers, money, decimals, days, yes/no, texts, areas, about 7 % of them unknown. An offer
has 5 or 6 conditions, one in six of them an OR of two or three, each chosen so that about half the enterprises meet it.
`shared` takes thresholds from a grid of seven for each column, as offers of one administration do; `distinct` draws each
anew. Columns come as arrays with a mask of what is known; texts and areas as numbers into a list of words.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from phanuek.engines.rules import Fact, Rule, Vocabulary, compile

ON = date(2026, 11, 26)
EPOCH = date(1970, 1, 1).toordinal()
NULLS = 0.07
GRID = 7
CHOICES = 8
KINDS = {"integer": 6, "small": 3, "money": 8, "number": 6, "date": 4, "boolean": 7, "text": 4, "area": 2}


@dataclass(frozen=True)
class Column:
    """`values` as int64 (whole numbers, satang, days since 1970-01-01 as datetime64[D]), float64, bool, or, for texts
    and areas, int32 places in `words`. Where `known` is False the value means nothing."""

    fact: Fact
    values: np.ndarray[Any, Any]
    known: np.ndarray[Any, Any]
    words: tuple[str, ...] = ()

    def as_list(self) -> list[Any]:
        """As Python values, None where unknown."""
        made = self.values.tolist()
        shown = [self.words[at] for at in made] if self.words else made
        return [value if known else None for value, known in zip(shown, self.known.tolist(), strict=True)]


@dataclass(frozen=True)
class Data:
    vocabulary: Vocabulary
    columns: dict[str, Column]
    texts: dict[str, str]  # rule text by offer code

    def rules(self) -> dict[str, Rule]:
        return {code: compile(text, self.vocabulary, ON) for code, text in self.texts.items()}

    @property
    def rows(self) -> int:
        return len(next(iter(self.columns.values())).values)


def facts() -> Vocabulary:
    """Names such as money_3; `small` numbers are whole numbers under 60."""
    return Vocabulary(
        Fact(f"{kind}_{number}", "integer" if kind == "small" else kind)  # type: ignore[arg-type]
        for kind, many in KINDS.items()
        for number in range(many)
    )


def areas() -> tuple[str, ...]:
    """77 provinces of 12 districts of 8 subdistricts, and 1 in 50 known by its district only."""
    made = [
        f"{p}{d:02}{s:02}" if (p * 97 + d * 8 + s) % 50 else f"{p}{d:02}"
        for p in range(10, 87)
        for d in range(1, 13)
        for s in range(1, 9)
    ]
    return tuple(dict.fromkeys(made))


def _values(kind: str, rows: int, lots: np.random.Generator) -> tuple[np.ndarray[Any, Any], tuple[str, ...]]:
    if kind == "integer":
        return lots.integers(0, 100_000, rows), ()
    if kind == "small":
        return lots.integers(0, 60, rows), ()
    if kind == "money":
        return (lots.lognormal(15, 1.2, rows)).astype(np.int64) * 100, ()
    if kind == "number":
        return np.round(lots.normal(50, 20, rows), 2), ()
    if kind == "date":
        days = lots.integers(date(1995, 1, 1).toordinal() - EPOCH, ON.toordinal() - EPOCH, rows)
        return days.astype("datetime64[D]"), ()
    if kind == "boolean":
        return lots.random(rows) < 0.5, ()
    words = areas() if kind == "area" else tuple("abcdefgh"[:CHOICES])
    return lots.integers(0, len(words), rows).astype(np.int32), words


def columns(rows: int, seed: int = 1) -> dict[str, Column]:
    lots = np.random.default_rng(seed)
    made = {}
    for name, fact in facts().items():
        values, words = _values(name.rpartition("_")[0], rows, lots)
        made[name] = Column(fact, values, lots.random(rows) >= NULLS, words)
    return made


def _threshold(kind: str, part: float) -> str:
    """The value below which about this part of the enterprises lies."""
    if kind == "integer":
        return str(round(100_000 * part))
    if kind == "small":
        return str(round(60 * part))
    if kind == "money":
        return str(round(float(np.exp(15 + 1.2 * _normal(part)))) * 100)
    if kind == "number":
        return f"{50 + 20 * _normal(part):.2f}"
    first = date(1995, 1, 1)
    return f"DATE '{(first + timedelta(days=int((ON - first).days * part))).isoformat()}'"


def _normal(part: float) -> float:
    """The quantile of the normal distribution, near enough."""
    return float(np.log(part / (1 - part)) / 1.702)


def _atom(lots: random.Random, shared: bool, meets: float) -> str:
    kind, name = lots.choice(_NAMES)
    if kind == "boolean":
        return lots.choice([name, f"NOT {name}"])
    if kind == "text":
        some = lots.sample("abcdefgh", round(CHOICES * meets))
        return f"{name} {lots.choice(['IN', 'NOT IN'])} ({', '.join(repr(word) for word in sorted(some))})"
    if kind == "area":
        first = 10 + 11 * lots.randrange(4) if shared else lots.randrange(10, 48)
        return f"{name} IN ({', '.join(repr(str(code)) for code in range(first, first + 38))})"
    part = lots.randrange(GRID) / (GRID - 1) if shared else lots.random()
    if lots.random() < 0.12:
        low = 0.05 + 0.3 * part
        return f"{name} BETWEEN {_threshold(kind, low)} AND {_threshold(kind, low + meets)}"
    if lots.random() < 0.6:
        return f"{name} >= {_threshold(kind, 1 - meets - 0.2 + 0.4 * part)}"
    return f"{name} <= {_threshold(kind, meets - 0.2 + 0.4 * part)}"


def _condition(lots: random.Random, shared: bool) -> str:
    if lots.random() < 1 / 6:
        parts = [_atom(lots, shared, 0.3) for _ in range(lots.choice([2, 2, 3]))]
        return f"({' OR '.join(parts)})"
    return _atom(lots, shared, 0.5)


def offers(many: int, *, shared: bool = True, seed: int = 2) -> dict[str, str]:
    lots = random.Random(seed)
    return {
        f"offer-{number:04}": " AND ".join(_condition(lots, shared) for _ in range(lots.choice([5, 6])))
        for number in range(many)
    }


def generate(rows: int, many: int, *, shared: bool = True, seed: int = 1) -> Data:
    """`rows` enterprises and `many` offers."""
    return Data(facts(), columns(rows, seed), offers(many, shared=shared, seed=seed + 1))


_NAMES = [(name.rpartition("_")[0], name) for name in facts()]
