"""Cases with a body that nobody signs in for, and what comes to its office by mail."""

from __future__ import annotations

from typing import Any

from django.test import Client

from phanuek.messages.models import Message
from phanuek.organisations.models import Organisation
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World

OFFICE = "office@dip.example.go.th"
GROUP = "weavers@example.org"


def office(email: str = OFFICE) -> Organisation:
    return cast.organisation("dip", contact_email=email)


def absent_offer(world: World, email: str = OFFICE, **changes: Any) -> Any:
    return worlds.offer(office(email), code="course", capacity=2, **changes)


def sent(world: World, **changes: Any) -> Referral:
    """Sent to the department; its office has the link."""
    return world.send(offer=absent_offer(world, **changes), need=None, note="กลุ่มว่างช่วงบ่าย")


def accepted(world: World, **changes: Any) -> Referral:
    """Taken up by link."""
    case = sent(world, **changes)
    stranger().post(path("referrals.links"), {"act": "accept"})
    case.refresh_from_db()
    return case


def given(world: World, **changes: Any) -> Any:
    """A delivery of the bank to a group that nobody signs in for, whose address is known."""
    quiet = worlds.group(name_th="กลุ่มจักสานเงียบ", name_en="Quiet weavers", contact_email=GROUP)
    case = actions.accept(by=world.niran, referral=world.send(enterprise=quiet, need=None))
    fields = {"kind": "goods", "what": "กี่ทอผ้า 2 หลัง", "delivered_on": TODAY, **changes}
    return actions.record_delivery(by=world.niran, referral=case, **fields)


def path(topic: str, position: int = -1) -> str:
    """Where the mail about a topic leads; the newest unless said."""
    return list(Message.objects.filter(topic=topic).order_by("pk").values_list("link", flat=True))[position]


def address(topic: str) -> str:
    return Message.objects.filter(topic=topic).latest("pk").address


def stranger() -> Client:
    """Nobody signed in."""
    return Client()
