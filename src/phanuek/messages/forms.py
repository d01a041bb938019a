from typing import Any

from django import forms

from phanuek.messages.topics import all_topics
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T


class TopicsForm(PlainForm):
    """Which topics come by mail as well."""

    mail = forms.MultipleChoiceField(
        label=T("เรื่องที่ให้ส่งอีเมลด้วย", "Send these by mail as well"),
        help_text=T(
            "เรื่องที่ไม่ได้เลือกยังแสดงในหน้าข้อความตามปกติ",
            "What is not ticked still appears among your messages.",
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mail"].choices = list(all_topics().items())  # type: ignore[attr-defined]
