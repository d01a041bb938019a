"""Who reports, who confirms, who records trade."""

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.registry.models import Enterprise, Relation
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

NOT_YOURS = T("ท่านไม่ได้ดูแลกลุ่มนี้", "You do not work with this group.")
OWN_REPORT = T(
    "รายงานนี้หน่วยงานของท่านเป็นผู้รายงานเอง ผู้ยืนยันต้องเป็นหน่วยงานอื่น",
    "Your own body reported this; another body must confirm it.",
)


def _works_with(by: Actor, enterprise: Enterprise) -> bool:
    return Enterprise.objects.workable_by(by).filter(pk=enterprise.pk).exists()


def check_can_see_income(by: Actor, enterprise: Enterprise) -> None:
    """A month's income is the group's own affair: seen by those who work with it, or whose case it belongs to."""
    if by.is_system or _works_with(by, enterprise):
        return
    if not IncomeReport.objects.visible_to(by).filter(enterprise=enterprise).exists():
        raise NotAllowed(
            T(
                "รายได้รายเดือนเปิดให้กลุ่มเอง ผู้ดูแลกลุ่ม และหน่วยงานที่ให้การสนับสนุนเท่านั้น",
                "Monthly income is for the group itself, those who look after it and the bodies that support it.",
            )
        )


def check_can_report(by: Actor, enterprise: Enterprise) -> None:
    """The group for itself, or an officer of its area."""
    check_has(by, Permission.REPORT_INCOME)
    if by.acting_id is None and not by.is_system:
        raise NotAllowed(NOT_YOURS)
    if not _works_with(by, enterprise):
        raise NotAllowed(NOT_YOURS)


def check_can_report_outcome(by: Actor, referral: Referral) -> None:
    """From the first delivery on; before that there is nothing whose effect could be told."""
    check_can_report(by, referral.enterprise)
    if (
        referral.state not in (ReferralState.DELIVERED, ReferralState.CLOSED)
        or not referral.deliveries.exists()
    ):
        raise NotAllowed(
            T(
                "รายงานผลลัพธ์ได้หลังจากมีการให้การสนับสนุนแล้ว",
                "An outcome can be reported once support has been delivered.",
            )
        )


def check_can_confirm(by: Actor, report: IncomeReport) -> None:
    """Another body that knows: the case's provider, an officer of the area, the company that supports the group."""
    check_is_another_body(by, report)
    if not IncomeReport.objects.visible_to(by).filter(pk=report.pk).exists():
        raise NotAllowed(NOT_YOURS)


def check_is_another_body(by: Actor, report: IncomeReport) -> None:
    """Without asking whether the report is in sight: for lists of reports that are."""
    check_has(by, Permission.CONFIRM_INCOME)
    if by.acting_id is None:
        raise NotAllowed(
            T(
                "การยืนยันต้องทำในนามของหน่วยงาน",
                "A confirmation is given by a body; choose for which one you act.",
            )
        )
    if by.acting_id == report.reported_by_id:
        raise NotAllowed(OWN_REPORT)


def check_can_record_trade(by: Actor, company: Organisation, enterprise: Enterprise | None = None) -> None:
    """A Pracharath company its own trade; a provincial one with groups that it supports or supported."""
    check_has(by, Permission.RECORD_TRADE)
    if not by.is_system and not by.acts_for(company.pk):
        raise NotAllowed(
            T("บันทึกได้เฉพาะการซื้อขายของบริษัทของท่าน", "You can record the trade of your own company only.")
        )
    if enterprise is None or by.is_system:
        return
    if by.area_code and not Relation.objects.filter(organisation=company, enterprise=enterprise).exists():
        raise NotAllowed(
            T(
                "กลุ่มนี้ยังไม่อยู่ในการสนับสนุนของบริษัท โปรดบันทึกการเริ่มสนับสนุนกลุ่มก่อน",
                "The company does not support this group yet; record the start of the support first.",
            )
        )
