"""A small world in which cases run: a bank with two offers, a group in Nan, its officer, and everybody who has no business
there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from phanuek.agreements.models import Agreement, Commitment, Measure
from phanuek.consent import actions as consents
from phanuek.consent.models import Consent
from phanuek.eligibility import actions as eligibility
from phanuek.needs import actions as needs
from phanuek.needs.models import Need
from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.people.models import Person
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.registry import actions as registry
from phanuek.registry.models import Enterprise
from tests import cast

SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 23)

VOCABULARY = [
    {"name": "members", "type": "integer", "unit": {"th": "คน", "en": "people"}, "label": {"th": "จำนวนสมาชิก", "en": "number of members"},
     "question": {"th": "กลุ่มมีสมาชิกกี่คน", "en": "How many members are there?"}, "source": "ทะเบียน"},
    {"name": "area", "type": "area", "label": {"th": "พื้นที่ตั้ง", "en": "place"}, "question": {"th": "อยู่ที่ใด", "en": "Where?"}, "source": "ทะเบียน"},
    {"name": "operating_years", "type": "number", "unit": {"th": "ปี", "en": "years"}, "label": {"th": "ระยะเวลาดำเนินงาน", "en": "time in operation"},
     "question": {"th": "กลุ่มดำเนินกิจการมาแล้วกี่ปี", "en": "For how many years have you been operating?"}, "source": "ทะเบียน"},
    {"name": "keeps_accounts", "type": "boolean", "label": {"th": "มีการจัดทำบัญชี", "en": "keeps accounts"},
     "question": {"th": "กลุ่มจัดทำบัญชีหรือไม่", "en": "Do you keep accounts?"}, "source": "คำตอบของกลุ่ม"},
    {"name": "yearly_sales", "type": "money", "label": {"th": "ยอดขายต่อปี", "en": "yearly sales"},
     "question": {"th": "ยอดขายต่อปีเท่าใด", "en": "What are your yearly sales?"}, "source": "คำตอบของกลุ่ม"},
    {"name": "otop_producer_kind", "type": "text", "label": {"th": "ประเภทผู้ผลิต", "en": "kind of producer"},
     "question": {"th": "เป็นผู้ผลิตประเภทใด", "en": "What kind of producer are you?"}, "source": "ทะเบียน OTOP",
     "choices": {"group": {"th": "กลุ่ม", "en": "group"}, "single": {"th": "เจ้าของรายเดียว", "en": "single owner"}}},
    {"name": "has_disability_members", "type": "boolean", "sensitive": True, "label": {"th": "มีสมาชิกที่เป็นคนพิการ", "en": "has members with disabilities"},
     "question": {"th": "มีสมาชิกที่เป็นคนพิการหรือไม่", "en": "Do you have members with disabilities?"}, "source": "คำตอบของกลุ่ม"},
]  # fmt: skip


def define_vocabulary() -> None:
    """The areas first: a rule may name only those that exist."""
    cast.subdistrict()
    cast.province("50", "เชียงใหม่", "Chiang Mai")
    eligibility.define_facts(by=SYSTEM, rows=VOCABULARY)


def group(code: str = "550101", *, leader: str = "", **changes: Any) -> Enterprise:
    """A group; with a leader's user name also someone who signs in for it."""
    values = {
        "kind": "occupational_group", "name_th": "กลุ่มทอผ้าบ้านตัวอย่าง", "name_en": "Weavers of Example Village",
        "subdistrict": cast.subdistrict(code), "members": 12, "contact_name": "สมศรี ตัวอย่าง", "contact_phone": "054-000-000",
        "business_group": "processing", **changes,
    }  # fmt: skip
    enterprise = registry.register(by=SYSTEM, **values)
    if leader:
        cast.member(leader, "group_leader", enterprise.organisation)
    return enterprise


def offer(
    provider: Organisation, rule: str = "members >= 7", *, code: str = "weaving-credit", **changes: Any
) -> Offer:
    values = {
        "name_th": f"มาตรการ {code}", "name_en": f"Offer {code}", "means": "finance", "aims": ["product_development"],
        "rule_text": rule, "provenance": "demonstration", "first_answer_days": 5, **changes,
    }  # fmt: skip
    return offers.add(by=SYSTEM, provider=provider, code=code, **values)


def commitment(
    lead: Organisation, measure: str = Measure.REFERRALS, code: str = "reach-weavers"
) -> Commitment:
    agreement, _ = Agreement.objects.get_or_create(
        code="test-agreement", defaults={"instrument_th": "บันทึก", "instrument_en": "Memorandum", "title_th": "ทดสอบ", "signed_on": date(2021, 2, 26),
                                         "provenance": "demonstration"},
    )  # fmt: skip
    return Commitment.objects.create(
        code=code, agreement=agreement, lead=lead, title_th="ส่งต่อช่างทอ", title_en="Reach weavers", measure=measure,
        target=Decimal(100), provenance="demonstration",
    )  # fmt: skip


def need(
    enterprise: Enterprise | None = None, *, code: str = "550101", checked: bool = True, **changes: Any
) -> Need:
    values = {
        "aim": "product_development",
        "text": "อยากได้แบบผ้าใหม่",
        "area": cast.subdistrict(code),
        "voice": "officer",
        **changes,
    }
    said, _ = needs.say(by=SYSTEM, enterprise=enterprise, **values)
    if checked:
        said = needs.check(
            by=SYSTEM,
            need=said,
            version=said.version,
            aim=said.aim,
            means=said.means,
            text=said.text,
            publish=True,
        )
    return said


def consent(enterprise: Enterprise, provider: Organisation, **changes: Any) -> Consent:
    values = {"method": "spoken", "given_by": "สมศรี ตัวอย่าง", "given_on": TODAY, **changes}
    return consents.give(by=SYSTEM, enterprise=enterprise, recipient=provider, **values)


@dataclass
class World:
    group: Enterprise
    bank: Organisation
    offer: Offer
    commitment: Commitment
    need: Need
    malee: Actor
    niran: Actor
    orawan: Actor
    somchai: Actor

    def send(self, **changes: Any) -> Referral:
        values: dict[str, Any] = {"enterprise": self.group, "offer": self.offer, "need": self.need, **changes}
        values.setdefault("consent", consent(values["enterprise"], values["offer"].provider))
        return actions.send(by=values.pop("by", self.malee), **values)

    def accepted(self, **changes: Any) -> Referral:
        return actions.accept(by=self.niran, referral=self.send(**changes))

    def delivered(self, **changes: Any) -> Referral:
        referral = self.accepted(**changes)
        actions.record_delivery(
            by=self.niran, referral=referral, kind="advice", what="ให้คำปรึกษา", delivered_on=TODAY
        )
        return Referral.objects.get(pk=referral.pk)


def build() -> World:
    define_vocabulary()
    malee, niran, orawan = cast.malee(), cast.niran(), cast.orawan()
    bank = Organisation.objects.get(code="baac")
    weavers = group(leader="somchai")
    promise = commitment(bank)
    credit = offer(bank, commitment=promise, capacity=2)
    somchai = Actor.of(Person.objects.get(username="somchai").memberships.get())
    return World(weavers, bank, credit, promise, need(weavers), malee, niran, orawan, somchai)


def _company(code: str, name_th: str, name_en: str) -> Organisation:
    place = cast.province(code, name_th, name_en)
    return cast.organisation(f"prs-{code}", "pracharath_provincial", province=place)


def strangers() -> dict[str, Actor]:
    """People who are signed in, or not, and have nothing to do with the case."""
    other = group("500101", leader="wanida", name_th="กลุ่มอื่น", name_en="Another group")
    return {
        "public": cast.DAO,
        "no membership": Actor(person_id=9999, person_name="Nobody"),
        "officer elsewhere": cast.member(
            "anan", "area_officer", cast.organisation("doae"), cast.province("50", "เชียงใหม่", "Chiang Mai")
        ),
        "another bank": cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank")),
        "another group": Actor.of(other.organisation.memberships.get()),
        "network manager": cast.member(
            "surin", "network_manager", cast.organisation("prs-national", "pracharath_national")
        ),
        "company not supporting": cast.member(
            "boonmee", "company_manager", _company("56", "พะเยา", "Phayao"), cast.province("56")
        ),
    }


STRANGERS = [
    "public",
    "no membership",
    "officer elsewhere",
    "another bank",
    "another group",
    "network manager",
    "company not supporting",
]
