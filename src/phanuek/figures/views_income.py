"""The page of income and inequality, its downloads, and the reports behind a figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.figures import copy, income, income_forms
from phanuek.figures.columns import DEMO_NOTE, DEMONSTRATION, HIDDEN
from phanuek.figures.income import IncomeBy, IncomeFilters, IncomeRow, IncomeSummary
from phanuek.figures.income_columns import COLUMNS, DEFINITIONS, KINDS, NOTES, TITLES
from phanuek.figures.views import FORMATS, choices
from phanuek.figures.views import described as cases_described
from phanuek.registry.models import BusinessGroup
from phanuek.ui import clock, downloads
from phanuek.ui.formats import be_datetime
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language

ADDRESS = "/figures/income/"


@dataclass(frozen=True)
class Cell:
    """One figure as the page shows it."""

    name: str
    title: T
    kind: str
    value: Any
    hidden: bool
    places: int | None = None


@dataclass(frozen=True)
class Mark:
    """Where a row's spread lies on the common scale, in per cent of its width; "" where it is not told."""

    median: str
    low: str
    width: str
    before: str
    said: T


@dataclass(frozen=True)
class Line:
    row: IncomeRow
    cells: list[Cell]
    behind: str
    mark: Mark | None
    scale: Decimal

    @property
    def tells(self) -> bool:
        """Whether the row says anything but "not shown" and nothing."""
        return any(cell.value for cell in self.cells)

    @property
    def has_bar(self) -> bool:
        """Whether there is a length to draw, of figures that may be seen."""
        sums = {"sum_confirmed", "sum_unconfirmed"}
        return (
            bool(self.scale and (self.row.sum_confirmed or self.row.sum_unconfirmed))
            and not sums & self.row.hidden
        )


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Measures of income by province, sector, partner, commitment, month or fiscal year; `format=xlsx|csv` as a file."""
    given = request.GET.dict()
    by, filters = income_forms.read_by(given), income_forms.read_filters(given)
    asked = given.get("format", "")
    if asked not in FORMATS:
        raise Refused(T("รูปแบบที่ดาวน์โหลดได้คือ xlsx และ csv", "Downloads come as xlsx and csv."), field="format")
    actor = request.actor  # type: ignore[attr-defined]
    shown: dict[str, Any] = {"refusal": None, "not_ready": None, "summary": None}
    status = 200
    try:
        summary = income.summary(by, filters, actor=actor)
    except (Refused, copy.NotReady) as problem:
        refusal = problem if isinstance(problem, Refused) else Refused(problem.reason, hint=problem.hint)
        if asked in ("xlsx", "csv"):
            raise refusal from problem
        # the choices stay as they were made, to be changed
        shown["refusal" if refusal is problem else "not_ready"] = refusal
        status = 422 if refusal is problem else 200
    else:
        if asked in ("xlsx", "csv"):
            return _download(asked, summary)
        shown |= _shown(summary)
    own = "" if actor.is_public or actor.sees_all else actor.organisation_code
    shown["narrows"] = income.may_narrow(actor)
    return render(request, "figures/income.html", _choices(by, filters, own) | shown, status=status)


def _download(kind: str, summary: IncomeSummary) -> HttpResponseBase:
    rows = [*summary.rows, summary.total]
    # a file leaves the page and its banner behind: invented figures must say so by themselves
    demo = "demonstration-" if settings.DEMO else ""
    columns = [*COLUMNS, DEMONSTRATION] if settings.DEMO else COLUMNS
    name = f"phanuek-{demo}income-{summary.by.value}-{clock.today().isoformat()}"
    if kind == "csv":
        return downloads.csv_response(name, columns, rows)
    meant = [
        T("{label}: {formula}", "{label}: {formula}").format(label=T.of(one.label), formula=T.of(one.formula))
        for one in DEFINITIONS.values()
    ]
    notes = [
        *([DEMO_NOTE] if settings.DEMO else []),
        _as_of(summary),
        *described(summary.filters),
        *NOTES,
        *meant,
    ]
    return downloads.xlsx_response(name, columns, rows, notes=notes)


def _as_of(summary: IncomeSummary) -> T:
    """How fresh the copy is."""
    with in_language("th"):
        thai = be_datetime(summary.as_of)
    with in_language("en"):
        return T("ข้อมูล ณ วันที่ {moment}", "As of {moment}").format(moment=T(thai, be_datetime(summary.as_of)))


def _choices(by: IncomeBy, filters: IncomeFilters, own: str) -> dict[str, Any]:
    """What can be chosen, and what is."""
    return choices(by, filters.as_parameters()) | {
        "filters": filters,
        "sectors": [(key, income.sector_label(key)) for key in (*BusinessGroup.values, income.NONE)],
        "described": described(filters),
        "own": "?" + urlencode({"by": by.value, "partner": own})
        if own and filters.cases.partner != own
        else "",
        "years_only": not filters.as_parameters().keys() - {"fiscal_year"},
        "others": [choice for choice in (IncomeBy.SECTOR, IncomeBy.MONTH) if choice != by],
        "clear": "?" + urlencode({"by": by.value}),
        "definitions": DEFINITIONS.values(),
        "notes": NOTES,
    }


def _shown(summary: IncomeSummary) -> dict[str, Any]:
    parameters = summary.filters.as_parameters()
    address = urlencode({"by": summary.by.value, **parameters})
    lines, total = _lines(summary, parameters), _cells(summary.total, summary.protected)
    return {
        "summary": summary,
        "titles": [(name, title, KINDS[name]) for name, title in TITLES.items()],
        "lines": [line for line in lines if line.tells],
        "folded": [line for line in lines if not line.tells],
        "of_all": len(lines),
        "drawn": [line for line in lines if line.mark],
        "has_range": any(line.mark and line.mark.width for line in lines),
        "total": Line(summary.total, total, _behind(parameters), None, Decimal(0)),
        "tiles": {cell.name: cell for cell in total},
        "as_of": _as_of(summary),
        "hidden_word": HIDDEN,
        "xlsx": f"?{address}&format=xlsx",
        "csv": f"?{address}&format=csv",
        "api": f"/api/v1/figures/income?{address}",
    }


def _lines(summary: IncomeSummary, parameters: dict[str, str]) -> list[Line]:
    longest = max(((row.sum_confirmed or 0) + (row.sum_unconfirmed or 0) for row in summary.rows), default=0)
    widest = max(
        (value for row in summary.rows for value in (row.p90, row.median, row.before_median) if value),
        default=None,
    )
    return [
        Line(
            row,
            _cells(row, summary.protected),
            _behind(parameters | {summary.by.value: row.key}),
            _mark(row, widest) if widest else None,
            Decimal(longest),
        )
        for row in summary.rows
    ]


def _mark(row: IncomeRow, widest: Decimal) -> Mark | None:
    if row.median is None:
        return None

    def place(value: Decimal | None) -> str:
        # within the drawing, so that a dot at either end is whole
        return "" if value is None else f"{2 + 96 * value / widest:.2f}"

    width = "" if row.p10 is None or row.p90 is None else f"{96 * (row.p90 - row.p10) / widest:.2f}"
    said = T("มัธยฐาน {n} บาทต่อเดือน", "median {n} baht a month").format(n=f"{row.median:,.0f}")
    return Mark(place(row.median), place(row.p10) if width else "", width, place(row.before_median), said)


def _cells(row: IncomeRow, protected: bool) -> list[Cell]:
    # as exact as the figure is, and the same in all rows
    places = {"gini": 2, "bottom40": 0} if protected else {"gini": 3, "bottom40": 1}
    return [
        Cell(name, title, KINDS[name], getattr(row, name), name in row.hidden, places.get(name))
        for name, title in TITLES.items()
    ]


def _behind(parameters: dict[str, str]) -> str:
    return ADDRESS + "rows/" + ("?" + urlencode(parameters) if parameters else "")


@login_not_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The reports behind a figure that the reader may open; how many others there are is not told."""
    filters = income_forms.read_filters(request.GET.dict())
    page = paginate(request, income.behind(filters, actor=request.actor))  # type: ignore[attr-defined]
    return render(
        request,
        "figures/income_rows.html",
        {"page": page, "filters": filters, "described": described(filters)},
    )


def described(filters: IncomeFilters) -> list[T]:
    """The filters in words."""
    words = cases_described(filters.cases)
    if filters.sector:
        words.append(income.sector_label(filters.sector))
    if filters.month:
        words.append(income.month_label(filters.month))
    return words
