"""A need's way through the house."""

from django.db import models

from phanuek.ui.words import T


class NeedState(models.TextChoices):
    RECEIVED = "received", T("ได้รับเรื่องแล้ว รอตรวจ", "Received, to be checked")
    CHECKED = "checked", T("ตรวจแล้ว กำลังหาผู้ช่วย", "Checked, looking for help")
    REFERRED = "referred", T("ส่งต่อแล้ว", "Referred")
    ANSWERED = "answered", T("ได้รับการสนับสนุนแล้ว", "Answered with support")
    CLOSED = "closed", T("ปิดเรื่อง", "Closed")


# from -> to; the verbs in actions.py are the only way along these
TRANSITIONS: dict[NeedState, frozenset[NeedState]] = {
    NeedState.RECEIVED: frozenset({NeedState.CHECKED, NeedState.CLOSED}),
    NeedState.CHECKED: frozenset({NeedState.REFERRED, NeedState.CLOSED}),
    NeedState.REFERRED: frozenset({NeedState.ANSWERED, NeedState.CHECKED, NeedState.CLOSED}),
    NeedState.ANSWERED: frozenset({NeedState.REFERRED, NeedState.CLOSED}),
    NeedState.CLOSED: frozenset({NeedState.CHECKED}),
}
OPEN_STATES = frozenset({NeedState.RECEIVED, NeedState.CHECKED})


class ClosedReason(models.TextChoices):
    MET = "met", T("ได้รับการสนับสนุนครบถ้วน", "Fully met")
    NO_OFFER = "no_offer", T("ยังไม่มีมาตรการที่ตรงกับความต้องการ", "No offer answers it yet")
    REPEATED = "repeated", T("ซ้ำกับเรื่องที่มีอยู่แล้ว", "Said already in another entry")
    WITHDRAWN = "withdrawn", T("ผู้แจ้งขอยกเลิก", "Withdrawn by the one who said it")
    NOT_A_NEED = "not_a_need", T("ไม่ใช่เรื่องความต้องการการสนับสนุน", "Not a need for support")
