"""One way to ask in every room."""

from collections.abc import Callable
from typing import Any

from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_has(by: Actor, permission: Permission) -> None:
    """NotAllowed, naming the roles that may, unless the actor's role holds the permission."""
    if by.may(permission):
        return
    holders = [role.label for role in ROLES.values() if permission in role.permissions]
    raise NotAllowed(
        T("การทำรายการนี้เป็นหน้าที่ของ {roles_th}", "This is done by: {roles_en}.").format(
            roles_th=" หรือ ".join(h.th for h in holders), roles_en=", ".join(h.en for h in holders)
        )
    )


def may(check: Callable[..., None], by: Actor, *args: Any) -> bool:
    """Whether a check would pass: for showing or hiding a button with the same rule that guards the act."""
    try:
        check(by, *args)
    except NotAllowed:
        return False
    return True


def why_not(check: Callable[..., None], by: Actor, *args: Any) -> T | None:
    """The reason a check would give, or None when it passes."""
    try:
        check(by, *args)
    except NotAllowed as refusal:
        return refusal.reason
    return None
