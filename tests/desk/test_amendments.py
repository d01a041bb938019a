"""An amendment waits on the desk of each party until it has answered, and again until it has signed."""

import pytest
from django.test import Client

from phanuek.agreements.queries.amendments_waiting import waiting_for
from phanuek.people.models import Person
from tests import cast
from tests.agreements.amending import body, opened, reviewed, signed_agreement, with_words

pytestmark = pytest.mark.django_db


def test_it_waits_for_an_answer_and_then_for_a_signature() -> None:
    amendment = with_words(signed_agreement(), 2, ("300", "400"))
    assert list(waiting_for(body("beta"))) == []
    amendment = reviewed(amendment, "beta")
    assert list(waiting_for(body("beta"))) == [amendment]
    assert list(waiting_for(body("gamma"))) == []


def test_once_opened_it_waits_for_every_signature() -> None:
    amendment = opened(with_words(signed_agreement(), 2, ("300", "400")))
    assert list(waiting_for(body("beta"))) == [amendment]


@pytest.mark.parametrize(("lang", "words"), [("th", "รอความเห็น"), ("en", "Waits for an answer")])
def test_the_desk_leads_to_it(client: Client, lang: str, words: str) -> None:
    amendment = reviewed(with_words(signed_agreement(), 2, ("300", "400")), "beta")
    officer = cast.member("bee", "partner_officer", body("beta"))
    client.force_login(Person.objects.get(pk=officer.person_id))
    client.cookies["lang"] = lang
    page = client.get("/desk/").content.decode()
    assert words in page
    assert amendment.get_absolute_url() in page
