"""Is an agreement in force: what always holds, and cases an officer can follow with the paper in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines.in_force import AgreementFact, PartyFact, complete_on, in_force
from phanuek.engines.in_force_changes import what_would_change
from phanuek.engines.wording import words

SIGNED, TODAY = date(2021, 2, 26), date(2026, 11, 23)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
maybe_day = st.none() | days
rules = st.sampled_from(["all", "at_least", "named", "not_stated"])


@st.composite
def parties(draw: st.DrawFn) -> list[PartyFact]:
    made = []
    for number in range(draw(st.integers(0, 6))):
        signed, joined, left = draw(maybe_day), draw(maybe_day), draw(maybe_day)
        if joined and left and left <= joined:
            left = None
        made.append(
            PartyFact(
                f"p{number}", signed, signed is None and draw(st.booleans()), draw(st.booleans()), joined, left
            )
        )  # fmt: skip
    return made


@st.composite
def agreements(draw: st.DrawFn) -> AgreementFact:
    ends = draw(maybe_day)
    return AgreementFact(
        stage=draw(st.sampled_from(["draft", "signing", "signed"])),
        parties=draw(parties()),
        rule=draw(rules),
        count=draw(st.none() | st.integers(1, 8)),
        signed_on=draw(maybe_day),
        effective_on=draw(maybe_day),
        ends_on=ends,
        no_fixed_term=ends is None and draw(st.booleans()),
        terminated_on=draw(maybe_day),
    )


# ---------------------------------------------------------------- what always holds


@given(agreements(), days, days, st.data())
def test_one_more_known_signature_never_turns_yes_into_no(
    agreement: AgreementFact, on: date, signed: date, data: st.DataObject
) -> None:
    if not agreement.parties:
        return
    place = data.draw(st.integers(0, len(agreement.parties) - 1))
    people = list(agreement.parties)
    if people[place].signed_on is not None:
        return
    people[place] = replace(people[place], signed_on=signed, unknown=False)
    if in_force(agreement, on).answer == "yes":
        assert in_force(replace(agreement, parties=people), on).answer == "yes"


@given(agreements(), days)
def test_after_its_last_day_it_is_no(agreement: AgreementFact, on: date) -> None:
    if agreement.ends_on is not None and agreement.ends_on < on:
        assert in_force(agreement, on).answer == "no"


@given(agreements(), days)
def test_after_a_termination_it_is_no(agreement: AgreementFact, on: date) -> None:
    if agreement.terminated_on is not None and agreement.terminated_on <= on:
        assert in_force(agreement, on).answer == "no"


@given(agreements(), days)
def test_a_draft_is_never_in_force(agreement: AgreementFact, on: date) -> None:
    assert in_force(replace(agreement, stage="draft"), on).answer == "no"


@given(agreements(), days)
def test_what_is_unknown_is_never_yes(agreement: AgreementFact, on: date) -> None:
    """Yes stands on known signatures alone, and on a term that is known."""
    if in_force(agreement, on).answer != "yes":
        return
    nothing_guessed = [replace(party, unknown=False) for party in agreement.parties]
    assert in_force(replace(agreement, parties=nothing_guessed), on).answer == "yes"
    assert agreement.no_fixed_term or agreement.ends_on is not None
    asked = [p for p in agreement.parties if p.belongs(on) and (agreement.rule != "named" or p.must_sign)]
    known = sum(1 for p in asked if p.has_signed(on))
    assert known >= (
        min(agreement.count or len(asked), len(asked)) if agreement.rule == "at_least" else len(asked)
    )


@given(agreements(), days, st.data())
def test_learning_what_was_unknown_only_settles_the_answer(
    agreement: AgreementFact, on: date, data: st.DataObject
) -> None:
    """A yes or no that was said stays, however each unknown signature turns out."""
    before = in_force(agreement, on).answer
    if before == "cannot_say":
        return
    learned = [
        replace(p, unknown=False, signed_on=on if data.draw(st.booleans()) else None) if p.unknown else p
        for p in agreement.parties
    ]
    assert in_force(replace(agreement, parties=learned), on).answer == before


@given(agreements(), days)
def test_every_answer_says_why_in_both_languages_and_what_would_change_it(
    agreement: AgreementFact, on: date
) -> None:
    found = in_force(agreement, on)
    for said in (found.reasons, what_would_change(agreement, on)):
        assert said
        assert all(words["th"] and words["en"] and words["th"] != words["en"] for words in said)
    assert 0 <= found.signed <= found.needed


@given(parties(), rules, st.none() | st.integers(1, 8), days)
def test_the_day_it_was_complete_is_the_first_on_which_nothing_was_missing(
    people: list[PartyFact], rule: str, count: int | None, other: date
) -> None:
    there = [replace(p, joined_on=None, withdrawn_on=None) for p in people]
    day = complete_on(there, rule, count)  # type: ignore[arg-type]

    def missing(on: date) -> int:
        found = in_force(AgreementFact("signing", there, rule, count, no_fixed_term=True), on)  # type: ignore[arg-type]
        return found.needed - found.signed

    if day is None:
        asked = [p for p in there if rule != "named" or p.must_sign]
        assert not asked or (rule == "at_least" and not count) or missing(date.max) > 0
        return
    assert missing(day) == 0
    assert missing(day - timedelta(1)) > 0
    assert (missing(other) == 0) == (other >= day)


@given(parties(), rules, st.none() | st.integers(1, 8), days, st.data())
def test_a_later_signature_never_makes_it_complete_later(
    people: list[PartyFact], rule: str, count: int | None, signed: date, data: st.DataObject
) -> None:
    before = complete_on(people, rule, count)  # type: ignore[arg-type]
    if before is None:
        return
    place = data.draw(st.integers(0, len(people) - 1))
    if people[place].signed_on is None:
        people[place] = replace(people[place], signed_on=signed)
        after = complete_on(people, rule, count)  # type: ignore[arg-type]
        assert after is not None
        assert after <= before


# ---------------------------------------------------------------- cases worked by hand


def signed_by(*codes: str, on: date = SIGNED) -> list[PartyFact]:
    return [PartyFact(code, on) for code in codes]


def the_memorandum_of_2021() -> AgreementFact:
    """18 bodies signed on 26 February 2021; the article names two of the signatories and no term."""
    known = signed_by("moi", "gsb")
    others = [PartyFact(f"party-{n}", unknown=True) for n in range(16)]
    return AgreementFact("signed", known + others, signed_on=SIGNED)


def test_the_memorandum_of_2021_cannot_be_said() -> None:
    found = in_force(the_memorandum_of_2021(), TODAY)
    assert found.answer == "cannot_say"
    assert [r["en"] for r in found.reasons] == ["term not stated", "16 of 18 signatories not known"]
    assert [r["th"] for r in found.reasons] == [
        "ต้นทางไม่ได้ระบุระยะเวลา",
        "ยังไม่ทราบผู้ลงนาม 16 จาก 18 ภาคี",
    ]
    assert [w["en"] for w in what_would_change(the_memorandum_of_2021(), TODAY)] == [
        "its text tells on which day it ends, or that it has no fixed end",
        "it is known who signed for 16 more parties, and when",
    ]


def test_the_memorandum_once_its_text_is_found() -> None:
    """Five years from the signing, all signatories named on the last page: it ran out on 25 February 2026."""
    memorandum = the_memorandum_of_2021()
    found = replace(
        memorandum,
        parties=[replace(p, signed_on=SIGNED, unknown=False) for p in memorandum.parties],
        ends_on=date(2026, 2, 25),
    )
    assert in_force(found, date(2026, 2, 25)).answer == "yes"
    ended = in_force(found, date(2026, 2, 26))
    assert (ended.answer, ended.reasons[0]["en"]) == ("no", "its term has run out, on 25 Feb 2026")
    assert what_would_change(found, TODAY)[0]["en"] == "the parties sign a new agreement"


def test_before_the_day_of_signing_it_is_not_in_force() -> None:
    agreement = AgreementFact("signed", signed_by("a", "b"), "all", signed_on=SIGNED, no_fixed_term=True)
    assert in_force(agreement, date(2021, 2, 25)).answer == "no"
    assert in_force(agreement, SIGNED).answer == "yes"


def test_while_one_of_three_has_not_signed() -> None:
    waiting = [*signed_by("a", "b"), PartyFact("c")]
    agreement = AgreementFact("signing", waiting, "all", ends_on=date(2029, 9, 30))
    found = in_force(agreement, TODAY)
    assert (found.answer, found.reasons[0]["en"]) == ("no", "2 of 3 parties have signed")
    assert what_would_change(agreement, TODAY)[0]["en"] == "1 more party signs"


def test_two_of_three_suffice_where_the_rule_says_so() -> None:
    agreement = AgreementFact(
        "signed", [*signed_by("a", "b"), PartyFact("c")], "at_least", 2, SIGNED, ends_on=date(2029, 9, 30)
    )
    found = in_force(agreement, TODAY)
    assert found.answer == "yes"
    assert [r["en"] for r in found.reasons] == [
        "signed by the 2 parties that are needed",
        "within its term, until 30 Sep 2029",
    ]
    assert what_would_change(agreement, TODAY)[0]["en"].startswith("it ends by itself after 30 Sep 2029")


def test_only_the_named_ones_must_sign() -> None:
    people = [*signed_by("ministry"), replace(signed_by("bank")[0], must_sign=True), PartyFact("guest", must_sign=False)]  # fmt: skip
    agreement = AgreementFact("signed", people, "named", signed_on=SIGNED, no_fixed_term=True)
    found = in_force(agreement, TODAY)
    assert (found.answer, found.needed) == ("yes", 2)
    assert found.reasons[0]["en"] == "all 2 parties that must sign have signed"


def test_an_effective_day_in_the_text_comes_first() -> None:
    agreement = AgreementFact(
        "signed", signed_by("a", "b"), "all", signed_on=SIGNED, effective_on=date(2021, 10, 1), no_fixed_term=True
    )  # fmt: skip
    assert in_force(agreement, date(2021, 9, 30)).reasons[0]["en"] == "it begins on 1 Oct 2021"
    assert what_would_change(agreement, date(2021, 9, 30))[0]["th"] == "ถึงวันที่ 1 ต.ค. 2564"
    assert in_force(agreement, date(2021, 10, 1)).answer == "yes"


def test_a_withdrawal_that_leaves_one_party_ends_it() -> None:
    left = [PartyFact("a", SIGNED), PartyFact("b", SIGNED, withdrawn_on=date(2025, 1, 1))]
    agreement = AgreementFact("signed", left, "all", signed_on=SIGNED, no_fixed_term=True)
    assert in_force(agreement, date(2024, 12, 31)).answer == "yes"
    assert in_force(agreement, date(2025, 1, 1)).reasons[0]["en"] == "fewer than two parties are left"


def test_those_who_left_are_not_counted_among_all() -> None:
    """Three signed, one left: the two that remain have all signed, and the answer says that one withdrew."""
    people = [
        PartyFact("a", SIGNED),
        PartyFact("b", SIGNED),
        PartyFact("c", SIGNED, withdrawn_on=date(2025, 1, 1)),
    ]
    fact = AgreementFact("signed", people, "all", signed_on=SIGNED, no_fixed_term=True)
    before, after = in_force(fact, date(2024, 12, 31)), in_force(fact, date(2025, 1, 1))
    assert before.reasons[0]["en"] == "all 3 parties have signed"
    assert after.answer == "yes"
    assert after.reasons[0]["en"] == "all 2 parties that remain have signed (1 withdrew)"


def test_a_termination_names_what_took_its_place() -> None:
    agreement = AgreementFact(
        "signed", signed_by("a", "b"), "all", signed_on=SIGNED, no_fixed_term=True, terminated_on=date(2026, 1, 1),
        successor=words("ฉบับที่สอง", "The second one"),
    )  # fmt: skip
    found = in_force(agreement, TODAY)
    assert (found.answer, found.reasons[0]["en"]) == (
        "no",
        "terminated as of 1 Jan 2026; “The second one” took its place",
    )


@pytest.mark.parametrize(
    ("rule", "count", "signed", "expected"),
    [
        ("all", None, [1, 5, 3], 5),
        ("all", None, [1, None, 3], None),
        ("at_least", 2, [9, 5, None], 9),
        ("at_least", 2, [9, 5, 3], 5),
        ("at_least", 9, [9, 5, 3], 9),
        ("named", None, [2, 4, None], 4),
        ("not_stated", None, [2, 4, 6], 6),
    ],
)
def test_the_day_on_which_it_was_complete(
    rule: str, count: int | None, signed: list[int | None], expected: int | None
) -> None:
    """Days of March 2026; under `named` the third party need not sign."""
    people = [
        PartyFact(f"p{n}", date(2026, 3, day) if day else None, must_sign=n < 2)
        for n, day in enumerate(signed)
    ]
    wanted = date(2026, 3, expected) if expected else None
    assert complete_on(people, rule, count) == wanted  # type: ignore[arg-type]
