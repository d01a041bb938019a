"""What is hidden of incomes is worked out where the copy is made fresh; a page reads it, and never what is out of date."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytest.importorskip("duckdb")

from phanuek.figures import copy, income_kept, income_protection
from phanuek.figures.copy.store import store
from tests.figures import world

pytestmark = pytest.mark.django_db
PAGE = "/figures/income/?by=province"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one each time that hiding is worked out."""
    times: list[int] = []
    real = income_protection.worked_out

    def counted(*given: Any) -> Any:
        times.append(len(times))
        return real(*given)

    monkeypatch.setattr(income_protection, "worked_out", counted)
    return times


def _reports(province: str, groups: int) -> None:
    for n in range(groups):
        case = world.case(province, "bank", "credit", sent=world.at(2026, 9, 1))
        world.income(case, date(2026, 10, 1), f"{1000 + 100 * n}")


def _file() -> Path:
    return store().current().with_suffix(income_kept.ENDING)


def _forget() -> None:
    """As in another process."""
    income_kept._read.clear()


def test_after_a_refresh_no_request_works_anything_out(client: Client, worked_out: list[int]) -> None:
    _reports("50", 7)
    copy.rebuild()
    _reports("55", 6)
    _reports("54", 2)
    copy.refresh()
    assert len(worked_out) == 2
    _forget()
    page = client.get(PAGE).content.decode()
    assert len(worked_out) == 2
    assert 'data-folded="54"' in page
    _forget()
    _file().unlink()
    assert client.get(PAGE).content.decode().split("<main")[1] == page.split("<main")[1]
    assert len(worked_out) == 3
    assert _file().exists(), "kept for the next one"


def test_what_is_kept_is_what_was_worked_out() -> None:
    _reports("50", 7)
    _reports("54", 2)
    copy.rebuild()
    _forget()
    with store().reading() as connection:
        new = income_protection.worked_out(connection, income_kept.queries.hidden_everywhere())
    kept = income_kept.hidden()
    assert (kept.months, kept.keys) == (new.months, new.keys)
    for measure, one in new.times.items():
        assert kept.times[measure].hidden == one.hidden
    hiding = [
        (name, measure) for name, of in new.dimensions.items() for measure, one in of.items() if one.hidden
    ]
    assert hiding
    for name, measure in hiding:
        one, read = new.dimensions[name][measure], kept.dimensions[name][measure]
        assert (read.hidden, read.closed, read.everything) == (one.hidden, one.closed, one.everything)


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"version": 1}', "rules", "version"])
def test_a_file_out_of_date_or_spoilt_is_not_used(worked_out: list[int], spoilt: str) -> None:
    _reports("50", 7)
    copy.rebuild()
    _forget()
    if spoilt in ("rules", "version"):
        told = json.loads(_file().read_text())
        spoilt = json.dumps(told | {spoilt: "another", "months": None})
    _file().write_text(spoilt)
    assert income_kept.hidden().months == (date(2026, 10, 1), date(2026, 10, 1))
    assert len(worked_out) == 2


def test_the_file_of_another_version_is_not_used(worked_out: list[int]) -> None:
    _reports("54", 2)
    copy.rebuild()
    before = _file().read_text()
    _reports("54", 5)
    copy.refresh()
    _forget()
    _file().write_text(before)
    assert not income_kept.hidden().hides("enterprises")
    assert len(worked_out) == 3


def test_files_go_with_their_versions(worked_out: list[int]) -> None:
    for _ in range(4):
        _reports("50", 1)
        copy.rebuild()
    folder = store().folder
    copies = {path.stem for path in folder.glob("copy-*.duckdb")}
    assert {path.name.removesuffix(income_kept.ENDING) for path in folder.glob("*.json")} >= copies
    assert len(list(folder.glob("*.json"))) <= len(copies) + 1
    assert not list(folder.glob("*.new"))


def test_a_version_put_in_order_is_prepared_too(
    monkeypatch: pytest.MonkeyPatch, worked_out: list[int]
) -> None:
    from phanuek.batch.copy import changes

    _reports("50", 7)
    copy.rebuild()

    def tidy(versions: Any) -> bool:
        with versions.writing():
            return True

    monkeypatch.setattr(changes, "tidy", tidy)
    copy.keep()
    assert len(worked_out) == 2
    assert _file().exists()
