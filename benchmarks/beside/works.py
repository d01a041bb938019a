"""What a child process can be asked to do; each function measures one engine at one work and checks its answers."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.beside.child import Found, timed
from benchmarks.beside.world import Planes, World, world

ANSWERS = Path(__file__).resolve().parents[2] / ".dev" / "bench" / "answers"


@contextmanager
def screener(peer: str, asked: World) -> Iterator[Any]:
    """The peer with the enterprises given to it. Imported only here: each peer may be missing."""
    name, _, way = peer.partition(":")
    if name == "ours":
        from benchmarks.beside import ours

        yield ours.Screen(asked, way)
    elif name == "kernel":
        from benchmarks.beside import kernel

        yield kernel.Screen(asked)
    elif name == "polars":
        from benchmarks.beside import with_polars

        yield with_polars.Screen(asked, way)
    elif name == "openfisca":
        from benchmarks.beside import with_openfisca

        yield with_openfisca.Screen(asked)
    elif name == "duckdb":
        from benchmarks.beside import with_duckdb

        yield with_duckdb.Screen(asked)
    else:
        from benchmarks.beside import server, with_postgres

        with server.postgres() as url:
            yield with_postgres.Screen(asked, url)


def screen(
    began: float,
    *,
    peer: str,
    rows: int,
    offers: int,
    distinct: bool,
    times: int,
    warm: int = 1,
    keep: bool = False,
) -> Found:
    """The status of every pair. `keep` writes the answers that the others are compared with."""
    asked = world(rows, offers, distinct)
    with screener(peer, asked) as one:
        setup = time.perf_counter() - began
        found, answer = timed(one.run, times=times, warm=warm, fresh=getattr(one, "fresh", None))
        found["before"] = getattr(one, "held", found["before"])  # what is kept for later counts as memory too
        planes = one.planes(answer)
        found |= {"setup": setup, "versions": one.version, "pairs": rows * offers}
    place = ANSWERS / f"{rows}-{'distinct' if distinct else 'shared'}.npy"
    if keep:
        place.parent.mkdir(parents=True, exist_ok=True)
        np.save(place, np.stack(planes))
        return found | {
            "checked": sample_by_definition(asked, planes),
            "wrong": 0,
            "shares": shares(planes, rows),
        }
    return found | compared(
        planes, np.load(place, mmap_mode="r")[:, :offers], rows
    )  # the first offers, where fewer were asked


def compared(planes: tuple[np.ndarray, np.ndarray | None], kept: np.ndarray, rows: int) -> Found:
    """All pairs; a two-valued engine has no second plane."""
    wrong = np.zeros(planes[0].shape[0], np.int64)
    for plane, right in zip(planes, kept, strict=True):
        if plane is not None:
            wrong += np.bitwise_count(last_bits(plane ^ right, rows)).sum(axis=1, dtype=np.int64)
    return {"checked": rows * len(wrong), "wrong": int(wrong.sum()), "two_valued": planes[1] is None}


def last_bits(planes: np.ndarray, rows: int) -> np.ndarray:
    """Without what lies behind the last row."""
    if rows % 8:
        planes[:, -1] &= (1 << rows % 8) - 1
    return planes


def shares(planes: Planes, rows: int) -> list[float]:
    """Fits and cannot be said, as parts of all pairs."""
    sure, possible = (int(np.bitwise_count(last_bits(p.copy(), rows)).sum(dtype=np.int64)) for p in planes)
    whole = rows * planes[0].shape[0]
    return [sure / whole, (possible - sure) / whole]


def sample_by_definition(asked: World, planes: Planes, many: int = 3000) -> int:
    """Our own answers against the definition, pair by pair; raises AssertionError at the first that differs."""
    from benchmarks.beside.ours import facts_of

    lots = np.random.default_rng(3)
    for row, offer in zip(
        lots.integers(0, asked.rows, many), lots.integers(0, len(asked.offers), many), strict=True
    ):
        facts = facts_of(asked, int(row))
        truths = [node.truth(facts) for node in asked.offers[offer]]
        truth = False if False in truths else None if None in truths else True
        bits = tuple(bool(plane[offer, row >> 3] >> (row & 7) & 1) for plane in planes)
        assert bits == {True: (True, True), None: (False, True), False: (False, False)}[truth], (
            row,
            offer,
            truth,
        )
    return many


def new_rule(began: float, *, peer: str, rows: int, times: int) -> Found:
    """One rule that was not there, asked of all rows; nothing of it is known from before. Each time another rule."""
    asked = world(rows, 40, True)
    with screener(peer, asked) as one:
        rules = one.singly()
        setup = time.perf_counter() - began
        turn = iter(range(10**6))
        found, _ = timed(lambda: one.ask_one(rules[next(turn) % len(rules)]), times=times, warm=3)
        return found | {"setup": setup, "versions": one.version, "pairs": rows}


def changed_row(began: float, *, peer: str, rows: int, offers: int, times: int) -> Found:
    """One enterprise's facts change; every offer's answer for it stands anew in the index."""
    from benchmarks.beside import ours

    asked = world(rows, offers, False)
    one = ours.Screen(asked, "kept")
    others = [ours.facts_of(asked, (7 * n) % rows) for n in range(64)]
    turn, written = iter(range(10**6)), {}
    setup = time.perf_counter() - began

    def change() -> None:
        at = next(turn)
        written[(13 * at) % rows] = facts = others[at % len(others)]
        one.change((13 * at) % rows, facts)

    found, _ = timed(change, times=times, warm=3)
    some = dict(list(written.items())[-20:])
    return found | {"setup": setup, "versions": one.version, "pairs": offers} | one.check_rows(some)


def one_enterprise(began: float, *, peer: str, offers: int, times: int) -> Found:
    """The masks (each condition of each offer: met, not met, unknown) of one enterprise, another each time; or the explanation."""
    from benchmarks.beside import ours

    asked = world(256, offers, False)
    name, _, way = peer.partition(":")
    if name == "zen":
        from benchmarks.beside import with_zen

        one: Any = with_zen.One(asked)
    else:
        one = ours.One(asked, way)
    given = [one.facts(row) for row in range(256)]
    turn = iter(range(10**6))
    setup = time.perf_counter() - began
    found, _ = timed(lambda: one.run(given[next(turn) % 256]), times=times, warm=10)
    found |= {"setup": setup, "versions": one.version, "pairs": offers}
    if way == "json":
        return found | {"bytes": len(one.run(given[0]))}
    wrong = 0
    for row in range(0, 256, 8):
        facts = ours.facts_of(asked, row)
        right = [
            [{True: 1, False: 0, None: 2}[node.truth(facts)] for node in nodes] for nodes in asked.offers
        ]
        wrong += sum(a != b for a, b in zip(right, one.masks(one.run(given[row])), strict=True))
    return found | {"checked": 32 * offers, "wrong": wrong}


def allocation(
    began: float, *, peer: str, applicants: int, offers: int, times: int, exact: bool, keep: bool = False
) -> Found:
    """A round shared out, from its columns to who gets what. What an exact solver finds must be worth what ours is worth."""
    from benchmarks import allocation as shares

    made = shares.invent(applicants, offers)
    shares.solver()  # loading OR-Tools is not counted
    setup = time.perf_counter() - began
    found, answer = timed(lambda: shares.SOLVERS[peer][1](made), times=times, warm=0)
    if (
        "chosen" in answer
    ):  # a solver that does not know the provinces is judged by the round's rule all the same
        answer |= shares._valued(shares.problem_of(made), answer["chosen"])
    found |= {
        "setup": setup,
        "pairs": len(made.score),
        "worth": answer["worth"],
        "versions": solver_versions(),
    }
    place = ANSWERS / f"allocation-{applicants}.json"
    if keep:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(answer["worth"]))
    best = json.loads(place.read_text())
    if exact:
        return found | {"checked": 1, "wrong": int(answer["worth"] != best), "said": "exact, the same worth"}
    return found | {"said": f"{1 - answer['worth'] / best:.2%} below the best"}


def solver_versions() -> dict[str, str]:
    return {name: version(name) for name in ("ortools", "highspy", "numpy") if find_spec(name)}


def rollup(began: float, *, peer: str, enterprises: int, times: int, warm: int, keep: bool = False) -> Found:
    """Seven roll-ups, each a part of its own; the answers of the copy are kept for the other's to be compared with."""
    from benchmarks.beside import server, with_rollups

    with ExitStack() as stack:
        if peer == "ours":
            one: Any = with_rollups.Ours(enterprises, anew=keep)
        elif peer == "polars":
            from benchmarks.beside import polars_rollups

            one = polars_rollups.Polars(enterprises)
        else:
            one = with_rollups.Postgres(enterprises, stack.enter_context(server.postgres()))
        setup, parts = time.perf_counter() - began, {}
        for name in (name for name in with_rollups.ASKED if peer != "polars" or hasattr(one, name)):
            with one.asking() as link:
                found, answer = timed(
                    lambda link=link, name=name: one.ask(link, name), times=times, warm=warm
                )
            lines, place = one.lines(name, answer), ANSWERS / f"{name}-{enterprises}.json"
            if keep:
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(json.dumps(lines))
            right = [tuple(line) for line in json.loads(place.read_text())]
            wrong = sum(a != b for a, b in zip(right, lines, strict=False)) + abs(len(right) - len(lines))
            parts[name] = found | {"pairs": 1, "checked": len(lines), "wrong": wrong, "versions": one.version}
        return {"parts": parts, "setup": setup}


def refresh(began: float, *, peer: str, enterprises: int, rows: int, times: int) -> Found:
    """Changed rows into the copy, and the next version published."""
    from benchmarks.beside import with_rollups

    run = with_rollups.refresh(enterprises, rows)
    found, _ = timed(run, times=times, warm=1)
    return found | {"pairs": 1, "setup": time.perf_counter() - began}
