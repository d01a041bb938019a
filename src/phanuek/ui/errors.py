"""Pages for what goes wrong: what, why, what next. Handlers for Django's own errors too."""

from __future__ import annotations

import logging

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token

from phanuek.ui.problems import problem
from phanuek.ui.words import T

log = logging.getLogger(__name__)

NOT_YOURS = T("บัญชีของท่านไม่มีสิทธิ์ดำเนินการนี้", "Your account may not do this.")
NOT_FOUND = T(
    "ไม่มีหน้านี้ หรือท่านไม่มีสิทธิ์ดูข้อมูลนี้",
    "There is no such page, or it is not open to you.",
)
BAD = T(
    "ระบบอ่านคำขอนี้ไม่ได้ กรุณาย้อนกลับไปตรวจสอบแล้วลองอีกครั้ง",
    "We could not read this request. Go back, check it and try again.",
)
TOO_BIG = T(
    "ข้อมูลที่ส่งมามีขนาดใหญ่เกินกำหนด กรุณาลดขนาดไฟล์แล้วส่งใหม่",
    "What was sent is too large. Make the file smaller and send it again.",
)
STALE = T(
    "หน้านี้เปิดค้างไว้นานเกินไป หรือเบราว์เซอร์ไม่ยอมรับคุกกี้ ข้อมูลจึงยังไม่ได้บันทึก",
    "This page was open too long, or the browser refuses cookies, so nothing was saved.",
)
STALE_HINT = T(
    "กดย้อนกลับ โหลดหน้าใหม่ แล้วส่งอีกครั้ง",
    "Go back, reload the page, and send it again.",
)
BROKEN = T(
    "ระบบขัดข้อง กรุณาลองใหม่ในอีกสักครู่",
    "Something went wrong on our side. Please try again in a little while.",
)
TITLES = {
    400: T("ดำเนินการไม่ได้", "This could not be done"),
    403: T("ท่านไม่มีสิทธิ์ดำเนินการนี้", "You may not do this"),
    404: T("ไม่พบหน้านี้", "Page not found"),
}


def show(
    request: HttpRequest, status: int, reason: T, *, hint: T | None = None, field: str | None = None
) -> HttpResponse:
    """One refusal in the form its asker reads: problem details, a fragment for htmx, or a page."""
    if request.path.startswith("/api/"):
        body = problem(status, reason, hint=hint, field=field)
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {"reason": reason, "hint": hint, "title": TITLES[status], "status_code": status}
    if request.headers.get("HX-Request") == "true":
        response = render(request, "ui/components/problem.html", context, status=status)
        response["HX-Retarget"] = "#notices"
        response["HX-Reswap"] = "innerHTML"
        return response
    return render(request, f"{status}.html", context, status=status)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler400. Details of a suspicious request stay in the log."""
    too_big = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent))
    if isinstance(exception, (SuspiciousOperation, BadRequest)):
        log.info("bad request: %s", exception)
    return show(request, 400, TOO_BIG if too_big else BAD)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler403."""
    reason = getattr(exception, "reason", NOT_YOURS)
    return show(request, 403, reason, hint=getattr(exception, "hint", None))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """handler404."""
    return show(request, 404, NOT_FOUND)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: a fixed page in both languages that needs neither database nor session."""
    try:
        return HttpResponseServerError(loader.get_template("500.html").render())
    except Exception:  # the page of last resort must not fail too
        log.exception("the error page itself failed")
        return HttpResponseServerError(
            f"{BROKEN.th}\n{BROKEN.en}\n", content_type="text/plain; charset=utf-8"
        )
