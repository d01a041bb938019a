"""How many fit, who changes sides, and how much of it each reader sees."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanuek.consent.actions import give
from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.facts import columns, facts_of, vocabulary
from phanuek.engines import rules
from phanuek.engines.rules import Status
from phanuek.offers.queries import conditions as queries
from phanuek.offers.queries import screening
from phanuek.organisations.models import Organisation
from phanuek.registry import actions as registry
from phanuek.registry.models import Enterprise
from tests import cast
from tests.referrals import world

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SYSTEM = world.SYSTEM


def groups(members: list[int | None], code: str = "550101", start: int = 0) -> list[Enterprise]:
    return [world.group(code, name_th=f"กลุ่มที่ {start + n}", members=size) for n, size in enumerate(members)]


def rule(text: str, areas: list[str] | None = None) -> rules.Rule:
    return queries.within_areas(queries.compile_text(text, TODAY), areas or [])


def seen(new: str, old: str = "", *, all_of_it: bool = True) -> screening.Sides:
    typed = rule(new)
    raw = screening.count(typed, rule(old) if old else None, TODAY)
    found = screening.as_seen(raw, all_of_it=all_of_it, rule=typed)
    assert found is not None
    return found


def after(sides: screening.Sides) -> dict[str, int | None]:
    return {line.status.value: line.after for line in sides.lines}


def test_the_columns_say_what_is_known_of_each(clock: Any) -> None:
    """A record and the registry, a later record, one withdrawn, one of a later day, a fact without a place in the words."""
    world.define_vocabulary()
    one, two = groups([4, None])
    Enterprise.objects.filter(pk=two.pk).update(started_on=date(2020, 1, 15))
    two.refresh_from_db()

    def record(enterprise: Enterprise, name: str, value: Any, on: date = TODAY) -> None:
        eligibility.record_fact(
            by=SYSTEM, enterprise=enterprise, name=name, value=value, source_th="ถาม", known_on=on
        )

    record(one, "members", 99)  # the registry stands before it
    record(two, "members", 12)
    record(one, "yearly_sales", 500_000_00, date(2026, 1, 1))
    record(one, "yearly_sales", 700_000_00, date(2026, 2, 1))
    record(two, "yearly_sales", 1_00, date(2026, 1, 1))
    record(two, "yearly_sales", None)
    record(two, "keeps_accounts", False)
    table = columns(TODAY)
    for row, pk in enumerate(table.keys_in_order):
        known = facts_of(Enterprise.objects.get(pk=pk), TODAY)
        for name in vocabulary():
            expected = known[name].value if name in known else None
            assert table[name][row] == expected, name
    assert table["operating_years"][1] == Decimal("6.85")
    with pytest.raises(KeyError):
        table["unheard_of"]


def test_the_table_follows_every_change_of_the_data() -> None:
    world.define_vocabulary()
    one, _ = groups([4, 9])
    assert after(seen("members >= 7")) == {"fits": 1, "unknown": 0, "does_not_fit": 1}
    registry.edit(by=SYSTEM, enterprise=one, version=one.version, members=8)
    assert after(seen("members >= 7"))["fits"] == 2
    assert after(seen("keeps_accounts"))["unknown"] == 2
    eligibility.record_fact(by=SYSTEM, enterprise=one, name="keeps_accounts", value=True, source_th="ถาม")
    assert after(seen("keeps_accounts"))["fits"] == 1
    eligibility.record_fact(by=SYSTEM, enterprise=one, name="keeps_accounts", value=False, source_th="ถาม")
    assert after(seen("keeps_accounts"))["does_not_fit"] == 1
    Enterprise.objects.filter(pk=one.pk).update(active=False)
    assert seen("keeps_accounts").total == 1


def test_the_secretariat_reads_all_figures_and_which_condition_bites() -> None:
    world.define_vocabulary()
    groups([3, 5, 8, 9, None])
    sides = seen("members >= 7 AND keeps_accounts", "members >= 4")
    assert [(line.status.value, line.before, line.after) for line in sides.lines] == [
        ("fits", 3, 0), ("unknown", 1, 3), ("does_not_fit", 1, 2),
    ]  # fmt: skip
    assert {(m.key, m.count) for m in sides.moves} == {("fits-to-unknown", 2), ("fits-to-does_not_fit", 1)}
    members, accounts = sides.alone
    assert (members.not_met, members.unknown, members.excludes, members.leaves_open) == (2, 1, 2, 0)
    assert (accounts.not_met, accounts.unknown, accounts.excludes, accounts.leaves_open) == (0, 5, 0, 2)
    assert not sides.some_hidden


def test_the_provinces_of_the_offer_count_as_a_condition() -> None:
    world.define_vocabulary()
    groups([9, 9])
    groups([9], "500101", 2)
    raw = screening.count(rule("members >= 7", ["50"]), None, TODAY)
    assert raw["moves"]["fits-to-fits"] == 1
    assert len(raw["alone"]) == 2


def test_small_counts_and_what_tells_them_are_hidden_from_others() -> None:
    world.define_vocabulary()
    groups([9] * 12 + [6] * 7 + [2] * 3)
    sides = seen("members >= 7", "members >= 5", all_of_it=False)
    lines = {line.status.value: (line.before, line.after) for line in sides.lines}
    assert lines["does_not_fit"][0] is None  # three
    assert lines["fits"][0] is None  # else the three are 22 less 19
    assert sides.some_hidden
    assert not sides.alone
    exact = seen("members >= 7", "members >= 5")
    assert {line.status.value: (line.before, line.after) for line in exact.lines}["does_not_fit"] == (3, 10)


def test_with_few_enterprises_nothing_is_shown_to_others() -> None:
    world.define_vocabulary()
    groups([9, 3, 2])
    sides = seen("members >= 7", all_of_it=False)
    assert all(line.after in (None, 0) for line in sides.lines)


def test_sensitive_facts_are_counted_for_the_secretariat_only() -> None:
    world.define_vocabulary()
    groups([9] * 20)
    sides = seen("has_disability_members", all_of_it=False)
    assert sides.withheld
    assert not sides.lines
    assert not sides.alone
    assert after(seen("has_disability_members"))["unknown"] == 20


def test_rows_open_as_far_as_the_reader_may_see() -> None:
    world.define_vocabulary()
    niran, malee, orawan = cast.niran(), cast.malee(), cast.orawan()
    in_nan = groups([9, 8, 2])
    north = groups([9], "500101", 3)
    typed = rule("members >= 7")

    def named(actor: Any, key: str = "fits", old: rules.Rule | None = None) -> set[str]:
        found = screening.who(key, typed, old, actor, TODAY)
        assert found is not None
        return {group.code for group in found.groups}

    assert named(orawan) == {in_nan[0].code, in_nan[1].code, north[0].code}
    assert named(malee) == {in_nan[0].code, in_nan[1].code}
    assert named(niran) == set()
    bank = Organisation.objects.get(code="baac")
    give(by=SYSTEM, enterprise=in_nan[1], recipient=bank, method="spoken", given_by="ประธาน", given_on=TODAY)
    assert named(niran) == {in_nan[1].code}
    assert named(orawan, "does_not_fit-to-fits", rule("members >= 9")) == {in_nan[1].code}
    assert named(orawan, "does_not_fit") == {in_nan[2].code}
    assert screening.who("fits-to-", typed, None, orawan, TODAY) is None
    assert screening.pair_of("unknown-to-fits") == (Status.UNKNOWN, Status.FITS)


def test_many_enterprises_are_counted_in_a_handful_of_queries(django_assert_max_num_queries: Any) -> None:
    world.define_vocabulary()
    groups([9, 3])
    typed = rule("members >= 7 AND keeps_accounts AND yearly_sales >= 100")
    with django_assert_max_num_queries(12):
        screening.count(typed, None, TODAY)
    with django_assert_max_num_queries(6):  # what the stamp asks
        screening.count(typed, None, TODAY)
