"""Rounds of the bank in the world of everybody: one that is prepared, one open with the group's application, one published."""

from __future__ import annotations

from typing import Any

from phanuek.matching.actions import rounds, sharing_out
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from tests.matching.round_world import AFTER, CLOSES, KNOWN, RULE, SEED, applied, lot_of
from tests.referrals import world


def codes(provider: Actor, group: Any) -> dict[str, str]:
    bank = Organisation.objects.get(code="baac")
    world.offer(bank, "members >= 5", code="loom", capacity=9)
    made = {}
    for name in ("round_draft", "round_open", "round_done"):
        row = rounds.create(
            by=provider, owner=bank, title_th=f"รอบ {name}", opens_on=world.TODAY, closes_on=CLOSES
        )
        rounds.add_offer(by=provider, round=row, offer=bank.offers.get(code="loom"), units=1)
        row = rounds.set_rule(by=provider, round=row, version=row.version, rule=RULE)
        made[name] = row.code
        if name == "round_draft":
            continue
        row = rounds.open(by=provider, round=row)
        made[name.replace("round", "asked")] = applied(row, group, lot=lot_of(row)).code
        if name == "round_done":
            with clock.at(AFTER):
                row = sharing_out.close(by=provider, round=row)
            with clock.at(KNOWN):
                row = sharing_out.begin(by=provider, round=row, seed=SEED)
                row = sharing_out.work_out(by=provider, round=row)
                sharing_out.publish(by=world.SYSTEM, round=row, seed=SEED)
    return made
