"""Documents as PDF and Word, and how a document is given out: with a name, once made, and not again while it is the same."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from phanuek.agreements import documents
from phanuek.agreements.models import Agreement, Amendment, TextVersion
from phanuek.ui.words import current_language

ONE_DAY = 24 * 3600
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
MAKERS = {"pdf": documents.as_pdf, "docx": documents.as_docx}


@login_not_required
@require_safe
def agreement_document(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The newest version of its text, or `?version=n`; where no text is in hand, what is known of the agreement."""
    rows = Agreement.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    agreement = get_object_or_404(rows.select_related("organiser"), code=code)
    try:
        paper = documents.agreement_paper(
            agreement,
            language=current_language(),
            as_of=documents.changed_at(agreement),
            version=_version(request),
        )
    except TextVersion.DoesNotExist as error:
        raise Http404 from error
    return give(request, paper, kind)


@login_not_required
@require_safe
def amendment_document(request: HttpRequest, code: str, amendment: str, kind: str) -> HttpResponse:
    """What an amendment changes, in words, and the text as it then stands."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = Amendment.objects.visible_to(actor).filter(agreement__in=Agreement.objects.visible_to(actor))
    related: Any = rows.select_related(
        "agreement", "base", "proposed_by", "party__organisation", "successor", "merged_into"
    )
    found = get_object_or_404(related, agreement__code=code, code=amendment)
    paper = documents.amendment_paper(
        found, language=current_language(), as_of=documents.changed_at(found, found.agreement)
    )
    return give(request, paper, kind)


def give(request: HttpRequest, paper: documents.Paper, kind: str) -> HttpResponse:
    """The paper as a file, 304 to whoever has it already. It is set once: a copy is kept by its fingerprint."""
    etag = f'"{paper.fingerprint[:40]}-{kind}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_made(paper, kind), content_type=TYPES[kind])
        name = content_disposition_header(kind != "pdf", f"{paper.name}.{kind}")
        response["Content-Disposition"] = name or ""
    response["ETag"] = etag
    # what a reader may read differs, and a paper changes with its facts: kept by the reader, asked for each time
    response["Cache-Control"] = "private, no-cache"
    return response


def _made(paper: documents.Paper, kind: str) -> bytes:
    key = f"agreements.document:{kind}:{paper.fingerprint}"
    content: bytes | None = cache.get(key)
    if content is None:
        content = MAKERS[kind](paper)
        cache.set(key, content, timeout=ONE_DAY)
    return content


def _version(request: HttpRequest) -> int | None:
    asked = request.GET.get("version", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) <= 6):
        raise Http404
    return int(asked)
