"""A small world with everybody in it: one group and its case from end to end, and a person of every role, on both sides of
every line of sight. Built by the platform's own actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import Agreement
from phanuek.files import actions as files
from phanuek.messages import actions as messages
from phanuek.messages.readers import Recipient, stop_token
from phanuek.messages.topics import register_topics
from phanuek.needs import actions as needs
from phanuek.offers import actions as offers
from phanuek.offers.checking import link_path
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.outcomes import actions as outcomes
from phanuek.outcomes.models import IncomeReport
from phanuek.people.models import Person
from phanuek.referrals import actions as referrals
from phanuek.referrals.models import Referral
from phanuek.registry import actions as registry
from phanuek.ui.words import T
from tests import cast
from tests.agreements import amending, claiming, signing
from tests.agreements import meeting as meetings
from tests.agreements import report as reports
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.agreements.files import example, upload
from tests.house import draws_held, linked, rounds_held
from tests.house.pdf import PDF
from tests.referrals import world

ROLES = [
    "stranger",  # not signed in
    "nobody",  # signed in, member of nothing
    "secretariat",
    "provider",  # officer of the bank that the cases go to
    "other_partner",  # officer of another bank
    "area",  # officer of the group's province, who sent the cases
    "area_elsewhere",  # officer of the same department in another province
    "company",  # manager of the provincial company that supports the group
    "company_elsewhere",
    "network",  # the national company
    "group",  # the group's own representative
    "other_group",
]
PHONE = "054-111-222"  # the group's; no page shows it to those who do not work with the group
HIDDEN_WORDS = "ถ้อยคำที่ยังไม่ได้ตรวจสอบ"  # of a need that is not public yet
STATES = [
    "sent",
    "more_asked",
    "accepted",
    "delivered",
    "closed",
    "refused",
    "withdrawn",
    "appealed",
    "transfer",
]


@dataclass
class Everybody:
    """`people` by role (None: not signed in); `codes` are what the addresses of the table are filled with."""

    people: dict[str, Person | None] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


def build() -> Everybody:
    world.define_vocabulary()
    nan, chiangmai = cast.province(), cast.province("50", "เชียงใหม่", "Chiang Mai")
    actors = {
        "secretariat": cast.orawan(),
        "provider": cast.niran(),
        "other_partner": cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank")),
        "area": cast.malee(nan),
        "area_elsewhere": cast.member("anan", "area_officer", cast.organisation("cdd"), chiangmai),
        "company": cast.preecha(nan),
        "company_elsewhere": cast.member(
            "prasert",
            "company_manager",
            cast.organisation("prs-50", "pracharath_provincial", province=chiangmai),
            chiangmai,
        ),
        "network": cast.member("surin", "network_manager", cast.organisation("prs", "pracharath_national")),
    }
    group = world.group(leader="somchai", contact_phone=PHONE)
    world.group(
        "500101", leader="wanida", name_th="กลุ่มจักสานเหนือ", name_en="Basket makers", contact_phone="053-0"
    )
    made = Everybody()
    made.people = {role: Person.objects.get(pk=actor.person_id) for role, actor in actors.items()}
    made.people |= {"group": _person("somchai"), "other_group": _person("wanida"), "stranger": None}
    made.people["nobody"] = Person.objects.create_user(
        username="nobody", password="correct horse battery", name="Nobody"
    )
    made.codes |= {
        "group": group.code,
        "bank": "baac",
        "company": "prs-55",
        "nan": "55",
        "group_side": group.organisation.code,
    }
    _support(made, actors["company"], group)
    _promise(made)
    _meet(made)
    _work(made, actors)
    made.codes["proposal"] = offers.propose_conditions(
        by=actors["provider"],
        offer=Offer.objects.get(code="credit-new"),
        text="members >= 9",
        reason="ประกาศใหม่",
    ).code
    _say(made, actors, group)
    _refer(made, actors, group)
    _earn(made, actors, group)
    made.codes |= rounds_held.codes(actors["provider"], group)
    made.codes |= linked.codes(actors["area"], group)
    made.codes |= draws_held.codes(actors["provider"], actors["secretariat"], actors["area"], group)
    signed = files.keep(SimpleUploadedFile("ยินยอม.pdf", PDF, "application/pdf"), by=actors["area"])
    given = world.consent(group, Organisation.objects.get(code="dip"), method="signed", evidence=signed)
    made.codes["consent"] = given.code
    made.codes["batch"] = registry.try_import(by=actors["area"], upload=_list()).code
    _bring(made, actors)
    made.codes["brought"] = agreements.try_agreement(by=actors["secretariat"], upload=upload(example())).code
    _tell(made, actors["provider"])
    return made


def _bring(made: Everybody, actors: dict[str, Actor]) -> None:
    """A list of commitments that the bank brought."""
    rows = "หน่วยงานเจ้าของภารกิจ,ภารกิจ,นับผลเป็น,เหตุที่เพิ่ม\nbaac,ออกหน่วยเคลื่อนที่,deliveries,มติที่ประชุม\n"
    made.codes["brought_list"] = agreements.try_commitments(
        by=actors["provider"],
        agreement=Agreement.objects.get(code=made.codes["agreement"]),
        upload=SimpleUploadedFile("ภารกิจ.csv", rows.encode()),
    ).code


def _tell(made: Everybody, officer: Actor) -> None:
    register_topics({"house.notice": T("เรื่องทดสอบ", "A test topic")})
    told = Recipient(person_id=officer.person_id, organisation_code="baac")
    (message,) = messages.tell(
        by=world.SYSTEM, to=[told], topic="house.notice", subject=T("ครบกำหนด", "Due"), body=T("ครบกำหนดวันนี้", "Due today"),
        link="/desk/", about=Offer.objects.get(code="credit-new"), key="house.notice:1",
    )  # fmt: skip
    made.codes |= {"message": message.code, "stop": stop_token(told.reader, "house.notice")}


def _person(username: str) -> Person:
    return Person.objects.get(username=username)


def _support(made: Everybody, manager: Actor, group: Any) -> None:
    company = Organisation.objects.get(code="prs-55")
    registry.start_support(
        by=manager, organisation=company, enterprise=group, processes=["marketing"], on=date(2026, 1, 5)
    )
    trade = outcomes.record_trade(
        by=manager, company=company, enterprise=group, kind="bought", business_group="processing", process="marketing",
        traded_on=date(2026, 10, 1), to_community_baht=12_000, company_revenue_baht=900,
    )  # fmt: skip
    made.codes["trade"] = trade.code


def _promise(made: Everybody) -> None:
    agreement = an_agreement("baac", "gsb")
    bank = Organisation.objects.get(code="baac")
    promise = agreements.add_commitment(
        by=world.SYSTEM, agreement=agreement, lead=bank, **commitment_fields()
    )
    made.codes |= {"agreement": agreement.code, "commitment": promise.code}
    goal = agreements.add_goal(by=Actor.system("tests"), title_th="เศรษฐกิจฐานราก", document_th="ยุทธศาสตร์")
    made.codes["goal"] = goal.code
    _sign(made)
    _amend(made)
    for state in STATES:
        world.offer(bank, code=f"credit-{state}", commitment=promise)
    world.offer(bank, code="credit-new", commitment=promise)
    # a department whose officers have no account: the secretariat records for it
    world.offer(cast.organisation("dip"), code="course", means="knowledge")
    made.codes |= {"offer": "credit-new", "offer_of_absent": "course", "absent": "dip"}
    world.offer(bank, code="draft-credit", published=False)
    key = link_path(Offer.objects.get(code="course"), Recipient(address="office@dip.example"))
    made.codes |= {"unpublished": "draft-credit", "check_key": key.split("/")[-2]}


def _meet(made: Everybody) -> None:
    agreement = Agreement.objects.get(code=made.codes["agreement"])
    made.codes["planned"] = meetings.planned(agreement, number="3/2569", held_on=date(2026, 11, 20)).code
    under_way = meetings.held(agreement, number="2/2569")
    made.codes |= {"held": under_way.code, "task": meetings.a_task(under_way).code}
    made.codes |= {
        "report_open": reports.opened(agreement, starts_on=date(2026, 7, 1), ends_on=date(2026, 9, 30)).code,
        "report_closed": reports.frozen(agreement).code,
    }
    made.codes["minuted"] = meetings.closed(agreement, number="1/2569", held_on=date(2026, 9, 1)).code


def _work(made: Everybody, actors: dict[str, Actor]) -> None:
    """A commitment of the bank that is counted in claims: the other bank joins in, and a department without an account."""
    bank, absent = Organisation.objects.get(code="baac"), cast.organisation("dip")
    other_secretary = cast.member("suda", "secretariat", cast.organisation("osep"))
    row = agreements.add_commitment(
        by=actors["provider"],
        agreement=Agreement.objects.get(code=made.codes["agreement"]),
        lead=bank,
        collaborators=[cast.organisation("gsb"), absent],
        **commitment_fields(measure="claimed"),
    )

    def claim(by: Actor, body: Organisation) -> Any:
        return agreements.submit_claim(by=by, commitment=row, organisation=body, **claiming.claim_fields(by))

    waiting, approved, mended = (claim(actors["provider"], bank) for _ in range(3))
    inside = claim(actors["secretariat"], absent)
    agreements.approve_claim(by=actors["other_partner"], claim=approved, version=1)
    agreements.return_claim(by=actors["other_partner"], claim=mended, version=1, reason="ขอรายชื่อ")
    agreements.approve_claim(by=other_secretary, claim=inside, version=1)
    activity = agreements.add_activity(
        by=actors["provider"], commitment=row, organisation=bank, title_th="อบรมบัญชี"
    )
    update = agreements.add_update(
        by=actors["provider"], commitment=row, organisation=bank, text_th="อบรมแล้วสองรุ่น"
    )
    made.codes |= {
        "claimed": row.code, "c_waiting": waiting.code, "c_approved": approved.code, "c_mended": mended.code,
        "c_inside": inside.code, "activity": activity.code, "update": update.code,
        "c_file": approved.evidence.get().attachment.code, "w_file": waiting.evidence.get().attachment.code,
    }  # fmt: skip


def _sign(made: Everybody) -> None:
    """A draft of the bank and a department, and an agreement of both banks that one of them has signed."""
    made.codes["draft"] = signing.a_draft("baac", "dip", code="draft").code
    open_ = signing.opened("baac", "gsb", code="to-sign", document=signing.plain_pdf())
    made.codes |= {"to_sign": open_.code, "signed_file": open_.signed_files.get().code}
    made.codes["signer"] = signing.signatory(open_, "baac").code
    made.codes["has_signed"] = signing.signed(open_, "gsb").code


def _amend(made: Everybody) -> None:
    """Amendments of the bank in every state, one of them behind the text; a department without an account is a party too."""
    parties = ["baac", "gsb", "dip"]
    agreement = amending.signed_agreement("texted", parties, upload=amending.letter())
    twice = amending.signed_agreement("texted-twice", parties)
    agreements.add_commitment(
        by=world.SYSTEM,
        agreement=agreement,
        lead=Organisation.objects.get(code="baac"),
        **commitment_fields(),
    )

    def changed(of: Agreement, number: str, **fields: Any) -> Any:
        return amending.with_words(of, 2, ("300", number), proposer="baac", **fields)

    open_ = amending.opened(changed(agreement, "500", upload=amending.letter()))
    signed = amending.sign(open_, "gsb", upload=amending.letter("scan.pdf"))
    behind = changed(twice, "400")
    merged = amending.signed(amending.opened(changed(twice, "500")))
    amending.merge_amendment(by=world.SYSTEM, amendment=merged)
    made.codes |= {
        "texted": "texted", "texted_twice": "texted-twice", "m_draft": changed(agreement, "400").code,
        "m_review": amending.reviewed(changed(agreement, "600")).code, "m_signing": open_.code, "m_signer": signed.code,
        "m_behind": behind.code,
    }  # fmt: skip


def _say(made: Everybody, actors: dict[str, Actor], group: Any) -> None:
    made.codes["need"] = world.need(group).code
    hidden, token = needs.say(
        by=Actor.public(), aim="income", text=HIDDEN_WORDS, area=cast.subdistrict(), voice="citizen",
    )  # fmt: skip
    made.codes |= {"hidden_need": hidden.code, "token": token}
    closed = needs.close(
        by=actors["area"], need=world.need(None, text="ขอถนน"), reason="not_a_need", note="ส่งให้ อบต. แล้ว"
    )
    made.codes["closed_need"] = closed.code


def _refer(made: Everybody, actors: dict[str, Actor], group: Any) -> None:
    provider, officer = actors["provider"], actors["area"]
    for state in STATES:
        offer = Offer.objects.get(code=f"credit-{state}")
        case = referrals.send(
            by=officer,
            enterprise=group,
            offer=offer,
            consent=world.consent(group, offer.provider),
            note="ขอให้ช่วยดู",
        )
        made.codes[state] = case.code
        _take(state, case, provider, officer, made)


def _take(state: str, case: Referral, provider: Actor, officer: Actor, made: Everybody) -> None:
    if state == "more_asked":
        referrals.ask_more(by=provider, referral=case, text="ขอบัญชีสามเดือนล่าสุด")
    if state == "refused":
        referrals.refuse(by=provider, referral=case, reason="no_budget", note="งบประมาณปีนี้หมดแล้ว")
    if state == "withdrawn":
        referrals.withdraw(by=officer, referral=case, why="กลุ่มเปลี่ยนใจ")
    if state == "appealed":
        case = referrals.refuse(by=provider, referral=case, reason="no_budget", note="")
        referrals.appeal(by=officer, referral=case, text="ขอให้ดูบัญชีอีกครั้ง")
    if state == "transfer":
        referrals.transfer(by=provider, referral=case, to=Offer.objects.get(code="course"), why="กรมดูแลเรื่องนี้")
    if state not in ("accepted", "delivered", "closed"):
        return
    case = referrals.accept(by=provider, referral=case)
    if state == "accepted":
        return
    evidence = files.keep(SimpleUploadedFile("ลงชื่อ.pdf", PDF, "application/pdf"), by=provider)
    delivery = referrals.record_delivery(
        by=provider, referral=case, kind="training", what="อบรมการทำบัญชี", quantity=12, unit="คน", delivered_on=world.TODAY,
        evidence=evidence, attendance=[("สมศรี", True), ("สมปอง", False)],
    )  # fmt: skip
    if state == "closed":
        referrals.close(by=provider, referral=Referral.objects.get(pk=case.pk))
    else:
        made.codes |= {"delivery": delivery.code, "evidence": evidence.code}


def _earn(made: Everybody, actors: dict[str, Actor], group: Any) -> None:
    case = Referral.objects.get(code=made.codes["delivered"])
    outcomes.report_outcome(
        by=actors["area"],
        referral=case,
        before=(date(2026, 8, 1), 20_000),
        after=(date(2026, 11, 1), 26_000, 9_000),
    )
    made.codes["report"] = IncomeReport.objects.current().get(referral=case, phase="after").code


def _list() -> SimpleUploadedFile:
    text = "ประเภท,ชื่อกลุ่ม,จังหวัด,อำเภอ,ตำบล\nกลุ่มอาชีพ,กลุ่มข้าวเกรียบ,น่าน,,\n"
    return SimpleUploadedFile("รายชื่อ.csv", text.encode("utf-8-sig"), "text/csv")
