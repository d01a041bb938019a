"""The compiled kernel beside the engines: `kernel.c` built with the machine's C compiler and called with two threads."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from benchmarks.beside.world import DAY_ZERO, Asked, Planes, World, asked
from phanuek.engines.rules.domains import Span
from phanuek.engines.rules.tree import LEAVES, Atom, Node

BLOCK = 64


def build() -> ctypes.CDLL:
    if not shutil.which("gcc"):
        raise ModuleNotFoundError("no gcc", name="gcc")
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "kernel.so"
        flags = ["-O3", "-march=native", "-shared", "-fPIC", "-o", str(made)]
        subprocess.run(["gcc", *flags, str(Path(__file__).with_name("kernel.c"))], check=True)
        return ctypes.CDLL(str(made))


def compiler() -> str:
    return subprocess.run(
        ["gcc", "-dumpfullversion"], capture_output=True, text=True, check=True
    ).stdout.strip()


class Screen:
    def __init__(self, world: World, threads: int = 2) -> None:
        self.world, self.threads, self.library = world, threads, build()
        self.words = -(-world.rows // 64)
        given = world.peer_columns()
        self.place = {name: at for at, name in enumerate(given)}
        self.dictionary = {name: words for name, (*_, words) in given.items()}
        self.columns, self.known = [], []
        for _, values, known, _ in given.values():
            padded = np.zeros(self.words * 64)
            padded[: world.rows] = values
            self.columns.append(padded)
            bits = np.zeros(self.words * 64, bool)
            bits[: world.rows] = known
            self.known.append(np.packbits(bits, bitorder="little").view(np.uint64))
        self.lay_out()
        self.version = {"gcc": compiler(), "threads": threads}

    def lay_out(self) -> None:
        leaves: dict[Atom, int] = {}
        conditions: dict[Node, int] = {}
        for nodes in self.world.offers:
            for node in nodes:
                conditions.setdefault(node, len(conditions))
        alternatives = [[node] if isinstance(node, LEAVES) else list(node.parts) for node in conditions]
        # side by side by column, so that a block of a column is read once from far away
        for leaf in sorted(
            {leaf for some in alternatives for leaf in some}, key=lambda leaf: self.place[asked(leaf).column]
        ):
            leaves[leaf] = len(leaves)
        parts = [[leaves[leaf] for leaf in some] for some in alternatives]
        spans = [self.spans(asked(leaf)) for leaf in leaves]
        self.leaf_column = np.array([self.place[asked(leaf).column] for leaf in leaves], np.int32)
        self.span_from, bounds = joined(spans)
        self.low = np.array([low for low, _ in bounds])
        self.high = np.array([high for _, high in bounds])
        self.part_from, self.part_of = (np.array(x, np.int32) for x in joined(parts))
        offers = [[conditions[node] for node in nodes] for nodes in self.world.offers]
        self.offer_from, self.offer_of = (np.array(x, np.int32) for x in joined(offers))
        self.span_from = np.array(self.span_from, np.int32)

    def spans(self, one: Asked) -> list[tuple[float, float]]:
        """Closed spans of doubles; places in a list of words that stand side by side become one span."""
        if one.type == "boolean":
            truth = (True in one.words) != one.excluded
            return [(1.0, 1.0)] if truth else [(0.0, 0.0)]
        if one.type == "text":
            words = self.dictionary[one.column]
            inside = np.array([(word in one.words) != one.excluded for word in words])
            edges = np.flatnonzero(np.diff(np.concatenate(([0], inside.view(np.int8), [0]))))
            return [(float(a), float(b - 1)) for a, b in edges.reshape(-1, 2)]
        return [closed(span, DAY_ZERO if one.type == "date" else 0) for span in one.spans]

    def run(self) -> Planes:
        count = len(self.world.offers)
        sure, possible = (np.empty((count, self.words), np.uint64) for _ in range(2))
        step = -(-self.words // self.threads // BLOCK) * BLOCK or BLOCK
        with ThreadPoolExecutor(self.threads) as pool:
            list(
                pool.map(
                    lambda first: self.part(sure, possible, first, min(first + step, self.words)),
                    range(0, self.words, step),
                )
            )
        return sure, possible

    def part(self, sure: np.ndarray, possible: np.ndarray, first: int, last: int) -> None:
        conditions, leaves = len(self.part_from) - 1, len(self.leaf_column)
        scratch = np.empty(2 * (leaves + conditions) * BLOCK, np.uint64)
        columns, known = pointers(self.columns), pointers(self.known)
        self.library.screen(
            ctypes.c_int64(self.words), columns, known, ctypes.c_int64(leaves), *map(at, (self.leaf_column, self.span_from, self.low, self.high)),
            ctypes.c_int64(conditions), at(self.part_from), at(self.part_of), ctypes.c_int64(len(self.offer_from) - 1),
            at(self.offer_from), at(self.offer_of), at(sure), at(possible), at(scratch), ctypes.c_int64(first), ctypes.c_int64(last),
        )  # fmt: skip

    def planes(self, answers: Planes) -> Planes:
        """Cut to whole bytes of rows, as `packed` makes them; the last bits say nothing."""
        width = -(-self.world.rows // 8)
        sure, possible = (np.ascontiguousarray(plane.view(np.uint8)[:, :width]) for plane in answers)
        return sure, possible


def closed(span: Span, zero: int) -> tuple[float, float]:
    low = -np.inf if span.low is None else float(span.low - zero)
    high = np.inf if span.high is None else float(span.high - zero)
    return (
        low if span.low is None or span.low_in else float(np.nextafter(low, np.inf)),
        high if span.high is None or span.high_in else float(np.nextafter(high, -np.inf)),
    )


def joined(lists: list[list]) -> tuple[list[int], list]:  # type: ignore[type-arg]
    """Lists laid end to end, and where each begins."""
    begins = [0]
    for one in lists:
        begins.append(begins[-1] + len(one))
    return begins, [item for one in lists for item in one]


def at(array: np.ndarray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)


def pointers(arrays: list[np.ndarray]) -> ctypes.Array:  # type: ignore[type-arg]
    return (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
