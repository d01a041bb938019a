from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry import actions
from phanuek.registry.actions import AlreadyRegistered, NewEnterprise, NewProduct
from phanuek.registry.models import Enterprise, Identifier, Product, Relation, SearchEntry
from phanuek.timeline import queries as timeline
from phanuek.timeline.models import Event
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.registry.conftest import CHIANG_MAI, NAI_WIANG, PA_KHA, SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
Place = Callable[..., Area]
JURISTIC = "0107544000108"


def test_registering_makes_the_side_that_acts_and_says_so(place: Place, malee: Actor) -> None:
    made = actions.register(
        by=malee, kind="occupational_group", name_th=" กลุ่มจักสานบ้านดู่ ", name_en="Du Basketry", subdistrict=place(),
        identifiers={"juristic": "0-1075-44000-10-8"}, products=[NewProduct(name_th="ตะกร้าไม้ไผ่")],
        business_group="processing", members=12,
    )  # fmt: skip
    made.refresh_from_db()
    assert made.name_th == "กลุ่มจักสานบ้านดู่"
    assert made.code.startswith("e-")
    assert made.organisation.kind == "enterprise"
    assert made.organisation.code == made.code
    assert made.registered_by_id == malee.organisation_id
    assert made.registered_on == date(2026, 11, 23)
    assert made.identifiers.get().value == JURISTIC
    assert made.products.get().business_group == "processing"
    assert timeline.of(made, with_people=True)[0]["verb"] == "enterprise.registered"


def test_the_same_number_is_refused_and_names_who_has_it(group: Group) -> None:
    first = group(identifiers={"juristic": JURISTIC})
    with pytest.raises(AlreadyRegistered) as refusal:
        group("กลุ่มอื่น", identifiers={"juristic": JURISTIC})
    assert refusal.value.enterprise == first
    assert refusal.value.field == "juristic"
    assert first.name_th in refusal.value.message.th
    assert Enterprise.objects.count() == 1
    assert Organisation.objects.filter(kind="enterprise").count() == 1


def test_a_wrong_number_is_refused_with_the_reason(group: Group) -> None:
    with pytest.raises(Refused) as refusal:
        group(identifiers={"juristic": "0107544000109"})
    assert "เลขหลักสุดท้าย" in refusal.value.message.th
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "band"), ("legal_form", "club"), ("business_group", "mining"), ("name_th", "  ")],
)
def test_what_the_lists_do_not_hold_is_refused(group: Group, field: str, value: str) -> None:
    with pytest.raises(Refused) as refusal:
        group(**{field: value})
    assert refusal.value.field == field


def test_many_are_all_registered_or_none(place: Place) -> None:
    rows = [NewEnterprise(kind="sme", name_th=f"ร้าน {n}", subdistrict=place()) for n in range(3)]
    bad = NewEnterprise(kind="sme", name_th="ร้านผิด", subdistrict=place(), identifiers={"juristic": "1"})
    with pytest.raises(Refused):
        actions.register_many(by=SYSTEM, rows=[*rows, bad])
    assert not Enterprise.objects.exists()
    made = actions.register_many(by=SYSTEM, rows=rows)
    assert [e.name_th for e in made] == ["ร้าน 0", "ร้าน 1", "ร้าน 2"]
    assert SearchEntry.objects.count() == 3
    assert Event.objects.filter(verb="enterprise.registered").count() == 3


def test_the_queries_of_many_do_not_grow_with_them(place: Place, django_assert_max_num_queries: Any) -> None:
    area = place()
    rows = [
        NewEnterprise(
            kind="sme", name_th=f"ร้านที่ {n}", subdistrict=area, products=[NewProduct(name_th=f"สินค้า {n}")]
        )
        for n in range(300)
    ]
    with django_assert_max_num_queries(70):
        actions.register_many(by=SYSTEM, rows=rows)


def test_a_number_twice_in_one_list_is_refused(place: Place) -> None:
    rows = [
        NewEnterprise(kind="sme", name_th=f"ร้าน {n}", subdistrict=place(), identifiers={"juristic": JURISTIC})
        for n in (1, 2)
    ]
    with pytest.raises(Refused) as refusal:
        actions.register_many(by=SYSTEM, rows=rows)
    assert JURISTIC in refusal.value.message.th


def test_editing_changes_names_everywhere_and_counts_the_version(group: Group, malee: Actor) -> None:
    enterprise = group()
    actions.edit(by=malee, enterprise=enterprise, version=1, name_th="กลุ่มทอผ้าไหมบ้านใหม่", members=20)
    enterprise.refresh_from_db()
    assert (enterprise.version, enterprise.members) == (2, 20)
    assert enterprise.organisation.name_th == "กลุ่มทอผ้าไหมบ้านใหม่"
    assert "ทอผ้าไหม" in enterprise.search.normal
    assert timeline.of(enterprise, with_people=True)[0]["facts"] == {"fields": ["members", "name_th"]}


def test_saving_what_is_stored_changes_nothing(group: Group) -> None:
    enterprise = group(members=5)
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, members=5)
    enterprise.refresh_from_db()
    assert enterprise.version == 1


def test_the_second_of_two_editors_is_told_and_nothing_is_overwritten(group: Group) -> None:
    enterprise = group(members=5)
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, members=8)
    with pytest.raises(Conflict) as conflict:
        actions.edit(by=SYSTEM, enterprise=enterprise, version=1, members=9)
    assert (conflict.value.yours, conflict.value.theirs, conflict.value.version) == (
        {"members": 9},
        {"members": 8},
        2,
    )
    enterprise.refresh_from_db()
    assert enterprise.members == 8


def test_numbers_are_changed_and_taken_away(group: Group) -> None:
    enterprise = group(identifiers={"juristic": JURISTIC, "otop": "520001"})
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, identifiers={"otop": "", "se": "สวส. 12/2564"})
    assert dict(enterprise.identifiers.values_list("scheme", "value")) == {
        "juristic": JURISTIC,
        "se": "สวส.12/2564",
    }


def test_an_edit_cannot_take_another_groups_number(group: Group) -> None:
    group("กลุ่มแรก", identifiers={"juristic": JURISTIC})
    other = group("กลุ่มที่สอง")
    with pytest.raises(AlreadyRegistered):
        actions.edit(by=SYSTEM, enterprise=other, version=1, identifiers={"juristic": JURISTIC})


def test_a_product_is_added_once_and_found(group: Group) -> None:
    enterprise = group(business_group="processing")
    first = actions.add_product(by=SYSTEM, enterprise=enterprise, name_th="ผ้าพันคอคราม")
    assert actions.add_product(by=SYSTEM, enterprise=enterprise, name_th="ผ้าพันคอคราม ") == first
    assert Product.objects.get().business_group == "processing"
    assert "ผ้าพันคอคราม" in SearchEntry.objects.get().normal


def test_support_begins_once_and_ends(group: Group, preecha: Actor) -> None:
    enterprise, company = group(), Organisation.objects.get(pk=preecha.organisation_id)
    begin = {"by": preecha, "organisation": company, "enterprise": enterprise, "processes": ["marketing"]}
    relation = actions.start_support(**begin, on=date(2026, 1, 5))
    with pytest.raises(Refused):
        actions.start_support(**begin, on=date(2026, 2, 5))
    with pytest.raises(Refused):
        actions.end_support(by=preecha, relation=relation, on=date(2026, 1, 5))
    actions.end_support(by=preecha, relation=relation, on=date(2026, 6, 1))
    with pytest.raises(Refused):
        actions.end_support(by=preecha, relation=relation, on=date(2026, 7, 1))
    actions.start_support(**begin, on=date(2026, 8, 1))
    assert Relation.objects.count() == 2
    assert [e["verb"] for e in timeline.of(enterprise, with_people=True)][:2] == [
        "enterprise.support_started",
        "enterprise.support_ended",
    ]


def test_a_provincial_company_supports_its_own_province(group: Group, preecha: Actor) -> None:
    far = group(at=SI_PHUM)
    company = Organisation.objects.get(pk=preecha.organisation_id)
    with pytest.raises(Refused) as refusal:
        actions.start_support(
            by=preecha, organisation=company, enterprise=far, processes=["inputs"], on=date(2026, 1, 5)
        )
    assert "นอกจังหวัด" in refusal.value.message.th


# -- who may not ------------------------------------------------------------------------------------------------


def test_strangers_banks_and_other_provinces_register_nobody(place: Place, malee: Actor) -> None:
    row = {"kind": "sme", "name_th": "ร้าน"}
    for by in (cast.DAO, cast.niran()):
        with pytest.raises(NotAllowed):
            actions.register(by=by, subdistrict=place(), **row)
    with pytest.raises(NotAllowed) as refusal:
        actions.register(by=malee, subdistrict=place(SI_PHUM), **row)
    assert "พื้นที่" in refusal.value.reason.th


def test_a_group_edits_itself_but_not_its_place_or_numbers(group: Group, place: Place) -> None:
    enterprise, other = group(), group("กลุ่มจักสานบ้านอื่น")
    somchai = cast.member("somchai", "group_leader", enterprise.organisation)
    actions.edit(by=somchai, enterprise=enterprise, version=1, members=11, name_en="Weavers")
    for changes in (
        {"subdistrict": place(PA_KHA)},
        {"kind": "sme"},
        {"identifiers": {"juristic": JURISTIC}},
        {"active": False},
    ):
        with pytest.raises(NotAllowed):
            actions.edit(by=somchai, enterprise=enterprise, version=2, **changes)
    with pytest.raises(NotAllowed):
        actions.edit(by=somchai, enterprise=other, version=1, members=3)


def test_an_officer_cannot_edit_or_move_a_group_beyond_their_area(
    group: Group, place: Place, malee: Actor
) -> None:
    far, near = group(at=SI_PHUM), group("กลุ่มน้ำพริกบ้านใกล้")
    with pytest.raises(NotAllowed):
        actions.edit(by=malee, enterprise=far, version=1, members=3)
    with pytest.raises(NotAllowed):
        actions.edit(by=malee, enterprise=near, version=1, subdistrict=place(SI_PHUM))


def test_a_company_speaks_for_itself_only(group: Group, preecha: Actor, orawan: Actor) -> None:
    other = cast.organisation("prs-50", "pracharath_provincial", province=Area.objects.get(code=CHIANG_MAI))
    enterprise = group(at=SI_PHUM)
    for by in (preecha, orawan, cast.DAO):
        with pytest.raises(NotAllowed):
            actions.start_support(
                by=by, organisation=other, enterprise=enterprise, processes=["inputs"], on=date(2026, 1, 5)
            )
    for_other = orawan.for_organisation(other, on=date(2026, 11, 23))
    actions.start_support(
        by=for_other, organisation=other, enterprise=enterprise, processes=["inputs"], on=date(2026, 1, 5)
    )
    assert timeline.of(enterprise, with_people=True)[0]["on_behalf_of"] == "prs-50"


def test_a_citizen_number_stays_out_of_the_timeline(group: Group) -> None:
    enterprise = group(identifiers={"citizen": "1234545678781"})
    assert Identifier.objects.get().value == "1234545678781"
    assert all("1234545678781" not in str(e.chained()) for e in Event.objects.all())
    assert enterprise.subdistrict_id == NAI_WIANG
