"""Who may announce, seal, draw and cancel; who may enter a group, or answer for it in a queue."""

from phanuek.matching.models import Draw, WaitingPlace
from phanuek.matching.states import DrawState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_draw(by: Actor, owner: Organisation) -> None:
    """Officers of the body whose places they are, and the secretariat: announcing, sealing, reading the seed."""
    check_has(by, Permission.MANAGE_OWN_OFFERS)
    if not (by.is_system or by.sees_all or by.acts_for(owner.pk)):
        raise NotAllowed(
            T("การจับสลากนี้เป็นของ {name} เจ้าหน้าที่ของหน่วยงานนั้นหรือฝ่ายเลขานุการเป็นผู้ดำเนินการ",
              "This draw belongs to {name}: its officers and the secretariat run it.")
            .format(name=T(owner.name_th, owner.name_en or owner.name_th))
        )  # fmt: skip


def check_can_cancel(by: Actor, draw: Draw) -> None:
    """From the day the seed is known anyone can work out who wins. To cancel then would be to draw again until it pleases:
    only the secretariat may, in public, with its reason."""
    check_can_draw(by, draw.owner)
    known = draw.state == DrawState.SEALED and clock.today() >= draw.seed_on
    if known and not (by.sees_all or by.is_system):
        raise NotAllowed(
            T("ถึงวันที่ทราบเลขสุ่มแล้ว ผลคำนวณได้แล้ว หน่วยงานเจ้าของจึงยกเลิกเองไม่ได้",
              "The seed is known, so the result can be worked out: the body that draws can no longer cancel it."),
            T("หากมีเหตุจำเป็น โปรดแจ้งฝ่ายเลขานุการ ซึ่งต้องประกาศเหตุผลต่อสาธารณะ",
              "If there is a grave reason, ask the secretariat, which has to publish it."),
        )  # fmt: skip


def check_can_replace(by: Actor, first: Draw) -> None:
    """A result is set aside by another body than the one that drew it; one that was cancelled may be announced anew by both."""
    check_can_draw(by, first.owner)
    if first.state == DrawState.DRAWN and not (by.sees_all or by.is_system):
        raise NotAllowed(
            T("ผลที่จับสลากแล้วเปลี่ยนไม่ได้ การจัดครั้งใหม่แทนครั้งเดิมเป็นอำนาจของฝ่ายเลขานุการ และต้องประกาศเหตุผล",
              "A drawn result does not change. Only the secretariat may hold another draw in its place, saying why in public."),
        )  # fmt: skip


def check_can_enter(by: Actor, enterprise: Enterprise) -> None:
    """The group itself, or an officer of its area: into a draw, into a queue, and out again."""
    if by.is_system or (by.acts_for(enterprise.organisation_id) and by.may(Permission.EDIT_OWN_ENTERPRISE)):
        return
    worked_with = Enterprise.objects.workable_by(by).filter(pk=enterprise.pk)
    if not (by.may(Permission.SEND_REFERRAL) and worked_with.exists()):
        raise NotAllowed(
            T("กลุ่มเอง หรือเจ้าหน้าที่พัฒนาชุมชนในพื้นที่ของกลุ่ม เป็นผู้ดำเนินการ",
              "This is done by the group itself or by an officer of its area."),
        )  # fmt: skip


def check_can_answer_for(by: Actor, place: WaitingPlace) -> None:
    """As entering; also by the signed link that was sent to the group."""
    check_can_enter(by, place.enterprise)


def check_can_see_queue(by: Actor, offer: Offer) -> None:
    """The whole queue names groups: the body of the offer and the secretariat see it."""
    if (
        by.sees_all
        or by.is_system
        or (by.may(Permission.MANAGE_OWN_OFFERS) and by.acts_for(offer.provider_id))
    ):
        return
    raise NotAllowed(
        T("บัญชีรอทั้งหมดมีชื่อกลุ่ม จึงเปิดให้หน่วยงานเจ้าของมาตรการและฝ่ายเลขานุการ",
          "The whole queue names groups: it is for the body of the offer and the secretariat."),
        T("กลุ่มและเจ้าหน้าที่ในพื้นที่ดูลำดับของตนได้ที่หน้า “บัญชีรอของฉัน”",
          "Groups and officers of their area find their own place under “My places in waiting lists”."),
    )  # fmt: skip
