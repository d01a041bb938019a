"""How long the main pages take at the server: demo world, SQLite, one worker, one request after another.

    ./dev bench                  prints a table; fails when a 95th percentile is over the limit
    ./dev bench -- --requests 50 fewer requests for each page
    ./dev bench -- --data DIR    a demo world of your own, and other numbers of enterprises: --enterprises N

The time is that between sending a request and having read the whole answer, over one connection on the same machine: what
the server takes and a little more. The demo world is kept in .dev/bench between runs.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import http.cookies
import json
import os
import platform
import re
import socket
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".dev" / "bench"
LIMIT_MS = 100
# label, account of the demo world (None: not signed in), an address, then links to follow from page to page (+ adds to the address)
PAGES: list[tuple[str, str | None, list[str]]] = [
    ("home", None, ["/"]),
    ("directory", None, ["/enterprises/"]),
    ("directory, an officer", "area", ["/enterprises/"]),
    ("search", None, ["/enterprises/?q=" + quote("กลุ่มทอผ้า")]),
    ("search, an officer", "area", ["/enterprises/?q=" + quote("กาแฟ")]),
    ("enterprise", "area", ["/enterprises/", r"/enterprises/e-[\w-]+/"]),
    (
        "who can help",
        "area",
        ["/enterprises/?province=55", r"/enterprises/e-[\w-]+/", "+help/"],
    ),
    ("desk", "area", ["/desk/"]),
    ("referral", "secretariat", ["/desk/", r"/referrals/(?!new/)[\w-]+/"]),
    ("agreement", None, ["/agreements/th-mou-osep-20210226/"]),
    ("figures", None, ["/figures/"]),
    ("figures, one province", None, ["/figures/?by=partner&province=55"]),
    ("figures, whole", "secretariat", ["/figures/?by=province"]),
    ("figures by API", None, ["/api/v1/figures?by=province"]),
]


class Visitor:
    """A browser without a window: one connection, its cookies, no pictures."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, body and where it leads."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, urlencode(form) if form is not None else None, headers)
        answer = self.connection.getresponse()
        body = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in http.cookies.SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return answer.status, body, answer.headers.get("Location", "")

    def sign_in(self, username: str, password: str) -> None:
        _, page, _ = self.ask("GET", "/accounts/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "no form on the sign-in page"
        form = {"login": username, "password": password, "csrfmiddlewaretoken": token[1]}
        status, _, _ = self.ask("POST", "/accounts/login/", form)
        assert status == 302, f"{username} could not sign in ({status})"

    def find(self, steps: list[str]) -> str:
        """The address reached from the first one by following the first link that matches each next step."""
        path = steps[0]
        for pattern in steps[1:]:
            if pattern.startswith("+"):
                path += pattern[1:]
                continue
            _, page, _ = self.ask("GET", path)
            links = [unescape(link) for link in re.findall(r'href="([^"#]+)"', page)]
            match = next((link for link in links if re.fullmatch(pattern, link)), None)
            assert match, f"{path} has no link like {pattern}"
            path = match
        return path


@contextlib.contextmanager
def served(data: Path, enterprises: int | None) -> Iterator[tuple[int, dict[str, str]]]:
    """The demo world behind granian, one worker; yields the port and the passwords by account."""
    data.mkdir(parents=True, exist_ok=True)
    env = os.environ | {"PHANUEK_DEMO": "1", "PHANUEK_DATA_DIR": str(data)}
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    env.pop("DATABASE_URL", None)

    def manage(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=env,
            check=True,
            text=True,
            stdout=subprocess.PIPE,
        ).stdout

    manage("migrate", "--noinput", "-v", "0")
    manage("build_demo", "--if-empty", *(["--enterprises", str(enterprises)] if enterprises else []))
    manage("collectstatic", "--noinput", "-v", "0")
    passwords = {a["username"]: a["password"] for a in json.loads(manage("demo_signins", "--json"))}
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    granian = Path(sys.executable).with_name("granian")
    command = [granian, "phanuek.config.wsgi:application", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    server = subprocess.Popen([str(word) for word in command], cwd=ROOT, env=env, stdin=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                if Visitor(port).ask("GET", "/health")[0] == 200:
                    break
            time.sleep(0.1)
        else:
            raise RuntimeError("the server did not start")
        yield port, passwords
    finally:
        server.terminate()
        server.wait(20)


def measure(visitor: Visitor, path: str, requests: int) -> list[float]:
    """Milliseconds of each request, after three that warm up."""
    times = []
    for number in range(requests + 3):
        began = time.perf_counter()
        status, _, _ = visitor.ask("GET", path)
        assert status == 200, f"{path}: {status}"
        if number >= 3:
            times.append((time.perf_counter() - began) * 1000)
    return times


def versions() -> str:
    """What was measured on."""
    named = [f"{name} {version(name)}" for name in ("django", "granian", "django-ninja")]
    machine = f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores"
    return ", ".join([f"Python {platform.python_version()}", *named, machine])


def main() -> int:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--requests", type=int, default=200)
    reader.add_argument("--data", type=Path, default=DATA, help="where the demo world is, or will be")
    reader.add_argument("--enterprises", type=int, help="how many, when the world is built")
    asked = reader.parse_args()
    requests = asked.requests
    slow = []
    print(versions())
    with served(asked.data.resolve(), asked.enterprises) as (port, passwords):
        print(f"{'page':24} {'50 %':>8} {'95 %':>8} {'99 %':>8}   address (ms, {requests} requests each)")
        for label, account, steps in PAGES:
            visitor = Visitor(port)
            if account:
                visitor.sign_in(account, passwords[account])
            path = visitor.find(steps)
            times = sorted(measure(visitor, path, requests))
            high, highest = (times[int(len(times) * share)] for share in (0.95, 0.99))
            middle = statistics.median(times)
            print(f"{label:24} {middle:8.1f} {high:8.1f} {highest:8.1f}   {path}", flush=True)
            if high > LIMIT_MS:
                slow.append(label)
    print(f"over {LIMIT_MS} ms: {', '.join(slow) or 'none'}")
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
