"""Whose desk is whose."""

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

ONLY_FOR = T("หน้านี้เป็นโต๊ะทำงานของ {roles}", "This page is the desk of: {roles}.")
OTHER_DESK = T("กลับไปที่โต๊ะทำงานของท่าน", "Go back to your own desk.")


def _only_for(*codes: str) -> NotAllowed:
    labels = [ROLES[code].label for code in codes]
    words = T(" และ ".join(label.th for label in labels), ", ".join(label.en for label in labels))
    return NotAllowed(ONLY_FOR.format(roles=words), OTHER_DESK)


def check_secretariat(by: Actor) -> None:
    """The lists of the whole."""
    if not by.sees_all:
        raise _only_for("secretariat")


def check_waiting(by: Actor) -> None:
    """The lists of a body's own desk; the other desks have theirs elsewhere."""
    if by.role not in ("partner_officer", "company_manager"):
        raise _only_for("partner_officer", "company_manager")


def check_attention(by: Actor) -> None:
    """Commitments that ask for attention and claims that wait: of one's own body, or of all."""
    if not by.sees_all and by.role != "partner_officer":
        raise _only_for("secretariat", "partner_officer")


def check_area(by: Actor) -> None:
    """The work of an area; which area is a matter of sight."""
    if not by.may(Permission.CHECK_NEEDS):
        raise _only_for("area_officer", "secretariat")


def check_companies(by: Actor) -> None:
    """The companies of all provinces side by side."""
    if not sees_every_company(by):
        raise _only_for("network_manager", "secretariat")


def check_company(by: Actor) -> None:
    """A Pracharath company's own pages; which company is a matter of sight."""
    if not (sees_every_company(by) or by.may(Permission.SUPPORT_GROUPS)):
        raise _only_for("company_manager", "network_manager", "secretariat")


def sees_every_company(by: Actor) -> bool:
    return by.sees_all or (by.may(Permission.SUPPORT_GROUPS) and not by.area_code)


def sees_company(by: Actor, company: Organisation) -> bool:
    return company.kind == Kind.PRACHARATH_PROVINCIAL and (sees_every_company(by) or by.acts_for(company.pk))


def check_cases(by: Actor) -> None:
    """The list of cases is for those who send or answer them."""
    if not (by.may(Permission.ANSWER_REFERRALS) or by.may(Permission.SEND_REFERRAL)):
        raise _only_for("partner_officer", "area_officer", "secretariat")
