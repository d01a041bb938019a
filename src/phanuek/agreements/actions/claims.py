"""Claiming a result with evidence: sending it in, mending it, taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from phanuek.agreements import notifications
from phanuek.agreements import permissions_of_claims as permissions
from phanuek.agreements.actions import said
from phanuek.agreements.actions.commitments import hold
from phanuek.agreements.models import Claim, Commitment, Evidence, Measure
from phanuek.agreements.queries.claims import DEAD
from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import ClaimState
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.formats import be_date, number
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language


@dataclass(frozen=True)
class Piece:
    """One piece of evidence: a file or an address, what it shows, and how much of the claim it supports."""

    description: str
    quantity: Decimal
    attachment: Attachment | None = None
    address: str = ""
    dated: date | None = None


@transaction.atomic
def submit_claim(
    *,
    by: Actor,
    commitment: Commitment,
    organisation: Organisation,
    quantity: Decimal,
    starts_on: date,
    ends_on: date,
    text_th: str,
    evidence: Iterable[Piece],
    text_en: str = "",
) -> Claim:
    """A result that a body says it reached between two days, in the commitment's unit. It counts once another person approved it.

    Refused, naming the field, for a commitment that is counted from recorded work, days outside its term or in the future, and a
    claim above what its evidence supports.
    """
    permissions.check_can_claim(by, commitment, organisation)
    by, row = by.for_organisation(organisation, on=clock.today()), hold(commitment)
    claim = Claim(
        code=new_code("l"),
        commitment=row,
        organisation=organisation,
        claimant_id=by.person_id,
        quantity=Decimal(quantity),
        starts_on=starts_on,
        ends_on=ends_on,
        text_th=_text(text_th),
        text_en=said.public(text_en, field="text_en"),
        on_behalf=by.on_behalf_of_id is not None,
        recorded_by=by.organisation_code,
        submitted_at=clock.now(),
    )
    pieces = list(evidence)
    _check(claim, pieces)
    claim.save(force_insert=True)
    _write(claim, pieces)
    record("claim.submitted", claim, by, facts={"quantity": str(claim.quantity)})
    notifications.claim_waits(by=by, claim=claim)
    return claim


@transaction.atomic
def resubmit_claim(
    *,
    by: Actor,
    claim: Claim,
    version: int,
    quantity: Decimal,
    starts_on: date,
    ends_on: date,
    text_th: str,
    evidence: Iterable[Piece],
    text_en: str = "",
) -> Claim:
    """A claim that was sent back, mended: whoever sends it is its claimant from now on."""
    permissions.check_can_change_claim(by, claim)
    claim = hold_claim(claim, version)
    permissions.check_stands(claim, ClaimState.RETURNED)
    by = by.for_organisation(claim.organisation, on=clock.today())
    claim.quantity, claim.starts_on, claim.ends_on = Decimal(quantity), starts_on, ends_on
    claim.text_th, claim.text_en = _text(text_th), said.public(text_en, field="text_en")
    claim.claimant_id, claim.recorded_by = by.person_id, by.organisation_code
    claim.on_behalf, claim.submitted_at = by.on_behalf_of_id is not None, clock.now()
    claim.decided_at, claim.decided_by, claim.decider_id = None, "", None
    pieces = list(evidence)
    _check(claim, pieces)
    move(claim, ClaimState.SUBMITTED)
    claim.evidence.all().delete()
    _write(claim, pieces)
    record("claim.resubmitted", claim, by, facts={"quantity": str(claim.quantity)})
    notifications.claim_waits(by=by, claim=claim)
    return claim


@transaction.atomic
def take_back_claim(*, by: Actor, claim: Claim, version: int, why: str = "") -> Claim:
    """The body that claimed does not stand by it any more, before it was decided."""
    permissions.check_can_change_claim(by, claim)
    claim = hold_claim(claim, version)
    move(claim, ClaimState.TAKEN_BACK)
    by = by.for_organisation(claim.organisation, on=clock.today())
    record("claim.taken_back", claim, by, note=why.strip())
    return claim


# -- shared with the deciding -------------------------------------------------------------------------------------


def hold_claim(claim: Claim, version: int) -> Claim:
    """The claim as it is now, with its commitment, both kept still. Refused when it is not the one that was looked at."""
    hold(claim.commitment)
    rows = Claim.objects.select_for_update(of=("self",)).select_related("commitment__lead", "organisation")
    row = rows.get(pk=claim.pk)
    if row.version != version:
        raise permissions.MovedOn(
            T(
                "มีผู้แก้ไขหรือตรวจรายงานผลนี้ระหว่างที่ท่านเปิดดู จึงยังไม่ได้บันทึกของท่าน",
                "Somebody changed or decided this claim while you were looking at it, so nothing was saved.",
            ),
            hint=T("เปิดหน้ารายงานผลอีกครั้งแล้วตรวจฉบับล่าสุด", "Open its page again and look at it as it is now."),
        )
    return row


def move(claim: Claim, to: ClaimState) -> None:
    """Into another state, saved."""
    permissions.check_moves(claim, to)
    claim.state = to
    claim.version += 1
    claim.save()


def record(
    verb: str,
    claim: Claim,
    by: Actor,
    *,
    told_there: bool = True,
    facts: dict[str, str] | None = None,
    note: str = "",
) -> None:
    """On the claim's timeline and, unless told there in other words, on that of its commitment."""
    also = [claim.commitment] if told_there else []
    timeline.record(
        verb, about=claim, by=by, also=also, facts={"claim": claim.code, **(facts or {})}, note=note
    )


# -- what must hold ----------------------------------------------------------------------------------------------


def _text(text: str) -> str:
    why = T(
        "โปรดเล่าว่าทำอะไร ให้ใคร ที่ไหน ผู้ตรวจจะได้เทียบกับหลักฐานได้",
        "Tell what was done, for whom, where, so that it can be held against the evidence.",
    )
    return said.public(said.required(text, field="text_th", why=why), field="text_th")


def _check(claim: Claim, pieces: Sequence[Piece]) -> None:
    check_takes_claims(claim.commitment)
    if claim.quantity <= 0:
        raise Refused(T("จำนวนต้องมากกว่าศูนย์", "The quantity is above zero."), field="quantity")
    _check_days(claim)
    for n, piece in enumerate(pieces, start=1):
        _check_piece(piece, n)
    _check_supported(claim, pieces)
    _check_not_used(claim, pieces)


def check_takes_claims(row: Commitment) -> None:
    """Refused for a commitment that is counted from recorded work, or closed."""
    if row.measure != Measure.CLAIMED:
        raise Refused(
            T(
                "ภารกิจนี้นับจาก “{measure}” ที่บันทึกในระบบอยู่แล้ว หากรายงานอีกจะนับซ้ำ",
                "This commitment is counted from recorded work (“{measure}”); claiming it would count it twice.",
            ).format(measure=T.of(Measure(row.measure).label)),
            hint=T(
                "บันทึกงานที่หน้ามาตรการและการส่งต่อ ผลจะเข้าภารกิจเอง",
                "Record the work where it is done: the results arrive by themselves.",
            ),
        )
    if row.ended_on is not None:
        raise Refused(
            T("ภารกิจนี้ปิดแล้ว จึงรายงานผลเพิ่มไม่ได้", "This commitment is closed and takes no more claims."),
            hint=T("หากยังมีผลงาน ให้เปิดภารกิจอีกครั้งก่อน", "Reopen it first, if there is more to report."),
        )


def _check_days(claim: Claim) -> None:
    today, row = clock.today(), claim.commitment
    if claim.ends_on < claim.starts_on:
        raise Refused(T("วันสุดท้ายมาก่อนวันแรก", "The last day comes before the first."), field="ends_on")
    for name in ("starts_on", "ends_on"):
        if getattr(claim, name) > today:
            raise Refused(
                T(
                    "วันนี้คือ {today} จึงยังรายงานผลของวันข้างหน้าไม่ได้",
                    "Today is {today}: a result of a later day cannot be claimed.",
                ).format(today=_day(today)),
                field=name,
            )
    if row.starts_on is not None and claim.starts_on < row.starts_on:
        raise Refused(
            T(
                "ภารกิจนี้เริ่ม {day} ผลก่อนหน้านั้นไม่นับ",
                "This commitment began on {day}; earlier results do not count.",
            ).format(day=_day(row.starts_on)),
            field="starts_on",
        )
    if row.due_on is not None and claim.ends_on > row.due_on:
        raise Refused(
            T(
                "ภารกิจนี้ครบกำหนด {day} ผลหลังจากนั้นไม่นับ",
                "This commitment was due on {day}; later results do not count.",
            ).format(day=_day(row.due_on)),
            field="ends_on",
            hint=T(
                "หากขยายเวลาแล้ว ให้แก้วันครบกำหนดของภารกิจก่อน",
                "If the time was extended, change the due day first.",
            ),
        )


def _day(day: date) -> T:
    with in_language("th"):
        thai = be_date(day)
    with in_language("en"):
        return T(thai, be_date(day))


def _check_piece(piece: Piece, n: int) -> None:
    where = T("หลักฐานชิ้นที่ {n}: ", "Evidence {n}: ").format(n=n)
    if piece.attachment is None and not piece.address:
        raise Refused(
            where + T("โปรดแนบไฟล์หรือใส่ที่อยู่เว็บ", "attach a file or give a web address."), field="evidence"
        )
    if piece.address:
        try:
            URLValidator(schemes=["http", "https"])(piece.address)
        except ValidationError:
            words = T(
                "ที่อยู่เว็บต้องขึ้นต้นด้วย http:// หรือ https://", "a web address begins with http:// or https://."
            )
            raise Refused(where + words, field="evidence") from None
    if not piece.description.strip():
        raise Refused(where + T("โปรดบอกว่าแสดงอะไร", "say what it shows."), field="evidence")
    if piece.quantity <= 0:
        words = T("โปรดบอกว่ารองรับผลเท่าใด (มากกว่าศูนย์)", "say how much it supports, above zero.")
        raise Refused(where + words, field="evidence")
    if piece.dated is not None and piece.dated > clock.today():
        raise Refused(where + T("วันที่เป็นวันในอนาคต", "its date lies in the future."), field="evidence")


def _check_supported(claim: Claim, pieces: Sequence[Piece]) -> None:
    supported = sum((piece.quantity for piece in pieces), Decimal(0))
    if supported < claim.quantity:
        raise Refused(
            T(
                "รายงานผล {claimed} {unit} แต่หลักฐานรองรับรวม {supported} {unit}",
                "{claimed} {unit} are claimed, the evidence supports {supported}.",
            ).format(
                claimed=number(claim.quantity), supported=number(supported), unit=unit_of(claim.commitment)
            ),
            field="quantity",
            hint=T("เพิ่มหลักฐาน หรือลดจำนวนที่รายงาน", "Add evidence, or claim less."),
        )


def _check_not_used(claim: Claim, pieces: Sequence[Piece]) -> None:
    """One piece of evidence supports one claim: neither twice within it, nor in another claim of the commitment that stands."""
    files = [piece.attachment for piece in pieces if piece.attachment is not None]
    addresses = [piece.address for piece in pieces if piece.address]
    digests = [file.sha256 for file in files]
    if len(set(digests)) < len(digests) or len(set(addresses)) < len(addresses):
        raise Refused(
            T("มีหลักฐานซ้ำกันในรายงานนี้", "The same piece of evidence stands twice in this claim."),
            field="evidence",
            hint=T("ใส่ครั้งเดียว แล้วระบุจำนวนที่รองรับรวม", "Give it once, with all that it supports."),
        )
    others = Evidence.objects.filter(claim__commitment=claim.commitment, attachment__sha256__in=digests)
    used = (
        others.exclude(claim=claim.pk)
        .exclude(claim__state__in=DEAD)
        .select_related("claim", "attachment")
        .first()
    )
    if used is None or used.attachment is None:
        return
    name = next(file.name for file in files if used.attachment and file.sha256 == used.attachment.sha256)
    raise Refused(
        T(
            "ไฟล์ “{name}” เป็นหลักฐานของรายงานผล {code} อยู่แล้ว",
            "The file “{name}” is evidence of claim {code} already.",
        ).format(name=name, code=used.claim.code),
        field="evidence",
        hint=T("แนบหลักฐานของผลครั้งนี้แทน", "Attach what shows this result instead."),
    )


def _write(claim: Claim, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        Evidence.objects.create(
            claim=claim,
            attachment=piece.attachment,
            address=piece.address,
            description=said.public(piece.description, field="evidence")[:300],
            dated=piece.dated,
            quantity=piece.quantity,
        )
