"""Two draws of the invented world: one drawn, with its winners and its queue, one whose list is sealed and waits for its seed."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from phanuek.config.demo.bodies import HOME_PROVINCE, SYSTEM, Cast
from phanuek.matching.actions import draws
from phanuek.matching.models import Draw
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused

PROVIDER = "baac"
SEED = "820866"
SOURCE_TH = "เลขท้าย 6 ตัว รางวัลที่ 1 ของสลากสมมุติ งวดวันที่ {d} (ข้อมูลตัวอย่าง)"
SOURCE_EN = "First prize, six digits, of an invented lottery of {d} (sample data)"
WHERE = "ใบตรวจผลสลากสมมุติ (ข้อมูลตัวอย่าง)"


def add(rng: random.Random, cast: Cast, enterprises: Sequence[Enterprise], *, today: date) -> None:
    """With dates counted back from today, each step on its own day by the one who would take it."""
    able = [one for one in enterprises if one.active and (one.members or 0) > 0]
    able.sort(key=lambda one: not one.subdistrict_id.startswith(HOME_PROVINCE))
    near = able[:40]
    first = _offer(
        "demo-draw-dryers", "ตู้อบแห้งพลังงานแสงอาทิตย์ชุมชน (ตัวอย่าง)", "Community solar dryers (sample)", 3, today
    )
    second = _offer("demo-draw-looms", "กี่ทอผ้าประยุกต์ (ตัวอย่าง)", "Improved looms (sample)", 2, today)
    drawn = _sealed(
        cast,
        first,
        rng.sample(near, min(12, len(near))),
        closes=today - timedelta(days=21),
        seed_in=2,
        places=3,
    )
    for reader in (cast.partners[PROVIDER], cast.secretariat):
        with clock.at(_at(today - timedelta(days=18), 10)):
            draws.read_seed(by=reader, draw=drawn, seed=SEED, where_read=WHERE)
    _sealed(
        cast,
        second,
        rng.sample(near, min(8, len(near))),
        closes=today - timedelta(days=1),
        seed_in=10,
        places=2,
    )


def _offer(code: str, name_th: str, name_en: str, places: int, today: date) -> Offer:
    with clock.at(_at(today - timedelta(days=90), 9)):
        return offers.add(
            by=SYSTEM, provider=Organisation.objects.get(code=PROVIDER), code=code, name_th=name_th, name_en=name_en,
            means="innovation", aims=["production_development"], capacity=places, provenance="demonstration",
            rule_text="members >= 1", selection="draw", checked_on=today - timedelta(days=30),
        )  # fmt: skip


def _sealed(
    cast: Cast, offer: Offer, groups: Sequence[Enterprise], *, closes: date, seed_in: int, places: int
) -> Draw:
    """Announced ten days before it closes, entered by the officer of the area, sealed at its moment."""
    known, body = closes + timedelta(days=seed_in), cast.partners[PROVIDER]
    spoken = {language: pack().format_date(known, language, "long") for language in ("th", "en")}
    with clock.at(_at(closes - timedelta(days=10), 9)):
        draw = draws.announce(
            by=body, offer=offer, places=places, closes_at=_at(closes, 16), seed_on=known, demonstration=True,
            seed_source_th=SOURCE_TH.format(d=spoken["th"]), seed_source_en=SOURCE_EN.format(d=spoken["en"]),
        )  # fmt: skip
    with clock.at(_at(closes - timedelta(days=3), 11)):
        for group in groups:
            officer = cast.area_officers[group.subdistrict_id[:2]]
            try:
                draws.enter(
                    by=officer, draw=draw, enterprise=group, method="spoken", given_by="ผู้แทนกลุ่ม (ตัวอย่าง)"
                )
            except Refused:
                continue  # does not fit: as in life, not everybody gets a ticket
    with clock.at(_at(closes, 16)):
        return draws.seal(by=body, draw=draw)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(pack().timezone))
