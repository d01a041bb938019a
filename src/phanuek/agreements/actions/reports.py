"""Reports of a period: opened, written, and closed, after which nothing in them changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from phanuek.agreements import permissions
from phanuek.agreements.actions.meetings import check_version
from phanuek.agreements.models import Agreement, PeriodReport
from phanuek.agreements.queries.reports import digest
from phanuek.agreements.states import REPORT_TRANSITIONS, ReportState
from phanuek.files import actions as files
from phanuek.files import checks
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

EDITABLE = frozenset({"title_th", "title_en", "starts_on", "ends_on", "summary_th", "summary_en"})


@transaction.atomic
def open_report(
    *, by: Actor, agreement: Agreement, starts_on: date, ends_on: date, title_th: str, title_en: str = ""
) -> PeriodReport:
    """A report to be written. Raises Refused where the period has one already, or ends before it begins."""
    permissions.check_can_manage(by)
    # two opened at once would both find the period free
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    report = PeriodReport(
        code=new_code("r"), agreement=agreement, starts_on=starts_on, ends_on=ends_on, title_th=title_th.strip(),
        title_en=title_en.strip(),
    )  # fmt: skip
    _check(report)
    report.save(force_insert=True)
    timeline.record("report.opened", about=report, by=by, facts=_period(report))
    return report


@transaction.atomic
def edit_report(*, by: Actor, report: PeriodReport, version: int, **changes: Any) -> PeriodReport:
    """Changes an open report; `version` is the one the editor saw, else Conflict."""
    permissions.check_can_manage(by)
    unknown = set(changes) - EDITABLE
    if unknown:
        raise TypeError(f"not a field that is edited: {', '.join(sorted(unknown))}")
    Agreement.objects.select_for_update().get(pk=report.agreement_id)
    row = _hold(report)
    check_open(row)
    changed = versions.apply(
        row, version=version, changes={k: v.strip() if isinstance(v, str) else v for k, v in changes.items()}
    )
    if not changed:
        return row
    _check(row)
    row.save()
    timeline.record("report.edited", about=row, by=by, facts={"fields": sorted(changed)})
    return row


@transaction.atomic
def close_report(
    *, by: Actor, report: PeriodReport, version: int, content: Mapping[str, Any], pdf_th: bytes, pdf_en: bytes
) -> PeriodReport:
    """Freezes what the report says: `content` as a face composed it for everyone to read, and the same in two PDFs."""
    permissions.check_can_manage(by)
    row = _hold(report)
    check_can_close(row)
    check_version(row, version)
    _check_content(row, content)
    if ReportState.CLOSED not in REPORT_TRANSITIONS[ReportState(row.state)]:
        raise AssertionError("an open report can be closed")
    row.state = ReportState.CLOSED
    row.content = dict(content)
    row.content_sha256 = digest(content)
    row.pdf_th, row.pdf_en = _keep(row, pdf_th, "th", by), _keep(row, pdf_en, "en", by)
    row.closed_at = datetime.fromisoformat(content["report"]["closed_at"])
    row.closed_by = by.organisation_code
    row.version += 1
    row.save()
    timeline.record(
        "report.closed", about=row, by=by, also=[row.agreement],
        facts={"report": row.code, "sha256": row.content_sha256, **_period(row)},
    )  # fmt: skip
    return row


def check_open(report: PeriodReport) -> None:
    """Refused, saying when it was closed, unless it may still be written."""
    if report.state == ReportState.CLOSED:
        raise Refused(
            T(
                "รายงานงวดนี้ปิดแล้วเมื่อ {day} จึงแก้ไขไม่ได้",
                "This report was closed on {day} and cannot be changed.",
            ).format(day=_local_day(report.closed_at)),
            hint=T(
                "สิ่งที่บันทึกภายหลังแสดงเป็นความแตกต่างในหน้ารายงาน",
                "What is recorded later shows as differences on its page.",
            ),
        )


def check_can_close(report: PeriodReport) -> None:
    """Refused where it is closed already, its period is not over, or nobody has written its summary."""
    check_open(report)
    if report.ends_on > clock.today():
        raise Refused(
            T("งวดนี้สิ้นสุดวันที่ {day} จึงยังปิดไม่ได้", "This period ends on {day}: it cannot be closed yet.").format(
                day=_words(report.ends_on)
            ),
            field="ends_on",
            hint=T(
                "ปิดได้ตั้งแต่วันสุดท้ายของงวด หรือแก้ไขวันสิ้นงวด",
                "Close it on its last day or later, or change that day.",
            ),
        )
    if not report.summary_th:
        raise Refused(
            T("ยังไม่มีบทสรุปของฝ่ายเลขานุการ", "The secretariat's summary is not written yet."),
            field="summary_th",
            hint=T("เขียนบทสรุปในหน้าแก้ไขรายงานก่อนปิดงวด", "Write it on the page where the report is edited."),
        )


def _hold(report: PeriodReport) -> PeriodReport:
    found = PeriodReport.objects.select_for_update(of=("self",)).select_related("agreement")
    return found.get(pk=report.pk)


def _check(report: PeriodReport) -> None:
    if not report.title_th:
        raise Refused(T("โปรดตั้งชื่อรายงาน", "Give the report a name."), field="title_th")
    if report.ends_on < report.starts_on:
        raise Refused(
            T("วันสิ้นงวดต้องไม่มาก่อนวันเริ่ม", "The period cannot end before it begins."),
            field="ends_on",
            hint=T("ตรวจวันทั้งสองอีกครั้ง", "Check both days."),
        )
    signed = report.agreement.signed_on
    if signed is not None and report.ends_on < signed:
        raise Refused(
            T("งวดนี้สิ้นสุดก่อนวันลงนาม ({day})", "This period ends before the signing ({day}).").format(
                day=_words(signed)
            ),
            field="ends_on",
            hint=T("เลือกงวดหลังวันลงนาม", "Choose a period after it."),
        )
    others = PeriodReport.objects.filter(
        agreement=report.agreement_id, starts_on=report.starts_on, ends_on=report.ends_on
    ).exclude(pk=report.pk)
    if others.exists():
        raise Refused(
            T("งวดนี้มีรายงานอยู่แล้ว", "This period has a report already."),
            field="starts_on",
            hint=T("เปิดรายงานเดิมจากหน้ารายการรายงาน", "Open it from the list of reports."),
        )


def _check_content(report: PeriodReport, content: Mapping[str, Any]) -> None:
    """What is frozen must be of this report as it stands now."""
    said = content.get("report", {})
    stands = {
        "code": report.code,
        "starts_on": report.starts_on.isoformat(),
        "ends_on": report.ends_on.isoformat(),
        "summary": {"th": report.summary_th, "en": report.summary_en or report.summary_th},
    }
    if any(said.get(name) != value for name, value in stands.items()):
        raise Refused(
            T("เนื้อหาที่จัดทำไว้ไม่ตรงกับรายงานฉบับปัจจุบัน", "What was composed is not of the report as it stands."),
            hint=T("โหลดหน้านี้ใหม่แล้วปิดงวดอีกครั้ง", "Load the page anew and close it again."),
        )


def _keep(report: PeriodReport, pdf: bytes, language: str, by: Actor) -> Attachment:
    upload = SimpleUploadedFile(f"{report.code}-{language}.pdf", pdf, "application/pdf")
    return files.keep(upload, by=by, accept=frozenset({checks.PDF}))


def _period(report: PeriodReport) -> dict[str, str]:
    return {"from": report.starts_on.isoformat(), "to": report.ends_on.isoformat()}


def _words(day: date) -> T:
    return T(pack().format_date(day, "th", "long"), pack().format_date(day, "en", "long"))


def _local_day(moment: datetime | None) -> T:
    return _words(moment.astimezone(ZoneInfo(pack().timezone)).date()) if moment else T("–", "–")
