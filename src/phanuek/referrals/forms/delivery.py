"""What is typed about support that was given: by the provider, by the receiving side, and when it comes back."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import forms

from phanuek.referrals.forms.base import QuantityField, long_text
from phanuek.referrals.forms.files import files_field
from phanuek.referrals.states import Completeness, DeliveryKind, ReceivedAnswer
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.forms import DateField, MoneyField, PlainForm, clean_number
from phanuek.ui.words import T

MOST_NAMES = 500
MOST_SESSIONS = 60
# how an attendance list that people paste says that somebody did not come
ABSENT = frozenset({"ไม่มา", "ไม่เข้าร่วม", "ไม่ได้เข้าร่วม", "ขาด", "ไม่", "ลา", "no", "n", "absent", "0", "✕", "x"})
PRESENT = frozenset({"มา", "เข้าร่วม", "ใช่", "yes", "y", "present", "1", "✓", "/"})
KNOWLEDGE = frozenset({DeliveryKind.TRAINING, DeliveryKind.ADVICE})
DELIVERED_LATER = T("วันที่ให้การสนับสนุนต้องไม่เป็นวันในอนาคต", "The day of delivery cannot be in the future.")
DELIVERED_BEFORE = T(
    "วันที่ให้การสนับสนุนต้องไม่มาก่อนวันที่ส่งเรื่อง", "The day of delivery cannot come before the case was sent."
)


class SessionLine(NamedTuple):
    """One meeting of a training, as typed on a line."""

    held_on: date
    hours: Decimal | None
    topic: str
    attended: int | None


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=T("ประเภทการสนับสนุน", "Kind of support"),
        choices=[("", T("เลือกประเภท", "Choose")), *DeliveryKind.choices],
    )


def _unit() -> forms.CharField:
    return forms.CharField(
        label=T("หน่วยนับ", "Unit"), max_length=60, required=False, help_text=T("เช่น คน ชั่วโมง เครื่อง", "Such as people, hours, pieces"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )  # fmt: skip


class _Given(PlainForm):
    """What any word about a delivery holds: its day is neither ahead nor before the case."""

    # the day on which the case was sent, set by the page
    sent_on: date | None = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("quantity") and not cleaned.get("unit"):
            self.add_error("unit", str(T("โปรดระบุหน่วยนับ", "Name the unit.")))
        if cleaned.get("delivered_on") and cleaned["delivered_on"] > clock.today():
            self.add_error("delivered_on", str(DELIVERED_LATER))
        elif cleaned.get("delivered_on") and self.sent_on and cleaned["delivered_on"] < self.sent_on:
            self.add_error("delivered_on", str(DELIVERED_BEFORE))
        return cleaned


class DeliveryForm(_Given):
    kind = _kind()
    what = forms.CharField(
        label=T("ให้อะไร", "What was given"), max_length=300,
        help_text=T("เช่น อบรมการออกแบบบรรจุภัณฑ์ 2 วัน", "Such as a two-day course in packaging design"),
    )  # fmt: skip
    completeness = forms.ChoiceField(
        label=T("ครบหรือยังมีต่อ", "All of it, or a part"), choices=Completeness.choices, required=False,
        widget=forms.RadioSelect, initial=Completeness.WHOLE,
        help_text=T("ถ้ายังมีต่อ เรื่องจะเปิดรอครั้งถัดไป", "When more follows, the case waits for the next part"),
    )  # fmt: skip
    quantity = QuantityField(
        label=T("จำนวน", "Quantity"), required=False,
        help_text=T("จำนวนของสิ่งที่ให้ จำนวนผู้เข้าอบรมนับจากรายชื่อด้านล่าง", "Of what was given; who attended is counted from the names below"),
    )  # fmt: skip
    unit = _unit()
    amount_baht = MoneyField(label=T("มูลค่าหรือวงเงิน", "Value or amount"), required=False)
    delivered_on = DateField(label=T("วันที่ให้การสนับสนุน", "Day it was given"))
    evidence = files_field(T("หลักฐาน", "Evidence"))
    sessions = long_text(
        T("ครั้งที่จัด (เฉพาะการฝึกอบรมและการให้คำปรึกษา)", "Sessions (trainings and advice only)"),
        T(
            "บรรทัดละหนึ่งครั้ง: วันที่, ชั่วโมง, เรื่อง, จำนวนผู้เข้า เช่น “23/11/2569, 3, การตั้งราคา, 12” · ชั่วโมงและจำนวนเว้นได้",
            "One a line: day, hours, topic, how many came, such as “23/11/2026, 3, pricing, 12”. Hours and number may be left out.",
        ),
        required=False, rows=3,
    )  # fmt: skip
    attendance = long_text(
        T("รายชื่อผู้เข้าอบรม (เฉพาะการฝึกอบรม)", "Who attended (trainings only)"),
        T(
            "วางรายชื่อบรรทัดละหนึ่งคน ผู้ที่ไม่มาให้ต่อท้ายด้วย “, ไม่มา” เช่น “สมศรี ใจดี, ไม่มา” · รายชื่อเป็นข้อมูลส่วนบุคคล เห็นเฉพาะผู้เกี่ยวข้องกับเรื่องนี้",
            "One name a line; add “, no” for somebody who did not come. Names are personal and shown only within this case.",
        ),
        required=False, rows=6,
    )  # fmt: skip
    learnt = long_text(
        T("กลุ่มได้เรียนรู้อะไร (เฉพาะการฝึกอบรมและการให้คำปรึกษา)", "What was learnt (trainings and advice only)"),
        T("สิ่งที่กลุ่มทำได้เองหลังจากนี้", "What the group can now do by itself"),
        required=False, rows=3,
    )  # fmt: skip

    def clean_completeness(self) -> str:
        return self.cleaned_data["completeness"] or Completeness.WHOLE

    def clean_sessions(self) -> list[SessionLine]:
        """One per line that is not empty."""
        lines = [line for line in self.cleaned_data["sessions"].splitlines() if line.strip()]
        if len(lines) > MOST_SESSIONS:
            raise forms.ValidationError(
                str(T("รับได้ไม่เกิน {n} ครั้งต่อรายการ", "At most {n} sessions at a time.").format(n=MOST_SESSIONS))
            )  # fmt: skip
        return [read_session(line, number) for number, line in enumerate(lines, start=1)]

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
        cleaned = super().clean()
        if cleaned.get("attendance") and cleaned.get("kind") != DeliveryKind.TRAINING:
            self.add_error(
                "attendance",
                str(T("รายชื่อใช้กับการฝึกอบรมเท่านั้น โปรดเลือกประเภท “ฝึกอบรม” หรือลบรายชื่อ", "A list of names goes with a training only: choose “Training”, or take the names out.")),
            )  # fmt: skip
        for name in ("sessions", "learnt"):
            if cleaned.get(name) and cleaned.get("kind") and cleaned["kind"] not in KNOWLEDGE:
                self.add_error(
                    name,
                    str(T("ช่องนี้ใช้กับการฝึกอบรมและการให้คำปรึกษา โปรดเปลี่ยนประเภทหรือลบข้อความ",
                          "This goes with a training or advice: change the kind, or take the text out.")),
                )  # fmt: skip
        return cleaned


class ReceiptForm(PlainForm):
    """The word of the side that did not record it."""

    received = forms.ChoiceField(
        label=T("ได้รับตามที่บันทึกไว้หรือไม่", "Did it come as it is recorded?"),
        choices=ReceivedAnswer.choices,
        widget=forms.RadioSelect,
    )
    note = long_text(
        T("คำอธิบาย", "A word on it"),
        T("เมื่อได้รับบางส่วนหรือไม่ได้รับ โปรดบอกว่าขาดอะไร ทั้งสองฝ่ายจะเห็น", "When it came in part or not at all, say what is missing. Both sides see it."),
        required=False, rows=3,
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("received") in (ReceivedAnswer.PART, ReceivedAnswer.NO) and not cleaned.get("note"):
            self.add_error(
                "note", str(T("โปรดบอกว่าขาดอะไร หรือเกิดอะไรขึ้น", "Say what is missing, or what happened."))
            )
        return cleaned


class ReportReceiptForm(_Given):
    """The group says that something came, before the provider has recorded it."""

    kind = _kind()
    what = forms.CharField(label=T("ได้รับอะไร", "What came"), max_length=300)
    quantity = QuantityField(label=T("จำนวน", "Quantity"), required=False)
    unit = _unit()
    amount_baht = MoneyField(label=T("มูลค่าหรือวงเงิน", "Value or amount"), required=False)
    delivered_on = DateField(label=T("วันที่ได้รับ", "Day it came"))
    note = long_text(T("คำอธิบาย", "A word on it"), required=False, rows=3)
    evidence = files_field(T("หลักฐาน", "Evidence"))


class ReturnForm(PlainForm):
    """Something that was given came back: all of it when neither quantity nor amount is named."""

    returned_on = DateField(label=T("วันที่คืน", "Day it came back"))
    quantity = QuantityField(
        label=T("จำนวนที่คืน", "Quantity that came back"), required=False, help_text=T("เว้นว่างเมื่อคืนทั้งหมด", "Leave empty when all of it came back"),
    )  # fmt: skip
    baht = MoneyField(label=T("จำนวนเงินที่คืน", "Amount that came back"), required=False)
    why = forms.CharField(label=T("เหตุที่คืน", "Why it came back"), max_length=300)

    def clean_returned_on(self) -> date:
        day: date = self.cleaned_data["returned_on"]
        if day > clock.today():
            raise forms.ValidationError(str(T("วันที่คืนต้องไม่เป็นวันในอนาคต", "The day cannot lie ahead.")))
        return day


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


def _cells(line: str) -> list[str]:
    """What stands between commas, tabs and bars."""
    return [cell.strip() for cell in line.replace("\t", ",").replace("|", ",").split(",")]


def read_attendee(line: str) -> tuple[str, bool]:
    """A pasted line: a name, perhaps a number before it, perhaps yes or no after a comma, tab or bar."""
    cells = _cells(line)
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


def read_session(line: str, number: int) -> SessionLine:
    """A line with day, hours, topic and attendance; hours (before the topic) and attendance (after it) may be missing."""
    first, *rest = _cells(line)
    try:
        held_on = pack().parse_date(first, earliest=None, latest=clock.today())
    except ValueError as error:
        why = getattr(error, "message", None)
        raise forms.ValidationError(
            str(T("บรรทัดที่ {n}: {why}", "Line {n}: {why}").format(
                n=number, why=T.of(why) if why else T("ขึ้นต้นด้วยวันที่ เช่น 23/11/2569", "begin with the day, such as 23/11/2026")))
        ) from error  # fmt: skip
    rest = [cell for cell in rest if cell]
    attended = int(found) if len(rest) > 1 and (found := _number(rest[-1])) is not None else None
    if attended is not None:
        rest.pop()
    hours = _number(rest[0]) if len(rest) > 1 else None
    if hours is not None:
        rest.pop(0)
    topic = ", ".join(rest)
    if (
        not topic
        or _number(topic) is not None
        or len(topic) > 300
        or (hours is not None and not 0 < hours <= 24)
    ):
        raise forms.ValidationError(
            str(T("บรรทัดที่ {n}: โปรดบอกเรื่อง และจำนวนชั่วโมงไม่เกิน 24", "Line {n}: name the topic, and at most 24 hours.")
                .format(n=number))
        )  # fmt: skip
    return SessionLine(held_on, hours, topic, attended)


def _number(cell: str) -> Decimal | None:
    """The number a cell holds, with or without a unit behind it."""
    text = str(clean_number(cell)).split(" ")[0]
    for unit in ("ชั่วโมง", "ชม.", "คน", "ราย", "hours", "h"):
        text = text.removesuffix(unit)
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 100_000 else None
