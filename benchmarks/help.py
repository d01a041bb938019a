"""How long "who can help" takes at the server for one group against many open offers.

    python benchmarks/help.py                      1,000 offers, 200 requests a page
    python benchmarks/help.py --offers 300 --profile
    python benchmarks/help.py --unmatched          all groups against all open offers: needs and offers that find no other side
    python benchmarks/help.py --national           the same screening on made-up columns, 100,000 groups by 1,000 offers

Builds a demo world of its own under .dev/bench-help (kept between runs), adds offers of one aim with conditions varied from
those that stand in the country pack, and asks through Django's test client in one process: the time is that of the
middleware, the view and the template, without the web server (granian adds under a millisecond on one connection).
"""

from __future__ import annotations

import argparse
import cProfile
import os
import platform
import pstats
import random
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / ".dev" / "bench-help"
AIM = "management"
SEED = 20261123


def prepare(data: Path, enterprises: int = 300) -> None:
    """Django on a data folder of its own, with the demo world in it."""
    data.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "PHANUEK_DEMO": "1",
        "PHANUEK_DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "phanuek.config.settings",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    for words in (
        ["migrate", "--noinput", "-v", "0"],
        ["build_demo", "--if-empty", "--enterprises", str(enterprises)],
        ["collectstatic", "--noinput", "-v", "0"],
    ):
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def add_offers(many: int) -> None:
    """Open offers of the aim until there are as many: rule texts of the pack, with other numbers and places."""
    from phanuek.offers import actions
    from phanuek.offers.models import Offer
    from phanuek.organisations.actor import Actor
    from phanuek.organisations.models import Organisation
    from phanuek.ui import clock
    from phanuek.ui.country import pack

    system, lots = Actor.system("benchmark"), random.Random(SEED)
    texts = [row["rule"] for row in pack().data("offers")["offers"] if row.get("rule")]
    bodies = list(Organisation.objects.filter(offers__isnull=False).distinct())
    have = Offer.objects.open(clock.today()).for_aim(AIM).count()
    for number in range(have, many):
        actions.add(
            by=system,
            provider=lots.choice(bodies),
            code=f"bench-{number}",
            name_th=f"มาตรการทดสอบ {number}",
            name_en=f"Bench offer {number}",
            means=lots.choice(["knowledge", "advice", "finance", "market", "digital"]),
            aims=[AIM],
            rule_text=varied(lots, lots.choice(texts)),
            capacity=lots.choice([None, 10, 50, 200]),
            first_answer_days=lots.choice([3, 5, 10, 15]),
            provenance="demonstration",
            checked_on=clock.today(),
        )


def varied(lots: random.Random, text: str) -> str:
    """The rule with a condition or two of its own, as the next province's or the next bank's would have."""
    own = [
        f"members >= {lots.randint(3, 30)}",
        f"operating_years >= {lots.randint(1, 6)}",
        f"yearly_sales >= {lots.randint(1, 40) * 2_500_000}",
        "keeps_accounts",
        "has_product_standard",
        f"area IN ({', '.join(repr(code) for code in sorted(lots.sample(['50', '51', '54', '55', '56', '57', '30', '40'], 4)))})",
    ]
    return " AND ".join([f"({text})", *lots.sample(own, lots.randint(0, 2))])


def measure(ask: Callable[[], Any], requests: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each call by the clock and of the processor, each sorted, after three that warm up."""
    times, worked = [], []
    for number in range(requests + 3):
        began, busy = time.perf_counter(), time.process_time()
        ask()
        if number >= 3:
            times.append((time.perf_counter() - began) * 1000)
            worked.append((time.process_time() - busy) * 1000)
    return sorted(times), sorted(worked)


def unmatched() -> None:
    """The week's lists, first by a process that knows nothing yet, then again."""
    from phanuek.matching.queries.unmatched import Matching, for_actor
    from phanuek.organisations.actor import Actor
    from phanuek.ui import clock

    for label in ("first", "again"):
        began, busy = time.perf_counter(), time.process_time()
        found = Matching.of(clock.today())
        lists = for_actor(Actor.system("benchmark"), found)
        print(
            f"{label}: {len(found.table.keys_in_order)} groups, {len(found.offers)} open offers, {len(lists.needs)} needs and "
            f"{len(lists.offers)} offers found no other side: {time.perf_counter() - began:.2f} s by the clock, "
            f"{time.process_time() - busy:.2f} s of the processor"
        )


def national(groups: int = 100_000) -> None:
    """Made-up columns (each value unknown for a third) against the rules of the offers that are there."""
    from phanuek.eligibility.facts import vocabulary
    from phanuek.engines.rules import screen
    from phanuek.engines.rules.coverage import possibly
    from phanuek.matching.queries.board import compiled_offers, open_offers
    from phanuek.ui import clock

    lots, words, on = random.Random(SEED), vocabulary(), clock.today()
    compiled = compiled_offers(open_offers(on), on, words)
    table = {name: [made_up(lots, words[name]) for _ in range(groups)] for name in words}
    began, busy = time.perf_counter(), time.process_time()
    screening = screen(compiled, table)
    reached = possibly(screening, compiled)
    print(f"{groups} groups, {len(compiled)} rules: {time.perf_counter() - began:.2f} s by the clock, "
          f"{time.process_time() - busy:.2f} s of the processor; {len(reached)} may fit something")  # fmt: skip


def made_up(lots: random.Random, fact: Any) -> Any:
    if lots.random() < 1 / 3:
        return None
    if fact.type == "boolean":
        return lots.random() < 0.5
    if fact.type == "area":
        return f"{lots.randint(10, 96)}0101"
    if fact.choices:
        return lots.choice(list(fact.choices))
    return lots.randint(0, 60) * (1_000_000 if fact.type == "money" else 1)


def told(times: list[float]) -> str:
    return f"50 % {statistics.median(times):.1f} ms, 95 % {times[int(len(times) * 0.95)]:.1f} ms"


def versions() -> str:
    machine = f"SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores"
    return f"Python {platform.python_version()}, django {version('django')}, {machine}"


def main() -> int:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    reader.add_argument("--offers", type=int, default=1000)
    reader.add_argument("--requests", type=int, default=200)
    reader.add_argument("--enterprises", type=int, default=300, help="how many, when the world is built")
    reader.add_argument("--unmatched", action="store_true")
    reader.add_argument("--national", action="store_true")
    reader.add_argument("--data", type=Path, default=DATA)
    reader.add_argument("--profile", action="store_true", help="where the time of 20 requests goes")
    asked = reader.parse_args()
    prepare(asked.data.resolve(), asked.enterprises)
    add_offers(asked.offers)
    if asked.unmatched or asked.national:
        print(versions())
        unmatched() if asked.unmatched else national()
        return 0

    from django.test import Client

    from phanuek.people.models import Person
    from phanuek.registry.models import Enterprise

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(
        Person.objects.get(username="area"), backend="django.contrib.auth.backends.ModelBackend"
    )
    group = Enterprise.objects.filter(subdistrict__code__startswith="55").order_by("pk")[3]
    path = f"/enterprises/{group.code}/help/?aim={AIM}"

    def page() -> None:
        answer = client.get(path)
        assert answer.status_code == 200, answer.status_code

    print(versions())
    began = time.perf_counter()
    page()
    print(f"first request of a process: {(time.perf_counter() - began) * 1000:.0f} ms")
    if asked.profile:
        profiler = cProfile.Profile()
        profiler.enable()
        for _ in range(20):
            page()
        profiler.disable()
        pstats.Stats(profiler).sort_stats("tottime").print_stats(45)
        return 0
    times, worked = measure(page, asked.requests)
    print(
        f"{asked.offers} open offers, {asked.requests} requests: {told(times)} by the clock, {told(worked)} of the processor"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
