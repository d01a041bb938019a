"""What asks for attention and the claims that wait, on the desks of partners and the secretariat, and as files."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from phanuek.agreements import actions
from phanuek.agreements.models import Measure
from tests import cast
from tests.agreements.claiming import Team, submitted, team
from tests.desk.pages import client_of, lead_somewhere, links, text
from tests.referrals import world as worlds

LIST, CLAIMS = "/desk/attention/", "/desk/claims/"


@pytest.fixture
def world(db: None) -> Team:
    """The bank is late with one commitment; another bank leads one without a target."""
    made = team(due_on=date(2026, 11, 1))
    actions.add_commitment(
        by=made.partner, agreement=made.commitment.agreement, lead=cast.organisation("gsb"), title_th="ไม่มีเป้าหมาย",
        title_en="Without a target", measure=Measure.CLAIMED, provenance_why="มติ",
    )  # fmt: skip
    return made


def titles(page: Any) -> set[str]:
    words = text(page)
    return {title for title in ("Take up groups in need of finance", "Without a target") if title in words}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("name", ["niran", "orawan"])
def test_it_stands_on_the_desk_with_its_numbers(world: Team, name: str, language: str) -> None:
    page = client_of(name, language).get("/desk/")
    words = text(page)
    assert ("ภารกิจที่ต้องดูแล" if language == "th" else "Commitments that ask for attention") in words
    assert ("เลยกำหนด 22 วัน" if language == "th" else "22 days overdue") in words
    lead_somewhere(page)


def test_a_body_sees_its_own_and_the_secretariat_all(world: Team) -> None:
    assert titles(client_of("niran", "en").get(LIST)) == {"Take up groups in need of finance"}
    assert titles(client_of("kanya", "en").get(LIST)) == {"Without a target"}
    orawan = client_of("orawan", "en")
    assert len(titles(orawan.get(LIST))) == 2
    assert titles(orawan.get(LIST + "?lead=gsb")) == {"Without a target"}
    assert titles(orawan.get(LIST + "?concern=overdue")) == {"Take up groups in need of finance"}
    assert titles(orawan.get(LIST + "?concern=due_soon")) == set()
    partner = orawan.get("/desk/partners/gsb/")
    assert "No target" in text(partner)
    assert "days overdue" not in text(partner)


def test_an_offer_is_work_under_a_commitment(world: Team) -> None:
    words = text(client_of("niran", "en").get(LIST))
    assert "Nothing under it" in words
    worlds.define_vocabulary()
    worlds.offer(cast.organisation("baac"), code="credit", commitment=world.commitment)
    assert "Nothing under it" not in text(client_of("niran", "en").get(LIST)).replace(
        "Nothing under it (", ""
    )


def test_the_rows_are_the_same_on_the_page_and_in_the_files(world: Team) -> None:
    client = client_of("orawan", "en")
    page = client.get(LIST)
    csv = b"".join(client.get(LIST + "?format=csv").streaming_content).decode()
    book = openpyxl.load_workbook(io.BytesIO(client.get(LIST + "?format=xlsx").content))
    lines = [line for line in csv.splitlines() if line]
    assert len(lines) == book.worksheets[0].max_row == page.content.count(b'<th scope="row"') + 1 == 3
    assert world.commitment.code in csv
    assert "22 days overdue" in csv
    lead_somewhere(page)


@pytest.mark.parametrize(
    "query", ["concern=x", "lead=nobody", "lead=%00", "concern=%00", "format=pdf", "what=x"]
)
def test_odd_filters_are_named_not_broken(world: Team, query: str) -> None:
    for address in (LIST, CLAIMS):
        assert client_of("orawan").get(f"{address}?{query}").status_code in (200, 400)


@pytest.mark.parametrize("name", ["malee", "preecha"])
def test_other_roles_are_told_whose_page_it_is(world: Team, name: str) -> None:
    {"malee": cast.malee, "preecha": cast.preecha}[name]()
    for address in (LIST, CLAIMS):
        page = client_of(name, "en").get(address)
        assert page.status_code == 403
        assert "This page is the desk of" in text(page)


def test_claims_wait_on_the_desks_of_those_who_may_decide(
    world: Team, clock: Callable[[datetime], None]
) -> None:
    claim = submitted(world)
    for name in ("nida", "kanya", "orawan"):
        page = client_of(name, "en").get("/desk/")
        assert "Claims for you to check" in text(page)
        assert claim.get_absolute_url() in links(page)
        assert claim.get_absolute_url() in links(client_of(name).get(CLAIMS))
    assert claim.get_absolute_url() not in links(client_of("niran").get("/desk/"))
    back = actions.return_claim(by=world.partner, claim=claim, version=1, reason="ขอรายชื่อ")
    assert "Claims sent back to be mended" in text(client_of("niran", "en").get("/desk/"))
    assert claim.get_absolute_url() in links(client_of("niran").get(CLAIMS + "?what=mend"))
    actions.take_back_claim(by=world.lead, claim=back, version=back.version)
    inside = actions.approve_claim(by=world.colleague, claim=submitted(world), version=1)
    assert "Claims for another body to confirm" in text(client_of("kanya", "en").get("/desk/"))
    assert inside.get_absolute_url() in links(client_of("orawan").get(CLAIMS + "?what=confirm"))
    assert inside.get_absolute_url() not in links(client_of("nida").get(CLAIMS + "?what=confirm"))
    for name in ("nida", "orawan"):
        lead_somewhere(client_of(name).get(CLAIMS))
