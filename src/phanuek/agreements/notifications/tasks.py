"""Reminders of tasks that a meeting gave: to the owner's officers before and on the day, to the secretariat when it has passed.

A body without an account has nobody here who can be told; the secretariat is, in its place, and the message says so.
"""

from datetime import date

from phanuek.agreements.models import Task
from phanuek.agreements.notifications.people import Directory, Sent
from phanuek.agreements.states import TaskState
from phanuek.engines.commitments import Basis, Rung, Step, Whom, ladder
from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.words import T

TOPIC = "agreements.tasks"
BY = Actor.system("daily")
LADDER = (
    Rung(Basis.DUE, -7, "remind", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 0, "due", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 7, "overdue", Whom.RESPONSIBLE),
    Rung(Basis.DUE, 14, "overdue", Whom.SECRETARIAT),
)


def remind_of_tasks(on: date) -> list[Sent]:
    """Sends what is due on a day for open tasks and was not sent; returns what it sent."""
    rows = Task.objects.filter(state=TaskState.OPEN).select_related("owner", "decision__meeting__agreement")
    directory, sent = Directory.of(on), []
    for task in rows.order_by("pk"):
        for step in ladder(on, due_on=task.due_on, last_sign=None, done=False, steps=LADDER):
            to, instead = _whom(task, step, directory)
            made = messages.tell(
                by=BY, to=to, topic=TOPIC, subject=_subject(task, on), body=_body(task, step, instead),
                link=task.decision.meeting.get_absolute_url(), about=task, key=f"task:{task.code}:{step.key}",
            )  # fmt: skip
            if made:
                sent.append(Sent(f"task {step.kind} ({step.whom})", task.code, len(made)))
    return sent


def _whom(task: Task, step: Step, directory: Directory) -> tuple[list[Recipient], bool]:
    officers = directory.officers.get(task.owner_id, [])
    if step.whom == Whom.SECRETARIAT:
        return directory.secretariat, not officers
    return (officers, False) if officers else (directory.secretariat, True)


def _subject(task: Task, on: date) -> T:
    title = T(task.title_th, task.title_en or task.title_th)
    days = (task.due_on - on).days
    if days > 0:
        words = T("งานตามมติครบกำหนดในอีก {n} วัน: {title}", "A task falls due in {n} days: {title}")
    elif days == 0:
        words = T("งานตามมติครบกำหนดวันนี้: {title}", "A task falls due today: {title}")
    else:
        words = T("งานตามมติเลยกำหนด {n} วัน: {title}", "A task is {n} days overdue: {title}")
    return words.format(n=abs(days), title=title)


def _body(task: Task, step: Step, instead: bool) -> T:
    meeting = task.decision.meeting
    said = T(
        "การประชุมครั้งที่ {number} มอบหมายให้{owner}ดำเนินการภายใน {due}\nเมื่อเสร็จแล้ว โปรดแจ้งในหน้าการประชุม",
        "Meeting {number} gave this to {owner}, to be done by {due}.\nOnce it is done, say so on the page of the meeting.",
    ).format(
        number=meeting.number,
        owner=T(task.owner.name_th, task.owner.name_en or task.owner.name_th),
        due=T(pack().format_date(task.due_on, "th", "long"), pack().format_date(task.due_on, "en", "long")),
    )
    if instead:
        return said + T(
            "\nหน่วยงานนี้ยังไม่มีผู้ใช้งานในระบบ จึงแจ้งฝ่ายเลขานุการ โปรดติดต่อหน่วยงานโดยตรง",
            "\nThe body has no account here, so the secretariat is told. Please contact it.",
        )
    if step.whom == Whom.SECRETARIAT:
        return said + T(
            "\nแจ้งหน่วยงานเจ้าของงานไปแล้ว แต่ยังไม่แจ้งว่าเสร็จ",
            "\nThe owner was told before and has not said that it is done.",
        )
    return said
