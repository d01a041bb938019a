"""The columns of a report's figures as files."""

from collections.abc import Callable
from typing import Any

from phanuek.agreements.queries.report_differences import NOT_SHOWN
from phanuek.ui.country import pack
from phanuek.ui.downloads import Column
from phanuek.ui.words import T


def _result(name: str) -> Callable[[Any], Any]:
    return lambda row: NOT_SHOWN if name in row["hidden"] else row[name]


COLUMNS = [
    Column(T("รหัสภารกิจ", "Commitment (code)"), "code", "id"),
    Column(T("ภารกิจ", "Commitment"), "title"),
    Column(T("หน่วยงานเจ้าของภารกิจ", "Lead"), lambda row: row["lead"]["name"]),
    Column(T("นับผลเป็น", "Counted in"), lambda row: row["measure"]["label"]),
    Column(T("หน่วยนับ", "Unit"), "unit"),
    Column(T("วันเริ่ม", "Start"), "starts_on", "date"),
    Column(T("วันครบกำหนด", "Due"), "due_on", "date"),
    Column(T("ค่าฐาน", "Baseline"), "baseline", "number"),
    Column(T("เป้าหมาย", "Target"), "target", "number"),
    Column(T("แผนถึงวันสิ้นงวด", "Expected by the last day"), "expected", "number"),
    Column(T("ยืนยันแล้วในงวด", "Confirmed in the period"), _result("confirmed_in_period"), "number"),
    Column(T("รอยืนยันในงวด", "Unconfirmed in the period"), _result("unconfirmed_in_period"), "number"),
    Column(T("ยืนยันแล้วสะสม", "Confirmed in all"), _result("confirmed"), "number"),
    Column(T("รอยืนยันสะสม", "Unconfirmed in all"), _result("unconfirmed"), "number"),
    Column(T("สถานะ ณ วันสิ้นงวด", "Status on the last day"), lambda row: row["status"]["label"]),
    Column(T("เหตุผล", "Reason"), lambda row: row["status"]["reason"]),
    Column(T("สถานะที่มีผู้ระบุแทน", "Status set by a person"), lambda row: row["override"]["label"] if row["override"] else ""),
    Column(T("ที่มา", "Origin"), "origin"),
]  # fmt: skip


def notes(told: dict[str, Any], sha256: str) -> list[T]:
    """The report, its period, how it counts, and how to check it."""
    report = told["report"]
    period = T(
        *(
            f"{pack().format_date(report['starts_on'], lang)} – {pack().format_date(report['ends_on'], lang)}"
            for lang in ("th", "en")
        )
    )
    return [
        report["title"],
        T("งวด {period}", "Period {period}").format(period=period),
        *(T("{title}: {text}", "{title}: {text}").format(**line) for line in told["method"]),
        T("SHA-256 ของเนื้อหาที่ปิดงวด {code}", "SHA-256 of the closed content: {code}").format(code=sha256),
    ]
