from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanuek.eligibility import actions, facts, queries
from phanuek.eligibility.facts import parse_answer, value_in_words
from phanuek.eligibility.facts.known import years_between
from phanuek.eligibility.models import FactRecord, VocabularyFact
from phanuek.engines import rules
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from tests.registry.conftest import SYSTEM

Group = Callable[..., Enterprise]
TODAY = date(2026, 11, 23)


def row(name: str, type_: str = "boolean", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": type_,
        "label": {"th": f"ข้อมูล {name}", "en": name},
        "question": {"th": f"{name} หรือไม่", "en": f"{name}?"},
        **more,
    }


@pytest.fixture
def words(areas: None) -> None:
    actions.define_facts(by=SYSTEM, rows=pack().data("vocabulary")["facts"])


def tell(enterprise: Enterprise, name: str, value: Any, **more: Any) -> FactRecord:
    more.setdefault("source_th", "กลุ่มแจ้ง")
    more.setdefault("source_en", "Told")
    return actions.record_fact(by=SYSTEM, enterprise=enterprise, name=name, value=value, **more)


def values(enterprise: Enterprise, on: date = TODAY) -> dict[str, Any]:
    return {name: known.value for name, known in facts.facts_of(enterprise, on).items()}


# -- the vocabulary ---------------------------------------------------------------------------------------------


def test_the_whole_vocabulary_of_the_country_is_understood(words: None) -> None:
    known = facts.vocabulary()
    assert len(known) == len(pack().data("vocabulary")["facts"])
    assert known["area"].choices is not None
    assert known["area"].choices["550101"]["th"] == "ตำบลในเวียง อำเภอเมืองน่าน จังหวัดน่าน"
    assert list(known["area"].choices) == ["50", "55"]


def test_the_copy_is_kept_until_something_changes(db: None, django_assert_num_queries: Any) -> None:
    actions.define_facts(by=SYSTEM, rows=[row("first")])
    first = facts.vocabulary()
    with django_assert_num_queries(1):
        assert facts.vocabulary() is first
    actions.define_facts(by=SYSTEM, rows=[row("first", label={"th": "ใหม่", "en": "new"})])
    assert facts.vocabulary()["first"].title["th"] == "ใหม่"


def test_a_change_by_another_process_is_seen(db: None) -> None:
    actions.define_facts(by=SYSTEM, rows=[row("first")])
    facts.vocabulary()
    VocabularyFact.objects.create(
        name="second", type="boolean", label_th="ก", label_en="a", question_th="ก", question_en="a"
    )
    assert "second" in facts.vocabulary()
    VocabularyFact.objects.filter(name="first").delete()
    assert "first" not in facts.vocabulary()


def test_the_same_rows_again_change_nothing(db: None) -> None:
    assert len(actions.define_facts(by=SYSTEM, rows=[row("first"), row("second")])) == 2
    stamp = facts.vocabulary_stamp()
    assert actions.define_facts(by=SYSTEM, rows=[row("first"), row("second")]) == []
    assert facts.vocabulary_stamp() == stamp


@pytest.mark.parametrize("name", ["and", "Upper", "1st", "ไทย"])
def test_a_name_that_rules_cannot_use_is_refused(db: None, name: str) -> None:
    with pytest.raises(Refused):
        actions.define_facts(by=SYSTEM, rows=[row(name)])


# -- what the registry says ---------------------------------------------------------------------------------------


def test_the_registry_answers_for_what_it_holds(words: None, group: Group) -> None:
    enterprise = group(
        kind="social_enterprise", legal_form="limited_company", members=12, started_on=date(2020, 5, 23),
        business_group="processing", identifiers={"otop": "520012"},
    )  # fmt: skip
    assert values(enterprise) == {
        "enterprise_kind": "social_enterprise", "legal_form": "limited_company", "is_juristic_person": True, "members": 12,
        "operating_years": Decimal("6.5"), "area": "550101", "business_group": "processing",
        "is_otop_registered": True,
    }  # fmt: skip


def test_the_registry_denies_nothing_it_does_not_hold(words: None, group: Group) -> None:
    assert values(group(kind="occupational_group")) == {
        "enterprise_kind": "occupational_group",
        "area": "550101",
    }


@pytest.mark.parametrize(
    ("kind", "fact"),
    [("social_enterprise", "is_registered_se"), ("community_enterprise", "is_community_enterprise")],
)
def test_a_chosen_kind_does_not_prove_a_registration(words: None, group: Group, kind: str, fact: str) -> None:
    assert fact not in values(group(kind=kind))


def test_a_juristic_number_tells_a_juristic_person(words: None, group: Group) -> None:
    known = facts.facts_of(group(identifiers={"juristic": "0107544000108"}), TODAY)
    assert known["is_juristic_person"].value is True
    assert "เลขทะเบียนนิติบุคคล" in known["is_juristic_person"].source


@pytest.mark.parametrize(
    ("start", "on", "years"),
    [
        (date(2020, 11, 23), date(2026, 11, 23), "6"),
        (date(2020, 11, 24), date(2026, 11, 23), "5.99"),
        (date(2024, 2, 29), date(2025, 2, 28), "0.99"),
        (date(2024, 2, 29), date(2025, 3, 1), "1"),
        (date(2026, 11, 23), date(2026, 11, 23), "0"),
    ],
)
def test_years_are_full_on_the_anniversary_and_not_before(start: date, on: date, years: str) -> None:
    assert years_between(start, on) == Decimal(years)


# -- records --------------------------------------------------------------------------------------------------------


def test_the_newest_record_of_the_day_counts(words: None, group: Group) -> None:
    enterprise = group()
    tell(enterprise, "keeps_accounts", False, known_on=date(2026, 1, 1))
    tell(enterprise, "keeps_accounts", True, known_on=date(2026, 6, 1))
    assert values(enterprise)["keeps_accounts"] is True
    assert values(enterprise, date(2026, 5, 31))["keeps_accounts"] is False
    assert "keeps_accounts" not in values(enterprise, date(2025, 12, 31))


def test_not_known_after_all_withdraws(words: None, group: Group) -> None:
    enterprise = group()
    tell(enterprise, "keeps_accounts", True)
    tell(enterprise, "keeps_accounts", None)
    assert "keeps_accounts" not in values(enterprise)


def test_a_record_speaks_only_where_the_registry_is_silent(words: None, group: Group) -> None:
    enterprise = group(members=12)
    tell(enterprise, "members", 40)
    tell(enterprise, "is_registered_se", False)
    assert values(enterprise)["members"] == 12
    assert values(enterprise)["is_registered_se"] is False


def test_a_value_that_no_longer_suits_its_fact_is_unknown_not_an_error(words: None, group: Group) -> None:
    enterprise = group()
    tell(enterprise, "employees", 4)
    VocabularyFact.objects.filter(name="employees").update(type="boolean", stamp="z")
    assert "employees" not in values(enterprise)


def test_many_are_read_in_as_few_queries_as_one(
    words: None, group: Group, django_assert_num_queries: Any
) -> None:
    groups = [group(f"กลุ่มที่ {n} บ้านหมู่ {n}") for n in range(6)]
    actions.record_facts_many(
        by=SYSTEM,
        rows=[
            {"enterprise": e, "name": "keeps_accounts", "value": True, "source_th": "ทะเบียน"} for e in groups
        ],
    )
    facts.vocabulary()
    with django_assert_num_queries(3):
        found = facts.facts_of_many(groups, TODAY)
    assert all(found[e.pk]["keeps_accounts"].value is True for e in groups)


# -- answers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("keeps_accounts", "yes", True),
        ("keeps_accounts", "ไม่ใช่", False),
        ("keeps_accounts", "unknown", None),
        ("keeps_accounts", "", None),
        ("employees", "๑,๒๐๐ คน", 1200),
        ("yearly_sales", "1,200,000 บาท", 120_000_000),
        ("yearly_sales", "1.2 ล้านบาท", 120_000_000),
        ("yearly_sales", "0.25", 25),
        ("sales_revenue_share", "62.5%", Decimal("62.5")),
        ("se_type", "no_profit_sharing", "no_profit_sharing"),
        ("area", "ต.ในเวียง อ.เมืองน่าน จ.น่าน", "550101"),
        ("area", "550101", "550101"),
    ],
)
def test_what_people_type_is_read(words: None, name: str, typed: str, value: Any) -> None:
    assert parse_answer(facts.vocabulary()[name], typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("keeps_accounts", "maybe", "ใช่ ไม่ใช่"),
        ("employees", "สิบ", "เป็นตัวเลขไม่ได้"),
        ("employees", "1.5", "จำนวนเต็ม"),
        ("employees", "-3", "ติดลบ"),
        ("yearly_sales", "0.001", "2 ตำแหน่ง"),
        ("yearly_sales", "1e9", "เป็นตัวเลขไม่ได้"),
        ("yearly_sales", "9" * 40, "สูงเกิน"),
        ("yearly_sales", "NaN", "เป็นตัวเลขไม่ได้"),
        ("se_type", "co-op", "จากรายการ"),
    ],
)
def test_what_cannot_be_read_is_told_plainly(words: None, name: str, typed: str, told: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_answer(facts.vocabulary()[name], typed)
    assert told in refusal.value.message.th
    assert refusal.value.message.en
    assert refusal.value.field == "answer"


def test_days_are_read_in_both_eras(db: None) -> None:
    fact = rules.Fact(name="since", type="date")
    assert parse_answer(fact, "๒๖ ก.พ. ๒๕๖๔") == parse_answer(fact, "2021-02-26") == date(2021, 2, 26)
    with pytest.raises(Refused):
        parse_answer(fact, "31/2/2564")


@pytest.mark.parametrize(
    ("name", "value", "th", "en"),
    [
        ("keeps_accounts", True, "ใช่", "Yes"),
        ("yearly_sales", 120_000_050, "1,200,000.50 บาท", "1,200,000.50 baht"),
        ("employees", 4, "4 คน", "4 people"),
        ("enterprise_kind", "cooperative", "สหกรณ์", "cooperative"),
        ("employees", None, "ยังไม่ทราบ", "Not known yet"),
        ("employees", "four", "four", "four"),
    ],
)
def test_a_value_is_said_in_words(words: None, name: str, value: Any, th: str, en: str) -> None:
    said = value_in_words(facts.vocabulary()[name], value)
    assert (said.th, said.en) == (th, en)


# -- rules ---------------------------------------------------------------------------------------------------------


def version(text: str, day: date = TODAY, code: str = "rule-a") -> Any:
    return actions.set_rule(by=SYSTEM, code=code, text=text, valid_from=day)


def test_a_rule_answers_from_facts_with_their_source(words: None, group: Group) -> None:
    enterprise = group(members=5)
    rule = queries.compiled(version("members >= 7 AND keeps_accounts"), TODAY)
    verdict = rules.evaluate(rule, facts.facts_of(enterprise, TODAY))
    assert verdict.status == rules.Status.DOES_NOT_FIT
    assert verdict.conditions[0].source == "ทะเบียนกลุ่มและกิจการในระบบ"


def test_versions_follow_and_the_day_chooses(words: None) -> None:
    first = version("members >= 7", date(2026, 1, 1))
    assert version("members >= 7", date(2026, 2, 1)) == first
    second = version("members >= 5", date(2026, 6, 1))
    assert (second.rule_id, second.number) == (first.rule_id, 2)
    assert queries.version_in_force(first.rule, date(2025, 12, 31)) is None
    assert queries.version_in_force(first.rule, date(2026, 5, 31)) == first
    assert queries.versions_in_force([first.rule_id], date(2026, 6, 1)) == {first.rule_id: second}


def test_a_compiled_rule_is_kept_but_follows_the_vocabulary(words: None) -> None:
    made = version("members >= 7")
    first = queries.compiled(made, TODAY)
    assert queries.compiled(made, TODAY) is first
    actions.define_facts(by=SYSTEM, rows=[row("quite_new")])
    assert queries.compiled(made, TODAY) is not first
    assert "quite_new" in queries.compiled(made, TODAY).vocabulary


def test_no_text_is_a_rule_without_conditions(words: None, group: Group) -> None:
    rule = queries.compiled(version(""), TODAY)
    assert rules.evaluate(rule, {}).status == rules.Status.FITS


def test_a_text_that_cannot_be_read_is_refused_where_it_is_typed(words: None) -> None:
    with pytest.raises(Refused) as refusal:
        version("member >= 7")
    assert refusal.value.field == "rule_text"
    assert "members" in refusal.value.message.en


def test_a_value_set_by_law_is_read_from_the_country(words: None) -> None:
    rule = queries.compiled(version("sales_revenue_share >= PARAM('se_min_sales_revenue_share')"), TODAY)
    assert rule.sources


def test_unknown_facts_are_asked_most_telling_first(
    words: None, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    enterprise = group()
    made = [
        version("keeps_accounts AND has_sales_income", code="a"),
        version("keeps_accounts", code="b"),
        version("is_sme", code="c"),
    ]
    monkeypatch.setattr(queries, "_in_use", [lambda on: [v.rule_id for v in made[:2]]])
    asked = queries.questions_for(enterprise, facts.facts_of(enterprise, TODAY), TODAY)
    assert [(q.fact, q.decides) for q in asked] == [("keeps_accounts", 2), ("has_sales_income", 1)]
