"""Fragments for the picker. Areas are public reference data, so no sign-in is asked."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from phanuek.areas.forms import picker_context
from phanuek.areas.picker import Picker, Typed

_NAME = re.compile(r"[A-Za-z][\w\-]{0,79}")
_CODE = re.compile(r"[0-9A-Za-z]{1,12}")


@login_not_required
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """The whole picker again after a choice in it."""
    return _fragment(request, "areas/picker.html")


@login_not_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Suggestions for the text typed so far."""
    return _fragment(request, "areas/hits.html")


def _fragment(request: HttpRequest, template: str) -> HttpResponse:
    name = request.GET.get("field", "")
    ident = request.GET.get("id") or f"id_{name}"
    if not (_NAME.fullmatch(name) and _NAME.fullmatch(ident)):
        raise Http404
    within = [code for code in request.GET.get("within", "").split(",") if _CODE.fullmatch(code)]
    picker = Picker(Typed.read(request.GET, name), within)
    return render(request, template, picker_context(picker, name, ident))
