"""A draw under way: groups of Nan, an offer of the bank with a few places, and the moments between them."""

from datetime import date, datetime
from typing import Any

from phanuek.matching.actions import draws
from phanuek.matching.models import Draw
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from tests import cast
from tests.conftest import BANGKOK
from tests.referrals import world as worlds

CLOSES = datetime(2026, 11, 30, 16, 0, tzinfo=BANGKOK)
KNOWN = date(2026, 12, 1)
AFTER = datetime(2026, 12, 1, 17, 0, tzinfo=BANGKOK)
SOURCE = "เลขท้าย 6 ตัว รางวัลที่ 1 สลากกินแบ่งรัฐบาล งวดวันที่ 1 ธันวาคม 2569"
WHERE = "หน้าเว็บของสำนักงานสลากกินแบ่งรัฐบาล"


def offer(places: int | None = 2, code: str = "few-places", **changes: Any) -> Offer:
    """Without conditions that anybody would fail."""
    return worlds.offer(cast.organisation("baac", "bank"), code=code, capacity=places, **changes)


def announced(of: Offer, by: Actor | None = None, **changes: Any) -> Draw:
    values = {"places": 2, "closes_at": CLOSES, "seed_source_th": SOURCE, "seed_on": KNOWN,
              "seed_source_en": "First prize, six digits, government lottery of 1 December 2026", **changes}  # fmt: skip
    return draws.announce(by=by or worlds.SYSTEM, offer=of, **values)


def groups(number: int, **changes: Any) -> list[Enterprise]:
    return [worlds.group(name_th=f"กลุ่มที่ {n}", name_en=f"Group {n}", **changes) for n in range(number)]


def entered(draw: Draw, enterprises: list[Enterprise], by: Actor | None = None) -> None:
    for one in enterprises:
        draws.enter(
            by=by or worlds.SYSTEM, draw=draw, enterprise=one, method="spoken", given_by="สมศรี ตัวอย่าง"
        )


def sealed(of: Offer, enterprises: list[Enterprise], **changes: Any) -> Draw:
    draw = announced(of, **changes)
    entered(draw, enterprises)
    clock.set_now(CLOSES)
    draws.seal(by=worlds.SYSTEM, draw=draw)
    return Draw.objects.get(pk=draw.pk)


def drawn(draw: Draw, one: Actor, other: Actor, seed: str = "820866") -> Draw:
    """Read by two people after the seed is known."""
    clock.set_now(AFTER)
    draws.read_seed(by=one, draw=draw, seed=seed, where_read=WHERE)
    draws.read_seed(by=other, draw=draw, seed=seed, where_read=WHERE)
    return Draw.objects.get(pk=draw.pk)
