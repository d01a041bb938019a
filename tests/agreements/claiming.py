"""A commitment that is counted in claims, the people around it, and what they send in."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions
from phanuek.agreements.actions import Piece
from phanuek.agreements.models import Claim, Commitment, Measure
from phanuek.files import actions as files
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields

_numbers = count(1)


@dataclass
class Team:
    """`lead` and `colleague` are officers of the bank that leads, `partner` of one that joins, `secretariat` keeps it all."""

    commitment: Commitment
    lead: Actor
    colleague: Actor
    partner: Actor
    other: Actor
    secretariat: Actor

    @property
    def body(self) -> Organisation:
        return Organisation.objects.get(code="baac")


def team(**changes: Any) -> Team:
    agreement = an_agreement("baac", "gsb", "dip", "exim")
    lead, secretariat = cast.niran(), cast.orawan()
    colleague = cast.member("nida", "partner_officer", cast.organisation("baac"))
    partner = cast.member("kanya", "partner_officer", cast.organisation("gsb"))
    other = cast.member("eka", "partner_officer", cast.organisation("exim"))
    fields = {"measure": Measure.CLAIMED, "target": 100, "unit_th": "กลุ่ม", "unit_en": "groups", **changes}
    commitment = actions.add_commitment(
        by=lead,
        agreement=agreement,
        lead=cast.organisation("baac"),
        collaborators=[cast.organisation("gsb"), cast.organisation("dip")],
        **commitment_fields(**fields),
    )
    return Team(commitment, lead, colleague, partner, other, secretariat)


def a_file(by: Actor, content: str = "", name: str = "รายงาน.pdf") -> Attachment:
    """A PDF of its own content, or of the same when `content` is given."""
    body = f"%PDF-1.4\n{content or next(_numbers)}\n%%EOF".encode()
    return files.keep(SimpleUploadedFile(name, body, "application/pdf"), by=by)


def a_piece(by: Actor, quantity: Any = 10, **changes: Any) -> Piece:
    fields: dict[str, Any] = {"description": "ใบลงทะเบียน", "quantity": Decimal(quantity), **changes}
    if "attachment" not in fields and "address" not in fields:
        fields["attachment"] = a_file(by)
    return Piece(**fields)


def claim_fields(by: Actor, quantity: Any = 10, **changes: Any) -> dict[str, Any]:
    return {
        "quantity": Decimal(quantity),
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2026, 3, 31),
        "text_th": "อบรมกลุ่มทอผ้าที่อำเภอปัว",
        "evidence": changes.pop("evidence", None) or [a_piece(by, quantity)],
        **changes,
    }


def submitted(world: Team, by: Actor | None = None, quantity: Any = 10, **changes: Any) -> Claim:
    by = by or world.lead
    body = Organisation.objects.get(pk=by.organisation_id)
    return actions.submit_claim(
        by=by, commitment=world.commitment, organisation=body, **claim_fields(by, quantity, **changes)
    )
