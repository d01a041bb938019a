from datetime import date
from typing import Any

import pytest

from phanuek.agreements.actions import add_commitment
from phanuek.agreements.models import Activity
from phanuek.eligibility.queries import version_in_force
from phanuek.offers import actions, queries
from phanuek.offers.models import CapacityEntry, Offer
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_an_officer_adds_an_offer_with_its_conditions() -> None:
    offer = offered(cast.niran(), rule_text="members >= 7", aims=["income", "product_development"])
    assert offer.provider.code == "baac"
    assert offer.aims == ["product_development", "income"]
    assert not offer.on_behalf
    assert offer.provenance_by == "หน่วยงาน baac"
    version = version_in_force(offer.rule, TODAY)
    assert version is not None
    assert version.text == "members >= 7"
    assert [e["verb"] for e in timeline.of(offer, with_people=True)] == ["offer.added"]


def test_a_rule_that_cannot_be_read_keeps_the_offer_out() -> None:
    with pytest.raises(Refused) as refusal:
        offered(cast.niran(), rule_text="membres >= 7")
    assert refusal.value.field == "rule_text"
    assert Offer.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"aims": []}, "aims"),
        ({"aims": ["fame"]}, "aims"),
        ({"means": "magic"}, "means"),
        ({"opens_on": date(2026, 5, 1), "closes_on": date(2026, 4, 1)}, "closes_on"),
        ({"name_th": " "}, "name_th"),
        ({"availability": "perhaps"}, "availability"),
    ],
)
def test_what_does_not_hold_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        offered(**changes)
    assert refusal.value.field == field
    assert Offer.objects.count() == 0


def test_a_code_is_given_once() -> None:
    offered(code="loan")
    with pytest.raises(Refused):
        offered(code="loan")


def test_the_secretariat_writes_on_behalf_of_a_body_without_an_account() -> None:
    offer = offered(cast.orawan(), provider="gsb")
    assert offer.on_behalf
    assert timeline.of(offer, with_people=True)[0]["on_behalf_of"] == "gsb"


def test_a_body_with_officers_keeps_its_own_offers() -> None:
    cast.niran()
    with pytest.raises(NotAllowed, match="มีเจ้าหน้าที่"):
        offered(cast.orawan())


@pytest.mark.parametrize("who", ["stranger", "malee", "preecha", "niran"])
def test_who_may_not_write_anothers_offer(who: str) -> None:
    offer = offered(provider="gsb")
    by = {"stranger": Actor.public, "malee": cast.malee, "preecha": cast.preecha, "niran": cast.niran}[who]()
    for act in (
        lambda: offered(by, provider="gsb"),
        lambda: actions.edit(by=by, offer=offer, version=1, name_th="ใหม่"),
        lambda: actions.set_conditions(by=by, offer=offer, text=""),
        lambda: actions.mark_checked(by=by, offer=offer, on=TODAY),
        lambda: actions.close(by=by, offer=offer),
        lambda: actions.reopen(by=by, offer=offer),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_two_editors_notice_each_other() -> None:
    niran = cast.niran()
    offer = offered(niran)
    actions.edit(by=niran, offer=offer, version=1, name_th="ชื่อแรก", capacity=5)
    with pytest.raises(Conflict) as conflict:
        actions.edit(by=niran, offer=offer, version=1, name_th="ชื่อที่สอง", capacity=5)
    assert conflict.value.yours == {"name_th": "ชื่อที่สอง"}
    assert conflict.value.theirs == {"name_th": "ชื่อแรก"}


def test_a_commitment_is_the_providers_or_that_of_the_body_above_it() -> None:
    agreement = an_agreement("baac", "gsb")
    other = add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("gsb"), **commitment_fields()
    )
    own = add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("baac"), **commitment_fields()
    )
    niran = cast.niran()
    with pytest.raises(Refused) as refusal:
        offered(niran, commitment=other)
    assert refusal.value.field == "commitment"
    assert offered(niran, commitment=own).commitment == own


def test_new_conditions_are_a_new_version() -> None:
    niran = cast.niran()
    offer = offered(niran, rule_text="members >= 7")
    version = actions.set_conditions(by=SYSTEM, offer=offer, text="members >= 10", source="ประกาศ")
    assert version.number == 2
    found = version_in_force(offer.rule, TODAY)
    assert found == version
    offer.refresh_from_db()
    assert offer.version == 2
    assert timeline.of(offer, with_people=True)[0]["verb"] == "offer.conditions_changed"


def test_a_condition_in_words_becomes_a_question() -> None:
    niran = cast.niran()
    offer = offered(niran)
    fact = {
        "name": "asked_x", "type": "boolean", "kind": "text_condition", "label": {"th": "มีแผนธุรกิจ", "en": "Has a plan"},
        "question": {"th": "กลุ่มมีแผนธุรกิจแล้วหรือไม่", "en": "Do you have a plan?"},
    }  # fmt: skip
    assert actions.set_conditions(by=SYSTEM, offer=offer, text="asked_x", new_facts=[fact]).text == "asked_x"


def test_wrong_conditions_leave_no_new_fact_behind() -> None:
    from phanuek.eligibility.models import VocabularyFact

    niran = cast.niran()
    offer = offered(niran)
    fact = {"name": "asked_y", "type": "boolean", "label": {"th": "ก", "en": "a"}}
    with pytest.raises(Refused):
        actions.set_conditions(by=SYSTEM, offer=offer, text="asked_y AND (", new_facts=[fact])
    assert not VocabularyFact.objects.filter(name="asked_y").exists()


def test_checking_says_who_and_when() -> None:
    niran = cast.niran()
    offer = actions.mark_checked(by=niran, offer=offered(niran), on=TODAY)
    assert offer.checked_on == TODAY
    assert offer.checked_by is not None
    assert offer.checked_by.code == "baac"
    with pytest.raises(Refused):
        actions.mark_checked(by=niran, offer=offer, on=date(2026, 11, 24))
    with pytest.raises(Refused):
        actions.mark_checked(by=niran, offer=offer, on=date(2026, 11, 1))


def test_the_secretariat_may_check_any_offer() -> None:
    cast.niran()
    offer = actions.mark_checked(by=cast.orawan(), offer=offered(), on=TODAY)
    assert offer.checked_by is not None
    assert offer.checked_by.code == "osep"


def test_closing_and_opening_again() -> None:
    niran = cast.niran()
    offer = actions.close(by=niran, offer=offered(niran), note_th="งบหมดแล้ว", note_en="The money is spent")
    assert queries.window(offer, TODAY).note.en == "The money is spent"
    with pytest.raises(Refused):
        actions.close(by=niran, offer=offer)
    offer = actions.reopen(by=niran, offer=offer)
    assert (offer.availability, offer.availability_note_th) == ("open", "")
    with pytest.raises(Refused):
        actions.reopen(by=niran, offer=offer)


def test_past_its_closing_day_it_is_not_opened_again() -> None:
    niran = cast.niran()
    offer = offered(niran, availability="closed", closes_on=date(2026, 1, 1))
    with pytest.raises(Refused) as refusal:
        actions.reopen(by=niran, offer=offer)
    assert refusal.value.hint is not None


def test_places_are_never_more_than_there_are() -> None:
    niran = cast.niran()
    offer = offered(niran, capacity=2)
    for name in ("referral:r-1", "referral:r-2", "referral:r-2"):
        actions.take_place(by=niran, offer=offer, reference=name)
    assert queries.places_left(offer) == 0
    with pytest.raises(Refused, match="เต็ม"):
        actions.take_place(by=niran, offer=offer, reference="referral:r-3")
    assert actions.give_back_place(by=niran, offer=offer, reference="referral:r-1") is not None
    assert actions.give_back_place(by=niran, offer=offer, reference="referral:r-1") is None
    assert actions.give_back_place(by=niran, offer=offer, reference="referral:r-9") is None
    actions.take_place(by=niran, offer=offer, reference="referral:r-3")
    with pytest.raises(Refused):
        actions.take_place(by=niran, offer=offer, reference="referral:r-1")
    assert queries.places_taken(offer) == 2


def test_many_places_are_taken_together_or_not_at_all() -> None:
    niran = cast.niran()
    offer = offered(niran, capacity=3)
    assert actions.take_places(by=niran, offer=offer, references=["a", "b"]) == 2
    with pytest.raises(Refused):
        actions.take_places(by=niran, offer=offer, references=["c", "d"])
    assert queries.places_left(offer) == 1


def test_without_a_stated_capacity_nothing_is_full() -> None:
    niran = cast.niran()
    offer = offered(niran)
    actions.take_place(by=niran, offer=offer, reference="referral:r-1")
    assert queries.places_left(offer) is None
    assert queries.with_places(Offer.objects.all()).get().places_left is None  # type: ignore[attr-defined]


def test_capacity_does_not_sink_below_the_places_taken() -> None:
    niran = cast.niran()
    offer = offered(niran, capacity=2)
    actions.take_place(by=niran, offer=offer, reference="referral:r-1")
    with pytest.raises(Refused) as refusal:
        actions.edit(by=niran, offer=offer, version=1, capacity=0)
    assert refusal.value.field == "capacity"
    assert actions.edit(by=niran, offer=offer, version=1, capacity=1).capacity == 1


def test_strangers_take_no_place() -> None:
    with pytest.raises(NotAllowed):
        actions.take_place(by=cast.DAO, offer=offered(), reference="x")
    assert CapacityEntry.objects.count() == 0


def test_many_come_in_together_or_not_at_all() -> None:
    offered()
    row = {"provider": cast.organisation("baac"), "name_th": "ก", "means": "finance", "aims": ["income"]}
    with pytest.raises(Refused):
        actions.add_many(by=SYSTEM, rows=[row, {**row, "aims": []}])
    assert Offer.objects.count() == 1
    assert len(actions.add_many(by=SYSTEM, rows=[row, {**row, "name_th": "ข"}])) == 2


def test_an_offer_belongs_to_an_activity_of_its_own_commitment_only() -> None:
    bank = cast.organisation("baac", "bank")
    one, other = (
        add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
        for agreement in (an_agreement("baac"), an_agreement("baac", code="mou-2"))
    )
    activity = Activity.objects.create(
        code="a-1", commitment=one, title_th="อบรมที่อำเภอปัว", organisation=bank, provenance="demonstration"
    )
    assert offered(cast.niran(), commitment=one, activity=activity).activity == activity
    with pytest.raises(Refused) as refusal:
        offered(code="second", commitment=other, activity=activity)
    assert refusal.value.field == "activity"
