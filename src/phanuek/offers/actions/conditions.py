"""The conditions of an offer, version by version: proposed by one, approved by another."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.models import RuleVersion
from phanuek.eligibility.queries import check_examples, version_in_force
from phanuek.engines import rules
from phanuek.offers import notifications, permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.models import ConditionProposal, Offer, ProposalState
from phanuek.offers.queries import conditions as queries
from phanuek.offers.queries import screening
from phanuek.offers.states import PROPOSAL_TRANSITIONS
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

LONGEST_REASON = 1000
State = ProposalState


@transaction.atomic
def set_conditions(
    *,
    by: Actor,
    offer: Offer,
    text: str,
    source: str = "",
    note_th: str = "",
    note_en: str = "",
    valid_from: date | None = None,
    new_facts: Sequence[Mapping[str, Any]] = (),
    examples: Sequence[Mapping[str, Any]] = (),
    reason: str = "",
    seen: int | None = None,
) -> RuleVersion:
    """A version without a second person: for the platform when it loads data, and for the first conditions of an offer that
    nobody sees yet. Everything else is proposed (`propose_conditions`). `new_facts` defines yes/no facts for conditions known
    only as text; `seen` is the number of the version that the editor saw.

    Raises Refused at `rule_text` when the text cannot be read and at `examples` when one would no longer hold, Conflict when
    another changed them since.
    """
    permissions.check_can_set_alone(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    _check_seen(row, text, seen)
    values = {"text": text, "source": source, "note_th": note_th, "note_en": note_en, "reason": reason}
    return _set(row, by, values, valid_from or clock.today(), new_facts, examples)


@transaction.atomic
def propose_conditions(
    *,
    by: Actor,
    offer: Offer,
    text: str,
    reason: str,
    source: str = "",
    note_th: str = "",
    note_en: str = "",
    valid_from: date | None = None,
    new_facts: Sequence[Mapping[str, Any]] = (),
    examples: Sequence[Mapping[str, Any]] = (),
    seen: int | None = None,
) -> ConditionProposal:
    """The next version, waiting for a second person; nothing changes for anybody until then. `examples` are the changes of
    the examples kept with the rule (see `eligibility.actions.planned_examples`).

    Refused at `reason`, `valid_from`, `rule_text` or `examples`; Conflict when the conditions changed since `seen`.
    """
    permissions.check_can_propose(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row, today = locked(offer), clock.today()
    day = valid_from or today
    _check_seen(row, text, seen)
    _check_asked(row, reason, day, today)
    words = queries.with_new_facts(vocabulary(), new_facts)
    rule = _compiled(text, day, words)
    planned = eligibility.planned_examples(rule=row.rule, changes=examples, by=by, words=words)
    check_examples(rule, planned)
    newest = row.rule.versions.order_by("-number").first()
    values = {"text": text, "source": source, "note_th": note_th, "note_en": note_en}
    if newest and not examples and all(getattr(newest, n) == v for n, v in values.items()):
        raise Refused(
            T(
                "เงื่อนไขเหมือนฉบับล่าสุดทุกข้อ จึงไม่มีอะไรให้เสนอ",
                "These are the conditions of the newest version; nothing changes.",
            ),
            field="rule_text",
        )
    proposal = ConditionProposal(
        code=new_code("q"), offer=row, **values, new_facts=list(new_facts), examples=_with_codes(examples), valid_from=day,
        reason=reason.strip(), base=newest.number if newest else 0, counts={"proposed": _counted(row, rule, today)},
        proposed_at=clock.now(), proposed_by_id=by.person_id, proposed_by_name=by.person_name,
        organisation_code=by.acting_code,
    )  # fmt: skip
    proposal.save(force_insert=True)
    timeline.record(
        "offer.conditions_proposed",
        about=row,
        by=by,
        facts={"proposal": proposal.code},
        note=proposal.reason[:300],
    )
    notifications.proposal_waits(by=by, proposal=proposal)
    return proposal


@transaction.atomic
def approve_conditions(*, by: Actor, proposal: ConditionProposal, note: str = "") -> RuleVersion:
    """A second person agrees: the proposal becomes a version, in force from its day on, not before today.

    Refused when it is decided already, when the conditions changed since it was written, or when it no longer reads.
    """
    row, held = _held(proposal)
    permissions.check_can_decide(by, held)
    _check_waiting(held, State.APPROVED)
    newest = row.rule.versions.order_by("-number").first()
    if (newest.number if newest else 0) != held.base:
        raise Refused(
            T("เงื่อนไขเปลี่ยนไปแล้วหลังจากเสนอ", "The conditions changed after this was proposed."),
            hint=T(
                "โปรดไม่อนุมัติ แล้วให้ผู้เสนอเสนอใหม่จากฉบับล่าสุด",
                "Do not approve it; let it be proposed anew from the newest version.",
            ),
        )
    today = clock.today()
    day = max(held.valid_from, today)
    words = queries.with_new_facts(vocabulary(), held.new_facts)
    counts = _counted(row, _compiled(held.text, day, words), today)
    values = {
        "text": held.text, "source": held.source, "note_th": held.note_th, "note_en": held.note_en, "reason": held.reason,
        "author_name": held.proposed_by_name, "approved_by_name": by.person_name,
    }  # fmt: skip
    version = _set(row, by, values, day, held.new_facts, held.examples)
    held.counts = {**held.counts, "approved": counts}
    held.version = version
    _decide(held, by, State.APPROVED, note)
    notifications.proposal_decided(by=by, proposal=held)
    return version


@transaction.atomic
def reject_conditions(*, by: Actor, proposal: ConditionProposal, why: str) -> ConditionProposal:
    """A second person does not agree, and says why; what was typed stays with the proposal."""
    row, held = _held(proposal)
    permissions.check_can_decide(by, held)
    _check_waiting(held, State.REJECTED)
    if not why.strip():
        raise Refused(T("โปรดบอกเหตุผลที่ไม่อนุมัติ", "Say why it is not approved."), field="why")
    _decide(held, by, State.REJECTED, why)
    timeline.record(
        "offer.conditions_rejected", about=row, by=by, facts={"proposal": held.code}, note=why.strip()[:300]
    )
    notifications.proposal_decided(by=by, proposal=held)
    return held


@transaction.atomic
def take_back_conditions(*, by: Actor, proposal: ConditionProposal) -> ConditionProposal:
    """Its proposer changes their mind while nobody has decided."""
    row, held = _held(proposal)
    permissions.check_can_take_back(by, held)
    _check_waiting(held, State.WITHDRAWN)
    _decide(held, by, State.WITHDRAWN, "")
    timeline.record("offer.conditions_taken_back", about=row, by=by, facts={"proposal": held.code})
    return held


def _held(proposal: ConditionProposal) -> tuple[Offer, ConditionProposal]:
    """The offer and the proposal as they stand now; whoever else would decide waits."""
    row = locked(proposal.offer)
    held = ConditionProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    held.offer = row
    return row, held


def _check_waiting(held: ConditionProposal, to: ProposalState) -> None:
    if to not in PROPOSAL_TRANSITIONS[State(held.state)]:
        raise Refused(
            T("เรื่องนี้ดำเนินการไปแล้ว: {state}", "This was dealt with already: {state}.").format(
                state=T.of(State(held.state).label)
            )
        )


def _decide(held: ConditionProposal, by: Actor, to: ProposalState, why: str) -> None:
    held.state, held.decided_why = to, why.strip()[:LONGEST_REASON]
    held.decided_at, held.decided_by_id, held.decided_by_name = clock.now(), by.person_id, by.person_name
    held.save()


def _check_seen(row: Offer, text: str, seen: int | None) -> None:
    newest = row.rule.versions.order_by("-number").first()
    if seen is not None and newest is not None and newest.number != seen and newest.text != text:
        raise Conflict(yours={"rule_text": text}, theirs={"rule_text": newest.text}, version=newest.number)


def _check_asked(row: Offer, reason: str, day: date, today: date) -> None:
    if not reason.strip():
        raise Refused(T("โปรดบอกเหตุผลที่เปลี่ยนเงื่อนไข", "Say why the conditions change."), field="reason")
    if len(reason.strip()) > LONGEST_REASON:
        raise Refused(
            T("เหตุผลยาวเกิน {n} ตัวอักษร", "The reason is longer than {n} characters.").format(n=LONGEST_REASON),
            field="reason",
        )
    if day < today:
        raise Refused(
            T("เงื่อนไขใหม่เริ่มใช้ย้อนหลังไม่ได้", "New conditions cannot begin in the past."),
            field="valid_from",
            hint=T("คำตอบที่ให้ไปแล้วคงตามฉบับเดิม", "Answers already given keep the version they had."),
        )
    if queries.waiting_of(row) is not None:
        raise Refused(
            T("มีเงื่อนไขที่รออนุมัติอยู่แล้ว เสนอได้ครั้งละหนึ่งฉบับ", "A proposal waits already; there is one at a time."),
            hint=T(
                "รอผู้อนุมัติ หรือให้ผู้เสนอถอนคืนก่อน", "Wait for it to be decided, or let its proposer take it back."
            ),
        )


def _compiled(text: str, day: date, words: rules.Vocabulary) -> rules.Rule:
    try:
        return queries.compile_text(text, day, words)
    except rules.RuleError as error:
        raise Refused(T(error.message_th, error.message_en), field="rule_text") from error


def _counted(row: Offer, rule: rules.Rule, today: date) -> dict[str, Any]:
    """Who fits, beside the version in force today, within the offer's provinces."""
    now = version_in_force(row.rule, today)
    old = queries.readable(now.text, today) if now else None
    return screening.count(
        queries.within_areas(rule, row.areas), queries.within_areas(old, row.areas) if old else None, today
    )


def _with_codes(examples: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """An added example gets the code that it will have, so that it can be pointed at while it waits."""
    return [{**row, "code": row.get("code") or new_code("x")} for row in examples]


def _set(
    row: Offer, by: Actor, values: dict[str, str], day: date, new_facts: Sequence[Mapping[str, Any]],
    examples: Sequence[Mapping[str, Any]],
) -> RuleVersion:  # fmt: skip
    """Facts, examples and text together. A version that is in force already is returned as it is."""
    newest = row.rule.versions.order_by("-number").first()
    if new_facts:
        eligibility.define_facts(by=by, rows=new_facts)
    if examples:
        eligibility.change_examples(by=by, rule=row.rule, changes=examples)
    version = eligibility.set_rule(by=by, code=row.rule.code, valid_from=day, **values)
    if newest is not None and version.pk == newest.pk:
        return version
    row.on_behalf = by.on_behalf_of_id is not None
    row.version += 1
    row.save(update_fields=["on_behalf", "version"])
    timeline.record("offer.conditions_changed", about=row, by=by, facts={"rule_version": version.number})
    return version
