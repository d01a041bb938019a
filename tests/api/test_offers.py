"""What the API tells of an offer's edition, limits and how far one may rely on it."""

from datetime import date

import pytest
from django.test import Client

from phanuek.offers import actions
from phanuek.offers.actions import LimitLine
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db


def test_edition_limits_and_freshness(client: Client) -> None:
    offer = offered(
        code="loan", new_scheme="สินเชื่อ", edition="11", selection="draw", checked_on=date(2026, 7, 1)
    )
    actions.set_limits(by=SYSTEM, offer=offer, lines=[LimitLine("sme", times=2)])
    told = client.get("/api/v1/offers/loan").json()
    assert (told["edition"], told["selection"], told["freshness"]) == ("11", "draw", "hidden")
    assert told["window"]["state"] == "unchecked"
    assert told["scheme"] == offer.scheme.code if offer.scheme else False
    assert told["scheme_name"]["th"] == "สินเชื่อ"
    assert told["check_due_on"] == "2026-09-29"
    assert [(row["applicant_kind"], row["times"]) for row in told["limits"]] == [("sme", 2)]
    assert client.get("/api/v1/offers?open=true").json()["items"] == []
    assert client.get("/api/v1/offers").json()["items"][0]["freshness"] == "hidden"
