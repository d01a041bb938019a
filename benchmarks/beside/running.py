"""Running the plan: each measure in processes of its own, in an order drawn anew for each pass, and what came of it put together."""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.beside.plan import Group, Measure, Results

PATIENCE = 400  # seconds for one process
KEEPING = ("screen", "allocation", "rollup")  # works whose first answers are kept for the others


def ask(measure: Measure, **more: Any) -> dict[str, Any]:
    """What one process found, or {"error": its last words}."""
    words = [sys.executable, "-m", "benchmarks.beside.child", json.dumps(measure.asks | more)]
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"not finished after {PATIENCE} s"}
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        last = [line for line in done.stderr.strip().splitlines() if line.strip()][-1:]
        return {"error": (last or [f"ended with status {done.returncode}"])[0]}
    return json.loads(lines[-1])  # type: ignore[no-any-return]


def run(groups: Iterable[Group], passes: int | None = None) -> Results:
    """By the measure's key. The base of a group comes first where its answers are what the others are compared with."""
    found: dict[str, list[dict[str, Any]]] = {}
    for group in groups:
        say(group.title)
        first = [m for m in group.to_run if m.asks["what"] in KEEPING and m.key == group.base]
        kept = {m.key: ask(m, keep=True) for m in first[:1]}
        found |= {key: [one] for key, one in kept.items()}
        for turn in range(max(m.passes for m in group.to_run)):
            todo = [m for m in group.to_run if turn < min(m.passes, passes or m.passes)]
            random.Random(turn).shuffle(todo)
            for measure in todo:
                if turn == 0 and measure.key in kept:
                    continue
                one = ask(measure)
                found.setdefault(measure.key, []).append(one)
                say(f"  {measure.label}: {brief(one)}")
    return {key: joined(parts) for key, parts in split(found).items()}


def split(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """A process that measured several things counts as one of each: `rollup/ours` as `rollup/ours/by_month` and so on."""
    every: dict[str, list[dict[str, Any]]] = {}
    for key, passes in found.items():
        for one in passes:
            parts = (
                {f"{key}/{name}": part for name, part in one["parts"].items()}
                if "parts" in one
                else {key: one}
            )
            for name, part in parts.items():
                every.setdefault(name, []).append(part)
    return every


def brief(one: dict[str, Any]) -> str:
    if "parts" in one:
        return "; ".join(f"{name} {brief(part)}" for name, part in one["parts"].items())
    if "times" not in one:
        return str(one.get("missing") or one.get("error"))
    return f"{1000 * statistics.median(one['times']):,.3g} ms" + (
        f", {one['wrong']:,} WRONG" if one.get("wrong") else ""
    )


def joined(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The passes as one: every run counts the same. A measure that failed or answered wrongly in one pass failed."""
    bad = next((part for part in parts if "times" not in part), None)
    if bad is not None:
        return bad
    times = [t for part in parts for t in part["times"]]
    wrong = max(part.get("wrong", 0) for part in parts)
    if wrong:
        return {"error": f"{wrong:,} of {parts[0]['checked']:,} pairs differ from ours"}
    whole = dict(parts[0]) | {
        "times": times, "median": statistics.median(times), "least": min(times), "most": max(times), "runs": len(times),
        "cpu": statistics.median(t for part in parts for t in part["cpu"]),
    }  # fmt: skip
    if "peak" in whole:
        whole["above"] = statistics.median(part["peak"] - part["before"] for part in parts)
    return whole


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", file=sys.stderr, flush=True)


def machine() -> dict[str, str]:
    return {
        "processor": processor(), "cores": str(os.cpu_count()), "memory": f"{memory():.0f} GB",
        "system": platform.system(), "python": platform.python_version(),
    }  # fmt: skip


def processor() -> str:
    about = Path("/proc/cpuinfo")
    names = (
        [
            line.partition(":")[2].strip()
            for line in about.read_text().splitlines()
            if line.startswith("model name")
        ]
        if about.exists()
        else []
    )
    return names[0] if names else platform.processor() or "not known"


def memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def load() -> str:
    return " ".join(f"{number:.1f}" for number in os.getloadavg())
