from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.consent.models import Disclosure
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions as outcomes
from phanuek.people.models import Person
from phanuek.referrals import actions as referrals
from tests import cast
from tests.desk.pages import client_of, lead_somewhere, links, queries_of, text
from tests.referrals import world as worlds
from tests.referrals.world import World

DESK = "/desk/"


def desk(name: str, language: str = "th") -> Any:
    return client_of(name, language).get(DESK)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", ["niran", "orawan", "malee", "somchai"])
def test_every_role_has_a_desk_in_both_languages_whose_links_lead_somewhere(
    world: World, name: str, language: str
) -> None:
    world.send()
    page = desk(name, language)
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    lead_somewhere(page)


def test_somebody_without_a_membership_is_told_what_to_do(world: World) -> None:
    Person.objects.create_user(username="dao", password="x", name="Dao")
    page = desk("dao", "en")
    assert "does not belong to an organisation" in text(page)
    assert "/needs/new/" in links(page)
    lead_somewhere(page)


def test_a_stranger_signs_in_first(client: Any, db: None) -> None:
    assert client.get(DESK)["Location"].startswith("/accounts/login/")


def test_a_partner_sees_the_clock_and_the_late_ones_first(
    world: World, clock: Callable[[datetime], None]
) -> None:
    late = world.send()
    clock(datetime(2026, 12, 1, 9, 0))
    other = worlds.group(name_th="กลุ่มใหม่", name_en="Newer group")
    fresh = world.send(enterprise=other, need=None)
    page = desk("niran", "en")
    words = text(page)
    assert "2 cases wait for an answer" in words
    assert "1 of them overdue" in words
    assert "Answer 1 day overdue" in words
    html = page.content.decode()
    assert html.index(late.code) < html.index(fresh.code)
    assert "8 days left" in words  # 7 December is a holiday in lieu


def test_what_was_asked_for_stands_apart_from_first_answers(world: World) -> None:
    asked = referrals.ask_more(by=world.niran, referral=world.send(), text="ขอบัญชี")
    assert "What you asked for has arrived" not in text(desk("niran", "en"))
    referrals.give_more(by=world.malee, referral=asked, text="ตามแนบ")
    words = text(desk("niran", "en"))
    assert "What you asked for has arrived 1" in words.replace("Number: ", "")
    assert "More information arrived" in words


@pytest.mark.parametrize(("state", "act"), [("accepted", "deliver"), ("delivered", "close")])
def test_one_click_leads_to_the_next_act(world: World, state: str, act: str) -> None:
    referral = world.accepted() if state == "accepted" else world.delivered()
    assert f"/referrals/{referral.code}/{act}/" in links(desk("niran"))


def test_a_partner_sees_offers_commitments_and_what_to_check(world: World) -> None:
    Party.objects.create(
        agreement=Agreement.objects.get(), organisation=world.bank, order=1, name_as_printed="ธนาคาร"
    )
    Offer.objects.update(added_on=worlds.date(2026, 8, 1))
    page = desk("niran", "en")
    words = text(page)
    assert "2 of 2 places left" in words
    assert "never checked" in words
    assert {"/offers/weaving-credit/check/", "/commitments/reach-weavers/", "/offers/new/?provider=baac",
            "/agreements/test-agreement/commitments/new/?lead=baac"} <= links(page)  # fmt: skip


def test_income_to_confirm_is_on_the_desks_of_those_who_may(world: World) -> None:
    referral = world.delivered()
    outcomes.report_outcome(
        by=world.somchai, referral=referral, before=(worlds.date(2026, 8, 1), worlds.Decimal(9_000)),
        after=(worlds.date(2026, 10, 1), worlds.Decimal(12_000), None),
    )  # fmt: skip
    for name in ("niran", "malee"):
        assert any(href.startswith("/income/") for href in links(desk(name))), name
    assert not any(href.startswith("/income/") for href in links(desk("somchai")))


def test_a_partner_sees_no_other_bodys_cases(world: World) -> None:
    cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank"))
    sent = world.send()
    assert sent.code not in desk("kanya").content.decode()


def test_a_group_sees_what_it_owes_and_what_it_gave(world: World) -> None:
    referral = referrals.ask_more(by=world.niran, referral=world.send(), text="ขอบัญชี")
    client_of("niran").post(f"/referrals/{referral.code}/contact/")
    page = desk("somchai", "en")
    words = text(page)
    assert "1 case waits for your word" in words
    assert "Income of October 2026 is not reported yet" in words
    assert f"/referrals/{referral.code}/give/" in links(page)
    assert "Do you keep accounts?" not in words  # no open offer asks for it
    assert Disclosure.objects.count() == 1
    assert "Body baac" in words[words.index("Who looked") :]


def test_a_reported_month_is_no_longer_due(world: World) -> None:
    outcomes.report(
        by=world.somchai,
        enterprise=world.group,
        month=worlds.date(2026, 10, 1),
        income_baht=worlds.Decimal(1_000),
    )
    assert "the income of October 2026 is reported" in text(desk("somchai", "en"))


def test_the_secretariat_sees_the_whole(world: World, clock: Callable[[datetime], None]) -> None:
    sent = world.send()
    clock(datetime(2026, 12, 15, 9, 0))
    gsb = cast.organisation("gsb", "bank", name_en="Savings bank")
    worlds.offer(gsb, code="market-stall", aims=["income"])
    page = desk("orawan", "en")
    words = text(page)
    assert "overdue" in words
    assert sent.get_absolute_url() in links(page)
    assert "Nothing delivered" in words
    assert "Savings bank" in words[words.index("Bodies without an account") :]
    assert {"/desk/commitments-empty/", "/desk/partners/gsb/"} & links(page) == {"/desk/partners/gsb/"}


def test_the_secretariat_acts_for_a_body_without_an_account_only(world: World) -> None:
    Party.objects.create(
        agreement=Agreement.objects.get(),
        organisation=cast.organisation("gsb", "bank"),
        order=2,
        name_as_printed="ออมสิน",
    )
    stall = worlds.offer(Organisation.objects.get(code="gsb"), code="market-stall")
    sent = world.send(offer=stall)
    client = client_of("orawan", "en")
    page = client.get("/desk/partners/gsb/")
    assert "has no account yet" in text(page)
    assert {
        f"/referrals/{sent.code}/",
        "/offers/new/?provider=gsb",
        "/agreements/test-agreement/commitments/new/?lead=gsb",
    } <= links(page)
    own = client.get("/desk/partners/baac/")
    assert "who answer for themselves" in text(own)
    assert not any("/new/" in href for href in links(own) if href != "/needs/new/")
    delivered = world.delivered()
    own = client.get("/desk/partners/baac/")
    assert f"/referrals/{delivered.code}/close/" not in links(own)
    assert f"/referrals/{delivered.code}/" in links(own)
    lead_somewhere(page)


def more_of_everything(world: World) -> None:
    """Three more of what the desks count."""
    for number in range(3):
        group = worlds.group(name_th=f"กลุ่มที่ {number}", name_en=f"Group {number}")
        need = worlds.need(group)
        worlds.need(group, checked=False)
        referral = world.send(enterprise=group, need=need)
        if number == 1:
            referrals.ask_more(by=world.niran, referral=referral, text="ขอ")
        world.send(offer=worlds.offer(world.bank, code=f"offer-{number}"))
        body = cast.organisation(f"body-{number}", "bank")
        Commitment.objects.create(
            code=f"promise-{number}", agreement=Agreement.objects.get(), lead=world.bank, title_th="ภารกิจ", measure="deliveries",
            provenance="demonstration",
        )  # fmt: skip
        worlds.offer(body, code=f"their-{number}")


def test_a_group_reads_what_waits_for_it(world: World) -> None:
    world.delivered()
    page = text(client_of("somchai", "en").get(DESK))
    assert "1 case waits for your word" in page
    assert "Say whether it came" in page


def test_an_appeal_stands_on_the_desks_of_those_who_may_answer(world: World) -> None:
    referral = referrals.refuse(by=world.niran, referral=world.send(), reason="no_budget", note="")
    referrals.appeal(by=world.somchai, referral=referral, text="ยังมีงบประมาณตามประกาศ")
    for name in ("niran", "orawan"):
        assert "Appeals" in text(client_of(name, "en").get(DESK)), name


@pytest.mark.parametrize(("name", "most"), [("niran", 45), ("orawan", 37), ("malee", 33), ("somchai", 32)])
def test_queries_do_not_grow_with_rows(world: World, name: str, most: int) -> None:
    world.send()
    referrals.ask_more(
        by=world.niran, referral=world.send(offer=worlds.offer(world.bank, code="first")), text="ขอ"
    )
    worlds.need(world.group, checked=False)
    worlds.need(world.group)
    client = client_of(name)
    client.get(DESK)
    few = queries_of(lambda: client.get(DESK))
    more_of_everything(world)
    assert queries_of(lambda: client.get(DESK)) == few
    assert few <= most
