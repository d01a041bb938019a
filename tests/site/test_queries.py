"""A page asks the same number of questions however many rows it shows; windows are told alike everywhere."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phanuek.agreements.models import Measure
from phanuek.offers import queries as offer_queries
from phanuek.offers.models import Offer
from phanuek.site.queries import offers as site_offers
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import World

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def asked(client: Client) -> Callable[[str], int]:
    def count(address: str) -> int:
        client.get(address)  # what a process keeps is read
        with CaptureQueriesContext(connection) as found:
            assert client.get(address).status_code == 200
        return len(found)

    return count


def more(world: World, numbers: range) -> None:
    """Offers, needs, bodies and commitments of every kind."""
    for n in numbers:
        body = cast.organisation(f"body-{n}", "bank")
        promise = worlds.commitment(body, Measure.DELIVERIES, f"promise-{n}")
        worlds.offer(body, code=f"offer-{n}", commitment=promise, capacity=3)
        worlds.offer(world.bank, code=f"more-{n}", commitment=world.commitment, capacity=3)
        worlds.commitment(world.bank, Measure.PEOPLE_TRAINED, f"own-{n}")
        worlds.need(code=f"{55 + n % 3}0101", text=f"ความต้องการที่ {n}")


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/", 20), ("/agreements/", 1), ("/agreements/test-agreement/", 22), ("/organisations/", 8), ("/organisations/baac/", 22),
        ("/commitments/reach-weavers/", 31), ("/offers/", 3), ("/needs/", 6),
    ],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow(
    world: World, asked: Callable[[str], int], address: str, most: int
) -> None:
    more(world, range(3))
    few = asked(address)
    more(world, range(3, 12))
    assert asked(address) == few
    assert few <= most


@pytest.mark.parametrize("who", ["orawan", "malee"])
def test_nor_for_those_who_see_more(
    client: Client, world: World, asked: Callable[[str], int], who: str
) -> None:
    client.login(username=who, password="correct horse battery")
    addresses = ["/needs/", world.group.get_absolute_url(), world.need.get_absolute_url()]
    more(world, range(2))
    world.send(offer=Offer.objects.get(code="more-0"))
    few = [asked(address) for address in addresses]
    more(world, range(2, 8))
    for n in range(2, 8):
        world.send(offer=Offer.objects.get(code=f"more-{n}"))
    assert [asked(address) for address in addresses] == few


@pytest.mark.parametrize("availability", ["open", "closed", "unknown"])
@pytest.mark.parametrize("opens_on", [None, date(2026, 11, 23), date(2026, 11, 24)])
@pytest.mark.parametrize("closes_on", [None, date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 24)])
def test_the_database_tells_the_window_as_the_offers_room_does(
    world: World, availability: str, opens_on: date | None, closes_on: date | None
) -> None:
    if opens_on and closes_on and closes_on < opens_on:
        return
    made = worlds.offer(
        world.bank, code="w", availability=availability, opens_on=opens_on, closes_on=closes_on
    )
    row = site_offers.found(aim="", means="", provider="", text="", on=TODAY).get(pk=made.pk)
    assert row.window_state == offer_queries.window(made, TODAY).state.value
    assert (row.window_state == "open") == Offer.objects.open(TODAY).filter(pk=made.pk).exists()


def test_the_map_counts_what_the_list_shows(client: Client, world: World) -> None:
    more(world, range(6))
    context = client.get("/needs/").context
    assert context["waiting"].total == context["page"].paginator.count == 7
    assert sum(line.number for line in context["waiting"].provinces) == 7
    assert sum(line.number for line in context["waiting"].aims) == 7
