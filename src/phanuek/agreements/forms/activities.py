"""Forms of activities and of a word on how the work goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from phanuek.agreements.forms.choices import CodeField
from phanuek.agreements.forms.commitments import named
from phanuek.areas.forms import SubdistrictField
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.words import T

LONGEST = 2000
PUBLIC = T(
    "แสดงต่อสาธารณะ อย่าใส่ชื่อบุคคล เบอร์โทรศัพท์ หรือเลขประจำตัว",
    "Shown to everyone: no names of people, telephone or identity numbers.",
)


class ForBodyForm(PlainForm):
    """Something that one of the commitment's bodies writes; the body is chosen where there are several."""

    organisation = CodeField(label=T("หน่วยงาน", "Body"))

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.offer((body.code, body, named(body)) for body in bodies)
        if len(bodies) == 1:
            field.widget = forms.HiddenInput()
            field.initial = bodies[0]
        prepare(self)


class ActivityFields(PlainForm):
    """What is done, where and when."""

    title_th = forms.CharField(
        label=T("กิจกรรม (ไทย)", "Activity (Thai)"),
        help_text=T("เช่น อบรมการทำบัญชี รุ่นที่ 2", "Such as: bookkeeping course, second group"),
        max_length=500,
    )
    title_en = forms.CharField(
        label=T("กิจกรรม (อังกฤษ)", "Activity (English)"), max_length=500, required=False
    )
    area = SubdistrictField(
        label=T("พื้นที่", "Where"),
        required=False,
        help_text=T("เว้นว่างได้หากทำทั้งประเทศ", "Leave empty where it is country-wide."),
    )
    starts_on = DateField(label=T("วันเริ่ม", "Starts"), required=False)
    due_on = DateField(label=T("วันครบกำหนด", "Due"), required=False)


class NewActivityForm(ForBodyForm, ActivityFields):
    field_order = ["organisation", "title_th", "title_en", "area", "starts_on", "due_on"]


class EditActivityForm(ActivityFields):
    """With the version that the editor saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class DoneForm(PlainForm):
    done_on = DateField(
        label=T("เสร็จเมื่อวันที่", "Done on"), required=False, help_text=T("เว้นว่างคือวันนี้", "Today when left empty")
    )


class WhyForm(PlainForm):
    reason = forms.CharField(
        label=T("เหตุผล", "Reason"),
        max_length=LONGEST,
        help_text=PUBLIC,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UpdateForm(ForBodyForm):
    """A word on how the work goes."""

    text_th = forms.CharField(
        label=T("งานไปถึงไหน", "How the work goes"),
        help_text=PUBLIC,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=T("ภาษาอังกฤษ", "In English"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    on = DateField(
        label=T("ณ วันที่", "As of"), required=False, help_text=T("เว้นว่างคือวันนี้", "Today when left empty")
    )
