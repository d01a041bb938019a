"""The public pages: what everyone reads, in both languages, also when there is nothing yet."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Agreement, Measure
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.referrals import actions as referrals
from phanuek.site.queries.told import OF_CASES
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import World

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
SIGNED = json.loads(
    (Path(__file__).resolve().parents[2] / "packs/thailand/data/agreement_2021.json").read_text()
)
LISTS = ["/", "/about/", "/agreements/", "/organisations/", "/offers/", "/needs/"]


def read(client: Client, address: str, lang: str = "th", **query: str) -> str:
    """The page's text; the language is chosen by the cookie, as a reader's is."""
    client.cookies["lang"] = lang
    answer = client.get(address, query)
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.content.decode())


@pytest.fixture
def signed() -> Agreement:
    return agreements.import_agreement(by=SYSTEM, data=SIGNED, on=date(2026, 11, 23))


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_there_when_the_house_is_empty(client: Client, address: str, lang: str) -> None:
    text = read(client, address, lang)
    assert text.count("<h1") == 1


def test_an_empty_house_says_so(client: Client) -> None:
    assert "ยังไม่มีบันทึกข้อตกลงในระบบ" in read(client, "/")
    assert "ยังไม่มีบันทึกข้อตกลงในระบบ" in read(client, "/agreements/")
    assert "No offer has been entered yet" in read(client, "/offers/", "en")
    assert "ยังไม่มีหน่วยงานในระบบ" in read(client, "/organisations/")


@pytest.mark.parametrize(
    "kind", ["agreements", "organisations", "commitments", "offers", "enterprises", "needs"]
)
def test_what_is_not_there_is_not_found(client: Client, kind: str) -> None:
    assert client.get(f"/{kind}/x-1/").status_code == 404


# ---- the agreement


def test_the_parties_stand_in_the_signed_order_as_printed(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url())
    names = [p["name_as_printed"] for p in sorted(SIGNED["parties"], key=lambda p: p["order"])]
    table = text[text.index('id="parties"') :]
    places = [table.index(f">{name}</a>") for name in names]
    assert len(places) == 18
    assert places == sorted(places)


def test_the_official_name_stands_beneath_only_where_it_differs(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url())
    differing = [p for p in SIGNED["parties"] if p["name_as_printed"] != p["organisation"]["name_th"]]
    assert text.count("ชื่อทางการ: ") == len(differing) == 3


def test_who_signed_is_told_where_it_is_known(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url())
    assert text.count("ไม่ทราบผู้ลงนาม</span>") == 16
    assert "นายนิรัตน์ พงษ์สิทธิถาวร" in text
    assert "รองปลัดกระทรวงมหาดไทย ผู้แทนกระทรวงมหาดไทย" in text
    assert "ยังไม่ทราบผู้ลงนาม 16 จาก 18 ภาคี" in text


def test_every_fact_of_the_signing_with_its_source(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url())
    facts = text[text.index('id="facts"') : text.index('id="parties"')]
    for said in [
        "วันศุกร์ที่ 26 กุมภาพันธ์ พ.ศ. 2564",
        "10.00 น.",
        "ห้องประชุมวายุภักษ์ 3",
        "นายจุรินทร์ ลักษณวิศิษฏ์",
        "นายสุรศักดิ์ อักษรกุล",
    ]:
        assert said in facts
    assert facts.count("ตามที่ข่าวรายงาน") == 1  # all of it comes from the one article
    assert facts.count("ต้นทางไม่ได้ระบุ") == 2  # number and end


def test_what_is_not_stated_and_the_ministrys_aims_stand_apart(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url())
    not_stated = text[text.index('id="not-stated"') :]
    assert all(item["th"] in not_stated for item in SIGNED["not_stated"])
    wider = text[text.index('id="wider-title"') : text.index('id="exhibition-title"')]
    assert "ไม่ใช่ข้อความของบันทึกข้อตกลง" in wider
    assert "บำบัดทุกข์ บำรุงสุข" in wider


def test_the_agreement_in_english_says_whose_translation_it_is(client: Client, signed: Agreement) -> None:
    text = read(client, signed.get_absolute_url(), "en")
    assert "our translation" in text
    assert "Office of Social Enterprise Promotion" in text
    assert "16 of 18 signatories not known" in text


def test_the_front_page_names_the_parties(client: Client, signed: Agreement) -> None:
    text = read(client, "/")
    assert "ติดตามผลความร่วมมือของ 18 องค์กร" in text
    assert all(p["name_as_printed"] in text for p in SIGNED["parties"])


# ---- a body


def test_a_body_without_account_is_recorded_for(client: Client, signed: Agreement) -> None:
    assert "ยังไม่มีผู้ใช้งานในระบบ" in read(client, "/organisations/baac/")
    cast.niran()
    assert "ยังไม่มีผู้ใช้งานในระบบ" not in read(client, "/organisations/baac/")


def test_a_groups_own_body_leads_to_the_group(client: Client, world: World) -> None:
    answer = client.get(world.group.organisation.get_absolute_url())
    assert answer.status_code == 302
    assert answer["Location"] == world.group.get_absolute_url()


def test_closed_offers_stand_apart(client: Client, world: World) -> None:
    offers.close(by=SYSTEM, offer=world.offer, note_th="งบประมาณหมด", note_en="Budget used up")
    text = read(client, "/organisations/baac/")
    assert "ขณะนี้ไม่มีมาตรการที่เปิดรับ" in text
    assert "งบประมาณหมด" in text


# ---- a commitment


def test_the_way_up_from_a_commitment(client: Client, signed: Agreement) -> None:
    body = Organisation.objects.get(code="baac")
    made = agreements.add_commitment(
        by=SYSTEM, agreement=signed, lead=body, title_th="อบรมกลุ่ม 100 คน", title_en="Train 100", measure=Measure.PEOPLE_TRAINED,
        unit_th="คน", unit_en="people", target=100, starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31),
        statement=signed.statements.get(kind="aim", number=2), provenance="demonstration",
    )  # fmt: skip
    text = read(client, made.get_absolute_url())
    assert f'href="{signed.get_absolute_url()}#aim-2"' in text
    assert "ดำเนินการแล้ว 0 จาก 100 คน" in text
    assert "ข้อมูลตัวอย่าง" in text
    assert "ยังไม่มีมาตรการภายใต้ภารกิจนี้" in text
    assert "0 of 100 people done" in read(client, made.get_absolute_url(), "en")


def test_a_few_results_are_told_to_the_body_and_kept_from_the_public(client: Client, world: World) -> None:
    world.accepted()
    address = world.commitment.get_absolute_url()
    public = read(client, address)
    assert "ดำเนินการแล้ว 1 จาก" not in public
    assert "บันทึกผลเข้าภารกิจ" not in public
    client.login(username="orawan", password="correct horse battery")
    assert "ดำเนินการแล้ว 1 จาก" in read(client, address) or "รอยืนยัน 1" in read(client, address)


def test_no_status_bounds_a_result_that_is_kept_back(client: Client, world: World) -> None:
    agreements.edit_commitment(
        by=SYSTEM, commitment=world.commitment, version=world.commitment.version,
        starts_on=date(2026, 1, 1), due_on=date(2026, 12, 31),
    )  # fmt: skip
    world.accepted()
    text = read(client, world.commitment.get_absolute_url())
    assert "เป้าหมาย 100 เรื่อง (ผลที่ยืนยันแล้วยังไม่เปิดเผย เพราะมีเพียงไม่กี่เรื่อง)" in text
    assert "ยังไม่เปิดเผย" in text
    for told in ["ล่าช้ากว่าแผน", "เป็นไปตามแผน", "รอยืนยันได้รับการยืนยัน", "ผลยังต่ำกว่า"]:
        assert told not in text
        assert told not in read(client, world.bank.get_absolute_url())


def test_where_nothing_was_referred_it_is_not_called_few(client: Client, world: World) -> None:
    text = read(client, world.commitment.get_absolute_url())
    assert "ยังไม่มีเรื่องที่ส่งต่อภายใต้ภารกิจนี้" in text
    assert "ไม่กี่เรื่อง" not in text


def test_invented_commitments_are_counted_apart(client: Client, world: World) -> None:
    text = read(client, "/agreements/")
    assert "ภารกิจตัวอย่างที่บันทึกในระบบ 1 รายการ" in text
    assert " · 1 ภารกิจ" not in text
    agreement = world.commitment.agreement
    assert "สมมติขึ้นเพื่อสาธิตระบบ" in read(client, agreement.get_absolute_url())
    Agreement.objects.update(provenance="reported")
    assert "ข่าวไม่ได้ระบุหน้าที่ของแต่ละภาคี" in read(client, agreement.get_absolute_url())


@pytest.mark.parametrize("lang", ["th", "en"])
def test_cases_cannot_be_counted_from_a_public_timeline(client: Client, world: World, lang: str) -> None:
    world.accepted()
    world.send(enterprise=worlds.group(name_th="กลุ่มอื่น"), need=None)
    for thing in [world.offer, world.commitment, world.bank, world.commitment.agreement]:
        address = thing.get_absolute_url()
        client.get(address)
        verbs = {event["verb"] for event in client.get(address).context["events"]}
        assert all(verb.startswith(f"{thing._meta.model_name}.") for verb in verbs), verbs
        assert not verbs & OF_CASES
        if not verbs:
            assert "Nothing has happened" not in read(client, address, lang)


# ---- offers


def an_offer(code: str, **changes: Any) -> Offer:
    return worlds.offer(cast.organisation("baac", "bank"), code=code, **changes)


def test_the_answer_comes_first_and_closed_ones_say_so(client: Client, world: World) -> None:
    an_offer("gone", closes_on=date(2026, 11, 22))
    an_offer("soon", opens_on=date(2026, 12, 1))
    an_offer("unsure", availability="unknown")
    text = read(client, "/offers/")
    assert "มีทั้งหมด 4 มาตรการ: เปิดรับอยู่ 1 · ยังไม่เปิดรับ 1 · ยังไม่ยืนยันว่าเปิดรับ 1 · ปิดรับแล้ว 1" in text
    order = [text.index(f"/offers/{code}/") for code in ["weaving-credit", "soon", "unsure", "gone"]]
    assert order == sorted(order)


def test_offers_are_filtered_by_what_someone_looks_for(client: Client, world: World) -> None:
    an_offer("market", means="market", aims=["income"], about_th="พาไปขายที่งานแสดงสินค้า")
    assert "/offers/weaving-credit/" not in read(client, "/offers/", aim="income")
    assert "/offers/market/" in read(client, "/offers/", means="market", provider="baac", state="open")
    assert "/offers/market/" in read(client, "/offers/", q="งานแสดงสินค้า")
    assert "ไม่พบมาตรการตามที่กรอง" in read(client, "/offers/", q="ไม่มีคำนี้")
    assert "/offers/market/" in read(client, "/offers/", open="1")


@pytest.mark.parametrize("name", ["aim", "means", "provider", "state"])
def test_a_filter_that_means_nothing_is_said(client: Client, world: World, name: str) -> None:
    text = read(client, "/offers/", "en", **{name: "<nonsense>\x00"})
    assert "was not used" in text
    assert "<nonsense>" not in text
    assert "/offers/weaving-credit/" in text


def test_the_conditions_of_an_offer_in_words(client: Client, world: World) -> None:
    address = world.offer.get_absolute_url()
    assert "จำนวนสมาชิกอย่างน้อย 7 คน" in read(client, address)
    assert "number of members: at least 7 people" in read(client, address, "en")


def test_provinces_an_offer_is_limited_to_are_a_condition(client: Client, world: World) -> None:
    found = an_offer("nan-only", areas=["55"])
    text = read(client, found.get_absolute_url())
    conditions = text[text.index('id="conditions"') : text.index('id="terms-title"')]
    assert "น่าน" in conditions
    assert "ต้องเข้าเงื่อนไขทั้ง 2 ข้อ" in conditions


def test_an_offer_says_what_is_not_stated(client: Client, world: World) -> None:
    text = read(client, world.offer.get_absolute_url())
    assert text.count("ต้นทางไม่ได้ระบุ") >= 4
    assert "เหลือ 2 จาก 2 ราย" in text


def test_a_full_offer_says_so(client: Client, world: World) -> None:
    found = an_offer("tiny", capacity=1)
    offers.take_place(by=SYSTEM, offer=found, reference="referral:r-1")
    assert "รับครบ 1 รายแล้ว" in read(client, found.get_absolute_url())
    assert "เต็มแล้ว" in read(client, "/offers/", q="tiny")


def test_a_closed_offer_is_not_proposed(client: Client, world: World) -> None:
    found = an_offer("gone", closes_on=date(2026, 11, 22))
    text = read(client, found.get_absolute_url())
    assert "ปิดรับแล้ว" in text
    assert "มาตรการที่ไม่ได้เปิดรับอยู่จะไม่ถูกเสนอให้กลุ่ม" in text


# ---- needs


def test_a_stranger_sees_a_checked_need_without_who_said_it(client: Client, world: World) -> None:
    text = read(client, world.need.get_absolute_url())
    assert world.need.text in text
    for private in [world.group.name_th, "สมศรี", "054-000-000", "ผู้แจ้ง</h2>"]:
        assert private not in text


def test_an_unchecked_need_is_out_of_sight(client: Client, world: World) -> None:
    hidden = worlds.need(checked=False, text="ยังไม่มีใครตรวจ")
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "ยังไม่มีใครตรวจ" not in read(client, "/needs/")


def test_needs_on_the_map_and_in_the_list(client: Client, world: World) -> None:
    worlds.need(code="500101", text="อยากได้ที่ปรึกษา", aim="management")
    text = read(client, "/needs/")
    assert "2 เรื่องที่ยังไม่มีใครตอบ" in text
    nan = read(client, "/needs/", province="55")
    assert world.need.text in nan
    assert "อยากได้ที่ปรึกษา" not in nan
    assert "No need matches these filters" in read(client, "/needs/", "en", aim="inclusion")
    assert "was not used" in read(client, "/needs/", "en", province="99")


def test_a_referred_need_no_longer_waits_and_names_the_body(client: Client, world: World) -> None:
    world.send()
    assert "ยังไม่มีความต้องการที่รอการตอบ" in read(client, "/needs/")
    text = read(client, world.need.get_absolute_url())
    assert "หน่วยงาน baac" in text
    assert "/referrals/" not in text


# ---- an enterprise


def test_a_stranger_sees_the_public_fields_only(client: Client, world: World) -> None:
    text = read(client, world.group.get_absolute_url())
    assert world.group.name_th in text
    assert "ตำบลในเวียง" in text
    for private in ["สมศรี", "054-000-000", world.need.text, "12 คน", "ลำดับเหตุการณ์"]:
        assert private not in text


def test_odd_parameters_never_break(client: Client, world: World) -> None:
    odd = {"q": "\x00" + "ก" * 5000, "page": "-1", "aim": "'", "province": "\x00", "state": "%", "means": '"'}
    for address in [*LISTS, world.offer.get_absolute_url(), world.need.get_absolute_url()]:
        assert client.get(address, odd).status_code == 200, address


def test_the_figures_of_the_front_page_are_those_of_the_results(
    client: Client, world: World, clock: Any
) -> None:
    clock(datetime(2026, 11, 23, 10))
    for at in range(6):
        found = worlds.group(name_th=f"กลุ่มที่ {at}")
        referral = world.send(enterprise=found, offer=an_offer(f"o-{at}"), need=None)
        clock(datetime(2026, 11, 26, 10))
        referrals.refuse(by=world.niran, referral=referral, reason="no_budget", note="")
        clock(datetime(2026, 11, 23, 10))
    assert "3 วัน" in read(client, "/")


def test_the_front_page_tells_the_real_agreement_before_an_invented_one(
    client: Client, signed: Agreement
) -> None:
    Agreement.objects.create(
        code="sample", instrument_th="บันทึก", instrument_en="memo", title_th="ข้อตกลงสมมติ", signed_on=date(2025, 1, 15),
        provenance="demonstration",
    )  # fmt: skip
    Agreement.objects.create(
        code="draft", instrument_th="บันทึก", instrument_en="memo", title_th="ร่างลับ", stage="draft", provenance="added",
        provenance_why="ร่าง",
    )  # fmt: skip
    for address in ("/", "/organisations/", "/agreements/"):
        text = read(client, address)
        assert "ร่างลับ" not in text
        assert ("ข้อตกลงสมมติ" in text) == (address == "/agreements/")
    assert signed.get_absolute_url() in read(client, "/")
