"""How long sharing out takes: rounds of growing size on this machine, medians of three, each in a process of its own.

`python benchmarks/rounds.py` prints a table; `--largest` adds 100,000 × 1,000. Data are invented: 17.5 offers an applicant in
twelve categories, points 1 to 1,000, places for 60 % of what is asked for, 77 areas, one group with a reserved share.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import time
from importlib.metadata import version

from phanuek.engines.sharing import Applicant, Eligible, OfferLot, PriorityGroup, Round, Rule, allocate

SIZES = [(1_000, 50, False), (10_000, 200, False), (10_000, 200, True)]
LARGEST = (100_000, 1_000, False)


def invent(applicants: int, offers: int, money: bool) -> Round:
    rng = random.Random(7)
    poor = [rng.random() < 0.4 for _ in range(applicants)]
    people = [
        Applicant(f"a{i:06}", f"{10 + rng.randrange(77)}", "low" if poor[i] else "", rng.randrange(101))
        for i in range(applicants)
    ]
    twice = [rng.random() < 0.2 for _ in range(applicants)]
    places = int(0.6 * (applicants + sum(twice)))
    units = [places // offers + (at < places % offers) for at in range(offers)]
    costs = [rng.randrange(1_000_000, 10_000_000) for _ in range(offers)]
    lots = [
        OfferLot(f"o{j:04}", n, int(n * cost * 0.7) if money else None, f"c{j % 12}")
        for j, (n, cost) in enumerate(zip(units, costs, strict=True))
    ]
    pairs = []
    for i, one in enumerate(people):
        for j in sorted(rng.sample(range(offers), rng.choice((17, 18)))):
            score = rng.randrange(1, 1001) * (9 if poor[i] else 10) // 10
            pairs.append(
                Eligible(
                    one.code, lots[j].code, score, int(costs[j] * rng.uniform(0.5, 1.5)) if money else None
                )
            )
    rule = Rule(
        seed="820866", per_applicant=1, groups=(PriorityGroup("low", 20, 20),), area_least_percent=30,
        area_fairness=100, poorest_points=50,
    )  # fmt: skip
    return Round.of(people, lots, pairs, rule)


def measure(applicants: int, offers: int, money: bool) -> str:
    made = invent(applicants, offers, money)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times, worked = [], []
    for _ in range(1 if money else 3):
        began, busy = time.perf_counter(), time.process_time()
        outcome = allocate(made)
        times.append(time.perf_counter() - began)
        worked.append(time.process_time() - busy)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {applicants:,} × {offers:,}{', money' if money else ''} | {len(made.eligible):,} | "
        f"{statistics.median(times):.2f} | {statistics.median(worked):.2f} | {peak - before:.0f} | {len(outcome.allocation):,} | "
        f"{'exact' if outcome.is_optimal else f'{outcome.gap:.3%} at most'} |"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", action="store_true")
    parser.add_argument("--one", nargs=3)
    options = parser.parse_args()
    if options.one:
        print(measure(int(options.one[0]), int(options.one[1]), options.one[2] == "True"))
        return 0
    print(f"Python {sys.version.split()[0]}, OR-Tools {version('ortools')}, NumPy {version('numpy')}\n")
    print(
        "| round | pairs | s | s of processor | MB above the round | places given | gap |\n|---|---|---|---|---|---|---|"
    )
    for size in [*SIZES, *([LARGEST] if options.largest else [])]:
        subprocess.run([sys.executable, __file__, "--one", *map(str, size)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
