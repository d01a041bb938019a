"""The ledger after any sequence of verbs: nothing below zero, nothing from nowhere, all or nothing."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from phanuek.offers import actions
from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.queries.ledgers import differences
from phanuek.offers.states import MOVES, Account
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from tests.offers.test_capacity_moves import drawn

SYSTEM = Actor.system("tests")
CASES = st.sampled_from([f"referral:r-{n}" for n in range(4)] + ["waiting:w-0", "round:x"])
UNITS = st.integers(0, 4)
BAHT = st.integers(0, 500).map(lambda satang: Decimal(satang) / 4)
COUNTED = st.none() | st.integers(0, 6)
BUDGET = st.none() | BAHT


class Ledger(RuleBasedStateMachine):
    offer: Offer

    @initialize(capacity=COUNTED, budget=BUDGET)
    def begin(self, capacity: int | None, budget: Decimal | None) -> None:
        self.offer = drawn(
            capacity=capacity, budget_baht=budget, closes_on=date(2026, 12, 31), due_on=date(2027, 6, 30)
        )

    def act(self, verb: Any, **given: Any) -> None:
        """A refusal leaves everything as it was."""
        before = self.everything()
        try:
            verb(by=SYSTEM, offer=self.offer, **given)
        except Refused:
            assert self.everything() == before

    def everything(self) -> tuple[Any, ...]:
        return (
            list(CapacityEntry.objects.order_by("pk").values_list("pk", "units", "baht")),
            list(CapacityBalance.objects.values_list()),
            list(Holding.objects.order_by("pk").values_list()),
            list(Offer.objects.values_list("capacity", "budget_baht", "version")),
        )

    @rule(units=UNITS, baht=BAHT)
    def promise(self, units: int, baht: Decimal) -> None:
        self.act(actions.promise, units=units, baht=baht)

    @rule(units=UNITS, baht=BAHT)
    def open(self, units: int, baht: Decimal) -> None:
        self.act(actions.open_places, units=units, baht=baht)

    @rule(units=UNITS, baht=BAHT)
    def close(self, units: int, baht: Decimal) -> None:
        self.act(actions.close_places, units=units, baht=baht, why="ทดสอบ")

    @rule(units=UNITS, baht=BAHT)
    def take_back(self, units: int, baht: Decimal) -> None:
        self.act(actions.take_back_promise, units=units, baht=baht, why="ทดสอบ")

    @rule(capacity=COUNTED, budget=BUDGET)
    def edit(self, capacity: int | None, budget: Decimal | None) -> None:
        version = Offer.objects.get(pk=self.offer.pk).version
        self.act(actions.edit, version=version, capacity=capacity, budget_baht=budget)

    @rule(reference=CASES, units=st.integers(1, 3), baht=BAHT)
    def take(self, reference: str, units: int, baht: Decimal) -> None:
        self.act(actions.take_place, reference=reference, units=units, baht=baht)

    @rule(references=st.lists(CASES, max_size=5))
    def take_many(self, references: list[str]) -> None:
        self.act(actions.take_places, references=references)

    @rule(reference=CASES, to=CASES)
    def hand_over(self, reference: str, to: str) -> None:
        self.act(actions.hand_over_place, reference=reference, to=to)

    @rule(reference=CASES)
    def give_back(self, reference: str) -> None:
        self.act(actions.give_back_place, reference=reference)

    @rule(reference=CASES, units=UNITS, baht=BAHT)
    def use(self, reference: str, units: int, baht: Decimal) -> None:
        self.act(actions.use_place, reference=reference, units=units, baht=baht)

    @rule(reference=CASES, units=UNITS, baht=BAHT)
    def confirm(self, reference: str, units: int, baht: Decimal) -> None:
        self.act(actions.confirm_used, reference=reference, units=units, baht=baht)

    @rule(reference=CASES, units=UNITS, baht=BAHT)
    def come_back(self, reference: str, units: int, baht: Decimal) -> None:
        self.act(actions.return_used, reference=reference, units=units, baht=baht)

    @rule(on=st.dates(date(2026, 12, 30), date(2027, 7, 2)))
    def lapse(self, on: date) -> None:
        self.act(actions.lapse, on=on)

    @rule(units=UNITS, baht=BAHT)
    def restore(self, units: int, baht: Decimal) -> None:
        self.act(actions.restore, units=units, baht=baht, why="ขยายเวลา")

    @invariant()
    def nothing_is_below_zero_and_all_adds_up(self) -> None:
        balance = CapacityBalance.objects.get(offer=self.offer)
        for account in Account:
            assert getattr(balance, account) >= 0
            assert getattr(balance, f"{account}_baht") >= 0
        assert differences() == []
        held = Holding.objects.filter(offer=self.offer).aggregate(
            reserved=Sum("reserved", default=0), used=Sum("used", default=0),
            reserved_baht=Sum("reserved_baht", default=Decimal(0)), used_baht=Sum("used_baht", default=Decimal(0)),
        )  # fmt: skip
        assert held == {name: getattr(balance, name) for name in held}

    @invariant()
    def no_more_is_held_than_the_offer_states(self) -> None:
        row = Offer.objects.get(pk=self.offer.pk)
        balance = CapacityBalance.objects.get(offer=row)
        if row.capacity is not None:
            assert balance.reserved + balance.used <= row.capacity
        else:
            assert balance.opened == 0
        if row.budget_baht is not None:
            assert balance.reserved_baht + balance.used_baht <= row.budget_baht
        else:
            assert balance.opened_baht == 0

    @invariant()
    def every_account_was_filled_before_it_was_emptied(self) -> None:
        has = {account.value: [0, Decimal(0)] for account in Account}
        for entry in CapacityEntry.objects.filter(offer=self.offer).order_by("pk"):
            assert entry.target in MOVES[entry.source]
            for account, sign in ((entry.source, -1), (entry.target, 1)):
                if account:
                    has[account][0] += sign * entry.units
                    has[account][1] += sign * entry.baht
                    assert min(has[account]) >= 0, entry


class TestLedger(Ledger.TestCase, TestCase):  # type: ignore[misc,name-defined]
    settings = settings(
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
