"""Fragments for the picker. Areas are public reference data, so no sign-in is asked."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from phanuek.areas.forms import picker_context
from phanuek.areas.picker import MOST_HITS, Picker, Typed

_NAME = re.compile(r"[A-Za-z][\w\-]{0,79}")
_CODE = re.compile(r"[0-9A-Za-z]{1,12}")


@login_not_required
@require_GET
def pick(request: HttpRequest) -> HttpResponse:
    """The whole picker again after a choice in it."""
    context = _context(request)
    picker: Picker = context["picker"]
    # the button that was pressed is gone: the reader goes on from what it chose
    context["focus"] = bool(picker.typed.hit and picker.area)
    return render(request, "areas/picker.html", context)


@login_not_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Suggestions for the text typed so far; also when only one fits, since nothing is taken unasked."""
    context = _context(request)
    picker: Picker = context["picker"]
    context.update(
        hits=picker.hits[:MOST_HITS],
        more=len(picker.hits) > MOST_HITS,
        searched=bool(picker.typed.query),
        query=picker.typed.query,
    )
    return render(request, "areas/hits.html", context)


def _context(request: HttpRequest) -> dict[str, Any]:
    name = request.GET.get("field", "")
    ident = request.GET.get("id") or f"id_{name}"
    if not (_NAME.fullmatch(name) and _NAME.fullmatch(ident)):
        raise Http404
    within = [code for code in request.GET.get("within", "").split(",") if _CODE.fullmatch(code)]
    return {**picker_context(Picker(Typed.read(request.GET, name), within), name, ident), "fragment": True}
