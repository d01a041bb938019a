"""The copy on its own: versions that readers keep, writers that are killed, changes that end where a new copy begins."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
from dataclasses import fields
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("duckdb")

from phanuek.batch.copy import changes, comparing, delivering, rollups
from phanuek.batch.copy.schema import Fact, Given, first_day, month_number
from phanuek.batch.copy.versions import CopyBusy, CopyMissing, Store
from phanuek.engines.rollup.definitions import DELIVERIES
from phanuek.engines.rollup.measures import HALF, TENTH, Month, change, percentile, sides, spread

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
KEYS = {"province": ["50", "55", "54"], "sector": ["none", "agriculture"], "partner": ["none", "bank", "post"],
        "commitment": ["none", "credit", "shop"]}  # fmt: skip


def _fact(chance: random.Random, report: int, enterprise: int, month: int) -> Fact:
    # of one enterprise the first delivery and the place are the same on every row
    own = random.Random(enterprise)
    first = own.choice([None, 24_010, 24_020, 24_030])
    income = chance.choice([None, 0, 5, 5, chance.randint(-50, 500), chance.randint(0, 10**9), 2 * 10**9])
    partner = chance.choice(KEYS["partner"])
    return Fact(
        report, enterprise, month, income, chance.choice([None, 0, 3]), chance.random() < 0.5,
        partner != "none" and chance.random() < 0.8, chance.choice([0, 0, 0, -1, 1]), first, own.choice(KEYS["province"]),
        own.choice(KEYS["sector"]), partner, chance.choice(KEYS["commitment"]),
    )  # fmt: skip


def _world(chance: random.Random, enterprises: int = 6, months: int = 40) -> dict[int, Fact]:
    """Reports by key; an enterprise has at most one of a month."""
    pairs = [(e, m) for e in range(enterprises) for m in range(24_000, 24_000 + months)]
    chosen = chance.sample(pairs, chance.randint(0, len(pairs)))
    return {report: _fact(chance, report, e, m) for report, (e, m) in enumerate(chosen)}


def _build(folder: Path, facts: Any) -> Store:
    store = Store(folder)
    with store.writing(fresh=True) as connection:
        list(changes.load(connection, facts, as_of=NOW))
    return store


def _ask(store: Store, query: str) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return connection.execute(query).fetchall()


def _count(store: Store) -> int:
    return int(_ask(store, "SELECT count(*) FROM fact")[0][0])


FACTS = [_fact(random.Random(n), n, n % 3, 24_000 + n) for n in range(9)]


def test_months_are_counted() -> None:
    assert [month_number(first_day(number)) for number in (24_191, 24_192)] == [24_191, 24_192]
    assert str(first_day(24_191)) == "2015-12-01"


def test_a_reader_keeps_what_it_opened_while_others_see_the_next(tmp_path: Path) -> None:
    store = _build(tmp_path / "copy", FACTS)
    with store.reading() as old:
        for n in range(3):
            with store.writing() as connection:
                gone = [FACTS[n].report]
                changes.apply(connection, [], reports=gone, as_of=NOW)
            assert _count(store) == len(FACTS) - n - 1
        assert old.execute("SELECT count(*) FROM fact").fetchone() == (len(FACTS),)
    assert len(list((tmp_path / "copy").glob("copy-*.duckdb"))) == 2


def test_two_do_not_write_at_once(tmp_path: Path) -> None:
    store = _build(tmp_path, FACTS)
    with store.writing(), pytest.raises(CopyBusy), Store(tmp_path).writing(wait=False):
        pass
    assert _count(store) == len(FACTS)


def test_without_a_copy_and_with_one_of_another_layout_it_is_missing(tmp_path: Path) -> None:
    store = Store(tmp_path / "copy")
    with pytest.raises(CopyMissing), store.reading():
        pass
    with pytest.raises(CopyMissing), store.writing():
        pass
    with store.writing(fresh=True) as connection:
        connection.execute("UPDATE state SET layout = 0")
    with pytest.raises(CopyMissing), store.reading():
        pass


def test_a_copy_begun_anew_in_the_same_folder_is_read_anew(tmp_path: Path) -> None:
    store = _build(tmp_path, FACTS)
    assert _count(store) == len(FACTS)
    for path in tmp_path.iterdir():
        path.unlink()
    assert _count(_build(tmp_path, FACTS[:2])) == 2


KILLED = """
    import os, signal, sys
    from datetime import UTC, datetime
    from pathlib import Path
    from phanuek.batch.copy import changes, versions
    store, where = versions.Store(Path(sys.argv[1])), sys.argv[2]
    die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    if where == "unpublished":
        store._publish = die
    if where == "unpointed":
        versions._sync = die
    with store.writing() as connection:
        changes.apply(connection, [], reports=[0, 1, 2], as_of=datetime.now(UTC))
        if where == "applied":
            die()
"""


@pytest.mark.parametrize("where", ["applied", "unpublished", "unpointed"])
def test_a_killed_writer_leaves_the_version_before_it(tmp_path: Path, where: str) -> None:
    store = _build(tmp_path, FACTS)
    env = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path), where]
    assert subprocess.run(command, env=env, check=False).returncode == -signal.SIGKILL
    assert _count(store) == len(FACTS)
    with store.writing(wait=False) as connection:
        changes.apply(connection, [], reports=[0, 1, 2], as_of=NOW)
    assert _count(store) == len(FACTS) - 3
    assert len(list(tmp_path.glob("copy-*.duckdb*"))) == 2


KEPT = {
    "fact": "SELECT * EXCLUDE (province, sector, partner, commitment), {keys} FROM fact ORDER BY ALL",
    "sides": "FROM sides ORDER BY ALL",
    "served": "SELECT enterprise, {keys}, sum(reports) FROM served GROUP BY ALL HAVING sum(reports) <> 0 ORDER BY ALL",
    "steps": "SELECT month, confirmed, step, sum(reports), sum(income) FROM steps GROUP BY ALL HAVING sum(reports) <> 0 ORDER BY ALL",
}


def _kept(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    keys = ", ".join(
        f"(SELECT key FROM keys WHERE dimension = '{name}' AND number = {name}) AS {name}_key"
        for name in KEYS
    )
    return {name: _ask(store, query.format(keys=keys)) for name, query in KEPT.items()}


@given(st.randoms(use_true_random=False))
@settings(max_examples=6)
def test_changes_end_where_a_new_copy_begins(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    reports = _world(chance)
    store = _build(folder / "kept", reports.values())
    for _ in range(3):
        whole = set(chance.sample(range(6), chance.randint(0, 1)))
        touched = set(chance.sample(sorted(reports), min(len(reports), chance.randint(0, 12))))
        for report in touched:
            old = reports[report]
            if chance.random() < 0.3:
                del reports[report]
            else:
                reports[report] = _fact(chance, report, old.enterprise, old.month)
        current = [f for f in reports.values() if f.report in touched or f.enterprise in whole]
        with store.writing() as connection:
            for _ in range(chance.randint(1, 2)):  # the same twice changes nothing
                changes.apply(connection, current, reports=touched, enterprises=whole, as_of=NOW)
    assert _kept(store) == _kept(_build(folder / "new", reports.values()))
    assert comparing.compare(store, reports.values()) == []


def test_compare_says_which_months_differ(tmp_path: Path) -> None:
    store = _build(tmp_path, FACTS)
    told = [
        FACTS[0]._replace(income=1),
        *FACTS[1:-1],
        FACTS[0]._replace(report=77, month=24_100, province="99"),
    ]
    found = {(d.month, d.province): d[3:] for d in comparing.compare(store, told)}
    assert found[str(first_day(24_000))[:7], FACTS[0].province] == (0, 0, 1, (0,))
    assert found[str(first_day(24_008))[:7], FACTS[8].province] == (0, 1, 0, (8,))
    assert found[str(first_day(24_100))[:7], "99"] == (1, 0, 0, (77,))


def test_a_table_put_out_of_order_is_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = _build(tmp_path, FACTS)
    assert not changes.tidy(store)
    monkeypatch.setattr(changes, "CHUNK", 4)
    with store.writing() as connection:
        one = _given(random.Random(1), 1)
        changes.apply(connection, FACTS, [one], reports=[f.report for f in FACTS], as_of=NOW)
    before = _kept(store)
    assert changes.tidy(store)
    assert _kept(store) == before
    assert comparing.compare(store, FACTS, [one]) == []
    assert _ask(store, "SELECT changed FROM state") == [(0,)]


# -- deliveries


def _given(chance: random.Random, delivery: int) -> Given:
    return Given(
        delivery, chance.randrange(4), 24_000 + chance.randrange(5), chance.choice([None, 0, 250, 10**11]), chance.random() < 0.5,
        *(chance.choice(keys) for keys in KEYS.values()),
    )  # fmt: skip


def _build_given(folder: Path, given: Any) -> Store:
    store = Store(folder)
    with store.writing(fresh=True) as connection:
        list(changes.load(connection, FACTS, given, as_of=NOW))
    return store


@given(st.randoms(use_true_random=False))
@settings(max_examples=4)
def test_deliveries_follow_their_changes(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    folder = tmp_path_factory.mktemp("copy")
    rows = {n: _given(chance, n) for n in range(chance.randint(0, 20))}
    store = _build_given(folder, rows.values())
    for _ in range(3):
        touched = set(chance.sample(range(25), 5))
        whole = set(chance.sample(range(4), 1))
        of_whole = {n for n, one in rows.items() if one.enterprise in whole}
        for n in touched | of_whole:
            rows.pop(n, None)
            if chance.random() < 0.7:
                rows[n] = _given(chance, n)
        current = [
            one for one in rows.values() if one.delivery in touched | of_whole or one.enterprise in whole
        ]
        facts = [one for one in FACTS if one.enterprise in whole]
        with store.writing() as connection:
            for _ in range(2):  # the same twice changes nothing
                changes.apply(
                    connection,
                    facts,
                    current,
                    reports=(),
                    deliveries=touched | of_whole,
                    enterprises=whole,
                    as_of=NOW,
                )
    assert comparing.compare(store, FACTS, rows.values()) == []
    _deliveries_are_the_definitions(store, list(rows.values()))


def _deliveries_are_the_definitions(store: Store, rows: list[Given]) -> None:
    asked = {"months": (24_001, 24_003), "where": {"partner": "bank"}}
    with store.reading() as connection:
        said = {by: delivering.deliveries(connection, by, **asked) for by in (*KEYS, "total")}  # type: ignore[arg-type]
    rows = [one for one in rows if 24_001 <= one.month <= 24_003 and one.partner == "bank"]
    for by, lines in said.items():
        groups: dict[str, list[Given]] = {}
        for one in rows:
            groups.setdefault("" if by == "total" else getattr(one, by), []).append(one)
        assert lines == [_told(key, groups[key]) for key in sorted(groups)]


def _told(key: str, rows: list[Given]) -> delivering.DeliveryRow:
    yes, no = ([one for one in rows if one.confirmed is said] for said in (True, False))
    return delivering.DeliveryRow(
        key, len({one.enterprise for one in rows}), len({one.enterprise for one in yes}), len(yes), len(no), _baht(yes), _baht(no)
    )  # fmt: skip


def _baht(rows: list[Given]) -> Decimal | None:
    known = [one.amount for one in rows if one.amount is not None]
    return Decimal(sum(known)) / 100 if known else None


def test_each_figure_of_deliveries_is_defined() -> None:
    assert set(DELIVERIES) == {one.name for one in fields(delivering.DeliveryRow)} - {"key"}


def test_compare_tells_deliveries_from_reports(tmp_path: Path) -> None:
    rows = [_given(random.Random(n), n)._replace(province="55") for n in range(3)]
    store = _build_given(tmp_path, rows)
    told = [rows[0]._replace(amount=7), *rows[1:]]
    month = f"{first_day(rows[0].month):%Y-%m}"
    assert comparing.compare(store, FACTS, told) == [("deliveries", month, "55", 0, 0, 1, (0,))]


# -- the seven roll-ups against the definitions


def _two(rows: list[Fact]) -> tuple[int | None, int | None]:
    yes, no = ([f.income for f in rows if f.income is not None and f.confirmed is c] for c in (True, False))
    return (sum(yes) if yes else None, sum(no) if no else None)


def _tenths(incomes: Any, part: Fraction = HALF) -> int | None:
    found = percentile(incomes, part)
    return None if found is None else int(found * 10)


def _by(rows: list[Fact], *names: str) -> dict[Any, list[Fact]]:
    found: dict[Any, list[Fact]] = {}
    for one in rows:
        found.setdefault(tuple(getattr(one, name) for name in names), []).append(one)
    return found


@given(st.randoms(use_true_random=False))
@settings(max_examples=8)
def test_roll_ups_are_the_definitions(
    tmp_path_factory: pytest.TempPathFactory, chance: random.Random
) -> None:
    rows = list(_world(chance, 8, 30).values())
    store = _build(tmp_path_factory.mktemp("copy"), rows)
    asked = {"first": 24_005, "last": 24_016, "province": "55", "year_begins": 10}
    with store.reading() as connection:
        said = {name: rollups.run(connection, name, **asked) for name in rollups.ROLLUPS}
        numbers = {(d, n): k for d, n, k in connection.execute("FROM keys").fetchall()}
    year = [f for f in rows if 24_005 <= f.month <= 24_016]
    assert [(line[:4], line[5:]) for line in said["by_province"]] == [
        (
            (key, *_two(some), sum(f.income is not None for f in some)),
            tuple(_tenths([f.income for f in some], part) for part in (TENTH, HALF, 1 - TENTH)),
        )
        for (key,), some in sorted(_by(year, "province").items())
    ]
    stated = [f for f in rows if f.income is not None]
    assert said["by_month"] == [
        (month, *_two(some), _tenths(f.income for f in some))
        for (month,), some in sorted(_by(stated, "month").items())
    ]
    assert {
        (numbers["province", p], numbers["sector", s], m): tuple(sums)
        for p, s, m, *sums in said["by_province_sector_month"]
    } == {key: _two(some) for key, some in _by(rows, "province", "sector", "month").items()}
    assert {
        numbers["province", line[0]]: rollups.sql.read_spread(line)[1]
        for line in said["inequality_by_province"]
    } == {
        key: spread(
            sum(known) if (known := [f.income for f in own if f.income is not None]) else None
            for own in _by(some, "enterprise").values()
        )
        for (key,), some in _by(year, "province").items()
    }
    assert said["months_of_province"] == [
        (month, *_two(some), _tenths(f.income for f in some))
        for (month,), some in sorted(_by([f for f in rows if f.province == "55"], "month").items())
    ]
    assert said["by_commitment_and_year"] == [
        (*key, *_two(some), len({f.enterprise for f in some})) for key, some in sorted(_by_year(rows).items())
    ]
    assert said["change_by_partner"] == _changes(rows)


def _by_year(rows: list[Fact]) -> dict[tuple[str, int], list[Fact]]:
    found: dict[tuple[str, int], list[Fact]] = {}
    for one in rows:
        day = first_day(one.month)
        found.setdefault((one.commitment, day.year + (day.month >= 10)), []).append(one)
    return found


def _changes(rows: list[Fact]) -> list[tuple[Any, ...]]:
    own = {
        key: sides((Month(f.month, f.income, f.said) for f in some), some[0].first)
        for (key,), some in _by(rows, "enterprise").items()
    }
    lines = []
    for (partner,), some in sorted(_by([f for f in rows if f.counted], "partner").items()):
        found = change(own[key] for key in {f.enterprise for f in some})
        if found.enterprises:
            tenths = (None if v is None else int(v * 10) for v in (found.before, found.after, found.change))
            lines.append((partner, found.enterprises, *tenths))
    return lines
