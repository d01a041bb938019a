"""Parties of a draft and the people of a signing: added, ordered, mended, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Attendee
from phanuek.agreements.queries import in_force
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.signing import (
    SYSTEM,
    TODAY,
    a_draft,
    opened,
    party,
    refused,
    signatory,
    without_document_made,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


# ---------------------------------------------------------------- parties


def test_parties_stand_in_their_order() -> None:
    agreement = a_draft("a", "b", "c", "d")

    def order() -> list[tuple[int, str]]:
        return list(agreement.parties.order_by("order").values_list("order", "organisation__code"))

    actions.place_party(by=SYSTEM, party=party(agreement, "d"), order=1)
    assert order() == [(1, "d"), (2, "a"), (3, "b"), (4, "c")]
    actions.place_party(by=SYSTEM, party=party(agreement, "d"), order=99)
    assert order() == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    actions.place_party(by=SYSTEM, party=party(agreement, "a"), order=0)
    signatory(agreement, "b")
    actions.remove_party(by=SYSTEM, party=party(agreement, "b"))
    assert order() == [(1, "a"), (2, "c"), (3, "d")]
    assert not Attendee.objects.exists()


def test_a_party_twice_is_refused() -> None:
    agreement = a_draft("baac", "gsb")
    refused(
        lambda: actions.add_party(by=SYSTEM, agreement=agreement, organisation=cast.organisation("gsb")),
        "organisation",
        "หน่วยงาน gsb เป็นภาคีลำดับที่ 2 อยู่แล้ว",
    )


def test_a_body_that_nobody_knows_yet_becomes_a_party() -> None:
    agreement = a_draft()
    above = cast.organisation("moi", "ministry")
    body = {"name_th": "กรมใหม่", "name_en": "New department", "kind": "department", "parent": above}
    made = actions.add_party(by=cast.orawan(), agreement=agreement, new_body=body, name_as_printed="กรมใหม่ฯ")
    assert (made.name_as_printed, made.organisation.name_th, made.organisation.parent) == (
        "กรมใหม่ฯ",
        "กรมใหม่",
        above,
    )
    refused(
        lambda: actions.add_party(by=SYSTEM, agreement=agreement, new_body=body),
        "new_name_th",
        "ในระบบแล้ว",
    )
    assert Organisation.objects.filter(name_th="กรมใหม่").count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "organisation"),
        ({"name_th": "ก"}, "new_kind"),
        ({"name_th": "ก", "kind": "enterprise"}, "new_kind"),
    ],
)
def test_a_new_body_needs_name_and_kind(body: dict[str, Any], field: str) -> None:
    agreement = a_draft()
    with pytest.raises(Refused) as found:
        actions.add_party(by=SYSTEM, agreement=agreement, new_body=body)
    assert found.value.field == field


def test_two_editors_of_a_party_notice_each_other() -> None:
    agreement = a_draft("baac")
    row = party(agreement, "baac")
    actions.edit_party(by=SYSTEM, party=row, version=1, name_as_printed="ธ.ก.ส.")
    with pytest.raises(Conflict):
        actions.edit_party(by=SYSTEM, party=row, version=1, name_as_printed="ธกส")


# ---------------------------------------------------------------- people


def test_naming_a_signatory_is_no_signature() -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac")
    assert person.signed_on is None
    assert in_force(agreement).reason.en == "0 of 2 parties have signed"


def test_a_partys_own_officer_names_its_signatory_and_no_one_elses() -> None:
    agreement = a_draft("baac", "gsb")
    niran = cast.niran()
    fields = {"name_th": "นายสมชาย ใจดี", "position_th": "ผู้จัดการ", "capacity": "own_right"}
    person = actions.name_signatory(by=niran, party=party(agreement, "baac"), **fields)
    assert (person.provenance_by, person.on_behalf) == ("หน่วยงาน baac", False)
    with pytest.raises(NotAllowed, match="ของหน่วยงานตน"):
        actions.name_signatory(by=niran, party=party(agreement, "gsb"), **fields)


def test_the_secretariat_names_on_behalf_of_a_body_without_an_account() -> None:
    agreement = a_draft("baac", "gsb")
    cast.niran()
    orawan = cast.orawan()
    fields = {"position_th": "ผู้จัดการ", "capacity": "own_right"}
    own = actions.name_signatory(by=orawan, party=party(agreement, "baac"), name_th="นาย ก ข", **fields)
    other = actions.name_signatory(by=orawan, party=party(agreement, "gsb"), name_th="นาย ค ง", **fields)
    assert (own.on_behalf, other.on_behalf) == (False, True)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name_th": " "}, "name_th"),
        ({"position_th": ""}, "position_th"),
        ({"capacity": "delegated"}, "capacity_basis"),
        ({"capacity": "for_head"}, "capacity_basis"),
        ({"capacity": "by_magic"}, "capacity"),
    ],
)
def test_a_signatory_has_name_position_and_right(fields: dict[str, Any], field: str) -> None:
    agreement = a_draft("baac", "gsb")
    values = {"name_th": "นายสมชาย ใจดี", "position_th": "ผู้จัดการ", "capacity": "own_right", **fields}
    with pytest.raises(Refused) as found:
        actions.name_signatory(by=SYSTEM, party=party(agreement, "baac"), **values)
    assert found.value.field == field


def test_a_person_signs_for_one_party_only() -> None:
    agreement = a_draft("baac", "gsb")
    signatory(agreement, "baac", "นายสมชาย ใจดี")
    refused(lambda: signatory(agreement, "gsb", "นายสมชาย  ใจดี"), "name_th", "ของหน่วยงาน baacอยู่แล้ว")


def test_there_is_one_chair_and_any_number_of_witnesses() -> None:
    agreement = a_draft("baac", "gsb")
    for name in ("นาย ก", "นาย ข"):
        actions.set_chair(by=SYSTEM, agreement=agreement, name_th=name, position_th="รองนายกรัฐมนตรี")
        actions.add_witness(by=SYSTEM, agreement=agreement, name_th=name)
    people = list(agreement.attendees.values_list("part", "name_th").order_by("pk"))
    assert people == [("witness", "นาย ก"), ("chair", "นาย ข"), ("witness", "นาย ข")]


def test_a_name_is_mended_and_after_a_signature_only_with_a_reason() -> None:
    agreement = opened("baac", "gsb")
    person = signatory(agreement, "baac")
    actions.edit_person(by=cast.niran(), person=person, version=1, name_th="นายสมชาย ใจดี")
    person = actions.record_signature(by=SYSTEM, signatory=person, signed_on=TODAY)
    change = {"person": person, "version": person.version, "name_th": "นายสมชาย ใจดียิ่ง"}
    refused(lambda: actions.edit_person(by=SYSTEM, **change), "why", "โปรดบอกเหตุ")
    with pytest.raises(NotAllowed):
        actions.edit_person(by=Actor.of(cast.Membership.objects.get()), why="สะกดผิด", **change)
    actions.edit_person(by=SYSTEM, why="สะกดผิด", **change)
    person.refresh_from_db()
    assert (person.name_th, person.signed_on) == ("นายสมชาย ใจดียิ่ง", TODAY)
    with pytest.raises(Conflict):
        actions.edit_person(by=SYSTEM, why="สะกดผิด", **{**change, "name_th": "นายอื่น คนละคน"})
