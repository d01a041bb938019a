"""The provider's side: who may answer, close, and share the work."""

from django.db.models import QuerySet

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES, Permission
from phanuek.people.models import Person
from phanuek.referrals.models import Referral
from phanuek.referrals.permissions.base import NotInState, check_provider, check_stands_in
from phanuek.referrals.states import OPEN_STATES, ReferralState
from phanuek.ui import clock

# a refusal that is appealed is answered by somebody else, in another way
ANSWERABLE = frozenset({ReferralState.SENT, ReferralState.MORE_ASKED})


def check_can_ask_more(by: Actor, referral: Referral) -> None:
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_stands_in(referral, {ReferralState.SENT})


def check_can_accept(by: Actor, referral: Referral) -> None:
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_stands_in(referral, ANSWERABLE)


def check_can_refuse(by: Actor, referral: Referral) -> None:
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_stands_in(referral, ANSWERABLE)


def check_can_close(by: Actor, referral: Referral) -> None:
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    if referral.state not in (ReferralState.ACCEPTED, ReferralState.DELIVERED):
        raise NotInState(referral)


def check_can_assign(by: Actor, referral: Referral) -> None:
    """The provider's own officers share the work among themselves; a case that is over is nobody's work."""
    check_provider(by, referral, Permission.ANSWER_REFERRALS)
    if referral.state not in OPEN_STATES:
        raise NotInState(referral)


def officers_of(provider_id: int) -> "QuerySet[Person]":
    """Those who answer cases for a body today, by name."""
    roles = [role.code for role in ROLES.values() if Permission.ANSWER_REFERRALS in role.permissions]
    members = Membership.objects.valid(clock.today()).filter(organisation=provider_id, role__in=roles)
    return Person.objects.filter(is_active=True, pk__in=members.values("person")).order_by("name", "pk")
