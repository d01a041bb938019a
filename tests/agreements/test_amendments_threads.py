"""Two people at the same moment: one of them does it, the other is told."""

from collections.abc import Callable

from phanuek.agreements.actions.changes import change_clause
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment, Attendee
from phanuek.ui.problems import Conflict, Refused
from tests.agreements import amending as w
from tests.offers.conftest import shared
from tests.offers.crowd import in_threads

__all__ = ["shared"]


def told(answers: list[object], kind: type[Exception]) -> list[str]:
    """The refusals; anything else that is an error is one of ours."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(isinstance(error, kind) for error in errors), errors
    return [str(error) for error in errors]


def seen(read: Callable[[], object]) -> object:
    """What stands in the database that the threads wrote to."""
    return in_threads(read)[0]


def test_two_amendments_of_one_version_are_not_both_merged(shared: Callable[[], None]) -> None:
    agreement = w.signed_agreement()
    ready = [w.signed(w.opened(w.with_words(agreement, n, ("ภาคี", "ภาคีทุกฝ่าย")))) for n in (2, 3)]
    shared()
    answers = in_threads(*(lambda row=row: merge_amendment(by=w.SYSTEM, amendment=row) for row in ready))  # type: ignore[misc]
    (refusal,) = told(answers, Refused)
    assert "ฉบับที่ 1 แต่ปัจจุบันเป็นฉบับที่ 2" in refusal
    assert seen(lambda: list(Agreement.objects.get().text_versions.values_list("number", flat=True))) == [
        1,
        2,
    ]
    assert seen(lambda: sorted(Amendment.objects.values_list("state", flat=True))) == ["merged", "signing"]


def test_a_party_signs_once(shared: Callable[[], None]) -> None:
    amendment = w.opened(w.with_words(w.signed_agreement(), 2, ("300", "500")))
    shared()
    answers = in_threads(*(lambda n=n: w.sign(amendment, "beta", name_th=f"นาย {n}") for n in range(4)))  # type: ignore[misc]
    assert len(told(answers, Refused)) == 3
    assert seen(lambda: Attendee.objects.filter(amendment=amendment).count()) == 1


def test_the_second_writer_of_a_clause_is_told(shared: Callable[[], None]) -> None:
    agreement = w.signed_agreement()
    amendment, clause = w.draft(agreement), w.clause(agreement, 2)
    shared()

    def write(n: int) -> object:
        return change_clause(by=w.SYSTEM, amendment=amendment, clause=clause, text_th=f"ข้อ ๒ ของคนที่ {n}")

    answers = in_threads(*(lambda n=n: write(n) for n in range(3)))  # type: ignore[misc]
    assert len(told(answers, Conflict)) == 2
    assert seen(lambda: amendment.changes.count()) == 1
