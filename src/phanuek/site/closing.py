"""Composing a period report for everyone to read, laying it out, and closing it: what the page does, and whoever loads a world."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings

from phanuek.agreements import actions
from phanuek.agreements.models import PeriodReport
from phanuek.agreements.queries.report_content import content
from phanuek.agreements.queries.report_spelling import local_day
from phanuek.agreements.queries.reports import digest, readable
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.site.queries.report import told
from phanuek.timeline.models import Event, subject_key
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.documents.pdf import render_pdf
from phanuek.ui.words import T


def composed(report: PeriodReport, by: Actor) -> dict[str, Any]:
    """What would be frozen now."""
    body = Organisation.objects.filter(pk=by.organisation_id).first() if by.organisation_id else None
    return content(report, told(report, clock.today()), at=clock.now(), by=body)


def as_pdf(said: dict[str, Any], language: str) -> bytes:
    """The content on paper; the same content gives the same bytes. Raises DocumentsUnavailable as `render_pdf` does."""
    read = readable(said)
    context = {
        "content": read,
        "sha256": digest(said),
        "address": f"{settings.SITE_URL}/agreements/{said['agreement']['code']}/reports/{said['report']['code']}/",
    }
    return render_pdf(
        "agreements/documents/report.html",
        context,
        title=read["report"]["title"].in_language(language),
        as_of=read["report"]["closed_at"],
        language=language,
    )


def size_of(said: dict[str, Any]) -> dict[str, int]:
    """How much is about to be frozen: commitments, those with results in the period, those kept back, approved claims."""
    rows = said["commitments"]
    inside = ("confirmed_in_period", "unconfirmed_in_period")
    return {
        "commitments": len(rows),
        "with_results": sum(any(row[name] not in (None, "0") for name in inside) for row in rows),
        "hidden": sum(bool(row["hidden"]) for row in rows),
        "claims": sum(len(row["claims"]) for row in rows),
    }


def forgotten(report: PeriodReport) -> list[T]:
    """What a person may have missed in the summary; that there is one at all is asked by the verb."""
    found = []
    if not report.summary_en:
        found.append(
            T(
                "ยังไม่มีบทสรุปภาษาอังกฤษ ฉบับภาษาอังกฤษจะแสดงข้อความภาษาไทยแทน",
                "There is no English summary: the English report will show the Thai one.",
            )
        )
    written = _summary_written_on(report)
    if written is None:
        found.append(
            T("ยังไม่ได้แก้ไขบทสรุปตั้งแต่เปิดรายงาน", "The summary was not edited since the report was opened.")
        )
    elif written <= report.ends_on:
        words = T(
            "แก้ไขบทสรุปครั้งสุดท้ายเมื่อ {day} ซึ่งยังไม่พ้นงวด จึงอาจไม่ครอบคลุมทั้งงวด",
            "The summary was last edited on {day}, before the period was over: it may not tell of all of it.",
        )
        found.append(words.format(day=T(*(pack().format_date(written, lang) for lang in ("th", "en")))))
    return found


def _summary_written_on(report: PeriodReport) -> date | None:
    edits = Event.objects.filter(subject=subject_key(report), verb="report.edited").order_by("-number")
    for event in edits:
        if {"summary_th", "summary_en"} & set(event.facts["fields"]):
            return local_day(event.at)
    return None


def close(*, by: Actor, report: PeriodReport, version: int) -> PeriodReport:
    """Freezes the report with its PDFs in both languages. Raises what `actions.close_report` refuses."""
    said = composed(report, by)
    return actions.close_report(
        by=by,
        report=report,
        version=version,
        content=said,
        pdf_th=as_pdf(said, "th"),
        pdf_en=as_pdf(said, "en"),
    )
