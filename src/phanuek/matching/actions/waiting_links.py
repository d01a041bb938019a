"""Answering and leaving by the signed link that a group was sent: the same verbs, done once, by whoever holds the link."""

from django.db import transaction

from phanuek.matching import notifications
from phanuek.matching.actions import waiting
from phanuek.matching.models import WaitingPlace
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.people import links
from phanuek.people.links import LinkState
from phanuek.people.models import ActingLink
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

ACTS = {
    "waiting.answer": {"accept": waiting.accept, "decline": waiting.decline, "leave": waiting.leave},
    "waiting.leave": {"leave": waiting.leave},
}


@transaction.atomic
def answer_by_link(*, link: ActingLink, place: WaitingPlace, act: str) -> LinkState:
    """What the holder of the link chose, and the link is used up; the state it stands in after. Nothing is done by a link that
    no longer works. Refused for an act that the link is not for."""
    verb = ACTS[link.purpose].get(act)
    if verb is None:
        raise Refused(T("โปรดเลือกหนึ่งข้อ", "Choose one."))
    if links.use(link):
        verb(by=actor_of(link, place), place=place)
    link.refresh_from_db()
    return links.state(link)


@transaction.atomic
def send_again(*, link: ActingLink, place: WaitingPlace) -> None:
    """Another link for the same act, to the address that the old one went to. Refused when too many went there."""
    if links.too_many(link):
        raise Refused(
            T("ส่งลิงก์ไปหลายครั้งแล้ว โปรดลองใหม่พรุ่งนี้", "Many links went there already; try again tomorrow.")
        )
    notifications.waiting.send_link_again(
        by=actor_of(link, place), place=place, purpose=link.purpose,
        recipient=Recipient(address=link.address, name=link.name, organisation_code=link.organisation_code),
    )  # fmt: skip


def actor_of(link: ActingLink, place: WaitingPlace) -> Actor:
    """Whoever holds the link, for its group, with what the act needs and no more."""
    return Actor.through_link(
        place.enterprise.organisation, link=link.code, name=link.name, granted=frozenset({Permission.EDIT_OWN_ENTERPRISE})
    )  # fmt: skip
