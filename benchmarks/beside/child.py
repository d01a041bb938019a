"""One measure in a process of its own: `python -m benchmarks.beside.child '{"what": …}'` prints one line of JSON.

times, cpu   seconds of each run, by the clock and of the processor (this process only: a server's are not in it)
setup        seconds until the first run could begin: data given, rules read
before, peak MB held before the runs, and the most held during them
checked      pairs whose answer was compared with ours; wrong: how many differ (then the times do not count)
missing, error   the peer is not installed; or what went wrong
"""

from __future__ import annotations

import json
import platform
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Found = dict[str, Any]
STATUS = Path("/proc/self/status")


def memory(name: str) -> float:
    """MB: VmRSS held now, VmHWM the most held since `forget_peak`; nan where the system does not tell."""
    if not STATUS.exists():
        return float("nan")
    found = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.M)
    return int(found[1]) / 1024 if found else float("nan")


def forget_peak() -> None:
    place = Path("/proc/self/clear_refs")
    if place.exists():
        place.write_text("5")


def timed(
    run: Callable[[], Any], *, times: int, warm: int = 1, fresh: Callable[[], Any] | None = None
) -> tuple[Found, Any]:
    """Run `warm` + `times` times; what the last run answered is returned too. `fresh` goes before each run, outside the clock."""
    clock, busy, answer = [], [], None
    for turn in range(warm + times):
        if fresh:
            fresh()
        answer = None  # an engine may not be charged for what the run before still holds
        if turn == 0:  # later an engine holds, or its allocator keeps, what it took the first time
            forget_peak()
            before = memory("VmRSS")
        began, worked = time.perf_counter(), time.process_time()
        answer = run()
        if turn >= warm:
            clock.append(time.perf_counter() - began)
            busy.append(time.process_time() - worked)
    return {"times": clock, "cpu": busy, "before": before, "peak": memory("VmHWM")}, answer


def measure(asked: dict[str, Any]) -> Found:
    from benchmarks.beside import works

    began = time.perf_counter()
    try:
        found: Found = getattr(works, asked.pop("what"))(began, **asked)
    except ModuleNotFoundError as error:
        return {"missing": error.name or str(error)}
    found["versions"] = found.get("versions", {}) | {"python": platform.python_version()}
    return found


if __name__ == "__main__":
    print(json.dumps(measure(json.loads(sys.argv[1]))))
