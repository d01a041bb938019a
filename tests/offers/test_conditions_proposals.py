"""Two people for a change of conditions: who may, what it leaves behind, the day it begins, and the examples kept with it."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.models import RuleExample, VocabularyFact
from phanuek.eligibility.queries import version_in_force
from phanuek.messages.models import Message
from phanuek.offers import actions
from phanuek.offers.models import ConditionProposal, Offer
from phanuek.offers.queries import conditions as queries
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NINE = {"act": "add", "name_th": "กลุ่มเก้าคน", "facts": {"members": 9}, "expected": "fits"}


def second(body: str = "baac", name: str = "busaba") -> Actor:
    return cast.member(name, "partner_officer", cast.organisation(body, "bank"))


def propose(by: Actor, offer: Offer, text: str = "members >= 10", **changes: Any) -> ConditionProposal:
    return actions.propose_conditions(by=by, offer=offer, text=text, **{"reason": "ประกาศใหม่", **changes})


def in_force(offer: Offer, on: date = TODAY) -> str:
    version = version_in_force(offer.rule, on)
    assert version is not None
    return version.text


def test_a_proposal_changes_nothing_until_another_approves_it() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7")
    waiting = propose(niran, offer, source="ประกาศ 12/2569")
    assert in_force(offer) == "members >= 7"
    assert [m.person_id for m in Message.objects.filter(topic="offers.conditions")] == [busaba.person_id]
    version = actions.approve_conditions(by=busaba, proposal=waiting, note="ตรงตามประกาศ")
    assert (version.number, version.text, version.source) == (2, "members >= 10", "ประกาศ 12/2569")
    assert (version.author_name, version.approved_by_name, version.reason) == ("Niran", "Busaba", "ประกาศใหม่")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.version, waiting.decided_why) == ("approved", version, "ตรงตามประกาศ")
    assert in_force(offer) == "members >= 10"
    told = [event["verb"] for event in timeline.of(offer, with_people=True)]
    assert told[:2] == ["offer.conditions_changed", "offer.conditions_proposed"]
    assert Message.objects.filter(person=niran.person_id, topic="offers.conditions").count() == 1


@pytest.mark.parametrize(
    ("proposer", "decider", "may"),
    [
        ("niran", "niran", False),  # never one's own
        ("niran", "busaba", True),
        ("niran", "orawan", False),  # the body has a second officer
        ("niran", "kanya", False),  # another bank
        ("niran", "malee", False),
        ("niran", "nobody", False),
        ("niran", "public", False),
    ],
)
def test_who_may_decide(proposer: str, decider: str, may: bool) -> None:
    people = {
        "niran": cast.niran(), "busaba": second(), "orawan": cast.orawan(), "kanya": second("gsb", "kanya"), "malee": cast.malee(),
        "nobody": Actor(person_id=99, person_name="x"), "public": Actor.public(),
    }  # fmt: skip
    waiting = propose(people[proposer], offered())
    for act in (
        lambda: actions.reject_conditions(by=people[decider], proposal=waiting, why="ไม่ตรง"),
        lambda: actions.approve_conditions(by=people[decider], proposal=waiting),
    ):
        if may:
            act()
            return
        with pytest.raises(NotAllowed):
            act()
    assert (in_force(waiting.offer)) == ""


def test_where_a_body_has_one_officer_the_secretariat_approves() -> None:
    niran, orawan = cast.niran(), cast.orawan()
    waiting = propose(niran, offered())
    assert list(queries.waiting_for(orawan, TODAY)) == [waiting]
    assert list(queries.waiting_for(niran, TODAY)) == []
    assert Message.objects.get(topic="offers.conditions").person_id == orawan.person_id
    assert actions.approve_conditions(by=orawan, proposal=waiting).approved_by_name == "Orawan"


def test_what_the_secretariat_proposes_for_a_body_without_account_another_of_it_approves() -> None:
    orawan = cast.orawan()
    suda = cast.member("suda", "secretariat", cast.organisation("osep"))
    waiting = propose(orawan, offered(orawan, provider="dip"))
    assert waiting.organisation_code == "dip"
    with pytest.raises(NotAllowed, match="เสนอ"):
        actions.approve_conditions(by=orawan, proposal=waiting)
    assert list(queries.waiting_for(orawan, TODAY)) == []
    assert list(queries.waiting_for(suda, TODAY)) == [waiting]
    actions.approve_conditions(by=suda, proposal=waiting)
    assert in_force(waiting.offer) == "members >= 10"


def test_the_database_refuses_that_one_person_does_both() -> None:
    waiting = propose(cast.niran(), offered())
    with pytest.raises(IntegrityError), transaction.atomic():
        ConditionProposal.objects.filter(pk=waiting.pk).update(
            state="approved", decided_by_id=waiting.proposed_by_id
        )


def test_one_waits_at_a_time_and_its_proposer_may_take_it_back() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered()
    waiting = propose(niran, offer)
    with pytest.raises(Refused, match="รออนุมัติ"):
        propose(busaba, offer, "members >= 3")
    with pytest.raises(NotAllowed):
        actions.take_back_conditions(by=busaba, proposal=waiting)
    assert actions.take_back_conditions(by=niran, proposal=waiting).state == "withdrawn"
    with pytest.raises(Refused, match="ดำเนินการไปแล้ว"):
        actions.approve_conditions(by=busaba, proposal=waiting)
    propose(busaba, offer, "members >= 3")


def test_a_rejection_says_why() -> None:
    niran, busaba = cast.niran(), second()
    waiting = propose(niran, offered())
    with pytest.raises(Refused) as refusal:
        actions.reject_conditions(by=busaba, proposal=waiting, why=" ")
    assert refusal.value.field == "why"
    actions.reject_conditions(by=busaba, proposal=waiting, why="ประกาศเขียน 12 คน")
    told = Message.objects.get(person=niran.person_id)
    assert "12 คน" in told.body_th
    assert in_force(waiting.offer) == ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": " "}, "reason"), ({"reason": "ก" * 1001}, "reason"), ({"valid_from": date(2026, 11, 22)}, "valid_from"),
        ({"text": "members >="}, "rule_text"), ({"text": "unheard_of"}, "rule_text"), ({"text": "members >= 7"}, "rule_text"),
        ({"examples": [{**NINE, "facts": {"unheard_of": 1}}]}, "examples"),
        ({"examples": [{**NINE, "facts": {"members": "nine"}}]}, "examples"), ({"examples": [{**NINE, "expected": "maybe"}]}, "examples"),
        ({"examples": [{**NINE, "name_th": " "}]}, "examples"),
    ],
)  # fmt: skip
def test_what_cannot_be_proposed(changes: dict[str, Any], field: str) -> None:
    niran, offer = cast.niran(), offered(rule_text="members >= 7")
    with pytest.raises(Refused) as refusal:
        propose(niran, offer, **changes)
    assert refusal.value.field == field
    assert not ConditionProposal.objects.exists()


def test_it_may_begin_on_a_day_that_lies_ahead_and_never_before_the_approval(clock: Any) -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7")
    actions.approve_conditions(by=busaba, proposal=propose(niran, offer, valid_from=date(2027, 1, 1)))
    assert in_force(offer) == "members >= 7"
    assert in_force(offer, date(2027, 1, 1)) == "members >= 10"
    assert [step.state for step in queries.steps(offer, TODAY)] == ["ahead", "now"]
    late = propose(niran, offer, "members >= 8", valid_from=date(2026, 11, 24))
    clock(datetime(2026, 11, 27, 9))
    assert actions.approve_conditions(by=busaba, proposal=late).valid_from == date(2026, 11, 27)
    assert in_force(offer, date(2026, 11, 26)) == "members >= 7"


def test_what_changed_meanwhile_is_not_approved_unread() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7")
    waiting = propose(niran, offer)
    actions.set_conditions(by=SYSTEM, offer=offer, text="members >= 20")
    with pytest.raises(Refused, match="เปลี่ยนไปแล้ว"):
        actions.approve_conditions(by=busaba, proposal=waiting)
    with pytest.raises(Conflict):
        propose(busaba, offer, "members >= 5", seen=1)


def test_the_first_conditions_of_an_offer_nobody_sees_need_no_second_person() -> None:
    niran = cast.niran()
    offer = offered(published=False)
    assert actions.set_conditions(by=niran, offer=offer, text="members >= 7").number == 2
    for published in (False, True):
        Offer.objects.filter(pk=offer.pk).update(published=published)
        offer.refresh_from_db()
        with pytest.raises(NotAllowed, match="ผู้อนุมัติ"):
            actions.set_conditions(by=niran, offer=offer, text="members >= 3")
    public = offered(published=True, code="other")
    with pytest.raises(NotAllowed):
        actions.set_conditions(by=niran, offer=public, text="members >= 3")


def test_a_link_proposes_and_approves_nothing() -> None:
    from phanuek.organisations.roles import Permission

    niran, offer = cast.niran(), offered()
    link = Actor.through_link(offer.provider, link="l-1", granted=frozenset({Permission.MANAGE_OWN_OFFERS}))
    with pytest.raises(NotAllowed):
        propose(link, offer)
    waiting = propose(niran, offer)
    with pytest.raises(NotAllowed):
        actions.approve_conditions(by=link, proposal=waiting)


def test_an_example_that_breaks_is_named_with_the_condition_that_breaks_it() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7")
    actions.approve_conditions(by=busaba, proposal=propose(niran, offer, "members >= 7", examples=[NINE]))
    assert offer.rule.versions.count() == 1  # the examples alone make no version
    example = RuleExample.objects.get()
    with pytest.raises(Refused) as refusal:
        propose(niran, offer)
    assert refusal.value.field == "examples"
    for language, words in (
        ("th", ["กลุ่มเก้าคน", "เข้าเงื่อนไข", "อย่างน้อย 10 คน"]),
        ("en", ["at least 10 people"]),
    ):
        assert all(word in refusal.value.text.in_language(language) for word in words)
    changed = propose(
        niran, offer, examples=[{"act": "expect", "code": example.code, "expected": "does_not_fit"}]
    )
    assert RuleExample.objects.get().expected == "fits"
    actions.approve_conditions(by=busaba, proposal=changed)
    assert RuleExample.objects.get().expected == "does_not_fit"
    removed = propose(niran, offer, "members >= 3", examples=[{"act": "remove", "code": example.code}])
    actions.approve_conditions(by=busaba, proposal=removed)
    assert not RuleExample.objects.exists()


def test_examples_are_run_again_at_the_approval_and_by_whoever_sets_a_rule() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7")
    waiting = propose(niran, offer)
    eligibility.change_examples(by=SYSTEM, rule=offer.rule, changes=[NINE])
    with pytest.raises(Refused):
        actions.approve_conditions(by=busaba, proposal=waiting)
    with pytest.raises(Refused):
        actions.set_conditions(by=SYSTEM, offer=offer, text="members >= 10")
    assert in_force(offer) == "members >= 7"


def test_new_questions_join_the_vocabulary_at_the_approval() -> None:
    niran, busaba = cast.niran(), second()
    fact = {
        "name": "asked_x", "type": "boolean", "kind": "text_condition", "label": {"th": "มีแผน", "en": "Has a plan"},
        "question": {"th": "มีแผนหรือไม่", "en": "A plan?"},
    }  # fmt: skip
    plan = {"act": "add", "name_th": "มีแผน", "facts": {"asked_x": True}, "expected": "fits"}
    waiting = propose(niran, offered(), "asked_x", new_facts=[fact], examples=[plan])
    assert not VocabularyFact.objects.filter(name="asked_x").exists()
    actions.approve_conditions(by=busaba, proposal=waiting)
    assert VocabularyFact.objects.filter(name="asked_x").exists()
    assert RuleExample.objects.get().facts == {"asked_x": True}


def test_history_says_what_each_version_changed() -> None:
    niran, busaba = cast.niran(), second()
    offer = offered(rule_text="members >= 7 AND is_registered_se")
    actions.approve_conditions(
        by=busaba, proposal=propose(niran, offer, "members >= 10 AND income_baht <= 5000000")
    )
    newest = queries.steps(offer, TODAY)[0]
    told = {(d.kind.value, (d.old or {}).get("en"), (d.new or {}).get("en")) for d in newest.differences}
    assert told == {
        ("changed", "Members: at least 7 people", "Members: at least 10 people"),
        ("added", None, "Yearly income: at most 50,000 baht"),
        ("removed", "Registered", None),
    }
    assert newest.proposal is not None
    assert newest.proposal.proposed_by_name == "Niran"
    assert newest.counts["total"] == 0
