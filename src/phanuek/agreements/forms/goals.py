"""Forms of policy goals."""

from typing import Any

from django import forms

from phanuek.agreements.models import Agreement, Clause, ClauseSpan, PolicyGoal, Statement
from phanuek.ui.forms import PlainForm
from phanuek.ui.words import T, pick


class GoalForm(PlainForm):
    """A goal, its paper, and what of this agreement serves it."""

    title_th = forms.CharField(label=T("เป้าหมาย (ไทย)", "Goal (Thai)"), max_length=500)
    title_en = forms.CharField(label=T("เป้าหมาย (อังกฤษ)", "Goal (English)"), max_length=500, required=False)
    document_th = forms.CharField(
        label=T("อยู่ในยุทธศาสตร์หรือนโยบายใด (ไทย)", "Strategy or policy it stands in (Thai)"),
        help_text=T(
            "เช่น ยุทธศาสตร์ชาติ ๒๐ ปี ด้านที่ ๔ หรือแผนพัฒนาจังหวัด",
            "Such as the national strategy, or a provincial plan.",
        ),
        max_length=300,
        required=False,
    )
    document_en = forms.CharField(
        label=T("อยู่ในยุทธศาสตร์หรือนโยบายใด (อังกฤษ)", "Strategy or policy it stands in (English)"),
        max_length=300,
        required=False,
    )
    parent = forms.ModelChoiceField(
        queryset=PolicyGoal.objects.all(),
        to_field_name="code",
        label=T("อยู่ใต้เป้าหมายใด", "Under which goal"),
        required=False,
        empty_label=T("ไม่อยู่ใต้เป้าหมายใด", "None"),
    )
    clauses = forms.MultipleChoiceField(
        label=T("ข้อของบันทึกข้อตกลงที่สนองเป้าหมายนี้", "Clauses that serve this goal"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    statements = forms.MultipleChoiceField(
        label=T("ข้อความตามแหล่งข่าวที่สนองเป้าหมายนี้", "Reported statements that serve this goal"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, agreement: Agreement, goal: PolicyGoal | None = None, **kwargs: Any
    ) -> None:
        if goal is not None:
            names = ("title_th", "title_en", "document_th", "document_en", "version")
            kwargs["initial"] = {
                **{name: getattr(goal, name) for name in names},
                "parent": goal.parent.code if goal.parent else None,
                "clauses": list(goal.clauses.filter(agreement=agreement).values_list("code", flat=True)),
                "statements": [key_of(s) for s in goal.statements.filter(agreement=agreement)],
            }
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        spans = current_spans(agreement)
        statements = list(agreement.statements.exclude(kind=Statement.Kind.EXHIBITION))
        self._choose("clauses", [(span.clause.code, str(span.label)) for span in spans])
        self._choose(
            "statements",
            [
                (key_of(s), f"{s.get_kind_display()}: {pick(s.text_th, s.text_en or s.text_th)}"[:160])
                for s in statements
            ],
        )
        parent: Any = self.fields["parent"]
        parent.label_from_instance = lambda g: str(pick(g.title_th, g.title_en or g.title_th))
        if goal is not None:
            parent.queryset = PolicyGoal.objects.exclude(pk=goal.pk)

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        if not choices:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        field.choices = choices

    def links(self) -> dict[str, list[Any]]:
        """What was ticked, as rows."""
        keys = set(self.cleaned_data.get("statements") or [])
        codes = self.cleaned_data.get("clauses") or []
        return {
            "clauses": list(Clause.objects.filter(agreement=self.agreement, code__in=codes)),
            "statements": [s for s in self.agreement.statements.all() if key_of(s) in keys],
        }

    def own(self) -> dict[str, Any]:
        """The goal's own fields as typed."""
        return {
            name: self.cleaned_data[name]
            for name in ("title_th", "title_en", "document_th", "document_en", "parent")
        }


def key_of(statement: Statement) -> str:
    """A statement's place in the agreement, as its anchor on the page: aim-2."""
    return f"{statement.kind}-{statement.number}"


def current_spans(agreement: Agreement) -> list[ClauseSpan]:
    """The clauses of the latest version, in order; none where the text is not in hand."""
    version = agreement.text_versions.order_by("-number").first()
    if version is None:
        return []
    return list(version.spans.select_related("clause", "version"))
