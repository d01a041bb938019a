from datetime import date, datetime, timedelta
from typing import Any

import pytest

from phanuek.consent import actions as consents
from phanuek.consent.models import Disclosure
from phanuek.eligibility import actions as eligibility
from phanuek.matching.models import Status
from phanuek.needs.models import Need
from phanuek.needs.states import NeedState
from phanuek.offers import actions as offers
from phanuek.referrals import actions
from phanuek.referrals.actions.steps import working_days_after
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import ReferralState
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World

# of the weeks that the tests count in: the day in lieu of 5 December, and Constitution Day
HOLIDAYS = {date(2026, 12, 7), date(2026, 12, 10)}


def verbs(thing: Any) -> list[str]:
    return [event["verb"] for event in timeline.of(thing, with_people=True)]


def test_a_case_is_sent_with_the_answer_as_it_was_given(world: World) -> None:
    referral = world.send(note="  โทรช่วงเย็น ")
    assert referral.state == ReferralState.SENT
    assert (referral.sender, referral.provider, referral.commitment) == (
        cast.organisation("cdd"), world.bank, world.commitment)  # fmt: skip
    assert referral.province_id == "55"
    assert referral.note == "โทรช่วงเย็น"
    assert referral.assessment.status == Status.FITS
    assert referral.assessment.facts["members"]["value"] == 12
    assert set(referral.assessment.facts["members"]["source"]) == {"th", "en"}
    assert Need.objects.get(pk=world.need.pk).state == NeedState.REFERRED
    assert verbs(referral) == ["referral.sent"]
    assert "referral.sent" in verbs(world.group)
    assert "referral.sent" in verbs(world.offer)


@pytest.mark.parametrize(
    ("sent", "days", "due"),
    [
        (date(2026, 11, 23), 5, date(2026, 11, 30)),  # Monday
        (date(2026, 11, 27), 1, date(2026, 11, 30)),  # Friday
        (date(2026, 11, 28), 1, date(2026, 11, 30)),  # Saturday
        (date(2026, 11, 29), 1, date(2026, 11, 30)),  # Sunday
        (date(2026, 11, 28), 5, date(2026, 12, 4)),
        (date(2026, 11, 25), 15, date(2026, 12, 18)),  # two public holidays lie between
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
    ],
)
def test_days_are_working_days(sent: date, days: int, due: date) -> None:
    assert working_days_after(sent, days) == due


@pytest.mark.parametrize("start", [date(2026, 11, 23) + timedelta(days=n) for n in range(7)])
@pytest.mark.parametrize("days", [1, 2, 4, 5, 6, 11])
def test_working_days_counted_one_by_one(start: date, days: int) -> None:
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in HOLIDAYS
    assert working_days_after(start, days) == day


def test_the_day_of_sending_is_the_countrys(world: World, clock: Any) -> None:
    clock(datetime(2026, 11, 24, 0, 30))  # still the 23rd in UTC
    assert world.send().first_answer_due == date(2026, 12, 1)


def test_what_is_not_known_does_not_stop_it(world: World) -> None:
    unsure = worlds.offer(world.bank, "keeps_accounts", code="unsure")
    assert world.send(offer=unsure).assessment.status == Status.UNKNOWN


def test_what_does_not_fit_does(world: World) -> None:
    with pytest.raises(Refused, match="ไม่เข้าเงื่อนไข"):
        world.send(offer=worlds.offer(world.bank, "members >= 50", code="large"))
    assert not Referral.objects.exists()


def test_a_closed_offer_takes_nobody(world: World) -> None:
    offers.close(by=SYSTEM, offer=world.offer)
    world.offer.refresh_from_db()
    with pytest.raises(Refused) as refusal:
        world.send()
    assert refusal.value.field == "offer"


def test_nor_does_a_full_one(world: World) -> None:
    small = worlds.offer(world.bank, code="small", capacity=1)
    actions.accept(by=world.niran, referral=world.send(offer=small))
    other = worlds.group(name_th="กลุ่มสอง")
    with pytest.raises(Refused, match="เต็ม"):
        world.send(enterprise=other, need=None, offer=small)


def test_one_open_case_an_offer(world: World) -> None:
    world.send()
    with pytest.raises(Refused, match="ส่งซ้ำไม่ได้"):
        world.send()
    assert Referral.objects.count() == 1


def test_after_a_refusal_it_may_be_sent_again(world: World) -> None:
    actions.refuse(by=world.niran, referral=world.send(), reason="no_budget", note="")
    world.need.refresh_from_db()
    assert world.send().state == ReferralState.SENT


@pytest.mark.parametrize(
    "changes",
    [
        {"given_on": date(2026, 1, 1), "expires_on": TODAY},
        {"given_on": TODAY - timedelta(days=400), "expires_on": TODAY - timedelta(days=35)},
    ],
)
def test_a_consent_that_ran_out_is_none(world: World, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refusal:
        world.send(consent=worlds.consent(world.group, world.bank, **changes))
    assert refusal.value.field == "given_by"


def test_a_consent_withdrawn_is_none(world: World) -> None:
    given = worlds.consent(world.group, world.bank)
    given = consents.revoke(by=SYSTEM, consent=given, on=TODAY)
    with pytest.raises(Refused):
        world.send(consent=given)


def test_a_consent_for_another_body_is_none(world: World) -> None:
    with pytest.raises(Refused):
        world.send(consent=worlds.consent(world.group, cast.organisation("gsb", "bank")))


def test_a_consent_of_another_group_is_none(world: World) -> None:
    with pytest.raises(Refused):
        world.send(consent=worlds.consent(worlds.group(name_th="กลุ่มสอง"), world.bank))


def test_a_need_of_another_group_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        world.send(need=worlds.need(worlds.group(name_th="กลุ่มสอง")))
    assert refusal.value.field == "need"


def test_a_need_nobody_checked_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="ยังไม่ได้ตรวจ"):
        world.send(need=worlds.need(world.group, checked=False))


def test_one_need_may_go_to_two_bodies(world: World) -> None:
    first = world.send()
    world.need.refresh_from_db()
    second = world.send(offer=worlds.offer(cast.organisation("gsb", "bank"), code="second"))
    actions.refuse(by=world.niran, referral=first, reason="no_budget", note="")
    assert Need.objects.get(pk=world.need.pk).state == NeedState.REFERRED
    actions.withdraw(by=world.malee, referral=second, why="กลุ่มเปลี่ยนใจ")
    assert Need.objects.get(pk=world.need.pk).state == NeedState.CHECKED


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_do_not_send(world: World, who: str) -> None:
    given = worlds.consent(world.group, world.bank)
    with pytest.raises(NotAllowed):
        actions.send(by=worlds.strangers()[who], enterprise=world.group, offer=world.offer, consent=given)


def test_nor_does_the_group_nor_the_provider(world: World) -> None:
    given = worlds.consent(world.group, world.bank)
    for by in (world.somchai, world.niran, SYSTEM):
        with pytest.raises(NotAllowed):
            actions.send(by=by, enterprise=world.group, offer=world.offer, consent=given)


def test_consent_and_case_are_kept_together_or_not_at_all(world: World) -> None:
    full = worlds.offer(world.bank, "members >= 50", code="large")
    with pytest.raises(Refused):
        actions.consent_and_send(
            by=world.malee,
            enterprise=world.group,
            offer=full,
            method="spoken",
            given_by="สมศรี",
            given_on=TODAY,
        )
    assert not world.group.consents.exists()


def test_a_signed_consent_needs_its_form(world: World) -> None:
    with pytest.raises(Refused) as refusal:
        actions.consent_and_send(
            by=world.malee,
            enterprise=world.group,
            offer=world.offer,
            method="signed",
            given_by="สมศรี",
            given_on=TODAY,
        )
    assert refusal.value.field == "evidence"


def test_what_was_asked_is_given_and_the_provider_is_next(world: World) -> None:
    referral = actions.ask_more(by=world.niran, referral=world.send(), text="กำลังผลิตเท่าใด")
    referral = actions.give_more(by=world.somchai, referral=referral, text=" 300 ชิ้น ")
    assert referral.state == ReferralState.SENT
    assert [letter.text for letter in referral.letters.all()] == ["กำลังผลิตเท่าใด", "300 ชิ้น"]
    assert referral.letters.last().organisation == world.group.organisation
    assert verbs(referral)[:2] == ["referral.more_given", "referral.more_asked"]


@pytest.mark.parametrize("who", worlds.STRANGERS)
def test_strangers_neither_answer_nor_note_nor_withdraw(world: World, who: str) -> None:
    referral = actions.ask_more(by=world.niran, referral=world.send(), text="ขอข้อมูล")
    stranger = worlds.strangers()[who]
    for verb in (
        lambda: actions.give_more(by=stranger, referral=referral, text="x"),
        lambda: actions.add_note(by=stranger, referral=referral, text="x"),
        lambda: actions.withdraw(by=stranger, referral=referral, why="x"),
        lambda: actions.look_at_contact(by=stranger, referral=referral),
    ):
        with pytest.raises(NotAllowed):
            verb()
    assert not Referral.objects.visible_to(stranger).exists()


def test_an_officer_of_a_province_sees_there_also_what_their_department_gives(world: World) -> None:
    """The department is a provider too: its officer in Chiang Mai has no business with a case in Nan."""
    referral = world.send()
    elsewhere = cast.member("pim", "area_officer", world.bank, cast.province("50", "เชียงใหม่", "Chiang Mai"))
    here = cast.member("nida", "area_officer", world.bank, cast.province("55", "น่าน", "Nan"))
    assert not Referral.objects.visible_to(elsewhere).filter(pk=referral.pk).exists()
    assert Referral.objects.visible_to(here).filter(pk=referral.pk).exists()
    assert Referral.objects.visible_to(world.niran).filter(pk=referral.pk).exists()


def test_everyone_in_the_case_may_note(world: World) -> None:
    referral = world.send()
    for by in (world.malee, world.niran, world.somchai, world.orawan):
        actions.add_note(by=by, referral=referral, text="รับทราบ")
    assert Letter.objects.filter(kind="note").count() == 4
    with pytest.raises(Refused):
        actions.add_note(by=world.malee, referral=referral, text="   ")


def test_withdrawing_is_the_senders(world: World) -> None:
    referral = world.send()
    for by in (world.niran, world.somchai, world.orawan):
        with pytest.raises(NotAllowed):
            actions.withdraw(by=by, referral=referral, why="x")
    with pytest.raises(Refused):
        actions.withdraw(by=world.malee, referral=referral, why=" ")
    referral = actions.withdraw(by=world.malee, referral=referral, why="กลุ่มขอพิจารณาใหม่")
    assert referral.state == ReferralState.WITHDRAWN
    assert referral.closed_at is not None


def test_the_provider_sees_the_contact_while_consent_holds_and_the_look_is_kept(world: World) -> None:
    referral = world.send()
    assert actions.look_at_contact(by=world.niran, referral=referral).phone == "054-000-000"
    look = Disclosure.objects.get()
    assert (look.organisation_code, look.what, look.purpose) == (
        "baac",
        "contact",
        f"referral:{referral.code}",
    )
    consents.revoke(by=SYSTEM, consent=referral.consent, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.look_at_contact(by=world.niran, referral=Referral.objects.get(pk=referral.pk))
    assert Disclosure.objects.count() == 1


def test_facts_recorded_later_leave_the_stored_answer_alone(world: World) -> None:
    referral = world.send(offer=worlds.offer(world.bank, "keeps_accounts", code="unsure"))
    eligibility.record_fact(
        by=SYSTEM,
        enterprise=world.group,
        name="keeps_accounts",
        value=False,
        source_th="ทดสอบ",
        source_en="test",
    )
    assert Referral.objects.get(pk=referral.pk).assessment.status == Status.UNKNOWN
