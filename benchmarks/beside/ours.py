"""Phanuek asked as the peers are: the rules read and the columns given before the clock starts."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import numpy as np

from benchmarks.beside.child import memory
from benchmarks.beside.world import Planes, World
from phanuek.engines.rules import Rule, status_of
from phanuek.engines.rules.cells import words_of
from phanuek.engines.rules.index import Index
from phanuek.engines.rules.masks import Masks, masks_of
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.planes import POSSIBLE, SURE
from phanuek.engines.rules.screening import screen_blocks, screened
from phanuek.engines.rules.table import Coded, Table
from phanuek.engines.rules.vocabulary import Value


def facts_of(asked: World, row: int) -> dict[str, Value]:
    """The known facts of one enterprise as the rules' tree takes them."""
    found: dict[str, Value] = {}
    for name, column in asked.columns.items():
        if column.known[row]:
            value = column.values[row].item()
            value = column.words[value] if column.words else value
            found[name] = Decimal(repr(value)) if isinstance(value, float) else value
    return found


def table_of(asked: World) -> Table:
    arrays = {
        name: Coded(column.values, column.words) if column.words else column.values
        for name, column in asked.columns.items()
    }
    known = {name: column.known for name, column in asked.columns.items()}
    return Table.from_arrays(asked.data.vocabulary, arrays, known)


class Screen:
    """`raw` works everything out from the columns; `blocks` the same in blocks of rows; `kept` has an index with the conditions'
    planes, and puts every rule together anew from them."""

    def __init__(self, asked: World, way: str) -> None:
        self.asked, self.way = asked, way
        self.table, self.plan = table_of(asked), Plan.of(asked.rules)
        self.version = {"numpy": version("numpy"), "threads": 1}
        self.held = memory("VmRSS")
        if way == "kept":
            self.index = Index(asked.data.vocabulary, self.table, asked.rules)

    def run(self) -> np.ndarray:
        """Offers × (sure, possible) × words of 64 enterprises."""
        if self.way == "kept":
            return self.index.rescreen().planes
        if self.way == "raw":
            return screened(self.plan, self.table).planes
        found = np.empty((len(self.plan), 2, words_of(self.table.rows)), np.uint64)
        for start, block in screen_blocks(self.plan, self.table):
            found[:, :, start // 64 : start // 64 + block.planes.shape[2]] = block.planes
        return found

    def planes(self, found: np.ndarray) -> Planes:
        width = -(-self.asked.rows // 8)
        sure, possible = (np.ascontiguousarray(found[:, at]).view(np.uint8) for at in (SURE, POSSIBLE))
        return sure[:, :width].copy(), possible[:, :width].copy()

    def singly(self) -> list[Rule]:
        """Rules one by one; an index that has just one is asked a new one."""
        rules = list(self.asked.rules.values())
        self.index = Index(self.asked.data.vocabulary, self.table, {"new": rules[0]})
        return rules

    def ask_one(self, rule: Rule) -> np.ndarray:
        """The new rule takes the place of the one before, whose conditions are forgotten with it."""
        self.index.set_rule("new", rule)
        return self.index.screening().planes

    def change(self, row: int, facts: dict[str, Value]) -> None:
        self.index.set_row(row, facts)

    def check_rows(self, rows: dict[int, dict[str, Value]]) -> dict[str, int]:
        """The changed rows against the definition."""
        answers, wrong = self.index.screening(), 0
        for row, facts in rows.items():
            found = answers.row(row)
            wrong += sum(found[key] != status_of(rule, facts) for key, rule in self.asked.rules.items())
        return {"checked": len(rows) * len(self.asked.rules), "wrong": wrong}


class One:
    """One enterprise against all offers: each distinct condition answered once."""

    def __init__(self, asked: World, way: str) -> None:
        self.asked, self.way = asked, way
        self.plan: Plan[str] = Plan.of(asked.rules)
        self.version = {"numpy": version("numpy"), "threads": 1}
        if way == "json":
            from phanuek.engines.rules.explaining import explanations

            self.explain = explanations

    def facts(self, row: int) -> dict[str, Value]:
        return facts_of(self.asked, row)

    def run(self, facts: dict[str, Value]) -> Any:
        return self.explain(self.plan, facts) if self.way == "json" else masks_of(self.plan, facts)

    def masks(self, found: Masks[str]) -> list[list[int]]:
        """By offer and condition, as the others write them: 1 met, 0 not met, 2 not known."""
        shown, starts = np.array([0, 2, 1])[found.conditions].tolist(), found.starts.tolist()
        return [shown[a:b] for a, b in pairwise(starts)]
