"""Everything the page of an amendment shows, and the list of an agreement's amendments."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phanuek.agreements.models import (
    Agreement,
    Amendment,
    Attendee,
    ClauseChange,
    ClauseSpan,
    Commitment,
    Party,
    Review,
)
from phanuek.agreements.queries.amendments import (
    WITH_CHANGES,
    Answers,
    Signers,
    answers,
    bodies_with_account,
    names_of,
    newer_version,
    parties_on,
    signers,
    standing_against,
    who_answers,
)
from phanuek.agreements.queries.differences import Difference, of_amendment
from phanuek.agreements.states import OPEN_AMENDMENTS, AmendmentKind, AmendmentState
from phanuek.engines.in_force import FEWEST_PARTIES
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T

S = AmendmentState


@dataclass(frozen=True)
class ReviewLine:
    """A party with what it said. `counts`: of the present words; `asked`: its answer is waited for."""

    party: Party
    review: Review | None
    counts: bool
    asked: bool
    has_account: bool


@dataclass(frozen=True)
class SignLine:
    """A party with its signature, where there is one that counts. `asked`: the signing rule asks for it."""

    party: Party
    signature: Attendee | None
    asked: bool
    has_account: bool


@dataclass(frozen=True)
class ClauseLine:
    """A clause of the base in a draft, with the change of it, or (`span` None) a clause that the amendment adds."""

    span: ClauseSpan | None
    change: ClauseChange | None


@dataclass(frozen=True)
class AmendmentPage:
    amendment: Amendment
    sentence: T
    difference: Difference
    steps: list[dict[str, Any]]
    reviews: list[ReviewLine]
    answers: Answers
    signatures: list[SignLine]
    signers: Signers
    void: list[Attendee]
    newer: Any
    clauses: list[ClauseLine] = field(default_factory=list)
    inside: bool = False
    needed: T | None = None
    commitments: list[Commitment] = field(default_factory=list)
    chosen: list[ClauseChange] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.amendment.state in OPEN_AMENDMENTS


def amendment_page(amendment: Amendment, actor: Actor) -> AmendmentPage:
    agreement = amendment.agreement
    changes = list(amendment.changes.select_related("clause", "after"))
    said = {row.party_id: row for row in amendment.reviews.select_related("party")}
    found, who = answers(amendment), signers(amendment)
    parties = parties_on(agreement, _day_of_interest(amendment))
    with_account = bodies_with_account(agreement)
    asked_to_review = {p.pk for p in found.asked}
    asked_to_sign = {p.pk for p in who.asked}
    signed = {row.party_id: row for row in who.signatures}
    inside = is_inside(amendment, actor)
    void = amendment.attendees.filter(void_on__isnull=False).select_related("party__organisation")
    return AmendmentPage(
        amendment=amendment,
        sentence=sentence_of(amendment),
        difference=of_amendment(amendment, changes),
        steps=steps(amendment),
        reviews=[
            ReviewLine(p, r := said.get(p.pk), r is not None and not r.earlier_words, p.pk in asked_to_review, p.organisation_id in with_account)
            for p in parties
        ],
        answers=found,
        signatures=[
            SignLine(p, signed.get(p.pk), p.pk in asked_to_sign, p.organisation_id in with_account)
            for p in parties
            if p.pk in asked_to_sign or p.pk in signed
        ],
        signers=who,
        void=list(void),
        newer=newer_version(amendment) if amendment.state in OPEN_AMENDMENTS else None,
        clauses=_clause_lines(amendment, changes) if amendment.state == S.DRAFT else [],
        inside=inside,
        needed=still_needed(amendment, found, with_account) if amendment.state == S.REVIEW else None,
        commitments=_left_behind(amendment),
        chosen=[change for change in changes if change.chosen],
        events=_events(amendment, inside),
    )  # fmt: skip


def still_needed(amendment: Amendment, found: Answers, with_account: set[int]) -> T:
    """What the answers still lack before it can be opened for signing, and who has to act, in one line."""
    if found.unanswered:
        return T("ยังต้องมีคำตอบอีก {n} องค์กร — {who}", "{n} more must answer — {who}").format(
            n=len(found.unanswered), who=who_answers(found.unanswered, with_account)
        )
    if against := standing_against(amendment, found):
        return T(
            "ต้องมีผู้ลงนาม {n} ภาคี จึงรอให้ภาคีเหล่านี้เปลี่ยนคำตอบ หรือแก้ข้อความแล้วเสนอใหม่: {names}",
            "{n} parties must sign: these answer anew, or the words change and are proposed again: {names}",
        ).format(n=found.needed, names=names_of(against))
    return T(
        "คำตอบครบแล้ว รอฝ่ายเลขานุการเปิดให้ลงนาม", "The answers are there; the secretariat opens it for signing."
    )


def _day_of_interest(amendment: Amendment) -> date:
    """Of what is over the parties of its last day are shown, else those of today."""
    return amendment.closed_on or clock.today()


def is_inside(amendment: Amendment, actor: Actor) -> bool:
    """Who reads what people wrote about it: the parties, the proposer and the secretariat."""
    if actor.sees_all or actor.is_system:
        return True
    mine = actor.organisation_id
    return bool(actor.role) and (
        mine == amendment.proposed_by_id or any(p.organisation_id == mine for p in parties_on(amendment.agreement))
    )  # fmt: skip


def _events(amendment: Amendment, inside: bool) -> list[dict[str, Any]]:
    """What happened to it, bodies by their names; people and their words for those inside."""
    events = timeline.of(amendment, with_people=inside)
    codes = {event[name] for event in events for name in ("organisation", "on_behalf_of") if event[name]}
    rows = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
    names = {code: T(thai, english or thai) for code, thai, english in rows}
    for event in events:
        for name in ("organisation", "on_behalf_of"):
            event[name] = names.get(event[name], event[name])
    return events


def _clause_lines(amendment: Amendment, changes: Iterable[ClauseChange]) -> list[ClauseLine]:
    """Every clause of the base in its order, added ones behind the one they follow; of an extension only those that it changes."""
    if amendment.base is None or amendment.kind not in WITH_CHANGES:
        return []
    changed = {c.clause_id: c for c in changes if c.clause_id}
    added: dict[int | None, list[ClauseLine]] = {}
    for change in changes:
        if change.clause_id is None:
            added.setdefault(change.after_id, []).append(ClauseLine(None, change))
    lines = added.pop(None, [])
    for span in amendment.base.spans.select_related("clause", "version"):
        lines.append(ClauseLine(span, changed.pop(span.clause_id, None)))
        lines += added.pop(span.clause_id, [])
    lines += [ClauseLine(None, change) for change in changed.values()]
    return [line for line in lines if line.change is not None or amendment.kind == AmendmentKind.TEXT]


def _left_behind(amendment: Amendment) -> list[Commitment]:
    """What the leaving party leads: to be handed over or closed, never dropped in silence."""
    if amendment.kind != AmendmentKind.WITHDRAWAL or amendment.party is None:
        return []
    rows = amendment.agreement.commitments.filter(lead=amendment.party.organisation_id, ended_on=None)
    return list(rows.select_related("lead").order_by("code"))


def sentence_of(amendment: Amendment) -> T:
    """What it does, in one plain sentence; of changed words the difference tells."""
    if amendment.kind == AmendmentKind.EXTENSION:
        return _extension(amendment)
    if amendment.kind == AmendmentKind.WITHDRAWAL and amendment.party is not None:
        body = amendment.party.organisation
        left = len(
            [p for p in parties_on(amendment.agreement, amendment.effective_on) if p.pk != amendment.party_id]
        )
        told = T(
            "{name}พ้นจากการเป็นภาคีตั้งแต่ {day} เหลือภาคี {n} องค์กร",
            "{name} is no longer a party as of {day}; {n} are left",
        ).format(name=T(body.name_th, body.name_en or body.name_th), day=_day(amendment.effective_on), n=left)
        if left < FEWEST_PARTIES:
            return told + T(" จึงไม่มีผลต่อไป", ", too few for the agreement to go on")
        return told
    if amendment.kind == AmendmentKind.TERMINATION:
        told = T("ข้อตกลงสิ้นผลตั้งแต่ {day}", "The agreement is no longer in force as of {day}").format(
            day=_day(amendment.effective_on)
        )
        heir = amendment.successor
        if heir is None:
            return told
        name = T(heir.short_title_th or heir.title_th, heir.short_title_en or heir.title_en or heir.title_th)
        return told + T(" โดยมี “{name}” มาแทน", "; “{name}” takes its place").format(name=name)
    return T("แก้ข้อความของข้อตกลง", "Words of the agreement change")  # fmt: skip


def _extension(amendment: Amendment) -> T:
    before = amendment.agreement.ends_on
    if amendment.state == S.MERGED:
        told = timeline.of(amendment.agreement, with_people=False, verbs="agreement.extended")
        facts: dict[str, Any] = next(
            (e["facts"] for e in told if e["facts"].get("amendment") == amendment.code), {}
        )
        before = date.fromisoformat(facts["before"]) if facts.get("before") else None
    if before is None:
        return T(
            "กำหนดวันสิ้นสุดเป็น {new} (เดิมไม่ได้ระบุวันสิ้นสุด)",
            "The last day becomes {new} (no end was stated before)",
        ).format(new=_day(amendment.new_ends_on))
    return T("ขยายวันสิ้นสุดจาก {old} เป็น {new}", "The last day moves from {old} to {new}").format(
        old=_day(before), new=_day(amendment.new_ends_on)
    )


def steps(amendment: Amendment) -> list[dict[str, Any]]:
    """The way of an amendment, for the component `steps`."""
    state = S(amendment.state)
    way = [S.DRAFT, S.REVIEW, S.SIGNING, S.MERGED]
    labels = {
        S.DRAFT: T("ร่าง", "Draft"),
        S.REVIEW: T("ภาคีพิจารณา", "Review by the parties"),
        S.SIGNING: T("ลงนาม", "Signing"),
        S.MERGED: T("มีผล", "Merged"),
    }
    days = {
        S.REVIEW: amendment.proposed_on,
        S.SIGNING: amendment.signing_opened_on,
        S.MERGED: amendment.closed_on,
    }
    if state in (S.REJECTED, S.TAKEN_BACK):
        reached = S.SIGNING if amendment.signing_opened_on else S.REVIEW if amendment.proposed_on else S.DRAFT
        done = [_step(labels[one], "done", days.get(one)) for one in way[: way.index(reached) + 1]]
        return [*done, _step(T.of(state.label), "stopped", amendment.closed_on)]
    at = way.index(state)
    found = []
    for number, one in enumerate(way):
        reached_state = "done" if number < at or state == S.MERGED else "now" if number == at else "next"
        found.append(_step(labels[one], reached_state, days.get(one) if number <= at else None))
    return found


def _step(label: T, state: str, at: date | None) -> dict[str, Any]:
    return {"label": label, "state": state, "at": at, "note": ""}


@dataclass(frozen=True)
class ListLine:
    """An amendment in the list, in one sentence."""

    amendment: Amendment
    sentence: T
    is_open: bool


def amendments_of(agreement: Agreement, actor: Actor) -> list[ListLine]:
    """Those the reader may see, the newest first."""
    rows = (
        Amendment.objects.visible_to(actor)
        .filter(agreement=agreement)
        .select_related("agreement", "base", "proposed_by", "party__organisation", "successor", "merged_into")
        .prefetch_related("changes__clause", "changes__after")
        .order_by("-pk")
    )
    found = []
    for row in rows:
        row.agreement = agreement
        told = sentence_of(row)
        if row.kind == AmendmentKind.TEXT:
            told = of_amendment(row, list(row.changes.all())).sentence
        found.append(ListLine(row, told, row.state in OPEN_AMENDMENTS))
    return found


def open_amendments(agreement: Agreement, actor: Actor) -> list[ListLine]:
    """Those under way that the reader may see."""
    return [line for line in amendments_of(agreement, actor) if line.is_open]


def _day(day: date | None) -> T:
    if day is None:
        return T("วันที่ลงนามครบ", "the day of the last signature")
    return T(pack().format_date(day, "th"), pack().format_date(day, "en"))
