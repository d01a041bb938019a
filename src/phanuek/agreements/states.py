"""What can be said of a commitment's progress, and of an agreement's being in force. Worked out, never stored."""

from django.db import models

from phanuek.ui.words import T


class ProgressStatus(models.TextChoices):
    NOT_STARTED = "not_started", T("ยังไม่เริ่ม", "Not started")
    ON_PLAN = "on_plan", T("เป็นไปตามแผน", "On plan")
    BEHIND = "behind", T("ล่าช้ากว่าแผน", "Behind")
    DONE = "done", T("สำเร็จตามเป้า", "Target reached")
    CANNOT_SAY = "cannot_say", T("ยังบอกไม่ได้", "Cannot say")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        return {"not_started": "wait", "on_plan": "ok", "behind": "danger", "done": "ok"}.get(
            self.value, "unknown"
        )


class InForceAnswer(models.TextChoices):
    YES = "yes", T("มีผลอยู่", "In force")
    NO = "no", T("ไม่มีผลแล้ว", "No longer in force")
    CANNOT_SAY = "cannot_say", T("ยังบอกไม่ได้", "Cannot say")

    @property
    def tag(self) -> str:
        return {"yes": "ok", "no": "not"}.get(self.value, "unknown")
