"""Who may write offers."""

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_add(by: Actor, provider: Organisation) -> None:
    """An officer for their own body; the secretariat also for a body that has no account yet."""
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    by.for_organisation(provider, on=clock.today())


def check_can_edit(by: Actor, offer: Offer) -> None:
    check_can_add(by, offer.provider)


def check_can_confirm(by: Actor, offer: Offer) -> None:
    """That an offer is current may be said by its provider, and by the secretariat of any offer."""
    if not by.may(Permission.MANAGE_AGREEMENT):
        check_can_edit(by, offer)


def check_can_take_place(by: Actor) -> None:
    """Places are taken and given back by the referrals room inside an act that it has checked."""
    if by.is_public or not (by.role or by.is_system or by.by_link):
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))
