"""The one table of roles: who may do what. `docs/roles.md` is printed from it."""

from dataclasses import dataclass
from enum import StrEnum

from phanuek.ui.words import T


class Permission(StrEnum):
    """An act. Whether this person may do it to this object is decided in the room's permissions, from these and from sight."""

    SEE_ALL = "see_all"
    ACT_FOR_OTHERS = "act_for_others"
    MANAGE_AGREEMENT = "manage_agreement"
    MANAGE_OWN_COMMITMENTS = "manage_own_commitments"
    ANSWER_FOR_PARTY = "answer_for_party"
    CHECK_CLAIMS = "check_claims"
    MANAGE_OWN_OFFERS = "manage_own_offers"
    ANSWER_REFERRALS = "answer_referrals"
    RECORD_DELIVERY = "record_delivery"
    REGISTER_ENTERPRISE = "register_enterprise"
    IMPORT_ENTERPRISES = "import_enterprises"
    EDIT_OWN_ENTERPRISE = "edit_own_enterprise"
    RECORD_NEED = "record_need"
    CHECK_NEEDS = "check_needs"
    RECORD_FACTS = "record_facts"
    RECORD_CONSENT = "record_consent"
    SEND_REFERRAL = "send_referral"
    REPORT_INCOME = "report_income"
    CONFIRM_INCOME = "confirm_income"
    RECORD_TRADE = "record_trade"
    SUPPORT_GROUPS = "support_groups"


@dataclass(frozen=True)
class Role:
    """A named set of permissions, in words a newcomer understands."""

    code: str
    label: T
    description: T
    permissions: frozenset[Permission]
    by_area: bool = False


P = Permission
_FIELD = frozenset(
    {
        P.REGISTER_ENTERPRISE, P.IMPORT_ENTERPRISES, P.RECORD_NEED, P.CHECK_NEEDS, P.RECORD_FACTS,
        P.RECORD_CONSENT, P.SEND_REFERRAL, P.REPORT_INCOME, P.CONFIRM_INCOME,
    }
)  # fmt: skip

ROLES: dict[str, Role] = {
    role.code: role
    for role in [
        Role(
            "secretariat",
            T("ฝ่ายเลขานุการ", "Secretariat"),
            T(
                "เห็นทั้งระบบ ดูแลบันทึกข้อตกลง และบันทึกแทนหน่วยงานที่ยังไม่มีผู้ใช้งาน",
                "Sees everything, keeps the agreement, and records on behalf of bodies that have no account yet.",
            ),
            _FIELD
            | {
                P.SEE_ALL,
                P.ACT_FOR_OTHERS,
                P.MANAGE_AGREEMENT,
                P.MANAGE_OWN_COMMITMENTS,
                P.ANSWER_FOR_PARTY,
                P.CHECK_CLAIMS,
                P.MANAGE_OWN_OFFERS,
                P.ANSWER_REFERRALS,
                P.RECORD_DELIVERY,
            },
        ),
        Role(
            "partner_officer",
            T("เจ้าหน้าที่หน่วยงานภาคี", "Partner's officer"),
            T(
                "ดูแลภารกิจและมาตรการของหน่วยงานตน ตอบการส่งต่อ และบันทึกการให้การสนับสนุน",
                "Keeps their own body's commitments and offers, answers referrals and records deliveries.",
            ),
            frozenset(
                {
                    P.MANAGE_OWN_COMMITMENTS,
                    P.ANSWER_FOR_PARTY,
                    P.CHECK_CLAIMS,
                    P.MANAGE_OWN_OFFERS,
                    P.ANSWER_REFERRALS,
                    P.RECORD_DELIVERY,
                    P.CONFIRM_INCOME,
                }
            ),
        ),
        Role(
            "area_officer",
            T("เจ้าหน้าที่พื้นที่", "Area officer"),
            T(
                "ขึ้นทะเบียนกลุ่มในพื้นที่ บันทึกความต้องการ ความยินยอม และส่งต่อ",
                "Registers groups in their area, records needs and consent, and sends referrals.",
            ),
            _FIELD,
            by_area=True,
        ),
        Role(
            "company_manager",
            T("ผู้จัดการบริษัทประชารัฐรักสามัคคีจังหวัด", "Manager of a provincial Pracharath Rak Samakkee company"),
            T(
                "ดูแลกลุ่มที่บริษัทสนับสนุน บันทึกการซื้อขายและเงินที่ถึงชุมชน",
                "Looks after the groups the company supports; records purchases, sales and money that reached the community.",
            ),
            frozenset({P.SUPPORT_GROUPS, P.RECORD_TRADE, P.RECORD_NEED, P.CONFIRM_INCOME}),
            by_area=True,
        ),
        Role(
            "network_manager",
            T("ผู้ดูแลเครือข่ายประชารัฐรักสามัคคี (ประเทศไทย)", "Manager of the national Pracharath company"),
            T("เห็นงานของบริษัททุกจังหวัด", "Sees the work of the companies in every province."),
            frozenset({P.SUPPORT_GROUPS, P.RECORD_TRADE}),
        ),
        Role(
            "group_leader",
            T("ผู้แทนกลุ่ม", "Group's representative"),
            T(
                "ดูแลข้อมูลของกลุ่มตน แจ้งความต้องการ ติดตามเรื่อง และรายงานรายได้",
                "Keeps their own group's data, says what is needed, follows the cases and reports income.",
            ),
            frozenset(
                {P.EDIT_OWN_ENTERPRISE, P.RECORD_NEED, P.RECORD_FACTS, P.RECORD_CONSENT, P.REPORT_INCOME}
            ),
        ),
    ]
}
