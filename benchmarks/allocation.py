"""Sharing out beside its peers: the same invented round, each solver in a process of its own, medians.

    python benchmarks/allocation.py                  100,000 applicants × 1,000 offers, 1.75 million pairs, 77 provinces
    python benchmarks/allocation.py --small          10,000 × 200
    python benchmarks/allocation.py --once           one run of each instead of three (HiGHS runs once in any case)

The round: offers in twelve categories, 17.5 offers an applicant within one category, scores 1 to 1,000 (the poorer score a tenth
lower), one place each, places for 60 % of the applicants, provinces served evenly by a reward of 100 that falls in
ten steps. Time counts from arrays to the answer, loading the solver not counted; for ours with the draw, the prices and the proof
worked out again. What HiGHS and the whole flow find must be worth exactly what ours is worth. HiGHS is no dependency: without
`highspy` its line says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from phanuek.engines.sharing import Columns, Rule, allocate, files  # noqa: E402
from phanuek.engines.sharing.network import best_flow, build, solver  # noqa: E402
from phanuek.engines.sharing.problem import Problem, problem_of  # noqa: E402

CATEGORIES, AREAS, FAIRNESS = 12, 77, 100
ONCE = ("highs", "files")  # measures that run a single time


def invent(applicants: int, offers: int, *, fairness: int = FAIRNESS, seed: int = 7) -> Columns:
    rng = np.random.default_rng(seed)
    poor, area = rng.random(applicants) < 0.4, rng.integers(0, AREAS, applicants)
    wishes, pool = rng.integers(17, 19, applicants), max(18, offers // CATEGORIES)
    picked = rng.random((applicants, pool)).argpartition(17, axis=1)[:, :18]
    own = rng.integers(0, CATEGORIES, applicants)[:, None]
    offer = picked * CATEGORIES + own if offers >= 18 * CATEGORIES else (picked * 11 + own) % offers
    person = np.repeat(np.arange(applicants), wishes)
    offer = offer[np.arange(18)[None, :] < wishes[:, None]]
    score = rng.integers(1, 1001, len(person))
    places = int(0.6 * applicants)
    return Columns.of(
        applicants=[f"a{at:06}" for at in range(applicants)], area=[str(10 + at) for at in area.tolist()],
        group=[""] * applicants, offers=[f"o{at:04}" for at in range(offers)],
        units=places // offers + (np.arange(offers) < places % offers), category=[f"c{at % CATEGORIES}" for at in range(offers)],
        pair_applicant=person, pair_offer=offer, score=np.where(poor[person], score * 9 // 10, score),
        rule=Rule(seed="820866", per_applicant=1, area_fairness=fairness),
    )  # fmt: skip


# ---- the solvers: each gets the round and gives back what its answer is worth, rewards of the provinces counted in


def ours(made: Columns) -> dict[str, Any]:
    stages: dict[str, float] = {}
    last = time.perf_counter()

    def tell(percent: int) -> None:
        nonlocal last
        names = {
            10: "draw order",
            20: "network",
            60: "flow and prices",
            90: "draw among equals",
            100: "proof",
        }
        stages[names[percent]] = time.perf_counter() - last
        last = time.perf_counter()

    outcome = allocate(made, tell)
    assert outcome.is_optimal
    return {"worth": outcome.objective, "given": len(outcome.allocation), "stages": stages}


def whole_flow(made: Columns) -> dict[str, Any]:
    """One flow over all pairs as our own network says it: no prices, no draw."""
    problem = problem_of(made)
    net = build(problem)
    flow = best_flow(net, net.cost)
    return _valued(problem, np.flatnonzero(flow[: net.pairs]))


def plain_flow(made: Columns) -> dict[str, Any]:
    """What one writes with OR-Tools alone: root → applicants → offers → root, provinces left out."""
    people, offers, pairs = len(made.applicants), len(made.offers), len(made.score)
    root = people + offers
    flow = solver().SimpleMinCostFlow()
    tail = np.concatenate([made.pair_person, np.full(people, root), people + np.arange(offers)]).astype(
        np.int32
    )
    head = np.concatenate([people + made.pair_offer, np.arange(people), np.full(offers, root)]).astype(
        np.int32
    )
    limit = np.full(people, made.rule.per_applicant)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        tail, head, np.concatenate([np.ones(pairs, dtype=np.int64), limit, made.units]),
        np.concatenate([-made.score, np.zeros(people + offers, dtype=np.int64)]),
    )  # fmt: skip
    flow.set_nodes_supplies(np.arange(root + 1, dtype=np.int32), np.zeros(root + 1, dtype=np.int64))
    assert flow.solve() == flow.OPTIMAL
    given = np.flatnonzero(flow.flows(arcs[:pairs]))
    return {"given": len(given), "points": int(made.score[given].sum()), "chosen": given}


def highs(made: Columns) -> dict[str, Any]:
    """The linear program by HiGHS's simplex: a row for each offer, applicant and province."""
    import highspy

    problem = problem_of(made)
    people, offers, pairs = len(made.applicants), len(made.offers), len(made.score)
    slices = [(at, places, reward) for at, area in enumerate(problem.areas) for places, reward in area.slices]
    rows = np.stack([made.pair_offer, offers + made.pair_person, offers + people + problem.pair_area])
    area_rows = offers + people + np.array([at for at, _, _ in slices], dtype=np.int64)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = pairs + len(slices), offers + people + len(problem.areas)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([problem.values, [reward for _, _, reward in slices]]).astype(float)
    lp.col_lower_ = np.zeros(lp.num_col_)
    lp.col_upper_ = np.concatenate([np.ones(pairs), [places for _, places, _ in slices]]).astype(float)
    lp.row_lower_ = np.concatenate([np.full(offers + people, -highspy.kHighsInf), np.zeros(len(problem.areas))])  # fmt: skip
    lp.row_upper_ = np.concatenate([made.units, problem.limits, np.zeros(len(problem.areas))]).astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([3 * np.arange(pairs), 3 * pairs + np.arange(len(slices) + 1)])
    lp.a_matrix_.index_ = np.concatenate([rows.T.ravel(), area_rows])
    lp.a_matrix_.value_ = np.concatenate([np.ones(3 * pairs), -np.ones(len(slices))])
    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("solver", "simplex")
    model.passModel(lp)
    model.run()
    taken = np.array(model.getSolution().col_value[:pairs])
    assert not ((taken > 1e-6) & (taken < 1 - 1e-6)).any(), "parts of places"
    return _valued(problem, np.flatnonzero(taken > 0.5))


def greedy(made: Columns) -> dict[str, Any]:
    """The list by falling score, whoever comes first."""
    problem = problem_of(made)
    order = np.argsort(-problem.values, kind="stable")
    units, left = made.units.tolist(), problem.limits.tolist()
    chosen = []
    rows = zip(order.tolist(), made.pair_person[order].tolist(), made.pair_offer[order].tolist(), strict=True)
    for pair, person, offer in rows:
        if left[person] and units[offer]:
            left[person] -= 1
            units[offer] -= 1
            chosen.append(pair)
    return _valued(problem, np.array(chosen))


def in_files(made: Columns) -> dict[str, Any]:
    """What comes after: one answer, all answers, the published file, and the verifier that reads it."""
    times = {}

    def clocked(name: str, work: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = work()
        times[name] = time.perf_counter() - began
        return found

    outcome = allocate(made)
    clocked("first answer (all shortest ways)", lambda: outcome.answers[0])
    clocked("one more answer", lambda: outcome.answers[1])
    clocked("all answers", lambda: sum(1 for _ in outcome.answers))
    text = clocked("result.json", lambda: json.dumps(files.result_json(made, outcome)))
    file = ROOT / ".dev" / "bench" / f"round-{os.getpid()}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    tool = [sys.executable, str(ROOT / "tools" / "verify_round.py"), str(file)]
    done = clocked(
        "verify_round.py", lambda: subprocess.run(tool, capture_output=True, text=True, check=False)
    )
    file.unlink()
    assert done.returncode == 0, done.stdout
    return {"stages": times, "megabytes": len(text) >> 20}


def _valued(problem: Problem, chosen: Any) -> dict[str, Any]:
    assert not problem.breaks(chosen)
    filled, points = problem.points(chosen)
    return {"worth": filled * problem.weight + points, "given": len(chosen)}


SOLVERS: dict[str, tuple[str, Callable[[Columns], dict[str, Any]]]] = {
    "ours": ("ours: fairness, draw, prices, proof", ours),
    "plain": ("OR-Tools flow, no fairness, no proof", plain_flow),
    "whole": ("OR-Tools flow with fairness, all pairs, no proof", whole_flow),
    "highs": ("HiGHS simplex, with fairness", highs),
    "greedy": ("by falling score, provinces left out", greedy),
    "files": ("what comes after", in_files),
}


def one(name: str, applicants: int, offers: int) -> dict[str, Any]:
    """One run in this process: seconds by the clock and of the processor, peak memory above the round."""
    made = invent(applicants, offers)
    solver()
    if name == "highs":
        try:
            import highspy  # noqa: F401
        except ImportError:
            return {"missing": "highspy is not installed"}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, worked = time.perf_counter(), time.process_time()
    found = SOLVERS[name][1](made)
    found |= {"seconds": time.perf_counter() - began, "cpu": time.process_time() - worked}
    found["memory"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) >> 10
    if name == "plain":  # judged by the round's rule, which it does not know
        found |= _valued(problem_of(made), found.pop("chosen"))
        without = replace(made, rule=replace(made.rule, area_fairness=0))
        assert found["points"] == allocate(without).points
    return found


def measured(name: str, size: tuple[int, int], runs: int) -> dict[str, Any]:
    found = []
    for _ in range(1 if name in ONCE else runs):
        words = [sys.executable, __file__, "--one", name, *map(str, size)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            return {"missing": (done.stderr.strip().splitlines() or ["failed"])[-1]}
        found.append(json.loads(done.stdout.splitlines()[-1]))
    middle = {key: statistics.median(run[key] for run in found) for key in ("seconds", "cpu", "memory") if key in found[0]}  # fmt: skip
    if "stages" in found[0]:
        middle["stages"] = {name: statistics.median(run["stages"][name] for run in found) for name in found[0]["stages"]}  # fmt: skip
    return found[0] | middle


def table(size: tuple[int, int], runs: int) -> None:
    print(f"Python {sys.version.split()[0]}, OR-Tools {version('ortools')}, NumPy {version('numpy')}, {_highs()}; load {os.getloadavg()[0]:.1f}\n")  # fmt: skip
    results = {name: measured(name, size, runs) for name in SOLVERS}
    best = results["ours"]["worth"]
    print(f"{size[0]:,} × {size[1]:,}\n\n| solver | s | s of processor | times ours | MB | places | below the best |\n|---|---|---|---|---|---|---|")  # fmt: skip
    for name, (label, _) in SOLVERS.items():
        row = results[name]
        if "missing" in row:
            print(f"| {label} | {row['missing']} | | | | | |")
        elif "worth" in row:
            less = "exact" if row["worth"] == best else f"{1 - row['worth'] / best:.3%}"
            print(f"| {label} | {row['seconds']:.2f} | {row['cpu']:.2f} | {row['seconds'] / results['ours']['seconds']:.2f} | {row['memory']:.0f} | {row['given']:,} | {less} |")  # fmt: skip
    for name in ("ours", "files"):
        stages = results[name].get("stages", {})
        print(f"\n{SOLVERS[name][0]}: " + ", ".join(f"{what} {seconds:.2f} s" for what, seconds in stages.items()))  # fmt: skip
    print(f"\nload at the end {os.getloadavg()[0]:.1f}")


def _highs() -> str:
    try:
        return f"highspy {version('highspy')}"
    except ModuleNotFoundError:
        return "no highspy"


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    reader.add_argument("--small", action="store_true")
    reader.add_argument("--once", action="store_true")
    reader.add_argument("--one", nargs=3, metavar=("SOLVER", "APPLICANTS", "OFFERS"), help=argparse.SUPPRESS)
    options = reader.parse_args()
    if options.one:
        print(json.dumps(one(options.one[0], int(options.one[1]), int(options.one[2]))))
    else:
        table((10_000, 200) if options.small else (100_000, 1_000), 1 if options.once else 3)
    return 0


if __name__ == "__main__":
    sys.exit(main())
