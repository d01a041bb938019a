"""Who may ask who can help a group, and who may answer its questions."""

from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_ask(by: Actor, enterprise: Enterprise) -> None:
    """The answers tell what is known of the group, which is not public."""
    if not Enterprise.objects.workable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(
            T(
                "ผลการพิจารณาใช้ข้อมูลของกลุ่มที่ไม่เผยแพร่ จึงเปิดให้กลุ่มเอง เจ้าหน้าที่ในพื้นที่ และบริษัทที่สนับสนุนกลุ่มเท่านั้น",
                "The answers rest on data of the group that is not public: they are for the group itself, officers of its "
                "area and the company that supports it.",
            ),
            T(
                "ดูมาตรการทั้งหมดที่เปิดรับได้ในหน้า “หามาตรการสนับสนุน”",
                "All open offers are listed under “Find support”.",
            ),
        )


def check_can_answer(by: Actor, enterprise: Enterprise) -> None:
    check_has(by, Permission.RECORD_FACTS)
    check_can_ask(by, enterprise)


def check_can_assess(by: Actor, enterprise: Enterprise) -> None:
    """The answer is stored with the case; whoever may send the group may have it."""
    check_has(by, Permission.SEND_REFERRAL)
    check_can_ask(by, enterprise)


def check_can_list_candidates(by: Actor, offer: Offer) -> None:
    """Officers of an area, the offer's own body, and the secretariat: those who can bring the two together."""
    if by.sees_all or by.is_system or by.may(Permission.SEND_REFERRAL):
        return
    if by.may(Permission.MANAGE_OWN_OFFERS) and by.acts_for(offer.provider_id):
        return
    raise NotAllowed(
        T(
            "รายชื่อกลุ่มที่น่าจะเข้าเงื่อนไข เปิดให้เจ้าหน้าที่พื้นที่ หน่วยงานเจ้าของมาตรการ และฝ่ายเลขานุการเท่านั้น",
            "The list of groups that may fit is for officers of the area, the body that offers it, and the secretariat.",
        ),
        T(
            "กลุ่มดูลำดับของตนเองได้จากหน้า “มาตรการสนับสนุน” ของกลุ่ม",
            "A group sees its own place from its page “Who can help”.",
        ),
    )


def check_can_see_unmatched(by: Actor) -> None:
    """Those who can do something about it: officers of an area, of a partner, and the secretariat."""
    if by.sees_all or by.is_system or by.may(Permission.CHECK_NEEDS) or by.may(Permission.MANAGE_OWN_OFFERS):
        return
    raise NotAllowed(
        T(
            "รายการนี้เปิดให้เจ้าหน้าที่พื้นที่ หน่วยงานภาคี และฝ่ายเลขานุการ ซึ่งดำเนินการต่อได้",
            "This list is for officers of the area, of the partners, and the secretariat, who can act on it.",
        ),
        T("ความต้องการที่เผยแพร่ดูได้ในหน้า “ความต้องการ”", "Published needs stand under “Needs”."),
    )
