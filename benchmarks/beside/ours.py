"""Phanuek asked as the peers are."""

from __future__ import annotations

from decimal import Decimal
from importlib.metadata import version
from typing import Any

import numpy as np

from benchmarks.beside.world import Planes, World
from phanuek.engines.rules import Status, screen
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


class Screen:
    def __init__(self, asked: World, way: str) -> None:
        self.asked, self.way = asked, way
        self.table = {name: column.as_list() for name, column in asked.columns.items()}
        self.version = {"numpy": version("numpy"), "threads": 1}

    def run(self) -> Any:
        return screen(self.asked.rules, self.table)

    def planes(self, answers: Any) -> Planes:
        every = [
            [{Status.FITS: 1, Status.UNKNOWN: 2}.get(s, 0) for s in answers.statuses(key)]
            for key in answers.keys
        ]
        both = np.array(every)
        return np.packbits(both == 1, axis=1, bitorder="little"), np.packbits(
            both != 0, axis=1, bitorder="little"
        )
