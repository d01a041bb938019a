"""The pages of an offer's places and money, for each who may read or move them."""

import csv
import io
from decimal import Decimal

import pytest
from django.test import Client

from phanuek.offers import actions
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.offers.test_capacity_moves import drawn, stands
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(
        Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_provider_promises_opens_and_closes() -> None:
    offer, client = drawn(), signed_in(cast.niran())
    address = f"/offers/{offer.code}/capacity/"
    assert "รับปากเพิ่ม" in page(client, address)
    assert "ยังไม่มีรายการ" in page(client, address)
    answer = client.post(address + "promise/", {"units": "๒๐", "baht": "1,000,000", "why": "มติ 3/2569"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.post(address + "open/", {"units": "5", "baht": ""}).status_code == 302
    answer = client.post(address + "open/", {"units": "16"})
    assert answer.status_code == 422
    assert "น้อยกว่าที่ใส่" in answer.content.decode()
    answer = client.post(address + "close/", {"units": "1"})
    assert answer.status_code == 422, "a way back says why"
    assert client.post(address + "close/", {"units": "1", "why": "วิทยากรลา"}).status_code == 302
    assert stands(offer) == (16, 4, 0, 0, 0)
    text = page(client, address)
    for words in ("เปิดตามที่รับปาก", "ปิดกลับเป็นคำรับปาก", "วิทยากรลา", "มติ 3/2569", "1,000,000"):
        assert words in text
    client.cookies["lang"] = "en"
    assert "Opened as promised" in page(client, address)


@pytest.mark.parametrize(
    "sent", [{}, {"units": "-1"}, {"units": "9" * 30}, {"baht": "1e999"}, {"units": "\x00"}]
)
def test_what_cannot_be_read_is_told_and_moves_nothing(sent: dict[str, str]) -> None:
    offer, client = drawn(), signed_in(cast.niran())
    answer = client.post(f"/offers/{offer.code}/capacity/promise/", sent)
    assert answer.status_code == 422
    assert not offer.capacity_entries.exists()


def test_the_secretariat_reads_but_the_bank_moves() -> None:
    offer, orawan = drawn(capacity=2), None
    cast.niran()
    orawan = signed_in(cast.orawan())
    text = page(orawan, f"/offers/{offer.code}/capacity/")
    assert "/capacity/promise/" not in text
    assert "เป็นผู้รับปากและเปิด" in text
    assert orawan.post(f"/offers/{offer.code}/capacity/promise/", {"units": "1"}).status_code == 403


def test_others_meet_the_totals_only() -> None:
    offer = drawn(capacity=2)
    for client in (signed_in(cast.malee()), Client()):
        assert client.get(f"/offers/{offer.code}/capacity/").status_code in (302, 403)
        text = page(client, f"/offers/{offer.code}/")
        assert "จำนวนที่และวงเงิน" in text
        assert "/capacity/" not in text


def test_a_case_is_linked_for_who_may_see_it() -> None:
    world = worlds.build()
    case = world.accepted()
    actions.take_place(by=SYSTEM, offer=world.offer, reference="waiting:w-unknown")
    text = page(signed_in(world.niran), f"/offers/{world.offer.code}/capacity/")
    assert f'href="{case.get_absolute_url()}"' in text
    assert "บัญชีรอ w-unknown" in text
    assert "/waiting/" not in text


def test_the_entries_as_files() -> None:
    world = worlds.build()
    case = world.accepted()
    client = signed_in(world.niran)
    address = f"/offers/{world.offer.code}/capacity/"
    answer = client.get(address + "?format=csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row["สำหรับ"] for row in rows] == [f"referral:{case.code}", ""]
    assert [row["จำนวนที่"] for row in rows] == ["1", "2"]
    assert client.get(address + "?format=xlsx")["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_commitment_tells_what_was_promised_and_kept() -> None:
    offer = drawn(capacity=20, budget_baht=Decimal(1000))
    for number in range(8):
        reference = f"referral:r-{number}"
        actions.take_place(by=SYSTEM, offer=offer, reference=reference)
        actions.use_place(by=SYSTEM, offer=offer, reference=reference)
        if number < 6:
            actions.confirm_used(by=SYSTEM, offer=offer, reference=reference)
    assert offer.commitment is not None
    text = page(Client(), offer.commitment.get_absolute_url())
    assert "ผู้รับยืนยันแล้ว 6 จาก 20 ที่ที่รับปากไว้ (30%)" in text
    assert "รอยืนยันอีก 2 ที่ ไม่นับรวม" in text
    told = Client().get("/api/v1/offers/" + offer.code).json()["places"]
    assert (told["counted"], told["opened"], told["reserved"], told["used"]) == (True, 12, 0, 8)


def test_one_case_is_not_told_apart_to_strangers() -> None:
    offer = drawn(capacity=20, budget_baht=Decimal(1000))
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(70))
    actions.use_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(70))
    assert offer.commitment is not None
    for address in (offer.get_absolute_url(), offer.commitment.get_absolute_url()):
        text = page(Client(), address)
        assert "930" not in text
        assert "ไม่กี่เรื่อง" in text
    told = Client().get("/api/v1/offers/" + offer.code).json()
    assert told["places"]["used"] is None
    assert told["budget"]["opened"] is None


def test_the_ledger_page_takes_few_queries(django_assert_max_num_queries: object) -> None:
    offer, client = drawn(capacity=100), signed_in(cast.niran())
    address = f"/offers/{offer.code}/capacity/"
    client.get(address)
    for number in range(30):
        actions.take_place(by=SYSTEM, offer=offer, reference=f"referral:r-{number}")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        client.get(address)


def test_an_offer_nobody_sees_has_no_ledger_for_others() -> None:
    offer = drawn(capacity=1)
    Offer.objects.filter(pk=offer.pk).update(published=False)
    other = signed_in(cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank")))
    assert other.get(f"/offers/{offer.code}/capacity/").status_code == 404
