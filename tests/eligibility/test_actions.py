from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from phanuek.eligibility import actions
from phanuek.eligibility.models import FactRecord, RuleVersion
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import queries as timeline
from phanuek.timeline.models import Event
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.eligibility.test_facts import row, tell
from tests.registry.conftest import SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]


@pytest.fixture(autouse=True)
def _words(areas: None) -> None:
    actions.define_facts(
        by=SYSTEM,
        rows=[row("keeps_accounts"), row("income", "money", sensitive=True), row("seats", "integer")],
    )


def record(by: Actor, enterprise: Enterprise, **changes: Any) -> FactRecord:
    return actions.record_fact(
        **{
            "by": by,
            "enterprise": enterprise,
            "name": "keeps_accounts",
            "value": True,
            "source_th": "กลุ่มแจ้ง",
            **changes,
        }
    )


def test_a_record_says_who_when_and_from_where(group: Group, malee: Actor) -> None:
    enterprise = group()
    made = record(malee, enterprise)
    assert (made.known_on, made.source_en, made.organisation_code, made.person_id) == (
        date(2026, 11, 23),
        "กลุ่มแจ้ง",
        "cdd",
        malee.person_id,
    )
    event = timeline.of(enterprise, with_people=True)[0]
    assert (event["verb"], event["facts"]) == ("enterprise.fact_recorded", {"fact": "keeps_accounts"})


def test_the_value_stays_out_of_the_timeline(group: Group) -> None:
    tell(group(), "income", 98_765_432)
    assert all("98765432" not in str(event.chained()) for event in Event.objects.all())


def test_a_button_pressed_twice_records_once(group: Group, malee: Actor) -> None:
    enterprise = group()
    assert record(malee, enterprise) == record(malee, enterprise)
    assert FactRecord.objects.count() == 1
    record(malee, enterprise, value=False)
    record(malee, enterprise)
    assert FactRecord.objects.count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "yes"}, "keeps_accounts"),
        ({"name": "seats", "value": 1.5}, "seats"),
        ({"name": "nothing"}, "name"),
        ({"source_th": "  "}, "source"),
        ({"known_on": date(2026, 11, 24)}, "known_on"),
    ],
)
def test_what_does_not_suit_is_refused_at_its_field(
    group: Group, malee: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        record(malee, group(), **changes)
    assert refusal.value.field == field
    assert not FactRecord.objects.exists()


def test_the_group_records_of_itself(group: Group) -> None:
    enterprise = group()
    somchai = cast.member("somchai", "group_leader", enterprise.organisation)
    assert record(somchai, enterprise).organisation_code == enterprise.organisation.code


def test_others_record_nothing(group: Group, malee: Actor, preecha: Actor) -> None:
    near, far = group(), group("กลุ่มไกล", at=SI_PHUM)
    wanida = cast.member("wanida", "group_leader", far.organisation)
    for by, enterprise in (
        (cast.DAO, near),
        (cast.niran(), near),
        (preecha, near),
        (malee, far),
        (wanida, near),
    ):
        with pytest.raises(NotAllowed):
            record(by, enterprise)
        with pytest.raises(NotAllowed):
            actions.record_facts_many(
                by=by,
                rows=[{"enterprise": enterprise, "name": "keeps_accounts", "value": True, "source_th": "ก"}],
            )
    assert not FactRecord.objects.exists()


def test_one_group_out_of_sight_stops_the_whole_list(group: Group, malee: Actor) -> None:
    rows = [
        {"enterprise": e, "name": "keeps_accounts", "value": True, "source_th": "ก"}
        for e in (group(), group("กลุ่มไกล", at=SI_PHUM))
    ]
    with pytest.raises(NotAllowed):
        actions.record_facts_many(by=malee, rows=rows)
    assert actions.record_facts_many(by=malee, rows=rows[:1]) == 1


def test_partners_add_yes_no_facts_and_change_none(areas: None, malee: Actor, orawan: Actor) -> None:
    niran = cast.niran()
    actions.define_facts(by=niran, rows=[row("bank_says_so")])
    with pytest.raises(NotAllowed):
        actions.define_facts(by=niran, rows=[row("bank_says_so", label={"th": "ก", "en": "a"})])
    with pytest.raises(NotAllowed):
        actions.define_facts(by=niran, rows=[row("how_much", "money")])
    with pytest.raises(NotAllowed):
        actions.define_facts(by=malee, rows=[row("officer_says_so")])
    actions.define_facts(
        by=orawan, rows=[row("bank_says_so", label={"th": "ก", "en": "a"}), row("how_much", "money")]
    )


def test_rules_are_set_by_who_keeps_offers(areas: None, malee: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.set_rule(by=malee, code="a", text="keeps_accounts", valid_from=date(2026, 1, 1))
    actions.set_rule(by=cast.niran(), code="a", text="keeps_accounts", valid_from=date(2026, 1, 1))
    made = RuleVersion.objects.get()
    assert made.organisation_code == "baac"
    assert timeline.of(made.rule, with_people=True)[0]["verb"] == "rule.set"


def test_many_rules_are_set_in_order(areas: None) -> None:
    rows = [{"code": f"r{n}", "text": "keeps_accounts", "valid_from": date(2026, 1, 1)} for n in range(3)]
    made = actions.set_rules_many(by=SYSTEM, rows=rows)
    assert [v.rule.code for v in made] == ["r0", "r1", "r2"]
    assert actions.set_rules_many(by=SYSTEM, rows=rows) == made
    assert RuleVersion.objects.count() == 3
