import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse

from phanuek.consent.models import Consent, Disclosure
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.referrals import actions, forms, queries
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.ui.words import in_language
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ACTS = ["ask", "give", "accept", "refuse", "deliver", "note", "close", "withdraw"]


def pdf(name: str = "form.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


def client_of(name: str, language: str = "th") -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    client.cookies["lang"] = language
    return client


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def address(world: World, **changes: str) -> str:
    query = {"enterprise": world.group.code, "offer": world.offer.code, "need": world.need.code, **changes}
    return reverse("referrals:new") + "?" + "&".join(f"{k}={v}" for k, v in query.items() if v)


def sending(world: World, **changes: Any) -> dict[str, Any]:
    return {"enterprise": world.group.code, "offer": world.offer.code, "need": world.need.code, "method": "spoken",
            "given_by": "สมศรี ตัวอย่าง", "given_on": "23/11/2569", "note": "โทรช่วงเย็น", **changes}  # fmt: skip


@pytest.mark.parametrize(("language", "expected"), [("th", "ข้อมูลที่จะส่ง"), ("en", "What is passed on")])
def test_one_page_says_what_goes_to_whom(world: World, language: str, expected: str) -> None:
    said = text(client_of("malee", language).get(address(world)))
    assert expected in said
    assert "054-000-000" in said
    assert ("หน่วยงาน baac" if language == "th" else "Body baac") in said


def test_consent_and_case_in_one_go(world: World) -> None:
    response = client_of("malee").post(
        reverse("referrals:new"), sending(world, method="signed", evidence=pdf())
    )
    referral = Referral.objects.get()
    assert response["Location"] == f"/referrals/{referral.code}/"
    assert referral.consent.method == "signed"
    assert referral.consent.evidence.name == "form.pdf"
    assert referral.consent.given_on == TODAY
    assert referral.note == "โทรช่วงเย็น"


def test_a_consent_there_is_is_used_again(world: World) -> None:
    given = worlds.consent(world.group, world.bank)
    client = client_of("malee")
    said = text(client.get(address(world)))
    assert "ความยินยอมที่มีอยู่แล้ว" in said
    assert "กลุ่มให้ความยินยอมอย่างไร" not in said
    client.post(
        reverse("referrals:new"),
        {k: v for k, v in sending(world).items() if not k.startswith(("given", "method"))},
    )
    assert Referral.objects.get().consent == given
    assert Consent.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"method": ""}, "กรุณาเลือก"),
        ({"method": "signed"}, "โปรดแนบแบบฟอร์ม"),
        ({"given_by": ""}, "กรุณากรอก"),
        ({"given_on": "31/2/2569"}, "วันที่"),
        ({"given_on": "24/11/2569"}, "อนาคต"),
        ({"method": "signed", "evidence": SimpleUploadedFile("a.pdf", b"MZ not a pdf")}, "ชนิดที่รับ"),
        ({"note": "ก" * 5001}, "ยาวเกินไป"),
    ],
)
def test_what_was_typed_stays_when_something_is_wrong(
    world: World, changes: dict[str, Any], problem: str
) -> None:
    response = client_of("malee").post(reverse("referrals:new"), sending(world, **changes))
    assert response.status_code == 422
    assert problem in text(response)
    html = response.content.decode()
    assert changes.get("note", "โทรช่วงเย็น") in html
    assert changes.get("given_by", "สมศรี ตัวอย่าง") in html
    assert not Referral.objects.exists()
    assert not Consent.objects.exists()


def test_what_cannot_be_sent_says_so_before_anything_is_typed(world: World) -> None:
    client = client_of("malee")
    worlds.offer(world.bank, "members >= 20", code="twenty")
    said = text(client.get(address(world, offer="twenty")))
    assert "ยังไม่เข้าเงื่อนไขของมาตรการ" in said
    assert "เพิ่มสมาชิกอีก 8 คน" in said
    worlds.offer(world.bank, code="closed", availability="closed")
    assert "ไม่ได้เปิดรับในวันนี้" in text(client.get(address(world, offer="closed")))
    referral = world.send()
    page = client.get(address(world))
    assert f"/referrals/{referral.code}/" in page.content.decode()
    assert '<form class="card form"' not in page.content.decode()


def test_what_cannot_be_said_yet_is_warned_about(world: World) -> None:
    worlds.offer(world.bank, "keeps_accounts", code="unsure")
    client = client_of("malee")
    assert "ข้อมูลยังไม่เพียงพอที่จะบอกว่าเข้าเงื่อนไข" in text(client.get(address(world, offer="unsure")))
    client.post(reverse("referrals:new"), sending(world, offer="unsure"))
    assert Referral.objects.get().assessment.status == "unknown"


@pytest.mark.parametrize("changes", [{"enterprise": "x"}, {"offer": "x"}, {"need": "x"}, {"enterprise": ""}])
def test_what_there_is_not_is_not_found(world: World, changes: dict[str, str]) -> None:
    client = client_of("malee")
    assert client.get(address(world, **changes)).status_code == 404
    assert client.post(reverse("referrals:new"), sending(world, **changes)).status_code == 404


@pytest.mark.parametrize("who", ["anan", "kanya", "wanida", "surin", "boonmee", "niran", "somchai"])
def test_who_may_not_send_is_told_why(world: World, who: str) -> None:
    worlds.strangers()
    client = client_of(who)
    assert client.get(address(world)).status_code == 403
    assert client.post(reverse("referrals:new"), sending(world)).status_code == 403
    assert not Referral.objects.exists()


@pytest.mark.parametrize("who", ["anan", "kanya", "wanida", "surin", "boonmee"])
def test_a_case_is_out_of_strangers_sight(world: World, who: str) -> None:
    referral = world.delivered()
    worlds.strangers()
    client = client_of(who)
    for act in ACTS:
        assert client.get(reverse(f"referrals:{act}", args=[referral.code])).status_code == 404
        assert (
            client.post(reverse(f"referrals:{act}", args=[referral.code]), {"text": "x"}).status_code == 404
        )
    assert client.post(reverse("referrals:contact", args=[referral.code])).status_code == 404
    delivery = referral.deliveries.get()
    assert (
        client.post(reverse("referrals:confirm_delivery", args=[referral.code, delivery.code])).status_code
        == 404
    )
    assert not Disclosure.objects.exists()


def test_a_receipt_is_never_taken_for_granted(world: World) -> None:
    referral = world.delivered()
    delivery = referral.deliveries.get()
    page = reverse("referrals:confirm_delivery", args=[referral.code, delivery.code])
    client = client_of("somchai")
    assert client.post(page).status_code == 422
    delivery.refresh_from_db()
    assert (delivery.received, delivery.confirmed_by) == ("", None)
    assert client.post(page, {"received": "yes"}).status_code == 302
    delivery.refresh_from_db()
    assert delivery.confirmed_by == world.group.organisation


def test_nothing_is_shown_to_who_has_not_signed_in(world: World) -> None:
    referral = world.send()
    for name in [*ACTS, "contact"]:
        response = Client().post(reverse(f"referrals:{name}", args=[referral.code]))
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("state", "act", "who", "data", "to"),
    [
        ("sent", "ask", "niran", {"text": "ขอข้อมูล"}, "more_asked"),
        ("more_asked", "give", "malee", {"text": "คำตอบ"}, "sent"),
        ("sent", "accept", "niran", {"note": "จะติดต่อวันจันทร์"}, "accepted"),
        ("sent", "refuse", "niran", {"reason": "no_budget", "note": ""}, "refused"),
        ("sent", "note", "somchai", {"text": "รับทราบ"}, "sent"),
        ("sent", "withdraw", "malee", {"why": "เปลี่ยนใจ"}, "withdrawn"),
        (
            "accepted",
            "deliver",
            "niran",
            {"kind": "advice", "what": "คำปรึกษา", "delivered_on": "23/11/2569"},
            "delivered",
        ),
        ("accepted", "close", "niran", {"note": "ติดต่อไม่ได้"}, "closed"),
        ("delivered", "close", "niran", {"note": ""}, "closed"),
    ],
)
def test_each_act_has_its_page(
    world: World, language: str, state: str, act: str, who: str, data: dict[str, str], to: str
) -> None:
    from tests.referrals.test_answering import put

    referral = put(world, ReferralState(state))
    client, page = client_of(who, language), reverse(f"referrals:{act}", args=[referral.code])
    assert client.get(page).status_code == 200
    response = client.post(page, data)
    assert response.status_code == 302
    assert response["Location"] == referral.get_absolute_url()
    assert Referral.objects.get(pk=referral.pk).state == to


def test_a_form_with_a_mistake_keeps_its_words(world: World) -> None:
    referral = world.send()
    response = client_of("niran").post(
        reverse("referrals:refuse", args=[referral.code]), {"reason": "other", "note": " "}
    )
    assert response.status_code == 422
    assert "โปรดอธิบายเหตุผล" in text(response)
    response = client_of("niran").post(
        reverse("referrals:refuse", args=[referral.code]), {"note": "งบปีนี้หมดแล้ว"}
    )
    assert response.status_code == 422
    assert "งบปีนี้หมดแล้ว" in text(response)


def test_the_second_of_two_is_told_and_keeps_what_was_typed(world: World) -> None:
    referral = world.send()
    client, page = client_of("niran"), reverse("referrals:refuse", args=[referral.code])
    assert client.get(page).status_code == 200
    actions.accept(by=world.niran, referral=referral)
    response = client.post(page, {"reason": "no_budget", "note": "คำอธิบายยาว"})
    assert response.status_code == 403
    assert "รับเรื่องแล้ว กำลังดำเนินการ" in text(response)
    assert "คำอธิบายยาว" in text(response)
    assert client.get(page).status_code == 403


def test_the_secretariats_page_says_on_whose_behalf(world: World) -> None:
    silent = cast.organisation("thaipost", "state_enterprise")
    referral = world.send(offer=worlds.offer(silent, code="parcels"))
    client = client_of("orawan")
    assert "ท่านกำลังบันทึกแทน หน่วยงาน thaipost" in text(
        client.get(reverse("referrals:accept", args=[referral.code]))
    )
    assert client.post(reverse("referrals:accept", args=[referral.code]), {"note": ""}).status_code == 302
    theirs = world.send(need=None)
    response = client.get(reverse("referrals:accept", args=[theirs.code]))
    assert response.status_code == 403
    assert "มีเจ้าหน้าที่ในระบบแล้ว" in text(response)


def test_a_training_with_its_list_and_evidence(world: World) -> None:
    referral = world.accepted()
    data = {"kind": "training", "what": "อบรมลายผ้า", "quantity": "๒", "unit": "วัน", "delivered_on": "23 พ.ย. 2569",
            "amount_baht": "12,500 บาท", "attendance": "1. สมศรี ใจดี\nสมหมาย ดีใจ, ไม่มา\n3\tมาลี\tมา\n", "evidence": pdf("photo.pdf")}  # fmt: skip
    client = client_of("niran")
    assert client.post(reverse("referrals:deliver", args=[referral.code]), data).status_code == 302
    delivery = referral.deliveries.get()
    assert {(a.name, a.attended) for a in delivery.attendance.all()} == {
        ("สมศรี ใจดี", True),
        ("สมหมาย ดีใจ", False),
        ("มาลี", True),
    }
    assert (delivery.quantity, delivery.amount_baht) == (2, 12500)
    file = reverse("referrals:evidence", args=[referral.code, delivery.files.get().attachment.code])
    response = client_of("somchai").get(file)
    assert b"".join(response.streaming_content) == PDF
    assert "attachment" in response["Content-Disposition"]
    worlds.strangers()
    assert client_of("kanya").get(file).status_code == 404
    assert client.get(reverse("referrals:evidence", args=[referral.code, "f-none"])).status_code == 404


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "advice"}, "ใช้กับการฝึกอบรมเท่านั้น"),
        ({"quantity": "สอง"}, "ตัวเลข"),
        ({"quantity": "-1"}, "ต้องไม่น้อยกว่า"),
        ({"unit": ""}, "โปรดระบุหน่วยนับ"),
        ({"amount_baht": "มาก"}, "ตัวเลข"),
        ({"delivered_on": "เมื่อวาน"}, "วันที่"),
        ({"delivered_on": "24/11/2569"}, "อนาคต"),
        ({"attendance": ", ไม่มา"}, "บรรทัดที่ 1 ไม่มีชื่อ"),
        ({"attendance": "ก\n" * 501}, "ไม่เกิน 500 รายชื่อ"),
        ({"evidence": SimpleUploadedFile("x.exe", b"MZ....")}, "ชนิดที่รับ"),
    ],
)
def test_a_delivery_with_a_mistake_keeps_what_was_typed(
    world: World, changes: dict[str, Any], problem: str
) -> None:
    referral = world.accepted()
    data = {"kind": "training", "what": "อบรมลายผ้าไหม", "quantity": "2", "unit": "วัน", "delivered_on": "23/11/2569",
            "attendance": "สมศรี ใจดี", **changes}  # fmt: skip
    response = client_of("niran").post(reverse("referrals:deliver", args=[referral.code]), data)
    assert response.status_code == 422
    assert problem in text(response)
    assert "อบรมลายผ้าไหม" in response.content.decode()
    assert not referral.deliveries.exists()


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("สมศรี ใจดี", ("สมศรี ใจดี", True)),
        ("สมศรี ใจดี,ไม่มา", ("สมศรี ใจดี", False)),
        ("สมศรี ใจดี\tYes", ("สมศรี ใจดี", True)),
        ("12. สมศรี ใจดี", ("สมศรี ใจดี", True)),
        ("12\tสมศรี ใจดี\t✕", ("สมศรี ใจดี", False)),
        ("สมศรี, ใจดี", ("สมศรี ใจดี", True)),
        ("ไม่มา", ("ไม่มา", True)),
        ("", ("", True)),
    ],
)
def test_lines_of_a_list_as_people_paste_them(line: str, read: tuple[str, bool]) -> None:
    assert forms.read_attendee(line) == read


def test_contact_details_are_shown_on_asking(world: World) -> None:
    referral = world.send()
    page = reverse("referrals:contact", args=[referral.code])
    client = client_of("niran")
    assert client.get(page).status_code == 405
    assert not Disclosure.objects.exists()
    response = client.post(page, headers={"HX-Request": "true"})
    assert "054-000-000" in text(response)
    assert "<html" not in response.content.decode()
    assert "054-000-000" in text(client.post(page))
    assert Disclosure.objects.count() == 1


def drawn(world: World, referral: Referral, actor: Actor, language: str) -> str:
    with in_language(language):
        case = queries.case(referral.code, actor)
        request = RequestFactory().get("/")
        names = ["_case_title", "_case_facts", "_actions", "_letters", "_deliveries"]
        return "".join(render_to_string(f"referrals/{name}.html", {"case": case}, request) for name in names)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    "state", [s for s in ReferralState if s not in ("appealed", "transfer", "transferred")]
)
def test_the_parts_of_the_case_page(world: World, language: str, state: ReferralState) -> None:
    from tests.referrals.test_answering import put

    referral = put(world, state)
    for actor in (world.malee, world.niran, world.somchai, world.orawan):
        html = drawn(world, referral, actor, language)
        assert str(state.label.in_language(language)) in html
        assert "054-000-000" not in html


def test_buttons_are_for_who_may_and_the_rest_says_why(world: World) -> None:
    referral = world.send()
    bank, officer = drawn(world, referral, world.niran, "th"), drawn(world, referral, world.malee, "th")
    accept = f'class="btn btn-primary" href="/referrals/{referral.code}/accept/"'
    assert accept in bank
    assert accept not in officer
    assert f'href="/referrals/{referral.code}/withdraw/"' in officer
    assert "เฉพาะเจ้าหน้าที่ของ หน่วยงาน baac" in officer
    assert "มีเจ้าหน้าที่ในระบบแล้ว" in drawn(world, referral, world.orawan, "th")


def test_a_case_reads_in_a_fixed_number_of_queries(world: World, django_assert_max_num_queries: Any) -> None:
    referral = world.delivered()
    for number in range(6):
        actions.add_note(by=world.malee, referral=referral, text=f"บันทึก {number}")
        actions.record_delivery(
            by=world.niran,
            referral=referral,
            kind="training",
            what="อบรม",
            delivered_on=TODAY,
            attendance=[("ก", True)],
        )
    with django_assert_max_num_queries(11):
        case = queries.case(referral.code, world.malee)
        assert case is not None
        assert len(case.deliveries) == 7


def test_a_case_out_of_sight_is_none(world: World) -> None:
    referral = world.send()
    for stranger in worlds.strangers().values():
        assert queries.case(referral.code, stranger) is None
