"""Who may record what a group allowed, and read who looked."""

from __future__ import annotations

from phanuek.consent.models import Method
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.registry.permissions import check_can_work_with
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_see(by: Actor, enterprise: Enterprise) -> None:
    """The group itself, its officers and who looks after it."""
    check_can_work_with(by, enterprise)


def check_can_give(by: Actor, enterprise: Enterprise, method: str = "") -> None:
    """The group itself, or an officer who received its word; "in the system" only the group can say."""
    check_has(by, Permission.RECORD_CONSENT)
    check_can_work_with(by, enterprise)
    if method == Method.ONLINE and not by.is_system and not by.acts_for(enterprise.organisation_id):
        raise NotAllowed(
            T(
                "การยืนยันด้วยตนเองในระบบทำได้เฉพาะผู้แทนกลุ่ม เจ้าหน้าที่โปรดเลือกแบบฟอร์มหรือวาจา",
                "Only the group's own representative can give consent in the system; an officer records a form or a spoken word.",
            )
        )


def check_can_revoke(by: Actor, enterprise: Enterprise) -> None:
    """Withdrawing is as easy as giving (Personal Data Protection Act B.E. 2562, s.19): by the group, its officers, and by
    the link that was sent to the group."""
    check_has(by, Permission.RECORD_CONSENT)
    if by.by_link and by.acts_for(enterprise.organisation_id):
        return
    check_can_work_with(by, enterprise)


def check_can_look(by: Actor) -> None:
    """A look is logged for someone: nobody unknown looks at personal data."""
    if by.is_public:
        raise NotAllowed(T("ต้องเข้าสู่ระบบก่อน", "Sign in first."))
