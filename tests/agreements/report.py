"""A period report for the tests: opened, and closed as the site closes it."""

from datetime import date
from typing import Any

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, PeriodReport
from phanuek.agreements.queries.report_content import content
from phanuek.organisations.actor import Actor
from phanuek.site.queries.report import told
from phanuek.ui import clock
from tests.house.pdf import PDF

SYSTEM = Actor.system("tests")
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def opened(agreement: Agreement, by: Actor = SYSTEM, **changes: Any) -> PeriodReport:
    values = {"starts_on": FIRST, "ends_on": LAST, "title_th": "รายงานครึ่งปี", "title_en": "Half-year report"}
    report = actions.open_report(by=by, agreement=agreement, **{**values, **changes})
    return actions.edit_report(
        by=by, report=report, version=1, summary_th="งานคืบหน้าตามแผน", summary_en="Work goes to plan"
    )


def composed(report: PeriodReport) -> dict[str, Any]:
    return content(report, told(report, clock.today()), at=clock.now(), by=None)


def frozen(agreement: Agreement, by: Actor = SYSTEM, **changes: Any) -> PeriodReport:
    """Closed, with a stand-in for the PDFs, which take long to lay out."""
    report = opened(agreement, by, **changes)
    return actions.close_report(
        by=by, report=report, version=report.version, content=composed(report), pdf_th=PDF, pdf_en=PDF
    )
