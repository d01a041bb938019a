"""A real Spark cluster on this machine: one master and two workers, each a process of its own on the loopback address.

Everything listens on ports that the system chooses, writes into one folder, and is gone when the block ends, also when
it ends badly; should this process be killed, the system ends its children.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.batch.database import command_file
from tests.house.house import ROOT

PATIENCE = 90.0  # seconds until a process must have said what is waited for, on a busy machine


@dataclass
class Cluster:
    folder: Path
    master: str = ""
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def start(self, name: str, words: list[str]) -> None:
        with (self.folder / f"{name}.log").open("wb") as lines:
            self.running[name] = subprocess.Popen(
                words,
                cwd=self.folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=command_file()._die_with_parent,
            )

    def wait_for(self, name: str, pattern: str) -> str:
        """What the process has written, by the pattern's only group."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = re.search(pattern, self.log(name))
            if found:
                return found[1]
            assert self.running[name].poll() is None, f"{name} ended:\n{self.log(name)[-3000:]}"
            time.sleep(0.1)
        raise AssertionError(f"{name} did not say {pattern}:\n{self.log(name)[-3000:]}")

    def kill(self, name: str) -> None:
        """The process and those it started, at once and without a word."""
        child = self.running.pop(name)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def environment() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        **{name: os.environ[name] for name in ("JAVA_HOME",) if name in os.environ},
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_HOME": str(spark_home()),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_MEMORY": "256m",
        # for programs that live a minute: the first compiler only, and the plain collector
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }


def spark_home() -> Path:
    found = importlib.util.find_spec("pyspark")
    assert found is not None, "pyspark is not installed: ./dev test does it"
    assert found.origin is not None
    return Path(found.origin).parent


@contextlib.contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    made = Cluster(folder)
    program = str(spark_home() / "bin" / "spark-class")
    places = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
    deploy = "org.apache.spark.deploy"
    try:
        made.start("master", [program, f"{deploy}.master.Master", *places])
        made.master = made.wait_for("master", r"Starting Spark master at (spark://127\.0\.0\.1:\d+)")
        for name in ("first", "second"):
            size = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder / f"work-{name}")]
            made.start(name, [program, f"{deploy}.worker.Worker", *places, *size, made.master])
        for name in ("first", "second"):
            made.wait_for(name, r"(Successfully registered with master)")
        yield made
    finally:
        for name in list(made.running):
            made.kill(name)
