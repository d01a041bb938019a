"""The page of an offer asks the same number of questions however many editions, limits and places it shows."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phanuek.offers import actions as offers
from phanuek.offers.actions import LimitLine
from tests.referrals.world import SYSTEM, World

pytestmark = pytest.mark.django_db


def test_the_number_of_queries_does_not_grow(client: Client, world: World) -> None:
    def asked() -> int:
        client.get(world.offer.get_absolute_url())
        with CaptureQueriesContext(connection) as found:
            assert client.get(world.offer.get_absolute_url()).status_code == 200
        return len(found)

    def edition(n: int) -> None:
        made = offers.next_edition(
            by=SYSTEM, offer=world.offer, edition=str(n), name_th=f"รุ่น {n}", scheme_name_th="โครงการ"
        )
        type(made).objects.filter(pk=made.pk).update(published=True)

    edition(2)
    offers.set_limits(by=SYSTEM, offer=world.offer, lines=[LimitLine("", times=1)])
    few = asked()
    edition(3)
    edition(4)
    offers.set_limits(by=SYSTEM, offer=world.offer, lines=[LimitLine("", times=1), LimitLine("sme", times=2)])
    offers.take_place(by=SYSTEM, offer=world.offer, reference="referral:r-1")
    assert asked() == few
    assert few <= 14
