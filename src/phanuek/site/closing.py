"""Composing a period report for everyone to read, laying it out, and closing it: what the page does, and whoever loads a world."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from phanuek.agreements import actions
from phanuek.agreements.models import PeriodReport
from phanuek.agreements.queries.report_content import content
from phanuek.agreements.queries.reports import digest, readable
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.site.queries.report import told
from phanuek.ui import clock
from phanuek.ui.documents.pdf import render_pdf


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
