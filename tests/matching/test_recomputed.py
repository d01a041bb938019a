"""Answers that were given come out the same again, whatever became of rules, words, values and groups since."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility import queries as eligibility_queries
from phanuek.eligibility.models import VocabularyFact
from phanuek.engines.parameters import DatedValue, Parameters
from phanuek.matching import actions
from phanuek.matching.models import Assessment
from phanuek.matching.queries import recomputed
from phanuek.matching.queries.recomputed import Outcome, recompute_all
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import Refused
from phanuek.ui.words import in_language
from tests import cast
from tests.referrals import world

pytestmark = pytest.mark.django_db
TODAY = world.TODAY
SYSTEM = world.SYSTEM
RULES = [
    "",
    "members >= 7",
    "members >= PARAM('least') AND keeps_accounts",
    "keeps_accounts OR members > 5",
    "operating_years >= 2.5 AND NOT keeps_accounts",
    "area IN ('55', '50') AND yearly_sales <= 180000000",
    "area NOT IN ('5001') AND otop_producer_kind IN ('group')",
    "otop_producer_kind <> 'single' AND members BETWEEN 3 AND 20",
]


def values(later: int = 0) -> Parameters:
    dated = [DatedValue(date(2026, 1, 1), 7, "ประกาศ")]
    if later:
        dated.append(DatedValue(date(2026, 12, 1), later, "ประกาศใหม่"))
    return Parameters({"least": dated})


@pytest.fixture(autouse=True)
def least(monkeypatch: pytest.MonkeyPatch) -> list[Parameters]:
    """A dated value of the tests; the last in the list counts."""
    held = [values()]
    for module in (eligibility_queries, recomputed):
        monkeypatch.setattr(module, "parameters", lambda: held[-1])
    from phanuek.eligibility.actions import rules as setting

    monkeypatch.setattr(setting, "parameters", lambda: held[-1])
    return held


@pytest.fixture
def given_answers(least: Any) -> list[Assessment]:
    """Every rule, asked for a group of which much is known and for one of which little is; in Thai and in English."""
    world.define_vocabulary()
    bank = cast.organisation("baac", "bank")
    known = world.group(started_on=date(2024, 1, 5))
    little = world.group("500101", name_th="กลุ่มใหม่", members=None)
    for name, value in (
        ("keeps_accounts", True),
        ("yearly_sales", 150_000_00),
        ("otop_producer_kind", "group"),
    ):
        eligibility.record_fact(
            by=SYSTEM, enterprise=known, name=name, value=value, source_th="ถามกลุ่ม", source_en="Asked"
        )
    made = []
    for number, rule in enumerate(RULES):
        offer = world.offer(bank, rule, code=f"o{number}", areas=["55"] if number % 2 else [])
        for group, language in ((known, "th"), (little, "en")):
            with in_language(language):
                made.append(actions.assess(by=SYSTEM, enterprise=group, offer=offer, on=TODAY))
    return made


def outcomes() -> list[Outcome]:
    return [one.outcome for one in recompute_all()]


def test_every_answer_comes_out_the_same(given_answers: list[Assessment]) -> None:
    assert {a.status for a in given_answers} == {"fits", "unknown", "does_not_fit"}
    assert outcomes() == [Outcome.SAME] * len(given_answers)
    out = io.StringIO()
    call_command("recompute_decisions", stdout=out)
    assert (
        out.getvalue().strip()
        == f"{len(given_answers)} answers: {len(given_answers)} same, 0 other_words, 0 other_answer"
    )


def change_rule(step: int, held: list[Parameters]) -> None:
    offer = Offer.objects.order_by("pk")[step % len(RULES)]
    offers.set_conditions(by=SYSTEM, offer=offer, text=RULES[(step * 3 + 1) % len(RULES)])


def change_areas(step: int, held: list[Parameters]) -> None:
    Offer.objects.update(areas=["50"] if step % 2 else [])


def change_label(step: int, held: list[Parameters]) -> None:
    row = {**world.VOCABULARY[step % len(world.VOCABULARY)]}
    row["label"] = {"th": f"ชื่อใหม่ {step}", "en": f"new name {step}"}
    row["source"] = f"แหล่งใหม่ {step}"
    row["unit"] = {"th": "หน่วย", "en": "units"}
    eligibility.define_facts(by=SYSTEM, rows=[row])


def drop_choice(step: int, held: list[Parameters]) -> None:
    VocabularyFact.objects.filter(name="otop_producer_kind").update(
        choices={"other": {"th": "อื่น", "en": "other"}}, stamp=f"x{step}"
    )


def drop_fact(step: int, held: list[Parameters]) -> None:
    VocabularyFact.objects.filter(name=["keeps_accounts", "yearly_sales"][step % 2]).delete()


def change_value(step: int, held: list[Parameters]) -> None:
    held.append(values(later=step + 8))


def change_group(step: int, held: list[Parameters]) -> None:
    Enterprise.objects.update(members=step, started_on=date(2010, 1, 1))


CHANGES: list[Callable[[int, list[Parameters]], None]] = [
    change_rule, change_areas, change_label, drop_choice, drop_fact, change_value, change_group,
]  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 30)), max_size=8))
def test_no_sequence_of_changes_alters_an_answer_that_was_given(
    given_answers: list[Assessment], least: list[Parameters], steps: list[Any]
) -> None:
    with transaction.atomic():
        for change, step in steps:
            try:
                with transaction.atomic():
                    change(step, least)
            except Refused:  # a rule may no longer be written in the words that are left
                continue
        assert outcomes() == [Outcome.SAME] * len(given_answers)
        transaction.set_rollback(True)
    del least[1:]


def test_an_answer_that_was_tampered_with_is_found(given_answers: list[Assessment]) -> None:
    one = next(a for a in given_answers if a.status == "fits" and a.facts)
    Assessment.objects.filter(pk=one.pk).update(status="does_not_fit")
    two = next(a for a in given_answers if a.pk != one.pk and "members" in a.facts)
    Assessment.objects.filter(pk=two.pk).update(
        facts={**two.facts, "members": {**two.facts["members"], "value": "many"}}
    )
    wrong = {one_.code for one_ in recompute_all() if one_.outcome == Outcome.OTHER_ANSWER}
    assert wrong == {one.code, two.code}
    with pytest.raises(CommandError, match="2 answers"):
        call_command("recompute_decisions", stdout=io.StringIO())


def test_words_that_differ_are_told_apart_from_answers_that_differ(given_answers: list[Assessment]) -> None:
    one = next(a for a in given_answers if a.status == "fits" and a.facts)
    told = [{**line, "text": {"th": "อื่น", "en": "other"}} for line in one.conditions]
    Assessment.objects.filter(pk=one.pk).update(conditions=told)
    assert outcomes().count(Outcome.OTHER_WORDS) == 1
    call_command("recompute_decisions", stdout=io.StringIO())


def test_an_answer_older_than_its_basis_is_worked_out_from_its_version(
    given_answers: list[Assessment],
) -> None:
    Assessment.objects.update(basis={})
    assert outcomes() == [Outcome.SAME] * len(given_answers)
    offer = Offer.objects.get(code="o1")
    offers.set_conditions(by=SYSTEM, offer=offer, text="members >= 500")
    assert outcomes() == [Outcome.SAME] * len(given_answers)


def test_nothing_was_entered_stays_nothing_was_entered() -> None:
    world.define_vocabulary()
    bank = Organisation.objects.filter(code="baac").first() or cast.organisation("baac", "bank")
    offer = world.offer(bank, rule_valid_from=date(2027, 1, 1))
    actions.assess(by=SYSTEM, enterprise=world.group(), offer=offer, on=TODAY)
    assert outcomes() == [Outcome.SAME]
