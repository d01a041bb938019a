from datetime import date

import pytest

from phanuek.organisations import actions
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.permissions import check_has, may, why_not
from phanuek.organisations.roles import ROLES, Permission
from phanuek.people.models import Person
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_a_stranger_may_do_nothing() -> None:
    assert cast.DAO.permissions == frozenset()
    assert cast.DAO.is_public


def test_the_refusal_names_who_may() -> None:
    with pytest.raises(NotAllowed) as refusal:
        check_has(cast.niran(), Permission.REGISTER_ENTERPRISE)
    assert "เจ้าหน้าที่พื้นที่" in refusal.value.reason.th
    assert "Area officer" in refusal.value.reason.en


def test_a_button_asks_the_same_rule_that_guards_the_act() -> None:
    malee = cast.malee()
    assert may(check_has, malee, Permission.REGISTER_ENTERPRISE)
    assert not may(check_has, malee, Permission.ANSWER_REFERRALS)
    assert why_not(check_has, malee, Permission.REGISTER_ENTERPRISE) is None


def test_an_area_role_covers_its_own_area_only() -> None:
    malee = cast.malee()
    assert malee.covers("550101")
    assert not malee.covers("500101")
    assert cast.orawan().covers("500101")


def test_the_secretariat_acts_for_a_body_without_an_account() -> None:
    thaibev = cast.organisation("thaibev", "listed_company")
    acting = cast.orawan().for_organisation(thaibev, on=TODAY)
    assert (acting.acting_code, acting.organisation_code, acting.on_behalf_of_code) == (
        "thaibev",
        "osep",
        "thaibev",
    )


def test_a_body_with_its_own_officers_answers_for_itself() -> None:
    niran = cast.niran()
    with pytest.raises(NotAllowed):
        cast.orawan().for_organisation(cast.organisation(niran.organisation_code), on=TODAY)


def test_nobody_else_acts_for_others() -> None:
    with pytest.raises(NotAllowed):
        cast.malee().for_organisation(cast.organisation("thaibev"), on=TODAY)


def test_a_membership_counts_from_its_first_day_to_the_day_before_its_end() -> None:
    cast.niran()
    membership = Membership.objects.get()
    actions.end_membership(by=Actor.system("test"), membership=membership, on=date(2026, 11, 23))
    assert Membership.objects.valid(date(2026, 11, 22)).exists()
    assert not Membership.objects.valid(date(2026, 11, 23)).exists()
    with pytest.raises(Refused):
        actions.end_membership(by=Actor.system("test"), membership=membership, on=membership.valid_from)


def test_an_area_role_needs_its_area() -> None:
    person = Person.objects.create_user(username="new", password="x" * 12)
    with pytest.raises(Refused):
        actions.add_member(
            by=cast.orawan(),
            person=person,
            organisation=cast.organisation("cdd"),
            role="area_officer",
            valid_from=TODAY,
        )


def test_only_the_secretariat_adds_bodies_and_it_stands_on_the_timeline() -> None:
    with pytest.raises(NotAllowed):
        actions.add(by=cast.malee(), code="new", kind="association", name_th="สมาคมใหม่")
    body = actions.add(by=cast.orawan(), code="new", kind="association", name_th="สมาคมใหม่")
    assert [event["verb"] for event in timeline.of(body, with_people=True)] == ["organisation.added"]


def test_every_role_says_what_it_is_in_both_languages() -> None:
    for role in ROLES.values():
        assert role.label.th
        assert role.label.en
        assert role.description.th
        assert role.description.en
        assert role.permissions
