"""Pages of activities, words on the work, status and people of a commitment."""

import re
from collections.abc import Callable
from datetime import date, datetime
from html import unescape
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.actions import Contact
from phanuek.agreements.models import Activity, Measure, Party, StatusOverride, Update
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.claiming import Team, team

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def world() -> Team:
    return team()


def as_(actor: Actor, language: str = "th") -> Client:
    client = Client()
    if actor.person_id:
        client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def url(world: Team, rest: str) -> str:
    return f"/commitments/{world.commitment.code}/{rest}"


def words(answer: Any) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def an_activity(world: Team, by: Actor | None = None, **changes: Any) -> Activity:
    fields = {"title_th": "อบรมบัญชี รุ่น 1", "title_en": "Course 1", "organisation": world.body, **changes}
    return actions.add_activity(by=by or world.lead, commitment=world.commitment, **fields)


# -- activities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_activity_is_added_with_its_place_and_everyone_reads_it(world: Team, language: str) -> None:
    cast.subdistrict()
    client = as_(world.lead, language)
    assert client.get(url(world, "activities/new/")).status_code == 200
    sent = {"organisation": "baac", "title_th": "อบรมบัญชี", "title_en": "Bookkeeping", "area": "550101",
            "starts_on": "1/12/2569", "due_on": "5/12/2569"}  # fmt: skip
    assert client.post(url(world, "activities/new/"), sent).status_code == 302
    row = Activity.objects.get()
    assert (row.area.code, row.organisation.code, row.provenance, row.provenance_by) == (
        "550101",
        "baac",
        "added",
        "หน่วยงาน baac",
    )
    page = words(as_(cast.DAO, language).get(url(world, "activities/")))
    assert ("อบรมบัญชี" if language == "th" else "Bookkeeping") in page
    assert ("ยังไม่เริ่ม" if language == "th" else "Not started") in page


def test_it_is_done_reopened_and_cancelled(world: Team) -> None:
    row = an_activity(world, starts_on=date(2026, 11, 1))
    client, here = as_(world.lead), url(world, f"activities/{row.code}/")
    assert client.post(here + "done/", {"done_on": "20/11/2569"}).status_code == 302
    row.refresh_from_db()
    assert row.done_on == date(2026, 11, 20)
    assert client.post(here + "done/").status_code == 422
    assert client.post(here + "cancel/", {"reason": "งบหมด"}).status_code == 422
    assert client.post(here + "reopen/").status_code == 302
    assert client.post(here + "reopen/").status_code == 422
    assert client.post(here + "cancel/", {"reason": ""}).status_code == 422
    assert client.post(here + "cancel/", {"reason": "งบหมด"}).status_code == 302
    assert "เพราะงบหมด" in words(as_(cast.DAO).get(url(world, "activities/")))
    assert client.post(here + "done/").status_code == 422


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_th": ""}, "title_th"),
        ({"title_th": "โทร 0812345678"}, "title_th"),
        ({"starts_on": date(2026, 12, 2), "due_on": date(2026, 12, 1)}, "due_on"),
    ],
)
def test_an_activity_that_does_not_hold(world: Team, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        an_activity(world, **changes)
    assert refusal.value.field == field


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(2026, 10, 31)])
def test_it_is_done_between_its_start_and_today(world: Team, day: date) -> None:
    row = an_activity(world, starts_on=date(2026, 11, 1))
    with pytest.raises(Refused) as refusal:
        actions.finish_activity(by=world.lead, activity=row, done_on=day)
    assert refusal.value.field == "done_on"


def test_two_editors_of_an_activity_notice_each_other(world: Team) -> None:
    row = an_activity(world)
    actions.edit_activity(by=world.lead, activity=row, version=1, title_th="รุ่น 2")
    with pytest.raises(Conflict):
        actions.edit_activity(by=world.colleague, activity=row, version=1, title_th="รุ่น 3")
    answer = as_(world.colleague).post(
        url(world, f"activities/{row.code}/edit/"), {"title_th": "รุ่น 3", "title_en": "Course 1", "version": 1}
    )
    assert answer.status_code == 422
    assert "รุ่น 2" in words(answer)
    assert "รุ่น 3" in answer.content.decode()


def test_a_body_that_joins_in_writes_its_own_and_the_secretariat_for_one_without_an_account(
    world: Team,
) -> None:
    assert an_activity(world, world.partner, organisation=cast.organisation("gsb")).on_behalf is False
    for_others = an_activity(world, world.secretariat, organisation=cast.organisation("dip"))
    assert for_others.on_behalf
    assert timeline.of(for_others, with_people=True)[0]["on_behalf_of"] == "dip"


@pytest.mark.parametrize(
    "who", ["other", "partner for the lead", "secretariat for the lead", "malee", "stranger"]
)
def test_who_may_not_write_here(world: Team, who: str) -> None:
    by = {"other": world.other, "partner for the lead": world.partner, "secretariat for the lead": world.secretariat,
          "stranger": cast.DAO}.get(who) or cast.malee()  # fmt: skip
    body = cast.organisation("exim") if who == "other" else world.body
    row = an_activity(world)
    for act in (
        lambda: an_activity(world, by, organisation=body),
        lambda: actions.finish_activity(by=by, activity=row),
        lambda: actions.edit_activity(by=by, activity=row, version=1, title_th="ใหม่"),
        lambda: actions.cancel_activity(by=by, activity=row, reason="ก"),
        lambda: actions.add_update(by=by, commitment=world.commitment, organisation=body, text_th="ก"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Activity.objects.count() == 1


def test_whoever_may_not_gets_the_reason_on_the_page(world: Team) -> None:
    row = an_activity(world)
    for rest in ("activities/new/", "updates/new/", f"activities/{row.code}/edit/", "claims/new/"):
        answer = as_(world.other).get(url(world, rest))
        assert answer.status_code == 403
        assert (
            "ไม่ใช่เจ้าของหรือผู้ร่วมดำเนินการ" in words(answer)
            or "ของหน่วยงาน" in words(answer)
            or "ฝ่ายเลขานุการ" in words(answer)
        )
    assert "activities/new/" not in as_(world.other).get(url(world, "activities/")).content.decode()
    assert as_(world.lead).get(url(world, "activities/a-none/edit/")).status_code == 404


# -- words on how it goes ----------------------------------------------------------------------------------------


def test_a_word_on_the_work_is_published_and_can_be_taken_away(world: Team) -> None:
    client = as_(world.lead)
    sent = {"organisation": "baac", "text_th": "อบรมแล้ว 3 รุ่น เหลืออีก 2 รุ่น", "text_en": "", "on": ""}
    assert client.post(url(world, "updates/new/"), sent).status_code == 302
    row = Update.objects.get()
    assert row.on == TODAY
    assert "อบรมแล้ว 3 รุ่น" in words(as_(cast.DAO).get(url(world, "activities/")))
    remove = url(world, f"updates/{row.code}/remove/")
    assert as_(world.partner).get(remove).status_code == 403
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "มีชื่อบุคคล"}).status_code == 302
    assert Update.objects.count() == 0
    assert timeline.of(world.commitment, with_people=True)[0]["note"] == "มีชื่อบุคคล"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text_th": " "}, "text_th"),
        ({"text_th": "ส่งที่ a@b.go.th"}, "text_th"),
        ({"on": date(2026, 11, 24)}, "on"),
    ],
)
def test_a_word_that_does_not_hold(world: Team, changes: dict[str, Any], field: str) -> None:
    fields = {"text_th": "กำลังอบรม", **changes}
    with pytest.raises(Refused) as refusal:
        actions.add_update(by=world.lead, commitment=world.commitment, organisation=world.body, **fields)
    assert refusal.value.field == field


def test_nothing_is_added_to_what_is_closed(world: Team) -> None:
    actions.end_commitment(by=world.lead, commitment=world.commitment, how="given_up", reason_th="งบหมด")
    with pytest.raises(Refused, match="ปิดแล้ว"):
        an_activity(world)
    with pytest.raises(Refused, match="ปิดแล้ว"):
        actions.add_update(by=world.lead, commitment=world.commitment, organisation=world.body, text_th="ก")


# -- status and people -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_status_is_set_seen_and_lifted(world: Team, language: str) -> None:
    client = as_(world.lead, language)
    sent = {
        "status": "on_plan",
        "reason_th": "อบรมรุ่นสุดท้ายเดือนธันวาคม",
        "reason_en": "",
        "ends_on": "31/12/2569",
    }
    assert client.get(url(world, "status/set/")).status_code == 200
    answer = client.post(url(world, "status/set/"), {**sent, "ends_on": "1/1/2571"})
    assert (answer.status_code, "180" in words(answer), "อบรมรุ่นสุดท้าย" in answer.content.decode()) == (
        422,
        True,
        True,
    )
    assert client.post(url(world, "status/set/"), sent).status_code == 302
    page = words(client.get(url(world, "status/")))
    said = "สถานะที่หน่วยงาน baacระบุ: เป็นไปตามแผน" if language == "th" else "Status set by Body baac: On plan"
    assert said in page
    assert ("ล่าช้ากว่าแผน" if language == "th" else "Behind") in page
    assert client.post(url(world, "status/lift/")).status_code == 302
    assert client.post(url(world, "status/lift/")).status_code == 422
    assert StatusOverride.objects.get().lifted_on == TODAY


def test_it_is_closed_and_reopened(world: Team) -> None:
    client = as_(world.lead)
    other = actions.add_commitment(
        by=world.lead, agreement=world.commitment.agreement, lead=world.body, title_th="อีกภารกิจ", measure=Measure.CLAIMED,
        provenance_why="มติ",
    )  # fmt: skip
    assert f'value="{other.code}"' in client.get(url(world, "status/end/")).content.decode()
    sent = {"how": "merged", "reason_th": "งานซ้ำกัน", "continued_in": ""}
    assert client.post(url(world, "status/end/"), sent).status_code == 422
    assert client.post(url(world, "status/end/"), {**sent, "continued_in": other.code}).status_code == 302
    page = client.get(url(world, "status/"))
    assert other.get_absolute_url() in page.content.decode()
    assert "รวมกับภารกิจอื่น: งานซ้ำกัน" in words(page)
    assert client.post(url(world, "status/reopen/"), {"reason": "แยกอีกครั้ง"}).status_code == 302
    world.commitment.refresh_from_db()
    assert world.commitment.ended_on is None


def test_the_secretariat_hands_it_over_after_a_withdrawal(world: Team) -> None:
    Party.objects.filter(organisation=world.body).update(withdrawn_on=TODAY)
    client = as_(world.secretariat)
    assert "ไม่เป็นภาคีแล้วตั้งแต่" in words(client.get(url(world, "status/")))
    page = client.get(url(world, "status/hand-over/")).content.decode()
    assert "หน่วยงาน dip (ยังไม่มีผู้ใช้งานในระบบ)" in page
    assert 'value="baac"' not in page
    assert (
        client.post(url(world, "status/hand-over/"), {"lead": "gsb", "reason": "ธ.ก.ส. ถอนตัว"}).status_code
        == 302
    )
    assert "จากหน่วยงาน baac เป็นหน่วยงาน gsb" in words(client.get(url(world, "status/")))
    assert as_(world.lead).get(url(world, "status/")).status_code == 403


def test_who_answers_for_it_is_for_the_lead_and_the_secretariat(world: Team) -> None:
    contact = Contact(name="สมใจ", email="somjai@example.go.th")
    actions.edit_commitment(by=world.lead, commitment=world.commitment, version=1, responsible=contact)
    for by in (world.lead, world.secretariat):
        assert "somjai@example.go.th" in words(as_(by).get(url(world, "status/")))
    for by in (world.partner, world.other, cast.malee()):
        answer = as_(by).get(url(world, "status/"))
        assert answer.status_code == 403
        assert "somjai" not in words(answer)
        for rest in ("activities/", "claims/", ""):
            assert "somjai" not in as_(by).get(url(world, rest)).content.decode()
    assert as_(cast.DAO).get(url(world, "status/"))["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "rest", ["status/set/", "status/end/", "status/lift/", "status/reopen/", "status/hand-over/"]
)
def test_who_may_not_change_it_gets_the_reason(world: Team, rest: str) -> None:
    for by in (world.partner, world.other):
        assert as_(by).get(url(world, rest)).status_code == 403
        assert as_(by).post(url(world, rest), {"reason": "ก"}).status_code == 403
    assert as_(world.lead).get("/commitments/none/" + rest).status_code == 404


def test_a_page_of_a_year_later_tells_the_silence(world: Team, clock: Callable[[datetime], None]) -> None:
    clock(datetime(2027, 11, 23, 9))
    page = words(as_(world.lead).get(url(world, "status/")))
    assert "ไม่มีความเคลื่อนไหวมา 365 วัน" in page
    assert "23 พ.ย. 2569: บันทึกภารกิจ" in page
