"""Who answers for a commitment inside its lead, and who stands in."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from phanuek.agreements.models import Commitment, Responsible
from phanuek.organisations.models import Membership, Organisation
from phanuek.people.models import Person
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

RANKS = (Responsible.Rank.RESPONSIBLE.value, Responsible.Rank.DEPUTY.value)


@dataclass(frozen=True)
class Contact:
    """Somebody of the lead: with an account (`person`), or a name with the e-mail address that reaches them."""

    person: Person | None = None
    name: str = ""
    email: str = ""

    def __bool__(self) -> bool:
        return bool(self.person or self.name.strip() or self.email.strip())

    def __str__(self) -> str:
        return f"{self.name} {self.email}".strip()


def contacts_of(commitment: Commitment) -> dict[str, Contact]:
    """Who is named, by rank."""
    rows = commitment.responsibles.select_related("person")
    return {row.rank: Contact(row.person, row.name, row.email) for row in rows}


def checked(contact: Contact, lead: Organisation, rank: str) -> Contact:
    """The contact as it is kept. Refused, at the field of its rank, when nobody could be reached by it."""
    if contact.person is not None:
        _check_belongs(contact.person, lead, rank)
        return Contact(contact.person, str(contact.person)[:200], "")
    name, email = " ".join(contact.name.split()), contact.email.strip()
    if not name:
        raise Refused(
            T("โปรดใส่ชื่อของผู้ที่จะรับอีเมล", "Give the name of the person at this address."), field=f"{rank}_name"
        )
    if not email:
        raise Refused(
            T(
                "{name} ไม่มีบัญชีในระบบ จึงต้องมีอีเมลสำหรับแจ้งเตือน",
                "{name} has no account here, so an e-mail address is needed for reminders.",
            ).format(name=name),
            field=f"{rank}_email",
        )
    try:
        validate_email(email)
    except ValidationError:
        raise Refused(
            T("“{email}” ไม่ใช่ที่อยู่อีเมล", "“{email}” is not an e-mail address.").format(email=email[:80]),
            field=f"{rank}_email",
            hint=T("ตรวจตัวสะกด เช่น name@example.go.th", "Check its spelling, such as name@example.go.th."),
        ) from None
    return Contact(None, name[:200], email)


def _check_belongs(person: Person, lead: Organisation, rank: str) -> None:
    if not Membership.objects.valid(clock.today()).filter(person=person, organisation=lead).exists():
        raise Refused(
            T(
                "{person} ไม่ได้เป็นเจ้าหน้าที่ของ{name}ในระบบ",
                "{person} is not a member of {name} here.",
            ).format(person=str(person), name=T(lead.name_th, lead.name_en or lead.name_th)),
            field=f"{rank}_person",
            hint=T(
                "เลือกจากรายชื่อของหน่วยงาน หรือใส่ชื่อและอีเมลแทน",
                "Choose one of its members, or give a name and an e-mail address.",
            ),
        )


def write(commitment: Commitment, wanted: dict[str, Contact]) -> None:
    """Keeps exactly the ranks in `wanted` that name somebody."""
    for rank, contact in wanted.items():
        if not contact:
            commitment.responsibles.filter(rank=rank).delete()
            continue
        Responsible.objects.update_or_create(
            commitment=commitment,
            rank=rank,
            defaults={"person": contact.person, "name": contact.name, "email": contact.email},
        )
