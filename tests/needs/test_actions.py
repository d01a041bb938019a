from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from phanuek.needs import actions, queries
from phanuek.needs.models import Need
from phanuek.needs.states import ClosedReason, NeedState
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
OUT_OF_AREA = "500101"


def said(by: Actor = cast.DAO, **changes: Any) -> Need:
    values = {
        "aim": "income",
        "text": "อยากได้ตลาดขายผ้าทอ",
        "area": cast.subdistrict(),
        "voice": "citizen",
        **changes,
    }
    return actions.say(by=by, **values)[0]


def checked(**changes: Any) -> Need:
    need = said(**changes)
    return actions.check(
        by=SYSTEM, need=need, version=1, aim=need.aim, means=need.means, text=need.text, publish=True
    )


def test_a_stranger_says_what_is_needed_and_gets_a_link() -> None:
    need, token = actions.say(
        by=cast.DAO,
        aim="income",
        text=" อยากได้ตลาด ",
        area=cast.subdistrict(),
        voice="citizen",
        means=["market", "knowledge"],
    )
    assert need.text == "อยากได้ตลาด"
    assert need.means == ["knowledge", "market"]
    assert need.state == NeedState.RECEIVED
    assert not need.published
    assert need.recorded_by is None
    assert need.said_on == date(2026, 11, 23)
    assert queries.by_token(token) == need
    assert [e["verb"] for e in timeline.of(need, with_people=True)] == ["need.said"]


def test_the_token_is_not_kept() -> None:
    need, token = actions.say(
        by=cast.DAO, aim="income", text="ตลาด", area=cast.subdistrict(), voice="citizen"
    )
    assert len(token) >= 32
    assert token not in str(Need.objects.filter(pk=need.pk).values())


@pytest.mark.parametrize("token", ["", "x", "0" * 64])
def test_a_wrong_token_leads_nowhere(token: str) -> None:
    said()
    assert queries.by_token(token) is None


def test_the_digest_is_not_a_token() -> None:
    assert queries.by_token(said().follow_digest) is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"aim": "happiness"}, "aim"),
        ({"means": ["magic"]}, "means"),
        ({"text": "  "}, "text"),
        ({"text": "ก" * 2001}, "text"),
        ({"said_on": date(2026, 11, 24)}, "said_on"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        said(**changes)
    assert refusal.value.field == field
    assert Need.objects.count() == 0


def test_a_district_is_not_enough() -> None:
    with pytest.raises(Refused) as refusal:
        said(area=cast.subdistrict().parent)
    assert refusal.value.field == "area"


def test_a_meeting_is_recorded_by_an_officer_of_the_area() -> None:
    need = said(cast.malee(), voice="tambon_meeting", meeting_place="ศาลาบ้านดอน", people_present=24)
    assert need.recorded_by is not None
    assert need.recorded_by.code == "cdd"
    assert need.enterprise is None


@pytest.mark.parametrize("voice", ["tambon_meeting", "officer", "group"])
def test_a_stranger_speaks_only_for_themselves(voice: str) -> None:
    with pytest.raises(NotAllowed):
        said(voice=voice)


def test_an_officer_records_in_their_own_area_only() -> None:
    with pytest.raises(NotAllowed, match="พื้นที่"):
        said(cast.malee(), voice="officer", area=cast.subdistrict(OUT_OF_AREA))


def test_a_company_manager_records_no_meeting() -> None:
    with pytest.raises(NotAllowed):
        said(cast.preecha(), voice="tambon_meeting")


def test_an_officer_checks_words_and_publishes() -> None:
    need = said()
    done = actions.check(
        by=cast.malee(),
        need=need,
        version=1,
        aim="product_development",
        means=["market"],
        text="ต้องการตลาด",
        publish=True,
    )
    assert (done.state, done.published, done.text, done.version) == (NeedState.CHECKED, True, "ต้องการตลาด", 2)
    assert Need.objects.visible_to(cast.DAO).get() == need


def test_unchecked_words_are_seen_by_no_stranger() -> None:
    said()
    assert not Need.objects.visible_to(cast.DAO).exists()
    assert not Need.objects.visible_to(cast.niran()).exists()
    assert Need.objects.visible_to(cast.malee()).exists()


@pytest.mark.parametrize(
    "text",
    ["โทร 081-234-5678", "โทร ๐๘๑ ๒๓๔ ๕๖๗๘", "เลข 1234567890123", "บัตร 1-2345-67890-12-3", "+66 81 234 5678"],
)
def test_personal_details_are_not_published(text: str) -> None:
    need = said(text=text)
    check = {"by": cast.malee(), "need": need, "version": 1, "aim": "income", "means": [], "text": text}
    with pytest.raises(Refused) as refusal:
        actions.check(**check, publish=True)
    assert refusal.value.field == "text"
    assert actions.check(**check, publish=False).state == NeedState.CHECKED


@pytest.mark.parametrize(
    "text", ["สมาชิก 25 คน ขายได้ 12,500 บาท", "ปี 2564-2567", "ราคา 1500000 บาท", "รหัส 55000"]
)
def test_ordinary_numbers_are_no_personal_details(text: str) -> None:
    assert queries.personal_details(text) == []


def test_a_found_number_is_shown_half_hidden() -> None:
    assert [d.shown for d in queries.personal_details("โทร 0812345678")] == ["08…78"]


def test_two_officers_notice_each_other() -> None:
    need = said()
    check = {"need": need, "version": 1, "aim": "income", "means": [], "publish": False}
    actions.check(by=cast.malee(), text="ของมาลี", **check)
    with pytest.raises(Conflict) as conflict:
        actions.check(by=SYSTEM, text="ของอีกคน", **check)
    assert conflict.value.yours == {"text": "ของอีกคน"}
    assert conflict.value.theirs == {"text": "ของมาลี"}


@pytest.mark.parametrize("who", ["stranger", "bank", "company", "other area"])
def test_who_may_not_check_or_close(who: str) -> None:
    need = checked()
    other = cast.province("50", "เชียงใหม่", "Chiang Mai")
    by = {
        "stranger": Actor.public,
        "bank": cast.niran,
        "company": cast.preecha,
        "other area": lambda: cast.malee(other),
    }[who]()
    for act in (
        lambda: actions.check(by=by, need=need, version=2, aim="income", means=[], text="ใหม่", publish=True),
        lambda: actions.close(by=by, need=need, reason="no_offer"),
        lambda: actions.reopen(by=by, need=need),
        lambda: actions.link(by=by, need=need, enterprise=None),
    ):
        with pytest.raises(NotAllowed):
            act()
    need.refresh_from_db()
    assert need.state == NeedState.CHECKED


def test_a_need_goes_its_way() -> None:
    need = checked()
    niran = cast.niran()
    assert actions.mark_referred(by=niran, need=need, provider="baac").state == NeedState.REFERRED
    assert actions.mark_back_to_search(by=niran, need=need).state == NeedState.CHECKED
    assert actions.mark_back_to_search(by=niran, need=need).state == NeedState.CHECKED
    actions.mark_referred(by=niran, need=need, provider="baac")
    actions.mark_referred(by=niran, need=need, provider="gsb")
    assert actions.mark_answered(by=niran, need=need, provider="gsb").state == NeedState.ANSWERED
    assert actions.close(by=SYSTEM, need=need, reason="met").state == NeedState.CLOSED
    assert actions.reopen(by=SYSTEM, need=need).state == NeedState.CHECKED
    assert timeline.broken_link(need) is None


@pytest.mark.parametrize("move", [actions.mark_referred, actions.mark_answered])
def test_no_step_is_skipped(move: Any) -> None:
    with pytest.raises(Refused) as refusal:
        move(by=cast.niran(), need=said())
    assert "ได้รับเรื่องแล้ว" in refusal.value.message.th


def test_strangers_move_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.mark_referred(by=cast.DAO, need=checked())


def test_closing_gives_a_reason_to_the_one_who_said_it() -> None:
    malee = cast.malee()
    need = actions.close(by=malee, need=said(), reason="no_offer", note="ยังไม่มีมาตรการ จะแจ้งเมื่อมี")
    assert (need.closed_reason, need.closed_note) == ("no_offer", "ยังไม่มีมาตรการ จะแจ้งเมื่อมี")
    assert actions.reopen(by=malee, need=need).closed_reason == ""


def test_closing_without_a_reason_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        actions.close(by=cast.malee(), need=said(), reason="")
    assert refusal.value.field == "reason"


def test_the_database_too_wants_a_reason() -> None:
    need = said()
    with pytest.raises(IntegrityError), transaction.atomic():
        Need.objects.filter(pk=need.pk).update(state="closed")


def test_the_note_of_closing_holds_no_telephone_number() -> None:
    with pytest.raises(Refused) as refusal:
        actions.close(by=cast.malee(), need=said(), reason="met", note="ติดต่อ 0812345678")
    assert refusal.value.field == "note"


def test_closing_twice_is_refused() -> None:
    need = said()
    actions.close(by=cast.malee(), need=need, reason="repeated")
    with pytest.raises(Refused):
        actions.close(by=SYSTEM, need=need, reason="repeated")
    with pytest.raises(Refused):
        actions.check(by=SYSTEM, need=need, version=2, aim="income", means=[], text="ใหม่", publish=False)


def test_taking_a_need_back_by_its_link_erases_the_contact() -> None:
    need, token = actions.say(
        by=cast.DAO,
        aim="income",
        text="ตลาด",
        area=cast.subdistrict(),
        voice="citizen",
        contact_name="ดาว",
        contact_phone="0812345678",
    )
    actions.withdraw(by=cast.DAO, token=token)
    need.refresh_from_db()
    assert (need.state, need.closed_reason) == (NeedState.CLOSED, ClosedReason.WITHDRAWN)
    assert (need.contact_name, need.contact_phone, need.published) == ("", "", False)
    with pytest.raises(Refused):
        actions.withdraw(by=cast.DAO, token=token)
    with pytest.raises(NotAllowed):
        actions.withdraw(by=cast.DAO, token="wrong")


def test_erasing_the_contact_by_the_link_leaves_the_need() -> None:
    need, token = actions.say(
        by=cast.DAO, aim="income", text="ตลาด", area=cast.subdistrict(), voice="citizen", contact_phone="0812345678"
    )  # fmt: skip
    for _ in range(2):
        actions.forget_contact(by=cast.DAO, token=token)
    need.refresh_from_db()
    assert (need.state, need.contact_phone, need.text) == (NeedState.RECEIVED, "", "ตลาด")
    verbs = [e["verb"] for e in timeline.of(need, with_people=True)]
    assert sorted(verbs) == ["need.contact_forgotten", "need.said"]
    with pytest.raises(NotAllowed):
        actions.forget_contact(by=cast.DAO, token="wrong")


def test_the_story_says_which_body_answered_and_nothing_personal() -> None:
    need = checked(contact_name="ดาวเรือง", contact_phone="0812345678")
    cast.organisation("baac", name_th="ธ.ก.ส.", name_en="BAAC")
    actions.mark_referred(by=cast.niran(), need=need, provider="baac")
    need.refresh_from_db()
    steps = queries.story(need)
    assert [s.state for s in steps] == ["done", "done", "done", "now"]
    assert steps[2].note == "ธ.ก.ส."
    assert all(s.at == date(2026, 11, 23) for s in steps[:3])
    assert "ดาวเรือง" not in str(steps)


@pytest.mark.parametrize("with_check", [False, True])
def test_the_story_of_a_closed_need_ends_with_the_reason(with_check: bool) -> None:
    need = actions.close(by=SYSTEM, need=checked() if with_check else said(), reason="no_offer")
    steps = queries.story(need)
    assert [s.state for s in steps] == ["done", "done" if with_check else "next", "next", "next", "stopped"]
    assert steps[-1].note == ClosedReason.NO_OFFER.label


def test_three_thousand_at_once(django_assert_max_num_queries: Any) -> None:
    area = cast.subdistrict()
    moment = datetime.fromisoformat("2026-01-05T09:00:00+07:00")
    rows = [
        {"aim": "income", "text": f"ความต้องการที่ {n}", "area": area, "voice": "tambon_meeting", "demonstration": True,
         "said_on": date(2026, 1, 5), "received_at": moment}
        for n in range(3000)
    ]  # fmt: skip
    with django_assert_max_num_queries(150):
        pairs = actions.say_many(by=SYSTEM, rows=rows)
    assert len({need.code for need, _ in pairs}) == 3000
    assert Need.objects.filter(received_at=moment).count() == 3000
    assert timeline.of(pairs[0][0], with_people=True)[0]["at"] == moment
    with django_assert_max_num_queries(150):
        assert len(actions.check_many(by=SYSTEM, needs=[need for need, _ in pairs])) == 3000
    assert Need.objects.filter(published=True).count() == 3000


def test_one_wrong_row_keeps_all_out() -> None:
    good = {"aim": "income", "text": "ตลาด", "area": cast.subdistrict(), "voice": "officer"}
    with pytest.raises(Refused):
        actions.say_many(by=SYSTEM, rows=[good, {**good, "text": ""}])
    assert Need.objects.count() == 0


def test_lists_find_by_aim_means_state_and_area() -> None:
    need = checked(aim="management", means=["tax"])
    checked(area=cast.subdistrict(OUT_OF_AREA))
    assert [n.pk for n in queries.filtered(cast.DAO, aim="management")] == [need.pk]
    assert [n.pk for n in queries.filtered(cast.DAO, means="tax")] == [need.pk]
    assert [n.pk for n in queries.filtered(cast.DAO, area="55")] == [need.pk]
    assert queries.filtered(cast.DAO, state="closed").count() == 0
    assert queries.counts_by_province(queries.filtered(cast.DAO)) == {"55": 1, "50": 1}


def test_work_lists_hold_the_actors_own_area() -> None:
    said()
    said(area=cast.subdistrict(OUT_OF_AREA))
    malee = cast.malee()
    assert queries.waiting_for_check(malee).count() == 1
    assert queries.waiting_for_check(cast.DAO).count() == 0
    assert queries.searching(malee).count() == 0


def test_an_officers_many_cost_no_question_per_group(django_assert_max_num_queries: Any) -> None:
    from phanuek.registry.actions import register

    area, malee = cast.subdistrict(), cast.malee()
    near = [register(by=SYSTEM, kind="sme", name_th=f"ร้าน {n}", subdistrict=area) for n in range(12)]
    far = register(by=SYSTEM, kind="sme", name_th="ร้านไกล", subdistrict=cast.subdistrict(OUT_OF_AREA))
    row = {"aim": "income", "text": "ตลาด", "area": area, "voice": "officer"}
    # PostgreSQL also holds the chains of the timeline
    with django_assert_max_num_queries(12 if connection.vendor == "postgresql" else 8):
        assert len(actions.say_many(by=malee, rows=[{**row, "enterprise": group} for group in near])) == 12
    with pytest.raises(NotAllowed):
        actions.say_many(by=malee, rows=[{**row, "enterprise": near[0]}, {**row, "enterprise": far}])
