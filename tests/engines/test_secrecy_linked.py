"""Tables published together keep their secrets: an attacker with a solver, who wins wherever the protection is weakened."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.secrecy import Axis, Leaf, Name, Plan, few, guard, least_change, next_day
from phanuek.engines.secrecy.attacker import Attacker

MONTHS = [f"m{n}" for n in range(4)]
YEARS = {month: f"y{n // 2}" for n, month in enumerate(MONTHS)}
PROVINCES = {"d1": "p1", "d2": "p1", "d3": "p2", "d4": "p2", "d5": "p3"}


def roll_ups() -> Plan:
    """Province x sector x month, the months in years, with every margin."""
    levels = [(), ("province",), ("sector",), ("month",), ("year",)]
    crossed = [
        ("province", "sector"), ("province", "year"), ("sector", "year"), ("province", "month"), ("province", "sector", "month"),
    ]  # fmt: skip
    return Plan([Axis("province"), Axis("sector"), Axis("month", {"year": YEARS})], [*levels, *crossed])


def nested() -> Plan:
    """District within province within country, by sector."""
    levels = [(), ("district",), ("province",), ("sector",), ("district", "sector"), ("province", "sector")]
    return Plan([Axis("district", {"province": PROVINCES}), Axis("sector")], levels)


def world(rng: random.Random, *keys: list[str], amounts: list[int]) -> dict[Leaf, int]:
    found: Counter[Leaf] = Counter()
    for _ in range(rng.randrange(4, 30)):
        found[tuple(rng.choice(of) for of in keys)] += rng.choice(amounts)
    return dict(found)


COUNTS = [1, 1, 2, 3, 4, 5, 8, 20]
WORLDS = {
    "roll-ups": (roll_ups, ["p1", "p2", "p3"], ["s1", "s2", "s3"], MONTHS),
    "nested": (nested, list(PROVINCES), ["s1", "s2", "s3"]),
}


@pytest.mark.parametrize("kind", list(WORLDS))
@pytest.mark.parametrize("seed", range(6))
def test_no_small_count_can_be_worked_out(kind: str, seed: int) -> None:
    make, *keys = WORLDS[kind]
    plan, counts = make(), world(random.Random(seed), *keys, amounts=COUNTS)
    secrets = few(plan, counts)
    kept = guard(plan, counts, secrets)
    assert all(kept.hides(name) for name in secrets)
    if kept.everything:
        return
    reader = Attacker(plan, counts, lambda name: not kept.hides(name))
    assert reader.opened(secrets) == {}
    # the same reader wins where only the small counts themselves are hidden: else this proves nothing
    careless = Attacker(plan, counts, lambda name: name not in secrets)
    assert careless.opened(secrets)


@pytest.mark.parametrize("seed", range(5))
def test_tables_protected_one_by_one_open_each_other(seed: int) -> None:
    """Each table by itself keeps its secrets; published together they tell. That is why they are guarded together."""
    rng = random.Random(seed)
    lost = 0
    for _ in range(4):
        counts = world(rng, *WORLDS["roll-ups"][1:], amounts=COUNTS)
        plan = roll_ups()
        secrets = few(plan, counts)
        hidden: set[Name] = set()
        for table in plan.tables:
            parts = [table[:n] + table[n + 1 :] for n in range(len(table))]
            alone = Plan(plan.axes, [(), *[part for part in parts if part], table] if table else [()])
            hidden |= guard(alone, counts, few(alone, counts)).hidden
        lost += bool(Attacker(plan, counts, lambda name, h=hidden: name not in h).opened(secrets))
    assert lost


def _sums(rng: random.Random, keys: list[list[str]]) -> dict[Leaf, list[int]]:
    """Incomes of enterprises by leaf, some of them enormous."""
    found: dict[Leaf, list[int]] = {}
    for _ in range(rng.randrange(10, 40)):
        leaf = tuple(rng.choice(of) for of in keys)
        found.setdefault(leaf, []).append(rng.choice([10, 12, 15, 20, 25, 400]))
    return found


def _money_secrets(plan: Plan, incomes: dict[Leaf, list[int]]) -> dict[Name, int]:
    of: dict[Name, list[int]] = {}
    for leaf, amounts in incomes.items():
        for name in plan.names(leaf):
            of.setdefault(name, []).extend(amounts)
    return {name: need for name, amounts in of.items() if (need := least_change(amounts))}


@pytest.mark.parametrize("kind", list(WORLDS))
@pytest.mark.parametrize("seed", range(4))
def test_a_dominated_sum_stays_uncertain_by_what_the_rule_asks(kind: str, seed: int) -> None:
    make, *keys = WORLDS[kind]
    plan, incomes = make(), _sums(random.Random(seed), keys)
    sums = {leaf: sum(amounts) for leaf, amounts in incomes.items()}
    secrets = _money_secrets(plan, incomes)
    kept = guard(plan, sums, secrets)
    if kept.everything:
        return
    assert secrets
    reader = Attacker(plan, sums, lambda name: not kept.hides(name))
    assert reader.opened(secrets) == {}
    assert Attacker(plan, sums, lambda name: name not in secrets).opened(secrets)


def test_every_other_world_shows_the_same_figures() -> None:
    """The proof that comes with each hiding, checked by counting again; no solver."""
    rng = random.Random(7)
    for _ in range(30):
        plan, counts = roll_ups(), world(rng, *WORLDS["roll-ups"][1:], amounts=COUNTS)
        secrets = few(plan, counts)
        kept = guard(plan, counts, secrets)
        before = plan.figures(counts)
        if kept.everything:
            continue
        for secret in secrets:
            other = Counter(counts)
            for start, end, amount in kept.worlds[secret]:
                other[start] -= amount
                other[end] += amount
            assert min(other.values()) >= 0
            after = plan.figures(other)
            assert after[secret] != before[secret]
            assert all(after[n] == before[n] for n in before.keys() | after.keys() if not kept.hides(n))


# ---- two days


def _two_days(rng: random.Random) -> tuple[Plan, dict[Leaf, int], dict[Leaf, int]]:
    keys = (["p1", "p2", "p3"], ["s1", "s2"])
    plan = Plan([Axis("province"), Axis("sector")], [(), ("province",), ("sector",), ("province", "sector")])
    before = world(rng, *keys, amounts=[3, 6, 9, 20])
    return plan, before, world(rng, *keys, amounts=[1, 2, 6, 9])


def _both_days(plan: Plan, before: dict[Leaf, int], since: dict[Leaf, int]) -> tuple[Plan, dict[Leaf, int]]:
    tables = [*plan.tables, *(("recorded", *table) for table in plan.tables)]
    amounts = {("old", *leaf): n for leaf, n in before.items()} | {
        ("new", *leaf): n for leaf, n in since.items()
    }
    return Plan([Axis("recorded"), *plan.axes], tables), amounts


def _opened_by_both_days(rng: random.Random, *, together: bool) -> dict[Name, tuple[int, int]]:
    """What a reader finds who kept yesterday's tables; today's are guarded with those in mind, or by themselves."""
    plan, before, since = _two_days(rng)
    now = {leaf: before.get(leaf, 0) + since.get(leaf, 0) for leaf in {*before, *since}}
    yesterday = guard(plan, before, few(plan, before))
    today = next_day(plan, before, since, yesterday) if together else guard(plan, now, few(plan, now))
    both, amounts = _both_days(plan, before, since)

    def shown(name: Name) -> bool:
        if name and name[0] == ("recorded", "new"):
            return False
        if name and name[0] == ("recorded", "old"):
            return not yesterday.hides(name[1:])
        return not today.hides(name)

    return Attacker(both, amounts, shown).opened(few(both, amounts))


@pytest.mark.parametrize("seed", range(6))
def test_yesterday_s_table_taken_off_today_s_tells_nothing(seed: int) -> None:
    assert _opened_by_both_days(random.Random(seed), together=True) == {}


def test_two_days_guarded_each_for_itself_tell_who_came_in_between() -> None:
    assert sum(bool(_opened_by_both_days(random.Random(seed), together=False)) for seed in range(6)) >= 3


def test_one_enterprise_that_reported_in_between_keeps_yesterday_s_figures_standing() -> None:
    plan = Plan([Axis("province")], [(), ("province",)])
    before = {("p1",): 20, ("p2",): 30}
    yesterday = guard(plan, before, {})
    assert not yesterday.hides(())
    assert next_day(plan, before, {("p1",): 1}, yesterday).everything
    # five in one province, five in another: all may be told
    assert not next_day(plan, before, {("p1",): 5, ("p2",): 5}, yesterday).hides((("province", "p1"),))


# ---- the attacker and the edges


def _by_brute_force(plan: Plan, counts: dict[Leaf, int], hidden: set[Name], name: Name) -> tuple[int, int]:
    """All worlds with the same total, one by one."""
    keys = [sorted({leaf[n] for leaf in counts}) for n in range(len(plan.axes))]
    leaves, most = list(product(*keys)), sum(counts.values())
    truth, found = plan.figures(counts), set()
    for amounts in product(range(most + 1), repeat=len(leaves)):
        if sum(amounts) != most:
            continue
        other = plan.figures(dict(zip(leaves, amounts, strict=True)))
        same = all(other[n] == truth[n] for n in {*other, *truth} - hidden)
        rows = all(other[n] >= 1 for n in hidden if len(n) == 1 and truth[n])
        if same and rows:
            found.add(other[name])
    return min(found), max(found)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_the_attacker_finds_what_trying_every_world_finds(data: st.DataObject) -> None:
    plan = Plan([Axis("a"), Axis("b")], [(), ("a",), ("b",), ("a", "b")])
    counts = {leaf: data.draw(st.integers(0, 2)) for leaf in product("xy", "uv")}
    names = sorted({name for leaf in counts for name in plan.names(leaf)} - {()}, key=repr)
    hidden = set(data.draw(st.lists(st.sampled_from(names), min_size=1)))
    name = sorted(hidden, key=repr)[0]
    found = Attacker(plan, counts, lambda n: n not in hidden).interval(name)
    assert found == _by_brute_force(plan, counts, hidden, name)


def test_nothing_is_hidden_where_all_are_many() -> None:
    counts = dict.fromkeys(product(["p1", "p2"], ["s1", "s2"], MONTHS), 10)
    kept = guard(roll_ups(), counts, few(roll_ups(), counts))
    assert not kept.hidden
    assert not kept.everything


def test_too_few_in_all_hide_everything() -> None:
    counts = {("p1", "s1", "m0"): 3}
    kept = guard(roll_ups(), counts, few(roll_ups(), counts))
    assert kept.everything
    assert kept.hides(())


def test_what_is_shown_already_cannot_be_a_secret_and_amounts_are_not_negative() -> None:
    plan, counts = nested(), {("d1", "s1"): 3}
    with pytest.raises(ValueError, match="already shown"):
        guard(plan, counts, {(): 1}, fixed=[()])
    with pytest.raises(ValueError, match="negative"):
        guard(plan, {("d1", "s1"): -1}, {})


@pytest.mark.parametrize("seed", range(6))
def test_along_an_axis_that_stands_still_nothing_moves(seed: int) -> None:
    """Each year by province: the worlds leave every year's sum as it is, so that tables of other things keep theirs."""
    rng = random.Random(seed)
    plan = Plan([Axis("year", still=True), Axis("province")], [("province",), ("year", "province")])
    counts = world(rng, ["y1", "y2"], ["p1", "p2", "p3", "p4"], amounts=COUNTS)
    secrets = few(plan, counts)
    kept = guard(plan, counts, secrets)
    assert all(start[0] == end[0] for steps in kept.worlds.values() for start, end, _ in steps)
    if not kept.everything:
        whole = Plan(plan.axes, [(), ("year",), *plan.tables])
        told = Attacker(
            whole, counts, lambda name: not (len(name) and name[-1][0] == "province" and kept.hides(name))
        )
        assert told.opened(secrets) == {}
