"""Pages of the text: read in both languages, compared, taken away, put in, marked, commitments tied."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions.clauses import tie_to_clause
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Commitment, TextVersion
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast
from tests.agreements import amending as w
from tests.agreements.agreement import an_agreement
from tests.agreements.test_text import a_commitment

pytestmark = pytest.mark.django_db
TEXT = "/agreements/five/text/"


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def amended() -> Agreement:
    agreement = w.signed_agreement()
    merge_amendment(
        by=w.SYSTEM, amendment=w.signed(w.opened(w.with_words(agreement, 2, ("300", "500"), ("300", "500"))))
    )
    return agreement


# -- reading -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_anyone_reads_every_clause_in_both_languages(
    client: Client, language: str, django_assert_max_num_queries: Any
) -> None:
    agreement = w.signed_agreement()
    row = a_commitment(agreement)
    tie_to_clause(by=w.SYSTEM, commitment=row, clause=w.clause(agreement, 2), version=1)
    client.cookies["lang"] = language
    with django_assert_max_num_queries(12):
        page = shown(client, TEXT)
    for number in (1, 2, 3, 4):
        assert f'id="clause-c{number}"' in page
        words = page.replace("<strong>", "").replace("</strong>", "")
        assert w.span(agreement, number).text_th in words
        assert w.span(agreement, number).text_en in words
    assert (
        page.count({"th": "ยังไม่มีภารกิจภายใต้ข้อนี้", "en": "No commitment hangs under this clause yet"}[language])
        == 3
    )
    assert f'<a href="/commitments/{row.code}/">' in page
    assert w.newest(agreement).text_sha256 in page
    assert "ลงชื่อ ผู้แทนภาคีทั้งห้า" in page
    assert "text/put/" not in page


def test_versions_stay_readable_and_are_compared(client: Client) -> None:
    amended()
    page = shown(client, TEXT)
    assert "ภาคีจะอบรมสมาชิก 500 คนต่อปี" in page
    assert "ฉบับปัจจุบัน" in page
    old = shown(client, f"{TEXT}1/")
    assert "ภาคีจะอบรมสมาชิก 300 คนต่อปี" in old
    assert "ไม่ใช่ฉบับปัจจุบัน" in old
    compared = shown(client, f"{TEXT}2/?compare=1")
    assert "ข้อ ๒ การอบรม แก้ไข: 300 → 500" in compared
    assert "แก้ข้อความ 1 ข้อ รวมตัดออก 1 คำ เพิ่ม 1 คำ" in compared
    assert (
        '<del><span class="visually-hidden">[ตัดออก: </span>300<span class="visually-hidden">] </span></del>'
        in compared
    )
    assert (
        '<ins><span class="visually-hidden">[ใส่ใหม่: </span>500<span class="visually-hidden">] </span></ins>'
        in compared
    )
    client.cookies["lang"] = "en"
    compared = shown(client, f"{TEXT}1/?compare=2")
    assert "Clause 2 Training changed: 500 → 300" in compared
    assert "1 clause changed; words taken out: 1, put in: 1" in compared


@pytest.mark.parametrize(
    "query", ["?compare=0", "?compare=2", "?compare=x", "?compare=" + "9" * 40, "?compare=%00", "?compare=1"]
)
def test_odd_comparisons_show_the_text(client: Client, query: str) -> None:
    w.signed_agreement()
    assert "แก้ไข:" not in shown(client, f"{TEXT}{query}")


@pytest.mark.parametrize("address", ["3/", "0/", "99999999999999999999/", "3/th.txt", "1/file/"])
def test_a_version_that_is_not_there_is_404(client: Client, address: str) -> None:
    w.signed_agreement()
    as_(client, cast.orawan())
    shown(client, f"{TEXT}{address}", 404)


def test_the_words_are_taken_away_to_the_letter(client: Client) -> None:
    agreement = w.signed_agreement()
    answer = client.get(f"{TEXT}1/th.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="five-text-1-th.txt"'
    assert hashlib.sha256(answer.content).hexdigest() == w.newest(agreement).text_sha256
    assert client.get(f"{TEXT}1/en.txt").content.decode() == w.ENGLISH
    TextVersion.objects.update(text_en="")
    assert client.get(f"{TEXT}1/en.txt").status_code == 404


def test_where_the_text_is_not_in_hand_the_page_says_what_is_known(client: Client) -> None:
    an_agreement("alpha", "beta")
    page = shown(client, "/agreements/mou-1/text/")
    assert "ตัวบทของข้อตกลงนี้ไม่ได้อยู่ในมือ" in page
    assert "ข้อความที่แหล่งที่มารายงาน" in page
    assert "text/put/" not in page
    assert "text/put/" in shown(as_(client, cast.orawan()), "/agreements/mou-1/text/")


def test_a_draft_is_for_its_parties_and_the_secretariat(client: Client) -> None:
    w.signed_agreement(stage="draft")
    shown(client, TEXT, 404)
    assert "ข้อความยังเปลี่ยนได้" in shown(
        as_(client, cast.member("lek", "partner_officer", w.body("alpha"))), TEXT
    )


def test_a_clause_taken_out_is_told_with_what_still_hangs_under_it(client: Client) -> None:
    from phanuek.agreements.actions.changes import repeal_clause

    agreement = w.signed_agreement()
    row = a_commitment(agreement)
    tie_to_clause(by=w.SYSTEM, commitment=row, clause=w.clause(agreement, 3), version=1)
    amendment = w.draft(agreement)
    repeal_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 3))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(w.fresh(amendment))))
    page = shown(client, TEXT)
    assert "ยกเลิกในฉบับที่ 2" in page
    assert "ยังมีภารกิจภายใต้ข้อที่ยกเลิกแล้ว" in page
    assert "ยกเลิกในฉบับที่" not in shown(client, f"{TEXT}1/")
    assert "ยกเลิก ข้อ ๓ การตลาด" in shown(client, f"{TEXT}2/?compare=1")


def test_the_original_file_is_for_the_parties(client: Client) -> None:
    agreement = an_agreement("alpha", "beta", code="five", provenance="added")
    w.put_text(by=w.SYSTEM, agreement=agreement, text_th=w.THAI, upload=w.letter("ฉบับลงนาม.pdf"))
    assert client.get(f"{TEXT}1/file/").status_code == 302
    assert "ไฟล์ต้นฉบับเปิดได้เฉพาะ" in shown(as_(client, cast.niran("zeta")), f"{TEXT}1/file/", 403)
    answer = as_(client, cast.member("lek", "partner_officer", w.body("alpha"))).get(f"{TEXT}1/file/")
    assert b"".join(answer.streaming_content) == w.PDF  # type: ignore[attr-defined]


# -- putting in and marking --------------------------------------------------------------------------------------


def test_the_secretariat_puts_a_text_in_marks_it_and_reads_it(client: Client) -> None:
    agreement = an_agreement("alpha", "beta", code="five")
    as_(client, cast.orawan())
    assert 'name="text_th"' in shown(client, f"{TEXT}put/")
    answer = client.post(
        f"{TEXT}put/", {"text_th": w.THAI.replace("\n", "\r\n"), "text_en": w.ENGLISH, "version": "0"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{TEXT}clauses/")
    assert w.newest(agreement).text_th == w.THAI
    page = shown(client, f"{TEXT}clauses/")
    assert "ระบบเห็นว่ามี 4 ข้อ" in page
    assert page.count("checked") == 10  # four begin and one leaves, in each language
    assert 'value="วัตถุประสงค์"' in page
    answer = client.post(f"{TEXT}clauses/", posted(page, step="save"))
    assert (answer.status_code, answer["Location"]) == (302, TEXT)
    spans = list(w.newest(agreement).spans.all())
    assert [(s.label_th, s.label_en) for s in spans] == [
        (f"ข้อ {t}", f"Clause {n}") for n, t in enumerate("๑๒๓๔", start=1)
    ]
    assert spans[3].text_en == "Clause 4 Term\nThis agreement holds until 31 December 2028"
    assert "แบ่งข้อใหม่" in shown(client, TEXT)
    assert shown(client, f"{TEXT}clauses/").count("checked") == 10


def posted(page: str, **changes: Any) -> dict[str, Any]:
    """What a browser would send of the form on a page."""
    import re
    from html import unescape

    form = page.split('<form method="post" novalidate data-unsaved>')[1].split("</form>")[0]
    sent: dict[str, Any] = {}
    for field in re.findall(r"<input[^>]*>", form):
        name, value = (re.search(rf'\b{key}="([^"]*)"', field) for key in ("name", "value"))
        assert name is not None
        if 'type="checkbox"' in field and "checked" not in field:
            continue
        sent.setdefault(name[1], []).append(unescape(value[1]) if value else "")
    sent.pop("csrfmiddlewaretoken", None)
    return sent | changes


def test_a_person_corrects_where_clauses_begin(client: Client) -> None:
    agreement = w.signed_agreement()
    as_(client, cast.orawan())
    page = shown(client, f"{TEXT}clauses/")
    sent = posted(page, step="look")
    sent["start"] = [n for n in sent["start"] if n != "6"]  # clause 2 runs together with clause 1
    looked = client.post(f"{TEXT}clauses/", sent).content.decode()
    assert "ขณะนี้ 3 ข้อ" in looked
    answer = client.post(f"{TEXT}clauses/", {**posted(looked), "step": "save"})
    assert answer.status_code == 422
    assert "คำแปลมี 4 ข้อ แต่ข้อความไทยมี 3 ข้อ" in answer.content.decode()
    sent = posted(looked)
    sent["start_en"] = [n for n in sent["start_en"] if n != "6"]
    assert client.post(f"{TEXT}clauses/", {**sent, "step": "save"}).status_code == 302
    assert [s.label_th for s in w.newest(agreement).spans.all()] == ["ข้อ ๑", "ข้อ ๓", "ข้อ ๔"]
    # a line chosen anew without a number asks for its label
    sent["start"] = ["1", *sent["start"]]
    answer = client.post(f"{TEXT}clauses/", {**sent, "step": "save", "seen": "3"})
    assert answer.status_code == 422
    assert "บรรทัดที่ 1: ยังไม่มีชื่อข้อ" in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"start": ["0", "-1", "x", "999999", "9" * 30, "\x00"]}, {"start": "2"}, {"start": ["3", "3"], "label-3": "\x00"},
        {"start": "3", "label-3": "ก" * 500}, {"start": "3", "seen": "x"}, {"start": "3", "seen": "77"}, {"step": "magic"},
    ],
)  # fmt: skip
def test_odd_marks_are_told_and_never_break(client: Client, sent: dict[str, Any]) -> None:
    agreement = w.signed_agreement()
    as_(client, cast.orawan())
    answer = client.post(f"{TEXT}clauses/", {"step": "save", **sent})
    assert answer.status_code in (200, 422, 302)
    assert w.newest(agreement).spans.count() in (4, 1)


def test_a_signed_text_is_not_replaced_and_what_was_typed_stays(client: Client) -> None:
    w.signed_agreement()
    as_(client, cast.orawan())
    assert "แทนที่ไม่ได้ เปลี่ยนได้โดยการแก้ไขเพิ่มเติม" in shown(client, f"{TEXT}put/")
    answer = client.post(f"{TEXT}put/", {"text_th": "ข้อความใหม่ทั้งหมด", "version": "2"})
    assert answer.status_code == 422
    assert "ลงนามแล้ว จึงแทนที่ไม่ได้" in answer.content.decode()
    assert "ข้อความใหม่ทั้งหมด" in answer.content.decode()


def test_two_editors_of_a_draft_see_both_texts(client: Client) -> None:
    agreement = w.signed_agreement(stage="draft")
    as_(client, cast.orawan())
    w.put_text(by=w.SYSTEM, agreement=agreement, text_th="ของคนแรก", version=2)
    answer = client.post(f"{TEXT}put/", {"text_th": "ของคนที่สอง", "version": "2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="3"' in page
    assert client.post(f"{TEXT}put/", {"text_th": "ของคนที่สอง", "version": "3"}).status_code == 302


@pytest.mark.parametrize("address", ["put/", "clauses/"])
def test_who_may_not_put_in_or_mark(client: Client, address: str) -> None:
    w.signed_agreement()
    assert client.get(f"{TEXT}{address}").status_code == 302
    assert "ฝ่ายเลขานุการ" in shown(as_(client, cast.niran("alpha")), f"{TEXT}{address}", 403)


# -- tying -------------------------------------------------------------------------------------------------------


def test_commitments_are_tied_one_after_another(client: Client) -> None:
    agreement = w.signed_agreement()
    first = a_commitment(agreement, title_th="อบรมสมาชิกกลุ่มอาชีพปีละ 300 คน", title_en="Train 300 members")
    second = a_commitment(agreement, "beta", title_th="รับซื้อสินค้าจากกลุ่มอาชีพ", title_en="Buy goods")
    as_(client, cast.orawan())
    page = shown(client, f"{TEXT}tie/")
    assert "ตรวจแล้ว 0 จาก 2 ภารกิจ" in page
    assert page.index('value="c2"') < page.index('value="c1"')  # the likely clause first
    assert "น่าจะเป็นข้อนี้" in page
    answer = client.post(f"{TEXT}tie/", {"commitment": first.code, "version": "1", "clause": "c2"})
    assert answer["Location"] == f"{TEXT}tie/?commitment={second.code}"
    answer = client.post(f"{TEXT}tie/", {"commitment": second.code, "version": "1", "clause": "none"})
    assert answer["Location"] == f"{TEXT}tie/"
    page = shown(client, f"{TEXT}tie/")
    assert "ตรวจครบทุกภารกิจแล้ว" in page
    assert "ไม่มีข้อใดระบุ" in page
    client.post(f"{TEXT}tie/", {"commitment": first.code, "version": "2", "clause": "untie"})
    assert Commitment.objects.get(pk=first.pk).clause is None
    assert "ตรวจแล้ว 1 จาก 2 ภารกิจ" in shown(client, f"{TEXT}tie/")


def test_what_cannot_be_tied_is_told(client: Client) -> None:
    agreement = w.signed_agreement()
    row = a_commitment(agreement)
    as_(client, cast.orawan())
    for sent, says in (
        ({"clause": "", "version": "1"}, "ยังไม่ได้เลือกข้อ"),
        ({"clause": "c99", "version": "1"}, "ยังไม่ได้เลือกข้อ"),
        ({"clause": "c1", "version": "7"}, "มีผู้อื่นบันทึกภารกิจนี้"),
    ):
        answer = client.post(f"{TEXT}tie/", {"commitment": row.code, **sent})
        assert answer.status_code == 422
        assert says in answer.content.decode()
    assert client.post(f"{TEXT}tie/", {"commitment": "none"}).status_code == 404


def test_a_body_ties_its_own_commitments_only(client: Client) -> None:
    agreement = w.signed_agreement()
    own, other = a_commitment(agreement), a_commitment(agreement, "beta", title_th="ของหน่วยงานอื่น")
    as_(client, cast.member("lek", "partner_officer", w.body("alpha")))
    page = shown(client, f"{TEXT}tie/")
    assert own.title_th in page
    assert "ของหน่วยงานอื่น" not in page
    assert (
        client.post(f"{TEXT}tie/", {"commitment": other.code, "version": "1", "clause": "c1"}).status_code
        == 404
    )
    as_(client, cast.member("noi", "partner_officer", w.body("gamma")))
    shown(client, f"{TEXT}tie/", 403)
