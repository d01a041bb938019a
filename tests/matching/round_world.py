"""A bank's round of two offers, and groups of two provinces that ask."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from phanuek.matching import actions
from phanuek.matching.models import Application, Round, RoundOffer
from phanuek.matching.queries import round_rule
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from tests import cast
from tests.conftest import BANGKOK
from tests.referrals import world

CLOSES = date(2026, 11, 30)
AFTER = datetime(2026, 12, 1, 9, 0, tzinfo=BANGKOK)  # the day after the last day
KNOWN = datetime(2026, 12, 2, 9, 0, tzinfo=BANGKOK)  # the number of the draw is known
SEED = "820866"
SYSTEM = Actor.system("tests")
RULE = {
    **round_rule.EMPTY, "base": 100, "first_wish": 20, "criteria": [{"fact": "members", "op": ">=", "value": "10", "points": 50}],
    "unknown": "takes_part", "seed_source_th": "รางวัลที่ 1 สลากกินแบ่งรัฐบาล", "seed_source_en": "First prize, government lottery",
    "seed_on": "2026-12-02",
}  # fmt: skip


def second(body: str = "baac") -> Actor:
    """Another officer of the bank: who publishes."""
    return cast.member("nattaya", "partner_officer", cast.organisation(body, "bank"))


def prepared(
    by: Actor,
    *,
    units: int = 2,
    budget: Decimal | None = None,
    rule: dict[str, Any] | None = None,
    **offer: Any,
) -> Round:
    bank = cast.organisation("baac", "bank")
    lot = world.offer(bank, "members >= 5", code=offer.pop("code", "loom"), capacity=5, **offer)
    made = actions.rounds.create(
        by=by, owner=bank, title_th="รอบกี่ทอผ้า", title_en="Loom round", opens_on=world.TODAY, closes_on=CLOSES
    )
    actions.rounds.add_offer(by=by, round=made, offer=lot, units=units, budget_baht=budget)
    return actions.rounds.set_rule(by=by, round=made, version=made.version, rule={**RULE, **(rule or {})})


def opened(by: Actor, **changes: Any) -> Round:
    return actions.rounds.open(by=by, round=prepared(by, **changes))


def groups(number: int, *, members: int = 12) -> list[Enterprise]:
    places = ["550101", "500101"]
    return [
        world.group(places[at % 2], name_th=f"กลุ่มทอผ้า {at}", name_en=f"Weavers {at}", members=members + at, contact_phone="")
        for at in range(number)
    ]  # fmt: skip


def lot_of(round: Round, code: str = "loom") -> RoundOffer:
    return RoundOffer.objects.get(round=round, offer__code=code)


def applied(round: Round, enterprise: Enterprise, by: Actor = SYSTEM, **changes: Any) -> Application:
    values: dict[str, Any] = {"lot": lot_of(round), "given_by": "สมศรี", "method": "spoken", **changes}
    return actions.applying.apply(by=by, round=round, enterprise=enterprise, **values)


def closed(clock: Any, round: Round, by: Actor) -> Round:
    clock(AFTER)
    return actions.sharing_out.close(by=by, round=round)


def solved(clock: Any, round: Round, by: Actor) -> Round:
    row = closed(clock, round, by)
    clock(KNOWN)
    row = actions.sharing_out.begin(by=by, round=row, seed=SEED)
    return actions.sharing_out.work_out(by=by, round=row)


def published(clock: Any, round: Round, by: Actor, other: Actor) -> Round:
    return actions.sharing_out.publish(by=other, round=solved(clock, round, by), seed=SEED)


def offer_of(round: Round) -> Offer:
    return lot_of(round).offer
