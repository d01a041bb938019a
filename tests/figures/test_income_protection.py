"""From everyone's figures of income nobody works out what few enterprises earn, nor how many they are."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from typing import Any

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("ortools")

from phanuek.batch.copy import changes
from phanuek.batch.copy.schema import Fact
from phanuek.engines.secrecy import Axis, Leaf, Name, Plan, least_change
from phanuek.engines.secrecy.attacker import Attacker
from phanuek.figures import income_kept
from phanuek.figures.copy.store import store
from phanuek.figures.income_protection import CONFIRMED, COUNT, MONTH, UNCONFIRMED, YEAR, Hidden
from phanuek.ui import clock

pytestmark = pytest.mark.django_db
# August to November 2026: two months of the fiscal year 2569, two of 2570
MONTHS = {2026 * 12 + n - 1: (f"2026-{n:02}", "2026" if n < 10 else "2027") for n in (8, 9, 10, 11)}
PLAN = Plan(
    [Axis(MONTH, {YEAR: dict(MONTHS.values())}), Axis("province"), Axis("sector")],
    [(), (YEAR,), (MONTH,), ("province",), ("sector",), (YEAR, "province"), (YEAR, "sector")],
)


def _facts(rng: random.Random) -> list[Fact]:
    """Each enterprise reports a month: then counts add up, and the attacker has all equations there can be."""
    facts = []
    for n in range(rng.randrange(20, 90)):
        facts.append(
            Fact(
                n, n, rng.choice(list(MONTHS)), rng.choice([0, 9, 10, 12, 20, 300]), None, rng.random() < 0.6, True, 1, None,
                rng.choice(["50", "50", "54", "55"]), rng.choice(["agriculture", "agriculture", "processing"]), "bank", "credit",
            )
        )  # fmt: skip
    return facts


def _worked_out(facts: list[Fact]) -> Hidden:
    with store().writing(fresh=True) as copy:
        for _ in changes.load(copy, iter(facts), as_of=clock.now()):
            pass
    return income_kept.hidden()


def _amounts(facts: list[Fact], measure: str) -> tuple[dict[Leaf, int], dict[Name, int]]:
    """What stands where, and the secrets by the written rule: fewer than five, or nearly all one's."""
    amounts: Counter[Leaf] = Counter()
    of: dict[Name, list[int]] = defaultdict(list)
    for fact in facts:
        if measure != COUNT and fact.confirmed != (measure == CONFIRMED):
            continue
        leaf = (MONTHS[fact.month][0], fact.province, fact.sector)
        amount = 1 if measure == COUNT else fact.income or 0
        amounts[leaf] += amount
        for name in PLAN.names(leaf):
            of[name].append(amount)
    if measure == COUNT:
        return dict(amounts), {name: 1 for name, parts in of.items() if len(parts) < 5}
    needs = {name: max(least_change(parts), int(len(parts) < 5)) for name, parts in of.items()}
    return dict(amounts), {name: need for name, need in needs.items() if need}


def _hides(hidden: Hidden, measure: str, name: Name) -> bool:
    where: dict[str, Any] = dict(name)
    dimension = next((level for level in ("province", "sector", MONTH) if level in where), "")
    if not dimension:
        year = where.get(YEAR)
        return hidden.hides(measure, year=int(year) if year else None)
    year = where.get(YEAR)
    return hidden.hides(measure, dimension, where[dimension], int(year) if year else None)


@pytest.fixture(params=range(3))
def facts(request: pytest.FixtureRequest) -> list[Fact]:
    return _facts(random.Random(request.param))


@pytest.mark.parametrize("measure", [COUNT, CONFIRMED, UNCONFIRMED])
def test_who_subtracts_all_tables_finds_nothing(facts: list[Fact], measure: str) -> None:
    hidden = _worked_out(facts)
    amounts, secrets = _amounts(facts, measure)
    assert all(_hides(hidden, measure, name) for name in secrets)
    reader = Attacker(PLAN, amounts, lambda name: not _hides(hidden, measure, name))
    assert reader.opened(secrets) == {}
    careless = Attacker(PLAN, amounts, lambda name: name not in secrets)
    assert not secrets or careless.opened(secrets)


def test_a_sum_that_is_nearly_all_one_s_is_hidden_though_many_report() -> None:
    one = Fact(
        0, 0, 2026 * 12 + 9, 1_000_000, None, True, True, 1, None, "50", "agriculture", "bank", "credit"
    )
    small = [one._replace(report=n, enterprise=n, income=1000) for n in range(1, 7)]
    even = [
        one._replace(report=n, enterprise=n, income=200_000, province=province)
        for n, province in enumerate(["54"] * 8 + ["55"] * 8, 10)
    ]
    hidden = _worked_out([one, *small, *even])
    assert hidden.hides(CONFIRMED, "province", "50")
    assert not hidden.hides(COUNT, "province", "50")
    # another goes with it, or the total would tell
    others = [hidden.hides(CONFIRMED, "province", key) for key in ("54", "55")]
    assert any(others) or hidden.hides(CONFIRMED)


def test_nothing_reported_hides_nothing() -> None:
    assert _worked_out([]).months is None
