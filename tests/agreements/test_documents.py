"""Documents of an agreement: the text that went in comes out, what is not in hand is not pretended, and each document says what it is."""

import hashlib
from datetime import date

import pytest

from phanuek.agreements import actions, documents
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.documents.people import capacity
from phanuek.agreements.models import Agreement, Amendment, Attendee
from phanuek.ui.documents.signing import signature_boxes
from tests.agreements import amending, papers, signing
from tests.agreements.papers import AS_OF, bare, copied, merged, pages, typed

pytestmark = pytest.mark.django_db


def names_in(agreement: Agreement) -> list[str]:
    return [bare(name) for name in agreement.parties.values_list("name_as_printed", flat=True)]


# ---- the text is in hand


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_text_comes_out_of_both_files_letter_by_letter(language: str) -> None:
    agreement = papers.the_invented_agreement()
    version = agreement.text_versions.get()
    pdf = documents.agreement_pdf(agreement, language=language, as_of=AS_OF)
    docx = documents.agreement_docx(agreement, language=language, as_of=AS_OF)
    whole = version.text_th if language == "th" else version.text_en
    title, body = bare(whole.partition("\n\n")[0]), bare(whole.partition("\n\n")[2])
    for text in (copied(pdf), typed(docx)):
        assert title in text
        assert body in text  # every clause, and all that stands between them, in its order
        spans = [span.text_th if language == "th" else span.text_en for span in version.spans.all()]
        assert [span for span in spans if bare(span) not in text] == []
        if language == "th":
            assert [name for name in names_in(agreement) if name not in text] == []


def test_each_page_says_which_version_it_is_its_checksum_and_that_it_is_invented() -> None:
    agreement = papers.the_invented_agreement()
    version = agreement.text_versions.get()
    assert version.text_sha256 == hashlib.sha256(version.text_th.encode()).hexdigest()
    found = pages(documents.agreement_pdf(agreement, as_of=AS_OF))
    assert len(found) > 1
    for page in found:
        assert f"ฉบับที่๑·SHA-256{version.text_sha256}" in page
        assert "ข้อมูลตัวอย่าง" in page


def test_who_signed_for_whom_by_what_right_and_when() -> None:
    agreement = papers.the_invented_agreement()
    for text in (
        copied(documents.agreement_pdf(agreement, as_of=AS_OF)),
        typed(documents.agreement_docx(agreement, as_of=AS_OF)),
    ):
        assert "(นายกมลตัวอย่าง)" in text
        assert "ผู้รับมอบอำนาจตามหนังสือมอบอำนาจที่ธชน." in text
        assert bare("๑๔/๒๕๖๘ ลงวันที่ ๑๐ มกราคม ๒๕๖๘") in text
        assert text.count(bare("ลงนามเมื่อวันที่ ๑๕ มกราคม ๒๕๖๘")) == 5
        assert bare("ปฏิบัติหน้าที่แทนหัวหน้าหน่วยงาน ตามมติคณะกรรมการมูลนิธิ ครั้งที่ ๖/๒๕๖๗") in text
        assert bare("นายสมหมาย ตัวอย่าง ผู้อาวุโสชุมชนทอผ้า") in text


def test_a_department_is_signed_for_in_the_words_of_the_state() -> None:
    agreement = papers.the_invented_agreement()
    party = agreement.parties.get(order=1)
    party.organisation.kind = "department"
    words = {
        right: str(capacity(Attendee(capacity=right), party))
        for right in ("own_right", "for_head", "delegated")
    }
    assert words == {
        "own_right": "",
        "for_head": "ปฏิบัติราชการแทนหัวหน้าส่วนราชการ",
        "delegated": "ผู้รับมอบอำนาจ ปฏิบัติราชการแทน",
    }


def test_before_anyone_signed_it_has_one_place_for_each_party_and_says_of_no_signature() -> None:
    agreement = papers.the_invented_agreement(signed=False)
    pdf = documents.agreement_pdf(agreement, as_of=AS_OF)
    places = signature_boxes(pdf)
    assert len(places) == len(documents.parties_who_sign(agreement)) == 5
    assert all(0 < box.x < 500 and 0 < box.y < 800 for box in places)
    assert len(signature_boxes(pdf, "w")) == 2
    assert "ลงนามเมื่อ" not in copied(pdf)
    assert "ต้นฉบับ" not in copied(pdf)


def test_further_signatories_of_a_party_have_places_after_the_others() -> None:
    agreement = papers.the_invented_agreement(signed=False)
    Attendee.objects.create(
        agreement=agreement, party=agreement.parties.get(order=2), part="signatory", name_th="นายสอง ตัวอย่าง", provenance="demonstration"
    )  # fmt: skip
    pdf = documents.agreement_pdf(agreement, as_of=AS_OF)
    assert len(signature_boxes(pdf)) == 5
    assert len(signature_boxes(pdf, "m")) == 1
    assert "(นายสองตัวอย่าง)" in copied(pdf)


def test_a_draft_says_so_on_each_page() -> None:
    agreement = papers.the_invented_agreement(signed=False)
    agreement.stage = "draft"
    found = pages(documents.agreement_pdf(agreement, as_of=AS_OF))
    assert "(ร่างยังไม่เปิดให้ลงนาม)" in found[0]
    assert all("ร่าง·ฉบับที่๑" in page for page in found)


def test_opening_it_for_signing_makes_this_document_and_none_without_a_text() -> None:
    draft = signing.a_draft("baac", "gsb")
    opened = actions.open_for_signing(by=papers.SYSTEM, agreement=draft)
    assert not opened.signed_files.exists()


# ---- a later version


def test_a_later_version_names_its_amendment_and_who_signed_what() -> None:
    agreement = papers.the_invented_agreement()
    merged(agreement)
    second = agreement.text_versions.get(number=2)
    text = copied(documents.agreement_pdf(agreement, as_of=AS_OF))
    assert bare("(ฉบับที่ ๒ ตามการแก้ไขเพิ่มเติม “เพิ่มเป้าหมายการอบรม” มีผลตั้งแต่วันที่ ๒๓ พฤศจิกายน ๒๕๖๙)") in text
    assert bare(second.text_th.partition("\n\n")[2]) in text
    assert bare("ผู้ลงนามในบันทึกข้อตกลง (ฉบับที่ ๑)") in text
    assert bare("ผู้ลงนามในการแก้ไขเพิ่มเติม “เพิ่มเป้าหมายการอบรม” (ฉบับที่ ๒)") in text
    assert bare("สิ่งที่ภาคีลงนามคือบันทึกข้อตกลงฉบับที่ ๑") in text
    first = copied(documents.agreement_pdf(agreement, as_of=AS_OF, version=1))
    assert "๓๐๐คน" in first
    assert "๔๕๐คน" not in first


def test_what_changed_without_a_change_of_words_is_told_beside_the_newest_text() -> None:
    agreement = papers.the_invented_agreement()
    longer = amending.draft(
        agreement,
        kind="extension",
        proposer=papers.PROPOSER,
        new_ends_on=date(2031, 1, 14),
        title_th="ขยายสามปี",
    )
    merge(amending.opened(longer))
    wanted = bare("ขยายระยะเวลา: ขยายสามปี · วันสุดท้ายใหม่ ๑๔ มกราคม ๒๕๗๔ · มีผลตั้งแต่วันที่ ๒๓ พฤศจิกายน ๒๕๖๙")
    assert wanted in copied(documents.agreement_pdf(agreement, as_of=AS_OF))
    merged(agreement)
    assert wanted in copied(documents.agreement_pdf(agreement, as_of=AS_OF))
    assert wanted not in copied(documents.agreement_pdf(agreement, as_of=AS_OF, version=1))


# ---- the text is not in hand


@pytest.mark.parametrize(
    ("language", "heading", "warning", "answer"),
    [
        ("th", "สรุปข้อมูลที่ทราบเกี่ยวกับบันทึกข้อตกลง(ไม่ใช่ตัวบันทึกข้อตกลง)", "สรุปข้อมูลที่ทราบไม่ใช่ตัวบันทึกข้อตกลง", "ยังบอกไม่ได้เพราะ"),
        ("en", "Whatisknownofthememorandum(notthememorandumitself)", "Whatisknown,notthememorandumitself", "Cannotsay,because"),
    ],
)  # fmt: skip
def test_the_2021_memorandum_is_told_and_not_imitated(
    language: str, heading: str, warning: str, answer: str
) -> None:
    agreement = papers.the_2021_agreement()
    pdf = documents.agreement_pdf(agreement, language=language, as_of=AS_OF)
    docx = documents.agreement_docx(agreement, language=language, as_of=AS_OF)
    assert all(warning in page for page in pages(pdf))
    assert signature_boxes(pdf) == []
    for text in (copied(pdf), typed(docx)):
        assert heading in text
        assert answer in text
        assert len(names_in(agreement)) == 18
        assert [name for name in names_in(agreement) if name not in text] == []
        for item in agreement.not_stated:
            assert bare(item[language]) in text
        for row in agreement.statements.all():
            assert bare(row.text_th if language == "th" else row.text_en) in text
        for source in agreement.sources:
            assert bare(source["title"]) in text
        assert "SHA-256" not in text


def test_each_thing_known_of_2021_names_its_source() -> None:
    text = copied(documents.agreement_pdf(papers.the_2021_agreement(), as_of=AS_OF))
    assert bare("วันศุกร์ที่ ๒๖ กุมภาพันธ์ พ.ศ. ๒๕๖๔ (ตามที่ข่าวรายงาน [๑])") in text
    assert bare("เลขที่เอกสาร ต้นทางไม่ได้ระบุ") in text
    assert bare("(เพิ่มภายหลัง [๒])") in text
    assert bare("พบชื่อในข่าวของธนาคารเอง [๒]") in text
    assert text.count(bare("– ไม่ทราบผู้ลงนาม")) == 16


def test_an_agreement_whose_text_is_kept_elsewhere_says_where() -> None:
    agreement = signing.opened("baac", "gsb", document=signing.plain_pdf())
    text = copied(documents.agreement_pdf(agreement, as_of=AS_OF))
    assert "ตัวบทเก็บไว้ที่กองนิติการ" in text


# ---- amendments


def test_an_amendment_tells_the_words_before_and_after_and_the_whole_text() -> None:
    agreement = papers.the_invented_agreement()
    amendment = papers.an_amendment(agreement)
    old = amending.span(agreement, 3).text_th
    pdf = documents.amendment_pdf(amendment, as_of=AS_OF)
    text = copied(pdf)
    assert bare("๑. ให้ยกเลิกความในข้อ ๓ การพัฒนาสินค้าและการผลิต และให้ใช้ความใหม่แทน") in text
    assert bare("๒. ให้เพิ่มความต่อไปนี้เป็นข้อ ๕/๑ ตราสินค้าร่วม ต่อจากข้อ ๕ การตลาด") in text
    assert bare("๓. ให้ยกเลิกข้อ ๖ ค่าใช้จ่าย") in text
    assert len(signature_boxes(pdf)) == len(documents.parties_who_sign(agreement, amendment)) == 5
    for text in (copied(pdf), typed(documents.amendment_docx(amendment, as_of=AS_OF))):
        assert bare(old) in text
        assert (
            text.count(bare(old.replace("๓๐๐ คน ภายในสามปี", "๔๕๐ คน ภายในสี่ปี"))) == 2
        )  # beside the old, and in the whole text
        assert text.rindex("ข้อ๗") > text.rindex("ข้อ๕/๑")
    merged_text = merge(amendment)
    after = copied(documents.amendment_pdf(amending.fresh(amendment), as_of=AS_OF))
    assert bare(merged_text.partition("\n\n")[2]) in after


def merge(amendment: Amendment) -> str:
    merge_amendment(by=papers.SYSTEM, amendment=amending.signed(amendment))
    return str(amending.newest(amendment.agreement).text_th)


def test_what_changes_beside_words_is_told_before_and_after() -> None:
    agreement = papers.the_invented_agreement()
    longer = amending.draft(
        agreement, kind="extension", proposer=papers.PROPOSER, new_ends_on=date(2031, 1, 14)
    )
    text = copied(documents.amendment_pdf(longer, as_of=AS_OF))
    assert bare("วันสุดท้ายของข้อตกลง ๑๔ มกราคม ๒๕๗๑ ๑๔ มกราคม ๒๕๗๔") in text
    assert "(ร่างยังไม่ได้เสนอภาคี)" in text
    assert "ตกลงกันดังต่อไปนี้" not in text
    merge(amending.opened(longer))
    assert bare("๑๔ มกราคม ๒๕๗๑ ๑๔ มกราคม ๒๕๗๔") in copied(
        documents.amendment_pdf(amending.fresh(longer), as_of=AS_OF)
    )
    gone = amending.draft(
        agreement, kind="withdrawal", proposer="demo-nan-chamber", party=amending.party(agreement, "demo-nan-chamber"),
        effective_on=date(2027, 3, 1),
    )  # fmt: skip
    assert bare("หอการค้าหัตถกรรมน่านตัวอย่าง เป็นภาคี ถอนตัว ไม่เป็นภาคีตั้งแต่วันที่ ๑ มีนาคม ๒๕๗๐") in copied(
        documents.amendment_pdf(gone, as_of=AS_OF)
    )
