"""Who can be told of a case: the officers of the bodies, the people of the group, an office by mail, the secretariat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from phanuek.messages.readers import Recipient
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.roles import ROLES, Permission
from phanuek.referrals.models import Referral
from phanuek.referrals.states import Side


def _roles(permission: Permission) -> list[str]:
    return [role.code for role in ROLES.values() if permission in role.permissions]


@dataclass(frozen=True)
class Directory:
    """Who can sign in on a day, by the body they act for; read once for a whole run, or for the bodies of one case."""

    members: dict[int, list[Membership]]
    secretariat: list[Recipient]

    @classmethod
    def of(cls, on: date, referrals: Iterable[Referral] | None = None) -> Directory:
        rows = Membership.objects.valid(on).filter(person__is_active=True)
        keepers = _roles(Permission.ACT_FOR_OTHERS)
        if referrals is not None:
            bodies = {body for referral in referrals for body in _bodies(referral)}
            rows = rows.filter(Q(organisation__in=bodies) | Q(role__in=keepers))
        members: dict[int, list[Membership]] = {}
        secretariat = []
        for row in rows.select_related("organisation").order_by("pk"):
            members.setdefault(row.organisation_id, []).append(row)
            if row.role in keepers:
                secretariat.append(_one(row))
        return cls(members, secretariat)

    def provider(self, referral: Referral) -> list[Recipient]:
        """The officer who has it, else every officer who answers for the body, else its office."""
        found = self._with(referral.provider_id, Permission.ANSWER_REFERRALS)
        its_own = [row for row in found if row.person_id == referral.officer_id]
        return [_one(row) for row in its_own or found] or _office(referral.provider)

    def sender(self, referral: Referral) -> list[Recipient]:
        """The sending body's officers of the group's area, else its office."""
        area = referral.enterprise.subdistrict_id
        found = [
            row
            for row in self._with(referral.sender_id, Permission.SEND_REFERRAL)
            if row.area_id is None or area.startswith(row.area_id)
        ]
        return [_one(row) for row in found] or _office(referral.sender)

    def group(self, referral: Referral) -> list[Recipient]:
        """Those who sign in for the group, else the address it gave; nobody where there is neither."""
        enterprise = referral.enterprise
        found = self.members.get(enterprise.organisation_id or 0, [])
        if found:
            return [_one(row) for row in found]
        if enterprise.contact_email:
            return [Recipient(address=enterprise.contact_email, name=enterprise.name_th)]
        return []

    def owner(self, referral: Referral, side: Side) -> list[Recipient]:
        """Whose turn it is. Where they cannot be reached: for a group its officers, for a body the secretariat."""
        if side == Side.PROVIDER:
            return self.provider(referral) or self.secretariat
        if side == Side.GROUP:
            return self.group(referral) or self.sender(referral) or self.secretariat
        return self.sender(referral) or self.secretariat

    def above(self, referral: Referral, side: Side) -> list[Recipient]:
        """Whom a late step climbs to: the body above the owner's, else the secretariat. For a group, its officers first."""
        if side == Side.GROUP:
            return self.sender(referral) or self.secretariat
        body = referral.provider if side == Side.PROVIDER else referral.sender
        permission = Permission.ANSWER_REFERRALS if side == Side.PROVIDER else Permission.SEND_REFERRAL
        found = self._with(body.parent_id, permission) if body.parent_id else []
        return [_one(row) for row in found] or self.secretariat

    def appeal(self, referral: Referral, refused_by: int | None) -> list[Recipient]:
        """Those who may answer an appeal: others of the body, the body above it; else the secretariat."""
        rows = [
            *self._with(referral.provider_id, Permission.ANSWER_REFERRALS),
            *(
                self._with(referral.provider.parent_id, Permission.ANSWER_REFERRALS)
                if referral.provider.parent_id
                else []
            ),
        ]
        found = [_one(row) for row in rows if row.person_id != refused_by]
        return found or [one for one in self.secretariat if one.person_id != refused_by]

    def everybody(self, referral: Referral) -> list[Recipient]:
        return distinct([*self.provider(referral), *self.sender(referral), *self.group(referral)])

    def _with(self, body: int, permission: Permission) -> list[Membership]:
        return [row for row in self.members.get(body, []) if permission in ROLES[row.role].permissions]


def _bodies(referral: Referral) -> set[int]:
    found = {
        referral.provider_id, referral.sender_id, referral.enterprise.organisation_id, referral.provider.parent_id,
        referral.sender.parent_id,
    }  # fmt: skip
    return {body for body in found if body is not None}


def _one(row: Membership) -> Recipient:
    return Recipient(person_id=row.person_id, organisation_code=row.organisation.code)


def _office(body: Organisation) -> list[Recipient]:
    if not body.contact_email:
        return []
    return [Recipient(address=body.contact_email, name=body.name_th, organisation_code=body.code)]


def distinct(people: Iterable[Recipient]) -> list[Recipient]:
    """Each reader once, in the order they came."""
    found: dict[tuple[int | None, str], Recipient] = {}
    for one in people:
        found.setdefault((one.person_id, one.address), one)
    return list(found.values())
