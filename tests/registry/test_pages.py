from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry import actions
from phanuek.registry.actions import NewEnterprise, NewProduct
from phanuek.registry.models import Enterprise, Relation
from tests import cast
from tests.registry.conftest import NAI_WIANG, SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
Browser = Callable[..., Client]
JURISTIC = "0107544000108"
NAME = "วิสาหกิจชุมชนกลุ่มทอผ้าบ้านหนองบัว"


def text(response: Any) -> str:
    return str(response.content.decode())


def filled(**changes: str) -> dict[str, str]:
    return {"kind": "occupational_group", "name_th": "กลุ่มจักสานบ้านดู่", "subdistrict": NAI_WIANG, **changes}


# -- the directory ----------------------------------------------------------------------------------------------


def test_anyone_reads_the_directory_and_only_its_public_fields(group: Group, client: Client) -> None:
    group(
        products=[NewProduct(name_th="ผ้าคลุมไหล่")], contact_name="นางสมศรี ใจดี", contact_phone="081-234-5678",
        address="99/9 หมู่ 7", identifiers={"citizen": "1234545678781"},
    )  # fmt: skip
    shown = text(client.get("/enterprises/"))
    assert NAME in shown
    assert "ผ้าคลุมไหล่" in shown
    assert "ต.ในเวียง" in shown
    for secret in ("สมศรี", "234-5678", "99/9", "1234545678781", "8781"):
        assert secret not in shown
    assert "ขึ้นทะเบียนกลุ่ม" not in shown


def test_the_directory_in_english(group: Group, browser: Browser) -> None:
    group(name_en="Nong Bua Weavers")
    shown = text(browser(lang="en").get("/enterprises/", {"q": "weavers"}))
    assert "1 found for" in shown
    assert "Nong Bua Weavers" in shown
    assert "Mueang Nan" in shown


def test_the_directorys_queries_do_not_grow(
    place: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    area = place()
    rows = [
        NewEnterprise(kind="sme", name_th=f"ร้านที่ {n}", subdistrict=area, products=[NewProduct(name_th="ข้าว")])
        for n in range(60)
    ]
    actions.register_many(by=SYSTEM, rows=rows)
    with django_assert_max_num_queries(7):
        first = client.get("/enterprises/", {"q": "ร้าน"})
    assert text(first).count("<h2") == 25
    assert text(client.get("/enterprises/", {"page": "3"})).count("<h2") == 10
    assert client.get("/enterprises/", {"page": "หนึ่ง"}).status_code == 200


def test_an_empty_search_suggests_and_says_how_to_go_on(group: Group, client: Client) -> None:
    group("กลุ่มแม่บ้านน้ำพริกเผา")
    shown = text(client.get("/enterprises/", {"q": "น้ำพิกเผา"}))
    assert "หมายถึง" in shown
    assert "น้ำพริกเผา" in shown
    assert "ล้างตัวกรอง" in text(client.get("/enterprises/", {"kind": "sme"}))


def test_nonsense_in_the_address_is_no_filter(group: Group, client: Client) -> None:
    group()
    shown = text(client.get("/enterprises/", {"kind": "x", "province": "99", "group": "<script>"}))
    assert NAME in shown
    assert "<script>" not in shown


def test_what_is_searched_is_shown_escaped(areas: None, client: Client) -> None:
    assert "<b>x" not in text(client.get("/enterprises/", {"q": "<b>x</b>"}))


# -- registering ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address", ["/enterprises/new/", "/enterprises/import/", "/enterprises/import/template.xlsx"]
)
def test_a_stranger_is_asked_to_sign_in_and_a_bank_is_told_why_not(
    address: str, areas: None, browser: Browser
) -> None:
    answer = browser().get(address)
    assert (answer.status_code, answer.headers["Location"].startswith("/accounts/login/")) == (302, True)
    refused = browser(cast.niran()).get(address)
    assert refused.status_code == 403
    assert "เจ้าหน้าที่พื้นที่" in text(refused)


def test_an_officer_registers_a_group(malee: Actor, browser: Browser) -> None:
    page = browser(malee)
    assert "ป่าคา" not in text(page.get("/enterprises/new/"))
    answer = page.post(
        "/enterprises/new/",
        filled(
            juristic="๐๑๐๗๕๔๔๐๐๐๑๐๘", started_on="๒๖ ก.พ. ๒๕๖๔", members="1,200", products="ตะกร้า\nกระบุง\n"
        ),
    )
    made = Enterprise.objects.get()
    assert answer.headers["Location"] == f"/enterprises/{made.code}/"
    assert (str(made.started_on), made.members, made.products.count()) == ("2021-02-26", 1200, 2)
    assert made.identifiers.get().value == JURISTIC


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(malee: Actor, browser: Browser) -> None:
    answer = browser(malee).post(
        "/enterprises/new/",
        filled(juristic="123", members="หลายคน", started_on="31/2/2564", contact_name="คุณมะลิ"),
    )
    shown = text(answer)
    assert answer.status_code == 200
    for words in (
        "ต้องมี 13 หลัก",
        "จำนวนเต็ม",
        "ไม่มีวันที่ 31",
        'value="หลายคน"',
        'value="คุณมะลิ"',
        'value="กลุ่มจักสานบ้านดู่"',
    ):
        assert words in shown
    assert not Enterprise.objects.exists()


def test_an_officer_picks_a_place_in_their_own_province_only(malee: Actor, browser: Browser) -> None:
    answer = browser(malee).post("/enterprises/new/", filled(subdistrict=SI_PHUM))
    assert answer.status_code == 200
    assert not Enterprise.objects.exists()


def test_look_alikes_are_shown_before_saving_and_one_may_go_on(
    group: Group, malee: Actor, browser: Browser
) -> None:
    known, page = group(), browser(malee)
    typed = filled(name_th="กลุ่มทอผ้าหนองบัว", contact_phone="081 000 0000")
    first = page.post("/enterprises/new/", typed)
    shown = text(first)
    assert "อาจเป็นกลุ่มเดียวกัน" in shown
    assert f"/enterprises/{known.code}/" in shown
    assert "เป็นคนละกลุ่ม ขึ้นทะเบียนต่อ" in shown
    assert 'value="081 000 0000"' in shown
    assert Enterprise.objects.count() == 1
    again = page.post("/enterprises/new/", {**typed, "confirm": known.code})
    assert again.status_code == 302
    assert Enterprise.objects.count() == 2


def test_confirming_one_look_alike_does_not_confirm_another(
    group: Group, malee: Actor, browser: Browser
) -> None:
    group()
    assert (
        browser(malee).post("/enterprises/new/", filled(name_th=NAME, confirm="e-0000-0000")).status_code
        == 200
    )
    assert Enterprise.objects.count() == 1


def test_the_same_number_is_refused_with_a_link_whatever_is_confirmed(
    group: Group, malee: Actor, browser: Browser
) -> None:
    known = group(identifiers={"juristic": JURISTIC}, at=SI_PHUM)
    answer = browser(malee).post("/enterprises/new/", filled(juristic=JURISTIC, confirm=known.code))
    shown = text(answer)
    assert "เลขทะเบียนนี้มีอยู่แล้ว" in shown
    assert f'href="/enterprises/{known.code}/"' in shown
    assert "ขึ้นทะเบียนต่อ" not in shown
    assert Enterprise.objects.count() == 1


def test_registering_in_english(malee: Actor, browser: Browser) -> None:
    shown = text(browser(malee, "en").post("/enterprises/new/", filled(kind="", citizen="12")))
    assert "Register a group" in shown
    assert "has 13 digits" in shown
    assert "Please choose." in shown


# -- editing ----------------------------------------------------------------------------------------------------


def edited(enterprise: Enterprise, version: int = 1, **changes: str) -> dict[str, str]:
    fields = {
        "kind": enterprise.kind,
        "name_th": enterprise.name_th,
        "subdistrict": enterprise.subdistrict_id,
        "version": str(version),
    }
    return {**fields, **changes}


def test_an_officer_edits_and_the_form_holds_no_contact(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise, page = (
        group(contact_phone="081-234-5678", identifiers={"citizen": "1234545678781"}),
        browser(malee),
    )
    address = f"/enterprises/{enterprise.code}/edit/"
    shown = text(page.get(address))
    assert NAME in shown
    assert "234-5678" not in shown
    assert "1234545678781" not in shown
    assert page.post(address, edited(enterprise, members="15")).status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.members, enterprise.contact_phone) == (15, "081-234-5678")
    assert enterprise.identifiers.get().value == "1234545678781"


def test_two_versions_stand_side_by_side_and_one_chooses(
    group: Group, malee: Actor, browser: Browser
) -> None:
    enterprise, page = group(members=5), browser(malee)
    address = f"/enterprises/{enterprise.code}/edit/"
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, members=8, name_en="Weavers")
    mine = edited(enterprise, members="12", about_th="ทอผ้ามานาน")
    answer = page.post(address, mine)
    shown = text(answer)
    assert answer.status_code == 409
    for words in ("มีผู้อื่นบันทึกก่อนท่าน", "keep-members", "keep-name_en", "Weavers", 'value="12"', "ทอผ้ามานาน"):
        assert words in shown
    assert 'name="version" value="2"' in shown
    chosen = {
        **mine,
        "version": "2",
        "keep-members": "mine",
        "keep-name_en": "theirs",
        "keep-about_th": "mine",
    }
    assert page.post(address, chosen).status_code == 302
    enterprise.refresh_from_db()
    assert (enterprise.members, enterprise.name_en, enterprise.about_th, enterprise.version) == (
        12,
        "Weavers",
        "ทอผ้ามานาน",
        3,
    )


@pytest.mark.parametrize(("whole", "members"), [("mine", 12), ("theirs", 8)])
def test_one_may_keep_a_whole_version(
    group: Group, malee: Actor, browser: Browser, whole: str, members: int
) -> None:
    enterprise = group(members=5)
    actions.edit(by=SYSTEM, enterprise=enterprise, version=1, members=8)
    sent = edited(enterprise, version=2, members="12", whole=whole, **{"keep-members": "theirs"})
    browser(malee).post(f"/enterprises/{enterprise.code}/edit/", sent)
    enterprise.refresh_from_db()
    assert enterprise.members == members


def test_who_may_open_the_edit_page(group: Group, malee: Actor, browser: Browser) -> None:
    near, far = group(), group("กลุ่มอื่น", at=SI_PHUM)
    assert browser(malee).get(f"/enterprises/{far.code}/edit/").status_code == 403
    assert browser(malee).get("/enterprises/e-none/edit/").status_code == 404
    somchai = cast.member("somchai", "group_leader", near.organisation)
    own = browser(somchai).get(f"/enterprises/{near.code}/edit/")
    assert own.status_code == 200
    assert 'name="subdistrict"' not in text(own)
    assert 'name="juristic"' not in text(own)
    assert browser(somchai).get(f"/enterprises/{far.code}/edit/").status_code == 403


def test_a_broken_version_is_an_error_of_the_form(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise = group()
    sent = edited(enterprise)
    sent["version"] = "x"
    assert browser(malee).post(f"/enterprises/{enterprise.code}/edit/", sent).status_code == 200


def test_a_product_is_added_on_its_page(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise, page = group(), browser(malee)
    address = f"/enterprises/{enterprise.code}/products/new/"
    assert page.get(address).status_code == 200
    assert page.post(address, {"name_th": ""}).status_code == 200
    assert page.post(address, {"name_th": "ผ้าพันคอ", "business_group": "processing"}).status_code == 302
    assert enterprise.products.get().name_th == "ผ้าพันคอ"


# -- support ----------------------------------------------------------------------------------------------------


def test_a_company_begins_and_ends_its_support(group: Group, preecha: Actor, browser: Browser) -> None:
    enterprise, page = group(), browser(preecha)
    address = f"/enterprises/{enterprise.code}/support/new/"
    assert page.get(address).status_code == 200
    assert "เลือกด้านที่สนับสนุน" in text(
        page.post(address, {"organisation": str(preecha.organisation_id), "on": "1/10/2569"})
    )
    sent = {
        "organisation": str(preecha.organisation_id),
        "on": "1/10/2569",
        "processes": ["marketing", "inputs"],
    }
    assert page.post(address, sent).status_code == 302
    assert Relation.objects.get().processes == ["inputs", "marketing"]
    end = f"/enterprises/{enterprise.code}/support/prs-55/end/"
    assert page.get(end).status_code == 200
    assert page.post(end, {"on": "1/11/2569"}).status_code == 302
    assert page.get(end).status_code == 404


def test_a_company_finds_groups_to_support_in_the_directory(
    group: Group, preecha: Actor, browser: Browser
) -> None:
    near, far = group(), group("กลุ่มไกล", at=SI_PHUM)
    page = browser(preecha)
    shown = text(page.get("/enterprises/"))
    assert f"/enterprises/{near.code}/support/new/" in shown
    assert f"/enterprises/{far.code}/support/new/" not in shown
    sent = {"organisation": str(preecha.organisation_id), "on": "1/10/2569", "processes": ["marketing"]}
    page.post(f"/enterprises/{near.code}/support/new/", sent)
    assert "support/new/" not in text(page.get("/enterprises/"))


def test_others_are_told_who_records_support(
    group: Group, malee: Actor, preecha: Actor, browser: Browser
) -> None:
    enterprise, far = group(), group("กลุ่มไกล", at=SI_PHUM)
    answer = browser(malee).get(f"/enterprises/{enterprise.code}/support/new/")
    assert answer.status_code == 403
    assert "บริษัทประชารัฐ" in text(answer)
    assert browser(preecha).get(f"/enterprises/{far.code}/support/new/").status_code == 403


def test_the_secretariat_records_for_a_company_without_an_account(
    group: Group, orawan: Actor, browser: Browser
) -> None:
    company = cast.organisation("prs-50", "pracharath_provincial", province_id="50")
    far = group(at=SI_PHUM)
    sent = {"organisation": str(company.pk), "on": "1/10/2569", "processes": ["knowledge"]}
    assert browser(orawan).post(f"/enterprises/{far.code}/support/new/", sent).status_code == 302
    assert Relation.objects.get().organisation == Organisation.objects.get(code="prs-50")


def test_a_public_text_with_a_number_of_a_person_is_refused_kindly() -> None:
    from phanuek.registry.forms import EnterpriseForm

    form = EnterpriseForm({"about_th": "โทร ๐๘๑๒๓๔๕๖๗๘ เลขบัตร 1550100998872"})
    assert "ข้อมูลติดต่อ" in form.errors["about_th"][0]
    assert "081234" not in form.errors["about_th"][0]
    assert "about_th" not in EnterpriseForm({"about_th": "กลุ่มทอผ้า สมาชิก 25 คน ก่อตั้ง 2550"}).errors
