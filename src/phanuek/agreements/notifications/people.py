"""Who can be told something for a body: its officers, the people named for a commitment, the secretariat."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phanuek.agreements.models import Responsible
from phanuek.messages.readers import Recipient
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.roles import ROLES, Permission


@dataclass(frozen=True)
class Sent:
    """What was sent: why, about what, to how many. Whom it went to is not printed anywhere."""

    kind: str
    about: str
    people: int


@dataclass(frozen=True)
class Directory:
    """Who can sign in on a day, by the body they act for; read once for a whole run."""

    officers: dict[int, list[Recipient]]
    members: set[tuple[int, int]]
    secretariat: list[Recipient]

    @classmethod
    def of(cls, on: date) -> "Directory":
        rows = (
            Membership.objects.valid(on)
            .filter(person__is_active=True, role__in=_roles(Permission.MANAGE_OWN_COMMITMENTS))
            .select_related("organisation")
            .order_by("pk")
        )
        officers: dict[int, list[Recipient]] = {}
        secretariat: list[Recipient] = []
        for row in rows:
            one = Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
            if Permission.MANAGE_AGREEMENT in ROLES[row.role].permissions:
                secretariat.append(one)
            else:
                officers.setdefault(row.organisation_id, []).append(one)
        known = Membership.objects.valid(on).filter(person__is_active=True)
        members = set(known.order_by().values_list("person", "organisation"))
        return cls(officers, members, secretariat)

    def reach(self, named: Responsible | None, lead: Organisation) -> list[Recipient]:
        """The one who is named, where they can be reached: a member of the lead, or by e-mail."""
        if named is None:
            return []
        if named.person_id is not None:
            if (named.person_id, lead.pk) not in self.members:
                return []
            return [Recipient(person_id=named.person_id, organisation_code=lead.code)]
        if not named.email:
            return []
        return [Recipient(address=named.email, name=named.name, organisation_code=lead.code)]


def checkers(on: date, bodies: Iterable[int], *, without: int | None) -> list[Recipient]:
    """Those who may decide on claims for some bodies, and the secretariat; one person left out."""
    rows = (
        Membership.objects.valid(on)
        .filter(person__is_active=True, role__in=_roles(Permission.CHECK_CLAIMS))
        .exclude(person=without)
        .select_related("organisation")
        .order_by("pk")
    )
    wanted = set(bodies)
    found = {
        row.person_id: Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
        for row in rows
        if row.organisation_id in wanted or Permission.SEE_ALL in ROLES[row.role].permissions
    }
    return list(found.values())


def _roles(permission: Permission) -> list[str]:
    return [role.code for role in ROLES.values() if permission in role.permissions]
