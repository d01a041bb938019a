"""The page of a case."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from phanuek.consent import actions as consents
from phanuek.consent.models import Consent, Disclosure
from phanuek.desk.queries import case as queries
from phanuek.outcomes import actions as outcomes
from phanuek.referrals import actions as referrals
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from tests.desk.pages import client_of, lead_somewhere, links, queries_of, text
from tests.referrals.test_answering import put
from tests.referrals.world import TODAY, World, strangers

STATES = list(ReferralState)
PERSONAL = "054-000-000"


def page(name: str, referral: Referral, language: str = "en") -> Any:
    return client_of(name, language).get(referral.get_absolute_url())


def with_outcome(world: World) -> Referral:
    referral = world.delivered()
    outcomes.report_outcome(
        by=world.somchai, referral=referral, before=(date(2026, 8, 1), Decimal(9_000)),
        after=(date(2026, 10, 1), Decimal(12_000), Decimal(5_000)),
    )  # fmt: skip
    return referral


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("state", STATES)
def test_everybody_concerned_sees_it_in_every_state(
    world: World, state: ReferralState, language: str
) -> None:
    referral = put(world, state)
    for name in ("niran", "malee", "somchai", "orawan"):
        answer = page(name, referral, language)
        assert answer.status_code == 200
        assert answer.content.count(b"<h1") == 1
        words = text(answer)
        assert state.label.in_language(language) in words
        assert PERSONAL not in words
        lead_somewhere(answer)


def test_nobody_else_learns_that_it_exists(world: World) -> None:
    referral = world.send()
    strangers()
    for name in ("anan", "kanya", "wanida", "surin", "boonmee"):
        assert page(name, referral).status_code == 404, name
    assert page("niran", referral).status_code == 200
    assert client_of("niran").get("/referrals/r-none-none/").status_code == 404
    assert client_of("niran").post(referral.get_absolute_url()).status_code == 405


def test_steps_stand_before_the_rest_and_the_way_up_is_there(world: World) -> None:
    referral = world.send()
    answer = page("niran", referral)
    html = answer.content.decode()
    assert html.index('class="steps"') < html.index('class="facts"')
    assert {
        "/agreements/test-agreement/",
        "/commitments/reach-weavers/",
        "/offers/weaving-credit/",
        f"/needs/{world.need.code}/",
    } <= links(answer)
    words = text(answer)
    assert "number of members" in words.lower() or "members" in words  # the conditions as they were answered


def test_each_sees_the_acts_that_are_theirs(world: World) -> None:
    referral = world.send()
    base = referral.get_absolute_url()
    assert {f"{base}accept/", f"{base}ask/", f"{base}refuse/"} <= links(page("niran", referral))
    assert f"{base}withdraw/" in links(page("malee", referral))
    for name in ("malee", "somchai", "orawan"):
        assert f"{base}accept/" not in links(page(name, referral)), name
    assert "Only the officers of Body baac may do this" in text(page("malee", referral))


def test_contact_details_only_by_asking_under_a_valid_consent(world: World) -> None:
    referral = world.send()
    assert "Show the group" in text(page("niran", referral))
    assert not Disclosure.objects.exists()
    assert PERSONAL in text(client_of("niran").post(f"{referral.get_absolute_url()}contact/"))
    assert Disclosure.objects.count() == 1
    consents.revoke(
        by=world.somchai, consent=Consent.objects.get(pk=referral.consent_id), on=TODAY, why="ขอถอน"
    )
    words = text(page("niran", referral))
    assert "no longer in force" in words
    assert "Show the group" not in words


def test_deliveries_letters_and_outcome(world: World) -> None:
    referral = with_outcome(world)
    referrals.add_note(by=world.malee, referral=referral, text="กลุ่มพอใจ")
    answer = page("niran", referral)
    words = text(answer)
    for said in ("ให้คำปรึกษา", "กลุ่มพอใจ", "9,000 baht", "12,000 baht", "5,000 baht paid on", "Unconfirmed"):
        assert said in words, said
    assert sum(href.startswith("/income/") for href in links(answer)) == 2
    assert not any(href.startswith("/income/") for href in links(page("somchai", referral)))
    assert f"{referral.get_absolute_url()}outcome/" in links(page("somchai", referral))


def test_the_timeline_names_bodies(world: World) -> None:
    referral = world.accepted()
    words = text(page("malee", referral))
    after = words[words.rindex("Timeline") :]
    assert "Body baac" in after
    assert "Body cdd" in after


def test_queries_stay_under_twenty_and_do_not_grow(world: World) -> None:
    referral = with_outcome(world)
    names = ("niran", "malee", "somchai", "orawan")
    clients = {name: client_of(name) for name in names}
    few = {
        name: queries_of(lambda name=name: clients[name].get(referral.get_absolute_url())) for name in names
    }
    for number in range(4):
        referrals.add_note(by=world.malee, referral=referral, text=f"บันทึก {number}")
        referrals.record_delivery(
            by=world.niran, referral=Referral.objects.get(pk=referral.pk), kind="training", what="อบรม", delivered_on=TODAY,
            attendance=[("สมศรี ตัวอย่าง", True), ("มานี ตัวอย่าง", False)],
        )  # fmt: skip
        outcomes.report(by=world.somchai, enterprise=world.group, month=date(2026, number + 3, 1), income_baht=Decimal(1_000),
                        referral=referral, phase="before")  # fmt: skip
    many = {
        name: queries_of(lambda name=name: clients[name].get(referral.get_absolute_url())) for name in names
    }
    assert many == few
    assert max(few.values()) < 20


def test_the_day_of_acceptance_is_that_of_the_timeline(world: World, clock: Any) -> None:
    referral = world.send()
    referrals.ask_more(by=world.niran, referral=referral, text="ขอบัญชี")
    referrals.give_more(by=world.malee, referral=referral, text="แนบแล้ว")
    clock(datetime(2026, 12, 1, 9, 0))
    referrals.accept(by=world.niran, referral=referral)
    found = queries.page(referral.code, world.niran)
    assert found is not None
    step = next(step for step in found.case.steps if str(step["label"]) == "รับเรื่อง")
    assert step["at"].date() == date(2026, 12, 1)  # type: ignore[attr-defined]
