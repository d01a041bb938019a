"""The document of an agreement: its text where that is in hand, else what is known of it."""

from __future__ import annotations

from datetime import datetime

from phanuek.agreements.documents.paper import Paper
from phanuek.agreements.documents.printing import as_docx, as_pdf
from phanuek.agreements.documents.text_in_hand import text_paper
from phanuek.agreements.documents.what_is_known import known_paper
from phanuek.agreements.models import Agreement
from phanuek.ui.words import in_language


def agreement_paper(
    agreement: Agreement, *, language: str = "th", as_of: datetime, version: int | None = None
) -> Paper:
    """The newest version unless one is named. Raises TextVersion.DoesNotExist for a version that is not there."""
    rows = agreement.text_versions.select_related("amendment", "attachment", "agreement")
    newest = rows.order_by("-number").first()
    found = rows.get(number=version) if version is not None else newest
    with in_language(language):
        if found is None:
            return known_paper(agreement, language=language, as_of=as_of)
        return text_paper(agreement, found, language=language, as_of=as_of)


def agreement_pdf(
    agreement: Agreement, *, language: str = "th", as_of: datetime, version: int | None = None
) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library, and what `agreement_paper` raises."""
    return as_pdf(agreement_paper(agreement, language=language, as_of=as_of, version=version))


def agreement_docx(
    agreement: Agreement, *, language: str = "th", as_of: datetime, version: int | None = None
) -> bytes:
    """Raises DocumentsUnavailable on a machine that lacks a library, and what `agreement_paper` raises."""
    return as_docx(agreement_paper(agreement, language=language, as_of=as_of, version=version))
