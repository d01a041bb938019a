"""The ways of a round, of an application to it, of a draw, and of a place in a waiting list; drawn into docs/states.md."""

from django.db import models

from phanuek.ui.words import T


class RoundState(models.TextChoices):
    DRAFT = "draft", T("กำลังจัดเตรียม", "Being prepared")
    OPEN = "open", T("เปิดรับคำขอ", "Open for applications")
    CLOSED = "closed", T("ปิดรับคำขอ รอจัดสรร", "Closed, to be shared out")
    SOLVED = "solved", T("คำนวณผลแล้ว รอประกาศ", "Worked out, to be published")
    PUBLISHED = "published", T("ประกาศผลแล้ว", "Published")
    CANCELLED = "cancelled", T("ยกเลิก", "Cancelled")


R = RoundState
# before it is published, a round that was worked out can be closed again to correct a mistake; published, never
ROUND_TRANSITIONS: dict[RoundState, frozenset[RoundState]] = {
    R.DRAFT: frozenset({R.OPEN, R.CANCELLED}),
    R.OPEN: frozenset({R.CLOSED, R.CANCELLED}),
    R.CLOSED: frozenset({R.SOLVED, R.CANCELLED}),
    R.SOLVED: frozenset({R.CLOSED, R.PUBLISHED, R.CANCELLED}),
    R.PUBLISHED: frozenset(),
    R.CANCELLED: frozenset(),
}


class DrawState(models.TextChoices):
    ANNOUNCED = "announced", T("ประกาศแล้ว รายชื่อยังแก้ได้", "Announced, the list is still open")
    SEALED = "sealed", T("ปิดรายชื่อแล้ว รอเลขสุ่มจากแหล่งที่ประกาศ", "List sealed, waiting for the named seed")
    DRAWN = "drawn", T("จับสลากแล้ว", "Drawn")
    CANCELLED = "cancelled", T("ยกเลิก", "Cancelled")


D = DrawState
DRAW_TRANSITIONS: dict[DrawState, frozenset[DrawState]] = {
    D.ANNOUNCED: frozenset({D.SEALED, D.CANCELLED}),
    D.SEALED: frozenset({D.DRAWN, D.CANCELLED}),
    D.DRAWN: frozenset(),
    D.CANCELLED: frozenset(),
}


class WaitingState(models.TextChoices):
    WAITING = "waiting", T("รอคิว", "Waiting")
    OFFERED = "offered", T("ถึงคิวแล้ว รอตอบรับ", "A place is offered")
    TAKEN = "taken", T("ตอบรับแล้ว", "Taken")
    DECLINED = "declined", T("สละสิทธิ์", "Declined")
    LAPSED = "lapsed", T("ไม่ตอบภายในกำหนด", "Not answered in time")
    LEFT = "left", T("ออกจากบัญชีรอ", "Left the list")


W = WaitingState
WAITING_TRANSITIONS: dict[WaitingState, frozenset[WaitingState]] = {
    W.WAITING: frozenset({W.OFFERED, W.LEFT}),
    W.OFFERED: frozenset({W.TAKEN, W.DECLINED, W.LAPSED, W.LEFT}),
    # a taken place that no case used can still be given up, and passes on when nobody sends one
    W.TAKEN: frozenset({W.LEFT, W.LAPSED}),
    W.DECLINED: frozenset(),
    W.LAPSED: frozenset(),
    W.LEFT: frozenset(),
}
