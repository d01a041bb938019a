"""Letting somebody without an account act: a link for one act on one case, sent to an address that is told to nobody else.

The body's link goes to the office's address, or to one that the sender or the secretariat types; the group's goes to the address in
the directory, which nobody types here. A body whose officers sign in gets no link: they answer under their names.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient, tidy
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.roles import Permission
from phanuek.people import links
from phanuek.people.models import ActingLink, Person
from phanuek.referrals import permissions
from phanuek.referrals.acting import ANSWER, ANSWERED_IN, CONFIRM, DELIVER, DELIVERED_IN
from phanuek.referrals.actions import steps
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.notifications.news import is_silent
from phanuek.timeline import actions as timeline
from phanuek.timeline.models import subject_key
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TOPICS = {
    "referrals.links": T("ลิงก์ให้ตอบโดยไม่ต้องมีบัญชี", "Links to answer by without an account"),
    "referrals.receipt": T("ถามว่าได้รับการสนับสนุนแล้วหรือไม่", "Asking whether support came"),
}
TOO_MANY = T(
    "ส่งลิงก์ไปที่อยู่นี้หลายครั้งแล้วในวันนี้ โปรดตรวจกล่องจดหมาย หรือลองใหม่พรุ่งนี้",
    "Several links went to this address today. Look into the mail box, or try again tomorrow.",
)


@transaction.atomic
def send_answer_link(*, by: Actor, referral: Referral, address: str = "", name: str = "") -> ActingLink:
    """Lets the office accept, ask for more or refuse. `address` is asked for only where the directory of bodies has none;
    the secretariat may name another one. Refused for one's own address, and for a body whose officers sign in."""
    referral = steps.hold(referral)
    permissions.check_can_send_link(by, referral)
    permissions.check_stands_in(referral, ANSWERED_IN)
    link, token = _issue(
        by, ANSWER, referral, referral.provider, _address(by, referral, address), name, referral
    )
    _tell_answer(by, referral, link, token)
    return link


@transaction.atomic
def send_deliver_link(
    *, by: Actor, referral: Referral, address: str, name: str = ""
) -> tuple[ActingLink, str]:
    """After accepting by link: the next one, to record what was given. Goes to the same address, within the act."""
    permissions.check_can_send_link(by, referral)
    permissions.check_stands_in(referral, DELIVERED_IN)
    link, token = _issue(by, DELIVER, referral, referral.provider, address, name, referral)
    offer, provider = _name(referral.offer), permissions.name_of(referral.provider)
    _tell(
        by, link, token, "referrals.links", referral,
        T("บันทึกการให้การสนับสนุน: {offer}", "Record the support given: {offer}").format(offer=offer),
        T("{provider} รับเรื่อง {code} แล้ว เมื่อให้การสนับสนุนแล้ว โปรดบันทึกผ่านลิงก์นี้ ข้อมูลติดต่อของกลุ่มดูได้ที่หน้าเดียวกัน\n\nลิงก์นี้ใช้ได้ครั้งเดียว ขอใหม่ได้เมื่อยังมีครั้งต่อไป",
          "{provider} has accepted case {code}. When support was given, record it by this link; the same page shows how to reach the group.\n\nIt works once; a new one can be had while more follows.")
        .format(provider=provider, code=referral.code),
    )  # fmt: skip
    return link, token


def ask_other_side(*, by: Actor, delivery: Delivery) -> ActingLink | None:
    """Asks the side that did not record it whether it is so, by a link where nobody signs in for it; those who sign in read it
    among the news of the case. None where nobody can be asked this way."""
    referral = delivery.referral
    body = referral.provider if delivery.reported_by_receiver else referral.enterprise.organisation
    if is_silent() or _members(body) or not _where(delivery):
        return None
    return _send_confirm(by, delivery)


def invite(*, by: Actor, referral: Referral) -> ActingLink | None:
    """When it is the turn of a body that nobody signs in for: its link, to where the last one was used, else to its office.
    None where no address is known; then the case says so and offers to send one."""
    if is_silent() or referral.state not in ANSWERED_IN or _members(referral.provider):
        return None
    last = links.of_act(ANSWER, subject_key(referral)).exclude(used_at=None).first()
    address = last.address if last else tidy(referral.provider.contact_email)
    if not address:
        return None
    name = last.name if last else ""
    link, token = _issue(by, ANSWER, referral, referral.provider, address, name, referral)
    _tell_answer(by, referral, link, token)
    return link


@transaction.atomic
def send_confirm_link(*, by: Actor, delivery: Delivery) -> ActingLink:
    """Lets the other side say received, in part, or not received. Refused where no address of it is known."""
    permissions.check_can_send_link(by, delivery.referral)
    return _send_confirm(by, delivery)


def _send_confirm(by: Actor, delivery: Delivery) -> ActingLink:
    referral = delivery.referral
    address = _where(delivery)
    if not address:
        raise Refused(
            T("ยังไม่มีอีเมลของกลุ่มในทะเบียน จึงส่งลิงก์ไม่ได้", "The directory has no e-mail address of the group, so no link can be sent."),
            hint=T("เพิ่มอีเมลที่หน้าผู้ประสานงานและที่อยู่ของกลุ่ม", "Add it on the group's page of contact and address."),
        )  # fmt: skip
    body = referral.provider if delivery.reported_by_receiver else referral.enterprise.organisation
    name = "" if delivery.reported_by_receiver else referral.enterprise.contact_name
    link, token = _issue(by, CONFIRM, delivery, body, address, name, referral)
    _tell(
        by, link, token, "referrals.receipt", referral,
        T("ได้รับการสนับสนุนแล้วหรือไม่: {what}", "Did this support come: {what}").format(what=delivery.what),
        T("{who} บันทึกว่าให้ “{what}” แก่ {group} แล้ว\n\nโปรดเปิดลิงก์นี้เพื่อบอกว่าได้รับครบ ได้รับบางส่วน หรือไม่ได้รับ ไม่ต้องมีบัญชีผู้ใช้ คำตอบของท่านนับแยกจากคำบอกของผู้ให้",
          "{who} has recorded that “{what}” was given to {group}.\n\nOpen this link to say whether it came, came in part or did not come. No account is needed; your word is counted apart from the giver's.")
        .format(who=permissions.name_of(delivery.recorded_by), what=delivery.what, group=_name(referral.enterprise)),
    )  # fmt: skip
    return link


@transaction.atomic
def send_again(
    *, by: Actor, link: ActingLink, referral: Referral, delivery: Delivery | None = None
) -> ActingLink:
    """Another link for the same act to the same address and to no other. Refused when too many went there, and when the
    case has moved on."""
    if links.too_many(link):
        raise Refused(TOO_MANY)
    if link.purpose == CONFIRM and delivery is not None:
        return send_confirm_link(by=by, delivery=delivery)
    if referral.state in DELIVERED_IN:
        return send_deliver_link(by=by, referral=referral, address=link.address, name=link.name)[0]
    permissions.check_stands_in(referral, ANSWERED_IN)
    again, token = _issue(by, ANSWER, referral, referral.provider, link.address, link.name, referral)
    _tell_answer(by, referral, again, token)
    return again


def actor_of(link: ActingLink) -> Actor:
    """Whoever holds the link, for its body, with what its one act needs."""
    granted = {
        ANSWER: {Permission.ANSWER_REFERRALS},
        DELIVER: {Permission.RECORD_DELIVERY},
        CONFIRM: {Permission.RECORD_DELIVERY},
    }[link.purpose]
    body = Organisation.objects.get(code=link.organisation_code)
    return Actor.through_link(body, link=link.code, name=link.name, granted=frozenset(granted))


def _issue(
    by: Actor, purpose: str, about: Any, body: Organisation, address: str, name: str, referral: Referral
) -> tuple[ActingLink, str]:
    until = None
    if referral.step_ends is not None and purpose != CONFIRM:
        zone = ZoneInfo(pack().timezone)
        until = datetime.combine(referral.step_ends + timedelta(days=1), time.min, zone)
    link, token = links.issue(
        purpose=purpose, about=subject_key(about), organisation_code=body.code, address=address, name=name.strip()[:200],
        until=until, by_id=by.person_id,
    )  # fmt: skip
    timeline.record(
        "referral.link_sent", about=referral, by=by, facts={"link": link.code, "purpose": purpose}
    )
    return link, token


def _address(by: Actor, referral: Referral, typed: str) -> str:
    """Where the body's link goes: its office, or what was typed where no office is known."""
    provider = referral.provider
    if _members(provider):
        raise Refused(
            T("{name} มีเจ้าหน้าที่ในระบบแล้ว เจ้าหน้าที่ตอบได้เองโดยไม่ต้องใช้ลิงก์", "{name} has officers of its own here; they answer without a link.")
            .format(name=permissions.name_of(provider))
        )  # fmt: skip
    office, address = tidy(provider.contact_email), tidy(typed) or tidy(provider.contact_email)
    if not address:
        raise Refused(T("โปรดระบุอีเมลของหน่วยงาน", "Name the e-mail address of the office."), field="address")
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            T("อีเมลนี้ไม่ถูกต้อง โปรดตรวจตัวสะกด", "This is not an e-mail address; check its spelling."),
            field="address",
        ) from None
    if office and address != office and not by.may(Permission.ACT_FOR_OTHERS):
        raise Refused(
            T("หน่วยงานนี้มีอีเมลสำนักงานในระบบแล้ว ลิงก์ส่งไปที่อยู่นั้นเท่านั้น", "The office's address is known; the link goes there only."),
            field="address",
            hint=T("ถ้าอีเมลเปลี่ยน โปรดแจ้งฝ่ายเลขานุการ", "If it has changed, tell the secretariat."),
        )  # fmt: skip
    senders = Membership.objects.filter(organisation__in={referral.sender_id, by.acting_id or 0}).values(
        "person"
    )
    own = Person.objects.filter(pk__in=[*senders.values_list("person", flat=True), by.person_id or 0])
    if own.filter(email__iexact=address).exists():
        raise Refused(
            T("นี่เป็นอีเมลของฝ่ายผู้ส่ง ผู้ส่งตอบแทนหน่วยงานที่รับเรื่องไม่ได้", "This address is the sender's own; the sender cannot answer for the body."),
            field="address",
        )  # fmt: skip
    return address


def _where(delivery: Delivery) -> str:
    """The address of the other side: the group's in the directory; the office's, or the one its link went to."""
    referral = delivery.referral
    if not delivery.reported_by_receiver:
        return referral.enterprise.contact_email
    last = (
        links.of_act(DELIVER, subject_key(referral)).first()
        or links.of_act(ANSWER, subject_key(referral)).first()
    )
    return last.address if last else referral.provider.contact_email


def _members(body: Organisation) -> list[Recipient]:
    rows = Membership.objects.valid(clock.today()).filter(organisation=body, person__is_active=True)
    return [Recipient(person_id=row.person_id, organisation_code=body.code) for row in rows.order_by("pk")]


def _tell_answer(by: Actor, referral: Referral, link: ActingLink, token: str) -> None:
    offer, sender = _name(referral.offer), permissions.name_of(referral.sender)
    _tell(
        by, link, token, "referrals.links", referral,
        T("มีกลุ่มขอรับ {offer}", "A group asks for {offer}").format(offer=offer),
        T("{sender} ส่งเรื่อง {code} มาให้ {provider} พิจารณา\n\nเปิดลิงก์นี้เพื่ออ่านคำขอ แล้วรับเรื่อง ขอข้อมูลเพิ่ม หรือไม่รับเรื่อง ไม่ต้องมีบัญชีผู้ใช้ ลิงก์ใช้ได้ครั้งเดียว อย่าส่งต่อให้ผู้ไม่เกี่ยวข้อง",
          "{sender} has passed case {code} to {provider}.\n\nOpen this link to read what is asked, then accept it, ask for more or refuse it. No account is needed. It works once; do not pass it on.")
        .format(sender=sender, code=referral.code, provider=permissions.name_of(referral.provider)),
    )  # fmt: skip


def _tell(
    by: Actor, link: ActingLink, token: str, topic: str, referral: Referral, subject: T, body: T
) -> None:
    messages.tell(
        by=by, to=[Recipient(address=link.address, name=link.name, organisation_code=link.organisation_code)], topic=topic,
        subject=subject, body=body, link=reverse("referrals:by_link", args=[token]), about=referral,
        key=f"referral.link:{link.code}",
    )  # fmt: skip


def _name(row: Any) -> T:
    return T(row.name_th, row.name_en or row.name_th)
