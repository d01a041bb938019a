"""Income and inequality: page, files and API show the same; who may see what; what is said when there is nothing to show."""

import csv
import io
import re
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.test import Client

pytest.importorskip("duckdb")

from phanuek.figures import copy, income
from phanuek.figures.filters import Filters
from phanuek.figures.income import IncomeBy, IncomeFilters, IncomeSummary
from phanuek.figures.income_columns import DEFINITIONS, TITLES
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.ui.problems import Refused
from tests import cast
from tests.figures import world

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
SYSTEM = Actor.system("tests")
Table = dict[str, dict[str, Any]]
HIDDEN = {"th": "ไม่แสดง", "en": "not shown"}
QUERIES = ["by=province", "by=sector", "by=partner", "by=commitment", "by=month", "by=fiscal_year", "by=province&fiscal_year=2570"]  # fmt: skip


def _world() -> None:
    """Twelve groups of Chiang Mai and eleven of Nan earn ever more; two of Phrae are too few."""
    for n in range(25):
        province = "50" if n < 12 else "55" if n < 23 else "54"
        case = world.case(
            province, "bank" if n % 2 else "post", "credit" if n % 2 else "shop", sent=world.at(2026, 9, 1)
        )
        case.enterprise.business_group = "agriculture" if n % 3 else "processing"
        case.enterprise.save()
        world.income(case, date(2026, 8, 1), "900", phase="before")
        for month in (9, 10):
            world.income(case, date(2026, month, 1), f"{1000 + 100 * n}", confirmed=month == 9)


def _shown(by: IncomeBy, actor: Actor = cast.DAO, **filters: Any) -> IncomeSummary:
    sector = filters.pop("sector", "")
    return income.summary(by, IncomeFilters(Filters(**filters), sector), actor=actor)


# ---- what is counted, and who sees it


def test_the_whole_figures_are_those_of_the_copy() -> None:
    _world()
    copy.rebuild()
    found = _shown(IncomeBy.PROVINCE, SYSTEM)
    assert not found.protected
    rows = {row.key: row for row in found.rows}
    assert set(rows) == {"50", "54", "55"}
    assert (rows["54"].enterprises, rows["54"].reports) == (2, 4)
    assert rows["54"].sum_confirmed == rows["54"].sum_unconfirmed == 3300 + 3400
    assert rows["50"].median == 1550
    assert rows["50"].before_median == 900
    assert found.total.enterprises == 25


def test_everyone_sees_neither_the_few_nor_what_would_tell_them() -> None:
    _world()
    found = _shown(IncomeBy.PROVINCE)
    rows = {row.key: row for row in found.rows}
    assert found.protected
    assert rows["54"].hidden >= {"enterprises", "sum_confirmed", "median", "gini"}
    # the total is shown, so another province goes with it
    assert found.total.enterprises == 25
    assert "enterprises" in rows["50"].hidden | rows["55"].hidden
    shown = next(row for row in found.rows if "enterprises" not in row.hidden)
    assert shown.hidden == {"p10", "p90"} | ({"bottom40"} if (shown.enterprises or 0) < 13 else set())
    assert shown.median is not None
    assert shown.median % 100 == 0


def test_what_the_page_of_results_hides_is_hidden_here() -> None:
    """A month of each group under two bodies: few cases there, whatever the enterprises here."""
    _world()
    from phanuek.figures import queries
    from phanuek.figures.queries import By

    for by in (By.PROVINCE, By.PARTNER, By.COMMITMENT, By.FISCAL_YEAR):
        there = queries.summary(by, Filters(), actor=cast.DAO, on=ON)
        here = {row.key: row for row in _shown(IncomeBy(by.value)).rows}
        for row in there.rows:
            for name, own in (("income_confirmed", "sum_confirmed"), ("reporters", "enterprises")):
                assert name not in row.hidden or own in here[row.key].hidden
                if own not in here[row.key].hidden:
                    assert getattr(row, name) == getattr(here[row.key], own)


def test_everyone_filters_by_fiscal_year_only() -> None:
    _world()
    assert _shown(IncomeBy.SECTOR, fiscal_year=2027).total.reports == 25
    for filters in (
        {"province": "50"},
        {"partner": "bank"},
        {"commitment": "shop"},
        {"sector": "processing"},
    ):
        with pytest.raises(Refused) as refused:
            _shown(IncomeBy.MONTH, **filters)
        assert refused.value.hint
    assert _shown(IncomeBy.MONTH, SYSTEM, province="54", sector="agriculture").total.enterprises == 1


def test_a_body_sees_the_cases_sent_to_it_whole() -> None:
    _world()
    niran = cast.niran("bank")
    mine = _shown(IncomeBy.PROVINCE, niran, partner="bank")
    assert not mine.protected
    assert {row.key: row.enterprises for row in mine.rows} == {"50": 6, "55": 5, "54": 1}
    with pytest.raises(Refused):
        _shown(IncomeBy.PROVINCE, niran, partner="post")
    assert _shown(IncomeBy.PROVINCE, niran).protected


def test_rows_behind_go_as_far_as_the_reader_s_rights() -> None:
    _world()
    october = IncomeFilters(Filters(partner="bank"), month="2026-10")
    assert income.behind(october, actor=cast.DAO).count() == 0
    assert income.behind(october, actor=cast.niran("bank")).count() == 12
    assert income.behind(IncomeFilters(), actor=cast.niran("post")).count() == 26
    assert income.behind(IncomeFilters(sector="processing"), actor=SYSTEM).count() == 2 * 9


# ---- page, files, API


def _read(client: Client, address: str, language: str) -> Any:
    client.cookies["lang"] = language
    return client.get(address)


def _number(text: str, language: str) -> Any:
    text = text.strip()
    if text == HIDDEN[language]:
        return "hidden"
    if text in ("", "–"):
        return None
    return round(float(text.rstrip("%").replace(",", "")) / (100 if text.endswith("%") else 1), 3)


def _from_page(client: Client, query: str, language: str) -> Table:
    html = _read(client, f"/figures/income/?{query}", language).content.decode()
    table: Table = {}
    for key, row in re.findall(r'<tr data-key="([^"]*)">(.*?)</tr>', html, re.S):
        cells = re.findall(r'data-figure="(\w+)">(.*?)</td>', row, re.S)
        table[key] = {name: _number(re.sub(r"<[^>]*>", "", cell), language) for name, cell in cells}
    # what says nothing is named below the table
    return table | {key: {} for key in re.findall(r'data-folded="([^"]*)"', html)}


def _from_lines(lines: list[list[Any]], language: str) -> Table:
    return {
        str(line[0] or ""): {
            name: _number(str("" if value is None else value), language)
            for name, value in zip(TITLES, line[2:], strict=True)
        }
        for line in lines[1:]
    }


def _from_api(client: Client, query: str) -> Table:
    body = client.get(f"/api/v1/figures/income?{query}").json()
    return {
        row["key"]: {
            name: "hidden"
            if name in row["hidden"]
            else None
            if row[name] is None
            else round(float(row[name]), 3)
            for name in TITLES
        }
        for row in [*body["rows"], body["total"]]
    }


@pytest.mark.parametrize(
    ("reader", "language"), [("stranger", "th"), ("stranger", "en"), ("secretariat", "th")]
)
def test_page_files_and_api_show_the_same(client: Client, reader: str, language: str) -> None:
    _world()
    if reader == "secretariat":
        cast.orawan()
        client.force_login(Person.objects.get(username="orawan"))
    for query in QUERIES:
        api = _from_api(client, query)
        assert len(api) > 1, query
        page = _from_page(client, query, language)
        assert page.keys() == api.keys(), query
        for key, told in api.items():
            nothing = all(value in ("hidden", None, 0) for value in told.values()) and bool(key)
            assert page[key] == ({} if nothing else told), (query, key)
        answer = _read(client, f"/figures/income/?{query}&format=csv", language)
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        assert _from_lines(list(csv.reader(io.StringIO(text))), language) == api, query
        answer = _read(client, f"/figures/income/?{query}&format=xlsx", language)
        sheets = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
        lines = [list(row) for row in sheets[0].iter_rows(values_only=True)]
        assert _from_lines(lines, language) == api, query
        notes = [str(row[0]) for row in sheets[1].iter_rows(values_only=True)]
        assert any("พ.ศ." in note or "2569" in note or "2026" in note for note in notes)


def test_each_measure_is_explained_one_click_away(client: Client) -> None:
    _world()
    html = _read(client, "/figures/income/", "th").content.decode()
    for name, measure in DEFINITIONS.items():
        assert f'href="#m-{name}"' in html
        assert f'id="m-{name}"' in html
        assert measure.formula["th"][:20] in html


def test_what_is_not_shown_is_said_with_how_many_reported_and_what_would_show_more(client: Client) -> None:
    _world()
    html = _read(client, "/figures/income/", "en").content.decode()
    folded = re.findall(r'data-folded="(\w+)"', html)
    assert "54" in folded
    assert (
        f"25 groups have reported; by province, figures can be shown in {3 - len(folded)} of 3 rows." in html
    )
    assert "five groups or more" in html
    assert 'href="?by=sector"' in html


def test_filters_are_offered_to_whom_they_serve(client: Client) -> None:
    _world()
    offered = 'name="province"'
    assert offered not in _read(client, "/figures/income/", "th").content.decode()
    cast.niran("bank")
    client.force_login(Person.objects.get(username="niran"))
    assert offered in _read(client, "/figures/income/", "th").content.decode()


def test_the_page_draws_what_is_told_and_says_as_of_when(client: Client) -> None:
    _world()
    html = _read(client, "/figures/income/?by=sector", "th").content.decode()
    assert "23 พ.ย. 2569" in html or "23 พฤศจิกายน 2569" in html
    assert "spread-median" in html
    assert "style=" not in html


@pytest.mark.parametrize("query", ["by=nothing", "province=99", "sector=zz", "sector=%00", "month=0000-00", "month=2026-13", "fiscal_year=20xx", "format=pdf", "month=2026-10&fiscal_year=2569"])  # fmt: skip
@pytest.mark.parametrize("path", ["/figures/income/", "/figures/income/rows/"])
def test_a_wrong_filter_is_told(client: Client, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    ignored = path.endswith("rows/") and query.startswith(("by=", "format="))
    assert answer.status_code == (200 if ignored else 400)


def test_a_filter_that_is_not_for_everyone_keeps_the_choices(client: Client) -> None:
    _world()
    answer = _read(client, "/figures/income/?by=sector&province=50", "en")
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "filtered by fiscal year only" in html
    assert re.search(r'<option value="50" selected>', html)
    assert client.get("/api/v1/figures/income?province=50").status_code == 422


def test_reports_behind_tell_strangers_neither_names_nor_how_many(client: Client) -> None:
    _world()
    html = _read(client, "/figures/income/rows/?province=55", "en").content.decode()
    assert "กลุ่มตัวอย่าง" not in html
    assert "Sign in to see yours" in html
    cast.niran("bank")
    client.force_login(Person.objects.get(username="niran"))
    html = _read(client, "/figures/income/rows/?month=2026-10", "en").content.decode()
    assert "Reports of income that you may open: 12" in html
    assert "สมศรี" not in html
    assert 'href="?by=province&amp;partner=bank"' in _read(client, "/figures/income/", "en").content.decode()


# ---- nothing to show


@pytest.mark.parametrize("language", ["th", "en"])
def test_nobody_reported_yet(client: Client, language: str) -> None:
    html = _read(client, "/figures/income/", language).content.decode()
    said = {"th": "ยังไม่มีรายงานรายได้", "en": "Nobody has reported income"}
    assert said[language] in html
    assert client.get("/api/v1/figures/income").json()["rows"] == []


@pytest.fixture
def _without_duckdb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phanuek.figures.copy.store.installed", lambda: False)


@pytest.mark.usefixtures("_without_duckdb")
def test_without_the_extra_the_page_says_so(client: Client) -> None:
    answer = _read(client, "/figures/income/", "en")
    assert answer.status_code == 200
    assert "is not installed" in answer.content.decode()
    assert client.get("/api/v1/figures/income").status_code == 422
    assert client.get("/figures/income/?format=csv").status_code == 400


@pytest.mark.parametrize("signed_in", [False, True])
def test_queries_do_not_grow_with_rows(
    client: Client, django_assert_num_queries: Any, signed_in: bool
) -> None:
    _world()
    cast.orawan()
    if signed_in:
        client.force_login(Person.objects.get(username="orawan"))
    for _ in range(2):
        client.get("/figures/income/")  # the copy is made fresh, and what is hidden worked out once for it
        with django_assert_num_queries(EXPECTED[signed_in]):
            client.get("/figures/income/?by=province")
        for province in ("10", "11", "12"):
            case = world.case(province, f"body-{province}", f"promise-{province}", sent=world.at(2026, 9, 1))
            world.income(case, date(2026, 10, 1), "100")


EXPECTED = {False: 4, True: 11}


@pytest.mark.parametrize("path", ["/figures/income/", "/figures/income/rows/"])
def test_pages_only_read(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_a_file_of_the_demo_world_says_what_it_is(client: Client, settings: Any) -> None:
    _world()
    settings.DEMO = True
    client.cookies["lang"] = "th"
    answer: Any = client.get("/figures/income/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert "demonstration" in answer["Content-Disposition"]
    assert "ข้อมูลตัวอย่าง" in text.splitlines()[0]
    assert client.get("/api/v1/figures/income").json()["demonstration"] is True
