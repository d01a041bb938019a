"""Digital signatures: signed here with a person's own key file, or elsewhere and brought back as a file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from phanuek.agreements import documents, permissions
from phanuek.agreements.actions.amending import check_state, held
from phanuek.agreements.actions.amendment_signing import sign_amendment
from phanuek.agreements.actions.digital_files import brought_back, keep_signed, paired, signed_with_key
from phanuek.agreements.actions.signed_files import add_document_to_sign
from phanuek.agreements.actions.signing import Round, fill_in, party_of, round_of, save_signature
from phanuek.agreements.models import Amendment, Attendee, Party, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.states import AmendmentState, Method
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.documents.signing import SignatureCheck
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@sensitive_variables("key_file", "passphrase")
@transaction.atomic
def sign_here(
    *,
    by: Actor,
    signatory: Attendee,
    key_file: UploadedFile,
    passphrase: str,
    seen: str,
    capacity: str = "",
    capacity_basis: str | None = None,
) -> Attendee:
    """Signs the newest file with the signatory's key, which is used in memory once and stored nowhere.

    `seen` is the code of the file that the signer read: when someone signed meanwhile, Refused says to read the newest one.
    """
    permissions.check_can_sign_for(by, party_of(signatory))
    signing = round_of(signatory)
    row = fill_in(
        by=by, signing=signing, signatory=signatory, signed_on=clock.today(), method=Method.DIGITAL, capacity=capacity,
        capacity_basis=capacity_basis,
    )  # fmt: skip
    before, signed = signed_with_key(
        signing=signing, row=row, key_file=key_file, passphrase=passphrase, seen=seen
    )
    keep_signed(by=by, signing=signing, before=before, signed=signed, rows=[row])
    save_signature(by=by, signing=signing, signatory=row)
    signing.settle(by)
    return row


@transaction.atomic
def add_signed(*, by: Actor, signatories: Sequence[Attendee], upload: UploadedFile) -> list[Attendee]:
    """A file signed with people's own software: the newest file and exactly one more intact signature for each of `signatories`.

    Raises Refused where it is another document, was changed, or someone else signed meanwhile.
    """
    if not signatories:
        raise Refused(
            T("เลือกว่าไฟล์นี้มีลายมือชื่อของผู้ใดเพิ่ม", "Choose whose signature this file brings."), field="signatories"
        )
    for person in signatories:
        permissions.check_can_sign_for(by, party_of(person))
    signing = round_of(signatories[0])
    if any(person.agreement_id != signing.agreement.pk or person.amendment_id for person in signatories):
        raise ValueError("the signatories are of different signings")
    before, signed, new = brought_back(signing=signing, upload=upload, expected=len(signatories))
    rows = [
        fill_in(by=by, signing=signing, signatory=person, signed_on=_day(check), method=Method.DIGITAL)
        for person, check in paired(signatories, new)
    ]
    keep_signed(by=by, signing=signing, before=before, signed=signed, rows=rows)
    for row in rows:
        save_signature(by=by, signing=signing, signatory=row)
    signing.settle(by)
    return rows


@sensitive_variables("key_file", "passphrase")
@transaction.atomic
def sign_amendment_here(
    *,
    by: Actor,
    amendment: Amendment,
    party: Party,
    key_file: UploadedFile,
    passphrase: str,
    seen: str,
    **signature: Any,
) -> Attendee:
    """As `sign_here` for an amendment; `signature` is what `sign_amendment` asks of name, position and capacity."""
    signing = _round_of_amendment(amendment)
    row = sign_amendment(
        by=by, amendment=amendment, party=party, signed_on=clock.today(), method=Method.DIGITAL, **signature
    )
    before, signed = signed_with_key(
        signing=signing, row=row, key_file=key_file, passphrase=passphrase, seen=seen
    )
    keep_signed(by=by, signing=signing, before=before, signed=signed, rows=[row])
    row.save()
    return row


@transaction.atomic
def add_signed_amendment(
    *, by: Actor, amendment: Amendment, party: Party, upload: UploadedFile, **signature: Any
) -> Attendee:
    """As `add_signed` for one signature of an amendment."""
    permissions.check_can_sign_for(by, party)
    signing = _round_of_amendment(amendment)
    before, signed, new = brought_back(signing=signing, upload=upload, expected=1)
    row = sign_amendment(
        by=by, amendment=amendment, party=party, signed_on=_day(new[0]), method=Method.DIGITAL, **signature
    )
    keep_signed(by=by, signing=signing, before=before, signed=signed, rows=[row])
    row.save()
    return row


@transaction.atomic
def prepare_amendment_document(*, by: Actor, amendment: Amendment) -> SignedFile:
    """The document of an amendment that is open for signing, made when first somebody wants to sign it digitally."""
    permissions.check_can_add_scan(by, amendment.agreement)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.SIGNING)
    there = signed_files.newest(agreement, row)
    if there is not None:
        return there
    pdf = documents.amendment_pdf(row, language="th", as_of=clock.now())
    made = add_document_to_sign(by=by, agreement=agreement, amendment=row, make=lambda: pdf)
    assert made is not None
    facts = {"sha256": made.attachment.sha256, "file": made.code}
    timeline.record("amendment.document_made", about=row, by=by, facts=facts)
    return made


def _round_of_amendment(amendment: Amendment) -> Round:
    agreement, row = held(amendment)
    check_state(row, AmendmentState.SIGNING)
    return Round(agreement, row, row.signing_opened_on, lambda by: None)


def _day(check: SignatureCheck) -> date:
    """The day that the signature itself tells, in the country's time; today where it tells none."""
    return timezone.localdate(check.signed_at) if check.signed_at else clock.today()
