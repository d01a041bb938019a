"""Feed and calendar, read as strangers' programs read them."""

import warnings
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from django.test import Client
from icalendar import Calendar

from phanuek.agreements import actions
from phanuek.agreements.models import Activity, Agreement, Amendment, Measure, PeriodTarget
from phanuek.agreements.queries import calendars, feeds
from phanuek.ui import clock
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.meeting import SYSTEM, a_task, closed, held, planned

pytestmark = pytest.mark.django_db
FEED, CALENDAR = "/agreements/mou-1/feed.atom", "/agreements/mou-1/calendar.ics"
TODAY = date(2026, 11, 23)
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.fixture
def agreement() -> Agreement:
    return an_agreement("baac", "gsb", ends_on=date(2027, 2, 25))


def feed_of(client: Client, lang: str = "th", **headers: str) -> Any:
    answer = client.get(f"{FEED}?lang={lang}", headers=headers)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    return found


def events_of(client: Client, lang: str = "th") -> dict[str, Any]:
    answer = client.get(f"{CALENDAR}?lang={lang}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def an_amendment(agreement: Agreement, **fields: Any) -> Amendment:
    values = {"code": "a-1", "kind": "extension", "state": "signing", "title_th": "ขยายเวลา", "title_en": "Extension",
              "why_th": "งานยังไม่เสร็จ", "why_en": "Work goes on", "new_ends_on": date(2029, 2, 25),
              "proposed_by": cast.organisation("baac"), "signing_opened_on": date(2026, 10, 1), "provenance": "added"}  # fmt: skip
    return Amendment.objects.create(agreement=agreement, **{**values, **fields})


# -- the feed


def test_everything_public_is_told_once_newest_first(client: Client, agreement: Agreement) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields(target=10))
    actions.post_result(
        by=SYSTEM,
        commitment=row,
        measure=Measure.REFERRALS,
        quantity=10,
        confirmed=True,
        reference="r:1",
        on=TODAY,
    )
    closed(agreement)
    an_amendment(agreement)
    an_amendment(agreement, code="a-2", state="merged", closed_on=date(2026, 11, 1))
    an_amendment(agreement, code="a-3", state="review", signing_opened_on=None, title_th="ลับ")
    found = feed_of(client)
    titles = [entry.title for entry in found.entries]
    assert sorted(titles) == sorted(
        [
            "ลงนามบันทึกข้อตกลง", "เปิดให้ลงนามการแก้ไขเพิ่มเติม: ขยายเวลา", "เปิดให้ลงนามการแก้ไขเพิ่มเติม: ขยายเวลา",
            "ขยายระยะเวลาของข้อตกลงแล้ว: ขยายเวลา", "ภารกิจใหม่: รับเรื่องกลุ่มที่ต้องการทุน",
            "ภารกิจสำเร็จตามเป้า: รับเรื่องกลุ่มที่ต้องการทุน", "รับรองรายงานประชุมติดตามผล ครั้งที่ 1/2569",
        ]
    )  # fmt: skip
    stamps = [entry.updated_parsed for entry in found.entries]
    assert stamps == sorted(stamps, reverse=True)
    assert titles[-1] == "ลงนามบันทึกข้อตกลง"
    assert found.entries[-1].updated == "2021-02-26T00:00:00+07:00"
    assert "ลับ" not in str(found)


def test_identities_stay_whatever_changes(client: Client, agreement: Agreement, clock: Any) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
    before = {entry.id: entry.updated for entry in feed_of(client).entries}
    clock(datetime(2027, 11, 23, 9))
    actions.edit_commitment(by=SYSTEM, commitment=row, version=1, title_th="ชื่อใหม่")
    after = {entry.id: entry.updated for entry in feed_of(client, "en").entries}
    assert before == after
    assert all(key.startswith("tag:127.0.0.1,2026:agreements/mou-1/") for key in after)
    assert len(after) == 2


def test_language_author_and_addresses(client: Client, agreement: Agreement) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
    for lang, name in (("th", "หน่วยงาน baac"), ("en", "Body baac")):
        found = feed_of(client, lang)
        assert found.feed.language == lang
        (entry,) = (e for e in found.entries if "commitment" in e.id)
        assert entry.author == name
        assert entry.link == f"http://testserver{row.get_absolute_url()}"
        assert found.feed.id == "tag:127.0.0.1,2026:agreements/mou-1/feed"
        assert {link.rel: link.href for link in found.feed.links} == {
            "alternate": "http://testserver/agreements/mou-1/",
            "self": f"http://testserver{FEED}?lang={lang}",
        }
    assert b'xml:lang="en"' in client.get(f"{FEED}?lang=en").content
    assert "lang" not in client.cookies


def test_who_has_it_already_is_not_sent_it_again(client: Client, agreement: Agreement) -> None:
    for address in (FEED, CALENDAR):
        first = client.get(address)
        etag, day = first["ETag"], first["Last-Modified"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        assert client.get(address, headers={"if-modified-since": day}).status_code == 304
        other = client.get(f"{address}?lang=en", headers={"if-none-match": etag})
        assert other.status_code == 200
        planned(agreement, number=f"{len(address)}/2569")
        closed(agreement, number=f"9{len(address)}/2569")
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200


def test_a_feed_with_nothing_in_it_stays_the_same(client: Client, clock: Any) -> None:
    an_agreement("baac", stage="signing", signed_on=None)
    first = client.get(FEED)
    assert feedparser.parse(first.content).entries == []
    clock(datetime(2026, 12, 5, 9))
    assert client.get(FEED).content == first.content


def test_odd_letters_arrive_as_they_are(client: Client, agreement: Agreement) -> None:
    title = "รับ <b>เรื่อง</b> & “ทุน” ]]> ก็ำ"
    actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("baac"), **commitment_fields(title_th=title)
    )
    (entry,) = (e for e in feed_of(client).entries if "commitment" in e.id)
    assert "ก็ำ" in entry.title
    assert "<b>" not in entry.summary
    events = events_of(client)
    (due,) = (e for uid, e in events.items() if uid.startswith("commitment-"))
    assert str(due["SUMMARY"]) == f"ครบกำหนดภารกิจ: {title}"


def test_a_target_reached_is_told_only_where_the_result_is_public(agreement: Agreement) -> None:
    row = actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("baac"), **commitment_fields(target=3)
    )
    actions.post_result(
        by=SYSTEM,
        commitment=row,
        measure=Measure.REFERRALS,
        quantity=3,
        confirmed=True,
        reference="r:1",
        on=TODAY,
    )
    now = clock.now()
    assert not any("reached" in e.key for e in feeds.entries(agreement, now, []))
    assert any("reached" in e.key for e in feeds.entries(agreement, now, [row.pk]))
    assert "สำเร็จตามเป้า" not in Client().get(FEED).content.decode()


def test_a_claim_and_a_withdrawal_are_told(client: Client, agreement: Agreement) -> None:
    from phanuek.agreements.models import Claim

    row = actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("baac"),
        **commitment_fields(measure=Measure.CLAIMED, unit_th="ศูนย์", unit_en="centres"),
    )  # fmt: skip
    values = {"commitment": row, "organisation": cast.organisation("baac"), "quantity": 12, "starts_on": TODAY, "ends_on": TODAY,
              "text_th": "เปิดศูนย์", "submitted_at": clock.now()}  # fmt: skip
    Claim.objects.create(code="k-1", state="submitted", **values)
    Claim.objects.create(code="k-2", state="approved", approved_quantity=10, decided_at=clock.now(), **values)
    party = agreement.parties.get(organisation__code="gsb")
    party.withdrawn_on, party.withdrawal_why_th = date(2026, 11, 1), "ยุบหน่วยงาน"
    party.save()
    found = {entry.id.rsplit("/", 1)[-1]: entry.title for entry in feed_of(client).entries}
    assert found["claim-k-2"] == "รับรองผล 10 ศูนย์: รับเรื่องกลุ่มที่ต้องการทุน"
    assert "claim-k-1" not in found
    assert found["party-gsb-withdrew"] == "หน่วยงาน gsb ถอนตัวจากข้อตกลง"


@pytest.mark.parametrize("address", [FEED, CALENDAR])
def test_a_draft_is_followed_by_its_parties_only(client: Client, address: str) -> None:
    an_agreement("baac", stage="draft", signed_on=None)
    assert client.get(address).status_code == 404
    from tests.agreements.test_pages import as_

    assert as_(client, cast.niran()).get(address).status_code == 200


# -- the calendar


def test_every_kind_of_day_is_in_the_calendar(client: Client, agreement: Agreement) -> None:
    bank = cast.organisation("baac")
    row = actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
    PeriodTarget.objects.create(
        commitment=row, starts_on=date(2026, 1, 1), ends_on=date(2026, 6, 30), target=40
    )
    Activity.objects.create(
        code="act-1", commitment=row, title_th="อบรม", organisation=bank, starts_on=date(2026, 12, 1), due_on=date(2026, 12, 3)
    )  # fmt: skip
    task = a_task(held(agreement))
    meeting = planned(agreement, number="2/2569", held_on=date(2026, 12, 9), starts_at=time(13, 30))
    an_amendment(agreement, state="merged", closed_on=TODAY, effective_on=date(2026, 12, 1))
    events = events_of(client)
    days = {uid.split("@")[0]: (e.decoded("DTSTART"), e.decoded("DTEND", None)) for uid, e in events.items()}
    day = timedelta(days=1)
    assert days[f"commitment-{row.code}-due"] == (row.due_on, row.due_on + day)
    assert days[f"target-{row.code}-2026-01-01"] == (date(2026, 6, 30), date(2026, 7, 1))
    assert days["activity-act-1"] == (date(2026, 12, 1), date(2026, 12, 4))
    assert days[f"task-{task.code}"] == (task.due_on, task.due_on + day)
    assert days[f"meeting-{meeting.code}"] == (datetime(2026, 12, 9, 13, 30, tzinfo=BANGKOK), None)
    assert days["end-mou-1"] == (date(2027, 2, 25), date(2027, 2, 26))
    assert days["amendment-a-1-effect"] == (date(2026, 12, 1), date(2026, 12, 2))
    assert len(days) == len(calendars.items(agreement)) == 9


def test_an_event_is_recognised_after_it_changed(client: Client, agreement: Agreement, clock: Any) -> None:
    meeting = planned(agreement, starts_at=time(9, 0))
    uid = f"meeting-{meeting.code}@127.0.0.1"
    first = events_of(client)[uid]
    assert (first["SEQUENCE"], str(first["STATUS"])) == (0, "CONFIRMED")
    assert first.decoded("DTSTAMP") == datetime(2026, 11, 23, 3, 0, tzinfo=ZoneInfo("UTC"))
    assert first["DTSTART"].params["TZID"] == "Asia/Bangkok"
    clock(datetime(2026, 11, 24, 9))
    actions.edit_meeting(by=SYSTEM, meeting=meeting, version=1, held_on=date(2026, 12, 1))
    moved = events_of(client)[uid]
    assert (moved["SEQUENCE"], moved.decoded("DTSTAMP").day) == (1, 24)
    actions.cancel_meeting(by=SYSTEM, meeting=meeting, version=2, why="เลื่อน")
    gone = events_of(client)[uid]
    assert (gone["SEQUENCE"], str(gone["STATUS"]), str(gone["DESCRIPTION"])) == (2, "CANCELLED", "เลื่อน")
    assert str(gone["URL"]) == f"http://testserver{meeting.get_absolute_url()}"


def test_both_languages_say_which_they_are(client: Client, agreement: Agreement) -> None:
    planned(agreement)
    (thai,) = (e for uid, e in events_of(client).items() if uid.startswith("meeting"))
    (english,) = (e for uid, e in events_of(client, "en").items() if uid.startswith("meeting"))
    assert (str(thai["SUMMARY"]), thai["SUMMARY"].params["LANGUAGE"]) == ("ประชุมติดตามผล ครั้งที่ 1/2569", "th")
    assert (str(english["SUMMARY"]), english["SUMMARY"].params["LANGUAGE"]) == (
        "Follow-up meeting, no. 1/2569",
        "en",
    )
    assert thai["UID"] == english["UID"]
    assert (str(thai["LOCATION"]), str(english["LOCATION"])) == ("ห้องประชุม 1", "Meeting room 1")


def test_what_ended_is_cancelled_in_the_calendar(client: Client, agreement: Agreement) -> None:
    row = actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=cast.organisation("baac"), **commitment_fields()
    )
    type(row).objects.filter(pk=row.pk).update(
        ended_on=TODAY, ended_why_th="รวมกับอื่น", ended_how="merged", version=2
    )
    event = events_of(client)[f"commitment-{row.code}-due@127.0.0.1"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)


def test_no_names_of_people_in_either(client: Client, agreement: Agreement) -> None:
    meeting = held(agreement, chair="นายประธาน")
    a_task(meeting, owner_name="นางสาวผู้รับผิดชอบ")
    for address in (FEED, CALENDAR):
        text = client.get(address).content.decode()
        assert "ประธาน" not in text
        assert "นางสาว" not in text
        assert "ผู้แทน" not in text


def test_the_pages_lead_to_both(client: Client, agreement: Agreement) -> None:
    text = client.get("/agreements/mou-1/meetings/").content.decode()
    for address in (FEED, CALENDAR):
        assert text.count(f'href="{address}?lang=th"') == 2


def test_neither_costs_more_for_more(
    client: Client, agreement: Agreement, django_assert_max_num_queries: Any
) -> None:
    bank = cast.organisation("baac")
    for n in range(4):
        actions.add_commitment(by=SYSTEM, agreement=agreement, lead=bank, **commitment_fields())
        a_task(held(agreement, number=f"{n}/2569"))
        closed(agreement, number=f"1{n}/2569")
    with django_assert_max_num_queries(11):
        client.get(CALENDAR)
    with django_assert_max_num_queries(40):
        client.get(FEED)


def test_feedparser_itself_is_quiet() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert feedparser.parse("<feed xmlns='http://www.w3.org/2005/Atom'/>").version == "atom10"
