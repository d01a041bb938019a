"""The page of results, its downloads, and the rows behind a figure."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.figures import forms, queries
from phanuek.figures.columns import COLUMNS, NOTES
from phanuek.figures.queries import By, Filters
from phanuek.organisations.models import Organisation
from phanuek.ui import clock, downloads
from phanuek.ui.country import pack
from phanuek.ui.formats import be_date
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, pick

FORMATS = ("", "html", "xlsx", "csv")


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """Figures by commitment, partner, province or fiscal year; `format=xlsx|csv` gives the same rows as a file."""
    given = request.GET.dict()
    by, filters = forms.read_by(given), forms.read_filters(given)
    asked = given.get("format", "")
    if asked not in FORMATS:
        raise Refused(T("รูปแบบที่ดาวน์โหลดได้คือ xlsx และ csv", "Downloads come as xlsx and csv."), field="format")
    on = clock.today()
    summary = queries.summary(by, filters, actor=request.actor, on=on)  # type: ignore[attr-defined]
    if asked in ("xlsx", "csv"):
        return _download(asked, summary)
    return render(request, "figures/index.html", _page(summary, filters, by))


def _download(kind: str, summary: queries.Summary) -> HttpResponseBase:
    rows = [*summary.rows, summary.total]
    name = f"phanuek-{summary.by.value}-{summary.on.isoformat()}"
    if kind == "csv":
        return downloads.csv_response(name, COLUMNS, rows)
    made = T("ข้อมูล ณ วันที่ {day}", "As of {day}").format(day=be_date(summary.on))
    return downloads.xlsx_response(name, COLUMNS, rows, notes=[made, *NOTES])


def _page(summary: queries.Summary, filters: Filters, by: By) -> dict[str, Any]:
    parameters = filters.as_parameters()
    address = urlencode({"by": by.value, **parameters})
    return {
        "summary": summary,
        "by": by,
        "tabs": [(choice, "?" + urlencode({"by": choice.value, **parameters})) for choice in By],
        "filters": filters,
        "years": [(year, pack().fiscal_year_label(year, pick("th", "en"))) for year in queries.fiscal_years(summary.on)],
        "provinces": Area.objects.filter(level="province").order_by("sort_key").only("code", "name_th", "name_en"),
        "partners": Organisation.objects.bodies().filter(offers__isnull=False).distinct().only("code", "name_th", "name_en"),
        "commitments": Commitment.objects.only("code", "title_th", "title_en").order_by("code"),
        "rows": [(row, _behind(row, by, parameters)) for row in summary.rows],
        "behind_all": _behind(summary.total, by, parameters),
        "notes": NOTES,
        "xlsx": f"?{address}&format=xlsx",
        "csv": f"?{address}&format=csv",
        "api": f"/api/v1/figures?{address}",
    }


def _behind(row: queries.Row, by: By, parameters: dict[str, str]) -> str:
    narrowed = {**parameters, by.value: row.key} if row.key else parameters
    return "/figures/rows/?" + urlencode(narrowed)


@login_not_required
@require_safe
def rows(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure, as far as the reader may see them; the rest is told as a number."""
    filters = forms.read_filters(request.GET.dict())
    actor = request.actor  # type: ignore[attr-defined]
    found = queries.behind(filters, actor=actor)
    # a number of cases under 5 may not show here either, so the page counts only what the reader opens
    page = paginate(request, found)
    return render(request, "figures/rows.html", {"page": page, "filters": filters, "described": _described(filters)})


def _described(filters: Filters) -> list[T]:
    """The filters in words."""
    words = []
    if filters.fiscal_year:
        words.append(T(pack().fiscal_year_label(filters.fiscal_year, "th"), pack().fiscal_year_label(filters.fiscal_year, "en")))
    if filters.province:
        area = Area.objects.get(code=filters.province)
        words.append(T(area.name_th, area.name_en))
    if filters.partner:
        body = Organisation.objects.get(code=filters.partner)
        words.append(T(body.name_th, body.name_en or body.name_th))
    if filters.commitment:
        commitment = Commitment.objects.get(code=filters.commitment)
        words.append(T(commitment.title_th, commitment.title_en or commitment.title_th))
    return words
