"""Language of the reader, headers that keep strangers' code out, and answers to refused acts."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from phanuek.ui import errors
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import LANGUAGES, in_language

COOKIE = "lang"
COOKIE_AGE = 365 * 24 * 3600
FILES = (".atom", ".ics", ".json", ".pdf", ".docx", ".csv", ".xlsx")

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# style and script come from our own files only; data: pictures are the marks inside Bootstrap's style sheet
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def language_of(request: HttpRequest) -> str:
    """What the reader chose, Thai until they choose."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in LANGUAGES else "th"


class LanguageMiddleware:
    """Thai or English by the cookie ``lang``.

    ``?lang=th|en`` on a page sets it and returns to the same page without it. Under ``/api/`` and for
    files it counts for the one answer and sets nothing: a reader of feeds keeps no cookies.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.GET.get("lang", "") if request.method in ("GET", "HEAD") else ""
        in_place = request.path.startswith("/api/") or request.path.endswith(FILES)
        if asked in LANGUAGES and not in_place:
            return self._remember(request, asked)
        language = asked if asked in LANGUAGES else language_of(request)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
        with in_language(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    @staticmethod
    def _remember(request: HttpRequest, language: str) -> HttpResponse:
        query = request.GET.copy()
        del query["lang"]
        # one leading slash: "//host/" would send the reader to another site
        address = "/" + request.path.lstrip("/\\")
        response = HttpResponseRedirect(address + (f"?{query.urlencode()}" if query else ""))
        response.set_cookie(
            COOKIE, language, max_age=COOKIE_AGE, samesite="Lax", httponly=True, secure=request.is_secure()
        )
        return response


class SecurityHeadersMiddleware:
    """Content security policy and what a browser may use, on every answer that sets none itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        return response


# deadlock, and what cannot be put in a row with others: PostgreSQL undid one of two that waited for each other
UNDONE = {"40P01", "40001"}
TRIES = 3


def was_undone(exception: BaseException) -> bool:
    """Whether the database undid the work only because of somebody else's, so that doing it again helps."""
    return (
        isinstance(exception, OperationalError) and getattr(exception.__cause__, "sqlstate", None) in UNDONE
    )


class ProblemsMiddleware:
    """Turns :class:`NotAllowed` and :class:`Refused` into a page, a fragment or problem details; what the database undid
    for somebody else's sake is done once more, as a view calls one verb and a verb leaves nothing half done."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer the two refusals, do again what was undone; leave every other exception to Django."""
        if was_undone(exception):
            return self._again(request)
        if isinstance(exception, NotAllowed):
            return errors.show(request, 403, exception.reason, hint=exception.hint)
        if isinstance(exception, Refused):
            return errors.show(request, 400, exception.message, hint=exception.hint, field=exception.field)
        if isinstance(exception, PermissionDenied):
            return errors.show(request, 403, errors.NOT_YOURS)
        return None

    def _again(self, request: HttpRequest) -> HttpResponse | None:
        view, args, kwargs = request.resolver_match  # type: ignore[misc]
        for _ in range(TRIES):
            for _name, files in request.FILES.lists():
                for file in files:
                    file.seek(0)
            try:
                answer: HttpResponse = view(request, *args, **kwargs)
            except Exception as exception:
                if not was_undone(exception):
                    return self.process_exception(request, exception)
            else:
                return answer
        return None
