"""Pages of amendments, walked as a person walks them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.states import AmendmentState as S
from phanuek.organisations.actor import Actor
from tests import cast
from tests.agreements import amending as w
from tests.agreements.agreement import an_agreement
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


# -- a whole way -------------------------------------------------------------------------------------------------


def test_a_change_of_wording_from_the_idea_to_version_two(client: Client, agreement: Agreement) -> None:
    as_(client, officer("alpha"))
    assert "เปลี่ยน เพิ่ม หรือยกเลิกข้อความ" in shown(client, f"{LIST}new/")
    answer = client.post(
        f"{LIST}new/?kind=text", {"title_th": "เพิ่มเป้า", "why_th": "มีผู้สนใจมาก", "proposer": "alpha"}
    )
    amendment = Amendment.objects.get()
    url = f"{LIST}{amendment.code}/"
    went(answer, url)
    page = shown(client, url)
    assert "เลือกข้อที่จะแก้" in page
    assert "ร่างนี้เห็นได้เฉพาะผู้เสนอ" in page
    assert "ภาคีจะอบรมสมาชิก 300 คนต่อปี" in shown(client, f"{url}changes/c2/")
    words = w.span(agreement, 2)
    sent = {
        "text_th": words.text_th.replace("300", "500"),
        "text_en": words.text_en.replace("300", "500"),
        "version": "0",
    }
    went(client.post(f"{url}changes/c2/", sent), url)
    assert "ข้อ ๒ การอบรม แก้ไข: 300 → 500" in shown(client, url)
    assert "ทุกองค์กรจะเห็นเรื่องนี้" in shown(client, f"{url}propose/")
    went(client.post(f"{url}propose/", {"version": "2"}), url)

    # the other parties answer; the secretariat for those without an account
    as_(client, officer("beta"))
    assert f"{url}review/beta/" in shown(client, url)
    assert f"{url}review/gamma/" not in shown(client, url)
    went(client.post(f"{url}review/beta/", {"answer": "agree", "version": "2"}), url)
    as_(client, cast.orawan())
    for code in ("gamma", "delta", "epsilon"):
        assert "ในนามของหน่วยงาน" in shown(client, f"{url}review/{code}/")
        went(client.post(f"{url}review/{code}/", {"answer": "agree", "version": "2"}), url)
    assert "เห็นชอบ 5 ขอให้แก้ไข 0 ไม่เห็นชอบ 0 ยังไม่ตอบ 0" in shown(client, f"{url}open/")
    went(client.post(f"{url}open/"), url)

    # from now on everyone reads it; signatures are recorded
    client.logout()
    assert "ต้องมี 5 ลงนามแล้ว 0" in shown(client, url)
    as_(client, cast.member("two", "secretariat", cast.organisation("osep")))
    for code in w.BODIES:
        sent = {
            "name_th": f"นาย {code}",
            "position_th": "ผอ.",
            "capacity": "own_right",
            "signed_on": "23/11/2569",
            "version": "2",
        }
        went(client.post(f"{url}sign/{code}/", sent), url)
    assert "ครบเมื่อ" in shown(client, url)
    went(client.post(f"{url}merge/"), url)
    page = shown(client, url)
    assert "สิ่งที่เปลี่ยน" in page
    assert 'href="/agreements/five/text/2/"' in page
    assert w.newest(agreement).text_th == w.THAI.replace("300", "500")
    assert "เพิ่มเป้า" in shown(client, "/agreements/five/text/")
    client.logout()
    assert "แก้ข้อความ 1 ข้อ รวมตัดออก 1 คำ เพิ่ม 1 คำ" in shown(client, LIST)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("state", ["draft", "review", "signing", "merged"])
def test_the_page_in_every_state_and_language(
    orawan: Client, agreement: Agreement, language: str, state: str, django_assert_max_num_queries: Any
) -> None:
    amendment = w.with_words(agreement, 2, ("300", "500"), ("300", "500"))
    if state != "draft":
        amendment = w.reviewed(amendment, beta="agree") if state == "review" else w.opened(amendment)
    if state == "merged":
        amendment = merge_amendment(by=w.SYSTEM, amendment=w.signed(amendment))
    orawan.cookies["lang"] = language
    with django_assert_max_num_queries(45):
        page = shown(orawan, amendment.get_absolute_url())
    assert {"th": "ข้อ ๒ การอบรม แก้ไข: 300 → 500", "en": "Clause 2 Training changed: 300 → 500"}[
        language
    ] in page
    assert page.count("<del>") == 2
    assert page.count("<ins>") == 2
    assert "เพิ่มเป้าหมาย" not in page


def test_new_clauses_and_those_that_go(orawan: Client, agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    url = amendment.get_absolute_url()
    a_commitment(agreement, clause=w.clause(agreement, 3))
    assert 'value="c2" selected' in shown(orawan, f"{url}changes/new/?after=c2")
    answer = orawan.post(f"{url}changes/new/", {"after": "c2", "text_th": "ข้อ ๒/๑ เครื่องมือ\nจัดหาเครื่องมือ"})
    went(answer, url)
    assert "จัดหาเครื่องมือ" in shown(orawan, f"{url}changes/c2-1/")
    went(
        orawan.post(f"{url}changes/c2-1/", {"after": "c1", "text_th": "ข้อ ๑/๑ เครื่องมือ", "version": "1"}), url
    )
    assert "มีภารกิจ 1 รายการอยู่ภายใต้ข้อนี้" in shown(orawan, f"{url}changes/c3/repeal/")
    went(orawan.post(f"{url}changes/c3/repeal/", {"version": "0"}), url)
    page = shown(orawan, url)
    assert "เพิ่ม 1 ข้อ ยกเลิก 1 ข้อ" in page
    assert "เพิ่ม ข้อ ๑/๑" in page
    assert "ยกเลิก ข้อ ๓ การตลาด" in page
    assert "เลิกแก้ข้อนี้" in shown(orawan, f"{url}changes/c3/drop/")
    went(orawan.post(f"{url}changes/c3/drop/", {"version": "1"}), url)
    assert amendment.changes.count() == 1
    for address in ("changes/c99/", "changes/c99/repeal/", "changes/c3/drop/", "changes/c2-1/repeal/"):
        shown(orawan, f"{url}{address}", 404)


# -- what is wrong is told, and what was typed stays -------------------------------------------------------------


def test_a_refused_draft_keeps_what_was_typed(orawan: Client, agreement: Agreement) -> None:
    page = post(
        orawan,
        f"{LIST}new/?kind=extension",
        {"title_th": "ขยายเวลา", "why_th": "งานยังไม่เสร็จ", "new_ends_on": "1/1/2570", "proposer": "alpha"},
    )
    assert "ต้องมาหลังวันสิ้นสุดปัจจุบัน" in page
    assert 'value="ขยายเวลา"' in page
    assert 'value="1/1/2570"' in page
    page = post(
        orawan,
        f"{LIST}new/?kind=withdrawal",
        {"title_th": "ก", "why_th": "ข", "party": "beta", "effective_on": "1/12/2569", "proposer": "alpha"},
    )
    assert "ถอนตัวได้เร็วที่สุด 23 ธันวาคม 2569" in page
    page = post(
        orawan,
        f"{LIST}new/?kind=withdrawal",
        {"title_th": "ก", "why_th": "ข", "party": "nobody", "proposer": "alpha"},
    )
    assert "field-error" in page
    post(orawan, f"{LIST}new/?kind=magic", {"title_th": "ก"})
    assert not Amendment.objects.exists()


def test_two_editors_of_a_clause_see_both_texts(orawan: Client, agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    url = f"{amendment.get_absolute_url()}changes/c2/"
    went(orawan.post(url, {"text_th": "ข้อ ๒ ของคนแรก", "version": "0"}), amendment.get_absolute_url())
    page = post(orawan, url, {"text_th": "ข้อ ๒ ของคนที่สอง", "version": "0"})
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="1"' in page
    went(orawan.post(url, {"text_th": "ข้อ ๒ ของคนที่สอง", "version": "1"}), amendment.get_absolute_url())


def test_steps_that_cannot_be_are_told_on_their_page(orawan: Client, agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    url = amendment.get_absolute_url()
    assert "ยังไม่มีข้อใดที่ต่างไป" in post(orawan, f"{url}propose/")
    assert "อยู่ในขั้น “ร่าง”" in post(orawan, f"{url}open/")
    assert "อยู่ในขั้น “ร่าง”" in post(orawan, f"{url}merge/")
    assert "อยู่ในขั้น “ร่าง”" in post(orawan, f"{url}review/beta/", {"answer": "agree"})
    assert "อยู่ในขั้น “ร่าง”" in post(
        orawan,
        f"{url}sign/beta/",
        {"name_th": "ก", "position_th": "ข", "capacity": "own_right", "signed_on": "23/11/2569"},
    )
    page = post(orawan, f"{url}review/beta/", {"answer": "magic", "comment": "พิมพ์ไว้แล้ว"})
    assert "พิมพ์ไว้แล้ว" in page
    shown(orawan, f"{url}review/nobody/", 404)
    shown(orawan, f"{url}sign/nobody/", 404)


def test_a_signature_that_cannot_be_is_told_at_its_field(orawan: Client, agreement: Agreement) -> None:
    amendment = w.opened(w.with_words(agreement, 2, ("300", "500")))
    url = f"{amendment.get_absolute_url()}sign/beta/"
    good = {
        "name_th": "นาย ข",
        "position_th": "ผอ.",
        "capacity": "own_right",
        "signed_on": "23/11/2569",
        "version": "2",
    }
    for wrong, says in (
        ({"signed_on": "24/11/2569"}, "ยังไม่มาถึง"),
        ({"signed_on": "22/11/2569"}, "มาก่อนวันที่เปิดให้ลงนาม"),
        ({"capacity": "delegated"}, "คำสั่งหรือหนังสือที่ให้อำนาจ"),
        ({"version": "1"}, "เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้"),
        ({"upload": w.letter("scan.pdf", b"MZ")}, "ไม่ใช่ชนิดที่รับ"),
        ({"name_th": ""}, "กรุณากรอกข้อมูล"),
    ):
        page = post(orawan, url, {**good, **wrong})
        assert says in page
        assert 'value="ผอ."' in page
    went(orawan.post(url, {**good, "upload": w.letter("scan.pdf")}), amendment.get_absolute_url())
    person = amendment.attendees.get()
    scan = f"{amendment.get_absolute_url()}signatures/{person.code}/"
    assert b"".join(orawan.get(scan).streaming_content) == w.PDF  # type: ignore[attr-defined]
    orawan.logout()
    assert orawan.get(scan).status_code == 302
    assert "ภาคีและฝ่ายเลขานุการ" in shown(as_(orawan, officer("stranger")), scan, 403)


# -- sight -------------------------------------------------------------------------------------------------------


def test_who_sees_what(client: Client, agreement: Agreement) -> None:
    amendment = w.with_words(agreement, 2, ("300", "500"))
    url = amendment.get_absolute_url()
    shown(client, url, 404)
    shown(as_(client, officer("beta")), url, 404)
    amendment = w.reviewed(amendment, beta="object")
    assert "เพราะงบไม่พอ" in shown(client, url)
    client.logout()
    shown(client, url, 404)
    assert amendment.code not in shown(client, LIST)
    shown(as_(client, officer("stranger")), url, 404)
    Amendment.objects.filter(pk=amendment.pk).update(state=S.SIGNING, signing_opened_on=date(2026, 11, 23))
    page = shown(client, url)
    assert "เพราะงบไม่พอ" not in page
    assert "อ่านได้เฉพาะภาคี" in page


@pytest.mark.parametrize("step", ["open", "merge", "reject", "review-again"])
def test_deciding_is_for_the_secretariat(client: Client, agreement: Agreement, step: str) -> None:
    amendment = w.opened(w.with_words(agreement, 2, ("300", "500")))
    as_(client, officer("alpha"))
    assert "ฝ่ายเลขานุการ" in shown(client, f"{amendment.get_absolute_url()}{step}/", 403)
    assert f"{step}/" not in shown(client, amendment.get_absolute_url())


def test_only_parties_propose(client: Client, agreement: Agreement) -> None:
    assert client.get(f"{LIST}new/").status_code == 302
    for actor in (officer("stranger"), cast.malee()):
        shown(as_(client, actor), f"{LIST}new/", 403)
        assert "amendments/new/" not in shown(client, LIST)


def test_an_agreement_without_its_text(orawan: Client) -> None:
    an_agreement("alpha", "beta", code="five")
    page = shown(orawan, f"{LIST}new/")
    assert "ทำไม่ได้ เพราะตัวบทไม่ได้อยู่ในมือ" in page
    assert "?kind=extension" in page
    assert "ไม่ได้อยู่ในมือ" in post(
        orawan, f"{LIST}new/?kind=text", {"title_th": "ก", "why_th": "ข", "proposer": "alpha"}
    )
    assert "เป็นครั้งแรก" in shown(orawan, f"{LIST}new/?kind=extension")


def test_a_draft_agreement_is_edited_not_amended(orawan: Client) -> None:
    w.signed_agreement(stage="draft")
    assert "ยังไม่ได้ลงนาม" in shown(orawan, LIST)
    assert "แก้ไขร่างของข้อตกลงโดยตรง" in shown(orawan, f"{LIST}new/")
