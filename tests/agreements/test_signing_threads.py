"""Two people sign at the same moment, on a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Attendee
from phanuek.agreements.queries import signed_files
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Refused
from tests.agreements.signing import (
    PASSPHRASE,
    SYSTEM,
    TODAY,
    certificates,
    key_file,
    opened,
    plain_pdf,
    signatory,
    without_document_made,
)
from tests.offers.conftest import shared
from tests.offers.crowd import in_threads

__all__ = ["shared"]
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)
    certificates()


def test_of_two_who_sign_the_same_file_one_is_told_to_take_the_newest(shared: Callable[[], None]) -> None:
    agreement = opened("baac", "gsb", document=plain_pdf())
    people = [signatory(agreement, "baac"), signatory(agreement, "gsb")]
    newest = signed_files.newest(agreement)
    assert newest is not None
    shared()

    def sign(number: int) -> str:
        try:
            actions.sign_here(
                by=SYSTEM, signatory=people[number], key_file=key_file(number), passphrase=PASSPHRASE, seen=newest.code
            )  # fmt: skip
        except Refused as refusal:
            return refusal.text.en
        return "signed"

    answers = [str(answer) for answer in in_threads(lambda: sign(0), lambda: sign(1))]
    assert sorted(answer == "signed" for answer in answers) == [False, True], answers
    assert any("Download the newest file" in answer for answer in answers)
    found = in_threads(
        lambda: (len(signed_files.files_of(agreement)), Attendee.objects.exclude(signed_on=None).count())
    )
    assert found == [(2, 1)]


def test_the_last_two_signatures_at_once_sign_it_once(shared: Callable[[], None]) -> None:
    agreement = opened("baac", "gsb")
    people = [signatory(agreement, "baac"), signatory(agreement, "gsb")]
    shared()

    def sign(number: int) -> str:
        actions.record_signature(by=SYSTEM, signatory=people[number], signed_on=TODAY)
        return "signed"

    assert in_threads(lambda: sign(0), lambda: sign(1)) == ["signed", "signed"]

    def found() -> tuple[str, int]:
        verbs = [event["verb"] for event in timeline.of(agreement, with_people=True)]
        return Agreement.objects.get().stage, verbs.count("agreement.signed")

    # read where the threads wrote: this thread is still on the database in memory
    assert in_threads(found) == [("signed", 1)]
