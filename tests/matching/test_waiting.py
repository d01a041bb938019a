"""The queue of a full offer: who is next, for how long a place is kept, and that nobody passes anybody."""

from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import resolve

from phanuek.matching.actions import draws, queue
from phanuek.matching.actions import waiting as actions
from phanuek.matching.models import WaitingPlace
from phanuek.matching.queries import waiting as queries
from phanuek.messages.models import Message
from phanuek.offers import actions as offers
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.people import links
from phanuek.people.models import ActingLink
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.conftest import BANGKOK
from tests.matching.draw import CLOSES, announced, groups, offer
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db
SYSTEM = worlds.SYSTEM


@pytest.fixture
def full(db):
    """One place, and a case that has it."""
    worlds.define_vocabulary()
    made = offer(1)
    offers.take_place(by=SYSTEM, offer=made, reference="referral:r-1")
    return made


def joined(of, group, by=SYSTEM):
    return actions.join(by=by, offer=of, enterprise=group, method="spoken", given_by="สมศรี ตัวอย่าง")


def states(of):
    return list(WaitingPlace.objects.filter(offer=of).order_by("number").values_list("state", flat=True))


def test_a_place_that_is_given_back_is_kept_for_the_next_in_the_same_act(full):
    first, second = groups(2)
    one, two = joined(full, first), joined(full, second)
    assert [queries.standing(place).number for place in (one, two)] == [1, 2]
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    assert states(full) == ["offered", "waiting"]
    assert offer_queries.places_left(full) == 0
    assert Holding.objects.get(reference=f"waiting:{one.code}").reserved == 1
    assert queue.place_for(full, first) == f"waiting:{one.code}"
    with pytest.raises(Refused):
        queue.take_place(by=SYSTEM, offer=full, enterprise=groups(1)[0], reference="referral:r-9")


def test_declined_goes_to_the_next_at_once_and_leaving_too(full):
    first, second, third = groups(3)
    one, two, _ = joined(full, first), joined(full, second), joined(full, third)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    actions.decline(by=SYSTEM, place=one)
    assert states(full) == ["declined", "offered", "waiting"]
    actions.leave(by=SYSTEM, place=two)
    assert states(full) == ["declined", "left", "offered"]
    with pytest.raises(Refused):
        actions.accept(by=SYSTEM, place=one)


def test_taken_is_handed_over_to_the_case(full):
    (group,) = groups(1)
    place = joined(full, group)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    actions.accept(by=SYSTEM, place=place)
    queue.take_place(by=SYSTEM, offer=full, enterprise=group, reference="referral:r-2")
    assert Holding.objects.get(reference="referral:r-2").reserved == 1
    assert queue.place_for(full, group) is None
    balance = CapacityBalance.objects.get(offer=full)
    assert (balance.opened, balance.reserved) == (0, 1)


def test_a_case_accepted_at_once_takes_the_offered_place_too(full):
    (group,) = groups(1)
    joined(full, group)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    queue.take_place(by=SYSTEM, offer=full, enterprise=group, reference="referral:r-2")
    assert states(full) == ["taken"]


def test_new_places_go_to_those_who_wait_before_anybody_who_comes(full):
    first, stranger = groups(2)
    joined(full, first)
    offers.edit(by=SYSTEM, offer=full, **_with_capacity(full, 2))
    with pytest.raises(Refused):
        queue.take_place(by=SYSTEM, offer=full, enterprise=stranger, reference="referral:r-3")
    # refused undoes the passing on as well; the clock of the day does it
    actions.run_clock(date(2026, 11, 23))
    assert states(full) == ["offered"]


def _with_capacity(of, number):
    of.refresh_from_db()
    return {
        "version": of.version,
        "capacity": number,
        "name_th": of.name_th,
        "means": of.means,
        "aims": of.aims,
    }


def test_the_term_is_five_working_days_and_then_it_passes_on(full, clock):
    first, second = groups(2)
    one, _ = joined(full, first), joined(full, second)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    one.refresh_from_db()
    assert one.offered_until == datetime(2026, 11, 30, 23, 59, 59, tzinfo=BANGKOK)
    clock(datetime(2026, 11, 30, 23, 0, tzinfo=BANGKOK))
    actions.run_clock(date(2026, 11, 30))
    assert states(full) == ["offered", "waiting"]
    clock(datetime(2026, 12, 1, 0, 5, tzinfo=BANGKOK))
    with pytest.raises(Refused, match="เลยกำหนดตอบ"):
        actions.accept(by=SYSTEM, place=one)
    actions.run_clock(date(2026, 12, 1))
    assert states(full) == ["lapsed", "offered"]
    assert actions.run_clock(date(2026, 12, 1)) == []


def test_a_year_of_days_in_which_nobody_answers_ends_with_nobody_waiting(full, clock):
    for group in groups(6):
        joined(full, group)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    day = datetime(2026, 11, 24, 6, 0, tzinfo=BANGKOK)
    for _ in range(365):
        clock(day)
        call_command("daily", stdout=StringIO())
        day += timedelta(days=1)
    assert states(full) == ["lapsed"] * 6
    assert offer_queries.places_left(full) == 1
    keys = Message.objects.filter(topic="matching.waiting").values_list("key", "person", "address")
    assert len(set(keys)) == len(keys)


def test_a_taken_place_for_which_no_case_comes_passes_on(full, clock):
    first, second = groups(2)
    one, _ = joined(full, first), joined(full, second)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    actions.accept(by=SYSTEM, place=one)
    clock(datetime(2027, 1, 20, 6, 0, tzinfo=BANGKOK))
    actions.run_clock(date(2027, 1, 20))
    assert states(full) == ["lapsed", "offered"]


def test_who_withdrew_the_consent_is_left_out(full):
    from phanuek.consent import actions as consents
    from phanuek.consent.models import Consent

    first, second = groups(2)
    joined(full, first), joined(full, second)
    consents.revoke(by=SYSTEM, consent=Consent.objects.get(enterprise=first), on=worlds.TODAY)
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    assert states(full) == ["left", "offered"]


def test_what_cannot_be_joined(full):
    (group,) = groups(1)
    with pytest.raises(Refused) as refusal:
        actions.join(by=SYSTEM, offer=full, enterprise=group)
    assert refusal.value.field == "given_by"
    with pytest.raises(Refused, match="ไม่เข้าเงื่อนไข"):
        joined(full, groups(1, members=1)[0])
    with pytest.raises(Refused, match="ยังมีที่ว่าง"):
        joined(offer(3, code="open-one"), group)
    place = joined(full, group)
    assert joined(full, group) == place, "once in a queue"


def test_between_a_draws_closing_and_its_result_nobody_is_sent_anywhere(db, clock):
    worlds.define_vocabulary()
    made = offer(2)
    draw = announced(made)
    late = groups(1)[0]
    assert queries.turns(late, [made.pk])[made.pk].draw == draw.code
    with pytest.raises(Refused, match="เข้าร่วมจับสลากแทน"):
        joined(made, late)
    clock(CLOSES)
    for _ in ("the moment has come", "the list is sealed"):
        turn = queries.turns(late, [made.pk])[made.pk]
        assert (turn.draw, turn.sealed) == ("", draw.code)
        with pytest.raises(Refused, match="หลังประกาศผล"):
            joined(made, late)
        draws.seal_due(by=SYSTEM)


def test_how_long_is_said_only_from_what_happened(full):
    many = groups(5)
    places = [joined(full, group) for group in many]
    assert queries.standing(places[4]).estimate is None
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    for place in places[:3]:
        actions.decline(by=SYSTEM, place=place)
    places[4].refresh_from_db()
    standing = queries.standing(places[4])
    assert standing.number == 2
    assert standing.estimate.offered == 4


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_neither_see_nor_act(full, who):
    (group,) = groups(1)
    place, stranger = joined(full, group), worlds.strangers()[who]
    if who != "another bank":
        assert not WaitingPlace.objects.visible_to(stranger).exists()
    for act in (actions.accept, actions.decline, actions.leave):
        with pytest.raises(NotAllowed):
            act(by=stranger, place=place)
    with pytest.raises(NotAllowed):
        actions.join(by=stranger, offer=full, enterprise=group, method="spoken", given_by="x")


def test_the_group_and_its_officer_act(full):
    group = worlds.group(leader="somchai")
    somchai, malee = cast_of("somchai"), cast.malee()
    place = actions.join(by=somchai, offer=full, enterprise=group, method="online", given_by="สมชาย")
    actions.leave(by=malee, place=place)
    assert states(full) == ["left"]


def cast_of(name):
    from phanuek.organisations.actor import Actor
    from phanuek.people.models import Person

    return Actor.of(Person.objects.get(username=name).memberships.get())


# ---- by link


@pytest.fixture
def link(full):
    """The answer link that a group without an account was sent by mail."""
    (group,) = groups(1)
    Enterprise.objects.filter(pk=group.pk).update(contact_email="group@example.org")
    joined(full, Enterprise.objects.get(pk=group.pk))
    queue.give_back_place(by=SYSTEM, offer=full, reference="referral:r-1")
    return ActingLink.objects.get(purpose="waiting.answer")


def _address(link):
    return f"/waiting/{link.purpose.partition('.')[2]}/{links.token_of(link)}/"


def test_the_mail_holds_the_link_and_opening_it_does_nothing(full, link, client):
    message = Message.objects.get(address="group@example.org", key__endswith=":offered")
    assert message.link == _address(link)
    for _ in range(3):
        assert client.get(message.link).status_code == 200
        assert client.head(message.link).status_code == 200
    assert states(full) == ["offered"]


@pytest.mark.parametrize(("act", "state"), [("accept", "taken"), ("decline", "declined"), ("leave", "left")])
def test_one_button_acts_once(full, link, client, act, state):
    answer = client.post(_address(link), {"act": act})
    assert answer.status_code == 200
    assert states(full) == [state]
    assert client.post(_address(link), {"act": "leave"}).status_code == 200
    assert states(full) == [state]


def test_a_link_is_for_its_own_act(full, link, client):
    assert client.post(_address(link), {"act": "no-such"}).status_code == 422
    assert client.get(f"/waiting/leave/{links.token_of(link)}/").status_code == 404
    assert client.get(_address(link)[:-3] + "xx/").status_code == 404
    leave = ActingLink.objects.get(purpose="waiting.leave")
    assert client.post(_address(leave), {"act": "accept"}).status_code == 422
    assert states(full) == ["offered"]
    assert client.post(_address(leave), {"act": "leave"}).status_code == 200
    assert states(full) == ["left"]


def test_an_expired_answer_is_refused_and_a_leaving_link_works_for_a_year(full, clock, client):
    first, second = groups(2)
    Enterprise.objects.filter(pk=second.pk).update(contact_email="group@example.org")
    joined(full, first), joined(full, Enterprise.objects.get(pk=second.pk))
    leave = ActingLink.objects.get(purpose="waiting.leave")
    clock(datetime(2027, 11, 1, 9, 0, tzinfo=BANGKOK))
    assert client.post(_address(leave), {"act": "leave"}).status_code == 200
    assert states(full) == ["waiting", "left"]


def test_an_answer_after_the_term_says_so(full, link, client, clock):
    clock(datetime(2026, 12, 2, 9, 0, tzinfo=BANGKOK))
    answer = client.post(_address(link), {"act": "accept"})
    assert answer.status_code == 410
    assert states(full) == ["offered"], "the clock of the day passes it on"


def test_every_address_of_a_queue_is_its_own():
    assert resolve("/waiting/answer/a:b/").url_name == "waiting_answer"
    assert resolve("/waiting/w-1/").url_name == "waiting"


def test_the_body_sets_how_long_a_place_is_kept(db, clock):
    worlds.define_vocabulary()
    quick = offer(1, code="quick", waiting_days=2)
    offers.take_place(by=SYSTEM, offer=quick, reference="referral:r-1")
    place = joined(quick, groups(1)[0])
    queue.give_back_place(by=SYSTEM, offer=quick, reference="referral:r-1")
    place.refresh_from_db()
    assert place.offered_until == datetime(2026, 11, 25, 23, 59, 59, tzinfo=BANGKOK)
