"""The timeline of a thing as its page tells it: bodies by their names, and the same thing many times in a row told once."""

from typing import Any

from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui.words import T

READ, SHOWN = 200, 12
# each entry of a ledger is one case: told to everyone, they could be counted, and the figures keep small counts
OF_CASES = frozenset(
    {"commitment.result_posted", "commitment.result_withdrawn", "offer.place_taken", "offer.place_given_back"}
)
# of these everyone reads only what was done to the thing itself: cases under it could be counted from its timeline
OWN_EVENTS_ONLY = frozenset({"agreement", "commitment", "offer", "organisation"})
SAME = ("verb", "organisation", "on_behalf_of", "who")


def told(about: Any, *, with_people: bool) -> list[dict[str, Any]]:
    """What happened, newest first; names of people, their notes and single cases only where the reader may see them."""
    kind = about._meta.model_name
    verbs = "" if with_people or kind not in OWN_EVENTS_ONLY else f"{kind}."
    found = timeline.of(about, with_people=with_people, limit=READ, verbs=verbs)
    events = _in_runs([event for event in found if with_people or event["verb"] not in OF_CASES])[:SHOWN]
    names = names_of(
        {event[field] for event in events for field in ("organisation", "on_behalf_of") if event[field]}
    )
    for event in events:
        for name in ("organisation", "on_behalf_of"):
            event[name] = names.get(event[name], event[name])
        if event["times"] > 1:
            event["verb_label"] = T("{verb} {n} รายการ", "{verb}: {n} entries").format(
                verb=event["verb_label"], n=event["times"]
            )
    return events


def _in_runs(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A ledger's hundred postings are one line with their number; what someone wrote stays a line of its own."""
    runs: list[dict[str, Any]] = []
    for event in events:
        last = runs[-1] if runs else None
        if (
            last is not None
            and not event["note"]
            and not last["note"]
            and all(event[n] == last[n] for n in SAME)
        ):
            last["times"] += 1
        else:
            runs.append({**event, "times": 1})
    return runs


def names_of(codes: set[str]) -> dict[str, T]:
    """Names of bodies by code."""
    if not codes:
        return {}
    found = Organisation.objects.filter(code__in=codes).values_list("code", "name_th", "name_en")
    return {code: T(th, en or th) for code, th, en in found}
