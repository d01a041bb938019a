"""Reading a timeline, and proving that nobody rewrote it."""

from collections.abc import Collection
from typing import Any

from phanuek.timeline import registry
from phanuek.timeline.models import GENESIS, Event, subject_key


def of(
    about: Any, *, with_people: bool, limit: int = 100, verbs: str = "", without: Collection[str] = ()
) -> list[dict[str, Any]]:
    """Events of one subject, newest first, ready for the timeline component.

    `with_people` shows names and notes: only to signed-in readers who may see the subject itself. `verbs`: only those that
    begin so; `without`: none of these.
    """
    events = Event.objects.filter(subject=subject_key(about), verb__startswith=verbs)
    events = events.exclude(verb__in=without).order_by("-at", "-number")[:limit]
    return [
        {
            "at": event.at,
            "verb": event.verb,
            "verb_label": registry.label(event.verb),
            "who": event.person_name if with_people else "",
            "organisation": event.organisation_code,
            "on_behalf_of": event.on_behalf_of_code,
            "note": event.note if with_people else "",
            "facts": event.facts,
            "link": "",
        }
        for event in events
    ]


def broken_link(about: Any) -> int | None:
    """Number of the first event whose digest does not fit its content or its forerunner; None when the chain holds."""
    previous = GENESIS
    for position, event in enumerate(
        Event.objects.filter(subject=subject_key(about)).order_by("number"), start=1
    ):
        if event.number != position or event.previous != previous or event.compute_digest() != event.digest:
            return position
        previous = event.digest
    return None
