"""Screens invented enterprises on a Spark cluster, in a process of its own: master, seed, file, folder of the answers."""

from __future__ import annotations

import sys
from pathlib import Path

from phanuek.batch.runners import Job
from phanuek.batch.runners.spark import SparkRunner
from tests.batch.invented import VOCABULARY, Lots

RULES, TOGETHER = 40, 8


def main(master: str, seed: str, file: str, out: str) -> None:
    lots = Lots(int(seed))
    lots.rows(0)
    rules = lots.rules(RULES)
    runner = SparkRunner(master, memory="512MB", threads=2, offers=TOGETHER)
    result = runner.screen(
        Job(Path(file), VOCABULARY, rules, Path(out)),
        lambda done, total: print("done", done, total, flush=True),
    )
    for offer, counts in result.counts.items():
        print("counts", *counts, offer, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
