"""What every check of the room stands on: who is the provider's side, who the sender's, and where the case stands."""

from collections.abc import Collection

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Referral
from phanuek.referrals.states import TRANSITIONS, ReferralState
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

ONLY_PROVIDER = T(
    "เฉพาะเจ้าหน้าที่ของ {provider} เท่านั้นที่ดำเนินการนี้ได้", "Only the officers of {provider} may do this."
)
ONLY_SENDER = T(
    "เฉพาะหน่วยงานที่ส่งเรื่อง ({sender}) เท่านั้นที่ดำเนินการนี้ได้",
    "Only the body that sent the case ({sender}) may do this.",
)
NOT_IN_STATE = T(
    "เรื่องนี้อยู่ในสถานะ “{state}” จึงดำเนินการนี้ไม่ได้", "The case is “{state}”, so this cannot be done now."
)


class NotInState(NotAllowed):
    """Not a matter of who asks: the case has moved on."""

    def __init__(self, referral: Referral) -> None:
        self.state = ReferralState(referral.state)
        super().__init__(NOT_IN_STATE.format(state=self.state.label))


def as_provider(by: Actor, referral: Referral) -> Actor:
    """The same person answering for the provider: themselves when they belong to it, on its behalf when they are the
    secretariat and the provider has no account. Raises NotAllowed otherwise."""
    if by.acts_for(referral.provider_id) or by.is_system:
        return by
    if not by.may(Permission.ACT_FOR_OTHERS):
        raise NotAllowed(ONLY_PROVIDER.format(provider=name_of(referral.provider)))
    return by.for_organisation(referral.provider, on=clock.today())


def name_of(organisation: Organisation) -> T:
    return T(organisation.name_th, organisation.name_en or organisation.name_th)


def check_state(referral: Referral, to: ReferralState) -> None:
    """Whether the case may go to the state from where it stands."""
    present = ReferralState(referral.state)
    if to not in TRANSITIONS[present]:
        raise NotInState(referral)


def check_stands_in(referral: Referral, states: Collection[ReferralState]) -> None:
    """Whether the case stands in one of these states."""
    if ReferralState(referral.state) not in states:
        raise NotInState(referral)


def check_provider(by: Actor, referral: Referral, permission: Permission) -> None:
    if by.is_system:
        return
    check_has(by, permission)
    if not by.acts_for(referral.provider_id):
        raise NotAllowed(ONLY_PROVIDER.format(provider=name_of(referral.provider)))


def is_senders_side(by: Actor, referral: Referral) -> bool:
    """The body that sent it, in the area of the group; or another officer of that area."""
    return by.is_system or (
        by.may(Permission.SEND_REFERRAL) and by.covers(referral.enterprise.subdistrict.code)
    )


def is_receiving_side(by: Actor, referral: Referral) -> bool:
    """The sender's side, or the group itself."""
    return is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id)
