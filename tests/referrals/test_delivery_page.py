"""Recording a delivery, and steps that came too late."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from phanuek.referrals import queries
from phanuek.referrals.actions.delivering import people_trained
from tests.referrals.test_pages import client_of, pdf, text
from tests.referrals.world import World


def test_all_mistakes_of_a_delivery_in_one_round_and_the_file_is_asked_for_again(world: World) -> None:
    referral = world.accepted()
    data = {"kind": "training", "what": "อบรมลายผ้า", "delivered_on": "24/11/2569", "amount_baht": "มาก",
            "attendance": "สมศรี ใจดี\nมาลี\nสมศรี  ใจดี, ไม่มา"}  # fmt: skip
    page = reverse("referrals:deliver", args=[referral.code])
    words = text(client_of("niran").post(page, {**data, "evidence": pdf("photo.pdf")}))
    for problem in ("อนาคต", "ตัวเลข", "บรรทัดที่ 1 และ 3", "ไฟล์ที่เลือกไว้ต้องแนบอีกครั้ง"):
        assert problem in words
    words = text(client_of("niran").post(page, {**data, "evidence": SimpleUploadedFile("x.exe", b"MZ..")}))
    assert "ชนิดที่รับ" in words
    assert "อนาคต" in words


def test_days_of_a_training_are_not_people(world: World) -> None:
    referral = world.accepted()
    data = {"kind": "training", "what": "อบรม", "quantity": "2", "delivered_on": "23/11/2569"}
    page = reverse("referrals:deliver", args=[referral.code])
    for unit in ("วัน", "คน"):
        assert client_of("niran").post(page, {**data, "unit": unit}).status_code == 302
    assert [people_trained(delivery) for delivery in referral.deliveries.order_by("pk")] == [0, 2]


def test_a_step_that_came_too_late_says_where_the_case_stands(world: World) -> None:
    referral = world.accepted()
    response = client_of("niran").get(reverse("referrals:accept", args=[referral.code]))
    assert response.status_code == 403
    assert "เรื่องนี้อยู่ในสถานะ" in text(response)
    assert f'href="{referral.get_absolute_url()}"' in response.content.decode()


def test_the_day_of_acceptance_stands_at_its_step(world: World) -> None:
    referral = world.accepted()
    found = queries.case(referral.code, world.niran)
    assert found is not None
    assert next(step["at"] for step in found.steps if str(step["label"]) == "รับเรื่อง") is not None
