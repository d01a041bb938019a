import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from phanuek.eligibility.models import FactRecord
from phanuek.people.models import Person
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import World


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name))
    return client


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def asked(world: World) -> World:
    worlds.offer(world.bank, "keeps_accounts AND yearly_sales >= 100000", code="accounts")
    worlds.offer(world.bank, "members >= 20", code="twenty")
    worlds.offer(world.bank, code="closed", availability="closed")
    return world


def page(world: World) -> str:
    return reverse("matching:need", args=[world.need.code])


def answer(world: World, client: Client, fact: str, value: str, **more: Any) -> Any:
    data = {"fact": fact, "answer": value, "place": "top", "need": world.need.code, **more}
    headers = {"HX-Request": "true"} if data.pop("htmx", False) else {}
    return client.post(reverse("matching:answer", args=[world.group.code]), data, headers=headers)


def test_the_answer_first_then_the_question_then_the_offers(asked: World) -> None:
    response = client_of("malee").get(page(asked))
    said = text(response)
    assert response.status_code == 200
    assert "จาก 3 มาตรการที่เปิดรับ: เข้าเงื่อนไข 1 · ข้อมูลยังไม่เพียงพอ 1 · ไม่เข้าเงื่อนไข 1" in said
    assert "กลุ่มจัดทำบัญชีหรือไม่" in said
    assert "บันทึกความยินยอมและส่งเรื่อง" in said
    assert "ระบบติดตามคำตอบแรกภายใน 5 วันทำการ" in said
    assert "เหลือ 2 จาก 2 ราย" in said
    assert "เพิ่มสมาชิกอีก 8 คน" in said
    assert "ปิดรับแล้ว" in said
    assert (
        said.index("มาตรการ weaving-credit") < said.index("มาตรการ accounts") < said.index("มาตรการ twenty")
    )


def test_in_english(asked: World) -> None:
    client = client_of("malee")
    client.cookies["lang"] = "en"
    said = text(client.get(page(asked)))
    assert "Of 3 open offers: 1 fit · 1 cannot be said yet · 1 do not fit" in said
    assert "Do you keep accounts?" in said
    assert "Record consent and send" in said


def test_the_link_to_send_names_group_offer_and_need(asked: World) -> None:
    html = client_of("malee").get(page(asked)).content.decode()
    assert (
        f"/referrals/new/?enterprise={asked.group.code}&amp;offer=weaving-credit&amp;need={asked.need.code}"
        in html
    )
    assert "offer=twenty" not in html


def test_answering_by_plain_post_comes_back_with_the_list_changed(asked: World) -> None:
    client = client_of("malee")
    response = answer(asked, client, "keeps_accounts", "yes")
    assert response.status_code == 302
    record = FactRecord.objects.get(enterprise=asked.group)
    assert (record.name, record.value) == ("keeps_accounts", True)
    assert record.source_th == "คำตอบของกลุ่มต่อเจ้าหน้าที่ หน่วยงาน cdd"
    said = text(client.get(response["Location"]))
    assert "ยอดขายต่อปีเท่าใด" in said


def test_answering_with_htmx_gives_the_list_and_a_summary_to_read_out(asked: World) -> None:
    response = answer(asked, client_of("malee"), "keeps_accounts", "no", htmx=True)
    html = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in html
    assert 'id="answers-live" role="status" aria-live="polite"' in html
    assert html.count("data-focus") == 1
    assert "ไม่เข้าเงื่อนไข 2" in text(response)


def test_not_known_stays_unknown_and_the_next_question_comes(asked: World) -> None:
    client = client_of("malee")
    response = answer(asked, client, "keeps_accounts", "unknown")
    assert not FactRecord.objects.exists()
    said = text(client.get(response["Location"]))
    assert "ยอดขายต่อปีเท่าใด" in said
    assert "ข้อมูลยังไม่เพียงพอ 1" in said
    response = answer(asked, client, "yearly_sales", "", unknown="1", skip=["keeps_accounts"])
    assert "ถามข้อนี้ก่อน" not in text(client.get(response["Location"]))


@pytest.mark.parametrize("htmx", [True, False])
def test_an_answer_that_cannot_be_read_stays_with_the_reason(asked: World, htmx: bool) -> None:
    client = client_of("malee")
    answer(asked, client, "keeps_accounts", "yes")
    response = answer(asked, client, "yearly_sales", "เยอะมาก", htmx=htmx)
    assert response.status_code == 422
    assert 'value="เยอะมาก"' in response.content.decode()
    assert "อ่าน “เยอะมาก” เป็นตัวเลขไม่ได้" in text(response)
    assert ("<html" in response.content.decode()) is not htmx
    assert answer(asked, client, "yearly_sales", "  ").status_code == 422


def test_the_group_answers_for_itself_but_does_not_send(asked: World) -> None:
    client = client_of("somchai")
    html = client.get(page(asked)).content.decode()
    assert "/referrals/new/" not in html
    answer(asked, client, "keeps_accounts", "yes")
    assert FactRecord.objects.get().source_th == "คำตอบของกลุ่มเองในระบบ"


def test_a_made_up_fact_or_need_records_nothing(asked: World) -> None:
    client = client_of("malee")
    assert answer(asked, client, "favourite_colour", "yes").status_code == 400
    assert answer(asked, client, "area", "55").status_code == 400
    other = worlds.need(worlds.group(name_th="กลุ่มสอง"))
    assert answer(asked, client, "keeps_accounts", "yes", need=other.code).status_code == 404


@pytest.mark.parametrize(
    "query", ["?aim=x&means=y&skip=z", "?aim=income", "?means=finance&means=market", "?skip=" + "a" * 500]
)
def test_the_page_of_a_group_reads_any_address(asked: World, query: str) -> None:
    assert (
        client_of("malee").get(reverse("matching:enterprise", args=[asked.group.code]) + query).status_code
        == 200
    )


def test_a_need_without_a_group_invites_to_link_one(asked: World) -> None:
    alone = worlds.need(None)
    said = text(client_of("malee").get(reverse("matching:need", args=[alone.code])))
    assert "เชื่อมกับกลุ่ม" in said
    assert "มี 3 มาตรการที่เปิดรับในพื้นที่นี้" in said
    assert "บันทึกความยินยอมและส่งเรื่อง" not in said


STATUS = {
    "anan": 403,
    "kanya": 403,
    "wanida": 403,
    "surin": 403,
    "boonmee": 403,
    "niran": 403,
    "malee": 200,
    "somchai": 200,
    "orawan": 200,
}


@pytest.mark.parametrize(("who", "status"), STATUS.items())
def test_who_sees_the_answers(asked: World, who: str, status: int) -> None:
    worlds.strangers()
    client = client_of(who)
    assert client.get(page(asked)).status_code == status
    assert client.get(reverse("matching:enterprise", args=[asked.group.code])).status_code == status
    if status == 403:
        assert answer(asked, client, "keeps_accounts", "yes").status_code == 403
        assert not FactRecord.objects.exists()


def test_who_has_not_signed_in_is_asked_to(asked: World) -> None:
    for address in (page(asked), reverse("matching:enterprise", args=[asked.group.code])):
        response = Client().get(address)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


def test_an_unchecked_need_of_another_province_is_not_found(asked: World) -> None:
    hidden = worlds.need(None, checked=False)
    worlds.strangers()
    assert client_of("anan").get(reverse("matching:need", args=[hidden.code])).status_code == 404


def test_the_company_sees_but_does_not_answer(asked: World) -> None:
    from phanuek.registry import actions as registry

    manager = cast.preecha()
    from phanuek.organisations.models import Organisation

    registry.start_support(by=manager, organisation=Organisation.objects.get(pk=manager.organisation_id), enterprise=asked.group,
                           processes=["marketing"], on=worlds.TODAY)  # fmt: skip
    said = text(client_of("preecha").get(page(asked)))
    assert "ผู้แทนกลุ่มหรือเจ้าหน้าที่ในพื้นที่เป็นผู้ตอบคำถามนี้" in said


def test_a_groups_page_opens_at_the_aim_of_its_newest_need(asked: World) -> None:
    address = reverse("matching:enterprise", args=[asked.group.code])
    assert client_of("malee").get(address).context["asked"].aim == asked.need.aim
    assert client_of("malee").get(f"{address}?aim=income").context["asked"].aim == "income"


def test_it_is_said_first_that_the_means_wished_for_are_not_open(asked: World) -> None:
    worlds.offer(asked.bank, code="machines", availability="closed", means="tourism")
    address = f"{reverse('matching:enterprise', args=[asked.group.code])}?aim={asked.need.aim}"
    said = text(client_of("malee").get(f"{address}&means=tourism"))
    assert "ยังไม่เปิดรับ ( ดู 1 รายการ )" in said
    assert said.index("ยังไม่เปิดรับ (") < said.index("มาตรการ weaving-credit")
    assert "ดู 1 รายการ" not in text(client_of("malee").get(address))


def test_a_saved_answer_is_told(asked: World) -> None:
    assert "บันทึกคำตอบแล้ว" in text(answer(asked, client_of("malee"), "keeps_accounts", "yes", htmx=True))
