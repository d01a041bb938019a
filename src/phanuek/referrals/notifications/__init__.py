"""Telling both sides of a case what happened and whose turn it is. The clock itself is `actions.run_clocks`, which closes as
well as tells; `DAILY` is for what is told alone."""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications import Sent
from phanuek.referrals.notifications.news import APPEALS, NEWS, news, silently
from phanuek.referrals.notifications.people import Directory
from phanuek.referrals.notifications.reminders import LATE, REMINDERS
from phanuek.ui.words import T

TOPICS: dict[str, T] = {
    NEWS: T("ความเคลื่อนไหวของเรื่องที่ส่งต่อ", "What happens in cases"),
    REMINDERS: T("เตือนเรื่องที่ถึงรอบของท่าน หรือใกล้ปิดเอง", "Cases whose turn is yours, or that soon close by themselves"),
    LATE: T("เรื่องที่หน่วยงานในสังกัดหรือในระบบปล่อยเลยกำหนด", "Cases that others left overdue"),
    APPEALS: T("คำขอทบทวนผลและคำตอบ", "Appeals and their answers"),
}  # fmt: skip

DAILY: list[Callable[[date], list[Sent]]] = []

__all__ = ["DAILY", "TOPICS", "Directory", "Sent", "news", "silently"]
