"""A referral's states and the ways between them; drawn into docs/states.md."""

from django.db import models

from phanuek.ui.words import T


class ReferralState(models.TextChoices):
    SENT = "sent", T("ส่งแล้ว รอคำตอบ", "Sent, waiting for an answer")
    MORE_ASKED = "more_asked", T("หน่วยงานขอข้อมูลเพิ่ม", "More information asked")
    ACCEPTED = "accepted", T("รับเรื่องแล้ว กำลังดำเนินการ", "Accepted, under way")
    REFUSED = "refused", T("ไม่รับเรื่อง", "Refused")
    APPEALED = "appealed", T("ขอทบทวนผล รอคำตอบ", "Appealed, waiting for an answer")
    TRANSFER_ASKED = "transfer", T("เสนอโอนไปหน่วยงานอื่น รอความยินยอม", "Transfer proposed, waiting for consent")
    TRANSFERRED = "transferred", T("โอนไปหน่วยงานอื่นแล้ว", "Transferred to another body")
    DELIVERED = "delivered", T("ให้การสนับสนุนแล้ว", "Support delivered")
    CLOSED = "closed", T("ปิดเรื่อง", "Closed")
    WITHDRAWN = "withdrawn", T("ผู้ส่งถอนเรื่อง", "Withdrawn by the sender")


S = ReferralState
# closed can follow from every open state: by a person with words, or by the clock with its reason
TRANSITIONS: dict[ReferralState, frozenset[ReferralState]] = {
    S.SENT: frozenset({S.MORE_ASKED, S.ACCEPTED, S.REFUSED, S.TRANSFER_ASKED, S.TRANSFERRED, S.WITHDRAWN, S.CLOSED}),
    S.MORE_ASKED: frozenset({S.SENT, S.ACCEPTED, S.REFUSED, S.TRANSFER_ASKED, S.TRANSFERRED, S.WITHDRAWN, S.CLOSED}),
    S.ACCEPTED: frozenset({S.DELIVERED, S.TRANSFER_ASKED, S.TRANSFERRED, S.CLOSED, S.WITHDRAWN}),
    S.DELIVERED: frozenset({S.CLOSED}),
    S.TRANSFER_ASKED: frozenset({S.SENT, S.TRANSFERRED, S.WITHDRAWN, S.CLOSED}),
    S.REFUSED: frozenset({S.APPEALED, S.SENT}),
    S.APPEALED: frozenset({S.REFUSED, S.SENT, S.WITHDRAWN, S.CLOSED}),
    S.TRANSFERRED: frozenset(),
    S.CLOSED: frozenset({S.SENT}),
    S.WITHDRAWN: frozenset({S.SENT}),
}  # fmt: skip
WAITING_FOR_PROVIDER = frozenset({S.SENT})
OPEN_STATES = frozenset({S.SENT, S.MORE_ASKED, S.ACCEPTED, S.DELIVERED, S.APPEALED, S.TRANSFER_ASKED})
# while a case stands in one of these, the group cannot be sent to the same offer again
BLOCKING_STATES = frozenset({S.SENT, S.MORE_ASKED, S.ACCEPTED, S.APPEALED, S.TRANSFER_ASKED})
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


class ClosingReason(models.TextChoices):
    DONE = "done", T("ให้การสนับสนุนครบแล้ว", "Support was given")
    NOTHING_DELIVERED = "nothing", T("ปิดโดยไม่มีการให้การสนับสนุน", "Closed with nothing delivered")
    NO_ANSWER = "no_answer", T("หน่วยงานไม่ตอบภายในกำหนด", "The body did not answer in time")
    NOTHING_GIVEN = "nothing_given", T("ไม่ได้รับข้อมูลที่ขอภายในกำหนด", "What was asked for did not come in time")
    NO_DELIVERY = (
        "no_delivery",
        T("รับเรื่องแล้วแต่ไม่มีการให้การสนับสนุนภายในกำหนด", "Accepted, but nothing came in time"),
    )
    NO_MORE = (
        "no_more",
        T("ให้แล้วบางส่วน ไม่มีส่วนที่เหลือภายในกำหนด", "A part was given; the rest did not come in time"),
    )
    NOT_CONFIRMED = (
        "not_confirmed",
        T("ให้แล้ว แต่ผู้รับไม่ยืนยันภายในกำหนด", "Delivered; the receiver did not confirm in time"),
    )
    CONSENT_ENDED = "consent_ended", T("กลุ่มถอนความยินยอม", "The group withdrew its consent")
    NO_CONSENT = "no_consent", T("ไม่ได้รับความยินยอมให้โอนเรื่องภายในกำหนด", "No consent to the transfer in time")


class Side(models.TextChoices):
    """Whose turn it is."""

    PROVIDER = "provider", T("หน่วยงานที่รับเรื่อง", "The receiving body")
    SENDER = "sender", T("ผู้ส่ง", "The sender")
    GROUP = "group", T("กลุ่ม", "The group")
    NOBODY = "", T("ไม่มีขั้นตอนค้าง", "Nobody")


# one owner at each step
OWNER: dict[ReferralState, Side] = {
    S.SENT: Side.PROVIDER,
    S.MORE_ASKED: Side.SENDER,
    S.ACCEPTED: Side.PROVIDER,
    S.DELIVERED: Side.GROUP,
    S.APPEALED: Side.PROVIDER,
    S.TRANSFER_ASKED: Side.SENDER,
    S.REFUSED: Side.NOBODY,
    S.TRANSFERRED: Side.NOBODY,
    S.CLOSED: Side.NOBODY,
    S.WITHDRAWN: Side.NOBODY,
}


class AppealState(models.TextChoices):
    WAITING = "waiting", T("รอคำตอบ", "Waiting for an answer")
    UPHELD = "upheld", T("เห็นด้วยกับคำขอทบทวน", "The appeal is upheld")
    REJECTED = "rejected", T("ยืนยันผลเดิม", "The refusal stands")
    TAKEN_BACK = "taken_back", T("ผู้ขอถอนคำขอทบทวน", "Taken back")
    LAPSED = "lapsed", T("ไม่ได้รับคำตอบภายในกำหนด", "Not answered in time")


class Completeness(models.TextChoices):
    WHOLE = "whole", T("ครบตามที่ตกลง", "All that was agreed")
    PART = "part", T("บางส่วน ยังมีต่อ", "A part; more follows")
    REPEATED = "repeated", T("ให้ซ้ำจากครั้งก่อน", "Given again")


class ReceivedAnswer(models.TextChoices):
    YES = "yes", T("ได้รับครบ", "Received")
    PART = "part", T("ได้รับบางส่วน", "Received in part")
    NO = "no", T("ไม่ได้รับ", "Not received")


class FileKind(models.TextChoices):
    APPLICATION = "application", T("เอกสารประกอบคำขอ", "Document of the application")
    ANSWER = "answer", T("เอกสารประกอบคำตอบ", "Document of an answer")
    EVIDENCE = "evidence", T("หลักฐานการให้การสนับสนุน", "Evidence of a delivery")
