"""The calendar of an agreement. (Its feed also tells of results, which the public pages protect: `site.views.feeds`.)"""

from __future__ import annotations

from datetime import UTC, date, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from phanuek.agreements.models import Agreement
from phanuek.agreements.queries import calendars
from phanuek.ui.words import T, current_language


@login_not_required
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Due days, meetings and terms as iCalendar (RFC 5545), in the reader's language."""
    rows = Agreement.objects.visible_to(request.actor)  # type: ignore[attr-defined]
    agreement = get_object_or_404(rows, code=code)
    items = calendars.items(agreement)
    made = written(agreement, items, request.build_absolute_uri("/").rstrip("/"))
    last = max((item.changed for item in items if item.changed), default=None)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{agreement.code}.ics"'
    return conditional(request, response, int(last.timestamp()) if last else None)


def conditional(request: HttpRequest, response: HttpResponse, last_modified: int | None) -> HttpResponse:
    """The answer with ETag and Last-Modified, or 304 for a reader who has it already."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified)
    response["Cache-Control"] = "no-cache"  # ask again, which costs little: most answers are 304
    answer = get_conditional_response(request, etag, last_modified, response)
    return answer if answer is not None else response


def authority() -> str:
    """The name under which identities of this platform are made, the same on every page."""
    return urlsplit(settings.SITE_URL).hostname or "phanuek"


def written(agreement: Agreement, items: list[calendars.Item], origin: str) -> bytes:
    """The file. Whole days do not block anyone's time; the time zone is the country's."""
    language = current_language()

    def text(words: T) -> str:
        return words.in_language(language)

    title = text(T(agreement.short_title_th or agreement.title_th, agreement.short_title_en or agreement.title_en or agreement.title_th))  # fmt: skip
    made = Calendar()
    made.add("prodid", f"-//Phanuek//agreements//{language.upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for name in ("name", "x-wr-calname"):
        made.add(name, title, parameters={"LANGUAGE": language})
    made.add("url", f"{origin}{agreement.get_absolute_url()}")
    made.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    for item in items:
        made.add_component(_event(item, origin, language))
    made.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2038, 1, 1))
    return made.to_ical()


def _event(item: calendars.Item, origin: str, language: str) -> Event:
    event = Event()
    spoken = {"LANGUAGE": language}
    event.add("uid", f"{item.key}@{authority()}")
    event.add("sequence", item.sequence)
    if item.changed is not None:
        event.add("dtstamp", item.changed.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", item.start)
    if item.end is not None:
        event.add("dtend", item.end)
        event.add("transp", "TRANSPARENT")
    event.add("summary", item.title.in_language(language), parameters=spoken)
    event.add("description", item.text.in_language(language), parameters=spoken)
    if item.place is not None:
        event.add("location", item.place.in_language(language), parameters=spoken)
    event.add("url", f"{origin}{item.path}")
    event.add("status", "CANCELLED" if item.cancelled else "CONFIRMED")
    return event
