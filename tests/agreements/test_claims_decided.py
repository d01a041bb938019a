"""Deciding on claims: who, for how much, and what of it counts as confirmed."""

from decimal import Decimal

import pytest

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Claim, Posting
from phanuek.agreements.permissions_of_claims import MovedOn
from phanuek.agreements.queries import claims as claim_queries
from phanuek.messages.models import Message
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements.claiming import Team, a_piece, claim_fields, submitted, team

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Team:
    return team()


def totals(world: Team) -> tuple[Decimal, Decimal]:
    found = queries.ledger_total(world.commitment)
    return found.confirmed, found.unconfirmed


def approved(world: Team, by: str = "partner") -> Claim:
    return actions.approve_claim(by=getattr(world, by), claim=submitted(world), version=1)


def test_another_body_approves_and_the_result_is_confirmed(world: Team) -> None:
    claim = approved(world)
    assert (claim.state, claim.approved_quantity, claim.decided_by, claim.confirmed_by) == (
        "approved", 10, "gsb", "gsb",
    )  # fmt: skip
    assert totals(world) == (10, 0)
    posting = Posting.objects.get()
    assert (posting.reference, posting.on, posting.confirmed) == (f"claim:{claim.code}", claim.ends_on, True)
    assert claim_queries.line(claim, world.lead).standing == "ยืนยันโดยหน่วยงาน gsb"


def test_a_colleagues_approval_counts_as_unconfirmed_until_another_body_confirms(world: Team) -> None:
    claim = approved(world, "colleague")
    assert totals(world) == (0, 10)
    assert "รับรองภายในหน่วยงาน" in claim_queries.line(claim, world.lead).standing.th
    assert list(claim_queries.to_confirm(world.partner)) == [claim]
    assert list(claim_queries.to_confirm(world.colleague)) == []
    sure = actions.confirm_claim(by=world.partner, claim=claim, version=claim.version)
    assert (sure.state, sure.confirmed_by, sure.decided_by) == ("approved", "gsb", "baac")
    assert totals(world) == (10, 0)
    assert Posting.objects.count() == 1
    with pytest.raises(MovedOn, match="ยืนยันแล้ว"):
        actions.confirm_claim(by=world.secretariat, claim=sure, version=sure.version)


def test_what_the_secretariat_wrote_down_another_of_it_does_not_confirm(world: Team) -> None:
    suda = cast.member("suda", "secretariat", cast.organisation("osep"))
    claim = actions.submit_claim(
        by=world.secretariat, commitment=world.commitment, organisation=cast.organisation("dip"), **claim_fields(world.lead)
    )  # fmt: skip
    claim = actions.approve_claim(by=suda, claim=claim, version=1)
    assert totals(world) == (0, 10)
    with pytest.raises(NotAllowed, match="คนละหน่วยงาน"):
        actions.confirm_claim(by=suda, claim=claim, version=claim.version)
    actions.confirm_claim(by=world.partner, claim=claim, version=claim.version)
    assert totals(world) == (10, 0)


def test_less_may_be_approved_with_a_note(world: Team) -> None:
    claim = submitted(world)
    with pytest.raises(Refused) as refusal:
        actions.approve_claim(by=world.partner, claim=claim, version=1, quantity=Decimal(7))
    assert refusal.value.field == "note"
    for wrong in (0, -1, 11):
        with pytest.raises(Refused) as refusal:
            actions.approve_claim(by=world.partner, claim=claim, version=1, quantity=Decimal(wrong))
        assert refusal.value.field == "quantity"
    less = actions.approve_claim(
        by=world.partner, claim=claim, version=1, quantity=Decimal(7), note="ซ้ำ 3 กลุ่ม"
    )
    assert less.approved_quantity == 7
    assert totals(world) == (7, 0)


def test_nobody_decides_on_what_they_wrote(world: Team) -> None:
    claim = submitted(world)
    decisions = [
        lambda by, c: actions.approve_claim(by=by, claim=c, version=c.version),
        lambda by, c: actions.return_claim(by=by, claim=c, version=c.version, reason="ก"),
        lambda by, c: actions.refuse_claim(by=by, claim=c, version=c.version, reason="ก"),
    ]
    for decide in decisions:
        with pytest.raises(NotAllowed, match="ของตนเอง"):
            decide(world.lead, claim)
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อ")
    again = actions.resubmit_claim(
        by=world.colleague, claim=back, version=back.version, **claim_fields(world.colleague)
    )
    # who wrote it first does not decide on what a colleague mended either
    for by in (world.lead, world.colleague):
        with pytest.raises(NotAllowed, match="ของตนเอง"):
            actions.approve_claim(by=by, claim=again, version=again.version)


@pytest.mark.parametrize("who", ["other", "malee", "preecha", "stranger"])
def test_who_may_not_decide(world: Team, who: str) -> None:
    claim = submitted(world)
    by = {
        "other": lambda: world.other,
        "malee": cast.malee,
        "preecha": cast.preecha,
        "stranger": lambda: cast.DAO,
    }[who]()
    with pytest.raises(NotAllowed):
        actions.approve_claim(by=by, claim=claim, version=1)
    with pytest.raises(NotAllowed):
        actions.refuse_claim(by=by, claim=claim, version=1, reason="ก")
    claim.refresh_from_db()
    assert claim.state == "submitted"


def test_the_platform_does_not_approve_what_it_wrote() -> None:
    world = team()
    system = cast.Actor.system("tests")
    claim = actions.submit_claim(
        by=system, commitment=world.commitment, organisation=world.body, **claim_fields(world.lead)
    )
    with pytest.raises(NotAllowed, match="ของตนเอง"):
        actions.approve_claim(by=system, claim=claim, version=1)


def test_what_was_mended_meanwhile_is_not_approved_unseen(world: Team) -> None:
    claim = submitted(world)
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อ")
    actions.resubmit_claim(by=world.lead, claim=back, version=back.version, **claim_fields(world.lead, 90))
    with pytest.raises(MovedOn, match="ระหว่างที่ท่านเปิดดู"):
        actions.approve_claim(by=world.partner, claim=claim, version=1)
    assert totals(world) == (0, 0)


def test_an_approval_is_undone_and_its_result_leaves_the_ledger(world: Team) -> None:
    claim = approved(world, "colleague")
    with pytest.raises(NotAllowed, match="ที่รับรองหรือยืนยัน"):
        actions.undo_approval(by=world.partner, claim=claim, version=claim.version, reason="นับซ้ำ")
    with pytest.raises(Refused):
        actions.undo_approval(by=world.secretariat, claim=claim, version=claim.version, reason=" ")
    undone = actions.undo_approval(by=world.secretariat, claim=claim, version=claim.version, reason="นับซ้ำ")
    assert (undone.state, undone.approved_quantity, undone.confirmed_by) == ("returned", None, "")
    assert totals(world) == (0, 0)
    kept = [a_piece(world.lead, attachment=claim.evidence.get().attachment)]
    again = actions.resubmit_claim(
        by=world.lead, claim=undone, version=undone.version, **claim_fields(world.lead, evidence=kept)
    )
    actions.approve_claim(by=world.partner, claim=again, version=again.version)
    assert totals(world) == (10, 0)
    assert timeline.broken_link(world.commitment) is None
    assert timeline.broken_link(claim) is None


@pytest.mark.parametrize("state", ["refused", "taken_back", "returned", "approved"])
def test_a_claim_that_moved_on_says_so(world: Team, state: str) -> None:
    claim = submitted(world)
    claim = {
        "refused": lambda: actions.refuse_claim(by=world.partner, claim=claim, version=1, reason="ไม่ตรง"),
        "taken_back": lambda: actions.take_back_claim(by=world.lead, claim=claim, version=1),
        "returned": lambda: actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอเพิ่ม"),
        "approved": lambda: actions.approve_claim(by=world.partner, claim=claim, version=1),
    }[state]()
    for late in (actions.approve_claim, actions.refuse_claim, actions.return_claim):
        reason = {} if late is actions.approve_claim else {"reason": "ก"}
        with pytest.raises(MovedOn, match="อยู่ในสถานะ"):
            late(by=world.secretariat, claim=claim, version=claim.version, **reason)
    assert totals(world) == ((10, 0) if state == "approved" else (0, 0))


def test_a_reason_is_asked_for(world: Team) -> None:
    claim = submitted(world)
    for verb in (actions.refuse_claim, actions.return_claim):
        with pytest.raises(Refused) as refusal:
            verb(by=world.partner, claim=claim, version=1, reason="")
        assert refusal.value.field == "reason"


def test_the_claimant_is_told_what_was_decided(world: Team) -> None:
    claim = submitted(world)
    actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อผู้เข้าอบรม")
    told = Message.objects.get(person=world.lead.person_id)
    assert "ส่งคืน" in told.subject_th
    assert "ขอรายชื่อผู้เข้าอบรม" in told.body_th
    assert told.link == claim.get_absolute_url()


def test_lists_of_what_waits_for_whom(world: Team) -> None:
    claim = submitted(world)
    for by in (world.colleague, world.partner, world.secretariat):
        assert list(claim_queries.to_check(by)) == [claim]
    for by in (world.lead, world.other, cast.malee(), cast.DAO):
        assert list(claim_queries.to_check(by)) == []
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ก")
    assert list(claim_queries.to_mend(world.lead)) == [back]
    assert list(claim_queries.to_mend(world.partner)) == []


def test_the_ledger_says_what_the_claims_say(world: Team) -> None:
    approved(world)
    actions.approve_claim(by=world.colleague, claim=submitted(world, quantity=4), version=1)
    submitted(world, quantity=5)
    assert claim_queries.approved_sums(world.commitment) == totals(world) == (10, 4)
