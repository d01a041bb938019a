"""Telling a group where it stands in a queue, and that a place is kept for it: with a link by which it answers or leaves
without an account."""

from django.urls import reverse

from phanuek.matching.models import WaitingPlace
from phanuek.matching.notifications.readers import address_of, day_words, name_of, officers_of, people_of
from phanuek.matching.queries.waiting import ahead_of
from phanuek.matching.states import WaitingState
from phanuek.messages.actions import tell
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.people import links
from phanuek.ui import clock
from phanuek.ui.words import T

TOPIC = "matching.waiting"
ANSWER, LEAVE = "waiting.answer", "waiting.leave"
# a link that lets one out should work as long as one may wait; a new one comes with every message
LEAVE_DAYS = 400
ENDED = {
    WaitingState.TAKEN: T("ตอบรับที่แล้ว: {offer}", "The place is taken: {offer}"),
    WaitingState.DECLINED: T("สละสิทธิ์แล้ว: {offer}", "The place was declined: {offer}"),
    WaitingState.LAPSED: T("เลยกำหนดตอบ: {offer}", "Not answered in time: {offer}"),
    WaitingState.LEFT: T("ออกจากบัญชีรอแล้ว: {offer}", "Off the waiting list: {offer}"),
}
NEXT = {
    WaitingState.TAKEN: T("ที่ของกลุ่มกันไว้แล้ว เจ้าหน้าที่พัฒนาชุมชนในพื้นที่จะส่งเรื่องให้หน่วยงาน", "The place is kept; an officer of your area sends the case on."),
    WaitingState.DECLINED: T("ที่นี้ส่งต่อให้ลำดับถัดไปแล้ว ขึ้นบัญชีรอใหม่ได้เสมอ", "It went to the next in line. You can join again at any time."),
    WaitingState.LAPSED: T("ที่นี้ส่งต่อให้ลำดับถัดไปแล้ว ขึ้นบัญชีรอใหม่ได้เสมอ", "It went to the next in line. You can join again at any time."),
    WaitingState.LEFT: T("ขึ้นบัญชีรอใหม่ได้เสมอ", "You can join again at any time."),
}  # fmt: skip
BECAUSE = {
    "no_consent": T("ความยินยอมให้ขึ้นบัญชีรอสิ้นสุดแล้ว หรือกลุ่มเลิกดำเนินการ ", "The consent to wait has ended, or the group is no longer active. "),
    "draw_replaced": T("การจับสลากที่ให้ลำดับนี้ถูกแทนด้วยครั้งใหม่ ", "The draw that gave this place was replaced by another. "),
    "not_used": T("ไม่มีการส่งเรื่องภายในกำหนด ที่ที่กันไว้จึงส่งต่อ ", "No case was sent in time, so the place passed on. "),
}  # fmt: skip


def joined(*, by: Actor, place: WaitingPlace) -> None:
    """Where it stands, with the way out."""
    _tell(
        by, place, "joined", LEAVE,
        T("ขึ้นบัญชีรอแล้ว ลำดับที่ {n}: {offer}", "You wait as number {n}: {offer}"),
        T("มี {ahead} กลุ่มรออยู่ก่อน เมื่อถึงคิวจะแจ้งให้ทราบและให้เวลาตอบ\nออกจากบัญชีรอเมื่อใดก็ได้ที่หน้านี้",
          "{ahead} groups are before you. You are told when it is your turn, with time to answer.\nYou can leave at any time on this page."),
        n=ahead_of(place) + 1, ahead=ahead_of(place),
    )  # fmt: skip


def offered(*, by: Actor, place: WaitingPlace) -> None:
    """A place is kept until a day; taking it or letting it go needs no account."""
    assert place.offered_until is not None  # offered: the database asks for it
    _tell(
        by, place, "offered", ANSWER,
        T("ถึงคิวแล้ว โปรดตอบภายใน {day}: {offer}", "It is your turn, answer by {day}: {offer}"),
        T("{provider} มีที่ว่างหนึ่งที่ กันไว้ให้กลุ่มถึงสิ้นวันที่ {day}\nเปิดหน้านี้แล้วเลือกตอบรับ สละสิทธิ์ หรือออกจากบัญชีรอ ถ้าไม่ตอบ ที่จะส่งต่อให้ลำดับถัดไป",
          "{provider} has a free place. It is kept for you until the end of {day}.\nOpen this page to take it, decline it or leave the list; unanswered, it passes to the next."),
        day=day_words(place.offered_until), provider=name_of(place.offer.provider),
    )  # fmt: skip


def ended(*, by: Actor, place: WaitingPlace, why: str = "") -> None:
    """What became of it; the body is told when a place was taken."""
    state = WaitingState(place.state)
    body = BECAUSE.get(why, T("", "")) + NEXT[state]
    _tell(by, place, state.value, "", ENDED[state], body)
    if state == WaitingState.TAKEN:
        tell(
            by=by, to=officers_of(place.offer.provider), topic=TOPIC,
            subject=T("กลุ่มในบัญชีรอตอบรับที่: {offer}", "A group in line took its place: {offer}").format(offer=name_of(place.offer)),
            body=T("ที่กันไว้ให้แล้ว รอเจ้าหน้าที่พื้นที่ส่งเรื่อง", "The place is kept; an officer of the area sends the case."),
            link=reverse("matching:waiting_queue", args=[place.offer.code]), about=place.offer,
            key=f"waiting:{place.code}:taken:body",
        )  # fmt: skip


def send_link_again(*, by: Actor, place: WaitingPlace, purpose: str, recipient: Recipient) -> None:
    """A new link to the address the old one went to, and to no other."""
    path = link_path(place, purpose, recipient)
    tell(
        by=by, to=[recipient], topic=TOPIC, subject=T("ลิงก์ใหม่ของบัญชีรอ: {offer}", "A new link: {offer}").format(offer=name_of(place.offer)),
        body=T("ใช้ลิงก์นี้แทนลิงก์เดิม", "Use this link instead of the old one."), link=path, about=place,
        key=f"waiting:{place.code}:link:{clock.now():%Y%m%d%H%M%S}",
    )  # fmt: skip


def link_path(place: WaitingPlace, purpose: str, recipient: Recipient) -> str:
    """A link for one act, until the term of the offered place is over, or as long as one may wait."""
    _, token = links.issue(
        purpose=purpose, about=place.reference, organisation_code=place.enterprise.organisation.code,
        address=recipient.address, name=recipient.name, days=LEAVE_DAYS, until=place.offered_until if purpose == ANSWER else None,
    )  # fmt: skip
    return reverse("matching:waiting_answer" if purpose == ANSWER else "matching:waiting_leave", args=[token])


def _tell(
    by: Actor, place: WaitingPlace, reason: str, purpose: str, subject: T, body: T, **values: object
) -> None:
    """To the group's people on the page of its place; to its address by a signed link, where the message asks for an act."""
    words = {"offer": name_of(place.offer), **values}
    address = address_of(place.enterprise)
    ways: list[tuple[list[Recipient], str]] = [(people_of(place.enterprise), place.get_absolute_url())]
    if address is not None:
        ways.append(
            ([address], link_path(place, purpose, address) if purpose else place.offer.get_absolute_url())
        )
    for to, link in ways:
        tell(
            by=by, to=to, topic=TOPIC, subject=subject.format(**words), body=body.format(**words), link=link, about=place,
            key=f"waiting:{place.code}:{reason}",
        )  # fmt: skip
