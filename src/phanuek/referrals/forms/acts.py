"""What is typed into a case. Shape only; the verbs decide."""

from typing import Any

from django import forms

from phanuek.consent.models import Method
from phanuek.referrals.forms.base import long_text
from phanuek.referrals.forms.files import FILE_HELP, check_file, files_field
from phanuek.referrals.models import Referral
from phanuek.referrals.queries import other_offers
from phanuek.referrals.states import RefusalReason
from phanuek.ui import clock
from phanuek.ui.forms import DateField, MoneyField, PlainForm
from phanuek.ui.words import T


class SendForm(PlainForm):
    """With a consent in force: only what to tell the provider."""

    note = long_text(
        T("ข้อความถึงหน่วยงาน", "Message to the provider"),
        T(
            "สิ่งที่ควรรู้ก่อนพิจารณา เช่น กลุ่มสะดวกให้ติดต่อช่วงใด",
            "What helps to decide, such as when the group can be reached",
        ),
        required=False,
    )
    requested_baht = MoneyField(
        label=T("วงเงินที่ขอ (ถ้ามี)", "Amount asked for, if any"),
        help_text=T(
            "เช่น 50,000 บาท เว้นว่างได้ถ้าไม่ใช่การขอเงินหรือสินเชื่อ", "Leave it empty where no money is asked for"
        ),
        required=False,
    )
    files = files_field(T("เอกสารประกอบคำขอ", "Documents of the application"))


class ConsentAndSendForm(SendForm):
    """Without one: how, by whom and on which day the group agreed, and the signed form."""

    method = forms.ChoiceField(
        label=T("กลุ่มให้ความยินยอมอย่างไร", "How did the group agree?"),
        choices=[(Method.SIGNED.value, Method.SIGNED.label), (Method.SPOKEN.value, Method.SPOKEN.label)],
        widget=forms.RadioSelect,
    )
    given_by = forms.CharField(
        label=T("ชื่อผู้ให้ความยินยอม", "Who agreed, for the group"),
        help_text=T("ผู้แทนกลุ่มที่มีอำนาจ เช่น ประธานกลุ่ม", "A representative who may decide, such as the chair"),
        max_length=200,
    )
    given_on = DateField(label=T("วันที่ให้ความยินยอม", "Day of the consent"))
    evidence = forms.FileField(
        label=T("แบบฟอร์มความยินยอมที่ลงลายมือชื่อ", "The signed consent form"),
        help_text=T("ต้องแนบเมื่อเลือก “ลงลายมือชื่อในแบบฟอร์ม” · ", "Needed for a signed form · ") + FILE_HELP,
        required=False,
    )
    field_order = ["method", "given_by", "given_on", "evidence", "note", "requested_baht"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (
            cleaned.get("method") == Method.SIGNED
            and not cleaned.get("evidence")
            and "evidence" not in self.errors
        ):
            self.add_error("evidence", str(T("โปรดแนบแบบฟอร์มที่ลงลายมือชื่อแล้ว", "Attach the signed form.")))
        check_file(self, "evidence")
        if cleaned.get("given_on") and cleaned["given_on"] > clock.today():
            self.add_error(
                "given_on", str(T("วันที่ให้ความยินยอมต้องไม่อยู่ในอนาคต", "The day cannot lie in the future."))
            )
        return cleaned


class AskForm(PlainForm):
    text = long_text(
        T("ข้อมูลที่ต้องการเพิ่ม", "What is still needed"),
        T(
            "บอกให้ชัดว่าต้องการข้อมูลหรือเอกสารใด ผู้ส่งและกลุ่มจะเห็นข้อความนี้",
            "Say exactly which data or documents. The sender and the group read this.",
        ),
    )
    files = files_field()


class GiveForm(PlainForm):
    text = long_text(
        T("ข้อมูลที่ให้เพิ่ม", "Your answer"),
        T("หน่วยงานและกลุ่มจะเห็นข้อความนี้", "The provider and the group read this."),
    )
    files = files_field()


class AcceptForm(PlainForm):
    note = long_text(
        T("ขั้นตอนต่อไปที่กลุ่มควรทราบ", "What the group should know next"),
        T("เช่น วันที่จะติดต่อ สถานที่ เอกสารที่ต้องเตรียม", "Such as when you will call, where to go, what to bring"),
        required=False,
    )
    files = files_field()


class RefuseForm(PlainForm):
    """For a case in hand also which of its conditions are not met, and where the group could go instead."""

    reason = forms.ChoiceField(
        label=T("เหตุที่ไม่รับเรื่อง", "Why the case is refused"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
    )
    note = long_text(
        T("คำอธิบายถึงผู้ส่งและกลุ่ม", "Explanation to the sender and the group"),
        T(
            "จำเป็นเมื่อเลือก “เหตุอื่น” · ถ้ามีทางเลือกอื่นโปรดแนะนำ",
            "Needed for “Other”. If there is another way, name it.",
        ),
        required=False,
    )
    conditions = forms.MultipleChoiceField(
        label=T("เงื่อนไขข้อใดที่ไม่ผ่าน", "Which conditions are not met"),
        help_text=T("ใช้เมื่อเลือก “ตรวจแล้วไม่เข้าเงื่อนไข”", "With “On checking, a condition is not met”"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    alternative = forms.ChoiceField(
        label=T("แนะนำมาตรการอื่นแทน", "Suggest another offer instead"),
        help_text=T(
            "ผู้ส่งและกลุ่มจะเห็นพร้อมปุ่มให้ส่งต่อได้ทันที",
            "The sender and the group see it with a button to send it there.",
        ),
        required=False,
    )
    files = files_field()
    field_order = ["reason", "conditions", "note", "alternative", "files"]

    def __init__(self, *args: Any, referral: Referral | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = referral.assessment.conditions if referral else []
        others = other_offers(referral).choices() if referral else []
        if listed:
            numbered = [(str(number), T.of(one["text"])) for number, one in enumerate(listed)]
            self.fields["conditions"].choices = numbered  # type: ignore[attr-defined]
        else:
            del self.fields["conditions"]
        if others:
            self.fields["alternative"].choices = [("", T("ไม่แนะนำ", "None")), *others]  # type: ignore[attr-defined]
        else:
            del self.fields["alternative"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == RefusalReason.OTHER and not (cleaned.get("note") or "").strip():
            self.add_error("note", str(T("เมื่อเลือก “เหตุอื่น” โปรดอธิบายเหตุผล", "“Other” needs an explanation.")))
        return cleaned


class NoteForm(PlainForm):
    text = long_text(
        T("บันทึก", "Note"), T("ผู้ส่ง หน่วยงาน และกลุ่มจะเห็นข้อความนี้", "Sender, provider and the group read this.")
    )
    files = files_field()


class CloseForm(PlainForm):
    note = long_text(T("บันทึกการปิดเรื่อง", "Closing note"), required=False)


class CloseWithoutDeliveryForm(PlainForm):
    note = long_text(
        T("เหตุที่ปิดเรื่องโดยยังไม่มีการให้การสนับสนุน", "Why it is closed without support"),
        T(
            "ผู้ส่งและกลุ่มจะเห็นข้อความนี้ และความต้องการจะกลับไปหาผู้ช่วยใหม่",
            "Sender and group read this, and the need goes back to looking for help.",
        ),
    )


class WithdrawForm(PlainForm):
    why = long_text(
        T("เหตุที่ถอนเรื่อง", "Why it is withdrawn"),
        T("หน่วยงานและกลุ่มจะเห็นข้อความนี้", "The provider and the group read this."),
    )
