"""Forms of a meeting, its agenda and its attendance. They check shape; what may be written is for the actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.forms import formset_factory

from phanuek.agreements.actions.meetings import AgendaLine, AttendanceLine
from phanuek.agreements.forms.commitments import named
from phanuek.agreements.models import Attendance, Commitment, Meeting
from phanuek.agreements.queries.meetings import Proposal
from phanuek.agreements.states import Presence
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import THAI_DIGITS, DateField, PlainForm, prepare
from phanuek.ui.words import T, pick

MOST_POINTS = 40
CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})")


class ClockField(forms.CharField):
    """A time of day as people write it: 13.30, 13:30 น., ๑๓.๓๐."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.setdefault("class", "short")

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        found = CLOCK.match(str(value).strip().translate(THAI_DIGITS))
        if found is None or int(found[1]) > 23 or int(found[2]) > 59:
            raise forms.ValidationError(
                str(
                    T(
                        "อ่าน “{text}” เป็นเวลาไม่ได้ กรุณาเขียนเช่น 13.30",
                        "“{text}” cannot be read as a time. Write it as 13.30.",
                    ).format(text=str(value)[:20])
                ),
                code="invalid",
            )
        return time(int(found[1]), int(found[2]))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H.%M}" if isinstance(value, time) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != self.to_python(initial))
        except forms.ValidationError:
            return True


class CodeField(forms.TypedChoiceField):
    """One of some rows, posted by its code. The rows are read once, however many forms of a page offer them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(empty_value=None, **kwargs)

    def offer(self, rows: Mapping[str, Any], label: Callable[[Any], str]) -> None:
        """Sets what can be chosen."""
        first = ("", T("ไม่ระบุ", "None") if not self.required else T("กรุณาเลือก", "Choose"))
        self.choices = [first, *((code, label(row)) for code, row in rows.items())]
        self.coerce = rows.get

    def prepare_value(self, value: Any) -> Any:
        return getattr(value, "code", value)


def titled(row: Any) -> str:
    """A commitment in a list of choices."""
    return str(pick(row.title_th, row.title_en or row.title_th))[:120]


class MeetingForm(PlainForm):
    """What is said of a meeting before it takes place; `proposals` are offered to be put on the agenda."""

    number = forms.CharField(
        label=T("ครั้งที่", "Number"),
        max_length=40,
        help_text=T("เช่น 1/2569 ไม่ซ้ำกันในบันทึกข้อตกลงเดียวกัน", "Such as 1/2569; once in an agreement."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    title_th = forms.CharField(label=T("ชื่อการประชุม (ไทย)", "Name of the meeting (Thai)"), max_length=300)
    title_en = forms.CharField(
        label=T("ชื่อการประชุม (อังกฤษ)", "Name of the meeting (English)"), max_length=300, required=False
    )
    held_on = DateField(label=T("วันประชุม", "Day"))
    starts_at = ClockField(label=T("เวลา", "Time"), required=False, help_text=T("เช่น 13.30", "Such as 13.30"))
    venue_th = forms.CharField(label=T("สถานที่ (ไทย)", "Place (Thai)"), max_length=300, required=False)
    venue_en = forms.CharField(label=T("สถานที่ (อังกฤษ)", "Place (English)"), max_length=300, required=False)
    chair = forms.CharField(
        label=T("ประธานในที่ประชุม", "Chair"),
        max_length=300,
        required=False,
        help_text=T(
            "ชื่อและตำแหน่ง แสดงเฉพาะแก่ภาคีและฝ่ายเลขานุการ",
            "Name and office; shown to the parties and the secretariat only.",
        ),
    )
    take_up = forms.MultipleChoiceField(
        label=T("เรื่องค้างที่จะนำเข้าวาระ", "Open matters to put on the agenda"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=T(
            "งานที่ยังไม่เสร็จ และภารกิจที่ล่าช้าหรือเงียบหาย ต่อท้ายวาระที่พิมพ์เอง",
            "Tasks not done, and commitments that are behind or have gone quiet; they follow the points you type.",
        ),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, proposals: Sequence[Proposal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposals = {proposal.key: proposal for proposal in proposals}
        field: Any = self.fields["take_up"]
        if proposals:
            field.choices = [
                (p.key, T(f"{p.title.th} ({p.why.th})", f"{p.title.en} ({p.why.en})")) for p in proposals
            ]
        else:
            del self.fields["take_up"]

    def taken_up(self) -> list[AgendaLine]:
        """The ticked matters as points, in the order in which they were offered."""
        ticked = set(self.cleaned_data.get("take_up", ()))
        chosen = [p for key, p in self.proposals.items() if key in ticked]
        return [AgendaLine(p.title.th[:300], p.title.en[:300], p.commitment) for p in chosen]

    def own(self) -> dict[str, Any]:
        """The fields of the meeting itself."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("take_up", "version")}


class AgendaRowForm(PlainForm):
    """One point; a row without a title counts as empty."""

    place = forms.IntegerField(
        label=T("ลำดับ", "Place"),
        required=False,
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    title_th = forms.CharField(label=T("เรื่อง (ไทย)", "Matter (Thai)"), max_length=300, required=False)
    title_en = forms.CharField(label=T("เรื่อง (อังกฤษ)", "Matter (English)"), max_length=300, required=False)
    commitment = CodeField(label=T("เกี่ยวกับภารกิจ", "About a commitment"), required=False)

    def __init__(self, *args: Any, commitments: Mapping[str, Commitment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commitment"].offer(commitments, titled)  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        return not (self.cleaned_data.get("title_th") or self.cleaned_data.get("title_en"))

    @property
    def wants_more(self) -> bool:
        """Whether what is folded away holds something."""
        return any(self[name].value() or self[name].errors for name in ("title_en", "commitment", "place"))

    @property
    def line(self) -> AgendaLine:
        found = self.cleaned_data
        thai = found["title_th"] or found["title_en"]
        return AgendaLine(thai, found["title_en"], found["commitment"])


AgendaFormSet = formset_factory(
    AgendaRowForm, extra=0, max_num=MOST_POINTS, absolute_max=MOST_POINTS, validate_max=True
)


def agenda_lines(rows: Any) -> list[AgendaLine]:
    """The filled rows in the order of their numbers; those without one keep where they stand, at the end."""
    filled = [row for row in rows if not row.is_empty]
    return [row.line for row in sorted(filled, key=lambda row: row.cleaned_data["place"] or 10**6)]


class AttendanceForm(PlainForm):
    """Who came: three fields for each body. A party must be told of; other bodies may be."""

    chair = forms.CharField(
        label=T("ประธานในที่ประชุม", "Chair"),
        max_length=300,
        required=False,
        help_text=T("ชื่อและตำแหน่ง", "Name and office"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, parties: Sequence[Organisation], others: Sequence[Organisation] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = [*((body, True) for body in parties), *((body, False) for body in others)]
        for body, is_party in self.bodies:
            choices = [(kind.value, kind.label) for kind in Presence]
            self.fields[f"presence_{body.code}"] = forms.ChoiceField(
                label=T("การเข้าประชุม", "Attendance"),
                choices=choices if is_party else [("", T("ไม่ได้เชิญ", "Not invited")), *choices],
                widget=forms.RadioSelect,
                required=is_party,
                initial=None if is_party else "",
                error_messages={
                    "required": T("{name}: กรุณาเลือก", "{name}: please choose.").format(name=named(body))
                },
            )
            self.fields[f"person_{body.code}"] = forms.CharField(
                label=T("ผู้เข้าประชุม", "Who came"), max_length=200, required=False
            )
            self.fields[f"position_{body.code}"] = forms.CharField(
                label=T("ตำแหน่ง", "Position"), max_length=300, required=False
            )
        prepare(self)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """For the template: the body and its three fields."""
        return [
            {
                "name": named(body),
                "is_party": is_party,
                "fields": [self[f"{part}_{body.code}"] for part in ("presence", "person", "position")],
            }
            for body, is_party in self.bodies
        ]

    def lines(self) -> list[AttendanceLine]:
        found = self.cleaned_data
        return [
            AttendanceLine(
                body,
                found[f"presence_{body.code}"],
                found[f"person_{body.code}"],
                found[f"position_{body.code}"],
            )
            for body, _ in self.bodies
            if found[f"presence_{body.code}"]
        ]

    @staticmethod
    def initial_of(meeting: Meeting, attendance: Sequence[Attendance]) -> dict[str, Any]:
        initial: dict[str, Any] = {"version": meeting.version, "chair": meeting.chair}
        for line in attendance:
            for part in ("presence", "person", "position"):
                initial[f"{part}_{line.organisation.code}"] = getattr(line, part)
        return initial
