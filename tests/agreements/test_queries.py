from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Attendee, Commitment, Measure
from phanuek.agreements.states import InForceAnswer, ProgressStatus
from phanuek.organisations.actor import Actor
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
START, DUE = date(2026, 1, 1), date(2026, 12, 31)


def a_commitment(confirmed: int = 0, unconfirmed: int = 0, **changes: Any) -> Commitment:
    fields = {
        "title_th": "ภารกิจ",
        "measure": Measure.REFERRALS,
        "target": 364,
        "starts_on": START,
        "due_on": DUE,
        **changes,
    }
    commitment = Commitment.objects.create(
        code="c-1",
        agreement=an_agreement(),
        lead=cast.organisation("baac", "bank"),
        provenance="demonstration",
        **fields,
    )
    system = Actor.system("tests")
    for quantity, sure in ((confirmed, True), (unconfirmed, False)):
        if quantity:
            actions.post_result(
                by=system, commitment=commitment, measure=commitment.measure, quantity=quantity, confirmed=sure,
                reference=f"r:{sure}", on=START,
            )  # fmt: skip
    return commitment


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 12, 1), 0),
        (START, 0),
        (date(2026, 1, 11), 10),
        (date(2026, 7, 2), 182),
        (DUE, 364),
        (date(2030, 1, 1), 364),
    ],
)
def test_an_even_pace_is_expected_between_start_and_due_day(on: date, expected: int) -> None:
    assert queries.expected_by(a_commitment(), on) == expected


def test_a_part_of_a_thing_is_not_expected_before_it_is_whole() -> None:
    assert queries.expected_by(a_commitment(target=10), date(2026, 2, 1)) == 0
    assert queries.expected_by(Commitment.objects.get(), date(2026, 2, 10)) == 1


@pytest.mark.parametrize(
    ("confirmed", "unconfirmed", "changes", "on", "status"),
    [
        (0, 0, {"target": None}, date(2026, 6, 1), ProgressStatus.CANNOT_SAY),
        (5, 0, {"starts_on": None}, date(2026, 6, 1), ProgressStatus.CANNOT_SAY),
        (5, 0, {"due_on": None}, date(2026, 6, 1), ProgressStatus.CANNOT_SAY),
        (0, 0, {"starts_on": None}, date(2027, 6, 1), ProgressStatus.BEHIND),
        (364, 0, {"starts_on": None, "due_on": None}, date(2026, 6, 1), ProgressStatus.DONE),
        (0, 0, {}, date(2025, 6, 1), ProgressStatus.NOT_STARTED),
        (0, 0, {}, START, ProgressStatus.NOT_STARTED),
        (10, 0, {}, date(2026, 1, 11), ProgressStatus.ON_PLAN),
        (9, 0, {}, date(2026, 1, 11), ProgressStatus.BEHIND),
        (0, 300, {}, date(2026, 1, 11), ProgressStatus.BEHIND),
        (364, 0, {}, date(2026, 2, 1), ProgressStatus.DONE),
        (363, 10, {}, DUE, ProgressStatus.BEHIND),
    ],
)
def test_the_word_for_progress(
    confirmed: int, unconfirmed: int, changes: dict[str, Any], on: date, status: ProgressStatus
) -> None:
    found = queries.progress(a_commitment(confirmed, unconfirmed, **changes), on)
    assert found.status == status
    assert (found.confirmed, found.unconfirmed) == (confirmed, unconfirmed)
    assert found.reason.th
    assert found.reason.en


def test_unconfirmed_results_are_said_to_be_what_is_missing() -> None:
    found = queries.progress(a_commitment(5, 10), date(2026, 1, 11))
    assert "รอยืนยัน" in found.reason.th


def test_a_reader_who_may_not_know_what_waits_cannot_read_it_from_the_reason() -> None:
    commitment = a_commitment(5, 10)
    found = queries.judged_by_confirmed(queries.progress(commitment, date(2026, 1, 11)))
    assert found.status == ProgressStatus.BEHIND
    assert "รอยืนยัน" not in found.reason.th


def test_invented_commitments_are_counted_apart_in_the_list() -> None:
    a_commitment()
    row = queries.list_page()[0]
    assert (row.party_count, row.commitment_count, row.demonstration_count) == (
        row.parties.count(), 0, 1,
    )  # fmt: skip


def test_a_missing_target_is_named() -> None:
    assert queries.progress(a_commitment(target=None)).reason == "ไม่ได้ระบุเป้าหมาย"


def test_progress_of_many_costs_six_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    agreement = an_agreement("baac")
    for n in range(12):
        Commitment.objects.create(
            code=f"c-{n}", agreement=agreement, lead=cast.organisation("baac"), title_th="ภารกิจ", measure=Measure.DELIVERIES,
            provenance="demonstration",
        )  # fmt: skip
    rows = list(Commitment.objects.all())
    with django_assert_num_queries(6):  # ledger, periods, overrides, leads, signs of life, parties
        assert len(queries.progress_many(rows)) == 12


def test_whether_it_is_in_force_follows_from_what_is_known() -> None:
    agreement = an_agreement("baac", "gsb", "moi")
    Attendee.objects.create(
        agreement=agreement,
        part="signatory",
        party=agreement.parties.get(order=3),
        name_th="ผู้ลงนาม",
        signed_on=date(2021, 2, 26),
    )
    found = queries.in_force(agreement)
    assert found.answer == InForceAnswer.CANNOT_SAY
    assert found.reason.en == "term not stated, 2 of 3 signatories not known"
    assert "2 จาก 3" in found.reason.th


@pytest.mark.parametrize(
    ("ends_on", "answer"),
    [
        (date(2026, 11, 22), "no"),
        (date(2026, 11, 23), "yes"),
        (date(2030, 1, 1), "yes"),
        (None, "cannot_say"),
    ],
)
def test_with_every_signatory_known_the_term_decides(ends_on: date | None, answer: str) -> None:
    agreement = an_agreement("baac", "gsb", ends_on=ends_on)
    for party in agreement.parties.all():
        Attendee.objects.create(
            agreement=agreement,
            part="signatory",
            party=party,
            name_th="ผู้ลงนาม",
            signed_on=date(2021, 2, 26),
        )
    assert queries.in_force(agreement).answer == answer


def test_the_page_keeps_the_signed_order_and_says_whose_signer_is_not_known(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    agreement = an_agreement("osep", "moi", "baac", "gsb")
    Attendee.objects.create(
        agreement=agreement, part="signatory", party=agreement.parties.get(order=2), name_th="รองปลัด"
    )
    Attendee.objects.create(agreement=agreement, part="chair", name_th="ประธาน")
    actions.add_commitment(
        by=Actor.system("tests"),
        agreement=agreement,
        lead=cast.organisation("baac"),
        **commitment_fields(),
    )
    actions.add_commitment(
        by=Actor.system("tests"),
        agreement=agreement,
        lead=cast.organisation("cdd"),
        **commitment_fields(),
    )
    with django_assert_num_queries(10):
        page = queries.page(agreement)
        assert [line.party.organisation.code for line in page.parties] == ["osep", "moi", "baac", "gsb"]
    assert [len(line.signatories) for line in page.parties] == [0, 1, 0, 0]
    assert [len(line.commitments) for line in page.parties] == [0, 0, 1, 0]
    assert [p.commitment.lead.code for p in page.other_commitments] == ["cdd"]
    assert [a.name_th for a in page.chairs] == ["ประธาน"]
    assert page.signatories_known == 1


def test_a_target_may_be_a_part_of_a_baht() -> None:
    found = queries.progress(a_commitment(target=Decimal("0.50")), START)
    assert found.target == Decimal("0.50")
