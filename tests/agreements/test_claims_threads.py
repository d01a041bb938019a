"""Several people at the same moment on one commitment: one does it, the others are told, and the sums stay true."""

from collections.abc import Callable

import pytest

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Claim, Commitment, Posting
from phanuek.agreements.queries.claims import approved_sums
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests.agreements.claiming import a_file, a_piece, submitted, team
from tests.offers.conftest import shared
from tests.offers.crowd import in_threads

__all__ = ["shared"]


def refusals(answers: list[object], *kinds: type[Exception]) -> int:
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(error, kinds) for error in errors), errors
    return len(errors)


def test_a_claim_is_decided_once(shared: Callable[[], None]) -> None:
    world = team()
    claim = submitted(world)
    shared()
    answers = in_threads(
        lambda: actions.approve_claim(by=world.partner, claim=claim, version=1),
        lambda: actions.approve_claim(by=world.secretariat, claim=claim, version=1),
        lambda: actions.refuse_claim(by=world.colleague, claim=claim, version=1, reason="ไม่ตรง"),
        lambda: actions.take_back_claim(by=world.lead, claim=claim, version=1),
    )
    assert refusals(answers, NotAllowed) == 3

    def sums() -> tuple[object, object, int]:
        found = queries.ledger_total(world.commitment)
        return (found.confirmed, found.unconfirmed), approved_sums(world.commitment), Posting.objects.count()

    ledger, claims, postings = in_threads(sums)[0]  # type: ignore[misc]
    assert ledger == claims
    assert postings <= 1


def test_the_same_file_is_evidence_of_one_of_two_claims(shared: Callable[[], None]) -> None:
    world = team()
    pieces = [a_piece(world.lead, attachment=a_file(world.lead, "ก")) for _ in range(3)]
    shared()
    answers = in_threads(*(lambda piece=piece: submitted(world, evidence=[piece]) for piece in pieces))  # type: ignore[misc]
    assert refusals(answers, Refused) == 2
    assert in_threads(Claim.objects.count) == [1]


def test_the_second_editor_is_told(shared: Callable[[], None]) -> None:
    world = team()
    shared()

    def edit(n: int) -> Commitment:
        return actions.edit_commitment(
            by=world.lead, commitment=world.commitment, version=1, title_th=f"ของคนที่ {n}"
        )

    answers = in_threads(*(lambda n=n: edit(n) for n in range(3)))  # type: ignore[misc]
    assert refusals(answers, Conflict) == 2


@pytest.mark.parametrize("times", [3])
def test_a_word_on_the_status_stands_once(shared: Callable[[], None], times: int) -> None:
    world = team()
    shared()

    def say(n: int) -> object:
        word = {"status": "on_plan", "reason_th": f"เหตุ {n}", "ends_on": world.commitment.due_on}
        return actions.set_override(by=world.lead, commitment=world.commitment, **word)

    answers = in_threads(*(lambda n=n: say(n) for n in range(times)))  # type: ignore[misc]
    assert refusals(answers) == 0
    assert in_threads(lambda: world.commitment.overrides.filter(lifted_on=None).count()) == [1]
