"""Cases with known days and amounts, as rows: the figures are worked out by hand in the tests."""

from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from phanuek.agreements.models import Agreement, Commitment
from phanuek.consent.models import Consent
from phanuek.eligibility.models import Rule
from phanuek.matching.models import Assessment
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.outcomes.models import IncomeReport
from phanuek.referrals.models import Delivery, Referral
from phanuek.registry.models import Enterprise
from tests import cast

BANGKOK = ZoneInfo("Asia/Bangkok")
_number = count(1)


def at(year: int, month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment in Bangkok."""
    return datetime(year, month, day, hour, minute, tzinfo=BANGKOK)


def body(code: str) -> Organisation:
    return cast.organisation(code, "bank")


def commitment(code: str, lead: str) -> Commitment:
    agreement, _ = Agreement.objects.get_or_create(
        code="mou", defaults={"instrument_th": "บันทึก", "instrument_en": "Memorandum", "title_th": "ทดสอบ",
                              "signed_on": date(2021, 2, 26), "provenance": "demonstration"},
    )  # fmt: skip
    return Commitment.objects.get_or_create(
        code=code,
        defaults={"agreement": agreement, "lead": body(lead), "title_th": f"ภารกิจ {code}", "title_en": f"Promise {code}",
                  "measure": "referrals", "provenance": "demonstration"},
    )[0]  # fmt: skip


def enterprise(province: str, **fields: Any) -> Enterprise:
    n = next(_number)
    own = cast.organisation(f"e-{n}", "enterprise", name_th=f"กลุ่ม {n}")
    values = {"code": f"e-{n}", "organisation": own, "kind": "occupational_group", "name_th": f"กลุ่มตัวอย่าง {n}", "sort_key": f"{n}",
              "subdistrict": cast.subdistrict(province + "0101"), "registered_on": date(2025, 1, 1), "contact_name": "สมศรี ลับเฉพาะ"}  # fmt: skip
    return Enterprise.objects.create(**values | fields)


def case(
    province: str,
    provider: str,
    under: str = "",
    *,
    sent: datetime,
    answered: datetime | None = None,
    group: Enterprise | None = None,
) -> Referral:
    n = next(_number)
    group = group or enterprise(province)
    promise = commitment(under, provider) if under else None
    rule, _ = Rule.objects.get_or_create(code=f"rule-{provider}-{under or 'none'}")
    offer, _ = Offer.objects.get_or_create(
        code=f"offer-{provider}-{under or 'none'}",
        defaults={"provider": body(provider), "commitment": promise, "name_th": f"มาตรการ {provider}", "means": "advice",
                  "aims": ["income"], "rule": rule, "provenance": "demonstration"},
    )  # fmt: skip
    consent = Consent.objects.create(
        code=f"c-{n}",
        enterprise=group,
        recipient=body(provider),
        method="signed",
        given_by="สมศรี ลับเฉพาะ",
        given_on=date(2025, 1, 1),
    )
    assessment = Assessment.objects.create(
        code=f"a-{n}", enterprise=group, offer=offer, status="fits", conditions=[], facts={}, made_at=sent
    )
    return Referral.objects.create(
        code=f"r-{n}", enterprise=group, offer=offer, provider=body(provider), sender=cast.organisation("cdd"), commitment=promise,
        consent=consent, assessment=assessment, province=cast.province(province, f"จังหวัด {province}", f"Province {province}"),
        state="closed", sent_at=sent, first_answer_due=sent.date(), first_answer_at=answered, closed_at=answered,
    )  # fmt: skip


def delivery(referral: Referral, on: date) -> Delivery:
    return Delivery.objects.create(
        code=f"d-{next(_number)}", referral=referral, kind="advice", what="ให้คำปรึกษา", delivered_on=on,
        recorded_by=referral.provider, recorded_at=at(on.year, on.month, on.day),
    )  # fmt: skip


def income(
    referral: Referral,
    month: date,
    baht: str,
    paid: str | None = None,
    *,
    confirmed: bool = False,
    phase: str = "after",
    replaced_by: IncomeReport | None = None,
) -> IncomeReport:
    return IncomeReport.objects.create(
        code=f"i-{next(_number)}", enterprise=referral.enterprise, referral=referral, phase=phase, month=month, income_baht=Decimal(baht),
        paid_to_producers_baht=None if paid is None else Decimal(paid), reported_by=referral.enterprise.organisation,
        reported_at=at(2026, 11, 1), confirmed_by=referral.sender if confirmed else None, replaced_by=replaced_by,
    )  # fmt: skip


def six_cases() -> list[Referral]:
    """The worked example. Nan and the bank: two under one promise, one under none. Chiang Mai and the post: three, one of
    them sent one minute before the fiscal year 2026 ends in Bangkok, one at its very end.

    | case | sent | first answer | days |
    |---|---|---|---|
    | 1 Nan, bank, credit | 1 Sep 2026 10:00 | 3 Sep 10:00 | 2 |
    | 2 Nan, bank, credit | 1 Oct 2026 00:30, still 30 Sep in London | 4 Oct 12:30 | 3.5 |
    | 3 Nan, bank, none | 10 Oct 2026 10:00 | none | |
    | 4 Chiang Mai, post, shop | 30 Sep 2026 23:59 | 7 Oct 23:59 | 7 |
    | 5 Chiang Mai, post, shop | 5 Oct 2026 10:00 | 6 Oct 22:00 | 1.5 |
    | 6 Chiang Mai, post, shop | 5 Oct 2025 10:00 | 15 Oct 2025 10:00 | 10 |
    """
    cases = [
        case("55", "bank", "credit", sent=at(2026, 9, 1), answered=at(2026, 9, 3)),
        case("55", "bank", "credit", sent=at(2026, 10, 1, 0, 30), answered=at(2026, 10, 4, 12, 30)),
        case("55", "bank", sent=at(2026, 10, 10)),
        case("50", "post", "shop", sent=at(2026, 9, 30, 23, 59), answered=at(2026, 10, 7, 23, 59)),
        case("50", "post", "shop", sent=at(2026, 10, 5), answered=at(2026, 10, 6, 22)),
        case("50", "post", "shop", sent=at(2025, 10, 5), answered=at(2025, 10, 15)),
    ]
    one, two, _, four, _, six = cases
    delivery(one, date(2026, 9, 30))
    delivery(one, date(2026, 10, 1))
    delivery(four, date(2026, 10, 20))
    delivery(six, date(2025, 11, 1))
    # one: a month that does not count, one replaced, one confirmed, one waiting, over the border of the fiscal year
    income(one, date(2026, 8, 1), "9000", phase="before")
    income(one, date(2026, 9, 1), "10000.25", "4000", confirmed=True)
    right = income(one, date(2026, 10, 1), "12000.50")
    income(one, date(2026, 10, 1), "99999", "99999", replaced_by=right)
    income(two, date(2026, 10, 1), "500", "100.10", confirmed=True)
    income(six, date(2025, 12, 1), "7000", "0", confirmed=True)
    return cases
