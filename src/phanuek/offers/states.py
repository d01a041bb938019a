"""An offer's window, where it stands on the way to people, how its places are counted, and its conditions' approval."""

from django.db import models

from phanuek.ui.words import T


class WindowState(models.TextChoices):
    """Whether an offer takes applications on a day; worked out from its dates and what its provider says."""

    NOT_YET_OPEN = "not_yet_open", T("ยังไม่เปิดรับ", "Not yet open")
    OPEN = "open", T("เปิดรับ", "Open")
    CLOSED = "closed", T("ปิดรับแล้ว", "Closed")
    NOT_CONFIRMED = "not_confirmed", T("ยังไม่ยืนยันว่าเปิดรับ", "Not confirmed as open")
    UNCHECKED = "unchecked", T("พักการเสนอ รอตรวจสอบ", "Paused until it is checked")
    UNPUBLISHED = "unpublished", T("ยังไม่เผยแพร่", "Not published yet")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        return {
            "open": "ok", "not_yet_open": "wait", "closed": "not", "unchecked": "warn", "unpublished": "plain",
        }.get(self.value, "unknown")  # fmt: skip


class Availability(models.TextChoices):
    """What the provider or the source says, apart from the window's dates."""

    OPEN = "open", T("เปิดรับ", "Open")
    CLOSED = "closed", T("ปิดรับแล้ว", "Closed")
    UNKNOWN = "unknown", T("ยังไม่ยืนยันว่าเปิดรับ", "Not confirmed as open")


class Freshness(models.TextChoices):
    """How far one may rely on what an offer says, by the day of its last check; worked out, never stored."""

    FRESH = "fresh", T("ข้อมูลเป็นปัจจุบัน", "Up to date")
    FADING = "fading", T("ข้อมูลเริ่มเก่า ควรสอบถามก่อน", "Getting old: ask before relying on it")
    HIDDEN = "hidden", T("พักการแสดงจนกว่าจะตรวจสอบ", "Not proposed until it is checked")

    @property
    def tag(self) -> str:
        return {"fresh": "ok", "fading": "warn", "hidden": "not"}[self.value]


class Selection(models.TextChoices):
    """Who gets it when more ask than there are places."""

    NOT_STATED = "not_stated", T("ต้นทางไม่ได้ระบุ", "Not stated")
    FIRST_COME = "first_come", T("มาก่อนได้ก่อน", "First come, first served")
    ASSESSED = "assessed", T("หน่วยงานพิจารณาเป็นรายกรณี", "Decided case by case")
    ROUND = "round", T("จัดสรรเป็นรอบตามเกณฑ์ที่ประกาศ", "In rounds, by a published rule")
    DRAW = "draw", T("จับสลาก", "By a draw")


class Account(models.TextChoices):
    """Where places and money stand on their way."""

    PROMISED = "promised", T("รับปากไว้", "Promised")
    OPENED = "opened", T("เปิดให้ขอ", "Opened")
    RESERVED = "reserved", T("กันไว้แล้ว", "Reserved")
    USED = "used", T("ใช้แล้ว", "Used")
    LAPSED = "lapsed", T("พ้นกำหนดโดยไม่ได้ใช้", "Lapsed unused")


A = Account
# the ways that places and money may go; "" is outside the ledger
MOVES: dict[str, frozenset[str]] = {
    "": frozenset({A.PROMISED, A.OPENED, A.RESERVED}),  # reserved at once only where places are not counted
    A.PROMISED: frozenset({A.OPENED, A.LAPSED, ""}),
    A.OPENED: frozenset({A.RESERVED, A.PROMISED, A.LAPSED, ""}),
    A.RESERVED: frozenset({A.USED, A.OPENED, ""}),
    A.USED: frozenset({A.RESERVED, A.OPENED, ""}),
    A.LAPSED: frozenset({A.OPENED}),
}


MOVE_WORDS: dict[tuple[str, str], T] = {
    ("", A.PROMISED): T("รับปาก", "Promised"),
    ("", A.OPENED): T("เปิดเพิ่ม", "Opened"),
    ("", A.RESERVED): T("กันให้ โดยไม่ได้กำหนดจำนวน", "Reserved, not limited"),
    (A.PROMISED, A.OPENED): T("เปิดตามที่รับปาก", "Opened as promised"),
    (A.PROMISED, A.LAPSED): T("คำรับปากพ้นกำหนด", "Promise lapsed"),
    (A.PROMISED, ""): T("ถอนคำรับปาก", "Promise taken back"),
    (A.OPENED, A.RESERVED): T("กันไว้", "Reserved"),
    (A.OPENED, A.PROMISED): T("ปิดกลับเป็นคำรับปาก", "Closed, promised again"),
    (A.OPENED, A.LAPSED): T("พ้นกำหนดโดยไม่ได้ใช้", "Lapsed unused"),
    (A.OPENED, ""): T("ปิด", "Closed"),
    (A.RESERVED, A.USED): T("ใช้แล้ว", "Used"),
    (A.RESERVED, A.OPENED): T("คืนที่กันไว้", "Given back"),
    (A.RESERVED, ""): T("คืนที่กันไว้", "Given back"),
    (A.USED, A.RESERVED): T("กลับเป็นกันไว้", "Reserved again"),
    (A.USED, A.OPENED): T("ได้รับคืน", "Came back"),
    (A.USED, ""): T("ได้รับคืน", "Came back"),
    (A.LAPSED, A.OPENED): T("เปิดอีกครั้ง", "Opened again"),
}


class ProposalState(models.TextChoices):
    """Conditions on their way to be in force."""

    WAITING = "waiting", T("รอผู้อนุมัติ", "Waiting for approval")
    APPROVED = "approved", T("อนุมัติแล้ว", "Approved")
    REJECTED = "rejected", T("ไม่อนุมัติ", "Not approved")
    WITHDRAWN = "withdrawn", T("ผู้เสนอถอนคืน", "Taken back")


PROPOSAL_TRANSITIONS: dict[ProposalState, frozenset[ProposalState]] = {
    ProposalState.WAITING: frozenset(
        {ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.WITHDRAWN}
    ),
    ProposalState.APPROVED: frozenset(),
    ProposalState.REJECTED: frozenset(),
    ProposalState.WITHDRAWN: frozenset(),
}
