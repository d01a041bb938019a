"""Fifty officers at once, all of whom want the last places: the real server, both databases, and a server that is killed.

    ./dev bench -- officers                       SQLite, then PostgreSQL (the wheel's own, or DATABASE_URL)
    ./dev bench -- officers --database sqlite     one of them
    ./dev bench -- officers --offers 20           fewer offers; each has --places places and a case of every officer

Each officer has a connection and a session of their own. For every offer all of them accept their case at the same moment, so
there are offers × officers tries; each fifth act is followed by a look at the list of work. Then, on offers of their own, the
server is killed (SIGKILL, all its processes) while they are at it, and started again;
there half of them find a place. It fails when a place is given twice, when
anybody meets an error, when a ledger or a timeline does not add up, or when an act that was answered is not in the database.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import importlib.util
import json
import os
import platform
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[1]
CSRF = "o" * 32
INSIDE = Path(__file__).with_name("officers_inside.py")


@dataclass
class Told:
    """What the officers met."""

    acts: list[float] = field(default_factory=list)
    looks: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    acknowledged: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)


class Server:
    """granian as deploy.md runs it; `kill` ends it as a power cut would, without a word to it."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        granian = Path(sys.executable).with_name("granian")
        command = [granian, "phanuek.config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
        command += [
            "--port",
            str(self.port),
            "--workers",
            "2",
            "--blocking-threads",
            "4",
            "--log-level",
            "error",
        ]
        self.process = subprocess.Popen(
            [str(word) for word in command], cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        for _ in range(900):
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/health")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("the server did not start")

    def processor(self) -> float:
        """Seconds of processor that its processes have used (Linux; elsewhere 0)."""
        ticks = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, IndexError):
                words = stat.read_text().rpartition(")")[2].split()
                if int(words[2]) == self.process.pid:
                    ticks += int(words[11]) + int(words[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(20)
            return
        self.kill()


class Officer:
    """One browser: a connection kept open, a session."""

    def __init__(self, server: Server, session: str) -> None:
        self.server, self.session = server, session
        self.connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={CSRF}"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            body = urlencode({**form, "csrfmiddlewaretoken": CSRF}) if form is not None else None
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            self.connection = None
            raise

    def accept(self, case: str, told: Told, lock: threading.Lock, *, may_break: bool = False) -> bool:
        """Whether it was answered at all; what it was goes into `told`."""
        began = time.perf_counter()
        try:
            status, page = self.ask("POST", f"/referrals/{case}/accept/", {"note": ""})
        except (OSError, http.client.HTTPException) as error:
            with lock:
                told.answers["no answer"] += 1
                if not may_break:
                    told.errors.append(f"{case}: {error!r}")
            return False
        took = (time.perf_counter() - began) * 1000
        answer = (
            "accepted"
            if status == 302
            else "full"
            if status == 422 and "เต็มแล้ว" in page
            else f"status {status}"
        )
        with lock:
            told.acts.append(took)
            told.answers[answer] += 1
            if answer == "accepted":
                told.acknowledged.add(case)
            elif answer != "full" and not (may_break and status == 403):
                told.errors.append(f"{case}: {status} {page[:200]!r}")
        return True

    def look(self, told: Told, lock: threading.Lock) -> None:
        began = time.perf_counter()
        status, _ = self.ask("GET", "/desk/")
        with lock:
            told.looks.append((time.perf_counter() - began) * 1000)
            if status != 200:
                told.errors.append(f"/desk/: {status}")


def crowd(server: Server, sessions: list[str], cases: list[list[str]]) -> Told:
    """All officers at each offer at the same moment."""
    told, lock, together = Told(), threading.Lock(), threading.Barrier(len(sessions))

    def work(number: int) -> None:
        officer = Officer(server, sessions[number])
        for round_, some in enumerate(cases):
            together.wait(300)
            officer.accept(some[(number + round_) % len(some)], told, lock)
            if (number + round_) % 5 == 0:
                officer.look(told, lock)

    run(work, len(sessions))
    return told


def crowd_and_kill(server: Server, sessions: list[str], cases: list[list[str]]) -> tuple[Told, int]:
    """Everybody works through all cases in an order of their own; when a third is answered the server is killed and started
    again, and each goes on, asking again what was not answered. Returns also how many acts the kill cut off."""
    told, lock = Told(), threading.Lock()
    every = [case for some in cases for case in some]
    wait = threading.Event()
    wait.set()
    killed = threading.Event()

    def work(number: int) -> None:
        officer, mine = Officer(server, sessions[number]), every[number :: len(sessions)]
        random.Random(number).shuffle(mine)
        for case in mine:
            while not officer.accept(case, told, lock, may_break=True):
                time.sleep(0.05)
                wait.wait(120)

    def kill() -> None:
        while len(told.acts) < len(every) // 3:
            time.sleep(0.002)
        wait.clear()
        server.kill()
        killed.set()
        server.start()
        wait.set()

    killer = threading.Thread(target=kill)
    killer.start()
    run(work, len(sessions))
    killer.join()
    return told, told.answers["no answer"]


def run(work: Any, number: int) -> None:
    errors: list[BaseException] = []

    def guarded(n: int) -> None:
        try:
            work(n)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def child(env: dict[str, str], *words: str) -> Any:
    made = subprocess.run(
        [sys.executable, INSIDE, *words], cwd=ROOT, env=env, check=True, text=True, stdout=subprocess.PIPE
    )
    return json.loads(made.stdout.splitlines()[-1])


def judge(
    label: str, told: Told, seen: dict[str, Any], cases: dict[str, list[str]], places: int
) -> list[str]:
    """What is wrong, in words; nothing when all is as it should be."""
    wrong = [f"{label}: {error}" for error in told.errors[:5]]
    for offer, some in cases.items():
        held = seen["accepted"].get(offer, [])
        if len(held) != min(places, len(some)):
            wrong.append(f"{label}: {offer} has {len(held)} accepted cases for {places} places")
    lost = told.acknowledged - {code for held in seen["accepted"].values() for code in held}
    if lost:
        wrong.append(f"{label}: answered as accepted, but not in the database: {sorted(lost)[:5]}")
    wrong += [f"{label}: ledger: {found}" for found in seen["differences"][:5]]
    wrong += [f"{label}: timeline broken: {found}" for found in seen["broken"][:5]]
    return wrong


def trial(name: str, url: str, options: argparse.Namespace) -> list[str]:
    data = Path(tempfile.mkdtemp(prefix="phanuek-officers-"))
    env = os.environ | {"PHANUEK_DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "phanuek.config.settings"}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env.pop("PHANUEK_DEMO", None)
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    server = None
    try:
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env, check=True)
        numbers = (options.officers, options.offers, options.killed, options.places)
        made = child(env, "build", *map(str, numbers))
        cases, sessions = made["cases"], made["sessions"]
        named = {f"last-{n}": some for n, some in enumerate(cases)}
        server = Server(env)
        began, spent = time.perf_counter(), server.processor()
        told = crowd(server, sessions, cases[: options.offers])
        took, spent = time.perf_counter() - began, server.processor() - spent
        seen = child(env, "look")
        first = dict(list(named.items())[: options.offers])
        wrong = judge(name, told, seen, first, options.places)
        over = sum(max(0, len(seen["accepted"].get(o, [])) - options.places) for o in first)
        print(
            f"\n{name}: {options.officers} officers, {options.offers} offers of {options.places} places, "
            f"{sum(told.answers.values())} tries in {took:.1f} s ({sum(told.answers.values()) / took:.0f} a second)\n"
            f"  answers: {dict(told.answers)}; errors {len(told.errors)}; places given twice {over}\n"
            f"  processor at the server: {spent / (len(told.acts) + len(told.looks)) * 1000:.0f} ms a request\n"
            f"  accept, all at once: median {statistics.median(told.acts):.0f} ms, p95 {percentile(told.acts, 0.95):.0f} ms, "
            f"longest {max(told.acts):.0f} ms\n"
            f"  desk meanwhile: median {statistics.median(told.looks):.0f} ms, p95 {percentile(told.looks, 0.95):.0f} ms"
        )
        told, cut = crowd_and_kill(server, sessions, cases[options.offers :])
        seen = child(env, "look")
        rest = dict(list(named.items())[options.offers :])
        wrong += judge(f"{name}, killed", told, seen, rest, options.officers // 2)
        print(
            f"  killed in the middle: {len(told.acknowledged)} acceptances were answered, all of them in the database: "
            f"{'no' if any('not in the database' in line for line in wrong) else 'yes'}; {cut} acts got no answer and were asked again"
        )
        return wrong
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """DATABASE_URL, or the server that the tests use, as `./dev` starts it."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    loader = SourceFileLoader("phanuek_dev", str(ROOT / "dev"))
    spec = importlib.util.spec_from_loader("phanuek_dev", loader)
    assert spec is not None
    dev = importlib.util.module_from_spec(spec)
    sys.modules["phanuek_dev"] = dev
    loader.exec_module(dev)
    with dev.test_postgres() as url:
        yield url


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    parser.add_argument("--officers", type=int, default=50)
    parser.add_argument("--offers", type=int, default=40)
    parser.add_argument(
        "--killed", type=int, default=10, help="offers of the part in which the server is killed"
    )
    parser.add_argument("--places", type=int, default=1)
    options = parser.parse_args()
    print(
        f"Python {platform.python_version()}, Django {version('django')}, granian {version('granian')}, "
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.system()} {platform.release()}"
    )
    wrong: list[str] = []
    if options.database in ("sqlite", "both"):
        wrong += trial("SQLite", "", options)
    if options.database in ("postgresql", "both"):
        with postgres() as url:
            wrong += trial("PostgreSQL", url, options)
    for line in wrong:
        print(line, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
