"""Spark on a real cluster of one master and two workers, one of which is killed while it works: every pair is answered
all the same, as in this process."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from phanuek.batch.runners import Counts
from phanuek.batch.runners.job import Result
from tests.batch.cluster import Cluster, cluster, environment
from tests.batch.invented import Lots, write_parquet
from tests.batch.spark_application import RULES
from tests.batch.test_engines_agree import differences

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("patient")]
ROWS = 100


def screened(made: Cluster, seed: int, folder: Path) -> tuple[list[str], int]:
    """What the application wrote, and how many rules were done when a worker was killed."""
    words = [sys.executable, "-m", "tests.batch.spark_application"]
    lines: list[str] = []
    at = -1
    with (folder / "application.log").open("wb") as errors:
        application = subprocess.Popen(
            [*words, made.master, str(seed), str(folder / "enterprises.parquet"), str(folder / "out")],
            cwd=folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    watch = threading.Timer(300, application.kill)
    watch.start()
    assert application.stdout is not None
    try:
        for line in application.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("done") and at < 0 and not line.startswith("done 0 "):
                made.wait_for("second", r"(Asked to launch executor)")
                made.kill("second")
                at = int(line.split()[1])
        assert application.wait() == 0, (folder / "application.log").read_text(errors="replace")[-4000:]
    finally:
        watch.cancel()
        application.kill()
        application.wait()
        application.stdout.close()
    return lines, at


def test_a_worker_killed_midway_costs_no_answer(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    lots = Lots(seed)
    lots.rows(0)
    rules = lots.rules(RULES)
    rows = Lots(seed).rows(ROWS)
    write_parquet(rows, tmp_path / "enterprises.parquet")
    with cluster(tmp_path) as made:
        lines, at = screened(made, seed, tmp_path)
        made.wait_for("master", r"(Removing worker)")
    assert 0 < at < len(rules)
    said = [line.split(" ", 4)[1:] for line in lines if line.startswith("counts")]
    counts = {offer: Counts(int(fits), int(unknown), int(no)) for fits, unknown, no, offer in said}
    assert differences(rows, rules, Result(tmp_path / "out" / "answers", counts, ROWS)) == [], f"Lots({seed})"
    # nothing half-made stays
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["answers"]
