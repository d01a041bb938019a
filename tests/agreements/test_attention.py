"""What asks for attention, and what does not."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Commitment, Measure, Party
from phanuek.agreements.queries.attention import attention
from phanuek.agreements.states import Concern
from phanuek.organisations.actor import Actor
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
SYSTEM = Actor.system("tests")


@pytest.fixture
def agreement() -> Agreement:
    made = an_agreement("baac", "gsb")
    made.statements.create(kind="aim", number=1, text_th="สนับสนุนชุมชน")
    return made


def one(agreement: Agreement, lead: str = "baac", done: int = 0, **changes: Any) -> Commitment:
    fields = commitment_fields(statement=agreement.statements.first()) | changes
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=cast.organisation(lead), **fields)
    if done:
        actions.post_result(
            by=SYSTEM, commitment=row, measure=Measure.REFERRALS, quantity=Decimal(done), confirmed=True, reference="r:1", on=TODAY
        )  # fmt: skip
    return row


def of(row: Commitment, on: date = TODAY, **asked: Any) -> tuple[Concern, ...]:
    lines = {line.commitment.pk: line.concerns for line in attention(on, **asked).lines}
    return lines.get(row.pk, ())


CASES: list[tuple[dict[str, Any], int, int, tuple[str, ...]]] = [
    ({}, 95, 0, ()),
    ({}, 100, 100, ()),  # reached: neither late nor quiet
    ({}, 10, 0, ("behind",)),
    ({}, 0, 0, ("behind", "nothing")),
    ({"due_on": date(2026, 12, 23)}, 95, 0, ("due_soon",)),
    ({"due_on": date(2026, 12, 24)}, 95, 0, ()),
    ({"due_on": TODAY}, 95, 0, ("behind", "due_soon")),
    ({"due_on": TODAY}, 95, 1, ("overdue",)),
    ({}, 95, 91, ("overdue", "quiet")),
    ({"target": None, "due_on": None}, 1, 0, ("no_target",)),
    ({"statement": None}, 95, 0, ("no_origin",)),
    ({"due_on": None}, 5, 90, ()),
    ({"due_on": None}, 5, 91, ("quiet",)),
    ({"due_on": None, "quiet_after_days": 30}, 5, 31, ("quiet",)),
]


@pytest.mark.parametrize(("changes", "done", "later", "concerns"), CASES)
def test_each_concern(
    agreement: Agreement, changes: dict[str, Any], done: int, later: int, concerns: tuple[str, ...]
) -> None:
    row = one(agreement, done=done, **changes)
    assert of(row, TODAY + timedelta(days=later)) == tuple(Concern(c) for c in concerns)


def test_work_of_later_rooms_counts_as_work(agreement: Agreement) -> None:
    row = one(agreement, target=None, due_on=None)
    assert Concern.NOTHING_UNDER_IT in of(row)
    assert Concern.NOTHING_UNDER_IT not in of(row, busy={row.pk})
    actions.add_activity(by=SYSTEM, commitment=row, organisation=row.lead, title_th="อบรม")
    assert Concern.NOTHING_UNDER_IT not in of(row)
    actions.cancel_activity(by=SYSTEM, activity=row.activities.get(), reason="งบหมด")
    assert Concern.NOTHING_UNDER_IT in of(row)


def test_a_word_on_the_status_stands_in_place_of_being_late(agreement: Agreement) -> None:
    row = one(agreement, done=10, due_on=date(2026, 11, 1))
    assert of(row)[0] == Concern.OVERDUE
    actions.set_override(
        by=SYSTEM, commitment=row, status="on_plan", reason_th="ขยายเวลาแล้ว", ends_on=date(2027, 1, 31)
    )
    assert of(row) == (Concern.SAID_OTHERWISE,)
    assert of(row, date(2027, 2, 1))[0] == Concern.OVERDUE


def test_what_its_lead_left_asks_for_another(agreement: Agreement) -> None:
    row = one(agreement, done=95)
    Party.objects.filter(organisation__code="baac").update(withdrawn_on=TODAY)
    assert of(row) == (Concern.WITHDRAWN,)


@pytest.mark.parametrize("how", ["closed", "draft", "terminated"])
def test_what_nobody_owes_is_left_out(agreement: Agreement, how: str) -> None:
    row = one(agreement)
    if how == "closed":
        actions.end_commitment(by=SYSTEM, commitment=row, how="given_up", reason_th="งบหมด")
    elif how == "draft":
        Agreement.objects.update(stage="draft", signed_on=None)
    else:
        Agreement.objects.update(terminated_on=TODAY)
    assert attention(TODAY).looked_at == 0


def test_the_most_pressing_first_with_counts_for_all_and_for_each_body(agreement: Agreement) -> None:
    soon = one(agreement, done=99, due_on=date(2026, 12, 1))
    late = one(agreement, "gsb", done=95, due_on=date(2026, 11, 1))
    one(agreement, done=95)
    found = attention(TODAY)
    assert [line.commitment for line in found.lines] == [late, soon]
    assert found.counts == {Concern.OVERDUE: 1, Concern.DUE_SOON: 1}
    assert found.by_body == {"gsb": 1, "baac": 1}
    assert found.looked_at == 3
    assert (found.lines[0].clock.th, found.lines[1].clock.en) == ("เลยกำหนด 22 วัน", "Due in 8 days")
    assert [line.commitment for line in attention(TODAY, lead=late.lead_id).lines] == [late]
    assert [line.commitment for line in found.of("due_soon")] == [soon]


def test_it_costs_the_same_however_many(
    agreement: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(8):
        one(agreement)
    with django_assert_num_queries(7):
        assert len(attention(TODAY).lines) == 8
