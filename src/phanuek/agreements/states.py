"""The states of what this room keeps and the ways between them (drawn into docs/states.md), and what is worked out and never
stored: a commitment's progress, an agreement's being in force."""

from django.db import models

from phanuek.ui.words import T


class Stage(models.TextChoices):
    """How far the agreement's first signing has come; whether it is in force is worked out from dates and signatures."""

    DRAFT = "draft", T("ร่าง", "Draft")
    SIGNING = "signing", T("อยู่ระหว่างลงนาม", "Being signed")
    SIGNED = "signed", T("ลงนามแล้ว", "Signed")


STAGES: dict[Stage, frozenset[Stage]] = {
    Stage.DRAFT: frozenset({Stage.SIGNING}),
    Stage.SIGNING: frozenset({Stage.SIGNED, Stage.DRAFT}),
    Stage.SIGNED: frozenset(),
}


class SigningRule(models.TextChoices):
    ALL = "all", T("ทุกภาคีต้องลงนาม", "Every party must sign")
    AT_LEAST = "at_least", T("ลงนามครบจำนวนขั้นต่ำ", "At least so many must sign")
    NAMED = "named", T("ภาคีที่ระบุต้องลงนามครบ", "The named parties must sign")
    NOT_STATED = "not_stated", T("ต้นทางไม่ได้ระบุ", "Not stated")


class Capacity(models.TextChoices):
    """By what right a person signs for a body."""

    OWN_RIGHT = "own_right", T("ลงนามในฐานะผู้มีอำนาจของหน่วยงาน", "In their own right, as its head")
    FOR_HEAD = "for_head", T("ปฏิบัติหน้าที่แทนหัวหน้าหน่วยงาน", "For the head of the body")
    DELEGATED = "delegated", T("ได้รับมอบอำนาจ", "By delegated authority")
    NOT_STATED = "not_stated", T("ต้นทางไม่ได้ระบุ", "Not stated")


class Method(models.TextChoices):
    PAPER = "paper", T("ลงนามบนกระดาษ", "On paper")
    DIGITAL = "digital", T("ลายมือชื่อดิจิทัล", "Digital signature")
    REPORTED = "reported", T("ตามที่แหล่งข่าวรายงาน", "As a source reports")


class AmendmentKind(models.TextChoices):
    TEXT = "text", T("แก้ไขข้อความ", "Change of wording")
    EXTENSION = "extension", T("ขยายระยะเวลา", "Extension of the term")
    WITHDRAWAL = "withdrawal", T("ภาคีขอถอนตัว", "Withdrawal of a party")
    TERMINATION = "termination", T("ยกเลิกข้อตกลง", "Termination")


class AmendmentState(models.TextChoices):
    DRAFT = "draft", T("ร่าง", "Draft")
    REVIEW = "review", T("ภาคีกำลังพิจารณา", "In review by the parties")
    SIGNING = "signing", T("อยู่ระหว่างลงนาม", "Being signed")
    MERGED = "merged", T("มีผลแล้ว", "Merged")
    REJECTED = "rejected", T("ไม่เห็นชอบ", "Rejected")
    TAKEN_BACK = "taken_back", T("ผู้เสนอถอนเรื่อง", "Taken back")


A = AmendmentState
AMENDMENT_TRANSITIONS: dict[AmendmentState, frozenset[AmendmentState]] = {
    A.DRAFT: frozenset({A.REVIEW, A.TAKEN_BACK}),
    A.REVIEW: frozenset({A.DRAFT, A.SIGNING, A.REJECTED, A.TAKEN_BACK}),
    # back to review when reconciling it with a newer version changed its words: what was signed is no longer what it says
    A.SIGNING: frozenset({A.MERGED, A.REVIEW, A.REJECTED, A.TAKEN_BACK}),
    A.MERGED: frozenset(),
    A.REJECTED: frozenset(),
    A.TAKEN_BACK: frozenset(),
}
OPEN_AMENDMENTS = frozenset({A.DRAFT, A.REVIEW, A.SIGNING})


class ChangeKind(models.TextChoices):
    REPLACE = "replace", T("แก้ข้อความของข้อ", "Other words for a clause")
    INSERT = "insert", T("เพิ่มข้อใหม่", "A new clause")
    REPEAL = "repeal", T("ยกเลิกข้อ", "A clause taken out")


class ReviewAnswer(models.TextChoices):
    AGREE = "agree", T("เห็นชอบ", "Agrees")
    CHANGE = "change", T("ขอให้แก้ไข", "Asks for a change")
    OBJECT = "object", T("ไม่เห็นชอบ", "Objects")


class ClaimState(models.TextChoices):
    SUBMITTED = "submitted", T("รอตรวจ", "Waiting to be checked")
    RETURNED = "returned", T("ส่งคืนให้แก้ไข", "Sent back to be mended")
    APPROVED = "approved", T("รับรองแล้ว", "Approved")
    REFUSED = "refused", T("ไม่รับรอง", "Refused")
    TAKEN_BACK = "taken_back", T("ผู้รายงานถอนเรื่อง", "Taken back")


CLAIM_TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.SUBMITTED: frozenset(
        {ClaimState.RETURNED, ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.TAKEN_BACK}
    ),
    ClaimState.RETURNED: frozenset({ClaimState.SUBMITTED, ClaimState.TAKEN_BACK}),
    # undone by a decider who finds that it was wrong; its result leaves the ledger
    ClaimState.APPROVED: frozenset({ClaimState.RETURNED}),
    ClaimState.REFUSED: frozenset(),
    ClaimState.TAKEN_BACK: frozenset(),
}


class MeetingState(models.TextChoices):
    PLANNED = "planned", T("กำหนดนัดแล้ว", "Planned")
    HELD = "held", T("ประชุมแล้ว กำลังทำรายงาน", "Held, minutes being written")
    CLOSED = "closed", T("รับรองรายงานแล้ว", "Minutes adopted")
    CANCELLED = "cancelled", T("ยกเลิก", "Cancelled")


MEETING_TRANSITIONS: dict[MeetingState, frozenset[MeetingState]] = {
    MeetingState.PLANNED: frozenset({MeetingState.HELD, MeetingState.CANCELLED}),
    MeetingState.HELD: frozenset({MeetingState.CLOSED}),
    MeetingState.CLOSED: frozenset(),
    MeetingState.CANCELLED: frozenset(),
}


class Presence(models.TextChoices):
    PRESENT = "present", T("เข้าประชุม", "Present")
    REPRESENTED = "represented", T("มีผู้แทนเข้าประชุม", "Represented")
    APOLOGIES = "apologies", T("แจ้งลาประชุม", "Sent apologies")
    ABSENT = "absent", T("ไม่เข้าประชุม", "Absent")


class TaskState(models.TextChoices):
    OPEN = "open", T("ต้องดำเนินการ", "To be done")
    DONE = "done", T("เสร็จแล้ว", "Done")
    CANCELLED = "cancelled", T("ไม่ต้องดำเนินการแล้ว", "No longer needed")


TASK_TRANSITIONS: dict[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.CANCELLED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.CANCELLED: frozenset({TaskState.OPEN}),
}


class ReportState(models.TextChoices):
    OPEN = "open", T("ยังไม่ปิดงวด", "Open")
    CLOSED = "closed", T("ปิดงวดแล้ว", "Closed")


REPORT_TRANSITIONS: dict[ReportState, frozenset[ReportState]] = {
    ReportState.OPEN: frozenset({ReportState.CLOSED}),
    ReportState.CLOSED: frozenset(),
}


class ProgressStatus(models.TextChoices):
    NOT_STARTED = "not_started", T("ยังไม่เริ่ม", "Not started")
    ON_PLAN = "on_plan", T("เป็นไปตามแผน", "On plan")
    BEHIND = "behind", T("ล่าช้ากว่าแผน", "Behind")
    DONE = "done", T("สำเร็จตามเป้า", "Target reached")
    ENDED = "ended", T("ปิดโดยไม่ถึงเป้า", "Closed short of its target")
    CANNOT_SAY = "cannot_say", T("ยังบอกไม่ได้", "Cannot say")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        return {"not_started": "wait", "on_plan": "ok", "behind": "danger", "done": "ok"}.get(
            self.value, "unknown"
        )


# what a person may say in place of the computed status: that a target is reached follows from results alone, and that a
# commitment has ended is an act of its own
MAY_BE_SAID = (
    ProgressStatus.NOT_STARTED,
    ProgressStatus.ON_PLAN,
    ProgressStatus.BEHIND,
    ProgressStatus.CANNOT_SAY,
)


class EndedHow(models.TextChoices):
    """Why a commitment was closed short of its target."""

    MERGED = "merged", T("รวมกับภารกิจอื่น", "Merged with another commitment")
    TAKEN_OVER = "taken_over", T("หน่วยงานอื่นรับไปดำเนินการ", "Taken over by others")
    GIVEN_UP = "given_up", T("ยุติ ไม่ดำเนินการต่อ", "Given up")


class Concern(models.TextChoices):
    """What asks for attention at a commitment, the most pressing first; worked out, never stored."""

    OVERDUE = "overdue", T("เลยกำหนด", "Overdue")
    WITHDRAWN = "withdrawn", T("เจ้าของภารกิจถอนตัวแล้ว", "Its lead has withdrawn")
    QUIET = "quiet", T("เงียบหาย", "Gone quiet")
    BEHIND = "behind", T("ล่าช้ากว่าแผน", "Behind")
    DUE_SOON = "due_soon", T("ใกล้ครบกำหนด", "Due soon")
    NOTHING_UNDER_IT = "nothing", T("ยังไม่มีงานรองรับ", "Nothing under it")
    NO_TARGET = "no_target", T("ไม่มีเป้าหมาย", "No target")
    NO_ORIGIN = "no_origin", T("ไม่ผูกกับข้อหรือข้อความใด", "No clause or statement")
    SAID_OTHERWISE = "said", T("มีผู้ระบุสถานะแทน", "Status set by a person")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        urgent = {
            "overdue": "danger",
            "withdrawn": "danger",
            "quiet": "danger",
            "behind": "danger",
            "due_soon": "warn",
        }
        return urgent.get(self.value, "info" if self.value == "said" else "warn")


class InForceAnswer(models.TextChoices):
    YES = "yes", T("มีผลอยู่", "In force")
    NO = "no", T("ไม่มีผลแล้ว", "No longer in force")
    CANNOT_SAY = "cannot_say", T("ยังบอกไม่ได้", "Cannot say")

    @property
    def tag(self) -> str:
        return {"yes": "ok", "no": "not"}.get(self.value, "unknown")
