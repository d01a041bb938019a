"""Pages of meetings: what everyone reads, what members read, and the secretariat's forms."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Decision, Meeting, Task
from phanuek.agreements.states import MeetingState
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import SYSTEM, a_task, closed, held, planned
from tests.agreements.test_pages import as_
from tests.house.pdf import PDF

pytestmark = pytest.mark.django_db
LIST = "/agreements/mou-1/meetings/"
NAME = "นายผู้แทน baac"


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb")


def read(client: Client, address: str, lang: str = "th") -> str:
    client.cookies["lang"] = lang
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code, answer.content.decode()[-800:])
    return str(answer.content.decode())


def rows(*titles: str, **more: Any) -> dict[str, Any]:
    """Rows of the agenda as they are posted."""
    sent: dict[str, Any] = {"point-TOTAL_FORMS": len(titles), "point-INITIAL_FORMS": 0, **more}
    for n, title in enumerate(titles):
        sent |= {f"point-{n}-title_th": title, f"point-{n}-place": n + 1}
    return sent


def test_the_list_tells_the_next_meeting_first(client: Client, agreement: Agreement) -> None:
    closed(agreement, number="1/2569", held_on=date(2026, 9, 1))
    later = planned(agreement, number="4/2569", held_on=date(2027, 2, 1))
    planned(agreement, number="3/2569", held_on=date(2026, 12, 1))
    gone = planned(agreement, number="2/2569", held_on=date(2026, 10, 1))
    actions.cancel_meeting(by=SYSTEM, meeting=gone, version=1, why="ประธานติดราชการ")
    text = read(client, LIST)
    places = [text.index(f"ครั้งที่ {n}/2569") for n in (3, 4, 1, 2)]
    assert places == sorted(places)
    assert "ประธานติดราชการ" in text
    assert "นัดประชุม</a>" not in text
    assert later.get_absolute_url() in text


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_list_when_there_is_nothing(client: Client, agreement: Agreement, lang: str) -> None:
    assert read(client, LIST, lang).count("<h1") == 1


def test_the_list_costs_the_same_however_long(
    client: Client, agreement: Agreement, django_assert_num_queries: Any
) -> None:
    for n in range(1, 4):
        meeting = held(agreement, number=f"{n}/2569")
        for _ in range(3):
            a_task(meeting)
    with django_assert_num_queries(3):
        read(client, LIST)
    with django_assert_num_queries(3):
        read(client, f"{LIST}tasks/?show=all")


def test_everyone_reads_bodies_and_decisions_but_no_names(client: Client, agreement: Agreement) -> None:
    meeting = held(agreement)
    a_task(meeting, owner_name="นางสาวผู้รับผิดชอบ")
    actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said={1: ("ถ้อยคำในที่ประชุม", "")})
    for address in (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}print/"):
        text = read(client, address)
        for said in ("หน่วยงาน baac", "ภาคีเข้าประชุม 2 จาก 2", "ให้เร่งรัด", "ส่งรายชื่อกลุ่ม", "30 พ.ย. 2569"):
            assert said in text
        for hidden in (NAME, "ผู้อำนวยการ", "นางสาวผู้รับผิดชอบ", "ถ้อยคำในที่ประชุม"):
            assert hidden not in text
    assert "ยังไม่ได้รับรอง" in text


@pytest.mark.parametrize("who", [cast.orawan, cast.niran])
def test_members_read_names_and_minutes(client: Client, agreement: Agreement, who: Any) -> None:
    meeting = held(agreement)
    actions.write_minutes(by=SYSTEM, meeting=meeting, version=2, said={1: ("ถ้อยคำในที่ประชุม", "")})
    as_(client, who())
    for address in (meeting.get_absolute_url(), f"{meeting.get_absolute_url()}print/"):
        text = read(client, address)
        assert NAME in text
        assert "ถ้อยคำในที่ประชุม" in text


@pytest.mark.parametrize("lang", ["th", "en"])
@pytest.mark.parametrize("state", ["planned", "held", "closed", "cancelled"])
def test_a_meeting_reads_in_both_languages_in_every_state(
    client: Client, agreement: Agreement, state: str, lang: str
) -> None:
    meeting = {"planned": planned, "held": held, "closed": closed, "cancelled": planned}[state](agreement)
    if state == "cancelled":
        actions.cancel_meeting(by=SYSTEM, meeting=meeting, version=1, why="เลื่อน")
    as_(client, cast.orawan(), lang)
    assert read(client, meeting.get_absolute_url(), lang).count("<h1") == 1
    assert read(client, f"{meeting.get_absolute_url()}print/", lang).count("<h1") == 1


def test_a_meeting_page_costs_the_same_however_much_was_decided(
    client: Client, agreement: Agreement, django_assert_num_queries: Any
) -> None:
    meeting = held(agreement)
    for _ in range(4):
        a_task(meeting)
    with django_assert_num_queries(6):
        read(client, meeting.get_absolute_url())


# -- planning


def test_the_secretariat_plans_and_takes_up_what_is_open(client: Client, agreement: Agreement) -> None:
    task = a_task(held(agreement), due_on=date(2026, 11, 10))
    as_(client, cast.orawan())
    page = read(client, f"{LIST}new/")
    assert 'value="2/2569"' in page
    assert f"task:{task.code}" in page
    assert "เลยกำหนดตั้งแต่ 10 พ.ย. 2569" in page
    sent = rows(
        "เรื่องแจ้ง",
        "",
        "รับรองรายงาน",
        number="2/2569",
        title_th="ประชุม",
        held_on="1/12/2569",
        starts_at="๑๓.๓๐ น.",
    )
    answer = client.post(f"{LIST}new/", {**sent, "take_up": [f"task:{task.code}"], "point-0-place": "9"})
    meeting = Meeting.objects.get(number="2/2569")
    assert answer["Location"] == meeting.get_absolute_url()
    titles = [item.title_th for item in meeting.agenda.all()]
    assert titles == ["รับรองรายงาน", "เรื่องแจ้ง", "ติดตามงาน: ส่งรายชื่อกลุ่ม"]
    assert str(meeting.starts_at) == "13:30:00"


def test_more_rows_keep_what_was_typed_and_judge_nothing(client: Client, agreement: Agreement) -> None:
    as_(client, cast.orawan())
    answer = client.post(f"{LIST}new/", {**rows("เรื่องแจ้ง"), "number": "", "more": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="เรื่องแจ้ง"' in page
    assert 'name="point-2-title_th"' in page
    assert "error-summary" not in page
    assert Meeting.objects.count() == 0


def test_what_is_wrong_is_said_and_nothing_is_lost(client: Client, agreement: Agreement) -> None:
    planned(agreement)
    as_(client, cast.orawan())
    sent = rows("เรื่องแจ้ง", number="1/2569", title_th="ประชุม", held_on="1/12/2569", starts_at="25.00")
    answer = client.post(f"{LIST}new/", sent)
    assert answer.status_code == 422
    assert "อ่าน “25.00” เป็นเวลาไม่ได้" in answer.content.decode()
    answer = client.post(f"{LIST}new/", {**sent, "starts_at": "9.00"})
    assert answer.status_code == 422
    assert "มีการประชุมครั้งที่ 1/2569 อยู่แล้ว" in answer.content.decode()
    assert 'value="เรื่องแจ้ง"' in answer.content.decode()


def test_two_editors_see_both_agendas(client: Client, agreement: Agreement) -> None:
    meeting = planned(agreement)
    as_(client, cast.orawan())
    url = f"{meeting.get_absolute_url()}edit/"
    assert 'value="รับรองรายงานครั้งก่อน"' in read(client, url)
    base = {"number": "1/2569", "title_th": "ประชุมติดตามผล", "title_en": "Follow-up meeting", "held_on": "2/11/2569",
            "venue_th": "ห้องประชุม 1", "venue_en": "Meeting room 1", "version": 1}  # fmt: skip
    assert client.post(url, {**rows("ของคนแรก"), **base}).status_code == 302
    answer = client.post(url, {**rows("ของคนที่สอง"), **base})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ระเบียบวาระ" in page
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert client.post(url, {**rows("ของคนที่สอง"), **base, "version": 2}).status_code == 302
    assert meeting.agenda.get().title_th == "ของคนที่สอง"


# -- holding, minutes, decisions


def attendance(meeting: Meeting, **changes: str) -> dict[str, Any]:
    return {
        "version": meeting.version,
        "presence_baac": "present",
        "person_baac": "นายเอ",
        "presence_gsb": "apologies",
        **changes,
    }


def test_from_holding_to_adoption_through_the_pages(client: Client, agreement: Agreement) -> None:
    meeting = planned(agreement)
    as_(client, cast.orawan())
    at = meeting.get_absolute_url()
    read(client, f"{at}hold/")
    assert client.post(f"{at}hold/", attendance(meeting)).status_code == 302
    read(client, f"{at}attendance/")
    read(client, f"{at}minutes/")
    sent = {"version": 2, "said_th_1": "รับรอง", "said_th_2": "รับทราบ"}
    assert client.post(f"{at}minutes/", sent).status_code == 302
    read(client, f"{at}decisions/new/")
    decision = {
        "agenda_item": "2", "text_th": "ให้ส่งรายชื่อ", "task-TOTAL_FORMS": 2, "task-INITIAL_FORMS": 0,
        "task-0-title_th": "ส่งรายชื่อ", "task-0-owner": "gsb", "task-0-due_on": "30/11/2569",
    }  # fmt: skip
    assert client.post(f"{at}decisions/new/", decision).status_code == 302
    task = Task.objects.get()
    assert (task.owner.code, task.decision.number) == ("gsb", 1)
    assert task.decision.agenda_item is not None
    read(client, f"{at}decisions/1/edit/")
    edited = {"text_th": "ให้ส่งรายชื่อใหม่", "version": 1, "agenda_item": "2"}
    assert client.post(f"{at}decisions/1/edit/", edited).status_code == 302
    read(client, f"{at}decisions/1/tasks/new/")
    more = {"title_th": "โทรแจ้ง", "owner": "baac", "due_on": "1/12/2569"}
    assert client.post(f"{at}decisions/1/tasks/new/", more).status_code == 302
    read(client, f"{at}tasks/{task.code}/edit/")
    read(client, f"{at}adopt/")
    upload = SimpleUploadedFile("รายงาน.pdf", PDF, "application/pdf")
    assert client.post(f"{at}adopt/", {"version": 3, "upload": upload}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CLOSED
    signed = client.get(f"{at}signed/")
    assert b"".join(signed.streaming_content) == PDF
    assert "รายงานฉบับลงนาม" in read(client, at)
    for part in ("edit/", "minutes/", "adopt/", "decisions/new/", "decisions/1/edit/"):
        answer = client.get(f"{at}{part}")
        assert answer.status_code == 400
        assert "การประชุมครั้งต่อไป" in answer.content.decode()


def test_a_party_without_an_answer_is_asked_for_by_name(client: Client, agreement: Agreement) -> None:
    meeting = planned(agreement)
    as_(client, cast.orawan())
    answer = client.post(f"{meeting.get_absolute_url()}hold/", attendance(meeting, presence_gsb=""))
    assert answer.status_code == 422
    assert "หน่วยงาน gsb: กรุณาเลือก" in answer.content.decode()
    answer = client.post(
        f"{meeting.get_absolute_url()}hold/", attendance(meeting, presence_gsb="represented")
    )
    assert answer.status_code == 422
    assert "โปรดบอกชื่อผู้แทนของ หน่วยงาน gsb" in answer.content.decode()


def test_half_a_task_is_not_passed_over(client: Client, agreement: Agreement) -> None:
    meeting = held(agreement)
    as_(client, cast.orawan())
    sent = {"text_th": "มติ", "task-TOTAL_FORMS": 1, "task-INITIAL_FORMS": 0, "task-0-title_th": "ทำ"}
    answer = client.post(f"{meeting.get_absolute_url()}decisions/new/", sent)
    assert answer.status_code == 422
    assert "งานที่ 1 ยังไม่ครบ" in answer.content.decode()
    early = {**sent, "task-0-owner": "gsb", "task-0-due_on": "1/1/2569"}
    answer = client.post(f"{meeting.get_absolute_url()}decisions/new/", early)
    assert "มาก่อนวันประชุม" in answer.content.decode()
    assert Decision.objects.count() == 0


def test_the_signed_minutes_are_for_members(client: Client, agreement: Agreement) -> None:
    meeting = closed(agreement)
    at = f"{meeting.get_absolute_url()}signed/"
    as_(client, cast.orawan())
    assert client.get(at).status_code == 404
    upload = SimpleUploadedFile("รายงาน.pdf", PDF, "application/pdf")
    assert client.post(f"{meeting.get_absolute_url()}file/", {"upload": upload}).status_code == 302
    for who in (None, cast.niran()):
        if who:
            as_(client, who)
        answer = client.get(at)
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == PDF
    as_(client, cast.malee())
    assert client.get(at).status_code == 403
    assert Client().get(at).status_code == 302


# -- tasks


def test_the_owner_closes_a_task_on_its_page(client: Client, agreement: Agreement) -> None:
    task = a_task(held(agreement))
    at = f"{task.decision.meeting.get_absolute_url()}tasks/{task.code}/"
    as_(client, cast.niran())
    assert f"{at}done/" in read(client, task.decision.meeting.get_absolute_url())
    read(client, f"{at}done/")
    assert client.post(f"{at}done/", {"note": "", "version": 1}).status_code == 422
    assert client.post(f"{at}done/", {"note": "ส่งแล้ว", "version": 1}).status_code == 302
    text = read(client, task.decision.meeting.get_absolute_url())
    assert "ส่งแล้ว" in text
    assert f"{at}reopen/" in text
    assert client.post(f"{at}reopen/", {"note": "ยังไม่ครบ", "version": 2}).status_code == 302
    assert client.get(f"{at}cancel/").status_code == 403


def test_tasks_are_listed_and_taken_away(client: Client, agreement: Agreement) -> None:
    meeting = held(agreement)
    late, done = (
        a_task(meeting, due_on=date(2026, 11, 10), title_th="งานช้า"),
        a_task(meeting, title_th="งานเสร็จ"),
    )
    actions.finish_task(by=SYSTEM, task=done, version=1, note="เรียบร้อย")
    assert "งานเสร็จ" not in read(client, f"{LIST}tasks/")
    assert late.code in read(client, f"{LIST}tasks/?show=overdue")
    assert "เรียบร้อย" in read(client, f"{LIST}tasks/?show=closed")
    csv = b"".join(client.get(f"{LIST}tasks/?show=all&format=csv").streaming_content).decode()
    assert csv.count("\n") == 3
    assert "2026-11-10" in csv
    assert client.get(f"{LIST}tasks/?show=all&format=xlsx").status_code == 200


def test_a_point_about_a_commitment_leads_there(client: Client, agreement: Agreement) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
    as_(client, cast.orawan())
    sent = rows("ติดตาม", number="1/2569", title_th="ประชุม", held_on="1/12/2569")
    assert client.post(f"{LIST}new/", {**sent, "point-0-commitment": row.code}).status_code == 302
    assert f'href="{row.get_absolute_url()}"' in read(client, Meeting.objects.get().get_absolute_url())
    answer = client.post(f"{LIST}new/", {**sent, "number": "2/2569", "point-0-commitment": "none"})
    assert answer.status_code == 422
    assert "กรุณาเลือกจากรายการที่มี" in answer.content.decode()
    assert Meeting.objects.count() == 1


def test_who_may_not_gets_the_reason(client: Client, agreement: Agreement) -> None:
    meeting = planned(agreement)
    for who in (cast.niran(), cast.malee(), cast.preecha()):
        as_(client, who)
        for part in ("edit/", "cancel/", "hold/"):
            answer = client.get(f"{meeting.get_absolute_url()}{part}")
            assert answer.status_code == 403
            assert "ฝ่ายเลขานุการ" in answer.content.decode()
    assert client.get(f"{LIST}new/").status_code == 403
    assert client.get("/agreements/none/meetings/").status_code == 404
    assert client.get(f"{LIST}none/").status_code == 404
