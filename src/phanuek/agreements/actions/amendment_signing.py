"""What the parties say to an amendment and how they sign it."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.amending import check_seen, check_state, held
from phanuek.agreements.actions.base import acting_for, name_of
from phanuek.agreements.actions.signatures import checked_signature, name_of_party
from phanuek.agreements.models import Agreement, Amendment, Attendee, Party, Review
from phanuek.agreements.permissions import check_can_sign_for
from phanuek.agreements.queries.amendments import belongs
from phanuek.agreements.states import AmendmentKind, AmendmentState, Method, ReviewAnswer
from phanuek.files import actions as files
from phanuek.files.checks import JPEG, PDF, PNG
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

SCANS = frozenset({PDF, PNG, JPEG})
LONGEST_COMMENT = 2_000


@transaction.atomic
def review_amendment(
    *,
    by: Actor,
    amendment: Amendment,
    party: Party,
    answer: str,
    comment: str = "",
    version: int | None = None,
) -> Review:
    """A party agrees, asks for a change or objects; a later answer takes the place of the earlier.

    `version` is the amendment's that the reader saw. The secretariat answers on behalf of a body without an account.
    """
    permissions.check_can_review(by, party)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.REVIEW)
    check_seen(row, version)
    _check_party(agreement, party)
    if answer not in ReviewAnswer.values:
        raise Refused(
            T("ยังไม่ได้เลือกคำตอบ", "No answer is chosen."),
            field="answer",
            hint=T("เลือก เห็นชอบ ขอให้แก้ไข หรือ ไม่เห็นชอบ", "Choose: agree, ask for a change, or object."),
        )
    said = comment.strip()
    if answer != ReviewAnswer.AGREE and not said:
        raise Refused(
            T(
                "โปรดบอกว่าต้องการให้แก้อะไร หรือไม่เห็นชอบเพราะเหตุใด",
                "Say what should be changed, or why you object.",
            ),
            field="comment",
            hint=T("ผู้เสนอและภาคีอื่นจะได้อ่านความเห็นนี้", "The proposer and the other parties read it."),
        )
    if len(said) > LONGEST_COMMENT:
        raise Refused(
            T("ความเห็นยาวเกิน {n:,} ตัวอักษร", "The comment is longer than {n:,} characters.").format(
                n=LONGEST_COMMENT
            ),
            field="comment",
            hint=T("สรุปให้สั้นลง", "Make it shorter."),
        )
    by = acting_for(by, party.organisation)
    review, _ = Review.objects.update_or_create(
        amendment=row,
        party=party,
        defaults={
            "answer": answer,
            "comment": said,
            "at": clock.now(),
            "on_behalf": by.on_behalf_of_id is not None,
            "earlier_words": False,
        },
    )
    facts = {"answer": answer, "party": party.organisation.code}
    timeline.record("amendment.reviewed", about=row, by=by, facts=facts, note=said)
    return review


@transaction.atomic
def sign_amendment(
    *,
    by: Actor,
    amendment: Amendment,
    party: Party,
    name_th: str,
    position_th: str,
    capacity: str,
    signed_on: date,
    name_en: str = "",
    position_en: str = "",
    capacity_basis: str = "",
    method: str = Method.PAPER,
    upload: UploadedFile | None = None,
    provenance: str = Provenance.ADDED,
    provenance_source: str = "",
    version: int | None = None,
) -> Attendee:
    """Records that a person signed for a party, by what right and when; the scan or file of it where there is one.

    Raises Refused naming the field: a day to come or before the opening, no name, position or capacity, a party or person twice.
    """
    check_can_sign_for(by, party)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.SIGNING)
    check_seen(row, version)
    _check_asked(row, party)
    by = acting_for(by, party.organisation)
    signed = checked_signature(
        agreement=agreement,
        amendment=row,
        party=party,
        name_th=name_th,
        name_en=name_en,
        position_th=position_th,
        position_en=position_en,
        capacity=capacity,
        capacity_basis=capacity_basis,
        signed_on=signed_on,
        opened_on=row.signing_opened_on,
        method=method,
        provenance=provenance,
        provenance_source=provenance_source,
        provenance_by=name_of(by),
        on_behalf=by.on_behalf_of_id is not None,
    )
    if upload is not None:
        signed.attachment = files.keep(upload, by=by, accept=SCANS)
    signed.save()
    facts = {"party": party.organisation.code, "signed_on": signed_on.isoformat(), "capacity": capacity}
    timeline.record("amendment.signed", about=row, by=by, facts=facts)
    return signed


def _check_party(agreement: Agreement, party: Party) -> None:
    if party.agreement_id != agreement.pk or not belongs(party, clock.today()):
        raise Refused(
            T(
                "{name}ไม่ได้เป็นภาคีของข้อตกลงนี้ในวันนี้ จึงให้ความเห็นไม่ได้",
                "{name} is not a party to this agreement today, so it is not asked.",
            ).format(name=name_of_party(party)),
            field="party",
            hint=T("เลือกจากรายชื่อภาคีปัจจุบัน", "Choose one of the present parties."),
        )


def _check_asked(row: Amendment, party: Party) -> None:
    """A withdrawal is signed by the party that leaves; others would sign something that is not theirs."""
    if row.kind == AmendmentKind.WITHDRAWAL and row.party_id != party.pk:
        raise Refused(
            T(
                "การถอนตัวลงนามโดยภาคีที่ถอนตัวเท่านั้น ไม่ต้องมีลายมือชื่อของ{name}",
                "A withdrawal is signed by the party that leaves; {name} is not asked to sign.",
            ).format(name=name_of_party(party)),
            field="party",
            hint=T("ภาคีอื่นแจ้งความเห็นได้ในขั้นพิจารณา", "Other parties may say what they think during the review."),
        )
