"""Who may ask who can help a group, and who may answer its questions."""

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
