"""Whatever people do in whatever order: no sequence of allowed verbs reaches a state that must not be.

Every verb is tried at any moment with any amendment; one that is refused must leave nothing behind. After each step the rows
are compared with a plain model of what has happened.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from phanuek.agreements.actions import amendments, changes
from phanuek.agreements.actions.amendment_signing import review_amendment, sign_amendment
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.actions.reconciling import reconcile
from phanuek.agreements.models import Agreement, Amendment, ClauseSpan, Party
from phanuek.agreements.queries.reconciling import Choice, Take, plan
from phanuek.agreements.states import AMENDMENT_TRANSITIONS, AmendmentState
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from tests.agreements import amending as w

RULES: list[dict[str, Any]] = [
    {"signing_rule": "all"},
    {"signing_rule": "at_least", "signing_count": 2},
    {"signing_rule": "named"},
    {"signing_rule": "not_stated"},
]
BODIES = ["alpha", "beta", "gamma"]
WORDS = ["300", "400", "500 คน และ", ""]
picks = st.integers(0, 5)
MOST = 4


@dataclass
class Told:
    """What the model knows of one amendment."""

    merged_with: set[str] = field(default_factory=set)
    as_merged: tuple[Any, ...] | None = None


class Amending(RuleBasedStateMachine):
    """Three parties, three or four amendments at once, the days passing."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.moment = clock.now()
        self.agreement: Agreement | None = None
        self.told: dict[str, Told] = {}
        self.states: dict[str, str] = {}
        self.versions = 1
        self.withdrawn: dict[str, date] = {}
        self.ends_on: date | None = w.ENDS_ON

    def teardown(self) -> None:
        clock.set_now(self.moment)
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    # -- what may be tried -----------------------------------------------------------------------------------

    @initialize(signing=st.sampled_from(RULES), clauses=st.lists(st.integers(1, 4), min_size=2, max_size=2))
    def sign_the_agreement(self, signing: dict[str, Any], clauses: list[int]) -> None:
        """Signed, with two amendments of its first version drafted at once."""
        self.agreement = w.signed_agreement(parties=BODIES, **signing)
        self.agreement.parties.filter(organisation__code="gamma").update(must_sign=False)
        for number, word in zip(clauses, ["หนึ่ง", "สอง"], strict=True):
            there = w.span(self.agreement, number)
            made = w.with_words(self.agreement, number, (there.text_th, f"{there.text_th}\n{word}"))
            self.told[made.code], self.states[made.code] = Told(), made.state

    @precondition(lambda self: self.agreement is not None and len(self.told) < MOST)
    @rule(
        kind=st.sampled_from(["text", "extension", "withdrawal", "text", "termination"]),
        days=st.integers(-40, 60),
        pick=picks,
    )
    def draft(self, kind: str, days: int, pick: int) -> None:
        day = clock.today() + timedelta(days=days)
        fields: dict[str, Any] = {
            "text": {"effective_on": day if pick > 3 else None},
            "extension": {"new_ends_on": w.ENDS_ON + timedelta(days=days * 20)},
            "withdrawal": {"party": self.party(pick), "effective_on": day},
            "termination": {"upload": w.letter(), "effective_on": day},
        }[kind]
        made = self.attempt(w.draft, self.agreement, kind, proposer=BODIES[pick % 3], **fields)
        if made is not None:
            self.told[made.code] = Told()
            self.states[made.code] = made.state

    @precondition(lambda self: self.told)
    @rule(
        pick=picks,
        number=st.integers(1, 4),
        words=st.sampled_from(WORDS),
        how=st.sampled_from(["change", "repeal", "add", "drop"]),
    )
    def write(self, pick: int, number: int, words: str, how: str) -> None:
        amendment = self.pick(pick)
        found = amendment.base.spans.filter(clause__code=f"c{number}").first() if amendment.base else None
        clause = found.clause if found else self.agreement.clauses.first()  # type: ignore[union-attr]
        there = amendment.changes.filter(clause=clause).first()
        seen = there.version if there else 0
        if how == "change":
            text = (found.text_th if found else "ข้อ ๑ ก") + f"\n{words}"
            self.attempt(
                changes.change_clause, amendment=amendment, clause=clause, text_th=text, version=seen
            )
        elif how == "repeal":
            self.attempt(changes.repeal_clause, amendment=amendment, clause=clause, version=seen)
        elif how == "add":
            self.attempt(changes.add_clause, amendment=amendment, after=clause, text_th=f"ข้อ ๕ {words}")
        elif there is not None:
            self.attempt(changes.drop_change, change=there)

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def propose(self, pick: int) -> None:
        self.attempt(amendments.propose_amendment, amendment=self.pick(pick))

    @precondition(lambda self: self.told)
    @rule(
        pick=picks,
        answers=st.lists(
            st.sampled_from(["agree", "agree", "agree", "object", "change"]), min_size=3, max_size=3
        ),
    )
    def review(self, pick: int, answers: list[str]) -> None:
        for number, answer in enumerate(answers):
            self.attempt(
                review_amendment,
                amendment=self.pick(pick),
                party=self.party(number),
                answer=answer,
                comment="เหตุ",
            )

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def open_for_signing(self, pick: int) -> None:
        self.attempt(amendments.open_amendment_for_signing, amendment=self.pick(pick))

    @precondition(lambda self: self.told)
    @rule(pick=picks, who=st.sets(st.integers(0, 2), min_size=1), days=st.integers(-1, 1))
    def sign(self, pick: int, who: set[int], days: int) -> None:
        day = clock.today() + timedelta(days=min(days, 0) if days < 1 else 0)
        for number in sorted(who):
            self.attempt(
                sign_amendment, amendment=self.pick(pick), party=self.party(number), name_th=f"นาย {number}",
                position_th="ผอ.", capacity="own_right", signed_on=day,
            )  # fmt: skip

    @precondition(lambda self: self.told)
    @rule(pick=picks)
    def merge(self, pick: int) -> None:
        before = self.pick(pick)
        merged = self.attempt(merge_amendment, amendment=before)
        if merged is None:
            return
        told = self.told[merged.code]
        told.as_merged = self.content(merged)
        told.merged_with = set(
            merged.attendees.filter(void_on=None).values_list("party__organisation__code", flat=True)
        )
        assert before.state == AmendmentState.SIGNING
        self.judge_signatures(merged, told)
        self.apply(merged, before)

    @precondition(lambda self: self.told)
    @rule(pick=picks, take=st.sampled_from(list(Take)), own=st.sampled_from(["999", "ข้อ ๙ ใหม่"]))
    def reconcile(self, pick: int, take: Take, own: str) -> None:
        amendment = self.pick(pick)
        found = plan(amendment)
        asked = found.questions if found else []
        signed = set(amendment.attendees.filter(void_on=None).values_list("pk", flat=True))
        choices = {q.key: Choice(take, own, own) for q in asked}
        done = self.attempt(reconcile, amendment=amendment, version=amendment.version, choices=choices)
        if done is None:
            return
        left = set(done.attendees.filter(void_on=None).values_list("pk", flat=True))
        assert left == (set() if asked and amendment.state == AmendmentState.SIGNING else signed)
        assert (done.state != amendment.state) == bool(asked and amendment.state == AmendmentState.SIGNING)

    @precondition(lambda self: self.told)
    @rule(pick=picks, how=st.sampled_from(["review", "draft", "take_back", "reject"]))
    def step_back(self, pick: int, how: str) -> None:
        verb = {
            "draft": amendments.amendment_back_to_draft,
            "review": amendments.amendment_back_to_review,
            "reject": amendments.reject_amendment,
            "take_back": amendments.take_back_amendment,
        }[how]
        self.attempt(verb, amendment=self.pick(pick), why_th="เหตุ")

    @precondition(lambda self: self.told)
    @rule(pick=picks, merging=st.booleans())
    def see_through(self, pick: int, merging: bool) -> None:
        """The usual way in one go, so that what comes after a merge is met often."""
        self.propose(pick)
        self.review(pick, ["agree", "agree", "agree"])
        self.open_for_signing(pick)
        self.sign(pick, {0, 1, 2}, 0)
        if merging:
            self.merge(pick)

    @precondition(lambda self: self.agreement is not None)
    @rule(days=st.integers(1, 45))
    def days_pass(self, days: int) -> None:
        clock.set_now(clock.now() + timedelta(days=days))

    # -- what must hold --------------------------------------------------------------------------------------

    @invariant()
    def versions_are_consecutive_and_spans_exact(self) -> None:
        if self.agreement is None:
            return
        versions = list(self.agreement.text_versions.order_by("number"))
        assert [v.number for v in versions] == list(range(1, self.versions + 1))
        made_by = [v.amendment_id for v in versions[1:]]
        assert len(set(made_by)) == len(made_by)
        for version in versions:
            spans = list(version.spans.select_related("clause", "version").order_by("order"))
            assert spans
            for span in spans:
                assert span.text_th == span.text_th.strip() != ""
                if version.number > 1:
                    assert span.text_th == self.words_of(version.amendment, span)
            assert all(a.end <= b.start for a, b in pairwise(spans))
            assert version.text_th.startswith("บันทึกข้อตกลงความร่วมมือ")
            assert version.text_th.endswith("ลงชื่อ ผู้แทนภาคีทั้งห้า")

    @invariant()
    def only_known_ways_were_taken(self) -> None:
        for code, before in self.states.items():
            now = Amendment.objects.get(code=code).state
            assert now == before or now in self.reachable(before)
            self.states[code] = now

    @invariant()
    def what_is_merged_stands(self) -> None:
        for code, told in self.told.items():
            if told.as_merged is not None:
                assert self.content(Amendment.objects.get(code=code)) == told.as_merged

    @invariant()
    def the_agreement_is_what_was_merged(self) -> None:
        if self.agreement is None:
            return
        row = Agreement.objects.get(pk=self.agreement.pk)
        assert row.ends_on == self.ends_on
        assert row.ends_on > row.signed_on  # type: ignore[operator]
        left = {
            p.organisation.code: p.withdrawn_on
            for p in row.parties.select_related("organisation")
            if p.withdrawn_on
        }
        assert left == self.withdrawn
        assert timeline.broken_link(row) is None

    # -- helpers ---------------------------------------------------------------------------------------------

    def attempt(self, verb: Any, *args: Any, **fields: Any) -> Any:
        """The verb's answer, or None where it was refused; a refusal undoes all of it."""
        try:
            with transaction.atomic():
                return verb(*args, **({} if args else {"by": w.SYSTEM}), **fields)
        except Refused:
            return None

    def pick(self, number: int) -> Amendment:
        codes = list(self.told)
        return Amendment.objects.select_related("agreement", "base").get(code=codes[number % len(codes)])

    def party(self, number: int) -> Party:
        assert self.agreement is not None
        return w.party(self.agreement, BODIES[number % 3])

    def judge_signatures(self, merged: Amendment, told: Told) -> None:
        """The signing rule, once more and by hand."""
        agreement, today = merged.agreement, clock.today()
        still = {b for b in BODIES if self.withdrawn.get(b, date.max) > today}
        if merged.kind == "withdrawal":
            assert merged.party is not None
            assert merged.party.organisation.code in told.merged_with
        elif agreement.signing_rule == "at_least":
            assert len(told.merged_with & still) >= min(2, len(still))
        elif agreement.signing_rule == "named":
            assert (still - {"gamma"} or still) <= told.merged_with
        else:
            assert still <= told.merged_with
        days = merged.attendees.filter(void_on=None).values_list("signed_on", flat=True)
        assert all(merged.signing_opened_on <= day <= today for day in days)
        assert merged.effective_on is not None

    def apply(self, merged: Amendment, before: Amendment) -> None:
        if merged.kind == "extension":
            assert merged.new_ends_on > self.ends_on  # type: ignore[operator]
            self.ends_on = merged.new_ends_on
        if merged.kind == "withdrawal":
            code = merged.party.organisation.code  # type: ignore[union-attr]
            assert code not in self.withdrawn
            assert merged.effective_on >= before.proposed_on + timedelta(days=30)  # type: ignore[operator]
            self.withdrawn[code] = merged.effective_on  # type: ignore[assignment]
        made = merged.agreement.text_versions.filter(amendment=merged).first()
        if made is not None:
            # no two are merged on one base: the second must have been reconciled
            assert made.number == self.versions + 1
            assert merged.base.number == self.versions  # type: ignore[union-attr]
            self.versions += 1
        else:
            assert merged.kind != "text"

    def words_of(self, amendment: Amendment | None, span: ClauseSpan) -> str:
        """What the clause must read in the version that this amendment made."""
        assert amendment is not None
        assert amendment.base is not None
        change = amendment.changes.filter(code=span.clause.code).first()
        if change is not None:
            assert change.kind != "repeal"
            return change.text_th
        return (
            ClauseSpan.objects.select_related("version")
            .get(version=amendment.base, clause=span.clause)
            .text_th
        )

    def content(self, row: Amendment) -> tuple[Any, ...]:
        words = tuple(row.changes.order_by("pk").values_list("code", "kind", "text_th", "text_en", "version"))
        signatures = tuple(row.attendees.order_by("pk").values_list("name_th", "signed_on", "void_on"))
        return (
            row.state,
            row.title_th,
            row.base_id,
            row.effective_on,
            row.new_ends_on,
            row.version,
            words,
            signatures,
        )

    def reachable(self, state: str) -> set[str]:
        found: set[str] = set()
        todo = [AmendmentState(state)]
        while todo:
            for to in AMENDMENT_TRANSITIONS[todo.pop()] - found:
                found.add(to)
                todo.append(to)
        return found


@pytest.mark.slow
@pytest.mark.django_db
def test_no_sequence_of_verbs_reaches_a_forbidden_state() -> None:
    run_state_machine_as_test(
        Amending,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
