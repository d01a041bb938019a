"""Page, files and API show the same figures; rows behind tell nobody more than they may know."""

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

from phanuek.figures.columns import FIGURE_COLUMNS
from phanuek.people.models import Person
from tests import cast
from tests.figures import world

pytestmark = pytest.mark.django_db
Table = dict[str, dict[str, Any]]
QUERIES = [
    "by=commitment", "by=partner", "by=province", "by=fiscal_year", "by=province&fiscal_year=2570", "by=partner&province=50",
    "by=fiscal_year&commitment=shop", "by=commitment&commitment=none",
]  # fmt: skip
HIDDEN = {"th": "ไม่แสดง", "en": "not shown"}


def _world() -> None:
    world.six_cases()
    for n in range(12):
        case = world.case(
            "50", "post", "shop", sent=world.at(2026, 10, 1 + n), answered=world.at(2026, 10, 3 + n, 22)
        )
        world.delivery(case, date(2026, 10, 20))
        world.income(case, date(2026, 10, 1), f"{n}000.75", "10.10", confirmed=n % 2 == 0)


def read(client: Client, address: str, language: str) -> Any:
    client.cookies["lang"] = language
    return client.get(address)


def _number(text: str, language: str) -> Any:
    text = text.strip()
    if text == HIDDEN[language]:
        return "hidden"
    return None if text in ("", "–") else float(text.replace(",", ""))


def from_page(client: Client, query: str, language: str) -> Table:
    html = read(client, f"/figures/?{query}", language).content.decode()
    table: Table = {}
    for key, row in re.findall(r'<tr data-key="([^"]*)">(.*?)</tr>', html, re.S):
        cells = re.findall(r'data-figure="(\w+)">(.*?)</td>', row, re.S)
        table[key] = {name: _number(re.sub(r"<[^>]*>", "", cell), language) for name, cell in cells}
    return table


def _from_lines(lines: list[list[Any]], language: str) -> Table:
    return {
        str(line[0] or ""): {
            name: _number(str("" if value is None else value), language)
            for name, value in zip(FIGURE_COLUMNS, line[2:], strict=True)
        }
        for line in lines[1:]
    }


def from_csv(client: Client, query: str, language: str) -> Table:
    answer = read(client, f"/figures/?{query}&format=csv", language)
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return _from_lines(list(csv.reader(io.StringIO(text))), language)


def from_xlsx(client: Client, query: str, language: str) -> Table:
    answer = read(client, f"/figures/?{query}&format=xlsx", language)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return _from_lines([list(row) for row in book.worksheets[0].iter_rows(values_only=True)], language)


def from_api(client: Client, query: str) -> Table:
    body = client.get(f"/api/v1/figures?{query}").json()
    return {
        row["key"]: {
            name: "hidden" if name in row["hidden"] else None if row[name] is None else float(row[name])
            for name in FIGURE_COLUMNS
        }
        for row in [*body["rows"], body["total"]]
    }


@pytest.mark.parametrize("reader", ["stranger", "secretariat"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_page_files_and_api_show_the_same(client: Client, reader: str, language: str) -> None:
    _world()
    if reader == "secretariat":
        cast.orawan()
        client.force_login(Person.objects.get(username="orawan"))
    for query in QUERIES:
        page = from_page(client, query, language)
        api = from_api(client, query)
        assert api[""], query
        assert from_csv(client, query, language) == api, query
        assert from_xlsx(client, query, language) == api, query
        # where too little is there to show, the page says so instead of drawing a table
        assert page == api or (not page and set(api) == {""}), query


def test_the_page_in_figures() -> None:
    _world()
    api = from_api(Client(), "by=province")
    assert api["50"]["referrals"] == "hidden"  # with Nan's 3
    assert api[""]["referrals"] == 18


def test_the_file_says_as_of_when_and_how_it_counts(client: Client) -> None:
    _world()
    book = openpyxl.load_workbook(
        io.BytesIO(read(client, "/figures/?by=province&fiscal_year=2570&format=xlsx", "th").content)
    )
    notes = [row[0] for row in book.worksheets[1].iter_rows(values_only=True)]
    assert notes[0] == "ข้อมูล ณ วันที่ 23 พฤศจิกายน 2569"
    assert any("2570" in note for note in notes)
    assert any("ไม่แสดง" in note for note in notes)


@pytest.mark.parametrize("query", ["by=nothing", "province=99", "partner=%00", "commitment=x", "fiscal_year=20xx", "fiscal_year=9999999", "format=pdf", "scope=all-of-it", "province=" + "ก" * 3000])  # fmt: skip
@pytest.mark.parametrize("path", ["/figures/", "/figures/rows/"])
def test_a_wrong_filter_is_told(client: Client, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    ignored = path == "/figures/rows/" and query.startswith(("by=", "format="))
    assert answer.status_code == (200 if ignored else 400)


def test_too_many_filters_keep_the_choices_and_say_why(client: Client) -> None:
    _world()
    answer = read(client, "/figures/?by=commitment&province=50&fiscal_year=2570", "en")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "one filter at a time" in html
    assert re.search(r'<option value="50" selected>', html)
    assert re.search(r'<option value="2027" selected>', html)


def test_rows_behind_tell_strangers_neither_names_nor_how_many(client: Client) -> None:
    _world()
    html = read(client, "/figures/rows/?province=55", "en").content.decode()
    assert "กลุ่มตัวอย่าง" not in html
    assert "ลับเฉพาะ" not in html
    assert (
        "r-" not in re.sub(r"<(?:link|script|meta|svg)[^>]*>", "", html).split("<main")[1].split("</main>")[0]
    )
    assert html == read(client, "/figures/rows/?province=55", "en").content.decode()
    assert "Sign in to see yours" in html


def test_rows_behind_for_a_bank_are_its_own(client: Client) -> None:
    world.six_cases()
    cast.niran("bank")
    client.force_login(Person.objects.get(username="niran"))
    html = read(client, "/figures/rows/", "en").content.decode()
    assert len(re.findall(r'<th scope="row" class="nowrap">', html)) == 3
    assert "Referrals that you may open: 3" in html
    assert "สมศรี" not in html


def test_an_officer_is_offered_the_figures_of_their_own_cases(client: Client) -> None:
    world.six_cases()
    cast.niran("bank")
    client.force_login(Person.objects.get(username="niran"))
    assert "scope=mine" in client.get("/figures/").content.decode()
    mine = from_page(client, "by=commitment&scope=mine", "en")
    assert mine["credit"]["referrals"] == 2
    assert (
        mine
        == from_csv(client, "by=commitment&scope=mine", "en")
        == from_api(client, "by=commitment&scope=mine")
    )


def test_an_empty_platform_says_so(client: Client) -> None:
    html = read(client, "/figures/", "en").content.decode()
    assert "No referral or outcome matches these filters yet." in html


@pytest.mark.parametrize("signed_in", [False, True])
def test_queries_do_not_grow_with_rows(
    client: Client, django_assert_num_queries: Any, signed_in: bool
) -> None:
    world.six_cases()
    cast.orawan()
    if signed_in:
        client.force_login(Person.objects.get(username="orawan"))
    expected = 10 + 4 * signed_in
    for _ in range(2):
        with django_assert_num_queries(expected):
            client.get("/figures/?by=province")
        world.six_cases()
        world.case("10", "other", "more", sent=world.at(2026, 10, 5))


@pytest.mark.parametrize("path", ["/figures/", "/figures/rows/"])
def test_pages_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_a_file_of_the_demo_world_says_what_it_is(client: Client, settings: Any) -> None:
    settings.DEMO = True
    answer = client.get("/figures/?format=csv&lang=th", follow=True)
    text = b"".join(answer.streaming_content).decode()
    assert "demonstration" in answer["Content-Disposition"]
    assert "ข้อมูลตัวอย่าง" in text.splitlines()[0]
    assert client.get("/api/v1/figures").json()["demonstration"] is True
