"""Who may prepare, open, share out and publish a round; who may apply for a group; who reads what."""

from phanuek.matching.models import Application, Round
from phanuek.matching.permissions_of_draws import check_can_enter
from phanuek.matching.states import RoundState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


class NotInState(NotAllowed):
    """Not a matter of who asks: the round has moved on, or is not there yet."""

    def __init__(self, round: Round) -> None:
        label = RoundState(round.state).label
        super().__init__(
            T("รอบนี้อยู่ในสถานะ “{state}” จึงดำเนินการนี้ไม่ได้", "The round is “{state}”, so this cannot be done now.")
            .format(state=label)
        )  # fmt: skip


def check_can_prepare(by: Actor, owner: Organisation) -> None:
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    if not (by.is_system or by.sees_all or by.acts_for(owner.pk)):
        raise NotAllowed(
            T("รอบนี้เป็นของ {name} เจ้าหน้าที่ของหน่วยงานนั้นหรือฝ่ายเลขานุการเป็นผู้ดำเนินการ",
              "This round belongs to {name}: its officers and the secretariat run it.")
            .format(name=T(owner.name_th, owner.name_en or owner.name_th))
        )  # fmt: skip


def check_can_run(by: Actor, round: Round, *states: RoundState) -> None:
    """The body and the secretariat, while the round is in one of the states."""
    check_can_prepare(by, round.owner)
    if states and round.state not in states:
        raise NotInState(round)


def check_can_add_offer(by: Actor, round: Round, offer: Offer) -> None:
    """Its own offers; the secretariat may bring in those of others."""
    check_can_run(by, round, RoundState.DRAFT)
    if offer.provider_id != round.owner_id and not (by.sees_all or by.is_system):
        raise NotAllowed(T("มาตรการนี้เป็นของหน่วยงานอื่น", "That offer belongs to another body."))


def check_can_publish(by: Actor, round: Round) -> None:
    """Another person than the one who worked it out reads it first."""
    check_can_run(by, round, RoundState.SOLVED)
    if not by.is_system and by.person_id == round.solved_by_id:
        raise NotAllowed(
            T("ผู้ที่คำนวณผลเป็นผู้ประกาศผลเองไม่ได้", "Whoever worked the result out does not publish it."),
            T("โปรดให้เจ้าหน้าที่อีกคนตรวจแล้วประกาศ", "Ask another officer to read it and publish it."),
        )


def check_can_apply(by: Actor, round: Round, enterprise: Enterprise) -> None:
    check_can_enter(by, enterprise)
    if round.state != RoundState.OPEN:
        raise NotInState(round)


def check_can_withdraw(by: Actor, application: Application) -> None:
    check_can_apply(by, application.round, application.enterprise)


def check_can_read_list(by: Actor, round: Round) -> None:
    """All applications by name: the body and the secretariat. Others find their own."""
    check_can_prepare(by, round.owner)
