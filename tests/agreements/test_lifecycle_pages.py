"""Pages of drafting: forms that keep what was typed, two editors, parties in their order, drafts that nobody else sees."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from phanuek.agreements.models import Agreement, Party
from tests import cast
from tests.agreements.signing import (
    a_draft,
    as_,
    without_document_made,
)

pytestmark = pytest.mark.django_db
BASE = "/agreements/mou-new/"


@pytest.fixture(autouse=True)
def _no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    without_document_made(monkeypatch)


def shown(client: Client, address: str = f"{BASE}signing/", status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


TYPED = {
    "title_th": "บันทึกข้อตกลงความร่วมมือ", "instrument_th": "บันทึกข้อตกลง", "signing_rule": "at_least", "signing_count": "๒",
    "term": "ends_on", "ends_on": "30/9/2572", "effective_on": "1 ต.ค. 2569", "code": "mou-2569", "venue_th": "ศาลากลาง",
}  # fmt: skip


# ---------------------------------------------------------------- drafting


def test_the_secretariat_drafts_and_is_led_to_the_parties(client: Client) -> None:
    as_(client, cast.orawan())
    assert "ร่างบันทึกข้อตกลง" in shown(client, "/agreements/new/")
    answer = client.post("/agreements/new/", TYPED)
    assert answer["Location"] == "/agreements/mou-2569/parties/"
    agreement = Agreement.objects.get()
    assert (agreement.signing_count, agreement.ends_on, agreement.effective_on) == (
        2,
        date(2029, 9, 30),
        date(2026, 10, 1),
    )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "30/9/2560"}, "มาก่อนวันเริ่มมีผล"),
        ({"ends_on": ""}, "กรุณากรอกวันสุดท้าย"),
        ({"code": "new"}, "ที่อยู่ของหน้าอื่น"),
        ({"signing_count": ""}, "อย่างน้อยกี่ภาคี"),
        ({"term": ""}, "กรุณาเลือก"),
    ],
)
def test_what_was_typed_stays_beside_what_is_wrong(
    client: Client, changes: dict[str, str], words: str
) -> None:
    as_(client, cast.orawan())
    answer = client.post("/agreements/new/", {**TYPED, **changes})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "ศาลากลาง" in page
    assert Agreement.objects.count() == 0


def test_no_fixed_end_and_not_stated_are_two_things(client: Client) -> None:
    as_(client, cast.orawan())
    for code, term in (("a-1", "no_fixed_term"), ("a-2", "not_stated")):
        client.post("/agreements/new/", {**TYPED, "code": code, "term": term})
    assert list(Agreement.objects.order_by("code").values_list("no_fixed_term", "ends_on")) == [
        (True, None),
        (False, None),
    ]


def test_two_editors_see_both_versions(client: Client) -> None:
    agreement = a_draft("baac", "gsb")
    as_(client, cast.orawan())
    address = f"{BASE}edit/"
    assert 'name="version" value="1"' in shown(client, address)
    first = {**TYPED, "version": "1", "venue_th": "ตึกสันติไมตรี", "term": "no_fixed_term"}
    assert client.post(address, first).status_code == 302
    answer = client.post(address, {**TYPED, "version": "1", "venue_th": "หอประชุมอำเภอ"})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("ตึกสันติไมตรี", "หอประชุมอำเภอ", "ไม่มีกำหนดสิ้นสุด", "มีวันสิ้นสุด", 'name="version" value="2"'):
        assert words in page
    assert not re.search(r">\s*no_fixed_term\s*<", page)
    agreement.refresh_from_db()
    assert agreement.venue_th == "ตึกสันติไมตรี"


def test_parties_are_added_ordered_edited_and_taken_out(client: Client) -> None:
    a_draft("baac", "gsb")
    cast.organisation("dip")
    as_(client, cast.orawan())
    assert (
        client.post(f"{BASE}parties/new/", {"organisation": "dip", "name_as_printed": "กสอ."}).status_code
        == 302
    )
    twice = client.post(f"{BASE}parties/new/", {"organisation": "gsb"})
    assert twice.status_code == 422
    assert "เป็นภาคีลำดับที่ 2 อยู่แล้ว" in twice.content.decode()
    new = {"new_name_th": "สมาคมใหม่", "new_kind": "association"}
    assert client.post(f"{BASE}parties/new/", new).status_code == 302
    client.post(f"{BASE}parties/dip/move/", {"to": "up"})
    client.post(f"{BASE}parties/baac/edit/", {"name_as_printed": "", "version": "1", "must_sign": "on"})
    page = shown(client, f"{BASE}parties/")
    assert page.index("กสอ.") < page.index("หน่วยงาน gsb")
    assert client.post(f"{BASE}parties/gsb/remove/").status_code == 302
    rows = list(Party.objects.order_by("order").values_list("order", "name_as_printed"))
    assert rows == [(1, "หน่วยงาน baac"), (2, "กสอ."), (3, "สมาคมใหม่")]


def test_a_draft_is_told_to_nobody_else(client: Client) -> None:
    a_draft("baac", "gsb", title_th="ร่างที่ยังไม่เปิดเผย", short_title_th="ร่างลับ")
    for address, status in (
        (f"{BASE}signing/", 404), (BASE, 404), ("/agreements/", 200), ("/organisations/baac/", 200),
        ("/api/v1/agreements", 200), ("/api/v1/agreements/mou-new", 404),
    ):  # fmt: skip
        page = shown(client, address, status)
        assert "ร่างที่ยังไม่เปิดเผย" not in page
        assert "ร่างลับ" not in page
    assert "ร่างที่ยังไม่เปิดเผย" in shown(as_(client, cast.niran()))


def test_the_first_day_of_signing_is_asked_when_it_is_opened(client: Client) -> None:
    agreement = a_draft("baac", "gsb")
    as_(client, cast.orawan())
    address = f"{BASE}open/"
    assert "วันลงนามวันแรก" in shown(client, address)
    answer = client.post(address, {"first_day": "22/11/2569", "text_elsewhere": "กองนิติการ"})
    assert answer.status_code == 422
    assert "โปรดบอกเหตุ" in answer.content.decode()
    sent = {"first_day": "22/11/2569", "why_earlier": "ลงนามในพิธี", "text_elsewhere": "กองนิติการ"}
    assert client.post(address, sent).status_code == 302
    agreement.refresh_from_db()
    assert agreement.signing_opened_on == date(2026, 11, 22)
