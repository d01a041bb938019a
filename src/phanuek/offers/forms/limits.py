"""The most that one applicant may get, as plain rows."""

from collections.abc import Mapping
from typing import Any

from django import forms

from phanuek.agreements.forms.rows import RowForm, Rows
from phanuek.offers.actions import LimitLine
from phanuek.offers.models import Offer
from phanuek.registry.models import EnterpriseKind
from phanuek.ui.forms import MoneyField, PlainForm, WholeNumberField
from phanuek.ui.words import T

NAME = "line"


class LimitRow(RowForm):
    """One kind of applicant and the most it may get."""

    applicant_kind = forms.ChoiceField(
        label=T("ผู้ขอ", "Applicant"), required=False,
        choices=[("", T("ทุกประเภท (ที่ไม่มีแถวของตน)", "Everybody (without a row of their own)")), *EnterpriseKind.choices],
    )  # fmt: skip
    per_request_baht = MoneyField(label=T("สูงสุดต่อคำขอ", "Most a request"), required=False)
    per_applicant_baht = MoneyField(label=T("สูงสุดต่อราย รวมทุกครั้ง", "Most an applicant in all"), required=False)
    times = WholeNumberField(
        label=T("ขอได้ไม่เกิน", "How often at most"),
        unit=T("ครั้ง", "times"),
        required=False,
        min_value=1,
        max_value=999,
    )
    note_th = forms.CharField(label=T("หมายเหตุ (ไทย)", "Note (Thai)"), max_length=300, required=False)
    note_en = forms.CharField(label=T("หมายเหตุ (อังกฤษ)", "Note (English)"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked, most = cleaned.get("per_request_baht"), cleaned.get("per_applicant_baht")
        for name in ("per_request_baht", "per_applicant_baht"):
            if cleaned.get(name) == 0:
                self.add_error(name, str(T("ต้องมากกว่าศูนย์", "It must be more than zero.")))
        if not self.errors and not any((asked, most, cleaned.get("times"))):
            self.add_error(
                "per_request_baht",
                str(T("กรอกวงเงินหรือจำนวนครั้งอย่างน้อยหนึ่งช่อง", "Fill in an amount or how often, at least one.")),
            )
        if asked and most and asked > most:
            self.add_error(
                "per_request_baht",
                str(
                    T(
                        "วงเงินต่อคำขอต้องไม่เกินวงเงินต่อราย",
                        "One request cannot have more than the applicant in all.",
                    )
                ),
            )
        return cleaned

    @property
    def is_blank(self) -> bool:
        """A kind alone says nothing."""
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in self.fields)

    def line(self) -> LimitLine:
        return LimitLine(**self.cleaned_data)


class LimitsForm(PlainForm):
    """The version that the editor saw, and what is wrong in the rows, all of it at once."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, offer: Offer, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial={"version": offer.version})
        limits = [
            {name: _plain(getattr(limit, name)) for name in LimitRow.base_fields}
            for limit in offer.limits.all()
        ]
        self.rows: Rows[LimitRow] = Rows(LimitRow, NAME, data=data, initial=limits, least=1)

    def is_valid(self) -> bool:
        whole = super().is_valid()
        rows = self.rows.is_valid()
        seen: set[str] = set()
        for row in self.rows.filled():
            kind = row.cleaned_data.get("applicant_kind", "")
            if kind in seen:
                row.add_error(
                    "applicant_kind",
                    str(
                        T(
                            "มีแถวของผู้ขอประเภทนี้แล้ว รวมไว้ในแถวเดียว",
                            "This kind has a row already: put both into one.",
                        )
                    ),
                )
                rows = False
            seen.add(kind)
        self.rows.tell(self, T("แถวที่ {n}", "Row {n}"))
        return whole and rows

    def lines(self) -> list[LimitLine]:
        return [row.line() for row in self.rows.filled()]


def _plain(value: Any) -> Any:
    """An amount without the zeros behind its point."""
    return f"{value:f}".rstrip("0").rstrip(".") if hasattr(value, "as_tuple") else value
