"""Who may do what to a case. Each check passes in silence or says why not."""

from django.db.models import QuerySet

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import ROLES, Permission
from phanuek.people.models import Person
from phanuek.referrals.models import Delivery, Referral
from phanuek.referrals.states import OPEN_STATES, TRANSITIONS, DeliveryKind, ReferralState
from phanuek.registry.models import Enterprise
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


def _check_provider(by: Actor, referral: Referral, permission: Permission) -> None:
    if by.is_system:
        return
    check_has(by, permission)
    if not by.acts_for(referral.provider_id):
        raise NotAllowed(ONLY_PROVIDER.format(provider=name_of(referral.provider)))


def check_can_send(by: Actor, enterprise: Enterprise, offer: Offer) -> None:
    """An officer of the group's area, for a body of their own. Whether the offer takes it is not asked here."""
    check_has(by, Permission.SEND_REFERRAL)
    if by.acting_id is None:
        raise NotAllowed(
            T("การส่งเรื่องต้องทำในนามของหน่วยงาน", "A case is sent by a body; choose for which one you act.")
        )
    if not Enterprise.objects.workable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(
            T(
                "กลุ่มนี้อยู่นอกพื้นที่ที่ท่านดูแล จึงส่งเรื่องแทนไม่ได้",
                "This group is outside your area, so you cannot send it on.",
            )
        )


def check_can_ask_more(by: Actor, referral: Referral) -> None:
    _check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_state(referral, ReferralState.MORE_ASKED)


def check_can_accept(by: Actor, referral: Referral) -> None:
    _check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_state(referral, ReferralState.ACCEPTED)


def check_can_refuse(by: Actor, referral: Referral) -> None:
    _check_provider(by, referral, Permission.ANSWER_REFERRALS)
    check_state(referral, ReferralState.REFUSED)


def check_can_deliver(by: Actor, referral: Referral, kind: DeliveryKind | str = "") -> None:
    """Once accepted, and again after a first delivery: support often comes in parts."""
    _check_provider(by, referral, Permission.RECORD_DELIVERY)
    if referral.state != ReferralState.DELIVERED:
        check_state(referral, ReferralState.DELIVERED)


def check_can_close(by: Actor, referral: Referral) -> None:
    _check_provider(by, referral, Permission.ANSWER_REFERRALS)
    if referral.state not in (ReferralState.ACCEPTED, ReferralState.DELIVERED):
        raise NotInState(referral)


def check_can_assign(by: Actor, referral: Referral) -> None:
    """The provider's own officers share the work among themselves; a case that is over is nobody's work."""
    _check_provider(by, referral, Permission.ANSWER_REFERRALS)
    if referral.state not in OPEN_STATES:
        raise NotInState(referral)


def officers_of(provider_id: int) -> "QuerySet[Person]":
    """Those who answer cases for a body today, by name."""
    roles = [role.code for role in ROLES.values() if Permission.ANSWER_REFERRALS in role.permissions]
    members = Membership.objects.valid(clock.today()).filter(organisation=provider_id, role__in=roles)
    return Person.objects.filter(is_active=True, pk__in=members.values("person")).order_by("name", "pk")


def is_senders_side(by: Actor, referral: Referral) -> bool:
    """The body that sent it, in the area of the group; or another officer of that area."""
    return by.is_system or (
        by.may(Permission.SEND_REFERRAL) and by.covers(referral.enterprise.subdistrict.code)
    )


def check_can_give_more(by: Actor, referral: Referral) -> None:
    """The sender's side or the group itself."""
    if not (is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id)):
        raise NotAllowed(
            T(
                "เฉพาะหน่วยงานที่ส่งเรื่องหรือกลุ่มเองเท่านั้นที่ตอบได้",
                "Only the sender or the group itself may answer this.",
            )
        )
    if referral.state != ReferralState.MORE_ASKED:
        raise NotInState(referral)


def check_can_note(by: Actor, referral: Referral) -> None:
    """Everybody the case concerns: provider, sender's side, the group."""
    if not (
        is_senders_side(by, referral)
        or by.acts_for(referral.enterprise.organisation_id)
        or by.acts_for(referral.sender_id)
        or (by.acts_for(referral.provider_id) and by.may(Permission.ANSWER_REFERRALS))
    ):
        raise NotAllowed(
            T(
                "เฉพาะผู้ส่ง หน่วยงานที่รับเรื่อง และกลุ่ม เพิ่มบันทึกได้",
                "Only sender, provider and the group may add a note.",
            )
        )


def check_can_withdraw(by: Actor, referral: Referral) -> None:
    if not by.is_system:
        check_has(by, Permission.SEND_REFERRAL)
        if not (by.acts_for(referral.sender_id) and by.covers(referral.enterprise.subdistrict.code)):
            raise NotAllowed(ONLY_SENDER.format(sender=name_of(referral.sender)))
    check_state(referral, ReferralState.WITHDRAWN)


def check_can_confirm_delivery(by: Actor, referral: Referral, delivery: Delivery | None = None) -> None:
    """The receiving side says that it came: the group itself, or an officer of its area from another body."""
    if not (is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id)):
        raise NotAllowed(
            T(
                "เฉพาะกลุ่มหรือเจ้าหน้าที่ในพื้นที่ของกลุ่มยืนยันการได้รับได้",
                "Only the group or an officer of its area may confirm the receipt.",
            )
        )
    if delivery is not None and delivery.on_behalf and by.may(Permission.ACT_FOR_OTHERS):
        raise NotAllowed(
            T(
                "ฝ่ายเลขานุการบันทึกรายการนี้แทนหน่วยงานไว้เอง จึงยืนยันเองไม่ได้",
                "The secretariat entered this itself and cannot confirm it.",
            )
        )
    if by.acting_id == referral.provider_id:
        raise NotAllowed(
            T("ผู้ให้การสนับสนุนยืนยันการให้ของตนเองไม่ได้", "The provider cannot confirm its own delivery.")
        )


def check_can_see_contact(by: Actor, referral: Referral) -> None:
    """The provider, while the group's consent is valid. The sender's side works with the group and needs no consent."""
    if is_senders_side(by, referral) or by.acts_for(referral.enterprise.organisation_id):
        return
    if not by.acts_for(referral.provider_id):
        raise NotAllowed(ONLY_PROVIDER.format(provider=name_of(referral.provider)))
    consent, today = referral.consent, clock.today()
    if (
        consent.given_on > today
        or consent.revoked_on is not None
        or (consent.expires_on is not None and consent.expires_on <= today)
    ):
        raise NotAllowed(
            T(
                "ความยินยอมของกลุ่มสิ้นผลแล้ว จึงไม่แสดงข้อมูลติดต่อ",
                "The group's consent is no longer in force, so its contact details are not shown.",
            ),
            T("โปรดติดต่อผ่านหน่วยงานที่ส่งเรื่อง", "Reach the group through the sender."),
        )
