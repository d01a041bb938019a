"""The secretariat's lists of the whole."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from phanuek.agreements.models import Agreement, Commitment
from phanuek.desk.queries import secretariat as queries
from phanuek.needs.models import Need
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from tests import cast
from tests.desk.pages import client_of, lead_somewhere, links, queries_of, text
from tests.referrals import world as worlds
from tests.referrals.world import TODAY, World

LISTS = ["commitments-empty", "offers-stale", "referrals-hanging", "needs-unanswered", "partners"]


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", LISTS)
def test_each_list_stands_in_both_languages_with_its_files(
    world: World, clock: Callable[[datetime], None], name: str, language: str
) -> None:
    world.send()
    Offer.objects.update(checked_on=date(2026, 9, 1))
    worlds.need(world.group, means=["tourism"])
    clock(datetime(2026, 12, 20, 9, 0))
    client = client_of("orawan", language)
    page = client.get(f"/desk/{name}/")
    assert page.status_code == 200
    assert page.content.count(b"<h1") == 1
    assert b"<tbody>" in page.content
    lead_somewhere(page)
    csv = b"".join(client.get(f"/desk/{name}/?format=csv").streaming_content).decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/desk/{name}/?format=xlsx").content))
    lines = [line for line in csv.splitlines() if line]
    assert len(lines) == book.worksheets[0].max_row == page.content.count(b'<th scope="row"') + 1


@pytest.mark.parametrize("person", ["niran", "malee", "somchai"])
def test_other_roles_are_told_whose_page_it_is(world: World, person: str) -> None:
    client = client_of(person, "en")
    for name in [*LISTS, "partners/baac", "companies"]:
        page = client.get(f"/desk/{name}/")
        assert page.status_code == 403, name
        assert "This page is the desk of" in text(page)


ODD = ["provider=x", "aim=x", "what=x", "account=x", "province=%00", "format=pdf", "lead=x", "page=zzz"]


@pytest.mark.parametrize("name", LISTS)
def test_odd_filters_are_named_not_broken(world: World, name: str) -> None:
    client = client_of("orawan", "en")
    answers = {query: client.get(f"/desk/{name}/?{query}") for query in ODD}
    assert {answer.status_code for answer in answers.values()} <= {200, 400}
    assert "xlsx and csv" in text(answers["format=pdf"])


def test_commitments_without_an_offer_and_without_delivery(world: World) -> None:
    bare = Commitment.objects.create(
        code="bare",
        agreement=Agreement.objects.get(),
        lead=world.bank,
        title_th="ว่าง",
        measure="deliveries",
        provenance="demonstration",
    )
    assert list(queries.commitments_empty(TODAY)) == [bare, world.commitment]
    assert list(queries.commitments_empty(TODAY, what="no_offer")) == [bare]
    assert list(queries.commitments_empty(TODAY, what="no_delivery")) == [world.commitment]
    assert list(queries.commitments_empty(TODAY, lead="nobody")) == []
    world.delivered()
    assert list(queries.commitments_empty(TODAY)) == [bare]


def unanswered(**filters: str) -> set[int]:
    return set(queries.needs_unanswered(TODAY, **filters).values_list("pk", flat=True))


def need(
    world: World, aim: str = "product_development", means: tuple[str, ...] = (), code: str = "550101"
) -> Need:
    return worlds.need(aim=aim, means=list(means), code=code, area=cast.subdistrict(code))


def test_an_open_offer_of_the_aim_answers_a_need_without_wishes(world: World) -> None:
    income = need(world, "income")
    assert unanswered() == {income.pk}
    worlds.offer(world.bank, code="stall", aims=["income", "inclusion"])
    assert unanswered() == set()


def test_wished_means_must_be_on_offer_for_that_aim(world: World) -> None:
    wishes = need(world, means=("logistics",))
    need(world, means=("logistics", "finance"))
    assert unanswered() == {wishes.pk}
    worlds.offer(world.bank, code="carrier", means="logistics", aims=["income"])
    assert unanswered() == {wishes.pk}
    worlds.offer(world.bank, code="carrier-2", means="logistics")
    assert unanswered() == set()


def test_closed_offers_and_offers_for_other_provinces_do_not_answer(world: World) -> None:
    here, there = need(world, "income"), need(world, "income", code="500101")
    worlds.offer(
        world.bank, code="gone", aims=["income"], opens_on=date(2026, 1, 1), closes_on=date(2026, 6, 30)
    )
    assert unanswered() == {here.pk, there.pk}
    worlds.offer(world.bank, code="local", aims=["income"], areas=["55"], areas_stated=True)
    assert unanswered() == {there.pk}
    assert unanswered(province="55") == set()
    assert unanswered(aim="income", province="50") == {there.pk}


def test_needs_with_help_or_closed_are_not_listed(world: World) -> None:
    found = need(world, "income")
    Need.objects.filter(pk=found.pk).update(state="referred")
    assert unanswered() == set()


def test_numbers_by_partner(world: World, clock: Callable[[datetime], None]) -> None:
    gsb = cast.organisation("gsb", "bank")
    worlds.offer(gsb, code="stall")
    world.accepted()
    world.send(enterprise=worlds.group(name_th="กลุ่มสอง", name_en="Second"), need=None)
    lines = {line.body.code: line for line in queries.partner_lines(date(2027, 1, 5))}
    bank = lines["baac"]
    assert (bank.waiting, bank.overdue, bank.under_way, bank.commitments, bank.offers) == (1, 1, 1, 1, 1)
    assert bank.has_account
    assert not lines["gsb"].has_account
    assert [line.body.code for line in queries.partner_lines(TODAY, account="no")] == ["gsb"]


def test_late_cases_by_partner_and_province(world: World, clock: Callable[[datetime], None]) -> None:
    late = world.send()
    client = client_of("orawan", "en")
    assert "No answer is late" in text(client.get("/desk/referrals-hanging/"))
    clock(datetime(2026, 12, 15, 9, 0))
    page = client.get("/desk/referrals-hanging/?provider=baac&province=55")
    assert late.get_absolute_url() in links(page)
    assert "Open the case" in text(page)


def test_the_needs_to_check_are_told_by_province(world: World) -> None:
    worlds.need(checked=False)
    assert [(line.area.code, line.count) for line in queries.to_check_by_province()] == [("55", 1)]
    assert "/desk/areas/55/?what=to_check" in links(client_of("orawan").get("/desk/"))


@pytest.mark.parametrize("name", LISTS)
def test_queries_do_not_grow_with_rows(world: World, clock: Callable[[datetime], None], name: str) -> None:
    client = client_of("orawan")

    def add(number: int) -> None:
        group = worlds.group(name_th=f"กลุ่ม {number}", name_en=f"Group {number}")
        world.send(enterprise=group, need=worlds.need(group))
        worlds.need(group, means=["tourism"])
        body = cast.organisation(f"body-{number}", "bank")
        worlds.offer(
            body, code=f"offer-{number}", commitment=worlds.commitment(body, code=f"promise-{number}")
        )

    def ask() -> Any:
        return client.get(f"/desk/{name}/")

    add(0)
    clock(datetime(2027, 3, 20, 9, 0))
    ask()
    few = queries_of(ask)
    clock(datetime(2026, 11, 23, 10, 0))
    for number in range(1, 4):
        add(number)
    clock(datetime(2027, 3, 20, 9, 0))
    assert queries_of(ask) == few
    assert few <= 12


def test_an_unknown_body_has_no_desk(world: World) -> None:
    client = client_of("orawan")
    assert client.get("/desk/partners/nobody/").status_code == 404
    assert client.get(f"/desk/partners/{world.group.organisation.code}/").status_code == 404
    assert Organisation.objects.filter(code="baac").exists()


def test_every_waiting_case_can_be_reached_from_the_partners_desk(world: World) -> None:
    codes = {
        world.send(enterprise=worlds.group(name_th=f"กลุ่มที่ {n}", name_en=f"Group {n}"), need=None).code
        for n in range(7)
    }
    client = client_of("niran")
    assert "/desk/waiting/?what=waiting" in links(client.get("/desk/"))
    page = client.get("/desk/waiting/?what=waiting")
    assert {f"/referrals/{code}/" for code in codes} <= links(page)
    lead_somewhere(page)
    assert client.get("/desk/waiting/?what=waiting&format=csv").status_code == 200
    assert client.get("/desk/waiting/?what=nothing").status_code == 400
    assert client.get("/desk/waiting/")["Location"] == "/desk/"


def test_the_secretariat_reads_a_partners_lists_in_full(world: World) -> None:
    sent = world.send()
    page = client_of("orawan").get(f"/desk/partners/{sent.provider.code}/waiting/?what=waiting")
    assert f"/referrals/{sent.code}/" in links(page)
    assert client_of("orawan").get("/desk/waiting/?what=waiting").status_code == 403
    assert client_of("malee").get("/desk/waiting/?what=waiting").status_code == 403
