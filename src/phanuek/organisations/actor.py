"""Who acts: a person for an organisation, in one role. Every action takes one as `by`."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

if TYPE_CHECKING:
    from phanuek.organisations.models import Membership, Organisation


@dataclass(frozen=True)
class Actor:
    """`organisation_*` is the body the person belongs to; `on_behalf_of_*` the one they act for instead, when they say so.

    `area_code` limits an area role; empty means the whole country.
    """

    person_id: int | None = None
    person_name: str = ""
    organisation_id: int | None = None
    organisation_code: str = ""
    role: str = ""
    area_code: str = ""
    on_behalf_of_id: int | None = None
    on_behalf_of_code: str = ""
    is_system: bool = False
    granted: frozenset[Permission] = frozenset()
    by_link: str = ""

    @classmethod
    def public(cls) -> "Actor":
        """Someone who has not signed in."""
        return cls()

    @classmethod
    def system(cls, name: str) -> "Actor":
        """The platform itself, for set-up and loading; may do everything, and the timeline says it was the system."""
        return cls(person_name=name, is_system=True)

    @classmethod
    def through_link(
        cls, organisation: "Organisation", *, link: str, name: str = "", granted: frozenset[Permission]
    ) -> "Actor":
        """Whoever holds a signed link: acts for one body with the permissions that the link's purpose needs, has no role
        and sees no list. `link` is the link's code; the timeline shows that it was done by link."""
        return cls(
            person_name=name, organisation_id=organisation.pk, organisation_code=organisation.code, granted=granted,
            by_link=link,
        )  # fmt: skip

    @classmethod
    def of(cls, membership: "Membership") -> "Actor":
        return cls(
            person_id=membership.person_id,
            person_name=str(membership.person),
            organisation_id=membership.organisation_id,
            organisation_code=membership.organisation.code,
            role=membership.role,
            area_code=membership.area.code if membership.area else "",
        )

    @property
    def is_public(self) -> bool:
        return self.person_id is None and not self.is_system and not self.by_link

    @property
    def permissions(self) -> frozenset[Permission]:
        if self.is_system:
            return frozenset(Permission)
        return ROLES[self.role].permissions if self.role else self.granted

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    @property
    def sees_all(self) -> bool:
        return self.may(Permission.SEE_ALL)

    @property
    def acting_id(self) -> int | None:
        """The organisation the act counts for."""
        return self.on_behalf_of_id or self.organisation_id

    @property
    def acting_code(self) -> str:
        return self.on_behalf_of_code or self.organisation_code

    def acts_for(self, organisation_id: int | None) -> bool:
        return organisation_id is not None and organisation_id == self.acting_id

    def covers(self, area_code: str) -> bool:
        """Whether an area (by its code) lies in the actor's own; a role without an area covers all."""
        return not self.area_code or area_code.startswith(self.area_code)

    def for_organisation(self, organisation: "Organisation", *, on: date) -> "Actor":
        """The same person acting on behalf of a body that has no account yet; the actor unchanged when it is their own.

        Raises NotAllowed when the role does not allow it, or the body has its own officers (then they answer for themselves).
        """
        if organisation.pk == self.organisation_id or self.is_system:
            return self
        if not self.may(Permission.ACT_FOR_OTHERS):
            raise NotAllowed(
                T(
                    "เฉพาะฝ่ายเลขานุการเท่านั้นที่บันทึกแทนหน่วยงานอื่นได้",
                    "Only the secretariat may record on behalf of another body.",
                )
            )
        if organisation.memberships.valid(on).exists():
            raise NotAllowed(
                T(
                    "{name} มีเจ้าหน้าที่ในระบบแล้ว โปรดให้หน่วยงานดำเนินการเอง",
                    "{name} has officers of its own here; they act for themselves.",
                ).format(name=organisation.name_th)
            )
        return replace(self, on_behalf_of_id=organisation.pk, on_behalf_of_code=organisation.code)
