"""A real server with the demo world, and a real browser that tells when a page asks another host or complains.

Both databases: with DATABASE_URL the demo world goes into a database of its own, made and dropped here.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

# Playwright's own loop runs in this thread, which Django would take for asynchronous code
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / ".dev" / "reports"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DAY = "2026-11-23T10:00:00+07:00"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Site:
    """A running platform: its address without a slash at the end, its data folder, its demo accounts by user name."""

    url: str
    data: Path
    sign_ins: dict[str, dict[str, str]]


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A DATABASE_URL to a new database beside the one of the environment; empty for SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield ""
        return
    import psycopg

    name = f"phanuek_journeys_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    try:
        yield urlsplit(url)._replace(path=f"/{name}").geturl()
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _manage(env: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, f"manage.py {' '.join(words)}\n{done.stdout}{done.stderr}"
    return done.stdout


def _wait(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    until = time.monotonic() + 60
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            if opener.open(f"{url}/health", timeout=5).status == 200:
                return
        time.sleep(0.1)
    pytest.fail(f"the server did not become healthy:\n{log.read_text()}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo world on 23 November 2026, built and served as `./dev demo` does, in a process of its own."""
    data = tmp_path_factory.mktemp("demo")
    log = data / "server.log"
    # while writing journeys: a data folder with a world built already, copied instead of built anew
    seed = os.environ.get("PHANUEK_JOURNEY_SEED")
    if seed:
        shutil.copytree(seed, data, dirs_exist_ok=True, ignore=shutil.ignore_patterns("static", "*.log"))
    with own_database() as database:
        env = os.environ | {"PHANUEK_DEMO": "1", "PHANUEK_DATA_DIR": str(data), "PHANUEK_TIME": DAY}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        env["DATABASE_URL"] = database
        _manage(env, "migrate", "--noinput", "-v", "0")
        # a small world with everything in it: three groups in each province and some more at home
        size = os.environ.get("PHANUEK_JOURNEY_ENTERPRISES") or "240"
        _manage(env, "build_demo", "--if-empty", "--enterprises", size)
        _manage(env, "collectstatic", "--noinput", "-v", "0")
        accounts = json.loads(_manage(env, "demo_signins", "--json"))
        port = _free_port()
        granian = Path(sys.executable).with_name("granian")
        command = [
            str(granian),
            "phanuek.config.wsgi:application",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
        ]
        command += ["--port", str(port), "--workers", "1", "--blocking-threads", "4"]
        # a file, not a pipe: a pipe that nobody reads fills up, and one that is inherited stays open
        with log.open("wb") as lines:
            server = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=lines,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        try:
            _wait(server, f"http://127.0.0.1:{port}", log)
            yield Site(
                f"http://127.0.0.1:{port}", data, {account["username"]: account for account in accounts}
            )
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait(10)
    errors = [line for line in log.read_text(errors="replace").splitlines() if "Traceback" in line]
    assert not errors, f"the server logged an unexpected error:\n{log.read_text(errors='replace')[-8000:]}"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium (or the one that PHANUEK_CHROMIUM names)."""
    path = os.environ.get("PHANUEK_CHROMIUM") or shutil.which("chromium")
    if not path or not Path(path).exists():
        pytest.fail("Chromium is not here. On Debian 12: apt-get update && apt-get install -y chromium")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


class Watch:
    """What a page must never do: ask another host, throw, or be stopped by its own content policy."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.strangers: list[str] = []
        self.complaints: list[str] = []

    def request(self, request: Request) -> None:
        inside = request.url.startswith((self.origin + "/", "data:", "blob:", "about:"))
        if not inside:
            self.strangers.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        # an answer such as 403 or 422 is logged too; the journey itself looks at those
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(f"{message.text} ({message.page.url if message.page else ''})")

    def check(self) -> None:
        assert not self.strangers, f"the page asked another host: {self.strangers}"
        assert not self.complaints, f"the browser complained: {self.complaints}"


@pytest.fixture
def new_context(
    site: Site, browser: Browser, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes browser contexts, one for each person of a story; all are watched, and pictured when the test fails."""
    made: list[BrowserContext] = []
    watch = Watch(site.url)

    def make(**options: Any) -> BrowserContext:
        wanted = {
            "base_url": site.url,
            "locale": "th-TH",
            "timezone_id": "Asia/Bangkok",
            "viewport": DESKTOP,
        } | options
        context = browser.new_context(**wanted)
        context.set_default_timeout(15_000)
        context.on("request", watch.request)
        context.on("console", watch.console)
        context.on("weberror", lambda error: watch.complaints.append(str(error.error)))
        made.append(context)
        return context

    yield make
    report = getattr(request.node, "report_of_call", None)
    for number, context in enumerate(made):
        if report is not None and report.failed and context.pages:
            REPORTS.mkdir(parents=True, exist_ok=True)
            context.pages[-1].screenshot(path=REPORTS / f"{request.node.name}-{number}.png", full_page=True)
        context.close()
    watch.check()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.report_of_call = report
    return report


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is not signed in, 1280 px wide, in Thai."""
    return new_context().new_page()


@pytest.fixture
def phone(new_context: Callable[..., BrowserContext]) -> Page:
    """The same on a telephone 360 px wide."""
    return new_context(viewport=PHONE, has_touch=True, is_mobile=True).new_page()


@pytest.fixture
def sign_in(site: Site) -> Callable[[Page, str], Page]:
    """Signs a demo account in on a page, as a person does, and gives the page back."""

    def enter(page: Page, username: str) -> Page:
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(username)
        page.locator("input[name=password]").fill(site.sign_ins[username]["password"])
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/accounts/login" not in url)
        return page

    return enter


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fails when axe finds something serious or critical on the page."""
    inspector = Axe()

    def inspect(page: Page) -> None:
        found = inspector.run(page).response["violations"]
        grave = [finding for finding in found if finding["impact"] in {"serious", "critical"}]
        lines = [
            f"{finding['impact']} {finding['id']}: {finding['help']}\n"
            + "\n".join(f"    {node['target']} {node['html'][:160]}" for node in finding["nodes"][:5])
            for finding in grave
        ]
        assert not grave, f"{page.url} is not accessible:\n" + "\n".join(lines)

    return inspect


@pytest.fixture(scope="session")
def no_sideways_scroll() -> Callable[[Page], None]:
    """Fails when the page is wider than its window; a table may scroll inside its own card."""

    def inspect(page: Page) -> None:
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the window"

    return inspect


@pytest.fixture
def look(axe: Callable[[Page], None], no_sideways_scroll: Callable[[Page], None]) -> Callable[[Page], Page]:
    """What is asked of every page that a journey visits: one main heading, nothing grave found by axe, no sideways scroll."""

    def inspect(page: Page) -> Page:
        # a click returns as soon as the next page begins to come
        page.wait_for_load_state()
        expect(page.locator("h1")).to_have_count(1)
        axe(page)
        no_sideways_scroll(page)
        return page

    return inspect


@pytest.fixture
def person(
    new_context: Callable[..., BrowserContext], sign_in: Callable[[Page, str], Page]
) -> Callable[[str], Page]:
    """A page of a demo account in a browser of its own, signed in."""

    def enter(username: str) -> Page:
        return sign_in(new_context().new_page(), username)

    return enter
