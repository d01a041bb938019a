"""The engines beside their peers, all goals in one run: writes the table and the picture of docs/benchmarks.md.

    ./dev bench -- engines                     everything, about a quarter of an hour on two free cores
    ./dev bench -- engines --quick             a tenth of the size, one pass, written to .dev/bench only: to try the command
    ./dev bench -- engines --only screening    one part: screening, one, changes, allocation, rollup

Every figure, with each single run, is kept in .dev/bench/results.json. A peer that is missing, fails or answers wrongly is named in
the table, and the rest goes on. What is measured and what cannot be compared: docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from datetime import date
from pathlib import Path

from benchmarks.beside import chart, plan, running, table

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".dev" / "bench"


def options() -> argparse.Namespace:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--quick", action="store_true", help="a tenth of the size, one pass")
    reader.add_argument("--only", metavar="PART", default="", help="groups whose name begins so")
    return reader.parse_args()


def main() -> None:
    asked = options()
    groups = [group for group in plan.groups(asked.quick) if group.name.startswith(asked.only)]
    if not groups:
        raise SystemExit(
            f"There is no part {asked.only}. There are: {', '.join(g.name for g in plan.groups(asked.quick))}"
        )
    about = running.machine() | {"day": date.today().isoformat(), "load before": running.load()}
    began = time.monotonic()
    found = running.run(groups, passes=1 if asked.quick else None)
    about |= {
        "load after": running.load(),
        "took": f"{(time.monotonic() - began) / 60:.1f} minutes",
        "warning": warning(about, asked.quick),
    }
    whole = not (asked.quick or asked.only)
    KEPT.mkdir(parents=True, exist_ok=True)
    name = "results" if whole else "tried"
    (KEPT / f"{name}.json").write_text(json.dumps({"about": about, "results": found}, indent=1))
    text, picture = table.page(groups, plan.goals(), found, about), chart.draw(groups, found)
    if whole:
        table.write(ROOT / "docs" / "benchmarks.md", text)
        (ROOT / "docs" / "images" / "benchmarks-engines.svg").write_text(picture)
    (KEPT / f"{name}.md").write_text(text)
    (KEPT / f"{name}.svg").write_text(picture)
    print(text)


def warning(about: dict[str, str], quick: bool) -> str:
    busy = float(about["load before"].split()[0]) > 0.5 * (os.cpu_count() or 1)
    said = ["Tried at a tenth of the size: the goals are not those of this run"] if quick else []
    return ". ".join([*said, *(["The machine was busy when this began: times are too long"] if busy else [])])


if __name__ == "__main__":
    main()
