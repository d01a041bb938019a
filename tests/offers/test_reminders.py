"""A year of days: whose offer needs a check is told before it fades and before it is hidden, once; then that it is."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import Client

from phanuek.messages.models import Message
from phanuek.offers import actions
from phanuek.offers.models import Offer
from phanuek.offers.notifications import remind_to_check
from phanuek.organisations.models import Organisation
from phanuek.people.models import ActingLink
from tests import cast
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
CHECKED = date(2026, 11, 23)  # fades 22 February 2027, hidden 24 March
Clock = Callable[[datetime], None]


def days(start: date, number: int) -> Iterator[date]:
    return (start + timedelta(days=n) for n in range(number))


def run(clock: Clock, on: date) -> None:
    clock(datetime(on.year, on.month, on.day, 6, 0))
    remind_to_check(on)


def told() -> list[tuple[str, str, str]]:
    """Day, notice, and who."""
    rows = Message.objects.filter(topic="offers.checks").order_by("created_at", "pk").select_related("person")
    return [
        (
            m.created_at.astimezone().date().isoformat(),
            m.key.split(":")[2],
            m.person.username if m.person else m.address,
        )
        for m in rows
    ]


EXPECTED = [
    ("2027-02-08", "fades_soon"), ("2027-02-22", "fades"), ("2027-03-10", "hides_soon"), ("2027-03-24", "hidden"),
]  # fmt: skip


def test_a_year_of_days_sends_exactly_these(clock: Clock) -> None:
    cast.niran()
    cast.orawan()
    offered(checked_on=CHECKED)
    offered(checked_on=CHECKED, availability="closed")
    offered(checked_on=CHECKED, published=False)
    for on in days(CHECKED, 366):
        run(clock, on)
        run(clock, on)
    assert told() == [
        *((day, notice, "niran") for day, notice in EXPECTED),
        ("2027-03-24", "hidden", "orawan"),
    ]


def test_a_check_starts_over(clock: Clock) -> None:
    niran = cast.niran()
    offer = offered(checked_on=CHECKED)
    run(clock, date(2027, 2, 22))
    actions.mark_checked(by=niran, offer=offer, on=date(2027, 2, 22), next_check_on=date(2027, 12, 1))
    for on in days(date(2027, 2, 23), 300):
        run(clock, on)
    assert told() == [("2027-02-22", "fades", "niran"), ("2027-11-18", "fades_soon", "niran"), ("2027-12-02", "fades", "niran"),
                      ("2027-12-18", "hides_soon", "niran")]  # fmt: skip


def test_after_days_without_the_timer_the_latest_alone_is_sent(clock: Clock) -> None:
    cast.niran()
    offered(checked_on=CHECKED)
    run(clock, date(2027, 3, 12))
    run(clock, date(2027, 3, 13))
    assert told() == [("2027-03-12", "hides_soon", "niran")]


def test_one_that_closes_meanwhile_is_left_alone(clock: Clock) -> None:
    cast.niran()
    offered(checked_on=CHECKED, closes_on=date(2027, 2, 10))
    for on in days(CHECKED, 200):
        run(clock, on)
    assert [notice for _, notice, _ in told()] == ["fades_soon"]


def test_a_body_without_anybody_here_is_spoken_for_by_the_secretariat_once(clock: Clock) -> None:
    cast.orawan()
    offered(provider="gsb", checked_on=CHECKED)
    for on in days(CHECKED, 200):
        run(clock, on)
    assert told() == [(day, notice, "orawan") for day, notice in EXPECTED]
    assert "จึงแจ้งฝ่ายเลขานุการแทน" in Message.objects.latest("pk").body_th


def office(offer: Offer) -> None:
    Organisation.objects.filter(pk=offer.provider_id).update(contact_email="office@gsb.or.th")


def test_an_office_without_an_account_checks_by_its_link(client: Client, clock: Clock) -> None:
    offer = offered(provider="gsb", checked_on=CHECKED)
    office(offer)
    run(clock, date(2027, 3, 25))
    run(clock, date(2027, 3, 26))
    message = Message.objects.get(topic="offers.checks")
    assert message.address == "office@gsb.or.th"
    assert ActingLink.objects.count() == 1
    assert not Offer.objects.open(date(2027, 3, 26)).exists()
    page = client.get(message.link)
    assert page.status_code == 200
    assert "บันทึกการตรวจสอบแล้ว" not in page.content.decode()
    assert client.post(message.link, {"on": "วันหนึ่ง"}).status_code == 422
    done = client.post(message.link, {"on": "26/3/2570"})
    assert "บันทึกการตรวจสอบแล้ว" in done.content.decode()
    offer.refresh_from_db()
    assert (offer.checked_on, offer.checked_by) == (date(2027, 3, 26), offer.provider)
    assert Offer.objects.open(date(2027, 3, 26)).exists()
    again = client.post(message.link, {"on": "26/3/2570"})
    assert "บันทึกการตรวจสอบแล้ว" in again.content.decode()
    assert Offer.objects.get().version == offer.version


def test_a_link_that_ended_is_sent_anew_to_the_same_office(client: Client, clock: Clock) -> None:
    offer = offered(provider="gsb", checked_on=CHECKED)
    office(offer)
    run(clock, date(2027, 3, 25))
    first = Message.objects.get(topic="offers.checks").link
    clock(datetime(2027, 6, 1, 9, 0))
    assert client.get(first).status_code == 410
    assert client.post(first, {"act": "again"}).status_code == 200
    newest = Message.objects.filter(topic="offers.checks").latest("pk")
    assert newest.address == "office@gsb.or.th"
    assert client.get(newest.link).status_code == 200
    actions.mark_checked(by=SYSTEM, offer=offer, on=date(2027, 6, 1))
    assert client.get(newest.link).status_code == 410


@pytest.mark.parametrize("token", ["none", "k-1:abc", "../edit", "%00"])
def test_what_was_never_a_link_leads_nowhere(client: Client, token: str) -> None:
    assert client.get(f"/offers/key/{token}/").status_code == 404


def test_the_timer_runs_it(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    cast.niran()
    offer = offered(checked_on=CHECKED)
    clock(datetime(2027, 2, 22, 6, 0))
    call_command("daily")
    assert f"offer check fades: {offer.code}, to 1" in capsys.readouterr().out
