"""Signatures of an agreement: on paper, by a key file here, or in a file that was signed elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.base import acting_for, locked, name_of
from phanuek.agreements.actions.lifecycle import settle
from phanuek.agreements.actions.signatures import checked_signature
from phanuek.agreements.actions.signed_files import SCANS, add_file
from phanuek.agreements.models import Agreement, Amendment, Attendee, Party, SignedFile
from phanuek.agreements.states import Method, Stage
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Round:
    """One signing: of an agreement, or of an amendment to it. `opened_on` is the first day on which a signature counts;
    `settle` does what follows once its signatures changed."""

    agreement: Agreement
    amendment: Amendment | None
    opened_on: date | None
    settle: Callable[[Actor], Any]

    @property
    def about(self) -> Agreement | Amendment:
        """Whose timeline tells of it."""
        return self.amendment or self.agreement


@transaction.atomic
def record_signature(
    *,
    by: Actor,
    signatory: Attendee,
    signed_on: date,
    capacity: str = "",
    capacity_basis: str | None = None,
    scan: UploadedFile | None = None,
) -> Attendee:
    """A signature on paper by someone named before. Capacity and its basis as named, unless they are told now.

    The agreement is signed once its rule is met. Raises Refused naming the field.
    """
    party = party_of(signatory)
    permissions.check_can_sign_for(by, party)
    signing = round_of(signatory)
    row = fill_in(
        by=by, signing=signing, signatory=signatory, signed_on=signed_on, method=Method.PAPER, capacity=capacity,
        capacity_basis=capacity_basis,
    )  # fmt: skip
    if scan is not None:
        row.attachment = add_file(
            by=by, agreement=signing.agreement, amendment=signing.amendment, kind=SignedFile.Kind.SCAN, upload=scan,
            accept=SCANS, field="scan",
        ).attachment  # fmt: skip
    save_signature(by=by, signing=signing, signatory=row)
    signing.settle(by)
    return row


@transaction.atomic
def undo_signature(*, by: Actor, signatory: Attendee, why: str) -> Attendee:
    """Takes back a signature that was recorded by mistake, until the agreement is signed; who is to sign stays named.

    A digital signature takes its file with it, and only from the end of the chain: the later ones cover it.
    """
    permissions.check_can_sign_for(by, party_of(signatory))
    if signatory.amendment_id is not None:
        raise ValueError("a signature of an amendment is taken back by its own verb")
    agreement = locked(signatory.agreement)
    permissions.check_stage(agreement, Stage.SIGNING)
    row = fresh(signatory)
    if row.signed_on is None:
        raise Refused(
            T(
                "{name}ยังไม่ได้ลงนาม จึงไม่มีรายการให้เพิกถอน", "{name} has not signed, so there is nothing to undo."
            ).format(name=row.name_th)
        )
    if not why.strip():
        raise Refused(
            T("โปรดบอกเหตุที่เพิกถอนรายการลงนาม", "Say why the recorded signature is undone."),
            field="why",
            hint=T("เช่น บันทึกผิดคน", "Such as a record for the wrong person."),
        )
    undone = [row]
    if row.method == Method.DIGITAL and row.attachment is not None:
        undone = _void_digital(agreement, row.attachment, why.strip())
    for person in undone:
        facts = {"party": party_of(person).organisation.code, "person": person.code, "method": person.method}
        person.signed_on, person.method, person.attachment, person.certificate = None, Method.PAPER, None, {}
        person.version += 1
        person.save()
        timeline.record("agreement.signature_undone", about=agreement, by=by, facts=facts, note=why.strip())
    return row


def round_of(signatory: Attendee) -> Round:
    """The signing that this person is named for, its agreement held under lock; NotAllowed where it is not open."""
    agreement = locked(signatory.agreement)
    if signatory.amendment is not None:
        raise ValueError("an amendment is signed by its own verb")
    permissions.check_stage(agreement, Stage.SIGNING, Stage.SIGNED)
    permissions.check_still_signs(agreement, party_of(signatory))
    return Round(agreement, None, agreement.signing_opened_on, lambda by: settle(by=by, agreement=agreement))


def fill_in(
    *,
    by: Actor,
    signing: Round,
    signatory: Attendee,
    signed_on: date,
    method: str,
    capacity: str = "",
    capacity_basis: str | None = None,
    certificate: Mapping[str, Any] | None = None,
) -> Attendee:
    """The signatory's row as signed, checked and not saved yet."""
    row = fresh(signatory)
    party = party_of(row)
    signer = acting_for(by, party.organisation)
    checked = checked_signature(
        agreement=signing.agreement,
        amendment=signing.amendment,
        party=party,
        named=row,
        name_th=row.name_th,
        name_en=row.name_en,
        position_th=row.position_th,
        position_en=row.position_en,
        capacity=capacity or row.capacity,
        capacity_basis=row.capacity_basis if capacity_basis is None else capacity_basis,
        signed_on=signed_on,
        opened_on=signing.opened_on,
        method=method,
        certificate=certificate,
        provenance=row.provenance if row.is_demonstration else Provenance.ADDED,
        provenance_by=name_of(by),
        on_behalf=signer.on_behalf_of_id is not None,
    )
    _check_within_term(signing.agreement, signed_on)
    return checked


def save_signature(*, by: Actor, signing: Round, signatory: Attendee) -> None:
    """Stores a checked signature and tells of it."""
    party = party_of(signatory)
    signatory.version += 1
    try:
        signatory.full_clean()
    except ValidationError as error:
        field = next(iter(error.message_dict), None)
        words = " ".join(error.messages)
        raise Refused(T(words, words), field=None if field == "__all__" else field) from error
    signatory.save()
    timeline.record(
        "agreement.signature_recorded",
        about=signing.about,
        by=acting_for(by, party.organisation),
        facts={
            "party": party.organisation.code,
            "person": signatory.code,
            "method": signatory.method,
            "signed_on": signatory.signed_on.isoformat() if signatory.signed_on else "",
        },
    )


def fresh(signatory: Attendee) -> Attendee:
    """The row as it is now."""
    rows = Attendee.objects.select_for_update(of=("self",)).select_related(
        "party__organisation", "attachment", "agreement", "amendment"
    )
    return rows.get(pk=signatory.pk)


def party_of(signatory: Attendee) -> Party:
    if signatory.party is None or signatory.part != Attendee.Part.SIGNATORY:
        raise ValueError(f"{signatory.code} is no signatory of a party")
    return signatory.party


def _check_within_term(agreement: Agreement, signed_on: date) -> None:
    if agreement.ends_on is None or signed_on <= agreement.ends_on:
        return
    raise Refused(
        T(
            "วันที่ลงนามอยู่หลังวันสิ้นสุดของข้อตกลง จึงลงนามในสิ่งที่สิ้นสุดแล้วไม่ได้",
            "The day of signing comes after the agreement's last day; what has ended cannot be signed.",
        ),
        field="signed_on",
        hint=T(
            "ตรวจสอบวันที่ลงนาม หากวันสิ้นสุดผิดให้นำข้อตกลงกลับไปเป็นร่างเพื่อแก้ไข",
            "Check the day; where the last day is wrong, take the agreement back to a draft and change it.",
        ),
    )


def _void_digital(agreement: Agreement, attachment: Attachment, why: str) -> list[Attendee]:
    """Voids the newest file of the chain, if it is this one; everyone whose signature it brought."""
    chain = list(
        SignedFile.objects.filter(agreement=agreement, amendment=None, void_why="")
        .filter(kind__in=[SignedFile.Kind.TO_SIGN, SignedFile.Kind.DIGITAL])
        .order_by("number")
    )
    if not chain or chain[-1].attachment_id != attachment.pk:
        raise Refused(
            T(
                "มีผู้ลงลายมือชื่อดิจิทัลต่อจากรายการนี้แล้ว ลายมือชื่อหลังครอบคลุมลายมือชื่อนี้ด้วย",
                "Others signed digitally after this one, and their signatures cover it.",
            ),
            hint=T("เพิกถอนรายการที่ลงนามหลังสุดก่อน", "Undo the latest one first."),
        )
    chain[-1].void_why = why[:300]
    chain[-1].save(update_fields=["void_why"])
    rows = Attendee.objects.select_for_update(of=("self",)).select_related("party__organisation")
    return list(rows.filter(agreement=agreement, amendment=None, attachment=attachment))
