"""No order of acts reaches what must not be: a state machine over the verbs of drafting and signing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Agreement, Attendee, Party
from phanuek.agreements.queries.in_force import party_facts
from phanuek.agreements.states import STAGES, Capacity, Stage
from phanuek.engines.in_force import complete_on
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements.signing import SYSTEM, without_document_made
from tests.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
BODIES = ["baac", "gsb", "dip", "cdd"]
bodies = st.sampled_from(BODIES)
names = st.sampled_from(["นาย ก", "นาง ข", "นาย ค", "นาง ง", "นาย จ", "นาง ฉ"])
rules = st.sampled_from(["all", "at_least", "named", "not_stated"])
CAPACITIES = st.sampled_from([*Capacity.values])


class Signing(RuleBasedStateMachine):
    """One agreement and everything that people do to it; an act that is refused must leave no trace."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        clock.set_now(NOW)
        for body in BODIES:
            cast.organisation(body, "bank")
        self.pk = actions.create_agreement(
            by=SYSTEM, title_th="ก", instrument_th="ข", signing_rule="all", text_elsewhere="ค"
        ).pk
        for body in BODIES[:2]:
            actions.add_party(by=SYSTEM, agreement=self.agreement, organisation=cast.organisation(body))
        self.before: tuple[str, frozenset[str]] = ("draft", self.parties)

    def teardown(self) -> None:
        clock.set_now(NOW)
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @property
    def agreement(self) -> Agreement:
        return Agreement.objects.get(pk=self.pk)

    @property
    def parties(self) -> frozenset[str]:
        return frozenset(self.agreement.parties.values_list("organisation__code", flat=True))

    def rows(self) -> list[Any]:
        """Everything that an act may change."""
        return [list(model.objects.order_by("pk").values()) for model in (Agreement, Party, Attendee)]

    def do(self, act: Callable[[], Any]) -> None:
        """An act, or its refusal in words, which leaves everything as it was."""
        there, words = self.rows(), None
        try:
            with transaction.atomic():
                act()
        except (Refused, NotAllowed) as refusal:
            words = str(refusal)
        if words is not None:
            assert words
            assert self.rows() == there

    def party(self, body: str) -> Party:
        return Party.objects.select_related("organisation", "agreement").get(
            agreement=self.pk, organisation__code=body
        )

    def person(self, number: int) -> Attendee | None:
        rows = list(Attendee.objects.select_related("party__organisation", "agreement").order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(days=st.integers(1, 3))
    def time_passes(self, days: int) -> None:
        clock.set_now(clock.now() + timedelta(days=days))

    @rule(body=bodies)
    def add_party(self, body: str) -> None:
        self.do(
            lambda: actions.add_party(
                by=SYSTEM, agreement=self.agreement, organisation=cast.organisation(body)
            )
        )

    @rule(body=bodies)
    def remove_party(self, body: str) -> None:
        if body in self.parties:
            self.do(lambda: actions.remove_party(by=SYSTEM, party=self.party(body)))

    @rule(body=bodies, must=st.booleans(), order=st.integers(0, 5))
    def edit_party(self, body: str, must: bool, order: int) -> None:
        if body in self.parties:
            row = self.party(body)
            self.do(lambda: actions.edit_party(by=SYSTEM, party=row, version=row.version, must_sign=must))
            self.do(lambda: actions.place_party(by=SYSTEM, party=self.party(body), order=order))

    @rule(
        signing_rule=rules, count=st.none() | st.integers(1, 5), ends=st.none() | st.integers(-1, 9), no_end=st.booleans()
    )  # fmt: skip
    def edit_terms(self, signing_rule: str, count: int | None, ends: int | None, no_end: bool) -> None:
        row = self.agreement
        last = clock.today() + timedelta(days=ends) if ends is not None else None
        self.do(
            lambda: actions.edit_agreement(
                by=SYSTEM, agreement=row, version=row.version, why="x", signing_rule=signing_rule, signing_count=count,
                ends_on=last, no_fixed_term=no_end,
            )
        )  # fmt: skip

    @rule()
    def open_for_signing(self) -> None:
        self.do(lambda: actions.open_for_signing(by=SYSTEM, agreement=self.agreement))

    @rule()
    def back_to_draft(self) -> None:
        self.do(lambda: actions.back_to_draft(by=SYSTEM, agreement=self.agreement, why="x"))

    @rule(body=bodies, name=names, capacity=CAPACITIES, basis=st.sampled_from(["", "คำสั่งที่ 1"]))
    def name_signatory(self, body: str, name: str, capacity: str, basis: str) -> None:
        if body in self.parties:
            self.do(
                lambda: actions.name_signatory(
                    by=SYSTEM, party=self.party(body), name_th=name, position_th="ผู้อำนวยการ", capacity=capacity,
                    capacity_basis=basis,
                )
            )  # fmt: skip

    @rule(number=st.integers(0, 9), days=st.integers(-3, 1), capacity=CAPACITIES)
    def sign(self, number: int, days: int, capacity: str) -> None:
        if person := self.person(number):
            on = clock.today() + timedelta(days=days)
            self.do(
                lambda: actions.record_signature(by=SYSTEM, signatory=person, signed_on=on, capacity=capacity)
            )

    @rule(number=st.integers(0, 9))
    def undo(self, number: int) -> None:
        if person := self.person(number):
            self.do(lambda: actions.undo_signature(by=SYSTEM, signatory=person, why="x"))

    @rule(number=st.integers(0, 9))
    def remove_person(self, number: int) -> None:
        if person := self.person(number):
            self.do(lambda: actions.remove_person(by=SYSTEM, person=person))

    @initialize(
        signing_rule=st.sampled_from(["all", "at_least", "named"]),
        count=st.integers(1, 2),
        open_=st.booleans(),
    )
    def begin(self, signing_rule: str, count: int, open_: bool) -> None:
        """Half of the walks begin where it is open already: by chance alone they would seldom get past the draft."""
        row = self.agreement
        actions.edit_agreement(
            by=SYSTEM, agreement=row, version=row.version, signing_rule=signing_rule, signing_count=count
        )
        if open_:
            self.open_for_signing()
            self.before = (Stage.SIGNING, self.parties)

    @precondition(lambda self: self.agreement.stage != Stage.DRAFT)
    @rule(body=bodies, name=names, days=st.integers(-2, 0))
    def name_and_sign(self, body: str, name: str, days: int) -> None:
        """What a ceremony does in one go."""
        if body in self.parties:
            self.name_signatory(body, name, Capacity.OWN_RIGHT, "")
            person = Attendee.objects.select_related("party__organisation", "agreement").filter(
                party__organisation__code=body, signed_on=None
            )
            if found := person.first():
                on = max(clock.today() + timedelta(days=days), self.agreement.signing_opened_on or date.min)
                self.do(
                    lambda: actions.record_signature(
                        by=SYSTEM, signatory=found, signed_on=on, capacity=Capacity.OWN_RIGHT
                    )
                )

    @precondition(lambda self: self.agreement.stage == Stage.SIGNING)
    @rule(most=st.integers(1, 4))
    def several_sign(self, most: int) -> None:
        for number, body in enumerate(sorted(self.parties)[:most]):
            self.name_and_sign(body, f"นางสาว {'กขคง'[number]}", -number)

    def complete(self) -> date | None:
        row = self.agreement
        people = row.attendees.filter(part="signatory")
        facts = party_facts(row, row.parties.select_related("organisation"), people)
        facts = [replace(fact, unknown=False) for fact in facts]
        return complete_on(facts, row.signing_rule, row.signing_count)  # type: ignore[arg-type]

    @invariant()
    def signed_only_when_its_rule_is_met_and_on_the_day_it_was(self) -> None:
        row, day = self.agreement, self.complete()
        if row.stage == Stage.SIGNED:
            assert row.signed_on is not None
            assert row.signed_on == day
            assert row.ends_on is None or row.signed_on <= row.ends_on
        else:
            assert row.signed_on is None
        if row.stage == Stage.SIGNING:
            assert day is None

    @invariant()
    def the_stage_goes_along_its_table_and_parties_stand_from_the_opening_on(self) -> None:
        row, (stage, there) = self.agreement, self.before
        if row.stage != stage:
            # the walk may make two steps in one rule, from draft over signing
            assert Stage(row.stage) in STAGES[Stage(stage)]
        if row.stage != Stage.DRAFT and stage != Stage.DRAFT:
            assert self.parties == there
        self.before = (row.stage, self.parties)

    @invariant()
    def a_signature_has_a_right_a_day_that_can_be_and_an_open_signing(self) -> None:
        row = self.agreement
        for person in row.attendees.exclude(signed_on=None):
            assert row.stage != Stage.DRAFT
            assert person.capacity != Capacity.NOT_STATED
            assert person.capacity_basis or person.capacity == Capacity.OWN_RIGHT
            assert row.signing_opened_on <= person.signed_on <= clock.today()
            assert person.name_th
            assert person.position_th
        assert list(row.parties.order_by("order").values_list("order", flat=True)) == list(
            range(1, row.parties.count() + 1)
        )

    @invariant()
    def in_force_needs_the_signatures_that_its_rule_asks_for(self) -> None:
        row = self.agreement
        if queries.in_force(row).answer == "yes":
            assert row.stage == Stage.SIGNED
            assert self.complete() is not None


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch, clock: Any) -> None:
    without_document_made(monkeypatch)


def test_no_order_of_acts_reaches_what_must_not_be() -> None:
    run_state_machine_as_test(
        Signing,
        settings=settings(
            max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )  # type: ignore[no-untyped-call]
