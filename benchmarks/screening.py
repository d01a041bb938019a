"""How long screening takes: everyone against everything, kept and from raw columns, one enterprise, one change.

    PYTHONPATH=src:. python benchmarks/screening.py              100,000 and 1,000,000 enterprises × 1,000 offers
    PYTHONPATH=src:. python benchmarks/screening.py --rows 10000 --no-million

Prints medians in milliseconds of this process (time of the processor, one thread) with the peak of memory. "raw" takes typed
arrays with masks as a Parquet file gives them (texts and areas coded), checks them, and works out everything but the reading
of the rules; "kept" puts the rules together from the planes of their conditions.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import cycle

import numpy as np

from benchmarks.engines_data import ON, Data, generate, offers
from phanuek.engines.rules import compile
from phanuek.engines.rules.explaining import explanations
from phanuek.engines.rules.index import Index
from phanuek.engines.rules.masks import masks_of
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.screening import Screening, screen_blocks, screened
from phanuek.engines.rules.table import Coded, Table


def table_of(data: Data) -> Table:
    arrays = {name: Coded(c.values, c.words) if c.words else c.values for name, c in data.columns.items()}
    return Table.from_arrays(data.vocabulary, arrays, {name: c.known for name, c in data.columns.items()})


def median(work: Callable[[], object], times: int = 7) -> float:
    """Milliseconds of the processor, the first run not counted."""
    work()
    took = []
    for _ in range(times):
        begin = time.process_time()
        work()
        took.append((time.process_time() - begin) * 1000)
    return statistics.median(took)


def told(what: str, milliseconds: float) -> None:
    print(f"  {what:<58}{milliseconds:10.2f} ms", flush=True)


def everyone(data: Data, name: str) -> None:
    rules = data.rules()
    plan = Plan.of(rules)
    leaves = plan.size - len(plan.joins)
    conditions = len({number for asked in plan.rules.values() for number in asked.conditions})
    print(
        f"{data.rows:,} × {len(rules):,}, {name} thresholds: {conditions:,} conditions of {leaves:,} single ones"
    )
    told("the rules made ready (once for a set of rules)", median(lambda: Plan.of(rules), 3))
    told("raw: columns to answers, planes kept", median(lambda: screened(plan, table_of(data))))
    table = table_of(data)
    told("raw, in blocks", median(lambda: [0 for _ in screen_blocks(plan, table)], 5))
    index = Index(data.vocabulary, table, rules)
    told("kept: rules from the planes of their conditions", median(index.rescreen))
    one(data, index, plan)


def one(data: Data, index: Index[str], plan: Plan[str]) -> None:
    """One enterprise, and one change."""
    rows = cycle(range(0, data.rows, 7))
    some = cycle([index.facts(row) for row in range(0, min(data.rows, 4000), 2)])

    def masks(of: Callable[[], object]) -> Callable[[], None]:
        def ask() -> None:
            found = of()
            _ = found.failed, found.unknown  # type: ignore[attr-defined]

        return ask

    told("one enterprise: masks, read from the planes", median(masks(lambda: index.masks(next(rows))), 200))
    told("one enterprise: masks, from its facts", median(masks(lambda: masks_of(plan, next(some))), 200))
    told("one enterprise: explanation in words as JSON", median(lambda: explanations(plan, next(some)), 100))
    told("one changed enterprise", median(lambda: index.set_row(next(rows), next(some)), 100))
    texts = offers(60, shared=False, seed=77).values()
    new = iter([compile(text, data.vocabulary, ON) for text in texts])
    told("one new offer", median(lambda: index.set_rule("new", next(new)), 50))
    index.remove_rule("new")
    days: Iterator[int] = iter(range(1, 9))
    dated = [
        {code: compile(text, data.vocabulary, ON + timedelta(day)) for code, text in data.texts.items()}
        for day in days
    ]
    told("the day changes, rules read before", median(lambda: index.on_day(dated.pop()), 5))


def million(rows: int) -> None:
    data = generate(rows, 1000)
    plan = Plan.of(data.rules())
    table = table_of(data)
    inputs = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    uses: dict[str, Callable[[Screening[str]], object]] = {
        "answers counted": lambda block: block.counts, "answers kept": lambda block: block.planes
    }  # fmt: skip
    for what, use in uses.items():
        blockwise(table, plan, what, use)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - inputs
        print(f"  peak above the inputs {peak // 1024:,} MB")


def blockwise(table: Table, plan: Plan[str], what: str, use: Callable[[Screening[str]], object]) -> None:
    """Once, as a program would do it. New memory for kept answers (two bits a pair) may take as long as the answers."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    clock = time.perf_counter()
    _ = [use(block) for _, block in screen_blocks(plan, table)]
    wall, after = time.perf_counter() - clock, resource.getrusage(resource.RUSAGE_SELF)
    user, system = after.ru_utime - before.ru_utime, after.ru_stime - before.ru_stime
    print(
        f"{table.rows:,} × {len(plan):,} in blocks, {what}: {user + system:.2f} s of the processor ({system:.2f} of it the system's, for"
        f" memory), {wall:.2f} s by the clock"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--no-million", action="store_true")
    words = asked.parse_args()
    print(
        f"Python {platform.python_version()}, NumPy {np.__version__}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    if not words.no_million:
        million(1_000_000)  # first, while the peak of memory is its own
    for shared in (True, False):
        everyone(generate(words.rows, 1000, shared=shared), "shared" if shared else "distinct")
    print(f"load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
