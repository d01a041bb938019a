"""What a body claims with evidence is its own published figure: small numbers of it are not hidden."""

from decimal import Decimal

import pytest
from django.test import Client

from phanuek.agreements import actions, queries
from phanuek.agreements.models import Measure
from phanuek.figures.progress import public_results
from tests.agreements.claiming import submitted, team

pytestmark = pytest.mark.django_db


def test_small_claimed_results_are_told() -> None:
    world = team()
    actions.approve_claim(by=world.partner, claim=submitted(world, quantity=2), version=1)
    actions.approve_claim(by=world.colleague, claim=submitted(world, quantity=3), version=1)
    found = queries.progress(world.commitment)
    assert public_results([found], found.on) == {world.commitment.pk: (2, 3)}
    page = Client().get(world.commitment.get_absolute_url(), headers={"cookie": "lang=en"}).content.decode()
    assert "2 groups confirmed" in page
    assert "3 unconfirmed" in page
    answer = Client().get("/api/v1/agreements/mou-1").json()
    # as text, with the decimals of the database at hand
    assert [Decimal(row["progress"]["confirmed"]) for row in answer["commitments"]] == [2]


def test_small_numbers_of_cases_stay_hidden() -> None:
    world = team(measure=Measure.PEOPLE_TRAINED)
    actions.post_result(
        by=world.lead, commitment=world.commitment, measure=Measure.PEOPLE_TRAINED, quantity=2, confirmed=True,
        reference="delivery:d-1", on=world.commitment.starts_on,
    )  # fmt: skip
    found = queries.progress(world.commitment)
    assert public_results([found], found.on) == {world.commitment.pk: (None, 0)}
