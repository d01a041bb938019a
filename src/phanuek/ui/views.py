"""Pages of the room itself: the gallery of components, and the answer to a stale form."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from phanuek.ui import errors, samples


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with example data."""
    return render(request, "ui/gallery.html", samples.context(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or sent from elsewhere: 403 that says what to do."""
    return errors.show(request, 403, errors.STALE, hint=errors.STALE_HINT)
