from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from phanuek.consent import actions, queries
from phanuek.consent.models import Consent, Disclosure
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.timeline import queries as timeline
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.registry.conftest import SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
TODAY = date(2026, 11, 23)


@pytest.fixture
def bank(db: None) -> Organisation:
    return cast.organisation("baac", "bank")


def given(by: Actor, enterprise: Enterprise, recipient: Organisation, **changes: Any) -> Consent:
    fields = {"method": "signed", "given_by": "นางมะลิ ใจดี", "given_on": date(2026, 11, 1), **changes}
    return actions.give(by=by, enterprise=enterprise, recipient=recipient, **fields)


def test_a_consent_stands_on_the_timeline_without_the_persons_name(
    group: Group, malee: Actor, bank: Organisation
) -> None:
    enterprise = group()
    made = given(malee, enterprise, bank)
    assert (made.recorded_by_id, made.purpose) == (malee.organisation_id, "referral")
    event = timeline.of(enterprise, with_people=True)[0]
    assert (event["verb"], event["facts"]["recipient"]) == ("enterprise.consent_given", "baac")
    assert all("มะลิ" not in str(e.chained()) for e in Event.objects.all())


def test_the_same_words_again_are_the_same_consent(group: Group, malee: Actor, bank: Organisation) -> None:
    enterprise = group()
    assert given(malee, enterprise, bank) == given(malee, enterprise, bank)
    assert Consent.objects.count() == 1


def test_it_holds_for_that_body_from_its_day_until_it_ends(
    group: Group, malee: Actor, bank: Organisation
) -> None:
    enterprise = group()
    made = given(malee, enterprise, bank, expires_on=date(2027, 1, 1))
    assert queries.valid_for(enterprise, bank, date(2026, 10, 31)) is None
    assert queries.valid_for(enterprise, bank, date(2026, 11, 1)) == made
    assert queries.valid_for(enterprise, bank, date(2026, 12, 31)) == made
    assert queries.valid_for(enterprise, bank, date(2027, 1, 1)) is None
    assert queries.valid_for(enterprise, cast.organisation("gsb", "bank"), TODAY) is None
    longer = given(malee, enterprise, bank)
    assert queries.valid_for(enterprise, bank, TODAY) == longer


def test_withdrawing_stops_new_sharing_once(group: Group, malee: Actor, bank: Organisation) -> None:
    enterprise = group()
    made = given(malee, enterprise, bank)
    actions.revoke(by=malee, consent=made, on=TODAY, why="เปลี่ยนใจ")
    assert queries.valid_for(enterprise, bank, TODAY) is None
    assert timeline.of(enterprise, with_people=True)[0]["verb"] == "enterprise.consent_revoked"
    with pytest.raises(Refused):
        actions.revoke(by=malee, consent=made, on=TODAY)
    assert given(malee, enterprise, bank) != made


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given_on": date(2026, 11, 24)}, "given_on"),
        ({"expires_on": date(2026, 11, 1)}, "expires_on"),
        ({"given_by": " "}, "given_by"),
        ({"method": "telepathy"}, "method"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    group: Group, malee: Actor, bank: Organisation, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        given(malee, group(), bank, **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize("on", [date(2026, 10, 31), date(2026, 11, 24)])
def test_it_is_withdrawn_between_its_day_and_today(
    group: Group, malee: Actor, bank: Organisation, on: date
) -> None:
    made = given(malee, group(), bank)
    with pytest.raises(Refused) as refusal:
        actions.revoke(by=malee, consent=made, on=on)
    assert refusal.value.field == "on"


def test_a_group_gives_and_withdraws_for_itself(group: Group, bank: Organisation) -> None:
    enterprise = group()
    somchai = cast.member("somchai", "group_leader", enterprise.organisation)
    made = given(somchai, enterprise, bank, method="online")
    actions.revoke(by=somchai, consent=made, on=TODAY)
    with pytest.raises(Refused):
        given(somchai, enterprise, enterprise.organisation, method="online")


def test_nobody_else_gives_or_withdraws(
    group: Group, malee: Actor, preecha: Actor, bank: Organisation
) -> None:
    near, far = group(), group("กลุ่มไกล", at=SI_PHUM)
    wanida = cast.member("wanida", "group_leader", far.organisation)
    made = given(SYSTEM, near, bank)
    for by in (cast.DAO, cast.niran(), preecha, wanida):
        with pytest.raises(NotAllowed):
            given(by, near, bank)
        with pytest.raises(NotAllowed):
            actions.revoke(by=by, consent=made, on=TODAY)
    with pytest.raises(NotAllowed):
        given(malee, far, bank)


def test_an_officer_cannot_confirm_in_the_groups_name(group: Group, malee: Actor, bank: Organisation) -> None:
    with pytest.raises(NotAllowed) as refusal:
        given(malee, group(), bank, method="online")
    assert "ผู้แทนกลุ่ม" in refusal.value.reason.th


def test_a_look_is_logged_once_a_quarter_of_an_hour(
    group: Group, malee: Actor, clock: Callable[[datetime], None]
) -> None:
    enterprise = group()
    look = {"by": malee, "enterprise": enterprise, "what": "contact", "purpose": "contact"}
    assert actions.log_look(**look) == actions.log_look(**look)
    actions.log_look(**{**look, "purpose": "referral:r-1"})
    clock(datetime(2026, 11, 23, 10, 20))
    actions.log_look(**look)
    assert [d.purpose for d in Disclosure.objects.order_by("pk")] == ["contact", "referral:r-1", "contact"]


def test_a_group_looking_at_itself_is_not_logged_and_nobody_unknown_looks(group: Group) -> None:
    enterprise = group()
    somchai = cast.member("somchai", "group_leader", enterprise.organisation)
    assert actions.log_look(by=somchai, enterprise=enterprise, what="contact", purpose="contact") is None
    assert actions.log_look(by=SYSTEM, enterprise=enterprise, what="contact", purpose="contact") is None
    with pytest.raises(NotAllowed):
        actions.log_look(by=cast.DAO, enterprise=enterprise, what="contact", purpose="contact")
    assert not Disclosure.objects.exists()
