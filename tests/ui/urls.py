"""A few addresses that go wrong in known ways, and the gallery."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.samples import SampleForm
from phanuek.ui.words import T

REASON = T("เฉพาะฝ่ายเลขานุการ", "Only the secretariat may do this.")
FULL = T("โควตาเต็มแล้ว", "No places are left.")


def _raising(error: Exception) -> object:
    @login_not_required
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    filled = SampleForm(request.POST or None)
    context = {
        "title": REASON,
        "intro": "",
        "form": filled,
        "submit": "",
        "cancel": "",
        "path": [(FULL, "/")],
    }
    return render(request, "ui/form_page.html", context)


@login_not_required
def told(request: HttpRequest) -> HttpResponse:
    messages.success(request, FULL)
    return render(request, "ui/base.html")


urlpatterns = [
    path("ui/", include("phanuek.ui.urls")),
    path("form/", form),
    path("told/", told),
    path("not-allowed/", _raising(NotAllowed(REASON, hint=FULL))),
    path("api/not-allowed/", _raising(NotAllowed(REASON))),
    path("refused/", _raising(Refused(FULL, field="amount"))),
    path("api/refused/", _raising(Refused(FULL, field="amount"))),
    path("denied/", _raising(PermissionDenied("internal words"))),
    path("suspicious/", _raising(SuspiciousOperation("internal words"))),
    path("broken/", _raising(RuntimeError("internal words"))),
]
handler400 = "phanuek.ui.errors.bad_request"
handler403 = "phanuek.ui.errors.permission_denied"
handler404 = "phanuek.ui.errors.page_not_found"
handler500 = "phanuek.ui.errors.server_error"
