"""Who can be told something for a group or a body."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from phanuek.messages.readers import Recipient, tidy
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.roles import ROLES, Permission
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T


def people_of(enterprise: Enterprise) -> list[Recipient]:
    """Those who sign in for the group; where nobody does and no address is known, the officers of its area."""
    rows = _members(organisation=enterprise.organisation_id)
    if not rows and not enterprise.contact_email:
        roles = [
            role.code
            for role in ROLES.values()
            if role.by_area and Permission.SEND_REFERRAL in role.permissions
        ]
        place = enterprise.subdistrict.code
        rows = [m for m in _members(role__in=roles) if m.area and place.startswith(m.area.code)]
    return _recipients(rows)


def address_of(enterprise: Enterprise) -> Recipient | None:
    """The group's own address, where no account of the group has it already."""
    address = tidy(enterprise.contact_email)
    if not address or any(
        tidy(m.person.email) == address for m in _members(organisation=enterprise.organisation_id)
    ):
        return None
    return Recipient(
        address=address, name=enterprise.contact_name, organisation_code=enterprise.organisation.code
    )


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
