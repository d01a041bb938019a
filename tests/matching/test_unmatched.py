"""Needs that no offer answers and offers that nobody fits: with their reason, for those who can act, told each week."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import Fact, Status, Vocabulary, compile, screen, status_of
from phanuek.engines.rules.coverage import everyone, possibly, surely
from phanuek.matching.notifications.unmatched import tell_of_unmatched
from phanuek.matching.queries.unmatched import Matching, Why, for_actor, public_counts
from phanuek.messages.models import Message
from phanuek.needs.models import Need
from phanuek.offers import actions as offers
from phanuek.registry.models import Enterprise
from tests import cast
from tests.matching.test_pages import client_of, text
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM, TODAY, World

MONDAY = date(2026, 11, 23)


def gaps() -> dict[int, Why]:
    return {gap.key: gap.why for gap in Matching.of(TODAY).needs(Need.objects.open())}


def members(group: Enterprise, many: int | None) -> None:
    Enterprise.objects.filter(pk=group.pk).update(members=many, version=99)


def test_a_need_with_an_offer_that_fits_or_may_fit_is_no_gap(world: World) -> None:
    assert gaps() == {}
    members(world.group, None)
    assert gaps() == {}


def test_why_a_need_finds_nothing(world: World) -> None:
    none = worlds.need(world.group, aim="inclusion")
    far = worlds.need(None, code="500101", aim="income")
    worlds.offer(
        world.bank, "members >= 5", code="nan-only", aims=["income"], areas=["55"], areas_stated=True
    )
    members(world.group, 2)
    assert gaps() == {
        none.pk: Why.NONE_SERVES, far.pk: Why.NOT_HERE, world.need.pk: Why.CONDITIONS,
    }  # fmt: skip


def test_a_need_whose_offers_are_full(world: World) -> None:
    for n in range(2):
        offers.take_place(by=SYSTEM, offer=world.offer, reference=f"referral:{n}")
    assert gaps() == {world.need.pk: Why.FULL}
    alone = worlds.need(None)
    assert gaps()[alone.pk] == Why.FULL


def test_closed_offers_answer_nothing(world: World) -> None:
    offers.close(by=SYSTEM, offer=world.offer)
    assert gaps() == {world.need.pk: Why.NONE_SERVES}


def test_an_offer_that_nobody_fits_says_what_keeps_out_most(world: World) -> None:
    worlds.group(name_th="กลุ่มที่สอง", members=6)
    worlds.group(name_th="กลุ่มที่สาม", members=4)
    hard = worlds.offer(world.bank, "members >= 50 AND area IN ('55')", code="hard")
    (gap,) = Matching.of(TODAY).nobody_fits()
    assert (gap.key, gap.may_fit, gap.held_back, gap.one_away) == (hard.pk, 0, 3, 3)
    assert "50" in gap.hardest.th


def test_one_that_cannot_be_said_yet_is_told_apart(world: World) -> None:
    worlds.offer(world.bank, "keeps_accounts", code="unsure")
    (gap,) = Matching.of(TODAY).nobody_fits()
    assert (gap.may_fit, gap.held_back) == (1, 0)


def test_who_sees_which(world: World) -> None:
    strangers = worlds.strangers()
    far = worlds.need(None, code="500101", aim="inclusion")
    here = worlds.need(world.group, aim="inclusion")
    worlds.offer(world.bank, "members >= 50", code="hard")
    other = cast.organisation("gsb", "bank")
    worlds.offer(other, "members >= 60", code="harder", aims=["inclusion"])
    found = Matching.of(TODAY)

    def needs(actor: Any) -> set[int]:
        return {gap.key for gap in for_actor(actor, found).needs}

    def own(actor: Any) -> int:
        return len(for_actor(actor, found).offers)

    assert needs(world.orawan) == {far.pk, here.pk} & set(gaps())
    assert needs(world.malee) <= {here.pk}
    assert (own(world.orawan), own(world.niran), own(strangers["another bank"]), own(world.malee)) == (
        2,
        1,
        1,
        0,
    )
    # the bank's offers serve product development only
    assert needs(world.niran) == set()
    assert not for_actor(world.somchai, found)


def test_a_partner_sees_public_needs_of_its_aims_and_places(world: World) -> None:
    worlds.offer(world.bank, "members >= 7", code="income-55", aims=["income"], areas=["55"], areas_stated=True, availability="closed")  # fmt: skip
    here, far = worlds.need(None, aim="income"), worlds.need(None, code="500101", aim="income")
    hidden = worlds.need(None, aim="income", checked=False)
    found = {gap.key for gap in for_actor(world.niran, Matching.of(TODAY)).needs}
    assert here.pk in found
    assert not found & {far.pk, hidden.pk}


@pytest.mark.parametrize(
    ("who", "status"),
    {"malee": 200, "niran": 200, "orawan": 200, "somchai": 403, "surin": 403, "anan": 200}.items(),
)
def test_the_page_is_for_those_who_can_act(world: World, who: str, status: int) -> None:
    worlds.strangers()
    worlds.need(world.group, aim="inclusion")
    assert client_of(who).get(reverse("matching:unmatched")).status_code == status


def test_the_page_leaves_what_was_asked_for(world: World) -> None:
    worlds.need(world.group, aim="inclusion", text="อยากจ้างผู้พิการ")
    members(world.group, 2)
    client = client_of("malee")
    address = reverse("matching:unmatched")
    assert "อยากจ้างผู้พิการ" in text(client.get(address))
    assert "อยากจ้างผู้พิการ" not in text(client.get(address + "?why=conditions"))
    assert client.get(address + "?why=zz&aim=%00&needs=-1&offers=x").status_code == 200


def test_told_on_monday_once_to_those_who_have_something(world: World, clock: Any) -> None:
    worlds.need(world.group, aim="inclusion")
    sent = tell_of_unmatched(MONDAY)
    told = set(Message.objects.values_list("person_id", flat=True))
    assert told == {world.malee.person_id, world.orawan.person_id}
    assert sum(one.people for one in sent) == 2
    assert tell_of_unmatched(MONDAY) == []
    assert tell_of_unmatched(date(2026, 11, 25)) == []
    assert len(tell_of_unmatched(date(2026, 11, 30))) == 2


def test_a_missed_monday_is_made_up_for_and_nothing_is_told_of_nothing(world: World) -> None:
    assert tell_of_unmatched(MONDAY) == []
    worlds.need(world.group, aim="inclusion")
    assert len(tell_of_unmatched(date(2026, 11, 26))) == 2
    assert "ไม่มีมาตรการที่เปิดรับสำหรับเรื่องนี้" in Message.objects.first().body_th


def test_the_body_gets_no_small_numbers_and_the_secretariat_all(world: World) -> None:
    worlds.offer(world.bank, "members >= 50", code="hard")
    address = reverse("matching:unmatched")
    assert "ขาดเพียงข้อเดียว 1 กลุ่ม" in text(client_of("orawan").get(address))
    said = text(client_of("niran").get(address))
    assert "มาตรการ hard" in said
    assert "ขาดเพียงข้อเดียว" not in said


def test_public_counts_are_of_published_needs(world: World) -> None:
    worlds.need(None, aim="inclusion")
    worlds.need(None, aim="inclusion", checked=False)
    assert public_counts(Matching.of(TODAY))["inclusion"] == 1


def test_queries_do_not_grow_with_needs_and_offers(world: World, django_assert_max_num_queries: Any) -> None:
    for n in range(12):
        worlds.need(world.group, aim="inclusion")
        worlds.offer(world.bank, f"members >= {50 + n}", code=f"hard-{n}")
    client = client_of("orawan")
    with django_assert_max_num_queries(34):
        assert client.get(reverse("matching:unmatched")).status_code == 200


WORDS = Vocabulary([Fact("members", "integer"), Fact("juristic", "boolean")])
TEXTS = st.sampled_from(
    ["members >= 7", "members < 3", "juristic", "NOT juristic", "members >= 5 AND juristic", "TRUE"]
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(TEXTS, max_size=4),
    st.lists(st.tuples(st.sampled_from([None, 1, 5, 9]), st.sampled_from([None, True, False])), max_size=20),
)
def test_who_is_reached_by_any_rule(texts: list[str], rows: list[tuple[Any, Any]]) -> None:
    rules = [compile(text, WORDS, on=TODAY) for text in texts]
    table = {"members": [m for m, _ in rows], "juristic": [j for _, j in rows]}
    screening = screen(rules, table)
    answers = [{status_of(rule, {"members": m, "juristic": j}) for rule in rules} for m, j in rows]
    sure, possible = surely(screening, screening.keys), possibly(screening, screening.keys)
    assert list(sure) == [at for at, found in enumerate(answers) if Status.FITS in found]
    assert list(possible) == [at for at, found in enumerate(answers) if found - {Status.DOES_NOT_FIT}]
    assert [at in possible for at in range(len(rows))] == [
        bool(found - {Status.DOES_NOT_FIT}) for found in answers
    ]
    assert len(everyone(len(rows))) == len(rows)
