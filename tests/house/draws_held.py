"""A draw whose list is open, one that waits for its seed, one that was drawn, and a queue with its two links."""

from __future__ import annotations

from typing import Any

from phanuek.matching.actions import draws, waiting
from phanuek.offers import actions as offers
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.people import links
from phanuek.ui import clock
from tests.conftest import NOW
from tests.matching import draw as made
from tests.referrals import world


def codes(provider: Actor, secretary: Actor, officer: Actor, group: Any) -> dict[str, str]:
    open_ = made.announced(made.offer(2, code="draw-open"))
    entry = draws.enter(by=officer, draw=open_, enterprise=group, method="spoken", given_by="สมศรี")
    sealed = made.sealed(made.offer(2, code="draw-sealed"), [group])
    clock.set_now(NOW)
    drawn = made.drawn(made.sealed(made.offer(2, code="draw-drawn"), [group]), provider, secretary)
    clock.set_now(NOW)
    full = world.offer(Organisation.objects.get(code="baac"), code="full-one", capacity=1)
    offers.take_place(by=world.SYSTEM, offer=full, reference="referral:r-0")
    place = waiting.join(by=officer, offer=full, enterprise=group, method="spoken", given_by="สมศรี")
    tokens = {
        purpose: links.issue(
            purpose=purpose,
            about=place.reference,
            organisation_code=group.organisation.code,
            address="g@example.org",
        )[1]
        for purpose in ("waiting.answer", "waiting.leave")
    }
    return {
        "draw_open": open_.code, "draw_ticket": entry.ticket, "draw_sealed": sealed.code, "drawn": drawn.code, "full": full.code,
        "waits": place.code, "w_answer": tokens["waiting.answer"], "w_leave": tokens["waiting.leave"],
    }  # fmt: skip
