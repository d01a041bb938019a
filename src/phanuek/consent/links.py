"""A group without an account withdraws its consent by a link that only its own address gets."""

from __future__ import annotations

from django.urls import reverse

from phanuek.consent.models import Consent, Purpose
from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.people import links
from phanuek.people.models import ActingLink
from phanuek.timeline.models import subject_key
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

REVOKE = "consent.revoke"
TOPICS = {"consent.links": T("ลิงก์ถอนความยินยอม", "The link by which a consent is withdrawn")}
# a consent is withdrawn as easily a year later
DAYS = 365


def send_revoke_link(*, by: Actor, consent: Consent) -> ActingLink:
    """To the address of the group in the directory, never to another one. Refused without one, and when too many went there."""
    enterprise = consent.enterprise
    if not by.by_link:
        check_has(by, Permission.RECORD_CONSENT)
    if not enterprise.contact_email:
        raise Refused(
            T("ยังไม่มีอีเมลของกลุ่มในทะเบียน จึงส่งลิงก์ไม่ได้", "The directory has no e-mail address of the group, so no link can be sent."),
            hint=T("เพิ่มอีเมลที่หน้าผู้ประสานงานและที่อยู่", "Add it on the page of contact and address."),
        )  # fmt: skip
    about = subject_key(consent)
    last = links.of_act(REVOKE, about).filter(address=enterprise.contact_email).first()
    if last is not None and links.too_many(last):
        raise Refused(TOO_MANY)
    link, token = links.issue(
        purpose=REVOKE, about=about, organisation_code=enterprise.organisation.code, address=enterprise.contact_email,
        name=enterprise.contact_name, days=DAYS, by_id=by.person_id,
    )  # fmt: skip
    group = T(enterprise.name_th, enterprise.name_en or enterprise.name_th)
    body = T(consent.recipient.name_th, consent.recipient.name_en or consent.recipient.name_th)
    messages.tell(
        by=by,
        to=[Recipient(address=link.address, name=link.name, organisation_code=link.organisation_code)],
        topic="consent.links",
        subject=T("ถอนความยินยอมที่ให้แก่ {body}", "Withdrawing the consent given to {body}").format(body=body),
        body=T(
            "{group} ยินยอมให้ {body} ใช้ข้อมูลเพื่อ “{purpose}”\n\nเปิดลิงก์นี้เมื่อต้องการถอน ไม่ต้องให้เหตุผล และไม่ต้องมีบัญชีผู้ใช้",
            "{group} lets {body} use its data for “{purpose}”.\n\nOpen this link to withdraw that. No reason and no account is needed.",
        ).format(group=group, body=body, purpose=Purpose(consent.purpose).label),
        link=reverse("consent:by_link", args=[token]),
        about=consent,
        key=f"consent.link:{link.code}",
    )  # fmt: skip
    return link


TOO_MANY = T(
    "ส่งลิงก์ไปที่อยู่นี้หลายครั้งแล้วในวันนี้ โปรดตรวจกล่องจดหมาย หรือลองใหม่พรุ่งนี้",
    "Several links went to this address today. Look into the mail box, or try again tomorrow.",
)
