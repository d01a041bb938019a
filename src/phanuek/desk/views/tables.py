"""A list of the desk: the same rows and columns on the page, in XLSX and in CSV."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from phanuek.desk.queries.items import Act
from phanuek.ui import clock, downloads, formats
from phanuek.ui.components import NOT_STATED
from phanuek.ui.downloads import Column
from phanuek.ui.formats import be_date
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

FORMATS = ("", "xlsx", "csv")
SHOWN: dict[str, Callable[[Any], Any]] = {
    "number": formats.number,
    "money": formats.money,
    "date": lambda d: be_date(d, "short"),
}
ALL = T("ทั้งหมด", "All")
CSS = {"number": "n", "money": "n", "date": "nowrap"}


@dataclass(frozen=True)
class Col(Column):
    """A column that on the page may also lead somewhere, be a status, or have a second line."""

    sub: Callable[[Any], Any] | None = None
    link: Callable[[Any], str] | None = None
    tag: Callable[[Any], str] | None = None
    only_file: bool = False


@dataclass(frozen=True)
class Filter:
    """A choice above the list."""

    name: str
    label: T
    options: Sequence[tuple[str, Any]]
    chosen: str = ""
    every: T = ALL

    @property
    def is_text(self) -> bool:
        return not self.options


@dataclass(frozen=True)
class Cell:
    title: T
    text: Any
    url: str
    tag: str
    css: str
    sub: Any = ""


@dataclass(frozen=True)
class Row:
    head: Cell
    cells: Sequence[Cell]
    act: Act | None
    code: str = ""

    @property
    def all(self) -> list[Cell]:
        return [self.head, *self.cells]


@dataclass(frozen=True)
class Listing:
    """What `show` needs besides the rows."""

    name: str
    title: T
    columns: Sequence[Col]
    empty: T
    lead: Callable[[int], T]
    path: Sequence[tuple[Any, str]]
    notes: Sequence[T] = ()
    act: Callable[[Any], Act | None] | None = None
    per_page: int = 25


def choice(
    request: HttpRequest, name: str, label: T, options: Sequence[tuple[str, Any]], every: T = ALL
) -> Filter:
    """A filter from the address. Raises Refused when its value is none of the options."""
    given = request.GET.get(name, "").strip()
    if given and given not in {str(value) for value, _ in options}:
        raise Refused(
            T("ไม่รู้จัก “{given}” ในตัวกรอง {label}", "“{given}” is not a choice of the filter {label}.").format(
                given=given[:40], label=label
            ),
            field=name,
            hint=T("เลือกจากรายการในหน้านี้", "Choose from the list on the page."),
        )
    return Filter(name, label, options, given, every)


def text(request: HttpRequest, name: str, label: T) -> Filter:
    return Filter(name, label, (), request.GET.get(name, "").replace("\x00", "").strip()[:80])


def asked_format(request: HttpRequest) -> str:
    """xlsx, csv, or empty for the page."""
    asked = request.GET.get("format", "")
    if asked not in FORMATS:
        raise Refused(T("รูปแบบที่ดาวน์โหลดได้คือ xlsx และ csv", "Downloads come as xlsx and csv."), field="format")
    return asked


def show(
    request: HttpRequest, listing: Listing, rows: Any, filters: Sequence[Filter] = (), *, template: str = "desk/list.html",
    extra: Mapping[str, Any] | None = None,
) -> HttpResponseBase:  # fmt: skip
    """The page, or the whole list as a file when the address asks for one."""
    asked = asked_format(request)
    if asked:
        return _file(asked, listing, rows)
    page = paginate(request, rows, listing.per_page)
    context = {
        "listing": listing,
        "lead": listing.lead(page.paginator.count),
        "page": page,
        "rows": [row_of(listing, row) for row in page],
        "filters": filters,
        "filtered": any(one.chosen for one in filters),
        "has_act": listing.act is not None,
        **(extra or {}),
    }
    return render(request, template, context)


def _file(kind: str, listing: Listing, rows: Any) -> HttpResponseBase:
    name = f"phanuek-{listing.name}-{clock.today().isoformat()}"
    if kind == "csv":
        return downloads.csv_response(name, listing.columns, rows)
    made = T("ข้อมูล ณ วันที่ {day}", "As of {day}").format(day=be_date(clock.today()))
    return downloads.xlsx_response(name, listing.columns, rows, notes=[listing.title, made, *listing.notes])


def row_of(listing: Listing, row: Any) -> Row:
    head, *cells = [_cell(column, row) for column in listing.columns if not column.only_file]
    return Row(head, cells, listing.act(row) if listing.act else None, getattr(row, "code", ""))


def _cell(column: Col, row: Any) -> Cell:
    value = column.of(row)
    kind = SHOWN.get(column.kind, lambda v: v)
    shown = NOT_STATED if value is None or value == "" else kind(value)
    return Cell(
        column.title,
        shown,
        column.link(row) if column.link else "",
        column.tag(row) if column.tag else "",
        CSS.get(column.kind, ""),
        column.sub(row) if column.sub else "",
    )
