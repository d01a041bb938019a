"""Who can be told something for a group or a body."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from phanuek.messages.readers import Recipient, tidy
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.roles import ROLES, Permission
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T


@dataclass
class Reach:
    """Who can be told for some groups, read at once: a draw may have thousands."""

    members: dict[int, list[Membership]]
    _officers: list[Membership] | None = field(default=None, repr=False)

    @classmethod
    def of(cls, enterprises: Iterable[Enterprise]) -> "Reach":
        members: dict[int, list[Membership]] = {}
        bodies = [one.organisation_id for one in enterprises]
        for start in range(0, len(bodies), 500):
            for row in _members(organisation__in=bodies[start : start + 500]):
                members.setdefault(row.organisation_id, []).append(row)
        return cls(members)

    def people(self, enterprise: Enterprise) -> list[Recipient]:
        """Those who sign in for the group; where nobody does and no address is known, the officers of its area."""
        rows = self.members.get(enterprise.organisation_id, [])
        if not rows and not enterprise.contact_email:
            rows = [
                m
                for m in self._area_officers()
                if m.area and enterprise.subdistrict.code.startswith(m.area.code)
            ]
        return _recipients(rows)

    def address(self, enterprise: Enterprise) -> Recipient | None:
        """The group's own address, where no account of the group has it already."""
        address = tidy(enterprise.contact_email)
        rows = self.members.get(enterprise.organisation_id, [])
        if not address or any(tidy(m.person.email) == address for m in rows):
            return None
        return Recipient(
            address=address, name=enterprise.contact_name, organisation_code=enterprise.organisation.code
        )

    def everybody(self, enterprise: Enterprise) -> list[Recipient]:
        address = self.address(enterprise)
        return [*self.people(enterprise), *([address] if address else [])]

    def _area_officers(self) -> list[Membership]:
        if self._officers is None:
            roles = [
                role.code
                for role in ROLES.values()
                if role.by_area and Permission.SEND_REFERRAL in role.permissions
            ]
            self._officers = _members(role__in=roles)
        return self._officers


def people_of(enterprise: Enterprise) -> list[Recipient]:
    return Reach.of([enterprise]).people(enterprise)


def address_of(enterprise: Enterprise) -> Recipient | None:
    return Reach.of([enterprise]).address(enterprise)


def officers_of(body: Organisation) -> list[Recipient]:
    """Who writes the body's offers; its office where nobody has an account."""
    roles = [role.code for role in ROLES.values() if Permission.MANAGE_OWN_OFFERS in role.permissions]
    found = _recipients(_members(organisation=body.pk, role__in=roles))
    if not found and body.contact_email:
        return [Recipient(address=body.contact_email, name=body.name_th, organisation_code=body.code)]
    return found


def _members(**wanted: object) -> list[Membership]:
    rows = Membership.objects.valid(clock.today()).filter(person__is_active=True, **wanted)
    return list(rows.select_related("person", "organisation", "area").order_by("pk"))


def _recipients(rows: Iterable[Membership]) -> list[Recipient]:
    found = {
        row.person_id: Recipient(person_id=row.person_id, organisation_code=row.organisation.code)
        for row in rows
    }
    return list(found.values())


def name_of(thing: object, field: str = "name") -> T:
    """A name in both languages, Thai where there is no English one."""
    th = getattr(thing, f"{field}_th")
    return T(th, getattr(thing, f"{field}_en") or th)


def day_words(day: date | datetime) -> T:
    if isinstance(day, datetime):
        day = day.astimezone(ZoneInfo(pack().timezone)).date()
    return T(pack().format_date(day, "th", "long"), pack().format_date(day, "en", "long"))
