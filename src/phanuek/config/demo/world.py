"""Builds the demo world, step by step, with dates counted back from today."""

import random
from datetime import timedelta

from phanuek.areas import actions as areas
from phanuek.config.demo import (
    agreement,
    bodies,
    capacity,
    cases,
    draws,
    editions,
    groups,
    income,
    rounds,
    second,
    story,
)
from phanuek.config.demo.progress import step
from phanuek.eligibility import actions as eligibility
from phanuek.referrals.notifications import silently
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack

SEED = 2564
OLDEST = 760  # days back at which the demo world begins


def build(*, enterprises: int) -> None:
    """The same number on the same day gives the same world, apart from random codes.

    `enterprises` sizes it: 2,000 for a demonstration, a tenth of that for tests.
    """
    rng = random.Random(SEED)
    now, today = clock.now(), clock.today()
    since = today.replace(year=today.year - 4, day=1)
    with step("พื้นที่ / areas"):
        areas.load_areas(on=today)
    with step("บันทึกข้อตกลงและภาคี / agreement and parties"):
        memorandum = agreement.add_agreement(today)
        agreement.add_bodies()
        agreement.add_goals(memorandum)
        sample = second.add_agreement()
    with step("บริษัทประชารัฐและผู้ปฏิบัติงาน / companies and people"):
        companies = bodies.add_companies()
        cast = bodies.add_people(companies, since)
    with step("มาตรการ 50 รายการจริงและตัวอย่าง / programmes and demonstration offers"):
        eligibility.define_facts(by=bodies.SYSTEM, rows=pack().data("vocabulary")["facts"])
        # the platform knew commitments and offers before it knew the cases
        with clock.at(now - timedelta(days=OLDEST)):
            commitments = agreement.add_commitments(memorandum, today)
            agreement.add_offers(commitments, today)
            capacity.promise()
            editions.add_editions()
            editions.add_limits()
    with step("บันทึกข้อตกลงตัวอย่างฉบับเต็ม / the invented agreement, with its amendments and meetings"):
        lived = second.live(sample, cast, today)
        second.add_offers(lived)
    with step(f"กิจการและกลุ่มตัวอย่าง {enterprises} ราย / enterprises"):
        made = groups.add(rng, cast, count=enterprises, today=today)
        groups.tell_facts(rng, cast, made, today=today)
        supported = groups.give_support(rng, cast, companies, made, today=today)
    with step("ความต้องการ / needs"):
        told = story.say_needs(rng, cast, made, now=now, count=enterprises)
    with step("การส่งต่อทุกสถานะ / referrals in every state"):
        with silently():
            story.refer(rng, cast, told, now=now, count=max(60, enterprises // 4))
        story.close_old(rng, told, now=now)
        cases.live_on(cast)
    with step("รายได้ 24 เดือน / 24 months of income"):
        income.report(rng, cast, made, today=today, share=0.45)
        income.confirm(rng, cast, today=today)
    with step("การซื้อขายผ่านบริษัทประชารัฐ / trades"):
        income.trade(rng, cast, companies, supported, today=today)
    with step("จำนวนที่ที่รับปากและเปิด / places promised and opened"):
        capacity.go_on(cast, now)
    with step("ผู้แทนกลุ่มในจังหวัดน่าน / the group's representative"):
        bodies.add_group_leader(_told_about(made).organisation, since)
    with step("การจับสลากที่ตรวจได้ / draws that can be checked"):
        draws.add(random.Random(SEED), cast, made, today=today)
    with step("รอบจัดสรรตามกติกา / a round shared out by its rule"):
        rounds.add(random.Random(SEED), cast, made, today=today)


def _told_about(made: list[Enterprise]) -> Enterprise:
    """The home province's group with the most cases, so that its representative has something to follow."""
    home = [e for e in made if e.subdistrict_id.startswith(bodies.HOME_PROVINCE)]
    return max(home, key=lambda e: (e.referrals.count(), e.needs.count()))
