"""How often one address may say a need: enough for a village sharing one line, too few for a machine."""

import hashlib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from phanuek.ui import clock

MOST, WITHIN = 10, timedelta(hours=1)


def address_of(request: HttpRequest) -> str:
    """The sender's address. In service the last one that our own proxy wrote down; others can be made up."""
    forwarded = request.headers.get("X-Forwarded-For", "") if getattr(settings, "PRODUCTION", False) else ""
    return forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")


def try_again_at(request: HttpRequest) -> datetime | None:
    """None while the address may still send; else when it may again."""
    count, until = _state(request)
    return until if count >= MOST else None


def count(request: HttpRequest) -> None:
    """One more was taken from this address."""
    taken, until = _state(request)
    left = max(1, int((until - clock.now()).total_seconds()))
    cache.set(_key(request), (taken + 1, until), timeout=left)


def _state(request: HttpRequest) -> tuple[int, datetime]:
    kept: tuple[int, datetime] | None = cache.get(_key(request))
    return kept if kept and kept[1] > clock.now() else (0, clock.now() + WITHIN)


def _key(request: HttpRequest) -> str:
    # the address is personal data: only its digest is kept, and only for the hour
    return "needs-from-" + hashlib.sha256(f"{settings.SECRET_KEY}{address_of(request)}".encode()).hexdigest()
