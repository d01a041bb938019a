from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Agreement, Commitment, Measure, Party, Posting
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


def added(agreement: Agreement, by: Actor, lead: str = "baac", **changes: Any) -> Commitment:
    return actions.add_commitment(
        by=by, agreement=agreement, lead=cast.organisation(lead), **commitment_fields(**changes)
    )


def test_an_officer_adds_a_commitment_of_their_own_body(agreement: Agreement) -> None:
    commitment = added(agreement, cast.niran())
    assert commitment.provenance == Provenance.ADDED
    assert commitment.provenance_by == "หน่วยงาน baac"
    assert commitment.provenance_on == TODAY
    assert not commitment.on_behalf
    assert [e["verb"] for e in timeline.of(commitment, with_people=True)] == ["commitment.added"]
    assert [e["facts"]["commitment"] for e in timeline.of(agreement, with_people=True)] == [commitment.code]


def test_a_commitment_must_say_why_it_was_added(agreement: Agreement) -> None:
    with pytest.raises(Refused) as refusal:
        added(agreement, cast.niran(), provenance_why="  ")
    assert refusal.value.field == "provenance_why"


def test_the_database_too_asks_who_when_and_why(agreement: Agreement) -> None:
    commitment = added(agreement, cast.niran())
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=commitment.pk).update(provenance_why="")


def test_the_secretariat_writes_on_behalf_of_a_body_without_an_account(agreement: Agreement) -> None:
    commitment = added(agreement, cast.orawan(), lead="gsb")
    assert commitment.on_behalf
    event = timeline.of(commitment, with_people=True)[0]
    assert (event["organisation"], event["on_behalf_of"]) == ("osep", "gsb")


def test_the_secretariat_writes_in_its_own_name_for_a_body_with_officers(agreement: Agreement) -> None:
    cast.niran()
    commitment = added(agreement, cast.orawan(), lead="baac")
    assert not commitment.on_behalf
    assert timeline.of(commitment, with_people=True)[0]["on_behalf_of"] == ""


@pytest.mark.parametrize(
    "who", ["malee", "preecha", "stranger", "niran for another", "niran without a party"]
)
def test_who_may_not_add(agreement: Agreement, who: str) -> None:
    if who == "niran for another":
        with pytest.raises(NotAllowed, match="ของหน่วยงานตน"):
            added(agreement, cast.niran(), lead="gsb")
    elif who == "niran without a party":
        with pytest.raises(NotAllowed, match="ไม่ใช่ภาคี"):
            added(agreement, cast.niran("nobank"), lead="nobank")
    else:
        by = {"malee": cast.malee, "preecha": cast.preecha, "stranger": Actor.public}[who]()
        with pytest.raises(NotAllowed):
            added(agreement, by)
    assert Commitment.objects.count() == 0


def test_a_department_of_a_party_may_add_its_own(agreement: Agreement) -> None:
    ministry = cast.organisation("moi", "ministry")
    Party.objects.create(agreement=agreement, organisation=ministry, order=9, name_as_printed="กระทรวง")
    cast.organisation("cdd", parent=ministry)
    by = cast.member("kanya", "partner_officer", cast.organisation("cdd"))
    assert added(agreement, by, lead="cdd").lead.code == "cdd"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"target": 0}, "target"),
        ({"due_on": date(2025, 1, 1)}, "due_on"),
        ({"measure": "smiles"}, "measure"),
        ({"title_th": "  "}, "title_th"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(
    agreement: Agreement, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        added(agreement, cast.niran(), **changes)
    assert refusal.value.field == field


def test_a_statement_of_another_agreement_is_refused(agreement: Agreement) -> None:
    other = an_agreement(code="other")
    statement = other.statements.create(kind="aim", number=1, text_th="อื่น")
    with pytest.raises(Refused) as refusal:
        added(agreement, cast.niran(), statement=statement)
    assert refusal.value.field == "statement"


def test_two_editors_notice_each_other(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran)
    seen = commitment.version
    first = actions.edit_commitment(
        by=niran, commitment=commitment, version=seen, target=Decimal(200), title_en="Loans"
    )
    assert first.version == seen + 1
    with pytest.raises(Conflict) as conflict:
        actions.edit_commitment(
            by=niran, commitment=commitment, version=seen, target=Decimal(300), title_en="Loans"
        )
    assert conflict.value.yours == {"target": Decimal(300)}
    assert conflict.value.theirs == {"target": Decimal(200)}
    assert conflict.value.version == first.version
    commitment.refresh_from_db()
    assert commitment.target == Decimal(200)


def test_the_same_values_again_change_nothing(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran)
    same = actions.edit_commitment(by=niran, commitment=commitment, version=99, title_th=commitment.title_th)
    assert same.version == 1
    assert len(timeline.of(commitment, with_people=True)) == 1


def test_collaborators_are_edited_too(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran)
    edited = actions.edit_commitment(
        by=niran, commitment=commitment, version=1, collaborators=[cast.organisation("gsb")]
    )
    assert [o.code for o in edited.collaborators.all()] == ["gsb"]
    assert edited.version == 2


def test_another_bodys_officer_may_not_edit(agreement: Agreement) -> None:
    commitment = added(agreement, cast.orawan(), lead="gsb")
    with pytest.raises(NotAllowed):
        actions.edit_commitment(by=cast.niran(), commitment=commitment, version=1, title_th="ใหม่")


def test_results_are_credited_once_and_summed_apart(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran)
    post = {"by": niran, "commitment": commitment, "measure": Measure.REFERRALS, "on": TODAY}
    first = actions.post_result(**post, quantity=3, confirmed=True, reference="referral:r-1")
    again = actions.post_result(**post, quantity=3, confirmed=True, reference="referral:r-1")
    actions.post_result(**post, quantity=2, confirmed=False, reference="referral:r-2")
    assert first.pk == again.pk
    assert queries.ledger_total(commitment) == queries.Totals(Decimal(3), Decimal(2))
    with pytest.raises(Refused):
        actions.post_result(**post, quantity=4, confirmed=True, reference="referral:r-1")


def test_a_withdrawn_result_leaves_only_its_trace(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran)
    rows = [actions.Result(commitment, Measure.REFERRALS, n, True, f"referral:r-{n}", TODAY) for n in (1, 2)]
    actions.post_results_many(by=niran, rows=rows)
    name = {"by": niran, "commitment": commitment, "measure": Measure.REFERRALS, "reference": "referral:r-2"}
    assert actions.withdraw_result(**name) == 1
    assert actions.withdraw_result(**name) == 0
    assert queries.ledger_total(commitment).confirmed == 1
    assert [e["verb"] for e in timeline.of(commitment, with_people=True)][:1] == [
        "commitment.result_withdrawn"
    ]
    assert timeline.broken_link(commitment) is None


def test_another_measure_does_not_count_for_the_commitment(agreement: Agreement) -> None:
    niran = cast.niran()
    commitment = added(agreement, niran, measure=Measure.DELIVERIES)
    actions.post_result(
        by=niran,
        commitment=commitment,
        measure=Measure.REFERRALS,
        quantity=1,
        confirmed=True,
        reference="referral:r",
        on=TODAY,
    )
    assert queries.ledger_total(commitment) == queries.Totals()
    assert queries.ledger_total(commitment, Measure.REFERRALS).confirmed == 1


def test_strangers_credit_nothing(agreement: Agreement) -> None:
    commitment = added(agreement, cast.niran())
    with pytest.raises(NotAllowed):
        actions.post_result(
            by=cast.DAO,
            commitment=commitment,
            measure=Measure.REFERRALS,
            quantity=1,
            confirmed=True,
            reference="x",
            on=TODAY,
        )
    assert Posting.objects.count() == 0
