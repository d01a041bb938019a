"""The page of results, its downloads, and the rows behind a figure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.figures import forms, queries
from phanuek.figures.columns import COLUMNS, DEMO_NOTE, DEMONSTRATION, FIGURE_COLUMNS, HIDDEN, NOTES
from phanuek.figures.filters import NO_COMMITMENT, By, Filters
from phanuek.organisations.models import Organisation
from phanuek.ui import clock, downloads
from phanuek.ui.country import pack
from phanuek.ui.formats import be_date
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language, pick

FORMATS = ("", "html", "xlsx", "csv")


@dataclass(frozen=True)
class Cell:
    """One figure as a page shows it."""

    name: str
    title: T
    kind: str
    value: Any
    hidden: bool


@dataclass(frozen=True)
class Line:
    """One row of the page; `scale` is the largest income of any row, for the bars."""

    row: queries.Row
    cells: list[Cell]
    behind: str
    scale: Decimal

    @property
    def has_bar(self) -> bool:
        """Whether there is a length to draw, of figures that may be seen."""
        return bool(self.scale and (self.row.income_confirmed or self.row.income_unconfirmed)) and not (
            {"income_confirmed", "income_unconfirmed"} & self.row.hidden
        )


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Figures by commitment, partner, province or fiscal year; `format=xlsx|csv` gives the same rows as a file."""
    given = request.GET.dict()
    by, filters = forms.read_by(given), forms.read_filters(given)
    asked = given.get("format", "")
    if asked not in FORMATS:
        raise Refused(T("รูปแบบที่ดาวน์โหลดได้คือ xlsx และ csv", "Downloads come as xlsx and csv."), field="format")
    on, actor = clock.today(), request.actor  # type: ignore[attr-defined]
    try:
        summary = queries.summary(by, filters, actor=actor, on=on)
    except Refused as refusal:
        if asked in ("xlsx", "csv"):
            raise
        # the choices stay as they were made, to be changed
        return render(
            request,
            "figures/index.html",
            _choices(by, filters) | {"refusal": refusal, "summary": None},
            status=422,
        )
    if asked in ("xlsx", "csv"):
        return _download(asked, summary)
    context = (
        _choices(by, filters)
        | _shown(summary)
        | {"refusal": None, "may_narrow": not actor.is_public and not actor.sees_all}
    )
    return render(request, "figures/index.html", context)


def _download(kind: str, summary: queries.Summary) -> HttpResponseBase:
    rows = [*summary.rows, summary.total]
    # a file leaves the page and its banner behind: invented figures must say so by themselves
    demo = "demonstration-" if settings.DEMO else ""
    columns = [*COLUMNS, DEMONSTRATION] if settings.DEMO else COLUMNS
    name = f"phanuek-{demo}{summary.by.value}-{summary.on.isoformat()}"
    if kind == "csv":
        return downloads.csv_response(name, columns, rows)
    notes = [_as_of(summary), *described(summary.filters), *NOTES]
    return downloads.xlsx_response(
        name, columns, rows, notes=[*([DEMO_NOTE] if settings.DEMO else []), *notes]
    )


def _as_of(summary: queries.Summary) -> T:
    with in_language("th"):
        thai = be_date(summary.on)
    with in_language("en"):
        return T("ข้อมูล ณ วันที่ {day}", "As of {day}").format(day=T(thai, be_date(summary.on)))


def _choices(by: By, filters: Filters) -> dict[str, Any]:
    """What can be chosen, and what is."""
    return choices(by, filters.as_parameters()) | {
        "filters": filters,
        "described": described(filters),
        "notes": NOTES,
    }


def choices(by: models.TextChoices, parameters: dict[str, str]) -> dict[str, Any]:
    """What every table of figures can be grouped and filtered by; `parameters` are the filters in use."""
    return {
        "by": by,
        "tabs": [(choice, "?" + urlencode({"by": choice.value, **parameters})) for choice in type(by)],
        "years": [
            (year, pack().fiscal_year_label(year, pick("th", "en")))
            for year in queries.fiscal_years(clock.today())
        ],
        "provinces": Area.objects.filter(level="province")
        .order_by("sort_key")
        .only("code", "name_th", "name_en"),
        "partners": Organisation.objects.bodies()
        .filter(offers__isnull=False)
        .distinct()
        .only("code", "name_th", "name_en"),
        "commitments": Commitment.objects.only("code", "title_th", "title_en").order_by("code"),
        "no_commitment": NO_COMMITMENT,
    }


def _shown(summary: queries.Summary) -> dict[str, Any]:
    by, parameters = summary.by, summary.filters.as_parameters()
    address = urlencode({"by": by.value, **parameters})
    return {
        "summary": summary,
        "titles": FIGURE_COLUMNS.items(),
        "lines": _lines(summary, by, parameters),
        "total": Line(summary.total, _cells(summary.total), _behind({}, parameters), Decimal(0)),
        "tiles": {cell.name: cell for cell in _cells(summary.total)},
        "as_of": _as_of(summary),
        "hidden_word": HIDDEN,
        "xlsx": f"?{address}&format=xlsx",
        "csv": f"?{address}&format=csv",
        "api": f"/api/v1/figures?{address}",
        "mine": "?" + urlencode({"by": by.value, **parameters, "scope": "mine"}),
        "everyone": "?"
        + urlencode(
            {"by": by.value} | {name: value for name, value in parameters.items() if name != "scope"}
        ),
    }


def _lines(summary: queries.Summary, by: By, parameters: dict[str, str]) -> list[Line]:
    longest = max(
        ((row.income_confirmed or 0) + (row.income_unconfirmed or 0) for row in summary.rows),
        default=Decimal(0),
    )
    return [
        Line(row, _cells(row), _behind({by.value: row.key}, parameters), Decimal(longest))
        for row in summary.rows
    ]


def _cells(row: queries.Row) -> list[Cell]:
    return [
        Cell(name, title, kind, getattr(row, name), name in row.hidden)
        for name, (title, kind) in FIGURE_COLUMNS.items()
    ]


def _behind(narrowed: dict[str, str], parameters: dict[str, str]) -> str:
    address = urlencode({name: value for name, value in (parameters | narrowed).items() if name != "scope"})
    return "/figures/rows/" + ("?" + address if address else "")


@login_not_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure that the reader may open; how many others there are is not told."""
    filters = forms.read_filters(request.GET.dict())
    found = queries.behind(filters, actor=request.actor)  # type: ignore[attr-defined]
    page = paginate(request, found)
    return render(
        request, "figures/rows.html", {"page": page, "filters": filters, "described": described(filters)}
    )


def described(filters: Filters) -> list[T]:
    """The filters in words."""
    words = []
    if filters.fiscal_year:
        words.append(
            T(
                pack().fiscal_year_label(filters.fiscal_year, "th"),
                pack().fiscal_year_label(filters.fiscal_year, "en"),
            )
        )
    if filters.province:
        area = Area.objects.get(code=filters.province)
        words.append(T(area.name_th, area.name_en))
    if filters.partner:
        body = Organisation.objects.get(code=filters.partner)
        words.append(T(body.name_th, body.name_en or body.name_th))
    if filters.commitment == NO_COMMITMENT:
        words.append(queries.UNDER_NONE)
    elif filters.commitment:
        commitment = Commitment.objects.get(code=filters.commitment)
        words.append(T(commitment.title_th, commitment.title_en or commitment.title_th))
    if filters.mine:
        words.append(T("เฉพาะเรื่องที่ท่านเปิดดูได้", "Only the cases that you may open"))
    return words
