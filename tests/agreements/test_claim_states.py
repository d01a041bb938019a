"""Whatever people do in whatever order: the ledger says what the approved claims say, and no claim goes a way it has not."""

from __future__ import annotations

from decimal import Decimal
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
from phanuek.agreements.models import Claim, Posting
from phanuek.agreements.queries.claims import approved_sums
from phanuek.agreements.states import CLAIM_TRANSITIONS, ClaimState
from phanuek.organisations.models import Organisation
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests.agreements.claiming import claim_fields, submitted, team

PEOPLE = ["lead", "colleague", "partner", "other", "secretariat"]
people, some, amounts = st.sampled_from(PEOPLE), st.integers(0, 5), st.integers(-1, 12)


class Claims(RuleBasedStateMachine):
    """Five people of four bodies, a few claims, every act tried by anyone at any moment; undone at the end of each run."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, str] = {}
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.world = team()
        for by in (self.world.lead, self.world.colleague, self.world.partner):
            claim = submitted(self.world, by)
            self.states[claim.code] = claim.state

    def person(self, who: str) -> Any:
        return getattr(self.world, who)

    def try_(self, verb: Any, at: int, who: str, *, stale: bool = False, **more: Any) -> str:
        """The act on one of the claims, tried by one after the other until somebody may; the name of who did it, if any."""
        claim = list(Claim.objects.order_by("pk"))[at % len(self.states)]
        first = PEOPLE.index(who)
        for name in [*PEOPLE[first:], *PEOPLE[:first]]:
            try:
                with transaction.atomic():
                    verb(by=self.person(name), claim=claim, version=claim.version - stale, **more)
            except (NotAllowed, Refused):
                continue
            return name
        return ""

    @precondition(lambda self: len(self.states) < 5)
    @rule(who=people, quantity=st.integers(1, 12), behalf=st.booleans())
    def submit(self, who: str, quantity: int, behalf: bool) -> None:
        by = self.person(who)
        body = (
            Organisation.objects.get(code="dip")
            if behalf
            else Organisation.objects.get(pk=by.organisation_id)
        )
        try:
            claim = (
                actions.submit_claim(
                    by=by, commitment=self.world.commitment, organisation=body, **claim_fields(by, quantity)
                )
                if behalf
                else submitted(self.world, by, quantity)
            )
        except (NotAllowed, Refused):
            return
        self.states[claim.code] = claim.state

    @precondition(lambda self: self.states)
    @rule(at=some, who=people, quantity=amounts, note=st.sampled_from(["", "ซ้ำบางส่วน"]), stale=st.booleans())
    def approve(self, at: int, who: str, quantity: int, note: str, stale: bool) -> None:
        self.try_(actions.approve_claim, at, who, stale=stale, quantity=Decimal(quantity), note=note)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def approve_whole(self, at: int, who: str) -> None:
        self.try_(actions.approve_claim, at, who)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def confirm(self, at: int, who: str) -> None:
        self.try_(actions.confirm_claim, at, who)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people, reason=st.sampled_from(["", "ขอรายชื่อ"]))
    def send_back(self, at: int, who: str, reason: str) -> None:
        self.try_(actions.return_claim, at, who, reason=reason)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def refuse(self, at: int, who: str) -> None:
        self.try_(actions.refuse_claim, at, who, reason="ไม่ตรงกับหลักฐาน")

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def undo(self, at: int, who: str) -> None:
        self.try_(actions.undo_approval, at, who, reason="นับซ้ำ")

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def take_back(self, at: int, who: str) -> None:
        self.try_(actions.take_back_claim, at, who)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people, quantity=st.integers(1, 12), supported=st.integers(1, 12))
    def mend(self, at: int, who: str, quantity: int, supported: int) -> None:
        by = self.person(who)
        fields = claim_fields(by, supported) | {"quantity": Decimal(quantity)}
        self.try_(actions.resubmit_claim, at, who, **fields)

    @precondition(lambda self: self.states)
    @rule(at=some, who=people)
    def sent_back_and_mended_by_somebody_else(self, at: int, who: str) -> None:
        self.try_(actions.return_claim, at, "secretariat", reason="ขอรายชื่อ")
        self.every_step_was_allowed()
        self.try_(actions.resubmit_claim, at, who, **claim_fields(self.person(who), 3))

    @invariant()
    def every_step_was_allowed(self) -> None:
        for claim in Claim.objects.all():
            before = ClaimState(self.states[claim.code])
            after = ClaimState(claim.state)
            assert after == before or after in CLAIM_TRANSITIONS[before]
            self.states[claim.code] = after

    @invariant()
    def the_ledger_says_what_the_claims_say(self) -> None:
        found = queries.ledger_total(self.world.commitment)
        assert (found.confirmed, found.unconfirmed) == approved_sums(self.world.commitment)
        one_each = {f"claim:{c.code}" for c in Claim.objects.filter(state=ClaimState.APPROVED)}
        references = list(Posting.objects.values_list("reference", flat=True))
        assert sorted(references) == sorted(one_each)

    @invariant()
    def nobody_approved_what_they_wrote(self) -> None:
        for claim in Claim.objects.filter(state=ClaimState.APPROVED):
            written = Event.objects.filter(
                subject=f"claim:{claim.code}", verb__in=["claim.submitted", "claim.resubmitted"]
            )
            writers = set(written.values_list("person_id", flat=True))
            assert claim.decider_id not in writers
            assert claim.confirmer_id is None or claim.confirmer_id not in writers
            assert claim.confirmed_by not in {claim.organisation.code, claim.recorded_by}
            assert 0 < claim.approved_quantity <= claim.quantity
            assert sum(piece.quantity for piece in claim.evidence.all()) >= claim.quantity


@pytest.mark.django_db
def test_no_sequence_of_acts_reaches_what_must_not_be() -> None:
    limits = settings(
        max_examples=15,
        stateful_step_count=15,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
    )
    run_state_machine_as_test(Claims, settings=limits)
