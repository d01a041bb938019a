"""Who may say what is known of a group, and on which conditions something is given."""

from __future__ import annotations

from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.registry.permissions import check_can_work_with


def check_can_define(by: Actor) -> None:
    """The vocabulary is the secretariat's."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_see(by: Actor, enterprise: Enterprise) -> None:
    """What is known of a group: itself, its officers, and who looks after it."""
    check_can_work_with(by, enterprise)


def check_can_record(by: Actor, enterprise: Enterprise) -> None:
    check_has(by, Permission.RECORD_FACTS)
    check_can_work_with(by, enterprise)


def check_can_set_rule(by: Actor) -> None:
    """Conditions belong to something; the room that owns it has asked whether this actor keeps it."""
    check_has(by, Permission.MANAGE_OWN_OFFERS)
