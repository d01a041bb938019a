"""Whether an offer takes applications on a day; worked out from its dates and what its provider says."""

from django.db import models

from phanuek.ui.words import T


class WindowState(models.TextChoices):
    NOT_YET_OPEN = "not_yet_open", T("ยังไม่เปิดรับ", "Not yet open")
    OPEN = "open", T("เปิดรับ", "Open")
    CLOSED = "closed", T("ปิดรับแล้ว", "Closed")
    NOT_CONFIRMED = "not_confirmed", T("ยังไม่ยืนยันว่าเปิดรับ", "Not confirmed as open")

    @property
    def tag(self) -> str:
        """The kind of the component `tag` that shows it."""
        return {"open": "ok", "not_yet_open": "wait", "closed": "not"}.get(self.value, "unknown")
