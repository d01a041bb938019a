"""Telling people what waits for them: reminders that climb from the one responsible to the secretariat, and news of claims.

`DAILY` is what `manage.py daily` runs, in this order; each function takes the day and returns what it sent. Running it twice on
a day, or after some days were missed, sends nothing twice.
"""

from collections.abc import Callable
from datetime import date

from phanuek.agreements.notifications.claims import claim_decided, claim_waits
from phanuek.agreements.notifications.commitments import remind
from phanuek.agreements.notifications.people import Sent
from phanuek.agreements.notifications.tasks import remind_of_tasks
from phanuek.ui.words import T

TOPICS = {
    "agreements.commitments": T(
        "ภารกิจใกล้ครบกำหนด เลยกำหนด หรือเงียบหาย", "Commitments due, overdue or gone quiet"
    ),
    "agreements.amendments": T(
        "การแก้ไขเพิ่มเติมที่รอความเห็นหรือลายมือชื่อ", "Amendments that wait for an answer or a signature"
    ),
    "agreements.tasks": T("งานตามมติที่ประชุมที่ใกล้หรือเลยกำหนด", "Tasks of meetings due or overdue"),
    "agreements.claims": T("รายงานผลที่รอตรวจ และผลการตรวจ", "Claims that wait, and what became of yours"),
}

# more rooms' or nouns' daily work joins at the end
DAILY: list[Callable[[date], list[Sent]]] = [remind, remind_of_tasks]

__all__ = ["DAILY", "TOPICS", "Sent", "claim_decided", "claim_waits", "remind", "remind_of_tasks"]
