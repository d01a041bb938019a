"""The pack's offers, facts, commitments and agreement: whole, consistent, and right by worked cases."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from packs.thailand import PACK
from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import FACT_TYPES, Fact, Rule, Status, Vocabulary, check_value, compile, evaluate

TODAY = date(2026, 11, 23)
THAI = re.compile(r"[\u0e00-\u0e7f]")
CASES = json.loads(
    (Path(__file__).parents[2] / "packs" / "thailand" / "data" / "offer_cases.json").read_text()
)["cases"]

PROGRAMMES = """
osep-register-se osep-notify-group osep-fund-loan osep-fund-early osep-fund-earmarked osep-fund-agencies
osep-fund-coinvest tax-se-cit tax-se-investor procurement-se boi-community tcg-pgs10 tcg-pgs11 tcg-pgs9 tcg-micro4
tcg-pgs-fi5 gsb-sme-potential gsb-se-loan gsb-social-micro gsb-community-org baac-community-business2
smed-micro-1pct smed-single-account thp-otop-shipping thp-mart thp-permsuk cdd-otop-register cdd-opc cdd-womenfund
moc-trading-village moc-farm-outlet moc-smart-local moac-ysf moac-sf moac-ce-register nia-social sec-pp-sme
sec-se-exempt dasta-cbt dep-loan-individual dep-loan-group dep-s33-35 dth-advice ptt-cafe-chance ptt-csr-se
central-tham true-autistic thaibev-prs thaibev-sanpalung thaibev-casean
""".split()  # noqa: SIM905
PARTIES = """
osep moc moi moac nia sec tcg smedbank baac gsb thailandpost dasta ptt dep central dth true thaibev
""".split()  # noqa: SIM905
MEANS = {
    "knowledge", "advice", "finance", "guarantee", "market", "logistics", "innovation", "employment", "tourism",
    "digital", "tax",
}  # fmt: skip
AIMS = {"product_development", "production_development", "management", "income", "inclusion"}
MEASURES = {"referrals", "deliveries", "people_trained", "income_confirmed_baht"}
# what the source says has closed, with the last day where it gives one
CLOSED = {
    "tcg-pgs10": None, "baac-community-business2": "2025-11-30", "tax-se-cit": "2023-12-31",
    "tax-se-investor": "2023-12-31", "thp-permsuk": None, "smed-micro-1pct": None,
}  # fmt: skip


@cache
def facts() -> list[dict[str, Any]]:
    return list(PACK.data("vocabulary")["facts"])


@cache
def offers() -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in PACK.data("offers")["offers"]}


@cache
def commitments() -> list[dict[str, Any]]:
    return list(PACK.data("commitments")["commitments"])


def real() -> list[dict[str, Any]]:
    return [row for row in offers().values() if not row["demonstration"]]


def demonstration() -> list[dict[str, Any]]:
    return [row for row in offers().values() if row["demonstration"]]


@cache
def vocabulary() -> Vocabulary:
    names = ("name", "type", "unit", "label", "question", "source", "sensitive", "choices")
    return Vocabulary([Fact(**{name: row[name] for name in names}) for row in facts()])


@cache
def rule(code: str) -> Rule:
    parameters = Parameters.from_json(PACK.data("parameters")["parameters"])
    return compile(offers()[code]["rule"], vocabulary(), TODAY, parameters)


# -- facts ------------------------------------------------------------------------------------------------------


def test_facts_have_label_and_question_in_both_languages() -> None:
    for row in facts():
        for text in (row["label"], row["question"]):
            assert THAI.search(text["th"]), row["name"]
            assert text["en"], row["name"]
            assert not THAI.search(text["en"]), row["name"]
        assert row["question"]["en"][-1] in "?.", row["name"]
        assert row["source"], row["name"]


def test_facts_are_well_formed() -> None:
    names = [row["name"] for row in facts()]
    assert len(names) == len(set(names))
    for row in facts():
        assert row["type"] in FACT_TYPES
        assert row["kind"] in PACK.data("vocabulary")["kinds"], row["name"]
        assert isinstance(row["sensitive"], bool)
        assert (row["unit"] is not None) == (row["type"] in ("integer", "number", "money")), row["name"]
        assert (row["choices"] is not None) == (row["type"] == "text"), row["name"]
        assert row["kind"] != "text_condition" or row["type"] == "boolean", row["name"]
        for label in (row["choices"] or {}).values():
            assert THAI.search(label["th"])
            assert label["en"]


def test_every_fact_is_used() -> None:
    used = {name for code in offers() for name in rule(code).facts}
    assert {row["name"] for row in facts()} - used == set()


def test_disability_age_and_personal_income_are_sensitive() -> None:
    sensitive = {row["name"] for row in facts() if row["sensitive"]}
    assert {
        "applicant_age",
        "household_farm_income_year",
        "has_disability_members",
        "applicant_has_disability",
    } <= sensitive
    assert not sensitive & {"members", "area", "enterprise_kind", "yearly_sales"}


# -- offers -----------------------------------------------------------------------------------------------------


def test_the_fifty_programmes_are_all_there_and_no_other_is_called_real() -> None:
    assert len(PROGRAMMES) == 50
    assert sorted(row["code"] for row in real()) == sorted(PROGRAMMES)


def test_codes_are_unique() -> None:
    rows = PACK.data("offers")["offers"]
    assert len({row["code"] for row in rows}) == len(rows)


@pytest.mark.parametrize("code", offers())
def test_offer_is_well_formed(code: str) -> None:
    row = offers()[code]
    assert re.fullmatch(r"[a-z0-9-]{3,60}", code)
    assert set(row) == set(next(iter(offers().values())))
    assert row["means"] in MEANS
    assert row["aims"]
    assert set(row["aims"]) <= AIMS
    assert len(row["aims"]) == len(set(row["aims"]))
    assert row["availability"] in {"open", "closed", "unknown"}
    assert row["source"]
    assert row["conditions_source"]
    assert len(row["documents_th"]) == len(row["documents_en"])
    for name in (
        "name",
        "about",
        "terms",
        "rule_notes",
        "availability_note",
        "how_to_apply",
        "applicant_note",
        "areas_note",
    ):
        assert bool(row[f"{name}_th"]) == bool(row[f"{name}_en"]), name
        # the form is known by its Thai number in English too
        assert not THAI.search((row[f"{name}_en"] or "").replace("สวช.01", "")), name
    assert row["name_th"]
    assert row["about_th"]
    assert len(row["name_th"]) <= 300
    for edge in ("opens_on", "closes_on"):
        assert row[edge] is None or date.fromisoformat(row[edge])


@pytest.mark.parametrize("code", offers())
def test_rule_compiles_and_unknown_never_excludes(code: str) -> None:
    verdict = evaluate(rule(code), {})
    assert verdict.status == Status.UNKNOWN
    assert all(condition.status == Status.UNKNOWN for condition in verdict.conditions)


def test_providers_are_known_bodies() -> None:
    known = set(PARTIES) | {row["code"] for row in PACK.data("commitments")["organisations"]}
    assert {row["provider"] for row in offers().values()} <= known
    for row in offers().values():
        assert row["under_agreement"] == (row["party"] is not None)
        assert row["provider"] == row["party"] or row["provider"] == "cdd" or row["party"] is None


def test_money_in_rules_is_satang() -> None:
    said = [condition.text["en"] for condition in evaluate(rule("boi-community"), {}).conditions]
    assert any("at least 5,000,000 baht" in text for text in said)
    assert "at least 180,000 baht" in evaluate(rule("moac-sf"), {}).conditions[0].text["en"]


def test_values_set_by_law_name_their_source() -> None:
    verdict = evaluate(rule("osep-register-se"), {})
    assert sum("มาตรา 5" in condition.basis for condition in verdict.conditions) == 3
    assert "2548" in evaluate(rule("moac-ce-register"), {}).conditions[0].basis


def test_closed_programmes_stay_closed() -> None:
    closed = {row["code"]: row["closes_on"] for row in real() if row["availability"] == "closed"}
    assert closed == CLOSED
    for row in real():
        past = row["closes_on"] is not None and date.fromisoformat(row["closes_on"]) < TODAY
        assert not past or row["availability"] == "closed", row["code"]


def test_what_is_not_open_says_why() -> None:
    assert [
        row["code"] for row in real() if row["availability"] != "open" and not row["availability_note_th"]
    ] == []


def test_general_knowledge_is_not_verified_and_never_open() -> None:
    unverified = {row["code"] for row in real() if not row["verified"]}
    assert unverified == {"sec-se-exempt", "dth-advice", "thaibev-casean"}
    assert all(offers()[code]["availability"] == "unknown" for code in unverified)


def test_real_programmes_carry_only_what_their_source_states() -> None:
    for row in real():
        assert row["capacity"] is None
        assert row["opens_in_days"] is None
        assert row["closes_in_days"] is None
        assert row["checked_in_days"] is None
        assert row["first_answer_days"] is None
        assert "ตัวอย่าง" not in row["name_th"]


# -- demonstration ----------------------------------------------------------------------------------------------


def is_open(row: dict[str, Any]) -> bool:
    return row["availability"] == "open" and row["opens_in_days"] <= 0 <= row["closes_in_days"]


def test_demonstration_offers_are_marked_and_whole() -> None:
    for row in demonstration():
        assert row["name_th"].endswith("(ตัวอย่าง)")
        assert row["name_en"].endswith("(demonstration)")
        assert row["capacity"] > 0
        assert 0 <= row["demo_fill"] < 1
        assert row["opens_in_days"] < row["closes_in_days"]
        assert row["first_answer_days"] > 0
        assert row["checked_in_days"] <= 0
        assert row["under_agreement"]


def test_every_aim_has_four_open_demonstration_offers() -> None:
    count = Counter(aim for row in demonstration() if is_open(row) for aim in row["aims"])
    assert all(count[aim] >= 4 for aim in AIMS), count


def test_demonstration_offers_show_every_situation() -> None:
    rows = demonstration()
    assert {row["party"] for row in rows} == set(PARTIES)
    assert any(row["provider"] == "cdd" for row in rows)
    assert any(row["opens_in_days"] > 0 for row in rows)
    assert any(-31 <= row["closes_in_days"] < 0 for row in rows)
    assert sum(row["demo_fill"] >= 0.9 for row in rows if is_open(row)) >= 3
    limited = [row for row in rows if row["areas"]]
    assert limited
    for row in limited:
        assert all(f"'{code}'" in row["rule"] for code in row["areas"])


# -- commitments ------------------------------------------------------------------------------------------------


def test_commitments_cover_all_parties() -> None:
    count = Counter(row["party"] for row in commitments())
    assert set(count) == set(PARTIES)
    assert max(count.values()) <= 3
    assert len({row["code"] for row in commitments()}) == len(commitments())


def test_every_offer_of_a_signatory_belongs_to_one_commitment() -> None:
    drawn = Counter(code for row in commitments() for code in row["offers"])
    assert {code for code, row in offers().items() if row["under_agreement"]} == set(drawn)
    assert set(drawn.values()) == {1}
    for row in commitments():
        assert {offers()[code]["party"] for code in row["offers"]} <= {row["party"]}


def test_some_commitments_have_nothing_under_them() -> None:
    assert sum(not row["offers"] for row in commitments()) >= 2


@pytest.mark.parametrize("row", commitments(), ids=lambda row: str(row["code"]))
def test_commitment_is_well_formed(row: dict[str, Any]) -> None:
    assert re.fullmatch(r"c-[a-z0-9-]+", row["code"])
    assert row["measure"] in MEASURES
    assert row["target"] > 0
    assert row["statement_no"] in {1, 2, 3}
    assert row["starts_in_days"] < row["due_in_days"]
    assert row["provenance"] == "demonstration"
    assert THAI.search(row["title_th"])
    assert not THAI.search(row["title_en"])
    assert row["unit"]["th"]
    assert row["unit"]["en"]
    bodies = set(PARTIES) | {body["code"] for body in PACK.data("commitments")["organisations"]}
    assert set(row["collaborators"]) <= bodies - {row["party"]}


# -- agreement --------------------------------------------------------------------------------------------------


def test_agreement_has_its_eighteen_parties_in_the_signed_order() -> None:
    agreement = PACK.data("agreement_2021")
    assert agreement["code"] == PACK.data("commitments")["agreement"]
    assert agreement["signed_on"] == "2021-02-26"
    assert [row["order"] for row in agreement["parties"]] == list(range(1, 19))
    assert [row["organisation"]["code"] for row in agreement["parties"]] == PARTIES
    printed = {row["organisation"]["code"]: row["name_as_printed"] for row in agreement["parties"]}
    assert printed["true"] == "บริษัท ทรู คอร์ปอเรชั่น จำกัด"
    assert printed["nia"] == "สำนักงานนวัตกรรมแห่งชาติ"
    differs = [
        row for row in agreement["parties"] if row["name_as_printed"] != row["organisation"]["name_th"]
    ]
    assert all(row["name_note_th"] and row["name_note_en"] for row in differs)


def test_agreement_says_where_everything_comes_from() -> None:
    agreement = PACK.data("agreement_2021")
    rows = [*agreement["statements"], *agreement["attendees"]]
    assert all(row["provenance"] in {"reported", "added"} and row["provenance_source"] for row in rows)
    assert all(row.get("provenance_why_th") for row in rows if row["provenance"] == "added")
    assert Counter(row["kind"] for row in agreement["statements"])["aim"] == 3
    assert [row["party"] for row in agreement["attendees"] if row["part"] == "signatory"] == ["moi", "gsb"]
    assert len(agreement["not_stated"]) == 9
    assert agreement["sources"][0]["address"].startswith("https://www.chorsaard.com/")


# -- worked cases -----------------------------------------------------------------------------------------------


def test_there_are_enough_cases_of_every_answer() -> None:
    assert len(CASES) >= 25
    count = Counter(case["status"] for case in CASES)
    assert min(count[status.value] for status in Status) >= 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['offer']}: {case['why']}"[:80])
def test_case_answers_as_worked_out_by_hand(case: dict[str, Any]) -> None:
    checked = rule(case["offer"])
    for name, value in case["facts"].items():
        assert name in checked.facts or name == "legal_form", name
        check_value(vocabulary()[name], value)
    verdict = evaluate(checked, case["facts"])
    assert [condition.status.value for condition in verdict.conditions] == case["conditions"]
    assert verdict.status.value == case["status"]
