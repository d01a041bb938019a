"""The seven roll-ups over twelve million monthly incomes: the DuckDB copy beside PostgreSQL and, where installed, Polars.

    python benchmarks/rollup.py                  100,000 enterprises × 120 months
    python benchmarks/rollup.py --small          a tenth of that
    python benchmarks/rollup.py --json FILE      the same as JSON

Ours is asked by name (`phanuek.batch.copy.rollups`); PostgreSQL (a private server; indexes by month and by province, analysed, 256 MB
to sort in, two workers) is asked the plain question. Each answer of PostgreSQL is compared with ours before its time counts: every
number, to the tenth of a satang. Polars reads the whole table into memory first and is asked where one expression says it. Before and
after (change_by_partner) comes from sums that the copy keeps for each enterprise, while the others work them out from the rows: that is
the point of keeping them, but not the same work. Freshness: so many changed rows, at random among all months, put into a new version
and published, synced to the disk. One run to warm up, medians of five; each engine in a process of its own, for its memory.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.machinery import SourceFileLoader
from importlib.util import find_spec, module_from_spec, spec_from_loader
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

import duckdb  # noqa: E402

from phanuek.batch.copy import changes, rollups  # noqa: E402
from phanuek.batch.copy.schema import COLUMNS, Fact  # noqa: E402
from phanuek.batch.copy.versions import Store  # noqa: E402

BEGIN = 2016 * 12
COUNTS = {"province": 77, "sector": 3, "partner": 18, "commitment": 60}
ASKED = {"first": BEGIN + 108, "last": BEGIN + 119, "province": "17", "year_begins": 10}
CHANGED = (100, 10_000, 100_000)


def invent(enterprises: int, months: int = 120, seed: int = 5) -> dict[str, Any]:
    """The facts as columns: log-normal incomes in round hundreds of baht, three fifths confirmed, no gaps."""
    rng = np.random.default_rng(seed)
    own = {name: rng.integers(0, n, enterprises).astype(np.int32) for name, n in COUNTS.items()}
    first = rng.integers(24, 108, enterprises).astype(np.int32)
    usual = np.exp(rng.normal(10.5, 0.8, enterprises))
    who = np.tile(np.arange(enterprises, dtype=np.int64), months)
    month = np.repeat(np.arange(months, dtype=np.int32), enterprises)
    n = len(who)
    income = usual[who] * np.exp(rng.normal(0, 0.3, n)) * np.where(month > first[who], 1.15, 1.0)
    income = (income / 100).astype(np.int64) * 10_000
    return {
        "report": np.arange(n, dtype=np.int64), "enterprise": who, "month": month + BEGIN, "income": income,
        "paid": income * 2 // 5, "confirmed": rng.random(n) < 0.6, "counted": month > first[who],
        "said": np.zeros(n, np.int8), "first": first[who] + BEGIN, **{name: keys[who] for name, keys in own.items()},
    }  # fmt: skip


def build(folder: Path, enterprises: int) -> Store:
    """A copy of the invented facts."""
    store = Store(folder)
    with store.writing(fresh=True) as connection:
        connection.register("invented", invent(enterprises))
        connection.execute(f"CREATE TEMP TABLE loaded AS SELECT {', '.join(COLUMNS)} FROM invented")
        for name, n in COUNTS.items():
            connection.execute(
                "INSERT INTO keys SELECT ?, i, i::VARCHAR FROM range(?::INTEGER) numbers(i)", [name, n]
            )
        changes.fill(connection, "loaded", as_of=datetime.now(UTC))
    return store


# ---- each engine: a name for each roll-up, and what answers it


def ours(folder: Path) -> dict[str, Callable[[], Any]]:
    store = Store(folder)

    def ask(name: str) -> Callable[[], Any]:
        def answer() -> Any:
            with store.reading() as connection:
                return rollups.run_columns(connection, name, **ASKED)

        return answer

    return {name: ask(name) for name in rollups.ROLLUPS}


SUMS = "sum(income) FILTER (WHERE confirmed), sum(income) FILTER (WHERE NOT confirmed)"
YEAR = f"month BETWEEN {ASKED['first']} AND {ASKED['last']}"
MEAN = "(2 * {0} + n{0}) / (2 * n{0})"
PLAIN = {
    "by_province": f"""SELECT province, {SUMS}, count(income), round(avg(income) * 10),
        percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY income) FROM fact WHERE {YEAR} GROUP BY province""",
    "by_month": f"SELECT month, {SUMS}, percentile_cont(0.5) WITHIN GROUP (ORDER BY income) FROM fact GROUP BY month",
    "by_province_sector_month": f"SELECT province, sector, month, {SUMS} FROM fact GROUP BY province, sector, month",
    "inequality_by_province": f"""WITH p AS (
            SELECT province, enterprise, sum(income) AS x FROM fact WHERE {YEAR} GROUP BY province, enterprise
        ), r AS (
            SELECT province, x, row_number() OVER (PARTITION BY province ORDER BY x) AS i, count(*) OVER (PARTITION BY province) AS n
            FROM p
        ) SELECT province, count(*), sum((2 * i - n - 1) * x), max(n) * sum(x),
            sum(greatest(0, least(5, 2 * n - 5 * (i - 1))) * x), 5 * sum(x) FROM r GROUP BY province""",
    "change_by_partner": f"""WITH e AS (
            SELECT partner, enterprise, sum(income) FILTER (WHERE month < first)::bigint AS b,
                count(income) FILTER (WHERE month < first) AS nb, sum(income) FILTER (WHERE month > first)::bigint AS a,
                count(income) FILTER (WHERE month > first) AS na
            FROM fact WHERE month BETWEEN first - 12 AND first + 12 GROUP BY partner, enterprise
        ), m AS (SELECT partner, {MEAN.format("b")} AS b, {MEAN.format("a")} AS a FROM e WHERE na > 0 AND nb > 0)
        SELECT partner, count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY b), percentile_cont(0.5) WITHIN GROUP (ORDER BY a),
            percentile_cont(0.5) WITHIN GROUP (ORDER BY a - b) FROM m GROUP BY partner""",
    "by_commitment_and_year": f"""SELECT commitment, (month + 3) / 12, {SUMS}, count(DISTINCT enterprise)
        FROM fact GROUP BY 1, 2""",
    "months_of_province": f"""SELECT month, {SUMS}, percentile_cont(0.5) WITHIN GROUP (ORDER BY income)
        FROM fact WHERE province = 17 GROUP BY month""",
}


@contextlib.contextmanager
def private_postgres() -> Iterator[str]:
    """The server that the tests also use: DATABASE_URL, or one of its own on a socket."""
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = spec_from_loader("dev", loader)
    assert spec is not None
    sys.modules["dev"] = dev = module_from_spec(spec)
    loader.exec_module(dev)
    with dev.test_postgres() as url:
        yield url


def fill_postgres(connection: Any, folder: Path) -> None:
    with connection.cursor() as cursor:
        kinds = ", ".join(f'"{name}" {kind.replace("TINYINT", "SMALLINT")}' for name, kind in COLUMNS.items())
        cursor.execute(f"DROP TABLE IF EXISTS fact; CREATE UNLOGGED TABLE fact ({kinds})")
        path = folder / "fact.csv"
        with Store(folder).reading() as opened:
            opened.execute(f"COPY fact TO '{path}' (HEADER false)")
        with cursor.copy("COPY fact FROM STDIN (FORMAT csv)") as copy, path.open("rb") as rows:
            while block := rows.read(1 << 20):
                copy.write(block)
        path.unlink()
        cursor.execute("CREATE INDEX ON fact (month); CREATE INDEX ON fact (province, month); ANALYZE fact")
        cursor.execute("SET work_mem = '256MB'; SET max_parallel_workers_per_gather = 2")


def postgres(folder: Path, connection: Any) -> dict[str, Callable[[], Any]]:
    fill_postgres(connection, folder)

    def ask(query: str) -> Callable[[], Any]:
        def answer() -> Any:
            with connection.cursor() as cursor:
                return cursor.execute(query).fetchall()

        return answer

    return {name: ask(query) for name, query in PLAIN.items()}


def polars(folder: Path) -> dict[str, Callable[[], Any]]:
    import polars as pl

    path = folder / "fact.parquet"
    with Store(folder).reading() as opened:
        opened.execute(f"COPY fact TO '{path}' (FORMAT parquet)")
    f = pl.read_parquet(path)
    path.unlink()
    x, yes = pl.col("income"), pl.col("confirmed")
    sums = [x.filter(yes).sum().alias("confirmed"), x.filter(~yes).sum().alias("unconfirmed")]
    middle = x.median().alias("p50")
    parts = [x.quantile(p, "linear").alias(f"p{p}") for p in (0.1, 0.5, 0.9)]
    year = pl.col("month").is_between(ASKED["first"], ASKED["last"])
    return {
        "by_province": lambda: f.lazy().filter(year).group_by("province").agg(*sums, x.mean(), *parts).collect(),
        "by_month": lambda: f.group_by("month").agg(*sums, middle),
        "by_province_sector_month": lambda: f.group_by("province", "sector", "month").agg(*sums),
        "by_commitment_and_year": lambda: (
            f.lazy().group_by("commitment", ((pl.col("month") + 3) // 12).alias("year"))
            .agg(*sums, pl.col("enterprise").n_unique()).collect()
        ),
        "months_of_province": lambda: f.filter(pl.col("province") == 17).group_by("month").agg(*sums, middle),
    }  # fmt: skip


# ---- measuring


def timed(answer: Callable[[], Any], runs: int) -> float:
    """Milliseconds, the median after one run to warm up."""
    answer()
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        answer()
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took), 1)


def _lines(answer: Any) -> list[tuple[Any, ...]]:
    columns = [column.tolist() for column in answer.values()] if isinstance(answer, dict) else None
    return list(zip(*columns, strict=True)) if columns else answer


def compared(name: str, answer: Any) -> list[tuple[int, ...]]:
    """An answer of ours or of PostgreSQL as whole numbers in order, percentiles in tenths of a satang."""
    plain = not isinstance(answer, dict)
    found = []
    for line in _lines(answer):
        cells = [cell for one in line for cell in (one if isinstance(one, list) else [one])]
        if name == "inequality_by_province" and not plain:
            cells = [cells[0], cells[1], *cells[6:10]]
        tenths = {"by_province": 5, "by_month": 3, "change_by_partner": 2, "months_of_province": 3}.get(
            name, 99
        )
        found.append(
            tuple(round(float(c) * 10) if plain and at >= tenths else int(c) for at, c in enumerate(cells))
        )
    return sorted(found)


def freshness(folder: Path, runs: int = 3) -> dict[str, float]:
    """Seconds until so many changed rows stand in a published version."""
    store, chance, took = Store(folder), random.Random(1), {}
    for n in CHANGED:
        times = []
        for _ in range(runs):
            with store.reading() as opened:
                (total,) = opened.execute("SELECT count(*) FROM fact").fetchall()[0]
                asked = chance.sample(range(total), min(n, total))
                lines = opened.execute(
                    "FROM fact WHERE report IN (SELECT unnest(?::BIGINT[]))", [asked]
                ).fetchall()
            rows = [
                Fact(*line[:3], line[3] + 100, *line[4:9], *(str(key) for key in line[9:])) for line in lines
            ]
            began = time.perf_counter()
            with store.writing() as connection:
                changes.apply(connection, rows, reports=asked, as_of=datetime.now(UTC))
            times.append(time.perf_counter() - began)
        took[str(n)] = round(statistics.median(times), 3)
    return took


def one(engine: str, folder: Path, runs: int, url: str = "") -> dict[str, Any]:
    """What one engine measured, in this process."""
    if engine == "freshness":
        return {"seconds": freshness(folder)}
    if engine == "postgres":
        import psycopg

        with psycopg.connect(url, autocommit=True) as connection:
            asked, mine = postgres(folder, connection), ours(folder)
            equal = {
                name: compared(name, ask()) == compared(name, mine[name]()) for name, ask in asked.items()
            }
            size = connection.execute("SELECT pg_total_relation_size('fact'), version()").fetchall()[0]
            took = {name: timed(ask, runs) for name, ask in asked.items()}
        return {"ms": took, "equal": equal, "mb": round(size[0] / 1e6), "version": size[1].split(" on ")[0]}
    asked = {"ours": ours, "polars": polars}[engine](folder)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = {name: timed(ask, runs) for name, ask in asked.items()}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"ms": took, "peak_mb": round(peak / 1024), "before_mb": round(before / 1024)}


def apart(engine: str, folder: Path, runs: int, url: str = "") -> dict[str, Any]:
    """`one` in a process of its own; what went wrong, where it did."""
    command = [
        sys.executable,
        __file__,
        "--one",
        engine,
        "--folder",
        str(folder),
        "--runs",
        str(runs),
        "--url",
        url,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout) if done.returncode == 0 else {"failed": done.stderr.strip()[-400:]}


def measure(enterprises: int = 100_000, runs: int = 5, *, peers: bool = True) -> dict[str, Any]:
    """Everything: what BENCH prints and keeps. Keys: ours, postgres, polars, freshness, rows, copy_mb, versions, load."""
    with tempfile.TemporaryDirectory(prefix="phanuek-rollup-") as scratch:
        folder = Path(scratch)
        build(folder, enterprises)
        found: dict[str, Any] = {
            "rows": enterprises * 120, "copy_mb": round(Store(folder).current().stat().st_size / 1e6),
            "versions": {"python": platform.python_version(), "duckdb": duckdb.__version__, "numpy": np.__version__},
            "cpus": os.cpu_count(), "load": os.getloadavg()[0], "ours": apart("ours", folder, runs),
        }  # fmt: skip
        if peers:
            found["polars"] = (
                apart("polars", folder, runs) if find_spec("polars") else {"failed": "not installed"}
            )
            try:
                with private_postgres() as url:
                    found["postgres"] = apart("postgres", folder, min(runs, 3), url)
            except Exception as problem:  # the rest still counts
                found["postgres"] = {"failed": str(problem)}
        found["freshness"] = apart("freshness", folder, 3)
        return found


def table(found: dict[str, Any]) -> str:
    lines = [
        "| roll-up | copy, ms | PostgreSQL, ms | times | same answer | Polars in memory, ms |",
        "|---|---|---|---|---|---|",
    ]
    beside, third = found.get("postgres", {}), found.get("polars", {})
    for name, ms in found["ours"]["ms"].items():
        theirs = beside.get("ms", {}).get(name)
        times = f"{theirs / ms:.0f}" if theirs else ""
        same = {True: "yes", False: "NO"}.get(beside.get("equal", {}).get(name), "")
        lines.append(
            f"| {name} | {ms} | {theirs or ''} | {times} | {same} | {third.get('ms', {}).get(name, '')} |"
        )
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", choices=["ours", "postgres", "polars", "freshness"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--url", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(one(options.one, options.folder, options.runs, options.url)))
        return
    found = measure(10_000 if options.small else 100_000, options.runs)
    print(table(found))
    print(
        json.dumps({name: part for name, part in found.items() if name not in {"ours", "polars"}}, indent=1)
    )
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
