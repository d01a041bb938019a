"""What a group allowed, and who looked at its personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from phanuek.consent.models import Consent, Disclosure, Purpose
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


def valid_for(
    enterprise: Enterprise, recipient: Organisation, on: date, purpose: str = Purpose.REFERRAL
) -> Consent | None:
    """The consent by which the recipient may be given the group's data for that purpose on that day; the one that lasts
    longest."""
    rows = Consent.objects.valid(on).filter(enterprise=enterprise, recipient=recipient, purpose=purpose)
    return max(rows, key=lambda c: (c.expires_on is None, c.expires_on or on, c.pk), default=None)


def given(enterprise: Enterprise) -> QuerySet[Consent]:
    """Every consent of a group, newest first."""
    return Consent.objects.filter(enterprise=enterprise).select_related(
        "recipient", "recorded_by", "evidence"
    )


def looks(enterprise: Enterprise) -> QuerySet[Disclosure]:
    """Who looked, newest first."""
    return Disclosure.objects.filter(enterprise=enterprise)


class Resting(NamedTuple):
    """Something open that began under a consent: what it is, and its page."""

    label: T
    url: str


# What began under a consent lies in later rooms, which say at start-up how to find it.
Finder = Callable[[Consent], Iterable[Resting]]
_finders: list[Finder] = []


def ask_for_open(finder: Finder) -> None:
    """Registers a function that gives what is still open under a consent."""
    if finder not in _finders:
        _finders.append(finder)


def open_under(consent: Consent) -> list[Resting]:
    """What goes on under a consent, to be named before it is withdrawn."""
    return [resting for finder in _finders for resting in finder(consent)]


# What began under a consent is also stopped by the room it lies in, when the consent is withdrawn.
Stopper = Callable[[Any, Consent], object]
_stoppers: list[Stopper] = []


def ask_to_stop(stopper: Stopper) -> None:
    """Registers a verb (by, consent) that ends what its room has going on under a consent that was withdrawn."""
    if stopper not in _stoppers:
        _stoppers.append(stopper)


def stoppers() -> list[Stopper]:
    return list(_stoppers)
