"""Reads of needs: by the follow link, for lists and maps, and the story told to the one who said it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from phanuek.needs.models import Need, NeedQuerySet
from phanuek.needs.states import OPEN_STATES, ClosedReason, NeedState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui.country import pack
from phanuek.ui.personal import PersonalDetail, personal_details
from phanuek.ui.words import T

__all__ = [
    "PersonalDetail", "Step", "by_token", "counts_by_province", "digest", "filtered", "is_open", "personal_details", "searching",
    "story", "waiting_for_check",
]  # fmt: skip


def digest(token: str) -> str:
    """What is kept of a follow token: the token itself is known only to the one who said the need."""
    return hashlib.sha256(token.encode()).hexdigest()


def by_token(token: str) -> Need | None:
    """The need that a follow link leads to."""
    if not token:
        return None
    found = Need.objects.filter(follow_digest=digest(token))
    return found.select_related("area__parent__parent", "enterprise").first()


@dataclass(frozen=True)
class Step:
    """One step of a need's way in plain words: `state` is done, now, next or stopped; `at` the day it happened."""

    label: T
    state: str
    at: date | None = None
    note: T | str = ""


def story(need: Need) -> list[Step]:
    """What became of a need, for the one who said it: steps with days and answering bodies, no personal data."""
    happened: dict[str, dict[str, Any]] = {}
    for event in reversed(timeline.of(need, with_people=False)):
        happened[event["verb"]] = event
    at = {verb: _day(event["at"]) for verb, event in happened.items()}
    reached = _reached(need, happened)
    steps = [
        Step(T("ได้รับเรื่องแล้ว", "Received"), "done", _day(need.received_at)),
        _step(
            need,
            reached,
            1,
            T("เจ้าหน้าที่ในพื้นที่ตรวจเรื่อง", "Checked by an officer of the area"),
            at.get("need.checked"),
        ),
        _step(
            need,
            reached,
            2,
            T("ส่งต่อให้หน่วยงานที่สนับสนุนได้", "Referred to a body that can help"),
            at.get("need.referred") if reached >= 2 else None,
            _bodies(happened.get("need.referred")) if reached >= 2 else "",
        ),
        _step(
            need,
            reached,
            3,
            T("ได้รับการสนับสนุน", "Support given"),
            at.get("need.answered"),
            _bodies(happened.get("need.answered")),
        ),
    ]
    if need.state == NeedState.CLOSED:
        steps.append(
            Step(
                T("ปิดเรื่อง", "Closed"),
                "stopped",
                at.get("need.closed"),
                ClosedReason(need.closed_reason).label,
            )
        )
    return steps


def _reached(need: Need, happened: dict[str, Any]) -> int:
    order = [NeedState.RECEIVED, NeedState.CHECKED, NeedState.REFERRED, NeedState.ANSWERED]
    if need.state != NeedState.CLOSED:
        return order.index(NeedState(need.state))
    passed = ["need.checked", "need.referred", "need.answered"]
    return max((n for n, verb in enumerate(passed, start=1) if verb in happened), default=0)


def _step(need: Need, reached: int, number: int, label: T, at: date | None, note: T | str = "") -> Step:
    if number <= reached:
        return Step(label, "done", at, note)
    if number == reached + 1 and need.state != NeedState.CLOSED:
        return Step(label, "now")
    return Step(label, "next")


def _bodies(event: dict[str, Any] | None) -> T | str:
    """The body a referral went to, when the event names it."""
    code = (event or {}).get("facts", {}).get("provider", "")
    body = Organisation.objects.filter(code=code).first() if code else None
    return T(body.name_th, body.name_en or body.name_th) if body else ""


def _day(at: datetime) -> date:
    return at.astimezone(ZoneInfo(pack().timezone)).date()


def filtered(
    actor: Actor, *, aim: str = "", state: str = "", area: str = "", means: str = "", open_only: bool = False
) -> NeedQuerySet:
    """The needs the actor may see, newest first, ready for a list; `area` is a code of any level."""
    found = Need.objects.visible_to(actor).select_related("area__parent__parent", "enterprise")
    if aim:
        found = found.filter(aim=aim)
    if state:
        found = found.filter(state=state)
    if area:
        found = found.filter(area__code__startswith=area)
    if means:
        # the list is stored as JSON text on every backend; its quotes keep one code from matching inside another
        found = found.filter(means__icontains=f'"{means}"')
    return found.open() if open_only else found


def counts_by_province(rows: Iterable[Need] | NeedQuerySet) -> dict[str, int]:
    """Province code → number of needs, in one query."""
    if not isinstance(rows, NeedQuerySet):
        rows = Need.objects.filter(pk__in=[need.pk for need in rows])
    counted = rows.order_by().values_list("area__province_code").annotate(Count("pk"))
    return dict(counted)


def waiting_for_check(actor: Actor) -> NeedQuerySet:
    """Received and not yet checked, oldest first, of those the actor may handle."""
    return (
        Need.objects.workable_by(actor)
        .filter(state=NeedState.RECEIVED)
        .select_related("area__parent__parent", "enterprise")
        .order_by("received_at", "pk")
    )


def searching(actor: Actor) -> NeedQuerySet:
    """Checked and still without help, oldest first."""
    return (
        Need.objects.workable_by(actor)
        .filter(state=NeedState.CHECKED)
        .select_related("area__parent__parent", "enterprise")
        .order_by("received_at", "pk")
    )


def is_open(need: Need) -> bool:
    return need.state in OPEN_STATES
