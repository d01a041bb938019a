"""Checks that fall due: the body that offers is told before its offer fades and before it is hidden, then that it is.

Which notice is due on a day is `engines.freshness`; its key names the day the check was due, so nobody is told twice, and after
days without the timer the latest notice alone is sent. A body without officers here is told at its office, by a link that
records the check; one without an address has nobody here, so the secretariat is told in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from phanuek.agreements.notifications import Sent
from phanuek.engines.freshness import TOLD_BEFORE_DAYS, Notice, latest_notice
from phanuek.messages.actions import tell
from phanuek.messages.models import Message
from phanuek.messages.readers import Recipient, tidy
from phanuek.offers.checking import link_path
from phanuek.offers.models import Offer
from phanuek.offers.queries.freshness import day_words
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES, Permission
from phanuek.people import links
from phanuek.people.models import ActingLink
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

TOPIC = "offers.checks"
LABEL = T("มาตรการที่ใกล้หรือเลยกำหนดตรวจสอบ", "Offers whose check is due or overdue")
BY = Actor.system("daily")


@dataclass(frozen=True)
class Owners:
    """Who is told for a body; read once for a whole run."""

    officers: dict[int, list[Recipient]]
    secretariat: list[Recipient]

    @classmethod
    def of(cls, on: date) -> "Owners":
        roles = [role.code for role in ROLES.values() if Permission.MANAGE_OWN_OFFERS in role.permissions]
        rows = Membership.objects.valid(on).filter(person__is_active=True, role__in=roles)
        officers: dict[int, list[Recipient]] = {}
        secretariat: list[Recipient] = []
        for row in rows.select_related("organisation").order_by("pk"):
            one = Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
            officers.setdefault(row.organisation_id, []).append(one)
            if Permission.MANAGE_AGREEMENT in ROLES[row.role].permissions:
                secretariat.append(one)
        return cls(officers, secretariat)

    def told_of(self, offer: Offer) -> list[Recipient]:
        body = offer.provider
        if body.pk in self.officers:
            return self.officers[body.pk]
        if body.contact_email:
            return [Recipient(address=body.contact_email, name=body.name_th, organisation_code=body.code)]
        return self.secretariat


@dataclass(frozen=True)
class Due:
    """One notice that is due for an offer."""

    offer: Offer
    notice: Notice
    on: date

    @property
    def key(self) -> str:
        return (
            f"offer.check:{self.offer.code}:{self.notice}:{self.offer.freshness(self.on).due_on.isoformat()}"
        )


def remind_to_check(on: date) -> list[Sent]:
    """Sends each notice that is due on a day to those who were not told; returns what it sent."""
    due, owners = _due(on), Owners.of(on)
    told = _told(due)
    sent = []
    for one in due:
        owner = owners.told_of(one.offer)
        extra = owners.secretariat if one.notice == Notice.HIDDEN and owner is not owners.secretariat else []
        people = sum(
            _send(one, to, instead=owner is owners.secretariat, told=told) for to in (*owner, *extra)
        )
        if people:
            sent.append(Sent(f"offer check {one.notice}", one.offer.code, people))
    return sent


def _due(on: date) -> list[Due]:
    """Of offers that take applications or will; a closed one misleads nobody."""
    rows = Offer.objects.still_to_take(on).due_before(on + timedelta(days=TOLD_BEFORE_DAYS))
    found = []
    for offer in rows.select_related("provider").order_by("pk"):
        latest = latest_notice(offer.freshness(on), on)
        if latest is not None:
            found.append(Due(offer, latest[0], on))
    return found


def _told(due: Iterable[Due]) -> set[tuple[str, int | None]]:
    keys = [one.key for one in due]
    found: set[tuple[str, int | None]] = set()
    for start in range(0, len(keys), 500):
        rows = Message.objects.filter(key__in=keys[start : start + 500])
        found.update(rows.values_list("key", "person"))
    return found


def _send(due: Due, to: Recipient, *, instead: bool, told: set[tuple[str, int | None]]) -> int:
    """How many were told: one, or none. A link is issued only for a message that is new."""
    if (due.key, to.person_id) in told:
        return 0
    link = link_path(due.offer, to) if to.address else reverse("offers:check", args=[due.offer.code])
    made = tell(
        by=BY, to=[to], topic=TOPIC, subject=_subject(due), body=_body(due, by_link=bool(to.address), instead=instead),
        link=link, about=due.offer, key=due.key,
    )  # fmt: skip
    return len(made)


def send_link_again(*, by: Actor, link: ActingLink, offer: Offer) -> None:
    """A new link to the office that the old one went to, and to no other. Refused when too many went there."""
    if links.too_many(link) or tidy(link.address) != tidy(offer.provider.contact_email):
        raise Refused(
            T("ขอลิงก์ใหม่ตอนนี้ไม่ได้ โปรดลองวันพรุ่งนี้ หรือติดต่อฝ่ายเลขานุการ",
              "A new link cannot be sent now. Try tomorrow, or ask the secretariat.")
        )  # fmt: skip
    to = Recipient(address=link.address, name=link.name, organisation_code=link.organisation_code)
    tell(
        by=by, to=[to], topic=TOPIC, subject=T("ลิงก์ใหม่สำหรับตรวจมาตรการ: {offer}", "A new link to check an offer: {offer}").format(offer=_name(offer)),
        body=T("ใช้ลิงก์นี้แทนลิงก์เดิม", "Use this link instead of the old one."), link=link_path(offer, to), about=offer,
        key=f"offer.check:{offer.code}:again:{clock.now():%Y%m%d%H%M%S}",
    )  # fmt: skip


def _subject(due: Due) -> T:
    days = due.offer.freshness(due.on)
    words = {
        Notice.FADES_SOON: T("ครบกำหนดตรวจมาตรการในอีก {n} วัน: {offer}", "An offer is to be checked within {n} days: {offer}"),
        Notice.FADES: T("มาตรการเลยกำหนดตรวจแล้ว: {offer}", "The check of an offer is overdue: {offer}"),
        Notice.HIDES_SOON: T("จะพักการเสนอมาตรการในอีก {n} วัน: {offer}", "In {n} days an offer is no longer proposed: {offer}"),
        Notice.HIDDEN: T("พักการเสนอมาตรการแล้ว: {offer}", "An offer is no longer proposed: {offer}"),
    }[due.notice]  # fmt: skip
    last = days.due_on if due.notice == Notice.FADES_SOON else days.hides_on
    return words.format(n=max((last - due.on).days, 0), offer=_name(due.offer))


def _body(due: Due, *, by_link: bool, instead: bool) -> T:
    days = due.offer.freshness(due.on)
    said = T(
        "“{offer}” ของ{body} ตรวจล่าสุดหรือบันทึกเมื่อ {known} ครบกำหนดตรวจ {due}\nหลัง {due} จะแสดงว่าข้อมูลเริ่มเก่า และตั้งแต่ {hides} จะไม่เสนอให้กลุ่มใด จนกว่าจะมีผู้ตรวจ",
        "“{offer}” of {body} was last checked, or entered, on {known}; its check is due on {due}.\nAfter that it is shown as getting old, and from {hides} it is proposed to nobody until it is checked.",
    ).format(
        offer=_name(due.offer), body=T(due.offer.provider.name_th, due.offer.provider.name_en or due.offer.provider.name_th),
        known=day_words(days.known_on), due=day_words(days.due_on), hides=day_words(days.hides_on),
    )  # fmt: skip
    lines = [said]
    if due.notice == Notice.HIDDEN:
        lines.append(T("วันนี้ไม่ได้เสนอแล้ว", "It is no longer proposed now."))
    if instead:
        lines.append(
            T(
                "หน่วยงานนี้ไม่มีผู้ใช้งานและไม่มีอีเมลสำนักงานในระบบ จึงแจ้งฝ่ายเลขานุการแทน",
                "The body has no account and no office address here, so the secretariat is told.",
            )
        )
    lines.append(
        T("เปิดลิงก์นี้ เทียบกับประกาศ แล้วกดยืนยัน ไม่ต้องมีบัญชีผู้ใช้", "Open this link, compare it with what you publish, and confirm. No account is needed.")
        if by_link
        else T("โปรดเทียบกับประกาศ แล้วกดยืนยัน หรือแก้ไขสิ่งที่เปลี่ยน", "Compare it with what is published, then confirm it or edit what has changed.")
    )  # fmt: skip
    return T("\n\n".join(line.th for line in lines), "\n\n".join(line.en for line in lines))


def _name(offer: Offer) -> T:
    return T(offer.name_th, offer.name_en or offer.name_th)
