from datetime import date, timedelta
from typing import Any

import pytest

from phanuek.eligibility import actions as eligibility
from phanuek.engines.rules import Status
from phanuek.matching import actions, queries
from phanuek.offers import actions as offers
from phanuek.offers.states import WindowState
from phanuek.organisations.models import Organisation
from phanuek.ui.problems import NotAllowed
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World

AIM = "product_development"


@pytest.fixture
def bank(db: None) -> Organisation:
    worlds.define_vocabulary()
    return cast.organisation("baac", "bank")


def ask(enterprise: Any = None, **changes: Any) -> queries.Help:
    return queries.who_can_help(enterprise=enterprise or worlds.group(), aim=AIM, on=TODAY, **changes)


def codes(found: queries.Help, status: Status | None = None) -> list[str]:
    return [a.offer.code for a in found.answers if status is None or a.status == status]


def know(enterprise: Any, name: str, value: object) -> None:
    eligibility.record_fact(
        by=SYSTEM, enterprise=enterprise, name=name, value=value, source_th="ทดสอบ", source_en="test"
    )


def test_each_offer_is_answered_and_fits_stand_first(bank: Organisation) -> None:
    worlds.offer(bank, "members >= 50", code="large")
    worlds.offer(bank, "keeps_accounts", code="accounts")
    worlds.offer(bank, "members >= 7", code="seven")
    found = ask()
    assert codes(found) == ["seven", "accounts", "large"]
    assert (found.total, found.fits, found.unknown, found.does_not_fit) == (3, 1, 1, 1)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("keeps_accounts", Status.UNKNOWN),
        ("NOT keeps_accounts", Status.UNKNOWN),
        ("keeps_accounts AND members >= 7", Status.UNKNOWN),
        ("keeps_accounts OR members >= 7", Status.FITS),
        ("keeps_accounts AND members >= 50", Status.DOES_NOT_FIT),
        ("yearly_sales BETWEEN 100 AND 200 AND operating_years > 1", Status.UNKNOWN),
        ("area IN ('55')", Status.FITS),
        ("area IN ('50')", Status.DOES_NOT_FIT),
        ("", Status.FITS),
    ],
)
def test_an_unknown_never_excludes(bank: Organisation, rule: str, expected: Status) -> None:
    worlds.offer(bank, rule, code="one")
    assert ask().answers[0].status == expected


def test_each_condition_says_why_in_both_languages_and_from_where(bank: Organisation) -> None:
    worlds.offer(bank, "members >= 20 AND keeps_accounts")
    for condition in ask().answers[0].verdict.conditions:
        assert condition.text["th"]
        assert condition.text["en"]
        assert condition.reason["th"]
        assert condition.reason["en"]
        assert condition.source


def test_only_offers_of_the_aim(bank: Organisation) -> None:
    worlds.offer(bank, code="other", aims=["income"])
    worlds.offer(bank, code="both", aims=["income", AIM])
    assert codes(ask()) == ["both"]


def test_what_is_not_open_stands_apart_with_why(bank: Organisation) -> None:
    worlds.offer(bank, code="open")
    worlds.offer(bank, code="later", opens_on=TODAY + timedelta(days=3))
    worlds.offer(bank, code="past", closes_on=TODAY - timedelta(days=1))
    worlds.offer(bank, code="today", closes_on=TODAY)
    worlds.offer(bank, code="unsure", availability="unknown")
    offers.close(by=SYSTEM, offer=worlds.offer(bank, code="closed"), note_th="งบประมาณหมด", note_en="used up")
    found = ask()
    assert sorted(codes(found)) == ["open", "today"]
    assert {other.offer.code: other.window.state for other in found.not_open} == {
        "later": WindowState.NOT_YET_OPEN, "past": WindowState.CLOSED, "unsure": WindowState.NOT_CONFIRMED,
        "closed": WindowState.CLOSED,
    }  # fmt: skip
    assert str(next(o.window.note for o in found.not_open if o.offer.code == "closed")) == "งบประมาณหมด"


def test_means_wished_for_come_first_and_exclude_nothing(bank: Organisation) -> None:
    worlds.offer(bank, code="a-loan", means="finance", name_th="ก")
    worlds.offer(bank, code="b-course", means="knowledge", name_th="ข")
    worlds.offer(bank, "members >= 50", code="c-course", means="knowledge", name_th="ค")
    assert codes(ask()) == ["a-loan", "b-course", "c-course"]
    wished = ask(means=["knowledge"])
    assert codes(wished) == ["b-course", "a-loan", "c-course"]
    assert [a.means_match for a in wished.answers] == [True, False, True]


def test_the_most_telling_question_first(bank: Organisation) -> None:
    for code in ("one", "two", "three"):
        worlds.offer(bank, "keeps_accounts", code=code)
    worlds.offer(bank, "yearly_sales >= 100 AND keeps_accounts", code="four")
    worlds.offer(bank, "otop_producer_kind = 'group'", code="five")
    worlds.offer(bank, "members >= 50 AND has_disability_members", code="settled")
    found = ask()
    assert found.best_question is not None
    assert (found.best_question.fact.name, found.best_question.decides, found.best_question.others) == (
        "keeps_accounts",
        4,
        3,
    )
    by_code = {a.offer.code: a.question for a in found.answers}
    assert by_code["four"].fact.name == "keeps_accounts"
    assert by_code["five"].fact.name == "otop_producer_kind"
    assert by_code["settled"] is None


def test_answering_changes_the_answers_and_the_question(bank: Organisation) -> None:
    worlds.offer(bank, "keeps_accounts", code="one")
    worlds.offer(bank, "yearly_sales >= 10000000 AND keeps_accounts", code="two")
    enterprise = worlds.group()
    know(enterprise, "keeps_accounts", True)
    found = ask(enterprise)
    assert codes(found, Status.FITS) == ["one"]
    assert found.best_question.fact.name == "yearly_sales"
    know(enterprise, "yearly_sales", 9_999_999)
    found = ask(enterprise)
    assert codes(found, Status.DOES_NOT_FIT) == ["two"]
    assert found.best_question is None


def test_a_question_that_cannot_be_answered_now_makes_way_for_the_next(bank: Organisation) -> None:
    worlds.offer(bank, "keeps_accounts AND yearly_sales > 1", code="one")
    found = ask(skip=["keeps_accounts"])
    assert found.best_question.fact.name == "yearly_sales"
    assert found.answers[0].question.fact.name == "yearly_sales"
    assert found.answers[0].status == Status.UNKNOWN
    assert ask(skip=["keeps_accounts", "yearly_sales"]).best_question is None


def test_what_would_change_it(bank: Organisation) -> None:
    worlds.offer(bank, "members >= 20", code="twenty")
    change = ask().answers[0].changes[0][0]
    assert (change.fact, change.before, change.value) == ("members", 12, 20)


def test_a_full_offer_stands_after_those_with_places(bank: Organisation) -> None:
    full = worlds.offer(bank, code="a-full", capacity=1, name_th="ก")
    worlds.offer(bank, code="b-free", capacity=3, name_th="ข")
    offers.take_place(by=SYSTEM, offer=full, reference="referral:x")
    found = ask()
    assert [(a.offer.code, a.places_left) for a in found.answers] == [("b-free", 3), ("a-full", 0)]


def test_provinces_of_the_offer_are_a_condition_of_their_own(bank: Organisation) -> None:
    worlds.offer(bank, "members >= 7", code="north", areas=["50"], areas_stated=True)
    worlds.offer(bank, "members >= 7 AND area IN ('55')", code="said", areas=["55"], areas_stated=True)
    found = {a.offer.code: a for a in ask().answers}
    assert found["north"].status == Status.DOES_NOT_FIT
    assert len(found["north"].verdict.conditions) == 2
    assert len(found["said"].verdict.conditions) == 2


def test_the_version_in_force_counts(bank: Organisation) -> None:
    offer = worlds.offer(bank, "members >= 7", code="changing")
    eligibility.set_rule(
        by=SYSTEM, code=offer.rule.code, text="members >= 50", valid_from=TODAY + timedelta(days=10)
    )
    assert ask().fits == 1
    later = queries.who_can_help(
        enterprise=worlds.group(name_th="กลุ่มสอง"), aim=AIM, on=TODAY + timedelta(days=10)
    )
    assert later.does_not_fit == 1


def test_a_need_without_a_group_knows_only_the_place(bank: Organisation) -> None:
    worlds.offer(bank, "members >= 7", code="anywhere")
    worlds.offer(bank, "area IN ('50') AND members >= 7", code="elsewhere")
    worlds.offer(bank, "area IN ('55')", code="here")
    found = queries.who_helps_in(area=cast.subdistrict(), aim=AIM, on=TODAY)
    assert {a.offer.code: a.status for a in found.answers} == {
        "anywhere": Status.UNKNOWN, "elsewhere": Status.DOES_NOT_FIT, "here": Status.FITS,
    }  # fmt: skip
    assert found.best_question is None


def test_queries_do_not_grow_with_offers(bank: Organisation, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        worlds.offer(bank, f"members >= {number} AND keeps_accounts", code=f"offer-{number}", capacity=10)
    enterprise = worlds.group()
    with django_assert_max_num_queries(8):
        ask(enterprise)


def test_an_answer_is_kept_as_it_was_given(world: World) -> None:
    kept = actions.assess(by=world.malee, enterprise=world.group, offer=world.offer, on=TODAY)
    assert kept.status == "fits"
    assert kept.rule_version.text == "members >= 7"
    assert kept.conditions[0]["text"]["th"]
    assert kept.facts["members"] == {"value": 12, "source": kept.facts["members"]["source"]}


@pytest.mark.parametrize("who", [*worlds.STRANGERS, "provider", "group"])
def test_only_who_may_send_has_an_answer_kept(world: World, who: str) -> None:
    people = {**worlds.strangers(), "provider": world.niran, "group": world.somchai}
    with pytest.raises(NotAllowed):
        actions.assess(by=people[who], enterprise=world.group, offer=world.offer, on=TODAY)


def test_dates_and_shares_are_kept_as_text(world: World) -> None:
    world.group.started_on = date(2020, 5, 1)
    world.group.save()
    offer = worlds.offer(world.bank, "operating_years >= 1", code="years")
    kept = actions.assess(by=world.malee, enterprise=world.group, offer=offer, on=TODAY)
    assert kept.facts["operating_years"]["value"] == "6.56"
