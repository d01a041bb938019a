"""The page of a case."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phanuek.agreements.models import Agreement
from phanuek.desk.queries.case import CasePage, page
from phanuek.desk.queries.items import name_of, title_of
from phanuek.ui.words import T


@require_safe
def referral(request: HttpRequest, code: str) -> HttpResponse:
    """Everything about a case, for those it concerns; nobody else learns that it exists."""
    found = page(code, request.actor)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return render(request, "desk/case.html", {"page": found, "case": found.case, "path": _path(found)})


def _path(found: CasePage) -> list[tuple[Any, str]]:
    """The way up: agreement, commitment, offer."""
    referral = found.case.referral
    way: list[tuple[Any, str]] = []
    if found.agreement is not None and referral.commitment is not None:
        way += [
            (_name(found.agreement), found.agreement.get_absolute_url()),
            (title_of(referral.commitment), referral.commitment.get_absolute_url()),
        ]
    return [*way, (name_of(referral.offer), referral.offer.get_absolute_url()), (referral.code, "")]


def _name(agreement: Agreement) -> T:
    th = agreement.short_title_th or agreement.title_th
    return T(th, agreement.short_title_en or agreement.title_en or th)
