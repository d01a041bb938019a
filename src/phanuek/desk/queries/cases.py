"""The list of cases that officers work in: by whose turn it is, by officer, by what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Referral
from phanuek.referrals.states import OPEN_STATES, ReferralState, Side
from phanuek.ui.words import T

SOON = timedelta(days=7)
MINE, NOBODY = "me", "nobody"
DUE = {
    "overdue": T("เลยกำหนด", "Overdue"),
    "soon": T("ครบกำหนดใน 7 วัน", "Due within 7 days"),
}
STATES = {
    "open": T("ที่ยังไม่จบ", "Not finished"),
    **{state.value: T.of(state.label) for state in ReferralState},
}
SORTS = {
    "due": T("กำหนดใกล้สุดก่อน", "Most urgent first"),
    "new": T("ส่งล่าสุดก่อน", "Newest first"),
    "group": T("ชื่อกลุ่ม", "By name of the group"),
}


@dataclass(frozen=True)
class Asked:
    """What the address says; `turn` is a side, `officer` a user name, me or nobody."""

    state: str = "open"
    turn: str = ""
    due: str = ""
    officer: str = ""
    province: str = ""
    offer: str = ""
    text: str = ""
    sort: str = "due"


def side_of(actor: Actor) -> Side:
    """On which side of a case somebody stands."""
    return Side.PROVIDER if actor.may(Permission.ANSWER_REFERRALS) and not actor.sees_all else Side.SENDER


def with_due(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Each case with `due`: the day by which its owner should act; for older rows that of the first answer."""
    return rows.annotate(due=Coalesce(F("step_due"), F("first_answer_due")))


def cases(actor: Actor, asked: Asked, on: date) -> QuerySet[Referral]:
    """Those that the reader may see and asked for, with all that a line shows; one query a page."""
    rows = with_due(Referral.objects.visible_to(actor)).select_related(
        "enterprise__subdistrict__parent__parent", "offer", "provider", "officer", "province"
    )
    if asked.state == "open":
        rows = rows.filter(state__in=OPEN_STATES)
    elif asked.state:
        rows = rows.filter(state=asked.state)
    if asked.turn:
        rows = rows.filter(owner=asked.turn)
    if asked.due:
        last = on if asked.due == "overdue" else on + SOON
        rows = rows.filter(state__in=OPEN_STATES).exclude(owner=Side.NOBODY)
        rows = rows.filter(due__lt=last) if asked.due == "overdue" else rows.filter(due__lte=last)
    if asked.officer:
        who = {MINE: Q(officer=actor.person_id), NOBODY: Q(officer=None)}
        rows = rows.filter(who.get(asked.officer, Q(officer__username=asked.officer)))
    if asked.province:
        rows = rows.filter(province__code=asked.province)
    if asked.offer:
        rows = rows.filter(offer__code=asked.offer)
    if asked.text:
        words = Q(code__iexact=asked.text)
        for field in ("enterprise__name_th", "enterprise__name_en", "offer__name_th", "offer__name_en"):
            words |= Q(**{f"{field}__icontains": asked.text})
        rows = rows.filter(words)
    order = {"due": ("due", "pk"), "new": ("-sent_at", "-pk"), "group": ("enterprise__name_th", "pk")}
    return rows.order_by(*order[asked.sort])


def provinces_of(actor: Actor) -> list[tuple[str, T]]:
    """Where the reader's cases are, for the filter."""
    rows = (
        Referral.objects.visible_to(actor)
        .order_by()
        .values_list("province__code", "province__name_th", "province__name_en")
    )
    return [(code, T(th, en)) for code, th, en in sorted(set(rows), key=lambda row: row[1])]


def offers_of(actor: Actor) -> list[tuple[str, T]]:
    rows = (
        Referral.objects.visible_to(actor)
        .order_by()
        .values_list("offer__code", "offer__name_th", "offer__name_en")
    )
    return [(code, T(th, en or th)) for code, th, en in sorted(set(rows), key=lambda row: row[1])]
