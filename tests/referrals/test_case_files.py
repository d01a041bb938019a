"""Files of a case: at which step they come in, how many, who opens them, and how they end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from phanuek.files.models import Attachment
from phanuek.referrals import actions, keeping
from phanuek.referrals.models import CaseFile, Referral
from phanuek.ui.problems import NotAllowed, Refused
from tests.conftest import BANGKOK
from tests.referrals import world as worlds
from tests.referrals.test_pages import address, client_of, pdf, sending, text
from tests.referrals.world import TODAY, World


def names(case: Referral) -> set[tuple[str, str]]:
    return {(row.kind, row.attachment.name) for row in case.files.select_related("attachment")}


def test_documents_come_in_at_every_step(world: World) -> None:
    answer = client_of("malee").post(
        address(world), sending(world, files=[pdf("ทะเบียน.pdf"), pdf("แผนที่.pdf")])
    )
    assert answer.status_code == 302, text(answer)
    case = Referral.objects.get()

    def act(who: str, name: str, **data: Any) -> None:
        got = client_of(who).post(reverse(f"referrals:{name}", args=[case.code]), data)
        assert got.status_code == 302, text(got)

    act("niran", "ask", text="ขอบัญชี", files=[pdf("แบบฟอร์ม.pdf")])
    act("somchai", "give", text="แนบแล้ว", files=[pdf("บัญชี.pdf")])
    act("malee", "note", text="เพิ่มเติม", files=[pdf("ภาพ.pdf")])
    act("niran", "accept", note="", files=[pdf("หนังสือตอบ.pdf")])
    act("niran", "deliver", kind="goods", what="กี่", delivered_on="23/11/2569", evidence=[pdf("ใบส่งของ.pdf")])
    act("somchai", "add_files", documents=[pdf("ขอบคุณ.pdf")], title="ภาพงาน")
    assert names(case) == {
        ("application", "ทะเบียน.pdf"), ("application", "แผนที่.pdf"), ("answer", "แบบฟอร์ม.pdf"), ("application", "บัญชี.pdf"),
        ("application", "ภาพ.pdf"), ("answer", "หนังสือตอบ.pdf"), ("evidence", "ใบส่งของ.pdf"), ("application", "ขอบคุณ.pdf"),
    }  # fmt: skip
    page = text(client_of("niran").get(case.get_absolute_url()))
    assert "หนังสือตอบ.pdf" in page
    assert "ภาพงาน" in page


def test_what_is_not_taken_stops_the_act_too(world: World) -> None:
    case = world.send()
    page = reverse("referrals:ask", args=[case.code])
    for files, words in (
        ([SimpleUploadedFile("x.pdf", b"MZ...")], "ชนิดที่รับ"),
        ([pdf(f"{n}.pdf") for n in range(6)], "ไม่เกิน 5 ไฟล์"),
        ([SimpleUploadedFile("x.pdf", b"%PDF-1" + b"0" * (10 * 1024 * 1024))], "10 เมกะไบต์"),
    ):
        got = client_of("niran").post(page, {"text": "ขอบัญชีที่พิมพ์ไว้", "files": files})
        assert got.status_code == 422
        assert words in text(got)
        assert "ขอบัญชีที่พิมพ์ไว้" in text(got)
    case.refresh_from_db()
    assert case.state == "sent"
    assert not Attachment.objects.exists()


def test_a_case_holds_so_many_and_no_more(world: World) -> None:
    case = world.send()
    for _ in range(6):
        actions.add_files(by=world.malee, referral=case, uploads=[pdf() for _ in range(5)])
    with pytest.raises(Refused, match="30"):
        actions.add_files(by=world.malee, referral=case, uploads=[pdf()])
    assert CaseFile.objects.count() == 30


def test_an_infected_file_stops_the_act(world: World, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.CLAMD = "/nowhere/clamd.sock"
    case = world.send()
    page = reverse("referrals:ask", args=[case.code])
    got = client_of("niran").post(page, {"text": "ขอบัญชี", "files": [pdf()]})
    assert got.status_code == 422
    assert "ตรวจไวรัสไม่ได้" in text(got)
    monkeypatch.setattr("phanuek.files.scanning.ask", lambda *_: "Eicar-Test-Signature")
    assert "Eicar-Test-Signature" in text(client_of("niran").post(page, {"text": "ขอบัญชี", "files": [pdf()]}))
    case.refresh_from_db()
    assert case.state == "sent"
    monkeypatch.setattr("phanuek.files.scanning.ask", lambda *_: "")
    assert client_of("niran").post(page, {"text": "ขอบัญชี", "files": [pdf()]}).status_code == 302
    assert Attachment.objects.get().scanned == "clean"


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_add_and_open_nothing(world: World, who: str) -> None:
    case = world.send()
    file = actions.add_files(by=world.malee, referral=case, uploads=[pdf()])[0]
    stranger = worlds.strangers()[who]
    with pytest.raises(NotAllowed):
        actions.add_files(by=stranger, referral=case, uploads=[pdf()])
    assert not Referral.objects.visible_to(stranger).exists()
    assert CaseFile.objects.count() == 1
    assert file.kind == "application"


def test_a_closed_case_takes_none(world: World) -> None:
    case = world.send()
    actions.withdraw(by=world.malee, referral=case, why="x")
    with pytest.raises(NotAllowed, match="ปิดแล้ว"):
        actions.add_files(by=world.malee, referral=case, uploads=[pdf()])


def test_papers_end_as_the_policy_says(
    world: World, clock: Any, django_capture_on_commit_callbacks: Any
) -> None:
    case = world.accepted()
    paper = actions.add_files(by=world.malee, referral=case, uploads=[pdf("ทะเบียน.pdf")])[0].attachment
    given = actions.record_delivery(
        by=world.niran, referral=case, kind="goods", what="กี่", delivered_on=TODAY, uploads=[pdf("ใบส่งของ.pdf")]
    )  # fmt: skip
    proof = given.files.get().attachment
    assert keeping.keep_and_destroy(TODAY) == []
    paper.refresh_from_db()
    assert paper.keep_until is None
    case.refresh_from_db()
    actions.close(by=world.niran, referral=case)
    keeping.set_last_days()
    paper.refresh_from_db()
    proof.refresh_from_db()
    assert (paper.keep_until, proof.keep_until) == (date(2028, 11, 23), date(2036, 11, 23))
    clock(datetime(2028, 11, 24, 9, 0, tzinfo=BANGKOK))
    with django_capture_on_commit_callbacks(execute=True):
        assert [one.about for one in keeping.keep_and_destroy(date(2028, 11, 24))] == ["1"]
    paper.refresh_from_db()
    assert paper.removed_at is not None
    assert not paper.file.storage.exists(paper.file.name)
    assert proof.file.storage.exists(proof.file.name)
    page = text(client_of("malee").get(case.get_absolute_url()))
    assert "ทะเบียน.pdf" in page
    assert "ทำลายตามระเบียบการเก็บรักษาเมื่อ 24 พฤศจิกายน 2571" in page
    assert "ทำลายไฟล์ตามระเบียบการเก็บรักษา" in page
    link = reverse("referrals:evidence", args=[case.code, paper.code])
    assert client_of("malee").get(link).status_code == 410
    assert keeping.keep_and_destroy(date(2028, 11, 25)) == []


def test_a_case_that_opens_again_keeps_its_papers(world: World) -> None:
    case = world.send()
    paper = actions.add_files(by=world.malee, referral=case, uploads=[pdf()])[0].attachment
    actions.withdraw(by=world.malee, referral=case, why="x")
    keeping.set_last_days()
    Referral.objects.filter(pk=case.pk).update(state="sent", closed_at=None)
    keeping.set_last_days()
    paper.refresh_from_db()
    assert paper.keep_until is None


def test_the_signed_consent_is_kept_five_years_after_it_ended(world: World) -> None:
    from phanuek.consent import actions as consents
    from phanuek.files import actions as files

    signed = files.keep(pdf("ยินยอม.pdf"), by=world.malee)
    consent = worlds.consent(world.group, world.bank, method="signed", evidence=signed)
    keeping.keep_and_destroy(TODAY)
    signed.refresh_from_db()
    assert signed.keep_until is None
    consents.revoke(by=world.somchai, consent=consent, on=TODAY)
    signed.refresh_from_db()
    assert signed.keep_until == date(2031, 11, 23)
