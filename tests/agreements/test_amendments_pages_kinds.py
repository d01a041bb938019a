"""Pages of extensions, withdrawals, terminations, and of reconciling."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment
from phanuek.organisations.actor import Actor
from tests import cast
from tests.agreements import amending as w
from tests.agreements.test_text import a_commitment
from tests.agreements.test_text_pages import as_, shown

pytestmark = pytest.mark.django_db
LIST = "/agreements/five/amendments/"


@pytest.fixture
def agreement() -> Agreement:
    return w.signed_agreement()


@pytest.fixture
def orawan(client: Client) -> Client:
    return as_(client, cast.orawan())


def officer(code: str) -> Actor:
    return cast.member(f"of-{code}", "partner_officer", w.body(code))


def went(answer: Any, address: str) -> None:
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer["Location"].split("#")[0] == address


def post(client: Client, address: str, data: Any = None, status: int = 422) -> str:
    answer = client.post(address, data or {})
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


# -- the other kinds ---------------------------------------------------------------------------------------------


def test_a_withdrawal_lists_what_is_left_behind(orawan: Client, agreement: Agreement) -> None:
    a_commitment(agreement, "beta", title_th="งานของผู้ถอนตัว")
    sent = {
        "title_th": "ถอนตัว",
        "why_th": "ปรับโครงสร้าง",
        "party": "beta",
        "effective_on": "1/1/2570",
        "proposer": "beta",
    }
    orawan.post(f"{LIST}new/?kind=withdrawal", sent)
    amendment = Amendment.objects.get()
    page = shown(orawan, amendment.get_absolute_url())
    assert "หน่วยงาน betaพ้นจากการเป็นภาคีตั้งแต่ 1 มกราคม 2570 เหลือภาคี 4 องค์กร" in page
    assert "งานของผู้ถอนตัว" in page
    assert "เลือกข้อที่จะแก้" not in page


def test_an_extension_tells_both_days_even_after_it_is_merged(orawan: Client, agreement: Agreement) -> None:
    amendment = w.draft(agreement, "extension", new_ends_on=date(2030, 12, 31))
    says = "ขยายวันสิ้นสุดจาก 31 ธันวาคม 2571 เป็น 31 ธันวาคม 2573"
    assert "เลือกข้อที่จะแก้" not in shown(orawan, amendment.get_absolute_url())
    assert "เพิ่มข้อต่อจากนี้" not in shown(orawan, amendment.get_absolute_url())
    assert says in shown(orawan, amendment.get_absolute_url())
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(amendment)))
    assert says in shown(orawan, amendment.get_absolute_url())
    assert says in shown(orawan, LIST)


def test_a_termination_takes_its_letter(orawan: Client, agreement: Agreement) -> None:
    sent = {
        "title_th": "ยกเลิก",
        "why_th": "จบโครงการ",
        "effective_on": "1/1/2570",
        "proposer": "alpha",
        "upload": w.letter(),
    }
    orawan.post(f"{LIST}new/?kind=termination", sent)
    amendment = Amendment.objects.get()
    assert "หนังสือ.pdf" in shown(orawan, amendment.get_absolute_url())
    assert b"".join(orawan.get(f"{amendment.get_absolute_url()}letter/").streaming_content) == w.PDF  # type: ignore[attr-defined]
    url = f"{amendment.get_absolute_url()}edit/"
    assert 'value="ยกเลิก"' in shown(orawan, url)
    went(
        orawan.post(
            url, {"title_th": "ยกเลิกข้อตกลง", "why_th": "จบ", "effective_on": "2/1/2570", "version": "1"}
        ),
        amendment.get_absolute_url(),
    )
    assert w.fresh(amendment).effective_on == date(2027, 1, 2)


def test_reasons_are_asked_and_shown(orawan: Client, agreement: Agreement) -> None:
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")))
    url = amendment.get_absolute_url()
    assert "โปรดบอกเหตุผล" in post(orawan, f"{url}back/")
    went(orawan.post(f"{url}back/", {"why_th": "ขอแก้คำผิด", "why_en": "A slip"}), url)
    assert "ขอแก้คำผิด" in shown(orawan, url)
    orawan.cookies["lang"] = "en"
    assert "A slip" in shown(orawan, url)
    went(orawan.post(f"{url}take-back/", {"why_th": "ไม่ต้องแล้ว"}), url)
    orawan.cookies["lang"] = "th"
    assert "ไม่ต้องแล้ว" in shown(orawan, url)
    assert "ปิดโดยไม่มีผล" in shown(orawan, LIST)


# -- reconciling -------------------------------------------------------------------------------------------------


def test_a_person_chooses_between_three_wordings(orawan: Client, agreement: Agreement) -> None:
    first = w.with_words(agreement, 2, ("300", "500"), ("300", "500"), title_th="ฉบับแรก")
    second = w.signed(
        w.opened(w.with_words(agreement, 2, ("300", "400"), ("300", "400"), title_th="ฉบับที่สอง"))
    )
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(first)))
    url = second.get_absolute_url()
    assert "ปรับให้ทันฉบับปัจจุบัน" in shown(orawan, url)
    page = shown(orawan, f"{url}reconcile/")
    assert "มีถ้อยคำที่แก้ทับกัน 2 แห่ง" in page
    assert "ลายมือชื่อเดิมจะใช้ไม่ได้" in page
    assert "ฉบับแรก" in page
    for words in ("300", "400", "500"):
        assert f"<strong>{words}</strong>" in page
    sent = {"version": str(second.version), "onto": "2", "take-c2.th.0": "own", "own-c2.th.0": "450"}
    page = post(orawan, f"{url}reconcile/", sent)
    assert "ยังไม่ได้เลือกว่าจะใช้ข้อความใด" in page
    assert "450</textarea>" in page
    assert "มีผู้อื่นแก้ไขเรื่องนี้" in post(orawan, f"{url}reconcile/", {**sent, "version": "1"})
    assert "ตัวบทเปลี่ยนเป็นฉบับที่ 2" in post(orawan, f"{url}reconcile/", {**sent, "onto": "1"})
    went(orawan.post(f"{url}reconcile/", {**sent, "take-c2.en.0": "proposed"}), url)
    page = shown(orawan, url)
    assert "ลายมือชื่อที่ใช้ไม่ได้แล้ว" in page
    assert "ถ้อยคำที่มีผู้เลือก" in page
    assert "เขียนเอง: 450" in page
    assert "ข้อ ๒ การอบรม แก้ไข: 500 → 450" in page
    went(orawan.get(f"{url}reconcile/"), url)


def test_clean_parts_are_shown_and_confirmed(orawan: Client, agreement: Agreement) -> None:
    first = w.with_words(agreement, 2, ("300", "500"))
    second = w.signed(w.opened(w.with_words(agreement, 3, ("รับซื้อ", "ส่งเสริม"))))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(first)))
    url = second.get_absolute_url()
    assert "ไม่มีถ้อยคำที่แก้ทับกัน" in shown(orawan, f"{url}reconcile/")
    went(orawan.post(f"{url}reconcile/", {"version": str(second.version), "onto": "2"}), url)
    assert "ต้องมี 5 ลงนามแล้ว 5" in shown(orawan, url)


@pytest.mark.parametrize(
    "sent", [{}, {"version": "x", "onto": "\x00"}, {"take-c2.th.0": "magic"}, {"version": "9" * 40}]
)
def test_odd_choices_never_break(orawan: Client, agreement: Agreement, sent: dict[str, str]) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), w.with_words(agreement, 2, ("300", "400"))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(first)))
    post(orawan, f"{second.get_absolute_url()}reconcile/", sent)


def test_a_file_sent_with_a_form_that_comes_back_is_asked_for_again(
    orawan: Client, agreement: Agreement
) -> None:
    sent = {"title_th": "ยกเลิก", "why_th": "", "proposer": "alpha"}
    address = f"{LIST}new/?kind=termination"
    assert "โปรดเลือกไฟล์อีกครั้ง" not in orawan.post(address, sent).content.decode()
    answer = orawan.post(address, {**sent, "upload": w.letter()})
    assert answer.status_code == 422
    assert "โปรดเลือกไฟล์อีกครั้ง" in answer.content.decode()
