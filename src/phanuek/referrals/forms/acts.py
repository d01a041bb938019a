"""What is typed into a case. Shape only; the verbs decide."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from phanuek.consent.models import Method
from phanuek.files import checks as files
from phanuek.referrals.states import DeliveryKind, RefusalReason
from phanuek.ui import clock
from phanuek.ui.forms import DateField, MoneyField, PlainForm, clean_number
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

LONGEST = 5000
MOST_NAMES = 500
# how an attendance list that people paste says that somebody did not come
ABSENT = frozenset({"ไม่มา", "ไม่เข้าร่วม", "ไม่ได้เข้าร่วม", "ขาด", "ไม่", "ลา", "no", "n", "absent", "0", "✕", "x"})
PRESENT = frozenset({"มา", "เข้าร่วม", "ใช่", "yes", "y", "present", "1", "✓", "/"})
FILE_HELP = T("PDF รูปภาพ XLSX หรือ DOCX ไม่เกิน 10 เมกะไบต์", "PDF, picture, XLSX or DOCX, at most 10 MB")


def remind_of_files(form: PlainForm) -> None:
    """A browser does not send a chosen file back with the form: say so at its field, on a form that is shown again."""
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField) and form.files.get(name) and name not in form.errors:
            form.add_error(name, str(T("ไฟล์ที่เลือกไว้ต้องแนบอีกครั้ง", "Attach the chosen file once more.")))


def check_file(form: PlainForm, name: str) -> None:
    """The same look at a file as when it is kept, with the other fields of the form."""
    upload = form.cleaned_data.get(name)
    if upload:
        try:
            files.check(upload, upload.size or 0)
        except Refused as refusal:
            form.add_error(name, str(refusal.text))
        finally:
            upload.seek(0)


def _text(label: T, help_text: T | str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SendForm(PlainForm):
    """With a consent in force: only what to tell the provider."""

    note = _text(
        T("ข้อความถึงหน่วยงาน", "Message to the provider"),
        T(
            "สิ่งที่ควรรู้ก่อนพิจารณา เช่น กลุ่มสะดวกให้ติดต่อช่วงใด",
            "What helps to decide, such as when the group can be reached",
        ),
        required=False,
    )


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
    field_order = ["method", "given_by", "given_on", "evidence", "note"]

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
    text = _text(
        T("ข้อมูลที่ต้องการเพิ่ม", "What is still needed"),
        T(
            "บอกให้ชัดว่าต้องการข้อมูลหรือเอกสารใด ผู้ส่งและกลุ่มจะเห็นข้อความนี้",
            "Say exactly which data or documents. The sender and the group read this.",
        ),
    )


class GiveForm(PlainForm):
    text = _text(
        T("ข้อมูลที่ให้เพิ่ม", "Your answer"),
        T("หน่วยงานและกลุ่มจะเห็นข้อความนี้", "The provider and the group read this."),
    )


class AcceptForm(PlainForm):
    note = _text(
        T("ขั้นตอนต่อไปที่กลุ่มควรทราบ", "What the group should know next"),
        T("เช่น วันที่จะติดต่อ สถานที่ เอกสารที่ต้องเตรียม", "Such as when you will call, where to go, what to bring"),
        required=False,
    )


class RefuseForm(PlainForm):
    reason = forms.ChoiceField(
        label=T("เหตุที่ไม่รับเรื่อง", "Why the case is refused"),
        choices=RefusalReason.choices,
        widget=forms.RadioSelect,
    )
    note = _text(
        T("คำอธิบายถึงผู้ส่งและกลุ่ม", "Explanation to the sender and the group"),
        T(
            "จำเป็นเมื่อเลือก “เหตุอื่น” · ถ้ามีทางเลือกอื่นโปรดแนะนำ",
            "Needed for “Other”. If there is another way, name it.",
        ),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reason") == RefusalReason.OTHER and not (cleaned.get("note") or "").strip():
            self.add_error("note", str(T("เมื่อเลือก “เหตุอื่น” โปรดอธิบายเหตุผล", "“Other” needs an explanation.")))
        return cleaned


class NoteForm(PlainForm):
    text = _text(
        T("บันทึก", "Note"), T("ผู้ส่ง หน่วยงาน และกลุ่มจะเห็นข้อความนี้", "Sender, provider and the group read this.")
    )


class CloseForm(PlainForm):
    note = _text(T("บันทึกการปิดเรื่อง", "Closing note"), required=False)


class CloseWithoutDeliveryForm(PlainForm):
    note = _text(
        T("เหตุที่ปิดเรื่องโดยยังไม่มีการให้การสนับสนุน", "Why it is closed without support"),
        T(
            "ผู้ส่งและกลุ่มจะเห็นข้อความนี้ และความต้องการจะกลับไปหาผู้ช่วยใหม่",
            "Sender and group read this, and the need goes back to looking for help.",
        ),
    )


class WithdrawForm(PlainForm):
    why = _text(
        T("เหตุที่ถอนเรื่อง", "Why it is withdrawn"),
        T("หน่วยงานและกลุ่มจะเห็นข้อความนี้", "The provider and the group read this."),
    )


class QuantityField(forms.DecimalField):
    """A quantity with at most two decimals; commas and Thai numerals are understood."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": T("กรุณากรอกจำนวนเป็นตัวเลข เช่น 12 หรือ 2.5", "Please enter a number, such as 12 or 2.5."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=12, decimal_places=2, min_value=Decimal("0.01"), **kwargs)
        self.widget.attrs.update({"inputmode": "decimal", "class": "short"})

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(clean_number(value))


DELIVERED_LATER = T("วันที่ให้การสนับสนุนต้องไม่เป็นวันในอนาคต", "The day of delivery cannot be in the future.")
DELIVERED_BEFORE = T(
    "วันที่ให้การสนับสนุนต้องไม่มาก่อนวันที่ส่งเรื่อง", "The day of delivery cannot come before the case was sent."
)


class DeliveryForm(PlainForm):
    # the day on which the case was sent, set by the page
    sent_on: date | None = None

    kind = forms.ChoiceField(
        label=T("ประเภทการสนับสนุน", "Kind of support"),
        choices=[("", T("เลือกประเภท", "Choose")), *DeliveryKind.choices],
    )
    what = forms.CharField(
        label=T("ให้อะไร", "What was given"), max_length=300,
        help_text=T("เช่น อบรมการออกแบบบรรจุภัณฑ์ 2 วัน", "Such as a two-day course in packaging design"),
    )  # fmt: skip
    quantity = QuantityField(
        label=T("จำนวน", "Quantity"), required=False,
        help_text=T("จำนวนของสิ่งที่ให้ จำนวนผู้เข้าอบรมนับจากรายชื่อด้านล่าง", "Of what was given; who attended is counted from the names below"),
    )  # fmt: skip
    unit = forms.CharField(
        label=T("หน่วยนับ", "Unit"), max_length=60, required=False, help_text=T("เช่น คน ชั่วโมง เครื่อง", "Such as people, hours, pieces"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip
    amount_baht = MoneyField(label=T("มูลค่าหรือวงเงิน", "Value or amount"), required=False)
    delivered_on = DateField(label=T("วันที่ให้การสนับสนุน", "Day it was given"))
    evidence = forms.FileField(label=T("หลักฐาน", "Evidence"), help_text=FILE_HELP, required=False)
    attendance = _text(
        T("รายชื่อผู้เข้าอบรม (เฉพาะการฝึกอบรม)", "Who attended (trainings only)"),
        T(
            "วางรายชื่อบรรทัดละหนึ่งคน ผู้ที่ไม่มาให้ต่อท้ายด้วย “, ไม่มา” เช่น “สมศรี ใจดี, ไม่มา” · รายชื่อเป็นข้อมูลส่วนบุคคล เห็นเฉพาะผู้เกี่ยวข้องกับเรื่องนี้",
            "One name a line; add “, no” for somebody who did not come. Names are personal and shown only within this case.",
        ),
        required=False, rows=6,
    )  # fmt: skip

    def clean_attendance(self) -> list[tuple[str, bool]]:
        """(name, attended) per line."""
        lines = [line for line in self.cleaned_data["attendance"].splitlines() if line.strip()]
        if len(lines) > MOST_NAMES:
            raise forms.ValidationError(
                str(
                    T("รับได้ไม่เกิน {n} รายชื่อต่อครั้ง (พบ {m})", "At most {n} names at a time (found {m}).").format(
                        n=MOST_NAMES, m=len(lines)
                    )
                )
            )
        found = [read_attendee(line) for line in lines]
        for number, (name, _) in enumerate(found, start=1):
            if not name:
                raise forms.ValidationError(
                    str(T("บรรทัดที่ {n} ไม่มีชื่อ", "Line {n} has no name.").format(n=number))
                )
            if len(name) > 200:
                raise forms.ValidationError(
                    str(T("บรรทัดที่ {n} ยาวเกินไป", "Line {n} is too long.").format(n=number))
                )
        _check_named_once(lines, found)
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("attendance") and cleaned.get("kind") != DeliveryKind.TRAINING:
            self.add_error(
                "attendance",
                str(T("รายชื่อใช้กับการฝึกอบรมเท่านั้น โปรดเลือกประเภท “ฝึกอบรม” หรือลบรายชื่อ", "A list of names goes with a training only: choose “Training”, or take the names out.")),
            )  # fmt: skip
        if cleaned.get("quantity") and not cleaned.get("unit"):
            self.add_error("unit", str(T("โปรดระบุหน่วยนับ", "Name the unit.")))
        if cleaned.get("delivered_on") and cleaned["delivered_on"] > clock.today():
            self.add_error("delivered_on", str(DELIVERED_LATER))
        elif cleaned.get("delivered_on") and self.sent_on and cleaned["delivered_on"] < self.sent_on:
            self.add_error("delivered_on", str(DELIVERED_BEFORE))
        check_file(self, "evidence")
        return cleaned


def _check_named_once(lines: list[str], found: list[tuple[str, bool]]) -> None:
    """The same name as present and as absent is a mistake of the list; the same line twice is only a repetition."""
    seen: dict[str, tuple[int, bool]] = {}
    for number, (name, attended) in enumerate(found, start=1):
        key = " ".join(name.split())
        first, was_there = seen.setdefault(key, (number, attended))
        if was_there != attended:
            raise forms.ValidationError(
                str(
                    T(
                        "“{name}” อยู่ทั้งบรรทัดที่ {a} และ {b} แต่บรรทัดหนึ่งว่ามา อีกบรรทัดหนึ่งว่าไม่มา โปรดเหลือบรรทัดเดียว",
                        "“{name}” is on lines {a} and {b}, once as present and once as absent. Keep one of them.",
                    ).format(name=key, a=first, b=number)
                )
            )


def read_attendee(line: str) -> tuple[str, bool]:
    """A pasted line: a name, perhaps a number before it, perhaps yes or no after a comma, tab or bar."""
    cells = [cell.strip() for cell in line.replace("\t", ",").replace("|", ",").split(",")]
    attended = True
    if len(cells) > 1 and cells[-1].casefold() in ABSENT | PRESENT:
        attended = cells.pop().casefold() not in ABSENT
    if len(cells) > 1 and cells[0].rstrip(".").isdigit():
        cells.pop(0)
    name = " ".join(cell for cell in cells if cell)
    head, _, rest = name.partition(" ")
    if rest and head.rstrip(".)").isdigit():
        name = rest.strip()
    return name, attended
