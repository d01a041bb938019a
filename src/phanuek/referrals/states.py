"""A referral's states and the ways between them; drawn into docs/states.md."""

from django.db import models

from phanuek.ui.words import T


class ReferralState(models.TextChoices):
    SENT = "sent", T("ส่งแล้ว รอคำตอบ", "Sent, waiting for an answer")
    MORE_ASKED = "more_asked", T("หน่วยงานขอข้อมูลเพิ่ม", "More information asked")
    ACCEPTED = "accepted", T("รับเรื่องแล้ว กำลังดำเนินการ", "Accepted, under way")
    REFUSED = "refused", T("ไม่รับเรื่อง", "Refused")
    DELIVERED = "delivered", T("ให้การสนับสนุนแล้ว", "Support delivered")
    CLOSED = "closed", T("ปิดเรื่อง", "Closed")
    WITHDRAWN = "withdrawn", T("ผู้ส่งถอนเรื่อง", "Withdrawn by the sender")


S = ReferralState
TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    S.SENT: frozenset({S.MORE_ASKED, S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.MORE_ASKED: frozenset({S.SENT, S.ACCEPTED, S.REFUSED, S.WITHDRAWN}),
    S.ACCEPTED: frozenset({S.DELIVERED, S.CLOSED, S.WITHDRAWN}),
    S.DELIVERED: frozenset({S.CLOSED}),
    S.REFUSED: frozenset(),
    S.CLOSED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
WAITING_FOR_PROVIDER = frozenset({S.SENT})
OPEN_STATES = frozenset({S.SENT, S.MORE_ASKED, S.ACCEPTED, S.DELIVERED})
# while a case stands in one of these, the group cannot be sent to the same offer again
BLOCKING_STATES = frozenset({S.SENT, S.MORE_ASKED, S.ACCEPTED})
# the provider has taken the case up; what the ledger counts as an accepted referral
TAKEN_UP_STATES = frozenset({S.ACCEPTED, S.DELIVERED, S.CLOSED})


class RefusalReason(models.TextChoices):
    NO_CAPACITY = "no_capacity", T("จำนวนที่รับเต็มแล้ว", "No place left")
    NO_BUDGET = "no_budget", T("งบประมาณหมด", "Budget used up")
    CONDITION_NOT_MET = "condition_not_met", T("ตรวจแล้วไม่เข้าเงื่อนไข", "On checking, a condition is not met")
    OUT_OF_AREA = "out_of_area", T("อยู่นอกพื้นที่ให้บริการ", "Outside the area served")
    DOCUMENTS_MISSING = "documents_missing", T("เอกสารไม่ครบภายในกำหนด", "Documents not complete in time")
    SERVED_ALREADY = "served_already", T("เคยได้รับการสนับสนุนนี้แล้ว", "Received this support already")
    OFFER_ENDED = "offer_ended", T("มาตรการสิ้นสุดแล้ว", "The offer has ended")
    OTHER = "other", T("เหตุอื่น (โปรดอธิบาย)", "Other (explain)")


class DeliveryKind(models.TextChoices):
    TRAINING = "training", T("ฝึกอบรม", "Training")
    ADVICE = "advice", T("ให้คำปรึกษา", "Advice")
    LOAN = "loan", T("สินเชื่อ", "Loan")
    GUARANTEE = "guarantee", T("ค้ำประกันสินเชื่อ", "Credit guarantee")
    GRANT = "grant", T("เงินอุดหนุน", "Grant")
    GOODS = "goods", T("วัสดุ อุปกรณ์", "Goods or equipment")
    MARKET = "market", T("ช่องทางจำหน่าย", "Market access")
    LOGISTICS = "logistics", T("การขนส่ง", "Logistics")
    REGISTRATION = "registration", T("จดทะเบียนหรือรับรอง", "Registration or certification")
    EMPLOYMENT = "employment", T("การจ้างงาน", "Employment")
    OTHER = "other", T("อื่น ๆ", "Other")
