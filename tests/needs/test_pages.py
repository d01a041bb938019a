import re
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from phanuek.needs import actions, limits
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
SAY, MEETING = "/needs/new/", "/needs/meeting/"
SYSTEM = Actor.system("tests")


@pytest.fixture(autouse=True)
def _nobody_sent_yet() -> None:
    cache.clear()


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def typed(**changes: Any) -> dict[str, Any]:
    return {
        "area": cast.subdistrict().code,
        "aim": "income",
        "text": "อยากได้ตลาดขายผ้า",
        "means": ["market"],
        **changes,
    }


def a_need(**changes: Any) -> tuple[Need, str]:
    values = {
        "aim": "income",
        "text": "อยากได้ตลาด",
        "area": cast.subdistrict(),
        "voice": "citizen",
        **changes,
    }
    return actions.say(by=SYSTEM, **values)


@pytest.mark.parametrize(("language", "words"), [("th", "แจ้งความต้องการของพื้นที่"), ("en", "Say what is needed")])
def test_anyone_opens_the_form(client: Client, language: str, words: str) -> None:
    cast.subdistrict()
    client.cookies["lang"] = language
    page = client.get(SAY)
    assert page.status_code == 200
    assert f"<h1>{words}</h1>" in page.content.decode()


def test_a_stranger_says_a_need_and_follows_it(client: Client) -> None:
    answer = client.post(SAY, typed())
    assert answer["Location"] == "/needs/said/"
    page = client.get("/needs/said/").content.decode()
    link = re.search(r">http://testserver(/needs/follow/[^<]+)</textarea>", page)
    assert link is not None
    followed = client.get(link[1])
    assert followed.status_code == 200
    assert followed["X-Robots-Tag"] == "noindex"
    assert "no-store" in followed["Cache-Control"]
    assert "ได้รับเรื่องแล้ว" in followed.content.decode()


def test_the_link_is_shown_once(client: Client) -> None:
    client.post(SAY, typed())
    assert "/needs/follow/" in client.get("/needs/said/").content.decode()
    again = client.get("/needs/said/").content.decode()
    assert "/needs/follow/" not in again
    assert "แสดงไปแล้ว" in again


@pytest.mark.parametrize(("language", "words"), [("th", "กรุณา"), ("en", "Please")])
def test_what_was_typed_stays(client: Client, language: str, words: str) -> None:
    client.cookies["lang"] = language
    answer = client.post(SAY, typed(aim="", contact_name="ดาว"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "อยากได้ตลาดขายผ้า" in page
    assert 'value="ดาว"' in page
    assert re.search(r'value="market"[^>]*checked', page)
    assert words in page
    assert Need.objects.count() == 0


def test_a_contact_needs_its_consent(client: Client) -> None:
    assert client.post(SAY, typed(contact_phone="0812345678")).status_code == 422
    assert client.post(SAY, typed(contact_phone="0812345678", consent="on")).status_code == 302
    assert Need.objects.get().contact_phone == "0812345678"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("โทร ๐๘๑-๒๓๔-๕๖๗๘ นะ", "ดูเหมือนมีหมายเลขโทรศัพท์ (08…78) โปรดลบออก แล้วใส่ในช่องผู้ติดต่อแทน"),
        ("เขียนถึง dao@example.org", "ดูเหมือนมีอีเมล (d…@example.org)"),
        ("บัตร 1-2345-45678-78-1", "ดูเหมือนมีเลข 13 หลัก"),
    ],
)
def test_personal_details_in_the_text_are_kindly_refused(client: Client, text: str, words: str) -> None:
    answer = client.post(SAY, typed(text=text))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert text in page
    assert Need.objects.count() == 0
    as_(client, cast.malee())
    answer = client.post(MEETING, meeting_form({"text": text, "aim": "income"}))
    assert answer.status_code == 422
    assert words.split(" โปรด")[0] in answer.content.decode()
    assert "ผู้ติดต่อแทน" not in answer.content.decode()
    assert Need.objects.count() == 0


@pytest.mark.parametrize("phone", ["๐๘๑-๒๓๔-๕๖๗๘", "054 000 000", "+66 81 234 5678", ""])
def test_telephone_numbers_as_people_write_them(client: Client, phone: str) -> None:
    assert client.post(SAY, typed(contact_phone=phone, consent="on")).status_code == 302
    assert Need.objects.get().contact_phone.isascii()


@pytest.mark.parametrize("phone", ["12345", "081234567890", "โทรบ้าน"])
def test_other_telephone_numbers_are_refused_and_stay(client: Client, phone: str) -> None:
    answer = client.post(SAY, typed(contact_phone=phone, consent="on"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "9 หรือ 10 หลัก" in page
    assert f'value="{phone}"' in page


def test_the_length_of_the_text_is_checked_and_nothing_is_lost(client: Client) -> None:
    long = "ก" * 1990 + "ฮ" * 11
    for url, sent in ((SAY, typed(text=long)), (MEETING, meeting_form({"text": long, "aim": "income"}))):
        if url == MEETING:
            as_(client, cast.malee())
        answer = client.post(url, sent)
        assert answer.status_code == 422
        assert long in answer.content.decode()
    # a line break counts once, as the browser counts it
    assert client.post(SAY, typed(text="ก\r\n" * 999 + "กก")).status_code == 302
    assert len(Need.objects.get().text) == 2000


def test_a_machine_that_fills_every_box_is_kept_out(client: Client) -> None:
    assert client.post(SAY, typed(website="http://spam.example")).status_code == 422
    assert Need.objects.count() == 0


def test_too_many_from_one_address_are_told_when_to_try_again(client: Client, clock: Any) -> None:
    for _ in range(limits.MOST):
        assert client.post(SAY, typed()).status_code == 302
    answer = client.post(SAY, typed(text="เรื่องที่สิบเอ็ด"))
    page = answer.content.decode()
    assert answer.status_code == 429
    assert "11:00" in page
    assert "เรื่องที่สิบเอ็ด" in page
    assert client.post(SAY, typed(), REMOTE_ADDR="192.0.2.7").status_code == 302
    clock(datetime(2026, 11, 23, 11, 1))
    assert client.post(SAY, typed()).status_code == 302


def test_a_wrong_link_is_explained(client: Client) -> None:
    for language, words in (("th", "ลิงก์อาจคัดลอกมาไม่ครบ"), ("en", "copied in part")):
        client.cookies["lang"] = language
        answer = client.get("/needs/follow/not-a-token/")
        assert answer.status_code == 404
        assert words in answer.content.decode()


def test_the_follow_page_shows_what_was_said_and_no_contact(client: Client) -> None:
    need, token = a_need(text="อยากได้ตลาดขายผ้า", contact_name="ดาวเรือง", contact_phone="0812345678")
    page = client.get(f"/needs/follow/{token}/").content.decode()
    assert "อยากได้ตลาดขายผ้า" in page
    assert "ไม่ได้เผยแพร่" in page
    assert "เก็บไว้: ชื่อผู้ติดต่อ, เบอร์โทรศัพท์" in page
    assert "ดาวเรือง" not in page
    assert "0812345678" not in page
    assert need.code in page


@pytest.mark.parametrize(("language", "words"), [("th", "ลบชื่อและเบอร์โทรศัพท์แล้ว"), ("en", "are erased")])
def test_the_sender_erases_the_contact_alone(client: Client, language: str, words: str) -> None:
    client.cookies["lang"] = language
    need, token = a_need(contact_name="ดาว", contact_phone="0812345678")
    url = f"/needs/follow/{token}/"
    assert 'value="forget_contact"' in client.get(url).content.decode()
    page = client.post(url, {"do": "forget_contact"}, follow=True).content.decode()
    need.refresh_from_db()
    assert (need.state, need.contact_name, need.contact_phone) == (NeedState.RECEIVED, "", "")
    assert words in page
    assert 'value="forget_contact"' not in page
    assert client.post("/needs/follow/wrong/", {"do": "forget_contact"}).status_code == 404


def test_the_sender_takes_it_back(client: Client) -> None:
    need, token = a_need(contact_name="ดาว")
    answer = client.post(f"/needs/follow/{token}/", follow=True)
    need.refresh_from_db()
    assert need.state == NeedState.CLOSED
    assert need.contact_name == ""
    assert "ผู้แจ้งขอยกเลิก" in answer.content.decode()
    assert client.post(f"/needs/follow/{token}/", follow=True).status_code == 200
    assert client.post("/needs/follow/wrong/").status_code == 404


def test_the_reason_of_closing_is_told(client: Client) -> None:
    need, token = a_need()
    actions.close(by=SYSTEM, need=need, reason="no_offer", note="จะแจ้งเมื่อมีมาตรการ")
    page = client.get(f"/needs/follow/{token}/").content.decode()
    assert "ยังไม่มีมาตรการที่ตรงกับความต้องการ" in page
    assert "จะแจ้งเมื่อมีมาตรการ" in page


def meeting_form(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "area": cast.subdistrict().code, "meeting_place": "ศาลาบ้านดอน", "said_on": "20/11/2569", "people_present": "24",
        "need-TOTAL_FORMS": str(max(3, len(rows))), "need-INITIAL_FORMS": "0", **changes,
    }  # fmt: skip
    for n, row in enumerate(rows):
        sent |= {f"need-{n}-{name}": value for name, value in row.items()}
    return sent


def test_an_officer_records_a_meeting_with_several_needs(client: Client) -> None:
    as_(client, cast.malee())
    assert client.get(MEETING).status_code == 200
    rows = ({"text": "ตลาด", "aim": "income", "means": ["market"]}, {}, {"text": "บัญชี", "aim": "management"})
    answer = client.post(MEETING, meeting_form(*rows), follow=True)
    assert answer.status_code == 200
    needs = Need.objects.order_by("pk")
    assert [(n.text, n.aim, n.voice, n.people_present, n.meeting_place) for n in needs] == [
        ("ตลาด", "income", "tambon_meeting", 24, "ศาลาบ้านดอน"),
        ("บัญชี", "management", "tambon_meeting", 24, "ศาลาบ้านดอน"),
    ]
    assert str(needs[0].said_on) == "2026-11-20"
    assert answer.content.decode().count("/needs/follow/") >= 2


def test_one_more_row_loses_nothing_and_judges_nothing(client: Client) -> None:
    as_(client, cast.malee())
    sent = meeting_form({"text": "ตลาด"}, {"text": "", "aim": "income"}, said_on="พรุ่งนี้", add="1")
    answer = client.post(MEETING, sent)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="need-3-text"' in page
    assert 'value="4"' in page
    assert "ตลาด" in page
    assert 'value="พรุ่งนี้"' in page
    assert "field-error" not in page
    assert Need.objects.count() == 0


@pytest.mark.parametrize("count", ["", "x", "-3", "999999999", "๑"])
def test_a_broken_count_of_rows_is_no_error_of_ours(client: Client, count: str) -> None:
    as_(client, cast.malee())
    for extra in ({"add": "1"}, {}):
        sent = meeting_form({"text": "ตลาด", "aim": "income"}, **extra) | {"need-TOTAL_FORMS": count}
        assert client.post(MEETING, sent).status_code in (200, 302, 422)


@pytest.mark.parametrize(
    ("rows", "words"),
    [((), "อย่างน้อยหนึ่งแถว"), (({"text": "ตลาด"},), "เลือกเรื่อง"), (({"aim": "income"},), "เล่าความต้องการ")],
)
def test_an_unfinished_meeting_is_not_saved(client: Client, rows: Any, words: str) -> None:
    as_(client, cast.malee())
    answer = client.post(MEETING, meeting_form(*rows))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Need.objects.count() == 0


@pytest.mark.parametrize("who", ["niran", "preecha"])
def test_others_record_no_meeting(client: Client, who: str) -> None:
    as_(client, {"niran": cast.niran, "preecha": cast.preecha}[who]())
    assert client.get(MEETING).status_code == 403
    assert client.post(MEETING, meeting_form({"text": "ก", "aim": "income"})).status_code == 403


def check_form(need: Need, **changes: Any) -> dict[str, Any]:
    return {
        "text": "ต้องการตลาด",
        "aim": "income",
        "means": [],
        "publish": "yes",
        "version": need.version,
        **changes,
    }


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_officer_checks_a_need(client: Client, language: str) -> None:
    need, _ = a_need(contact_phone="0812345678")
    as_(client, cast.malee(), language)
    url = f"/needs/{need.code}/check/"
    page = client.get(url)
    assert page.status_code == 200
    assert "0812345678" in page.content.decode()
    assert client.post(url, check_form(need))["Location"] == f"/needs/{need.code}/"
    need.refresh_from_db()
    assert (need.state, need.text, need.published) == ("checked", "ต้องการตลาด", True)


def test_an_officer_is_warned_of_personal_details(client: Client) -> None:
    need, _ = a_need(text="โทร 0812345678")
    as_(client, cast.malee())
    url = f"/needs/{need.code}/check/"
    assert "หมายเลขโทรศัพท์ 08…78" in client.get(url).content.decode()
    answer = client.post(url, check_form(need, text="โทร 0899999999 นะ"))
    assert answer.status_code == 422
    assert "0899999999" in answer.content.decode()


def test_two_officers_see_both_wordings(client: Client) -> None:
    need, _ = a_need()
    as_(client, cast.malee())
    url = f"/needs/{need.code}/check/"
    client.post(url, check_form(need, text="ของคนแรก"))
    answer = client.post(url, check_form(need, text="ของคนที่สอง"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page


@pytest.mark.parametrize("page", ["check", "link", "close", "reopen"])
def test_who_gets_to_the_officers_pages(client: Client, page: str) -> None:
    need, _ = a_need()
    url = f"/needs/{need.code}/{page}/"
    assert client.get(url).status_code == 302
    niran = cast.niran()
    assert as_(client, niran).get(url).status_code == 404
    need = actions.check(by=SYSTEM, need=need, version=1, aim="income", means=[], text="ตลาด", publish=True)
    assert client.get(url).status_code == 403
    assert "เจ้าหน้าที่พื้นที่" in client.get(url).content.decode()
    assert as_(client, cast.malee()).get(url).status_code == 200
    assert client.get(f"/needs/n-0000-0000/{page}/").status_code == 404


def test_closing_and_reopening(client: Client) -> None:
    need, _ = a_need()
    as_(client, cast.malee())
    assert client.post(f"/needs/{need.code}/close/", {"reason": ""}).status_code == 422
    answer = client.post(f"/needs/{need.code}/close/", {"reason": "met", "note": "โทร 0812345678"})
    assert answer.status_code == 422
    assert "0812345678" in answer.content.decode()
    assert client.post(f"/needs/{need.code}/close/", {"reason": "met"}).status_code == 302
    assert client.post(f"/needs/{need.code}/reopen/").status_code == 302
    need.refresh_from_db()
    assert need.state == NeedState.CHECKED


def test_a_need_is_linked_to_a_group_of_the_area(client: Client) -> None:
    from phanuek.registry.actions import register

    need, _ = a_need()
    group = register(
        by=SYSTEM, kind="occupational_group", name_th="กลุ่มทอผ้าบ้านดอน", subdistrict=cast.subdistrict()
    )
    far = register(
        by=SYSTEM, kind="occupational_group", name_th="กลุ่มไกล", subdistrict=cast.subdistrict("500101")
    )
    as_(client, cast.malee())
    url = f"/needs/{need.code}/link/"
    assert "กลุ่มทอผ้าบ้านดอน" in client.get(url).content.decode()
    assert "กลุ่มทอผ้าบ้านดอน" in client.get(url, {"q": "ทอผ้า"}).content.decode()
    assert (
        "กลุ่มไกล" not in client.get(url, {"q": "กลุ่มไกล"}).content.decode().split("<h2>")[1].split("</h2>")[1]
    )
    assert client.post(url, {"enterprise": far.code}).status_code == 404
    assert client.post(url, {"enterprise": group.code}).status_code == 302
    need.refresh_from_db()
    assert need.enterprise == group
    assert client.post(url, {"enterprise": ""}).status_code == 302
    need.refresh_from_db()
    assert need.enterprise is None


def test_a_groups_leader_speaks_for_the_group(client: Client) -> None:
    from phanuek.registry.actions import register

    group = register(by=SYSTEM, kind="occupational_group", name_th="กลุ่มทอผ้า", subdistrict=cast.subdistrict())
    as_(client, cast.member("somchai", "group_leader", group.organisation))
    page = client.get(SAY).content.decode()
    assert "แจ้งในนามกลุ่มทอผ้า" in page
    assert client.post(SAY, typed()).status_code == 302
    need = Need.objects.get()
    assert (need.voice, need.enterprise) == ("group", group)
