"""Rounds as anybody sees them: the list, one round with its rule and result, its files, the verifier."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from phanuek.engines.sharing import files
from phanuek.matching import permissions_of_rounds as permissions
from phanuek.matching.models import Round
from phanuek.matching.queries import round_rule
from phanuek.matching.queries import rounds as queries
from phanuek.matching.states import RoundState
from phanuek.matching.views.draws import with_names
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import may
from phanuek.organisations.roles import Permission
from phanuek.timeline import queries as timeline
from phanuek.ui import clock
from phanuek.ui.downloads import Column, csv_response, xlsx_response
from phanuek.ui.paging import paginate
from phanuek.ui.words import T

TITLE = T("รอบจัดสรร", "Rounds")
MOST_TOLD = 20
VERIFIER = settings.ROOT / "tools" / "verify_round.py"
S = RoundState
TAGS = {
    S.DRAFT: "plain",
    S.OPEN: "info",
    S.CLOSED: "wait",
    S.SOLVED: "wait",
    S.PUBLISHED: "ok",
    S.CANCELLED: "not",
}
HIDDEN = T("ไม่แสดง (น้อยกว่า 5)", "not shown (fewer than 5)")
COLUMNS = [
    Column(T("แบ่งตาม", "By"), lambda row: queries.KINDS[row.kind]),
    Column(T("รายการ", "Name"), "name"),
    Column(T("คำขอ", "Applications"), "asked", "number"),
    Column(T("ได้รับ", "Given"), "given", "number"),
    Column(T("จำนวนที่", "Places"), "places", "number"),
    Column(T("คะแนนต่ำสุดที่ได้", "Lowest points given"), "lowest", "number"),
    Column(T("คะแนนที่เพิ่มขึ้นถ้ามีอีกหนึ่งที่", "Points one more place would add"), "one_more", "number"),
]
STEPS = [
    (S.OPEN, T("เปิดรับคำขอ", "Open for applications")),
    (S.CLOSED, T("ปิดรับคำขอ รายชื่อคงที่", "Closed, the list is fixed")),
    (S.SOLVED, T("คำนวณผล อีกคนตรวจ", "Worked out, read by another")),
    (S.PUBLISHED, T("ประกาศผล", "Published")),
]


def actor_of(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined,no-any-return]


def round_of(request: HttpRequest, code: str) -> Round:
    rows = Round.objects.visible_to(actor_of(request)).select_related("owner", "corrects")
    found: Round = get_object_or_404(rows, code=code)
    return found


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    state = request.GET.get("state", "")
    state = state if state in RoundState.values else ""
    rows = queries.listed(actor)
    page = paginate(request, rows.filter(state=state) if state else rows)
    context = {
        "page": page, "lines": [(row, TAGS[RoundState(row.state)]) for row in page], "state": state, "states": RoundState.choices,
        "may_add": actor.may(Permission.MANAGE_OWN_OFFERS), "path": [(T("หามาตรการสนับสนุน", "Find support"), "/offers/"), (TITLE, "")],
    }  # fmt: skip
    return render(request, "matching/rounds.html", context)


@login_not_required
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Rule, places and money, result with thresholds and prices; and how anybody checks it."""
    found, actor = round_of(request, code), actor_of(request)
    may_run = may(permissions.check_can_run, actor, found)
    mine = [] if actor.is_public or may_run else list(queries.applications_of(actor, found)[:50])
    context = {
        **context_of(found), "lots": queries.lots_of(found), "rule": rule_words(found), "steps": steps(found), "mine": mine,
        "may_run": may_run, "may_publish": may(permissions.check_can_publish, actor, found), "tables": tables(found),
        "proof": proof(found), "totals": queries.totals(found) if may_run else None,
        "may_apply": found.state == S.OPEN and not actor.is_public and bool(actor.role) and not actor.may(Permission.MANAGE_OWN_OFFERS),
        "can_close": clock.today() > found.closes_on, "corrected_by": found.corrected_by.visible_to(actor),
        "appeal_until": (until := appeal_until(found)), "appeal_over": until is not None and clock.today() > until,
        "events": told(found),
    }  # fmt: skip
    return render(request, "matching/round.html", context)


def told(found: Round) -> list[dict[str, Any]]:
    """The steps of the round, newest first; not each application, which would tell who asked and how many few are."""
    single = ("round.applied", "round.application_withdrawn")
    return with_names(timeline.of(found, with_people=False, limit=MOST_TOLD, without=single))


def tables(found: Round) -> list[tuple[str, T, list[queries.Counted], int, str]]:
    """By offer, province and group: the rows with a count, and how many have none to show, with their names."""
    rows, made = queries.counts(found), []
    for kind, caption in queries.KINDS.items():
        of_kind = [row for row in rows if row.kind == kind]
        shown = [row for row in of_kind if kind == "offer" or row.asked is not None]
        names = [str(row.name) for row in of_kind if row not in shown]
        if of_kind:
            made.append((kind, caption, shown, len(names), ", ".join(names)))
    return made


def rule_words(found: Round) -> list[T]:
    return round_rule.in_words(found.rule, clock.today())


def appeal_until(found: Round) -> Any:
    """The last day of appeals; None before the result."""
    if found.published_at is None:
        return None
    return found.published_at.date() + timedelta(days=round_rule.whole(found.rule)["appeal_days"])


def proof(found: Round) -> dict[str, Any] | None:
    """What is proved of a result, for the page; None before it is public."""
    if found.state != S.PUBLISHED or not found.result:
        return None
    result = found.result
    parts = files.parts_of(result)
    return {
        "kind": result["proof"], "points": parts["points"], "reserved": parts["reserved"],
        "gap": result["gap"] * 100, "given": len(result["allocation"]), "seed": result["seed"],
    }  # fmt: skip


def context_of(found: Round) -> dict[str, Any]:
    name = T(found.title_th, found.title_en or found.title_th)
    return {"round": found, "tag": TAGS[RoundState(found.state)], "path": [(TITLE, "/rounds/"), (name, "")]}


def steps(found: Round) -> list[dict[str, Any]]:
    order = [state for state, _ in STEPS]
    at = order.index(RoundState(found.state)) if found.state in order else -1
    lines = []
    for number, (_, label) in enumerate(STEPS):
        done = number < at or found.state == S.PUBLISHED
        state = (
            "done" if done else "now" if number == at else "stopped" if found.state == S.CANCELLED else "next"
        )
        lines.append({"label": label, "state": state, "at": None, "note": ""})
    return lines


@require_safe
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Polled while the round is worked out; when it is done the page is asked for anew."""
    found = round_of(request, code)
    permissions.check_can_run(actor_of(request), found)
    answer = render(request, "matching/_round_progress.html", {"round": found})
    if not found.is_solving:
        answer["HX-Refresh"] = "true"
    return answer


@login_not_required
@require_safe
def results(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """The public table of a published round as CSV, XLSX or JSON: the rows of the page."""
    found = round_of(request, code)
    if found.state != S.PUBLISHED or kind not in ("csv", "xlsx", "json"):
        raise Http404
    rows, name = queries.counts(found), f"round-{found.code}"
    if kind == "csv":
        return csv_response(name, COLUMNS, rows)
    if kind == "xlsx":
        return xlsx_response(
            name,
            COLUMNS,
            rows,
            notes=[T(found.title_th, found.title_en or found.title_th), HIDDEN, *rule_words(found)],
        )
    return HttpResponse(queries.counts_json(found, rows), content_type="application/json")


@login_not_required
@require_safe
def published(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that decided, with tickets for groups and labels for provinces: what the verifier reads."""
    found = round_of(request, code)
    if found.state != S.PUBLISHED:
        raise Http404
    return HttpResponse(queries.published_json(found), content_type="application/json")


@login_not_required
@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(VERIFIER.read_bytes(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verify_round.py"'
    return answer
