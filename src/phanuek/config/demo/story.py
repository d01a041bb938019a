"""Needs of all kinds, and referrals in every state, each step taken on its own day by the one who would take it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from phanuek.config.demo.bodies import HOME_PROVINCE, Cast
from phanuek.consent import actions as consent
from phanuek.matching import queries as matching
from phanuek.needs import actions as needs
from phanuek.needs.models import Aim, Need, Voice
from phanuek.needs.states import NeedState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.referrals import actions as referrals
from phanuek.referrals.models import Referral
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused

WORDS = {
    "product_development": [
        "อยากปรับบรรจุภัณฑ์{product}ให้ขายเป็นของฝากได้",
        "ลูกค้าขอ{product}แบบใหม่ แต่กลุ่มยังออกแบบเองไม่เป็น",
        "อยากทำฉลากและขอเครื่องหมายมาตรฐานสำหรับ{product}",
    ],
    "production_development": [
        "ผลิต{product}ไม่ทันคำสั่งซื้อ อยากเรียนวิธีลดเวลาและของเสีย",
        "เครื่องมือเก่าและชำรุด อยากได้คนแนะนำการปรับขั้นตอนการผลิต{product}",
        "คุณภาพ{product}แต่ละครั้งไม่เท่ากัน อยากได้ความรู้ควบคุมคุณภาพ",
    ],
    "management": [
        "อยากทำบัญชีกลุ่มให้สมาชิกตรวจสอบได้",
        "ยังไม่รู้ต้นทุนที่แท้จริงของ{product} ตั้งราคาไม่ถูก",
        "อยากจัดตั้งกลุ่มให้ถูกต้องและแบ่งหน้าที่กันชัดเจน",
    ],
    "income": [
        "อยากหาที่ขาย{product}นอกอำเภอ",
        "ต้องการเงินหมุนเวียนซื้อวัตถุดิบทำ{product}",
        "ค่าขนส่ง{product}แพงจนไม่เหลือกำไร",
    ],
    "inclusion": [
        "มีผู้สูงอายุและคนพิการในหมู่บ้านที่อยากร่วมทำ{product}แต่ยังเดินทางไม่สะดวก",
        "อยากให้แม่บ้านที่ดูแลผู้ป่วยมีงานทำที่บ้าน",
    ],
}
MEANS = {
    "product_development": ["knowledge", "advice", "innovation"],
    "production_development": ["knowledge", "advice", "finance"],
    "management": ["knowledge", "advice"],
    "income": ["market", "finance", "logistics"],
    "inclusion": ["employment", "knowledge"],
}
CLOSINGS = [
    ("no_offer", "ขณะนี้ยังไม่มีมาตรการที่ตรง จะแจ้งเมื่อมี (ตัวอย่าง)"),
    ("met", "กลุ่มได้รับความช่วยเหลือในพื้นที่แล้ว (ตัวอย่าง)"),
    ("repeated", "รวมกับเรื่องที่แจ้งไว้ก่อนหน้า (ตัวอย่าง)"),
    ("withdrawn", "ผู้แจ้งขอยกเลิก (ตัวอย่าง)"),
]
DELIVERY = {
    "knowledge": "training", "advice": "advice", "finance": "loan", "guarantee": "guarantee", "market": "market",
    "logistics": "logistics", "innovation": "grant", "employment": "employment", "tourism": "advice", "digital": "training",
    "tax": "other",
}  # fmt: skip
# where the work began: more is said there, cases went out early and most were helped, so that enough groups report income
# after support for a province's figures to be shown to everyone
BEGUN_FIRST = {"34", "40", "50", "80", "90"}
REFUSALS = ["no_capacity", "no_budget", "condition_not_met", "documents_missing", "served_already", "other"]


@dataclass(frozen=True)
class Told:
    """A need that has been said, and by whom it was looked at."""

    need: Need
    officer: Actor


def say_needs(
    rng: random.Random, cast: Cast, enterprises: Sequence[Enterprise], *, now: datetime, count: int
) -> list[Told]:
    """Needs of groups, of tambon meetings and of citizens, over the last 24 months; most are checked, some wait."""
    by_province: dict[str, list[needs.SaidNeed]] = {}
    weights = [5 if _begun_first(enterprise.subdistrict_id) else 1 for enterprise in enterprises]
    for enterprise in rng.choices(enterprises, weights=weights, k=count):
        row = _said(rng, enterprise, now)
        by_province.setdefault(row.area.code[:2], []).append(row)
    told: list[Told] = []
    old = now - timedelta(days=45)
    for code, rows in sorted(by_province.items()):
        officer = cast.area_officers[code]
        citizens = [row for row in rows if row.voice == Voice.CITIZEN]
        made = [need for need, _ in needs.say_many(by=Actor.public(), rows=citizens)]
        made += [
            need for need, _ in needs.say_many(by=officer, rows=[row for row in rows if row not in citizens])
        ]
        looked_at = [need for need in made if need.received_at < old or rng.random() < 0.45]
        checked = {need.pk: need for need in needs.check_many(by=officer, needs=looked_at)}
        told += [Told(checked[need.pk], officer) for need in made if need.pk in checked]
    return told


def close_old(rng: random.Random, told: Sequence[Told], *, now: datetime) -> int:
    """Most needs of long ago that went nowhere are closed, each with its reason told."""
    long_ago = now - timedelta(days=200)
    waiting = set(
        Need.objects.filter(state=NeedState.CHECKED, received_at__lt=long_ago).values_list("pk", flat=True)
    )
    closed = 0
    before = clock.now()
    try:
        for one in told:
            if one.need.pk in waiting and rng.random() < 0.7:
                clock.set_now(
                    _office_hours(rng, one.need.received_at + timedelta(days=rng.randrange(30, 190)))
                )
                reason, note = rng.choice(CLOSINGS)
                needs.close(by=one.officer, need=one.need, reason=reason, note=note)
                closed += 1
    finally:
        clock.set_now(before)
    return closed


def _office_hours(rng: random.Random, moment: datetime) -> datetime:
    """The same day between nine and four, where the country is."""
    local = moment.astimezone(ZoneInfo(pack().timezone))
    return local.replace(
        hour=rng.randrange(9, 16), minute=rng.randrange(60), second=rng.randrange(60), microsecond=0
    )


def _said(rng: random.Random, enterprise: Enterprise, now: datetime) -> needs.SaidNeed:
    aim = rng.choices(Aim.values, weights=[28, 20, 18, 26, 8])[0]
    product = enterprise.about_th.removeprefix("ผลิตและจำหน่าย").removesuffix(" (ข้อมูลตัวอย่าง)")
    voice = rng.choices([Voice.OFFICER, Voice.TAMBON_MEETING, Voice.CITIZEN], weights=[50, 36, 14])[0]
    at = _office_hours(rng, now - timedelta(days=rng.randrange(2, 720)))
    meeting = voice == Voice.TAMBON_MEETING
    return needs.SaidNeed(
        aim=aim,
        text=rng.choice(WORDS[aim]).format(product=product),
        area=enterprise.subdistrict,
        voice=voice,
        means=rng.sample(MEANS[aim], rng.randrange(0, 3))
        if len(MEANS[aim]) > 2
        else rng.sample(MEANS[aim], rng.randrange(0, 2)),
        enterprise=None if voice == Voice.CITIZEN or (meeting and rng.random() < 0.6) else enterprise,
        said_on=at.date(),
        meeting_place="ศาลาประชาคม (ตัวอย่าง)" if meeting else "",
        people_present=rng.randrange(12, 90) if meeting else None,
        demonstration=True,
        received_at=at,
    )


@dataclass
class Case:
    """A referral on its way, with the days on which its steps happen."""

    referral: Referral
    officer: Actor
    provider: Actor
    clock: datetime
    now: datetime

    def later(self, rng: random.Random, least: int, most: int) -> bool:
        """Moves the case's own clock on by some days; False when that would be in the future."""
        moved = _office_hours(rng, self.clock + timedelta(days=rng.randrange(least, most)))
        if moved >= self.now:
            return False
        self.clock = moved
        clock.set_now(moved)
        return True


def refer(
    rng: random.Random, cast: Cast, told: Sequence[Told], *, now: datetime, count: int
) -> list[Referral]:
    """Sends needs with a group to an offer that fits or may fit, and lets each case go its way."""
    made: list[Referral] = []
    before = clock.now()
    try:
        mixed = rng.sample(list(told), len(told))
        # the province whose officers can sign in comes first, so that its desks have cases in a small world too
        for one in sorted(mixed, key=_turn):
            if len(made) >= count:
                break
            case = _send(rng, cast, one, now)
            if case is not None:
                made.append(case.referral)
                _go_on(rng, case)
    finally:
        clock.set_now(before)
    return made


def _begun_first(subdistrict: str) -> bool:
    return subdistrict[:2] in BEGUN_FIRST


def _turn(told: Told) -> int:
    place = told.need.area_id
    return 0 if place.startswith(HOME_PROVINCE) else 1 if _begun_first(place) else 2


def _send(rng: random.Random, cast: Cast, told: Told, now: datetime) -> Case | None:
    enterprise = told.need.enterprise
    if enterprise is None:
        return None
    sent = max(told.need.received_at + timedelta(days=rng.randrange(1, 30)), now - timedelta(days=690))
    # a third happens in the last weeks, so that the desks have something waiting
    if rng.random() < (0.05 if _begun_first(enterprise.subdistrict_id) else 0.3):
        sent = now - timedelta(days=rng.randrange(2, 28))
    sent = _office_hours(rng, min(sent, now - timedelta(days=1)))
    clock.set_now(sent)
    offer = _offer(rng, enterprise, told.need, sent.date())
    if offer is None:
        return None
    provider = _answerer(cast, offer)
    given = consent.give(
        by=told.officer,
        enterprise=enterprise,
        recipient=offer.provider,
        method="spoken",
        given_by=enterprise.contact_name or "ผู้แทนกลุ่ม (ตัวอย่าง)",
        given_on=sent.date(),
    )
    try:
        referral = referrals.send(
            by=told.officer, enterprise=enterprise, offer=offer, consent=given, need=told.need,
            note="กลุ่มพร้อมให้ข้อมูลเพิ่มเติม (ตัวอย่าง)", demonstration=True,
        )  # fmt: skip
    except Refused:
        return None
    return Case(referral, told.officer, provider, sent, now)


def _offer(rng: random.Random, enterprise: Enterprise, need: Need, on: date) -> Offer | None:
    """One that fits or may fit, each provider as likely as the next, so that every desk has cases."""
    help_ = matching.who_can_help(enterprise=enterprise, aim=need.aim, means=need.means, on=on)
    # invented cases go to invented offers only: nothing made up is told of a programme that really exists
    open_ = [
        a
        for a in help_.answers
        if a.offer.is_demonstration and a.status.value != "does_not_fit" and not a.is_full
    ]
    if rng.random() < 0.75:
        open_ = [a for a in open_ if a.status.value == "fits"] or open_
    providers = sorted({a.offer.provider.code for a in open_})
    if not providers:
        return None
    # the bank whose officer can sign in gets more to do
    drawn = rng.choices(providers, weights=[4 if code == "baac" else 1 for code in providers])[0]
    return rng.choice([a.offer for a in open_ if a.offer.provider.code == drawn])


def _answerer(cast: Cast, offer: Offer) -> Actor:
    """The body's own officer; for a body without one, the secretariat on its behalf."""
    own = cast.partners.get(offer.provider.code)
    return own or cast.secretariat.for_organisation(offer.provider, on=clock.today())


def _go_on(rng: random.Random, case: Case) -> None:
    """Answer, perhaps a question first, then delivery and closing; many cases stop on the way, as in life."""
    smooth = _begun_first(case.referral.enterprise.subdistrict_id)
    way = rng.uniform(0.13, 1) if smooth else rng.random()
    if way < 0.05 and case.later(rng, 1, 10):
        referrals.withdraw(by=case.officer, referral=case.referral, why="กลุ่มขอพิจารณาใหม่ (ตัวอย่าง)")
        return
    if way < 0.14 or not case.later(rng, 1, 16):
        return  # nobody has answered: these are the ones that hang
    if way < 0.34:
        referrals.ask_more(by=case.provider, referral=case.referral, text="ขอทราบกำลังการผลิตต่อเดือน (ตัวอย่าง)")
        if way < 0.18 or not case.later(rng, 1, 8):
            return
        referrals.give_more(by=case.officer, referral=case.referral, text="ประมาณ 300 ชิ้นต่อเดือน (ตัวอย่าง)")
        if not case.later(rng, 1, 8):
            return
    if rng.random() < (0.04 if smooth else 0.17):
        referrals.refuse(
            by=case.provider,
            referral=case.referral,
            reason=rng.choice(REFUSALS),
            note="ดูรายละเอียดในมาตรการ (ตัวอย่าง)",
        )
        return
    try:
        referrals.accept(by=case.provider, referral=case.referral)
    except Refused:
        referrals.refuse(by=case.provider, referral=case.referral, reason="no_capacity", note="")
        return
    if not case.later(rng, 7, 30 if smooth else 60):
        return
    _deliver(rng, case)
    if rng.random() < 0.6 and case.later(rng, 10, 90):
        referrals.close(by=case.provider, referral=case.referral, note="")


def _deliver(rng: random.Random, case: Case) -> None:
    offer = case.referral.offer
    kind = DELIVERY[offer.means]
    training = kind == "training"
    money = kind in {"loan", "grant", "guarantee"}
    delivery = referrals.record_delivery(
        by=case.provider,
        referral=case.referral,
        kind=kind,
        what=f"{offer.name_th}: ให้การสนับสนุนตามแผน"[:300],
        quantity=Decimal(rng.randrange(1, 3)) if training else None,
        unit="วัน" if training else "",
        amount_baht=Decimal(rng.randrange(2, 40) * 10_000) if money else None,
        delivered_on=case.clock.date(),
        attendance=[(f"ผู้เข้าอบรมตัวอย่าง {n + 1}", rng.random() < 0.9) for n in range(rng.randrange(5, 18))]
        if training
        else (),
    )
    # the sender says whether it came; where the sender's own body gave it, nobody has confirmed yet
    if (
        case.officer.organisation_code != offer.provider.code
        and rng.random() < 0.65
        and case.later(rng, 2, 25)
    ):
        referrals.confirm_delivery(by=case.officer, delivery=delivery)
