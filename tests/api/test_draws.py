"""Draws through the API, checked by a program that knows nothing of the platform."""

import hashlib

import pytest
from django.test import Client

from phanuek.registry.models import Enterprise
from tests import cast
from tests.matching.draw import announced, drawn, groups, offer, sealed
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


def test_the_list_leads_to_a_file_that_anybody_can_check(client: Client, clock: object) -> None:
    worlds.define_vocabulary()
    announced(offer(2, code="open-one"))
    made = drawn(sealed(offer(2), groups(5)), cast.niran(), cast.orawan())
    found = client.get("/api/v1/draws?state=drawn").json()
    assert found["count"] == 1
    brief = found["items"][0]
    assert brief["code"] == made.code
    assert (brief["replaces"], brief["replaced_by"]) == (None, None)
    file = client.get(brief["published_url"].removeprefix("http://testserver")).json()
    by_hand = sorted(
        file["tickets"], key=lambda t: (hashlib.sha256(f"{file['seed']}:{t}".encode()).hexdigest(), t)
    )
    assert file["result"] == by_hand
    whole = client.get(f"/api/v1/draws/{made.code}").json()
    assert whole["result"] == by_hand
    assert client.get("/api/v1/draws").json()["count"] == 2
    assert client.get("/api/v1/draws?state=zz").status_code == 422
    assert client.get("/api/v1/draws/nowhere").status_code == 404


def test_nobody_reads_whose_ticket_it_is(client: Client, clock: object) -> None:
    worlds.define_vocabulary()
    made = drawn(sealed(offer(2), groups(3)), cast.niran(), cast.orawan())
    said = (
        client.get(f"/api/v1/draws/{made.code}").content.decode()
        + client.get(f"/draws/{made.code}/published.json").content.decode()
    )
    for group in Enterprise.objects.all():
        assert group.code not in said
        assert group.name_th not in said
