"""Telling groups and bodies of draws and waiting lists. `DAILY` is what `manage.py daily` runs, as in agreements."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.matching.notifications import draws, rounds, unmatched, waiting
from phanuek.ui.words import T

TOPICS: dict[str, T] = {
    draws.TOPIC: T("การจับสลากที่กลุ่มเข้าร่วม หรือหน่วยงานจัด", "Draws you take part in, or hold"),
    rounds.TOPIC: T(
        "รอบจัดสรร: ผลของคำขอ และรอบที่รอหน่วยงาน", "Rounds: your result, and rounds that wait for you"
    ),
    unmatched.TOPIC: T(
        "ความต้องการและมาตรการที่ยังไม่พบกัน (รายสัปดาห์)", "Needs and offers that find no other side (weekly)"
    ),
    waiting.TOPIC: T("บัญชีรอ: ถึงคิว และผลของคิว", "Waiting lists: your turn, and what became of it"),
}

DAILY: list[Callable[[date], list[Sent]]] = [
    draws.remind_of_seeds,
    rounds.remind_to_close,
    rounds.tell_late_results,
    unmatched.tell_of_unmatched,
]

__all__ = ["DAILY", "TOPICS", "Sent", "draws", "rounds", "unmatched", "waiting"]
