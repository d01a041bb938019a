"""The form of a commitment. Checks shape; what may be written is for the action."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from phanuek.agreements import plan
from phanuek.agreements.actions.responsible import RANKS, Contact, contacts_of
from phanuek.agreements.forms.choices import CodeField, CodesField
from phanuek.agreements.forms.rows import RowForm, Rows
from phanuek.agreements.models import Agreement, Commitment, Measure, Statement
from phanuek.agreements.models.commitments import QUIET_AFTER_DAYS
from phanuek.agreements.queries.clauses import clause_choices
from phanuek.agreements.queries.commitments import members_of, other_bodies, taking_part
from phanuek.engines.commitments import Period
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import Provenance
from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField, prepare
from phanuek.ui.words import T, pick

NUMBER = {"invalid": T("กรุณากรอกเป็นตัวเลข เช่น 150", "Please enter a number, such as 150.")}
NO_ACCOUNT = T("ยังไม่มีผู้ใช้งานในระบบ", "no account yet")


class AmountField(MoneyField):
    """An amount in the commitment's own unit."""

    unit = ""  # type: ignore[assignment]  # counted in the measure's unit, not in baht

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", NUMBER)
        super().__init__(**kwargs)


class CommitmentForm(PlainForm):
    """Shared by adding and editing; `agreement` gives the clauses, statements and parties to choose from."""

    part_labels = {"periods": T("เป้าหมายรายงวด", "Targets by period"), "responsible": T("ผู้รับผิดชอบ", "Responsible"),
                   "deputy": T("ผู้ปฏิบัติหน้าที่แทน", "Deputy")}  # fmt: skip

    title_th = forms.CharField(
        label=T("ภารกิจ (ไทย)", "Commitment (Thai)"),
        help_text=T("เขียนให้รู้ว่าจะทำอะไรให้ใคร เช่น อบรมการทำบัญชีให้กลุ่มอาชีพ 150 คน", "Say what is done for whom."),
        max_length=500,
    )
    title_en = forms.CharField(
        label=T("ภารกิจ (อังกฤษ)", "Commitment (English)"), max_length=500, required=False
    )
    clause = CodeField(label=T("มาจากข้อใดในตัวบท", "Which clause of the text it comes from"), required=False)
    in_text = forms.BooleanField(
        label=T("ตัวบทของข้อนี้ระบุภารกิจนี้ไว้โดยตรง", "The words of this clause say so themselves"),
        help_text=T(
            "เมื่อเลือก หน้าภารกิจจะแสดงที่มาว่า อยู่ในเอกสารที่มี", "Its origin is then shown as: in the text in hand."
        ),
        required=False,
    )
    statement = CodeField(
        label=T("สืบเนื่องจากข้อความใดในบันทึกข้อตกลง", "Which statement of the agreement it follows from"),
        required=False,
    )
    measure = forms.ChoiceField(
        label=T("นับผลเป็นอะไร", "What is counted"), choices=Measure.choices, widget=forms.RadioSelect,
        help_text=T(
            "สี่รายการแรกระบบนับจากงานที่บันทึกไว้ ไม่ต้องกรอกผลเอง ส่วน “ผลตามรายงานที่มีหลักฐาน” หน่วยงานรายงานเองและมีผู้อื่นตรวจ",
            "The first four are counted from recorded work; nobody types them. “Reported with evidence” is claimed by the body and checked by another.",
        ),
    )  # fmt: skip
    target = AmountField(
        label=T("เป้าหมาย", "Target"),
        required=False,
        help_text=T(
            "เว้นว่างได้หากไม่มีตัวเลข ระบบจะแสดงว่าไม่ได้ระบุ",
            "Leave empty when there is none; it is shown as not stated.",
        ),
    )
    unit_th = forms.CharField(
        label=T("หน่วยนับ (ไทย)", "Unit (Thai)"), max_length=60, required=False, help_text=T("เช่น กลุ่ม คน ตำบล", "Such as groups, people")
    )  # fmt: skip
    unit_en = forms.CharField(label=T("หน่วยนับ (อังกฤษ)", "Unit (English)"), max_length=60, required=False)
    baseline = AmountField(
        label=T("ค่าฐานก่อนเริ่ม", "Baseline before it began"),
        required=False,
        help_text=T("จำนวนที่มีอยู่แล้วก่อนเริ่มภารกิจ ในหน่วยเดียวกัน", "What there was already, in the same unit."),
    )
    baseline_on = DateField(label=T("ค่าฐาน ณ วันที่", "Baseline of"), required=False)
    baseline_source = forms.CharField(
        label=T("ที่มาของค่าฐาน", "Source of the baseline"), max_length=300, required=False
    )
    starts_on = DateField(label=T("วันเริ่ม", "Starts"), required=False)
    due_on = DateField(label=T("วันครบกำหนด", "Due"), required=False)
    quiet_after_days = WholeNumberField(
        label=T("ถือว่าเงียบหายเมื่อไม่มีความเคลื่อนไหวเกิน", "Counts as gone quiet after"),
        unit=T("วัน", "days"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=T(
            "เว้นว่างไว้คือ {n} วัน ระบบจะเตือนผู้รับผิดชอบก่อนถึงกำหนดนี้", "{n} days when left empty. Whoever is responsible is reminded before."
        ).format(n=QUIET_AFTER_DAYS),
    )  # fmt: skip
    budget_baht = MoneyField(label=T("งบประมาณ", "Budget"), required=False)
    collaborators = CodesField(
        label=T("หน่วยงานร่วม", "Together with"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=T("เลือกหน่วยงานที่ยังไม่มีผู้ใช้งานในระบบได้", "Bodies without an account can be chosen too."),
    )
    other_collaborators = CodesField(
        label=T("หน่วยงานร่วมที่ไม่ได้เป็นภาคี", "Others that are no parties"),
        required=False,
        help_text=T("กด Ctrl ค้างไว้เพื่อเลือกหลายหน่วยงาน", "Hold Ctrl to choose several."),
    )
    responsible_person = CodeField(
        label=T("ผู้รับผิดชอบ (ผู้ใช้งานของหน่วยงาน)", "Responsible (one of its members)"), required=False
    )
    responsible_name = forms.CharField(
        label=T("หรือชื่อผู้ที่ไม่มีบัญชี", "Or somebody without an account"), max_length=200, required=False
    )
    responsible_email = forms.CharField(
        label=T("อีเมลของผู้นั้น", "Their e-mail address"), max_length=254, required=False
    )
    deputy_person = CodeField(
        label=T("ผู้ปฏิบัติหน้าที่แทน (ผู้ใช้งานของหน่วยงาน)", "Deputy (one of its members)"), required=False
    )
    deputy_name = forms.CharField(
        label=T("หรือชื่อผู้ที่ไม่มีบัญชี", "Or somebody without an account"), max_length=200, required=False
    )
    deputy_email = forms.CharField(
        label=T("อีเมลของผู้นั้น", "Their e-mail address"), max_length=254, required=False
    )

    def __init__(
        self,
        *args: Any,
        agreement: Agreement,
        lead: Organisation | None = None,
        commitment: Commitment | None = None,
        of_text: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Mapping[str, Any] = self.fields
        clauses = clause_choices(agreement, commitment.clause if commitment else None)
        fields["clause"].offer((clause.code, clause, label) for clause, label in clauses)
        if not clauses:
            del self.fields["clause"]
        if not clauses or not of_text:
            del self.fields["in_text"]
        statements = agreement.statements.exclude(kind=Statement.Kind.EXHIBITION)
        fields["statement"].offer((f"{s.kind}-{s.number}", s, _statement(s)) for s in statements)
        parties, others = taking_part(agreement), other_bodies(agreement)
        for name, bodies in (("collaborators", parties), ("other_collaborators", others)):
            fields[name].offer(
                (o.code, o, with_account(o)) for o in bodies if lead is None or o.pk != lead.pk
            )
        people = members_of(lead) if lead else []
        for rank in RANKS:
            if people:
                fields[f"{rank}_person"].offer((p.username, p, str(p)) for p in people)
            else:
                del self.fields[f"{rank}_person"]
        prepare(self)

    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target is not None and target <= 0:
            raise forms.ValidationError(str(T("เป้าหมายต้องมากกว่าศูนย์", "A target is above zero.")))
        return target

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        bodies = [*cleaned.get("collaborators", ()), *cleaned.pop("other_collaborators", ())]
        cleaned["collaborators"] = bodies
        for rank in RANKS:
            person, name = cleaned.pop(f"{rank}_person", None), cleaned.pop(f"{rank}_name", "")
            contact = Contact(person, name, cleaned.pop(f"{rank}_email", ""))
            if person and name.strip():
                self.add_error(
                    f"{rank}_name",
                    str(
                        T(
                            "เลือกผู้ใช้งานไว้แล้ว โปรดเว้นช่องนี้ให้ว่าง หรือเลิกเลือกผู้ใช้งาน",
                            "A member is chosen already: leave this empty, or take the choice back.",
                        )
                    ),
                )
            cleaned[rank] = contact or None
        return cleaned


def _statement(statement: Statement) -> str:
    text = pick(statement.text_th, statement.text_en or statement.text_th)
    return f"{statement.get_kind_display()}: {text}"[:160]


class NewCommitmentForm(CommitmentForm):
    """With the body that leads, and why it is added."""

    lead = CodeField(label=T("หน่วยงานเจ้าของภารกิจ", "Body that leads"))
    provenance_why = forms.CharField(
        label=T("เพิ่มภารกิจนี้เพราะอะไร", "Why is it added?"),
        help_text=T(
            "แสดงต่อสาธารณะคู่กับชื่อหน่วยงานที่บันทึกและวันที่ เช่น มติที่ประชุมติดตามผล ครั้งที่ 2/2569",
            "Shown to the public with who added it and when, such as the meeting that decided it.",
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, leads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead: Any = self.fields["lead"]
        lead.offer((body.code, body, named(body)) for body in leads)
        if self.is_bound and self.data.get("in_text") and "in_text" in self.fields:
            # what stands in the text needs no other reason
            self.fields["provenance_why"].required = False
        prepare(self)

    def verb_fields(self) -> dict[str, Any]:
        """What the verb is given."""
        given = dict(self.cleaned_data)
        if given.pop("in_text", False):
            given["provenance"] = Provenance.IN_TEXT
        return given


class EditCommitmentForm(CommitmentForm):
    """With the version that the editor saw."""

    provenance_why = forms.CharField(
        label=T(
            "หากไม่ได้มาจากข้อนี้แล้ว ภารกิจนี้มีเพราะอะไร",
            "If it does not come from the clause any more: why is it there?",
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, commitment: Commitment, data: Any = None, *, of_text: bool = False) -> EditCommitmentForm:
        names = (
            "title_th", "title_en", "statement", "clause", "measure", "target", "unit_th", "unit_en", "baseline", "baseline_on",
            "baseline_source", "starts_on", "due_on", "quiet_after_days", "budget_baht", "version",
        )  # fmt: skip
        initial = {name: getattr(commitment, name) for name in names}
        for name in ("target", "baseline"):
            initial[name] = shown(initial[name])
        joined = list(commitment.collaborators.all())
        was_tied = commitment.provenance == Provenance.IN_TEXT
        initial |= {"collaborators": joined, "other_collaborators": joined, "in_text": was_tied}
        for rank, contact in contacts_of(commitment).items():
            by_name = {} if contact.person else {f"{rank}_name": contact.name, f"{rank}_email": contact.email}
            initial |= {f"{rank}_person": contact.person, **by_name}
        form = cls(
            data,
            initial=initial,
            agreement=commitment.agreement,
            lead=commitment.lead,
            commitment=commitment,
            of_text=of_text,
        )
        if not (of_text and was_tied and "in_text" in form.fields):
            del form.fields["provenance_why"]
        return form

    def verb_fields(self) -> dict[str, Any]:
        """What the verb is given; a field that was not on the page changes nothing."""
        return dict(self.cleaned_data)


# -- the plan by periods -----------------------------------------------------------------------------------------


class PeriodForm(RowForm):
    """One part of the term with its own target."""

    starts_on = DateField(label=T("วันแรก", "First day"), help_text="")
    ends_on = DateField(label=T("วันสุดท้าย", "Last day"), help_text="")
    target = AmountField(label=T("เป้าหมายของงวด", "Target"))


class PeriodRows(Rows[PeriodForm]):
    """The rows of the plan."""

    def __init__(self, data: Any = None, commitment: Commitment | None = None) -> None:
        stored = commitment.period_targets.order_by("starts_on") if commitment else ()
        initial = [
            {"starts_on": p.starts_on, "ends_on": p.ends_on, "target": shown(p.target)} for p in stored
        ]
        super().__init__(PeriodForm, "period", data=data, initial=initial)

    def periods(self) -> list[Period] | None:
        """The plan as typed, None where the rows were not on the page."""
        if not self.sent:
            return None
        return [Period(**row.cleaned_data) for row in self.filled()]

    def check(self, form: CommitmentForm) -> bool:
        """Whether rows and target agree; else each problem stands at its row, or at the target."""
        periods = self.periods()
        if periods is None:
            return True
        given, rows = form.cleaned_data, self.filled()
        found = plan.problems(given.get("target"), given.get("starts_on"), given.get("due_on"), periods)
        for problem in found:
            if problem.row is None:
                form.add_error("target", str(problem.words))
            else:
                rows[problem.row].add_error("starts_on", str(problem.words))
        return not found


def shown(number: Any) -> Any:
    """A decimal without the zeros that say nothing."""
    if number is None:
        return None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def named(body: Organisation) -> str:
    return str(pick(body.name_th, body.name_en or body.name_th))


def with_account(body: Organisation) -> str:
    """The name, and whether nobody signs in for it yet."""
    return named(body) if getattr(body, "has_account", True) else f"{named(body)} ({NO_ACCOUNT})"
