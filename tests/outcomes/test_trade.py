from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions, queries
from phanuek.outcomes.actions import NewTrade
from phanuek.outcomes.models import Trade
from phanuek.registry import actions as registry
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def manager(world: World) -> Actor:
    made = cast.preecha()
    registry.start_support(
        by=made,
        organisation=company_of(made),
        enterprise=world.group,
        processes=["marketing"],
        on=date(2026, 1, 1),
    )
    return made


def company_of(actor: Actor) -> Organisation:
    return Organisation.objects.get(pk=actor.organisation_id)


def trade(world: World, by: Actor, **changes: Any) -> Trade:
    values = {"enterprise": world.group, "kind": "bought", "process": "marketing", "traded_on": TODAY,
              "to_community_baht": Decimal(9_000), "company_revenue_baht": Decimal(10_500), **changes}  # fmt: skip
    if "company" not in values:
        values["company"] = company_of(by)
    return actions.record_trade(by=by, **values)


def test_two_amounts_and_the_groups_business_group(world: World, manager: Actor) -> None:
    made = trade(world, manager, buyer=" โรงพยาบาลน่าน ", quantity=Decimal(30), unit="ผืน")
    assert (made.to_community_baht, made.company_revenue_baht) == (9_000, 10_500)
    assert (made.business_group, made.buyer) == ("processing", "โรงพยาบาลน่าน")
    assert timeline.of(world.group, with_people=True)[0]["verb"] == "enterprise.traded"


def test_a_products_business_group_goes_before_the_groups(world: World, manager: Actor) -> None:
    tour = registry.add_product(
        by=SYSTEM,
        enterprise=world.group,
        name_th="ทัวร์ชุมชน",
        name_en="Tour",
        business_group="community_tourism",
    )
    assert trade(world, manager, product=tour).business_group == "community_tourism"
    assert trade(world, manager, product=tour, business_group="agriculture").business_group == "agriculture"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "given"}, "kind"),
        ({"process": "luck"}, "process"),
        ({"business_group": "mining"}, "business_group"),
        ({"traded_on": date(2026, 11, 24)}, "traded_on"),
        ({"to_community_baht": Decimal(-1)}, "to_community_baht"),
        ({"company_revenue_baht": Decimal("1e12")}, "company_revenue_baht"),
        ({"quantity": Decimal(0)}, "quantity"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    world: World, manager: Actor, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        trade(world, manager, **changes)
    assert refusal.value.field == field
    assert not Trade.objects.exists()


def test_a_product_of_another_group_is_refused(world: World, manager: Actor) -> None:
    other = worlds.group(name_th="กลุ่มสอง")
    theirs = registry.add_product(
        by=SYSTEM, enterprise=other, name_th="ผ้า", name_en="", business_group="processing"
    )
    with pytest.raises(Refused) as refusal:
        trade(world, manager, product=theirs)
    assert refusal.value.field == "product"


def test_only_a_pracharath_company_trades(world: World) -> None:
    with pytest.raises(Refused):
        trade(world, SYSTEM, company=world.bank)


@pytest.mark.parametrize(
    "who",
    [
        "public",
        "no membership",
        "officer elsewhere",
        "another bank",
        "another group",
        "network manager",
        "officer",
        "group",
    ],
)
def test_others_do_not_record_the_companys_trade(world: World, manager: Actor, who: str) -> None:
    people = {**worlds.strangers(), "officer": world.malee, "group": world.somchai}
    with pytest.raises(NotAllowed):
        trade(world, people[who], company=company_of(manager))


def test_a_provincial_company_trades_with_groups_it_supports(world: World, manager: Actor) -> None:
    with pytest.raises(NotAllowed, match="ยังไม่อยู่ในการสนับสนุน"):
        trade(world, manager, enterprise=worlds.group(name_th="กลุ่มสอง"))


def test_amounts_below_zero_do_not_enter_the_database(world: World, manager: Actor) -> None:
    made = trade(world, manager)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trade.objects.filter(pk=made.pk).update(company_revenue_baht=-1)


def test_who_sees_a_trade(world: World, manager: Actor) -> None:
    trade(world, manager)
    people = worlds.strangers()
    seen = {name: Trade.objects.visible_to(actor).exists() for name, actor in {
        **people, "group": world.somchai, "company": manager, "secretariat": world.orawan, "bank": world.niran, "officer": world.malee,
    }.items()}  # fmt: skip
    assert {name for name, yes in seen.items() if yes} == {
        "group", "company", "secretariat", "network manager"}  # fmt: skip


def test_what_a_company_moved_is_two_sums(world: World, manager: Actor) -> None:
    trade(world, manager, to_community_baht=100, company_revenue_baht=120)
    trade(
        world,
        manager,
        to_community_baht=50,
        company_revenue_baht=5,
        kind="sold_for",
        process="inputs",
        business_group="agriculture",
    )
    trade(world, manager, to_community_baht=999, company_revenue_baht=999, traded_on=date(2025, 12, 31))
    found = queries.company_summary(company_of(manager), YEAR, actor=manager)
    assert (found.trades, found.groups, found.to_community_baht, found.company_revenue_baht) == (
        2,
        1,
        150,
        125,
    )
    assert [(line.code, line.to_community_baht, line.company_revenue_baht) for line in found.by_business_group] == [
        ("agriculture", 50, 5), ("processing", 100, 120)]  # fmt: skip
    assert {line.code for line in found.by_process} == {"inputs", "marketing"}
    assert found.by_province == []


def test_the_national_company_sees_provinces(world: World, manager: Actor) -> None:
    trade(world, manager, to_community_baht=100, company_revenue_baht=120)
    north = cast.member("prasit", "company_manager", cast.organisation(
        "prs-50", "pracharath_provincial", province=cast.province("50", "เชียงใหม่", "Chiang Mai")), cast.province("50"))  # fmt: skip
    other = worlds.group("500101", name_th="กลุ่มอื่น")
    registry.start_support(
        by=north, organisation=company_of(north), enterprise=other, processes=["inputs"], on=date(2026, 1, 1)
    )
    trade(world, north, enterprise=other, to_community_baht=30, company_revenue_baht=31)
    national = worlds.strangers()["network manager"]
    found = queries.company_summary(company_of(national), YEAR, actor=national)
    assert found.to_community_baht == 130
    assert {(line.code, line.to_community_baht) for line in found.by_province} == {("50", 30), ("55", 100)}
    assert queries.company_summary(company_of(north), YEAR, actor=north).to_community_baht == 30


@pytest.mark.parametrize(
    ("kind", "community", "company", "odd"),
    [
        ("bought", 9_000, 10_500, False),
        ("sold_for", 9_000, 450, False),
        ("sold_for", 9_000, 0, False),
        ("bought", 9_000, 9_000, True),
        ("sold_for", 450, 9_000, True),
        ("bought", 1_000, 6_000, True),
        ("bought", 0, 500, True),
    ],
)
def test_figures_that_look_odd(kind: str, community: int, company: int, odd: bool) -> None:
    assert bool(queries.doubts(kind, Decimal(community), Decimal(company))) is odd


def test_many_in_one_go(world: World, manager: Actor) -> None:
    row = NewTrade(company_of(manager), world.group, "bought", "marketing", TODAY, 100, 110)
    made = actions.record_trades_many(by=manager, rows=[row] * 40)
    assert len({t.code for t in made}) == 40
    event = timeline.of(world.group, with_people=True)[0]
    assert (event["facts"]["trades"], event["facts"]["to_community_baht"]) == (40, "4000")
    with pytest.raises(NotAllowed):
        actions.record_trades_many(by=world.malee, rows=[row])
