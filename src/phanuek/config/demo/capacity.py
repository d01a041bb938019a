"""Promises of the invented offers and what became of them: some opened, some closed again, some taken back, some lapsed."""

from datetime import datetime, timedelta
from decimal import Decimal

from phanuek.config.demo.bodies import SYSTEM, Cast
from phanuek.offers import actions as offers
from phanuek.offers import queries
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.ui import clock

PLAN = "ตามแผนงานประจำปีของหน่วยงาน (ตัวอย่าง)"
GIVEN, CONFIRMED = 15, 11
MONEY = {"demo-thp-coupon": Decimal(750_000), "demo-baac-machine": Decimal(1_200_000)}


def promise() -> None:
    """With the offers, before anybody asked: half as many places again as are open, of every other offer; money of two."""
    for offer in _offers()[::2]:
        money = MONEY.get(offer.code)
        offers.promise(by=SYSTEM, offer=offer, units=(offer.capacity or 0) // 2 + 1, baht=money, why=PLAN)


def go_on(cast: Cast, now: datetime) -> None:
    """What each provider did since, by its own officer where it has one."""
    for number, offer in enumerate(_offers()[::2]):
        by, stands = _officer(cast, offer), queries.balance(offer)
        with clock.at(now - timedelta(days=200 - number)):
            opened, money = stands.promised * 2 // 3, stands.promised_baht / 2
            if opened or money:
                offers.open_places(by=by, offer=offer, units=opened, baht=money, why="เปิดรอบสอง (ตัวอย่าง)")
        with clock.at(now - timedelta(days=90 - number)):
            if number % 5 == 1 and (free := queries.balance(offer).opened // 4):
                offers.close_places(by=by, offer=offer, units=free, why="วิทยากรไม่พอ (ตัวอย่าง)")
            if number % 5 == 3 and (left := queries.balance(offer).promised // 2):
                offers.take_back_promise(by=by, offer=offer, units=left, why="งบประมาณถูกปรับลด (ตัวอย่าง)")
        with clock.at(now - timedelta(days=60 - number)):
            _give(by, offer)
    offers.lapse_ended(now.date())


def _give(by: Actor, offer: Offer) -> None:
    """Some of the places that the invented offers begin with were really given, and most of those confirmed."""
    held = offer.holdings.filter(reference__startswith="demonstration:", reserved__gt=0).order_by("pk")
    for number, reference in enumerate(held.values_list("reference", flat=True)[:GIVEN]):
        offers.use_place(by=by, offer=offer, reference=reference)
        if number < CONFIRMED:
            offers.confirm_used(by=SYSTEM, offer=offer, reference=reference)


def _offers() -> list[Offer]:
    rows = Offer.objects.filter(code__startswith="demo-", provenance="demonstration", capacity__gt=0)
    return list(rows.exclude(commitment=None).select_related("provider").order_by("code"))


def _officer(cast: Cast, offer: Offer) -> Actor:
    return cast.partners.get(offer.provider.code, SYSTEM)
