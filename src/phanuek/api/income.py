"""Income of groups and how it spreads: the same query as the page and its downloads."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from phanuek.api import parameters, schemas, shapes
from phanuek.api.base import PROBLEMS
from phanuek.figures import copy, income, income_forms
from phanuek.figures.income_columns import DEFINITIONS, NOTES
from phanuek.ui.problems import Refused

router = Router(tags=["figures"])


class IncomeRow(schemas.Schema):
    """A figure that is null and named in `hidden` is protected; one that is null without that cannot be said."""

    key: str
    label: schemas.Words
    enterprises: int | None
    reports: int | None
    sum_confirmed: Decimal | None = Field(description="Baht; never added to the unconfirmed")
    sum_unconfirmed: Decimal | None
    median: Decimal | None = Field(description="Baht a month")
    p10: Decimal | None
    p90: Decimal | None
    gini: Decimal | None = Field(description="0 to 1")
    bottom40: Decimal | None = Field(description="A fraction of 1")
    before_median: Decimal | None
    after_median: Decimal | None
    hidden: list[str]


class Definition(schemas.Schema):
    name: str
    label: schemas.Words
    unit: schemas.Words
    formula: schemas.Words
    treats: schemas.Words
    source: str


class Income(schemas.Schema):
    """`demonstration` is true where the cases behind the figures are invented."""

    by: str
    demonstration: bool
    filters: dict[str, str]
    as_of: datetime | None = Field(description="The database as it stood then")
    protected: bool = Field(description="Whether figures are withheld from this reader")
    rows: list[IncomeRow]
    total: IncomeRow
    definitions: list[Definition]
    notes: list[schemas.Words]


@router.get("", response={200: Income, **PROBLEMS}, summary="Income of groups and how it spreads")
def get_income(
    request: HttpRequest,
    by: parameters.IncomeGrouping = "province",
    fiscal_year: Annotated[str, Query(description="Year in which it ends, such as 2026 or 2569")] = "",
    province: str = "",
    sector: parameters.Sector = "",
    partner: str = "",
    commitment: Annotated[str, Query(description="A code, or none: under no commitment")] = "",
    month: Annotated[str, Query(description="Such as 2026-10")] = "",
) -> dict[str, Any]:
    """Everyone filters by fiscal year only; the secretariat by all, a body sees the cases sent to it whole by `partner`."""
    given = {
        "by": by,
        "fiscal_year": fiscal_year,
        "province": province,
        "sector": sector,
        "partner": partner,
        "commitment": commitment,
        "month": month,
    }
    filters = income_forms.read_filters(given)
    try:
        summary = income.summary(
            income_forms.read_by(given),
            filters,
            actor=request.actor,  # type: ignore[attr-defined]
        )
    except copy.NotReady as problem:
        raise Refused(problem.reason, hint=problem.hint) from problem
    return {
        "by": summary.by.value,
        "demonstration": settings.DEMO,
        "filters": filters.as_parameters(),
        "as_of": summary.as_of,
        "protected": summary.protected,
        "rows": [_row(row) for row in summary.rows],
        "total": _row(summary.total),
        "definitions": [
            {name: getattr(one, name) for name in Definition.model_fields} for one in DEFINITIONS.values()
        ],
        "notes": [shapes.both(note) for note in NOTES],
    }


def _row(row: income.IncomeRow) -> dict[str, Any]:
    figures = {name: getattr(row, name) for name in income.NAMES}
    return {"key": row.key, "label": shapes.both(row.label), "hidden": sorted(row.hidden), **figures}
