"""About two thousand invented enterprises and groups, over all provinces, with what is known of some and not of others."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from phanuek.areas.models import Area
from phanuek.config.demo import names
from phanuek.config.demo.bodies import HOME_PROVINCE, Cast
from phanuek.eligibility import actions as eligibility
from phanuek.organisations.models import Organisation
from phanuek.registry import actions as registry
from phanuek.registry.models import Enterprise, Process
from phanuek.registry.new import NewEnterprise, NewProduct

SOURCE_TH = "คำบอกของกลุ่มเมื่อขึ้นทะเบียน (ตัวอย่าง)"
SOURCE_EN = "Told by the group when registered (demonstration)"


def add(rng: random.Random, cast: Cast, *, count: int, today: date) -> list[Enterprise]:
    """Registers them province by province, each by the officer of that province."""
    by_province: dict[str, list[Any]] = {}
    places = _places(rng, count)
    seen: set[tuple[str, str]] = set()
    for serial, place in enumerate(places):
        row = _row(rng, serial, place, today, seen)
        by_province.setdefault(place.code[:2], []).append(row)
    made: list[Enterprise] = []
    for code, rows in sorted(by_province.items()):
        made += registry.register_many(by=cast.area_officers[code], rows=rows)
    return made


def _places(rng: random.Random, count: int) -> list[Area]:
    """Subdistricts drawn so that every province has some and the home province many."""
    subdistricts: dict[str, list[Area]] = {}
    for area in Area.objects.filter(level="subdistrict").order_by("code"):
        subdistricts.setdefault(area.code[:2], []).append(area)
    # the province whose officers can sign in comes first: a small world must have it too
    provinces = sorted(subdistricts, key=lambda code: (code != HOME_PROVINCE, code))
    drawn = [rng.choice(subdistricts[code]) for code in provinces for _ in range(3)]
    drawn += [rng.choice(subdistricts[HOME_PROVINCE]) for _ in range(max(24, count // 25))]
    while len(drawn) < count:
        drawn.append(rng.choice(subdistricts[rng.choice(provinces)]))
    return drawn[:count]


def _row(rng: random.Random, serial: int, place: Area, today: date, seen: set[tuple[str, str]]) -> Any:
    kind, _, word_th, forms, (_, word_en) = rng.choices(names.KINDS, weights=[k[1] for k in names.KINDS])[0]
    trade = rng.choice(names.TRADES)
    name_th, name_en = names.enterprise_name(rng, trade, word_th, word_en)
    while (name_th, place.code) in seen:
        name_th, name_en = names.enterprise_name(rng, trade, word_th, word_en)
    seen.add((name_th, place.code))
    form = rng.choice(forms)
    juristic = form in {"limited_company", "limited_partnership", "cooperative"}
    single = kind in {"otop_single_owner", "sme"}
    return NewEnterprise(
        kind=kind,
        legal_form=form if rng.random() < 0.9 else "",
        name_th=name_th,
        name_en=name_en,
        subdistrict=place,
        business_group=trade.business_group,
        about_th=f"ผลิตและจำหน่าย{trade.product_th} (ข้อมูลตัวอย่าง)",
        about_en=f"Makes and sells {trade.product_en.lower()} (demonstration data)",
        started_on=today - timedelta(days=rng.randrange(120, 5500)) if rng.random() < 0.75 else None,
        members=None if rng.random() < 0.2 else 1 if single else rng.randrange(5, 60),
        contact_name=f"ผู้ประสานงานตัวอย่าง {serial + 1}",
        contact_phone=names.impossible_phone(serial),
        identifiers={"juristic": names.impossible_juristic(serial)} if juristic else {},
        products=[
            NewProduct(
                name_th=trade.product_th, name_en=trade.product_en, business_group=trade.business_group
            )
        ],
        registered_on=today - timedelta(days=rng.randrange(1, 1000)),
        demonstration=True,
    )


def tell_facts(rng: random.Random, cast: Cast, enterprises: Sequence[Enterprise], *, today: date) -> int:
    """What the groups told: enough that some offers fit, not so much that nothing is left to ask."""
    by_province: dict[str, list[dict[str, Any]]] = {}
    for enterprise in enterprises:
        for name, value, chance in _answers(rng, enterprise):
            if rng.random() < chance:
                by_province.setdefault(enterprise.subdistrict_id[:2], []).append(
                    {
                        "enterprise": enterprise,
                        "name": name,
                        "value": value,
                        "source_th": SOURCE_TH,
                        "source_en": SOURCE_EN,
                        "known_on": today - timedelta(days=rng.randrange(1, 300)),
                    }
                )
    for code, rows in sorted(by_province.items()):
        eligibility.record_facts_many(by=cast.area_officers[code], rows=rows)
    return sum(len(rows) for rows in by_province.values())


def _answers(rng: random.Random, enterprise: Enterprise) -> list[tuple[str, Any, float]]:
    """Fact, value, and how likely it is to be known."""
    social = enterprise.kind == "social_enterprise"
    otop = enterprise.kind.startswith("otop")
    return [
        ("has_sales_income", True, 0.7),
        ("is_community_enterprise", enterprise.kind == "community_enterprise", 0.6),
        ("makes_community_product", True, 0.7),
        (
            "is_community_group",
            enterprise.kind in {"community_enterprise", "otop_producer_group", "occupational_group"},
            0.6,
        ),
        ("is_otop_registered", otop or rng.random() < 0.2, 0.6),
        ("keeps_accounts", rng.random() < 0.6, 0.4),
        ("has_production_place", rng.random() < 0.8, 0.4),
        ("has_product_standard", rng.random() < 0.3, 0.4),
        ("yearly_sales", rng.randrange(80, 2400) * 1000 * 100, 0.4),
        ("owner_is_thai", True, 0.4),
        ("lawful_business", True, 0.5),
        ("is_community_entrepreneur", True, 0.4),
        ("sells_community_farm_goods", enterprise.business_group == "agriculture", 0.5),
        ("does_community_tourism", enterprise.business_group == "community_tourism", 0.6),
        ("is_registered_se", social, 0.8),
        ("has_disability_members", rng.random() < 0.1, 0.3),
    ]


def give_support(
    rng: random.Random,
    cast: Cast,
    companies: dict[str, Organisation],
    enterprises: Sequence[Enterprise],
    *,
    today: date,
) -> list[Enterprise]:
    """The provincial companies take up groups: about a third of those in each province. Returns the supported ones."""
    supported: dict[str, list[Enterprise]] = {}
    for enterprise in enterprises:
        province = enterprise.subdistrict_id[:2]
        if province in companies and rng.random() < 0.35:
            supported.setdefault(province, []).append(enterprise)
    processes = [process.value for process in Process]
    for province, groups in sorted(supported.items()):
        registry.start_support_many(
            by=cast.managers[province],
            rows=[
                {
                    "organisation": companies[province],
                    "enterprise": enterprise,
                    "processes": sorted(rng.sample(processes, rng.randrange(1, 4))),
                    "on": today - timedelta(days=rng.randrange(200, 900)),
                }
                for enterprise in groups
            ],
        )
    return [enterprise for groups in supported.values() for enterprise in groups]
