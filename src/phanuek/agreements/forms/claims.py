"""Forms of claims and of the decisions on them. They check shape; what may be claimed is for the actions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core import signing

from phanuek.agreements.actions.claims import Piece
from phanuek.agreements.forms.choices import CodeField
from phanuek.agreements.forms.commitments import AmountField, named, shown
from phanuek.agreements.forms.rows import RowForm, Rows
from phanuek.agreements.models import Claim, Commitment
from phanuek.files import actions as files
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, PlainForm, prepare
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SALT = "agreements.evidence"
LONGEST = 4000


class ClaimForm(PlainForm):
    """What was reached, when, and what was done for it."""

    organisation = CodeField(label=T("หน่วยงานที่รายงาน", "Body that reports"))
    quantity = AmountField(label=T("ผลที่ได้", "Result"), help_text=T("เฉพาะผลของช่วงวันด้านล่าง ไม่ใช่ยอดสะสม", "Of the days below alone, not the sum since the beginning."))  # fmt: skip
    starts_on = DateField(label=T("ตั้งแต่วันที่", "From"))
    ends_on = DateField(label=T("ถึงวันที่", "To"))
    text_th = forms.CharField(
        label=T("ทำอะไร ให้ใคร ที่ไหน", "What was done, for whom, where"),
        help_text=T(
            "เมื่อรับรองแล้วข้อความนี้แสดงต่อสาธารณะ อย่าใส่ชื่อบุคคล เบอร์โทรศัพท์ หรือเลขประจำตัว",
            "Shown to everyone once approved: no names of people, telephone or identity numbers.",
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    text_en = forms.CharField(
        label=T("ภาษาอังกฤษ", "In English"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def is_multipart(self) -> bool:
        """Files come with it, in the rows of evidence beside this form."""
        return True

    def __init__(self, *args: Any, bodies: Sequence[Organisation], unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["quantity"].unit = unit
        fields["organisation"].offer((body.code, body, named(body)) for body in bodies)
        if len(bodies) == 1:
            fields["organisation"].widget = forms.HiddenInput()
            fields["organisation"].initial = bodies[0]
        prepare(self)

    def verb_fields(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given.pop("version", None)
        return given


class EvidenceForm(RowForm):
    """One piece of evidence. `kept` carries the file that was sent before, so that it need not be chosen again."""

    description = forms.CharField(label=T("แสดงอะไร", "What it shows"), max_length=300)
    file = forms.FileField(label=T("ไฟล์", "File"), required=False)
    address = forms.CharField(label=T("หรือที่อยู่เว็บ", "Or a web address"), max_length=500, required=False)
    dated = DateField(label=T("วันที่ในเอกสาร", "Date on it"), required=False, help_text="")
    quantity = AmountField(label=T("รองรับผลเท่าใด", "How much it supports"))
    kept = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quantity"].unit = unit  # type: ignore[attr-defined]
        self.attachment: Attachment | None = None
        self.problem: T | None = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        nothing = T("โปรดแนบไฟล์ หรือใส่ที่อยู่เว็บ", "Attach a file, or give a web address.")
        if self.problem is not None:
            self._errors.pop("file", None)
            self.add_error("file", str(self.problem))
        elif self.attachment is None and not cleaned.get("address") and "file" not in self.errors:
            self.add_error("file", str(nothing))
        return cleaned

    def piece(self) -> Piece:
        given = self.cleaned_data
        return Piece(
            description=given["description"],
            quantity=given["quantity"],
            attachment=self.attachment,
            address=given["address"],
            dated=given["dated"],
        )


class EvidenceRows(Rows[EvidenceForm]):
    """The pieces of evidence of a claim; files once sent stay, whatever else is to be mended."""

    def __init__(
        self,
        commitment: Commitment,
        unit: Any,
        data: Any = None,
        sent_files: Any = None,
        claim: Claim | None = None,
    ) -> None:
        self.commitment = commitment
        stored = list(claim.evidence.select_related("attachment")) if claim else []
        initial = [
            {
                "description": e.description,
                "address": e.address,
                "dated": e.dated,
                "quantity": shown(e.quantity),
            }
            for e in stored
        ]
        super().__init__(
            EvidenceForm, "evidence", data=data, files=sent_files, initial=initial, least=1, unit=unit
        )
        if not self.sent:
            for row, piece in zip(self.forms, stored, strict=False):
                row.attachment = piece.attachment

    def keep(self, by: Actor) -> None:
        """Keeps every file that was sent and finds again those kept before; one that cannot be accepted is named at its row."""
        for row in self.forms:
            upload = row.files.get(row.add_prefix("file"))
            token = row.data.get(row.add_prefix("kept"), "")
            if upload is not None:
                try:
                    row.attachment = files.keep(upload, by=by)
                except Refused as refusal:
                    row.problem = refusal.text
            elif token:
                row.attachment = self._kept(token, by)
                if row.attachment is None:
                    row.problem = T(
                        "ไฟล์ที่แนบไว้หาไม่พบแล้ว โปรดแนบอีกครั้ง",
                        "The file is not found any more: attach it once more.",
                    )
            if self.asked and row.problem is not None:
                row.add_error("file", str(row.problem))

    def token(self, attachment: Attachment, by: Actor) -> str:
        """Says that this person attached the file to this commitment's claim."""
        return signing.dumps([attachment.code, by.person_id, self.commitment.code], salt=SALT)

    def _kept(self, token: str, by: Actor) -> Attachment | None:
        try:
            code, person, commitment = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        if (person, commitment) != (by.person_id, self.commitment.code):
            return None
        return Attachment.objects.filter(code=code).first()

    def remember(self, by: Actor) -> None:
        """Writes the files that are kept into the page that is shown again."""
        for row in self.forms:
            if row.attachment is None:
                continue
            value = self.token(row.attachment, by)
            if row.is_bound:
                row.data[row.add_prefix("kept")] = value
            else:
                row.initial = {**row.initial, "kept": value}

    def pieces(self) -> Iterable[Piece]:
        return [row.piece() for row in self.filled()]


# -- decisions ---------------------------------------------------------------------------------------------------


class DecisionForm(PlainForm):
    """With the version of the claim that was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(DecisionForm):
    reason = forms.CharField(
        label=T("เหตุผล", "Reason"),
        help_text=T("ผู้รายงานผลจะเห็นข้อความนี้", "Whoever claimed reads this."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeBackForm(DecisionForm):
    why = forms.CharField(
        label=T("เหตุผล", "Reason"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ApproveForm(DecisionForm):
    """Whole, or for less with a note."""

    quantity = AmountField(label=T("รับรองจำนวน", "Approve"))
    note = forms.CharField(
        label=T("บันทึกของผู้ตรวจ", "Note"),
        help_text=T(
            "หากรับรองน้อยกว่าที่รายงาน โปรดบอกเหตุผล", "Where less is approved than was claimed, say why."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ["quantity", "note"]
