"""The page of results hides sums of money that nearly all belong to one enterprise, also from who subtracts its tables."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date

import pytest

pytest.importorskip("ortools")

from phanuek.engines.secrecy import Axis, Leaf, Name, Plan, least_change
from phanuek.engines.secrecy.attacker import Attacker
from phanuek.figures import dominance, protection, queries
from phanuek.figures.dominance import Amount
from phanuek.figures.filters import By, Filters
from phanuek.figures.protection import DIMENSIONS, PAIRS, Hidden
from tests import cast
from tests.figures import world

PLAN = Plan([Axis(name) for name in DIMENSIONS], [(), *((name,) for name in DIMENSIONS), *PAIRS])
LEAVES = [("bank", "a1"), ("bank", "a2"), ("post", "b1")]


def _amounts(rng: random.Random) -> list[Amount]:
    """Ten cases in most places; some earn enormously."""
    found: list[Amount] = []
    for year in ("2026", "2027"):
        for province in ("50", "55"):
            for leaf in LEAVES:
                for _ in range(rng.choice([0, 6, 7, 9])):
                    found.append(((year, province, *leaf), len(found), rng.choice([10, 10, 12, 15, 20, 900])))
    return found


def _hidden(found: list[Amount], *, by_amount: bool = True) -> Hidden:
    yearly = Counter(base for base, _, _ in found)
    ever: Counter[tuple[str, str, str]] = Counter()
    for (_, *place), n in yearly.items():
        ever[tuple(place)] += n  # type: ignore[index]
    hidden = protection.protect(ever, yearly)
    return dominance.with_dominated(hidden, found) if by_amount else hidden


def _secrets(found: list[Amount]) -> tuple[dict[Leaf, int], dict[Name, int]]:
    sums: Counter[Leaf] = Counter()
    of: dict[Name, list[int]] = defaultdict(list)
    for base, _, amount in found:
        sums[base] += amount
        for name in PLAN.names(base):
            of[name].append(amount)
    return dict(sums), {name: need for name, amounts in of.items() if (need := least_change(amounts))}


@pytest.mark.parametrize("seed", range(5))
def test_a_dominated_sum_cannot_be_told_from_all_tables(seed: int) -> None:
    found = _amounts(random.Random(seed))
    sums, secrets = _secrets(found)
    hidden, careless = _hidden(found), _hidden(found, by_amount=False)
    assert all(hidden.hides(dict(name)) for name in secrets)
    reader = Attacker(PLAN, sums, lambda name: not hidden.hides(dict(name)))
    assert reader.opened(secrets) == {}
    if any(not careless.hides(dict(name)) for name in secrets):
        assert Attacker(PLAN, sums, lambda name: not careless.hides(dict(name))).opened(secrets)


@pytest.mark.django_db
def test_one_large_group_among_many_is_not_told_on_the_page_of_results() -> None:
    for n in range(8):
        case = world.case("50", "bank", "credit", sent=world.at(2026, 9, 1))
        world.income(case, date(2026, 10, 1), "1000000" if n == 0 else "100", confirmed=True)
        for province in ("54", "55"):
            case = world.case(province, "bank", "credit", sent=world.at(2026, 9, 1))
            world.income(case, date(2026, 10, 1), "150000", confirmed=True)
    shown = queries.summary(By.PROVINCE, Filters(), actor=cast.DAO, on=date(2026, 11, 23))
    rows = {row.key: row for row in shown.rows}
    assert rows["50"].reporters == 8
    assert rows["50"].income_confirmed is None
    assert sum(row.income_confirmed is None for row in rows.values()) >= 2
    assert shown.total.income_confirmed == 1000700 + 16 * 150000
