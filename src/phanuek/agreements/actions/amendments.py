"""An amendment from its draft to the signing: drafted, edited, proposed, taken back, opened for signing, rejected."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.amending import (
    check_base,
    check_seen,
    check_state,
    check_why,
    held,
    move,
    void_signatures,
)
from phanuek.agreements.actions.amendment_checks import (
    check_amendable,
    check_fields,
    check_model,
    check_not_run_out,
)
from phanuek.agreements.actions.base import acting_for, locked, name_of
from phanuek.agreements.models import Agreement, Amendment, Party, Review
from phanuek.agreements.notifications import amendments as notifications
from phanuek.agreements.queries.amendments import (
    answers,
    bodies_with_account,
    names_of,
    parties_on,
    standing_against,
    who_answers,
)
from phanuek.agreements.queries.text import current_version
from phanuek.agreements.states import AmendmentKind, AmendmentState, ReviewAnswer
from phanuek.files import actions as files
from phanuek.files.checks import DOCX, JPEG, PDF, PNG
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import actions as timeline
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

EDITABLE = frozenset(
    {"title_th", "title_en", "why_th", "why_en", "effective_on", "new_ends_on", "party", "successor"}
)
LETTERS = frozenset({PDF, DOCX, PNG, JPEG})
_OF_KIND = {
    "new_ends_on": AmendmentKind.EXTENSION,
    "party": AmendmentKind.WITHDRAWAL,
    "successor": AmendmentKind.TERMINATION,
}
"""Fields that one kind alone has."""  # fmt: skip


@transaction.atomic
def draft_amendment(
    *,
    by: Actor,
    agreement: Agreement,
    kind: str,
    title_th: str,
    why_th: str,
    title_en: str = "",
    why_en: str = "",
    proposer: Organisation | None = None,
    effective_on: date | None = None,
    new_ends_on: date | None = None,
    party: Party | None = None,
    successor: Agreement | None = None,
    upload: UploadedFile | None = None,
    code: str = "",
    provenance: str = Provenance.ADDED,
    provenance_source: str = "",
) -> Amendment:
    """A draft beside the agreement, seen by its proposer and the secretariat alone.

    `effective_on` is the first day on which what it changes holds; for a withdrawal or a termination the first day without it.
    Raises Refused naming the field.
    """
    body = proposer or Organisation.objects.filter(pk=by.acting_id or 0).first()
    if body is None:
        raise TypeError("whoever acts for no body says which one proposes")
    permissions.check_can_draft_amendment(by, agreement, body)
    row = locked(agreement)
    check_amendable(row)
    if code == "new":
        raise Refused(
            T("ใช้รหัส “new” ไม่ได้ เพราะเป็นที่อยู่ของหน้าอื่น", "The code “new” is the address of another page."),
            field="code",
        )
    if kind not in AmendmentKind.values:
        raise Refused(T("ไม่มีการแก้ไขเพิ่มเติมชนิดนี้", "There is no such kind of amendment."), field="kind")
    amendment = Amendment(
        code=code or new_code("m"),
        agreement=row,
        kind=kind,
        title_th=title_th.strip(),
        title_en=title_en.strip(),
        why_th=why_th.strip(),
        why_en=why_en.strip(),
        base=current_version(row),
        proposed_by=body,
        effective_on=effective_on,
        new_ends_on=new_ends_on,
        party=party,
        successor=successor,
        provenance=provenance,
        provenance_by=name_of(by),
        provenance_on=clock.today(),
        provenance_why=why_th.strip(),
        provenance_source=provenance_source.strip(),
    )
    _only_of_its_kind(amendment)
    check_fields(row, amendment, notice_on=clock.today(), complete=False)
    check_not_run_out(row, amendment, clock.today())
    check_model(amendment)
    if upload is not None:
        amendment.attachment = files.keep(upload, by=by, accept=LETTERS)
    amendment.save(force_insert=True)
    timeline.record("amendment.drafted", about=amendment, by=acting_for(by, body), facts={"kind": kind})
    return amendment


@transaction.atomic
def edit_amendment(
    *, by: Actor, amendment: Amendment, version: int, upload: UploadedFile | None = None, **changes: Any
) -> Amendment:
    """Changes the named fields of a draft. `version` is the one the editor saw: Conflict when another saved since."""
    permissions.check_can_edit_amendment(by, amendment)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    agreement, row = held(amendment)
    check_state(row, AmendmentState.DRAFT)
    values = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    changed = versions.apply(row, version=version, changes=values)
    if not changed and upload is None:
        return row
    _only_of_its_kind(row)
    check_fields(agreement, row, notice_on=clock.today(), complete=False)
    check_model(row)
    if upload is not None:
        if not changed and row.version != version:
            raise Conflict(yours={}, theirs={}, version=row.version)
        row.attachment = files.keep(upload, by=by, accept=LETTERS)
        row.version += not changed
        changed.append("attachment")
    row.save()
    by = acting_for(by, row.proposed_by)
    timeline.record("amendment.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def propose_amendment(*, by: Actor, amendment: Amendment, version: int | None = None) -> Amendment:
    """From draft to review: every party reads it from now on, its words stand. What was said of earlier words does not count.

    A party that proposes agrees thereby. Raises Refused where something is missing, or the text moved on meanwhile.
    """
    permissions.check_can_edit_amendment(by, amendment)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.DRAFT)
    check_seen(row, version)
    check_amendable(agreement)
    check_base(row)
    check_fields(agreement, row, notice_on=clock.today(), complete=True)
    check_not_run_out(agreement, row, clock.today())
    move(row, AmendmentState.REVIEW)
    row.proposed_on = clock.today()
    row.sent_back_why_th = row.sent_back_why_en = ""
    row.save()
    row.reviews.update(earlier_words=True)
    by = acting_for(by, row.proposed_by)
    own = next((p for p in parties_on(agreement) if p.organisation_id == row.proposed_by_id), None)
    if own is not None:
        _agree_as_proposer(row, own, by)
    timeline.record("amendment.proposed", about=row, by=by, also=[agreement], facts={"amendment": row.code})
    notifications.review_waits(by=by, amendment=row)
    return row


@transaction.atomic
def amendment_back_to_draft(*, by: Actor, amendment: Amendment, why_th: str, why_en: str = "") -> Amendment:
    """From review to draft, to be changed; the answers stay to be read, and no longer count once it is proposed again."""
    permissions.check_can_edit_amendment(by, amendment)
    _, row = held(amendment)
    check_state(row, AmendmentState.REVIEW)
    row.sent_back_why_th, row.sent_back_why_en = check_why(why_th), why_en.strip()
    move(row, AmendmentState.DRAFT)
    row.proposed_on = None
    row.save()
    by = acting_for(by, row.proposed_by)
    timeline.record("amendment.back_to_draft", about=row, by=by, note=row.sent_back_why_th)
    return row


@transaction.atomic
def open_amendment_for_signing(*, by: Actor, amendment: Amendment) -> Amendment:
    """From review to signing, once every party asked has answered and enough agree for the signing rule to be met."""
    permissions.check_can_decide_amendment(by)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.REVIEW)
    check_amendable(agreement)
    check_base(row)
    check_fields(agreement, row, notice_on=row.proposed_on or clock.today(), complete=True)
    check_not_run_out(agreement, row, clock.today())
    _check_answers(row)
    move(row, AmendmentState.SIGNING)
    row.signing_opened_on = clock.today()
    row.sent_back_why_th = row.sent_back_why_en = ""
    row.save()
    facts = {"amendment": row.code}
    timeline.record("amendment.opened_for_signing", about=row, by=by, also=[agreement], facts=facts)
    notifications.signatures_wait(by=by, amendment=row)
    return row


@transaction.atomic
def amendment_back_to_review(*, by: Actor, amendment: Amendment, why_th: str, why_en: str = "") -> Amendment:
    """From signing back to review, where something must be changed; signatures given so far count no more."""
    permissions.check_can_decide_amendment(by)
    _, row = held(amendment)
    check_state(row, AmendmentState.SIGNING)
    why = T(check_why(why_th), why_en.strip() or why_th.strip())
    send_back_to_review(by, row, why)
    row.save()
    timeline.record("amendment.back_to_review", about=row, by=by, note=why.th)
    return row


def send_back_to_review(by: Actor, row: Amendment, why: T) -> None:
    """The step itself, on a row under lock that the caller saves."""
    move(row, AmendmentState.REVIEW)
    row.signing_opened_on = None
    row.sent_back_why_th, row.sent_back_why_en = why.th, why.en
    if codes := void_signatures(row, why):
        timeline.record(
            "amendment.signatures_void", about=row, by=by, facts={"parties": sorted(codes)}, note=why.th
        )


@transaction.atomic
def reject_amendment(*, by: Actor, amendment: Amendment, why_th: str, why_en: str = "") -> Amendment:
    """Closed without effect, with the reason; review and signatures stay to be read."""
    permissions.check_can_decide_amendment(by)
    return _close(by, amendment, AmendmentState.REJECTED, why_th, why_en)


@transaction.atomic
def take_back_amendment(*, by: Actor, amendment: Amendment, why_th: str, why_en: str = "") -> Amendment:
    """The proposer gives it up, at any time before it is merged."""
    permissions.check_can_take_back(by, amendment)
    return _close(acting_for(by, amendment.proposed_by), amendment, AmendmentState.TAKEN_BACK, why_th, why_en)


def _close(by: Actor, amendment: Amendment, to: AmendmentState, why_th: str, why_en: str) -> Amendment:
    agreement, row = held(amendment)
    open_states = [AmendmentState.REVIEW, AmendmentState.SIGNING]
    check_state(row, *([AmendmentState.DRAFT] if to == AmendmentState.TAKEN_BACK else []), *open_states)
    was_draft = row.state == AmendmentState.DRAFT
    row.closed_why_th, row.closed_why_en = check_why(why_th), why_en.strip()
    move(row, to)
    row.closed_on = clock.today()
    row.save()
    verb = "amendment.rejected" if to == AmendmentState.REJECTED else "amendment.taken_back"
    # a draft that nobody else saw leaves no trace on the public timeline of the agreement
    also = [] if was_draft else [agreement]
    timeline.record(verb, about=row, by=by, also=also, facts={"amendment": row.code}, note=row.closed_why_th)
    return row


def _only_of_its_kind(row: Amendment) -> None:
    for name, kind in _OF_KIND.items():
        if row.kind != kind:
            setattr(row, name, None)


def _agree_as_proposer(row: Amendment, party: Party, by: Actor) -> None:
    Review.objects.update_or_create(
        amendment=row,
        party=party,
        defaults={
            "answer": ReviewAnswer.AGREE,
            "comment": "",
            "at": clock.now(),
            "on_behalf": by.on_behalf_of_id is not None,
            "earlier_words": False,
        },
    )


def _check_answers(row: Amendment) -> None:
    found = answers(row)
    if found.unanswered:
        raise Refused(
            T("ยังไม่ครบทุกภาคี ที่ยังไม่ตอบคือ {names}", "Not every party has answered: {names}.").format(
                names=names_of(found.unanswered)
            ),
            hint=who_answers(found.unanswered, bodies_with_account(row.agreement)),
        )
    if against := standing_against(row, found):
        objecting = [party for party in against if party in found.objecting]
        asking = [party for party in against if party not in objecting]
        told = [
            words.format(names=names_of(who))
            for who, words in (
                (objecting, T("ไม่เห็นชอบ: {names}", "objecting: {names}")),
                (asking, T("ขอให้แก้ไข: {names}", "asking for a change: {names}")),
            )
            if who
        ]
        raise Refused(
            T(
                "ต้องมีผู้ลงนาม {n} ภาคี หากขาดภาคีเหล่านี้จะไม่ครบ ({told})",
                "{n} parties must sign, which cannot be met without these ({told}).",
            ).format(n=found.needed, told=T("; ".join(t.th for t in told), "; ".join(t.en for t in told))),
            hint=T(
                "นำกลับไปเป็นร่างเพื่อแก้ไขแล้วเสนอใหม่ หรือให้ภาคีนั้นเปลี่ยนคำตอบ หรือยุติเรื่อง",
                "Take it back to a draft, change and propose it again; or the party answers anew; or it is rejected.",
            ),
        )
