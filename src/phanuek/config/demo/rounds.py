"""One round of the invented world from its opening to its result: sixty groups of many provinces, three offers, a rule that
weighs members, poverty and provinces; one of the offers shares out money."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from phanuek.config.demo.bodies import HOME_PROVINCE, SYSTEM, Cast
from phanuek.matching.actions import applying, rounds, sharing_out
from phanuek.matching.models import Round, RoundOffer
from phanuek.matching.queries import round_rule
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused

PROVIDER = "baac"
SEED = "402115"
APPLICANTS = 60
PROVINCES = 5  # few enough that counts can be shown
LOTS = [
    ("demo-round-loom", "กี่ทอผ้าและอบรมการทอ (ตัวอย่าง)", "Looms with training (sample)", "innovation", 12, None),
    ("demo-round-label", "ออกแบบฉลากและบรรจุภัณฑ์ (ตัวอย่าง)", "Labels and packaging (sample)", "advice", 10, None),
    ("demo-round-grant", "เงินอุดหนุนปรับปรุงโรงเรือน (ตัวอย่าง)", "Grant for workshops (sample)", "finance", 8, Decimal(300_000)),
]  # fmt: skip


def add(rng: random.Random, cast: Cast, enterprises: Sequence[Enterprise], *, today: date) -> None:
    """Each step on its own day by the one who would take it; the secretariat publishes what the bank's officer worked out."""
    closes, known = today - timedelta(days=24), today - timedelta(days=21)
    body, bank = cast.partners[PROVIDER], Organisation.objects.get(code=PROVIDER)
    with clock.at(_at(closes - timedelta(days=30), 9)):
        lots = [_offer(bank, *lot[:5], today) for lot in LOTS]
    with clock.at(_at(closes - timedelta(days=14), 9)):
        row = rounds.create(
            by=body, owner=bank, title_th="รอบจัดสรรเครื่องมือและเงินอุดหนุน (ข้อมูลตัวอย่าง)",
            title_en="Round of tools and grants (sample data)", opens_on=closes - timedelta(days=14), closes_on=closes,
            about_th="ข้อมูลตัวอย่าง: จัดสรรสามมาตรการพร้อมกันตามกติกาที่ประกาศ ผู้ใดก็ตรวจผลได้",
            about_en="Sample data: three offers shared out at once by an announced rule. Anyone can check the result.",
            demonstration=True,
        )  # fmt: skip
        for offer, (*_, units, budget) in zip(lots, LOTS, strict=True):
            rounds.add_offer(by=body, round=row, offer=offer, units=units, budget_baht=budget)
        row = rounds.set_rule(by=body, round=row, version=row.version, rule=_rule(known))
        row = rounds.open(by=body, round=row)
    _apply(rng, cast, row, enterprises, closes)
    with clock.at(_at(closes + timedelta(days=1), 9)):
        row = sharing_out.close(by=body, round=row)
    with clock.at(_at(known, 15)):
        row = sharing_out.work_out(by=body, round=sharing_out.begin(by=body, round=row, seed=SEED))
    with clock.at(_at(known + timedelta(days=1), 10)):
        sharing_out.publish(by=cast.secretariat, round=row, seed=SEED)


def _offer(
    bank: Organisation, code: str, name_th: str, name_en: str, means: str, places: int, today: date
) -> Offer:
    return offers.add(
        by=SYSTEM, provider=bank, code=code, name_th=name_th, name_en=name_en, means=means,
        aims=["production_development"], rule_text="members >= 3", capacity=places + 2, selection="round",
        budget_baht=Decimal(500_000) if means == "finance" else None, provenance="demonstration",
        checked_on=today - timedelta(days=30),
    )  # fmt: skip


def _rule(known: date) -> dict[str, object]:
    return {
        **round_rule.EMPTY, "base": 100, "first_wish": 30,
        "criteria": [{"fact": "members", "op": ">=", "value": "10", "points": 40}, {"fact": "members", "op": ">=", "value": "20", "points": 20}],
        "area_least_percent": 10, "area_fairness": 60, "per_applicant": 1, "poorest_fact": "yearly_sales", "poorest_points": 40, "unknown": round_rule.TAKES_PART,
        "seed_source_th": f"เลขท้าย 6 ตัว รางวัลที่ 1 ของสลากสมมุติ งวดวันที่ {pack().format_date(known, 'th', 'long')} (ข้อมูลตัวอย่าง)",
        "seed_source_en": f"First prize, six digits, of an invented lottery of {pack().format_date(known, 'en', 'long')} (sample data)",
        "seed_on": known.isoformat(),
    }  # fmt: skip


def _apply(
    rng: random.Random, cast: Cast, row: Round, enterprises: Sequence[Enterprise], closes: date
) -> None:
    """A first wish of each group, and a second of every third; who does not fit is turned down and not counted."""
    able = [one for one in enterprises if one.active and one.subdistrict_id[:2] in cast.area_officers]
    common = [code for code, _ in Counter(one.subdistrict_id[:2] for one in able).most_common(PROVINCES)]
    near = [one for one in able if one.subdistrict_id[:2] in {HOME_PROVINCE, *common}][: APPLICANTS * 3]
    lots = list(RoundOffer.objects.filter(round=row).select_related("offer").order_by("offer__code"))
    taken = 0
    with clock.at(_at(closes - timedelta(days=4), 11)):
        for group in rng.sample(near, len(near)):
            if taken == APPLICANTS:
                return
            wishes = rng.sample(lots, 2 if taken % 3 == 0 else 1)
            asked = [_ask(rng, cast, row, group, lot, wish) for wish, lot in enumerate(wishes, start=1)]
            taken += any(asked)


def _ask(rng: random.Random, cast: Cast, row: Round, group: Enterprise, lot: RoundOffer, wish: int) -> bool:
    amount = Decimal(rng.randrange(20, 60) * 1000) if lot.budget_baht is not None else None
    try:
        applying.apply(
            by=cast.area_officers[group.subdistrict_id[:2]], round=row, enterprise=group, lot=lot, wish=wish,
            requested_baht=amount, method="spoken", given_by="ผู้แทนกลุ่ม ตัวอย่าง",
        )  # fmt: skip
    except Refused:
        return False
    return True


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo(pack().timezone))
