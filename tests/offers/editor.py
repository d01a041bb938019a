"""What the tests of the conditions' pages share: who signs in, what the editor is sent, and what is stored."""

from typing import Any

from django.test import Client

from phanuek.eligibility.queries import version_in_force
from phanuek.offers.models import ConditionProposal, Offer
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.ui import clock as platform_clock
from tests import cast
from tests.offers.offer import offered


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def text_of(offer: Offer) -> str:
    version = version_in_force(offer.rule, platform_clock.today())
    assert version is not None
    return version.text


def proposed(offer: Offer) -> str:
    """The text that waits for a second person."""
    return ConditionProposal.objects.get(offer=offer, state="waiting").text


def sent_conditions(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "rows": str(max(3, len(rows))),
        "valid_from": "23/11/2569",
        "seen": "1",
        "reason": "ประกาศใหม่",
        **changes,
    }
    for n, row in enumerate(rows):
        sent |= {f"row-{n}-{name}": value for name, value in row.items()}
    return sent


MEMBERS = {"fact": "members", "comparison": "ge", "value": "7"}


def conditions_page(client: Client, **fields: Any) -> tuple[Offer, str]:
    offer = offered(**fields)
    as_(client, cast.niran())
    return offer, f"/offers/{offer.code}/conditions/"
