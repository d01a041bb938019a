"""What a group takes part in when there is not enough for all: queues, draws, rounds."""

from __future__ import annotations

from dataclasses import dataclass

from phanuek.desk.queries.items import day_words, local_day, name_of, title_of
from phanuek.matching.models import Application, DrawEntry, WaitingPlace
from phanuek.matching.states import DrawState, RoundState, WaitingState
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

SHOWN = 5


@dataclass(frozen=True)
class Share:
    """One queue, draw or round: what it is about, how it stands, and whether the group must answer."""

    title: T
    url: str
    tag: str
    words: T
    waits: bool = False


def of_group(enterprise: Enterprise) -> list[Share]:
    """Those that ask for an answer first; three queries."""
    shares = [*_queues(enterprise), *_draws(enterprise), *_rounds(enterprise)]
    return sorted(shares, key=lambda share: not share.waits)


def _queues(enterprise: Enterprise) -> list[Share]:
    rows = WaitingPlace.objects.filter(
        enterprise=enterprise, state__in=[WaitingState.WAITING, WaitingState.OFFERED]
    ).select_related("offer")
    return [_queue(place) for place in rows.order_by("offered_until", "pk")[:SHOWN]]


def _queue(place: WaitingPlace) -> Share:
    offered = place.state == WaitingState.OFFERED
    words = T.of(place.get_state_display())
    if offered and place.offered_until:
        until = day_words(local_day(place.offered_until))
        words = T("ถึงคิวแล้ว โปรดตอบภายใน {d}", "Your turn: answer by {d}").format(d=until)
    return Share(
        name_of(place.offer), place.get_absolute_url(), "warn" if offered else "wait", words, offered
    )


def _draws(enterprise: Enterprise) -> list[Share]:
    rows = DrawEntry.objects.filter(enterprise=enterprise).select_related("draw").order_by("-added_at")
    return [
        Share(
            title_of(entry.draw), entry.draw.get_absolute_url(), "ok" if entry.place else "wait",
            T("สลาก {ticket} · {state}", "ticket {ticket} · {state}").format(
                ticket=entry.ticket, state=T.of(DrawState(entry.draw.state).label)
            ),
        )
        for entry in rows[:SHOWN]
    ]  # fmt: skip


def _rounds(enterprise: Enterprise) -> list[Share]:
    rows = Application.objects.filter(enterprise=enterprise, withdrawn_at=None).select_related(
        "round", "offer"
    )
    return [
        Share(
            title_of(one.round), one.get_absolute_url(),
            "ok" if one.round.state == RoundState.PUBLISHED else "wait",
            T("{offer} · {state}", "{offer} · {state}").format(
                offer=name_of(one.offer), state=T.of(RoundState(one.round.state).label)
            ),
        )
        for one in rows.order_by("-applied_at")[:SHOWN]
    ]  # fmt: skip
