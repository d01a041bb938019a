"""The list of cases: filters, kept lists, one act for many, load and answer speed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import openpyxl
import pytest

from phanuek.people.models import Person, SavedList
from phanuek.referrals import actions, queries
from phanuek.referrals.models import Letter, Referral
from phanuek.referrals.states import ReferralState as S
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.desk.pages import client_of, queries_of, text
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World


def more(world: World, number: int) -> list[Referral]:
    """The group's case, and those with further offers of the same bank."""
    found = [world.send()]
    for n in range(1, number):
        found.append(world.send(offer=worlds.offer(world.bank, code=f"offer-{n}")))
    return found


def rows(page: Any) -> int:
    return int(page.content.count(b'name="case"'))


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("person", ["niran", "malee", "orawan"])
def test_everybody_who_works_on_cases_has_the_list(world: World, person: str, language: str) -> None:
    more(world, 3)
    page = client_of(person, language).get("/desk/cases/")
    assert page.status_code == 200
    assert rows(page) == 3


def test_the_group_has_a_page_of_its_own_instead(world: World) -> None:
    assert client_of("somchai", "en").get("/desk/cases/").status_code == 403


def test_filters_find_what_they_say(world: World, clock: Callable[[datetime], None]) -> None:
    first, second, third = more(world, 3)
    actions.accept(by=world.niran, referral=second)
    actions.refuse(by=world.niran, referral=third, reason="no_budget", note="")
    actions.assign(by=world.niran, referral=first, officer=Person.objects.get(pk=world.niran.person_id))
    client = client_of("niran")
    for query, number in {
        "": 2, "state=all": 3, "state=refused": 1, "turn=provider": 2, "turn=sender": 0, "officer=me": 1,
        "officer=nobody": 1, "due=overdue": 0, f"offer={second.offer.code}": 1, "q=" + first.code: 1, "q=zzz": 0,
    }.items():  # fmt: skip
        assert rows(client.get(f"/desk/cases/?{query}")) == number, query
    clock(datetime(2027, 11, 30, 9, 0))
    assert rows(client.get("/desk/cases/?due=overdue")) == 2


@pytest.mark.parametrize(
    "query", ["state=x", "turn=x", "due=x", "officer=x", "province=x", "sort=x", "format=pdf"]
)
def test_odd_filters_are_named(world: World, query: str) -> None:
    page = client_of("niran", "en").get(f"/desk/cases/?{query}")
    assert page.status_code == 400


def test_the_file_has_the_rows_of_the_page(world: World) -> None:
    import io

    more(world, 4)
    client = client_of("niran")
    book = openpyxl.load_workbook(io.BytesIO(client.get("/desk/cases/?format=xlsx").content))
    assert book.worksheets[0].max_row >= 5
    csv = b"".join(client.get("/desk/cases/?format=csv").streaming_content).decode()
    assert len([line for line in csv.splitlines() if line]) == 5


def test_more_rows_do_not_ask_more(world: World) -> None:
    more(world, 2)
    client = client_of("niran")
    few = queries_of(lambda: client.get("/desk/cases/"))
    for n in range(10, 16):
        world.send(offer=worlds.offer(world.bank, code=f"offer-{n}"))
    assert queries_of(lambda: client.get("/desk/cases/")) == few


# -- kept lists


def test_a_list_is_kept_under_a_name_and_seen_by_its_person_only(world: World) -> None:
    client = client_of("niran", "en")
    client.post("/desk/cases/save/", {"name": "  Late   ones ", "query": "due=overdue&page=7"})
    assert SavedList.objects.get().query == "due=overdue"
    assert "Late ones" in text(client.get("/desk/cases/"))
    assert "Late ones" not in text(client_of("malee", "en").get("/desk/cases/"))
    client.post("/desk/cases/save/", {"name": "Late ones", "query": "due=soon"})
    assert SavedList.objects.get().query == "due=soon"
    client_of("malee").post("/desk/cases/forget/", {"name": "Late ones"})
    assert SavedList.objects.count() == 1
    client.post("/desk/cases/forget/", {"name": "Late ones"})
    assert SavedList.objects.count() == 0


def test_a_list_needs_a_name_and_twenty_are_enough(world: World) -> None:
    client = client_of("niran", "en")
    client.post("/desk/cases/save/", {"name": " ", "query": ""})
    assert SavedList.objects.count() == 0
    for n in range(21):
        client.post("/desk/cases/save/", {"name": f"n{n}", "query": ""})
    assert SavedList.objects.count() == 20
    assert "No more than 20" in text(client.get("/desk/cases/"))


def test_an_odd_kept_query_is_no_way_out_of_the_house(world: World) -> None:
    answer = client_of("niran").post(
        "/desk/cases/save/", {"name": "x", "query": "https://elsewhere.example/?a=1"}
    )
    assert answer["Location"].startswith("/desk/cases/?")


# -- one act for many


def test_many_are_accepted_at_once(world: World) -> None:
    found = more(world, 3)
    answer = client_of("niran").post(
        "/desk/cases/do/", {"act": "accept", "case": [r.code for r in found], "note": ""}
    )
    assert answer.status_code == 302
    assert {r.state for r in Referral.objects.all()} == {S.ACCEPTED}


def test_what_cannot_be_done_says_why_and_stops_nothing_else(world: World) -> None:
    first, second, _ = more(world, 3)
    actions.refuse(by=world.niran, referral=first, reason="no_budget", note="")
    page = client_of("niran", "en").post(
        "/desk/cases/do/", {"act": "accept", "case": [first.code, second.code], "note": ""}
    )
    assert page.status_code == 200
    assert "1 done · 1 not done" in text(page)
    assert Referral.objects.get(pk=second.pk).state == S.ACCEPTED
    assert "The case is “Refused”" in text(page)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose at least one case"),
        ({"case": ["{code}"]}, "This field"),
        ({"case": ["{code}"], "act": "refuse"}, "Choose a reason"),
        ({"case": ["{code}"], "act": "refuse", "reason": "other"}, "needs an explanation"),
        ({"case": ["{code}"], "act": "note", "note": "  "}, "Write something"),
        ({"case": [f"r-{n}" for n in range(101)], "act": "accept"}, "at most 100"),
    ],
)
def test_a_mistake_keeps_what_was_chosen(world: World, sent: dict[str, Any], said: str) -> None:
    referral = world.send()
    data = {"query": "state=open", **sent}
    data["case"] = [code.format(code=referral.code) for code in sent.get("case", [])]
    page = client_of("niran", "en").post("/desk/cases/do/", data)
    assert page.status_code == 422
    assert said in text(page) or "field-wrong" in page.content.decode()
    if data["case"] == [referral.code]:
        assert b"checked" in page.content
    assert Referral.objects.get().state == S.SENT


def test_what_is_out_of_sight_is_not_touched(world: World) -> None:
    referral = world.send()
    other = cast.organisation("thaipost", "state_enterprise")
    cast.member("penguin", "partner_officer", other)
    client_of("penguin").post("/desk/cases/do/", {"act": "accept", "case": [referral.code], "note": ""})
    assert Referral.objects.get().state == S.SENT


def test_an_area_officer_can_only_add_a_note(world: World) -> None:
    referral = world.send()
    client = client_of("malee")
    assert client.post("/desk/cases/do/", {"act": "accept", "case": [referral.code]}).status_code == 422
    client.post("/desk/cases/do/", {"act": "note", "case": [referral.code], "note": "กลุ่มย้ายที่ทำการ"})
    assert Letter.objects.get().text == "กลุ่มย้ายที่ทำการ"
    assert Referral.objects.get().state == S.SENT


# -- who has it


def test_a_case_is_given_to_an_officer_of_the_body(world: World) -> None:
    referral = world.send()
    niran = Person.objects.get(pk=world.niran.person_id)
    actions.assign(by=world.niran, referral=referral, officer=niran)
    actions.assign(by=world.niran, referral=referral, officer=niran)
    assert Referral.objects.get().officer == niran
    with pytest.raises(Refused):
        actions.assign(
            by=world.niran, referral=referral, officer=Person.objects.get(pk=world.malee.person_id)
        )
    with pytest.raises(NotAllowed):
        actions.assign(by=world.malee, referral=referral, officer=None)
    actions.assign(by=world.niran, referral=referral, officer=None)
    assert Referral.objects.get().officer is None


def test_the_load_adds_up(world: World) -> None:
    found = more(world, 3)
    niran = Person.objects.get(pk=world.niran.person_id)
    actions.assign(by=world.niran, referral=found[0], officer=niran)
    lines = queries.load(world.bank.pk, TODAY)
    assert sum(line.open for line in lines) == 3
    assert {line.code: line.open for line in lines if line.open} == {"nobody": 2, niran.username: 1}


def test_a_median_is_told_from_five_answers_on_and_silence_counts(
    world: World, clock: Callable[[datetime], None]
) -> None:
    found = more(world, 6)
    assert queries.answer_speed(world.bank.pk).days is None
    start = datetime(2026, 11, 23, 10, 0)
    for n, referral in enumerate(found[:5], start=1):
        clock(start + timedelta(days=n))
        actions.accept(by=world.niran, referral=referral)
    speed = queries.answer_speed(world.bank.pk)
    assert (speed.answers, speed.waiting) == (5, 1)
    assert speed.days == pytest.approx(3.5)  # 1 2 3 4 5, and one that has waited 5
    assert "3.5" not in speed.words.en
    assert "median of 5" in speed.words.en


def test_the_speed_stands_where_a_case_is_sent(world: World) -> None:
    page = client_of("malee", "en").get(
        f"/referrals/new/?enterprise={world.group.code}&offer={world.offer.code}"
    )
    assert "Too few answers yet" in text(page)
