"""Claiming a result: what may be claimed, with which evidence, by whom."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Claim, Evidence, Measure
from phanuek.agreements.permissions_of_claims import MovedOn
from phanuek.messages.models import Message
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements.claiming import Team, a_file, a_piece, claim_fields, submitted, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Team:
    return team()


def verbs(about: Any) -> list[str]:
    return [event["verb"] for event in timeline.of(about, with_people=True)]


def test_a_body_claims_a_result_with_evidence(world: Team) -> None:
    claim = submitted(world)
    assert (claim.state, claim.quantity, claim.claimant_id) == ("submitted", 10, world.lead.person_id)
    assert (claim.recorded_by, claim.on_behalf) == ("baac", False)
    assert claim.evidence.get().attachment.sha256
    assert verbs(claim) == ["claim.submitted"]
    assert verbs(world.commitment)[0] == "claim.submitted"
    assert queries.ledger_total(world.commitment) == queries.Totals()


def test_those_who_may_check_are_told_and_the_claimant_is_not(world: Team) -> None:
    claim = submitted(world)
    told = {m.person_id for m in Message.objects.filter(about=f"claim:{claim.code}")}
    assert told == {world.colleague.person_id, world.partner.person_id, world.secretariat.person_id}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"quantity": Decimal(0)}, "quantity", "มากกว่าศูนย์"),
        ({"starts_on": date(2026, 4, 2)}, "ends_on", "ก่อนวันแรก"),
        ({"ends_on": date(2026, 11, 24)}, "ends_on", "23 พฤศจิกายน 2569"),
        ({"starts_on": date(2026, 11, 24), "ends_on": date(2026, 11, 24)}, "starts_on", "วันนี้คือ"),
        ({"starts_on": date(2025, 12, 31)}, "starts_on", "1 มกราคม 2569"),
        ({"text_th": " "}, "text_th", "โปรดเล่า"),
        ({"text_th": "โทร 081 234 5678"}, "text_th", "หมายเลขโทรศัพท์"),
        ({"quantity": Decimal(11)}, "quantity", "รายงานผล 11 กลุ่ม แต่หลักฐานรองรับรวม 10 กลุ่ม"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(
    world: Team, changes: dict[str, Any], field: str, words: str
) -> None:
    fields = {**claim_fields(world.lead), **changes}
    with pytest.raises(Refused) as refusal:
        actions.submit_claim(by=world.lead, commitment=world.commitment, organisation=world.body, **fields)
    assert refusal.value.field == field
    assert words in refusal.value.text.th
    assert refusal.value.text.en != refusal.value.text.th
    assert Claim.objects.count() == 0


def test_a_claim_after_the_due_day_is_refused() -> None:
    world = team(due_on=date(2026, 6, 30))
    with pytest.raises(Refused) as refusal:
        submitted(world, ends_on=date(2026, 7, 1))
    assert refusal.value.field == "ends_on"
    assert "แก้วันครบกำหนด" in refusal.value.text.th


PIECES: list[tuple[dict[str, Any], str]] = [
    ({"attachment": None}, "แนบไฟล์"),
    ({"attachment": None, "address": "javascript:alert(1)"}, "http://"),
    ({"attachment": None, "address": "ftp://example.go.th/x"}, "http://"),
    ({"description": " "}, "แสดงอะไร"),
    ({"quantity": Decimal(0)}, "รองรับ"),
    ({"dated": date(2026, 12, 1)}, "อนาคต"),
    ({"description": "โทร 081 234 5678"}, "หมายเลขโทรศัพท์"),
]


@pytest.mark.parametrize(("spoilt", "words"), PIECES)
def test_each_piece_of_evidence_must_show_something(world: Team, spoilt: dict[str, Any], words: str) -> None:
    bad = a_piece(world.lead, **{"quantity": Decimal(10), **spoilt})
    with pytest.raises(Refused) as refusal, transaction.atomic():
        submitted(world, evidence=[a_piece(world.lead), bad])
    assert refusal.value.field == "evidence"
    assert words in refusal.value.text.th
    assert Claim.objects.count() == Evidence.objects.count() == 0


def test_without_any_evidence_nothing_is_supported(world: Team) -> None:
    fields = claim_fields(world.lead) | {"evidence": []}
    with pytest.raises(Refused, match="รองรับรวม 0"):
        actions.submit_claim(by=world.lead, commitment=world.commitment, organisation=world.body, **fields)


def test_an_address_alone_is_evidence(world: Team) -> None:
    piece = a_piece(world.lead, address="https://example.go.th/report", dated=date(2026, 3, 31))
    assert submitted(world, evidence=[piece]).evidence.get().address == "https://example.go.th/report"


def test_the_same_file_is_not_evidence_of_two_claims(world: Team) -> None:
    first = submitted(world, evidence=[a_piece(world.lead, attachment=a_file(world.lead, "ก", "มีนาคม.pdf"))])
    again = [a_piece(world.lead, attachment=a_file(world.lead, "ก", "เมษายน.pdf"))]
    with pytest.raises(Refused) as refusal:
        submitted(world, evidence=again)
    assert first.code in refusal.value.text.th
    assert "เมษายน.pdf" in refusal.value.text.th
    actions.take_back_claim(by=world.lead, claim=first, version=first.version)
    assert submitted(world, evidence=again).state == "submitted"


def test_nor_twice_within_one(world: Team) -> None:
    twice = [a_piece(world.lead, 5, attachment=a_file(world.lead, "ก")) for _ in range(2)]
    with pytest.raises(Refused, match="ซ้ำกัน"):
        submitted(world, evidence=twice)


def test_another_commitment_may_rest_on_the_same_file(world: Team) -> None:
    submitted(world, evidence=[a_piece(world.lead, attachment=a_file(world.lead, "ก"))])
    other = actions.add_commitment(
        by=world.lead, agreement=world.commitment.agreement, lead=world.body, title_th="อีกภารกิจ", measure=Measure.CLAIMED,
        provenance_why="มติ",
    )  # fmt: skip
    fields = claim_fields(world.lead, evidence=[a_piece(world.lead, attachment=a_file(world.lead, "ก"))])
    assert actions.submit_claim(by=world.lead, commitment=other, organisation=world.body, **fields)


def test_what_is_counted_from_recorded_work_takes_no_claims() -> None:
    with pytest.raises(Refused) as refusal:
        submitted(team(measure=Measure.REFERRALS))
    assert "นับซ้ำ" in refusal.value.text.th
    assert "บันทึกงาน" in refusal.value.text.th


def test_a_closed_commitment_takes_none(world: Team) -> None:
    actions.end_commitment(by=world.lead, commitment=world.commitment, how="given_up", reason_th="งบหมด")
    with pytest.raises(Refused, match="ปิดแล้ว"):
        submitted(world)


def test_a_body_that_joins_in_may_claim_too(world: Team) -> None:
    assert submitted(world, world.partner).organisation.code == "gsb"


def test_the_secretariat_claims_for_a_body_without_an_account_and_it_says_so(world: Team) -> None:
    body = cast.organisation("dip")
    claim = actions.submit_claim(
        by=world.secretariat,
        commitment=world.commitment,
        organisation=body,
        **claim_fields(world.secretariat),
    )
    assert (claim.on_behalf, claim.recorded_by, claim.organisation.code) == (True, "osep", "dip")
    assert timeline.of(claim, with_people=True)[0]["on_behalf_of"] == "dip"


@pytest.mark.parametrize(
    "who", ["other", "secretariat for a body with officers", "malee", "preecha", "stranger"]
)
def test_who_may_not_claim(world: Team, who: str) -> None:
    by = {
        "other": lambda: world.other,
        "secretariat for a body with officers": lambda: world.secretariat,
        "malee": cast.malee,
        "preecha": cast.preecha,
        "stranger": lambda: cast.DAO,
    }[who]()
    body = cast.organisation("exim") if who == "other" else world.body
    with pytest.raises(NotAllowed):
        actions.submit_claim(
            by=by, commitment=world.commitment, organisation=body, **claim_fields(world.lead)
        )
    assert Claim.objects.count() == 0


def test_a_claim_that_was_sent_back_is_mended_and_keeps_its_evidence(world: Team) -> None:
    claim = submitted(world)
    kept = claim.evidence.get().attachment
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อ")
    assert (back.state, back.decision_note) == ("returned", "ขอรายชื่อ")
    fields = claim_fields(
        world.lead, 12, evidence=[a_piece(world.lead, 10, attachment=kept), a_piece(world.lead, 2)]
    )
    again = actions.resubmit_claim(by=world.lead, claim=back, version=back.version, **fields)
    assert (again.state, again.quantity, again.evidence.count()) == ("submitted", 12, 2)
    assert again.decided_by == ""
    assert verbs(claim) == ["claim.resubmitted", "claim.returned", "claim.submitted"]


def test_two_who_mend_at_once_notice_each_other(world: Team) -> None:
    back = actions.return_claim(by=world.partner, claim=submitted(world), version=1, reason="ขอรายชื่อ")
    actions.resubmit_claim(by=world.lead, claim=back, version=back.version, **claim_fields(world.lead))
    with pytest.raises(MovedOn, match="ระหว่างที่ท่านเปิดดู"):
        actions.resubmit_claim(
            by=world.colleague, claim=back, version=back.version, **claim_fields(world.lead)
        )


def test_only_the_claiming_body_mends_or_takes_back(world: Team) -> None:
    claim = submitted(world)
    for by in (world.partner, world.secretariat, world.other, cast.malee()):
        with pytest.raises(NotAllowed):
            actions.take_back_claim(by=by, claim=claim, version=1)
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อ")
    with pytest.raises(NotAllowed):
        actions.resubmit_claim(by=world.partner, claim=back, version=2, **claim_fields(world.partner))
    assert actions.take_back_claim(by=world.colleague, claim=back, version=2).state == "taken_back"


def test_the_database_too_knows_what_a_claim_may_be(world: Team) -> None:
    claim = submitted(world)
    for spoilt in (
        {"state": "approved"},
        {"quantity": 0},
        {"approved_quantity": 11},
        {"state": "approved", "approved_quantity": 10, "decider_id": claim.claimant_id},
        {"confirmed_by": "gsb"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**spoilt)
