"""Draws as anybody sees them: the list, one draw with how to check it, its file, a sheet for the notice board, the verifier."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import condition, require_safe

from phanuek.engines import draw as engine
from phanuek.matching import permissions_of_draws as permissions
from phanuek.matching.models import Draw
from phanuek.matching.queries import draws as queries
from phanuek.matching.states import DrawState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import may
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

TITLE = T("การจับสลาก", "Draws")
VERIFIER = settings.ROOT / "tools" / "verify_draw.py"
TAGS = {
    DrawState.ANNOUNCED: "info",
    DrawState.SEALED: "wait",
    DrawState.DRAWN: "ok",
    DrawState.CANCELLED: "not",
}

# short enough for a line of a telephone
LABELS = {
    DrawState.ANNOUNCED: T("เปิดรายชื่อ", "List open"), DrawState.SEALED: T("ปิดรายชื่อแล้ว รอเลขสุ่ม", "Sealed, seed awaited"),
    DrawState.DRAWN: T("จับสลากแล้ว", "Drawn"), DrawState.CANCELLED: T("ยกเลิก", "Cancelled"),
}  # fmt: skip


def draw_of(request: HttpRequest, code: str) -> Draw:
    found: Draw = get_object_or_404(queries.all_draws(request.actor), code=code)  # type: ignore[attr-defined]
    return found


@login_not_required
@require_safe
def draws(request: HttpRequest) -> HttpResponse:
    """Newest first; ?state= one state."""
    rows = queries.all_draws(request.actor)  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    state = state if state in DrawState.values else ""
    page = paginate(request, rows.filter(state=state) if state else rows)
    context = {
        "page": page, "lines": [(row, TAGS[DrawState(row.state)], LABELS[DrawState(row.state)], getattr(row, "replaced_by", None)) for row in page], "state": state, "states": [(state.value, LABELS[state]) for state in DrawState],
        "title": TITLE, "path": [(T("หามาตรการสนับสนุน", "Find support"), "/offers/"), (TITLE, "")],
    }  # fmt: skip
    return render(request, "matching/draws.html", context)


@login_not_required
@require_safe
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Step by step: what was announced, the sealed list, the seed, the order; and how anybody works it out again."""
    found = draw_of(request, code)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    document = queries.document(found)
    closed = document["tickets"] is not None
    tickets = queries.tickets_of(actor, found)
    mine = {entry.ticket: entry for entry in tickets}
    context = {
        **context_of(found), "document": document, "closed": closed, "tickets": tickets, "steps": steps(found, closed),
        "result": [(place, ticket, place <= found.places, mine.get(ticket)) for place, ticket in enumerate(document["result"] or [], 1)],
        "seed_state": queries.seed_state(found), "late": queries.days_late(found), "example": example(document),
        "known": clock.today() >= found.seed_on, "may_run": may(permissions.check_can_draw, actor, found.owner),
        "may_cancel": found.state in ("announced", "sealed") and may(permissions.check_can_cancel, actor, found),
        "may_replace": found.state in ("drawn", "cancelled") and not hasattr(found, "replaced_by") and may(permissions.check_can_replace, actor, found),
        "replaced_by": getattr(found, "replaced_by", None), "is_group": not actor.is_public and bool(actor.role),
        "events": told(found),
    }  # fmt: skip
    return render(request, "matching/draw.html", context)


def told(found: Draw) -> list[dict[str, Any]]:
    """What happened to the draw; tickets put in or taken out, of which there may be thousands, stand in its list."""
    kept = ("draw.a", "draw.s", "draw.d", "draw.c")  # announced, sealed and seed read, drawn, cancelled
    events = [event for verb in kept for event in timeline.of(found, with_people=False, verbs=verb)]
    return sorted(with_names(events), key=lambda event: event["at"], reverse=True)


def with_names(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Bodies by their names instead of their codes."""
    bodies = {
        body.code: body for body in Organisation.objects.filter(code__in={e["organisation"] for e in events})
    }
    for event in events:
        body = bodies.get(event["organisation"])
        event["organisation"] = (
            T(body.name_th, body.name_en or body.name_th) if body else event["organisation"]
        )
    return events


def context_of(found: Draw) -> dict[str, Any]:
    name = T(found.title_th, found.title_en or found.title_th)
    return {
        "draw": found, "tag": TAGS[DrawState(found.state)], "label": LABELS[DrawState(found.state)], "path": [(TITLE, "/draws/"), (name, "")], "about": found.offer or found.round,
    }  # fmt: skip


def steps(found: Draw, closed: bool) -> list[dict[str, Any]]:
    """The four steps as the `steps` component shows them."""
    drawn, stopped = found.state == DrawState.DRAWN, found.state == DrawState.CANCELLED
    known = clock.today() >= found.seed_on

    def state(done: bool, now: bool) -> str:
        return "done" if done else "stopped" if stopped else "now" if now else "next"

    return [
        {"label": T("ประกาศและรับสมัคร", "Announced, entries open"), "state": state(closed, not closed), "note": "", "at": None},
        {"label": T("ปิดรายชื่อ", "List sealed"), "state": state(closed, False), "note": "", "at": found.sealed_at or found.closes_at},
        {"label": T("ทราบเลขสุ่ม", "Seed known"), "state": state(drawn or (closed and known), closed and not known), "note": "", "at": found.seed_on},
        {"label": T("จับสลากและเผยแพร่", "Drawn and published"), "state": state(drawn, closed and known), "note": "", "at": found.drawn_at},
    ]  # fmt: skip


def example(document: dict[str, Any]) -> dict[str, str] | None:
    """One ticket worked out, for checking by hand: the first drawn."""
    if not document["result"]:
        return None
    ticket = document["result"][0]
    return {"text": f"{document['seed']}:{ticket}", "digest": engine.digest(ticket, document["seed"])}


def _etag(request: HttpRequest, code: str) -> str | None:
    found = Draw.objects.visible_to(request.actor).filter(code=code).first()  # type: ignore[attr-defined]
    return f'"{queries.document(found)["sha256"]}"' if found else None


@login_not_required
@require_safe
@condition(etag_func=_etag)
def published(request: HttpRequest, code: str) -> HttpResponse:
    """The file that anybody can check; read from any page of any site."""
    response = HttpResponse(
        queries.file_bytes(draw_of(request, code)), content_type="application/json; charset=utf-8"
    )
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, no-cache"
    return response


@login_not_required
@require_safe
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """For the notice board of the tambon office."""
    found = draw_of(request, code)
    document = queries.document(found)
    context = {**context_of(found), "document": document, "example": example(document)}
    result = document["result"] or []
    context["result"] = [(place, ticket, place <= found.places) for place, ticket in enumerate(result, 1)]
    return render(request, "matching/draw_sheet.html", context)


@login_not_required
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a file, to be read and to be kept; it stands in `tools/` of the platform's own source."""
    if not VERIFIER.is_file():
        raise Http404
    response = HttpResponse(VERIFIER.read_bytes(), content_type="text/plain; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response
