"""Amendments reviewed by the parties and opened for signing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from phanuek.agreements.actions import amendment_signing, amendments
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment, Review
from phanuek.agreements.states import AmendmentState as S
from phanuek.messages.models import Message
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements import amending as w
from tests.agreements.test_text_pages import as_, shown

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return w.signed_agreement()


def officer(code: str) -> Actor:
    return cast.member(f"of-{code}", "partner_officer", w.body(code))


# -- review ------------------------------------------------------------------------------------------------------


def test_an_amendment_without_a_change_is_not_proposed(agreement: Agreement) -> None:
    with pytest.raises(Refused, match="ยังไม่มีข้อใดที่ต่างไป"):
        amendments.propose_amendment(by=w.SYSTEM, amendment=w.draft(agreement))


def test_a_termination_needs_its_letter_and_its_day(agreement: Agreement) -> None:
    amendment = w.draft(agreement, "termination")
    with pytest.raises(Refused, match="ต้องแนบหนังสือ") as found:
        amendments.propose_amendment(by=w.SYSTEM, amendment=amendment)
    assert found.value.field == "upload"
    amendment = amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=1, upload=w.letter())
    with pytest.raises(Refused, match="วันที่สิ้นผล"):
        amendments.propose_amendment(by=w.SYSTEM, amendment=amendment)
    with pytest.raises(Refused, match="อีกฉบับหนึ่ง"):
        amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=2, successor=agreement)


def test_the_proposer_agrees_by_proposing_and_the_parties_see_it(agreement: Agreement) -> None:
    amendment = amendments.propose_amendment(
        by=w.SYSTEM, amendment=w.with_words(agreement, 2, ("300", "500"))
    )
    assert (amendment.state, amendment.proposed_on) == (S.REVIEW, TODAY)
    assert list(Review.objects.values_list("party__organisation__code", "answer")) == [("alpha", "agree")]
    assert list(Amendment.objects.visible_to(officer("beta"))) == [amendment]
    assert list(Amendment.objects.visible_to(officer("stranger"))) == []
    assert list(Amendment.objects.visible_to(cast.DAO)) == []


def test_a_later_answer_takes_the_place_of_the_earlier(agreement: Agreement) -> None:
    amendment = amendments.propose_amendment(
        by=w.SYSTEM, amendment=w.with_words(agreement, 2, ("300", "500"))
    )
    review: Any = {"amendment": amendment, "party": w.party(agreement, "beta")}
    by = officer("beta")
    with pytest.raises(Refused, match="โปรดบอกว่าต้องการให้แก้อะไร") as found:
        amendment_signing.review_amendment(by=by, answer="object", **review)
    assert found.value.field == "comment"
    with pytest.raises(Refused, match="ยังไม่ได้เลือกคำตอบ"):
        amendment_signing.review_amendment(by=by, answer="maybe", **review)
    amendment_signing.review_amendment(by=by, answer="object", comment="งบไม่พอ", **review)
    told = amendment_signing.review_amendment(by=by, answer="agree", **review)
    assert (told.answer, told.comment, told.on_behalf) == ("agree", "", False)
    assert Review.objects.filter(party=review["party"]).count() == 1
    assert [e["facts"]["answer"] for e in timeline.of(amendment, with_people=True, verbs="amendment.reviewed")] == [
        "agree", "object",
    ]  # fmt: skip


def test_a_body_answers_for_itself_and_the_secretariat_for_those_without_an_account(
    agreement: Agreement,
) -> None:
    amendment = amendments.propose_amendment(
        by=w.SYSTEM, amendment=w.with_words(agreement, 2, ("300", "500"))
    )
    beta, gamma = w.party(agreement, "beta"), w.party(agreement, "gamma")
    officer("beta")
    with pytest.raises(NotAllowed):
        amendment_signing.review_amendment(
            by=officer("delta"), amendment=amendment, party=beta, answer="agree"
        )
    with pytest.raises(NotAllowed, match="มีเจ้าหน้าที่ในระบบแล้ว"):
        amendment_signing.review_amendment(by=cast.orawan(), amendment=amendment, party=beta, answer="agree")
    by = cast.member("two", "secretariat", cast.organisation("osep"))
    assert amendment_signing.review_amendment(
        by=by, amendment=amendment, party=gamma, answer="agree"
    ).on_behalf


def test_an_answer_is_for_the_words_that_were_seen(agreement: Agreement) -> None:
    amendment = amendments.propose_amendment(
        by=w.SYSTEM, amendment=w.with_words(agreement, 2, ("300", "500"))
    )
    with pytest.raises(Refused, match="เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้"):
        amendment_signing.review_amendment(
            by=w.SYSTEM, amendment=amendment, party=w.party(agreement, "beta"), answer="agree", version=1
        )


def test_words_that_change_are_reviewed_again(agreement: Agreement) -> None:
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")), beta="change")
    with pytest.raises(Refused, match="โปรดบอกเหตุผล"):
        amendments.amendment_back_to_draft(by=w.SYSTEM, amendment=amendment, why_th=" ")
    amendment = amendments.amendment_back_to_draft(by=w.SYSTEM, amendment=amendment, why_th="ปรับตามที่ขอ")
    assert (amendment.state, amendment.proposed_on, amendment.sent_back_why_th) == (
        S.DRAFT,
        None,
        "ปรับตามที่ขอ",
    )
    assert Review.objects.filter(earlier_words=False).count() == 5
    amendment = amendments.propose_amendment(by=w.SYSTEM, amendment=amendment)
    assert list(
        Review.objects.filter(earlier_words=False).values_list("party__organisation__code", flat=True)
    ) == ["alpha"]
    with pytest.raises(Refused, match="ยังไม่ตอบคือ หน่วยงาน beta, หน่วยงาน gamma"):
        amendments.open_amendment_for_signing(by=w.SYSTEM, amendment=amendment)


# -- opening for signing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "answers", "says"),
    [
        ({}, {"beta": "object"}, "ไม่เห็นชอบ: หน่วยงาน beta"),
        ({}, {"beta": "change"}, "ขอให้แก้ไข: หน่วยงาน beta"),
        ({"signing_rule": "not_stated"}, {"beta": "object"}, "ไม่เห็นชอบ: หน่วยงาน beta"),
        ({"signing_rule": "at_least", "signing_count": 4}, {"beta": "object"}, ""),
        (
            {"signing_rule": "at_least", "signing_count": 4},
            {"beta": "object", "gamma": "change"},
            "ขอให้แก้ไข: หน่วยงาน gamma",
        ),
        ({"signing_rule": "named"}, {"beta": "object"}, ""),
        ({"signing_rule": "named"}, {"alpha": "object"}, "ไม่เห็นชอบ: หน่วยงาน alpha"),
    ],
)
def test_who_objects_blocks_unless_the_rule_is_met_without_them(
    rule: dict[str, Any], answers: dict[str, str], says: str
) -> None:
    agreement = w.signed_agreement(**rule)
    agreement.parties.exclude(organisation__code="alpha").update(must_sign=False)
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")), **answers)
    if not says:
        assert amendments.open_amendment_for_signing(by=cast.orawan(), amendment=amendment).state == S.SIGNING
        return
    with pytest.raises(Refused, match=says) as found:
        amendments.open_amendment_for_signing(by=cast.orawan(), amendment=amendment)
    assert found.value.hint


def test_a_withdrawal_waits_for_nobody_else(agreement: Agreement) -> None:
    amendment = w.draft(
        agreement, "withdrawal", party=w.party(agreement, "alpha"), effective_on=date(2027, 1, 1)
    )
    amendments.propose_amendment(by=w.SYSTEM, amendment=amendment)
    amendment = amendments.open_amendment_for_signing(by=w.SYSTEM, amendment=amendment)
    with pytest.raises(Refused, match="ภาคีที่ถอนตัวเท่านั้น"):
        w.sign(amendment, "beta")
    w.sign(amendment, "alpha")
    merge_amendment(by=w.SYSTEM, amendment=amendment)
    with pytest.raises(Refused, match="ถอนตัวไปแล้ว"):
        w.draft(agreement, "withdrawal", proposer="beta", party=w.party(agreement, "alpha"))


@pytest.mark.parametrize("who", [cast.niran, cast.malee, lambda: cast.DAO])
def test_deciding_is_for_the_secretariat(agreement: Agreement, who: Callable[[], Actor]) -> None:
    by, amendment = who(), w.reviewed(w.with_words(agreement, 2, ("300", "500")))
    for verb in (amendments.open_amendment_for_signing, merge_amendment):
        with pytest.raises(NotAllowed, match="ฝ่ายเลขานุการ"):
            verb(by=by, amendment=amendment)
    with pytest.raises(NotAllowed):
        amendments.reject_amendment(by=by, amendment=amendment, why_th="ก")
    with pytest.raises(NotAllowed):
        amendments.take_back_amendment(by=by, amendment=amendment, why_th="ก")


def test_officers_are_told_what_waits_for_them(agreement: Agreement) -> None:
    own, beta, gamma = officer("alpha"), officer("beta"), officer("gamma")
    amendment = w.with_words(agreement, 2, ("300", "500"))
    amendments.propose_amendment(by=own, amendment=amendment)
    told = Message.objects.filter(topic="agreements.amendments").order_by("pk")
    assert [(m.person_id, m.link) for m in told] == [
        (beta.person_id, amendment.get_absolute_url()),
        (gamma.person_id, amendment.get_absolute_url()),
    ]
    assert "หน่วยงาน alphaเสนอแก้ไขเพิ่มเติม" in told[0].body_th
    for code in w.BODIES[1:]:
        w.review_amendment(by=w.SYSTEM, amendment=amendment, party=w.party(agreement, code), answer="agree")
    amendments.open_amendment_for_signing(by=w.SYSTEM, amendment=amendment)
    assert told.all().count() == 5
    assert told.filter(body_th__contains="การแก้ไขเพิ่มเติมของ “").count() == 3
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.fresh(amendment)))
    assert told.all().count() == 8


def test_what_is_still_needed_says_who_has_to_act(agreement: Agreement, client: Client) -> None:
    for code in w.BODIES[1:3]:
        officer(code)
    amendment = w.with_words(agreement, 2, ("300", "500"))
    amendment = amendments.propose_amendment(by=w.SYSTEM, amendment=amendment)
    secretariat = cast.orawan()
    as_(client, secretariat)
    url = amendment.get_absolute_url()
    page = shown(client, url)
    assert "ยังต้องมีคำตอบอีก 4 องค์กร" in page
    assert "รอเจ้าหน้าที่ของหน่วยงานตอบเอง: หน่วยงาน beta, หน่วยงาน gamma" in page
    assert "ยังไม่มีผู้ใช้งานในระบบ: หน่วยงาน delta, หน่วยงาน epsilon" in page
    assert page.count("บันทึกคำตอบแทน<") == 2
    assert page.count(">รอเจ้าหน้าที่ของหน่วยงานตอบเอง<") == 2
    for code in w.BODIES[3:]:
        w.review_amendment(by=w.SYSTEM, amendment=amendment, party=w.party(agreement, code), answer="agree")
    with pytest.raises(Refused, match="ยังไม่ตอบคือ หน่วยงาน beta, หน่วยงาน gamma") as found:
        amendments.open_amendment_for_signing(by=secretariat, amendment=amendment)
    assert found.value.hint is not None
    assert "บันทึกคำตอบแทน" not in found.value.hint.th
    for code in w.BODIES[1:3]:
        w.review_amendment(by=w.SYSTEM, amendment=amendment, party=w.party(agreement, code), answer="agree")
    assert "คำตอบครบแล้ว" in shown(client, url)
