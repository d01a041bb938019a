"""Amendments signed, merged and closed."""

from datetime import date
from typing import Any

import pytest

from phanuek.agreements import queries
from phanuek.agreements.actions import amendment_signing, amendments, changes
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Clause
from phanuek.agreements.queries.amendments import signers
from phanuek.agreements.states import AmendmentState as S
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.agreements import amending as w

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return w.signed_agreement()


def officer(code: str) -> Actor:
    return cast.member(f"of-{code}", "partner_officer", w.body(code))


# -- signing -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"on": date(2026, 11, 24)}, "signed_on", "ยังไม่มาถึง"),
        ({"on": date(2026, 11, 22)}, "signed_on", "มาก่อนวันที่เปิดให้ลงนาม"),
        ({"name_th": " "}, "name_th", "ยังไม่ได้ระบุชื่อ"),
        ({"position_th": ""}, "position_th", "ยังไม่ได้ระบุตำแหน่ง"),
        ({"capacity": "not_stated"}, "capacity", "ในฐานะใด"),
        ({"capacity": "king"}, "capacity", "ในฐานะใด"),
        ({"capacity": "delegated"}, "capacity_basis", "คำสั่งหรือหนังสือ"),
        ({"capacity": "for_head", "capacity_basis": " "}, "capacity_basis", "คำสั่งหรือหนังสือ"),
        ({"name_th": "นาย  alpha"}, "name_th", "ลงนามในเอกสารนี้ในนามของ"),
    ],
)
def test_a_signature_that_cannot_be_is_refused_at_its_field(
    agreement: Agreement, fields: dict[str, Any], field: str, says: str
) -> None:
    amendment = w.opened(w.with_words(agreement, 2, ("300", "500")))
    w.sign(amendment, "alpha")
    with pytest.raises(Refused, match=says) as found:
        w.sign(amendment, "beta", **fields)
    assert found.value.field == field
    assert amendment.attendees.count() == 1


def test_a_party_signs_once_and_only_of_this_agreement(agreement: Agreement) -> None:
    amendment = w.opened(w.with_words(agreement, 2, ("300", "500")))
    w.sign(amendment, "alpha")
    with pytest.raises(Refused, match="ลงนามไว้แล้วโดยนาย alpha เมื่อ 23 พฤศจิกายน 2569"):
        w.sign(amendment, "alpha", name_th="คนอื่น")
    other = w.signed_agreement("other", ["zeta", "eta"])
    with pytest.raises(Refused, match="ไม่ใช่ภาคีของบันทึกข้อตกลงนี้"):
        amendment_signing.sign_amendment(
            by=w.SYSTEM, amendment=amendment, party=w.party(other, "zeta"), name_th="ก", position_th="ข", capacity="own_right",
            signed_on=TODAY,
        )  # fmt: skip


def test_a_party_that_left_does_not_sign(agreement: Agreement) -> None:
    agreement.parties.filter(organisation__code="epsilon").update(withdrawn_on=date(2026, 11, 1))
    amendment = w.opened_without(w.with_words(agreement, 2, ("300", "500")), "epsilon")
    assert [p.organisation.code for p in signers(amendment).asked] == w.BODIES[:4]
    with pytest.raises(Refused, match="ไม่ได้เป็นภาคีแล้ว"):
        w.sign(amendment, "epsilon")


def test_nobody_signs_before_it_is_opened(agreement: Agreement) -> None:
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")))
    with pytest.raises(Refused, match="อยู่ในขั้น “ภาคีกำลังพิจารณา”"):
        w.sign(amendment, "alpha")


# -- merging -----------------------------------------------------------------------------------------------------


def test_it_is_merged_with_the_signatures_that_are_needed_and_no_fewer(agreement: Agreement) -> None:
    amendment = w.signed(w.opened(w.with_words(agreement, 2, ("300", "500"))), *w.BODIES[:4])
    with pytest.raises(Refused, match=r"ลงนามแล้ว 4 จากที่ต้องมี 5 ภาคี ที่ยังไม่ลงนามคือ หน่วยงาน epsilon"):
        merge_amendment(by=w.SYSTEM, amendment=amendment)
    w.sign(amendment, "epsilon")
    merged = merge_amendment(by=cast.orawan(), amendment=amendment)
    assert (merged.state, merged.closed_on, merged.effective_on) == (S.MERGED, TODAY, TODAY)
    for attempt in (
        lambda: merge_amendment(by=w.SYSTEM, amendment=amendment),
        lambda: w.sign(amendment, "alpha"),
        lambda: amendments.reject_amendment(by=w.SYSTEM, amendment=amendment, why_th="ก"),
        lambda: amendments.take_back_amendment(by=w.SYSTEM, amendment=amendment, why_th="ก"),
    ):
        with pytest.raises(Refused, match="มีผลแล้ว"):
            attempt()


def test_at_least_so_many_is_met_by_any_so_many() -> None:
    agreement = w.signed_agreement(signing_rule="at_least", signing_count=3)
    amendment = w.signed(w.opened(w.with_words(agreement, 2, ("300", "500"))), "beta", "delta")
    with pytest.raises(Refused, match="ลงนามแล้ว 2 จากที่ต้องมี 3"):
        merge_amendment(by=w.SYSTEM, amendment=amendment)
    w.sign(amendment, "gamma")
    assert merge_amendment(by=w.SYSTEM, amendment=amendment).state == S.MERGED


def test_it_does_not_hold_before_the_parties_agreed(agreement: Agreement) -> None:
    amendment = w.with_words(agreement, 2, ("300", "500"), effective_on=date(2026, 11, 20))
    amendment = w.signed(w.opened(amendment))
    with pytest.raises(Refused, match="มาก่อนวันที่ลงนามครบ") as found:
        merge_amendment(by=w.SYSTEM, amendment=amendment)
    assert found.value.hint
    back = amendments.amendment_back_to_review(by=cast.orawan(), amendment=amendment, why_th="แก้วันที่มีผล")
    assert (back.state, back.signing_opened_on) == (S.REVIEW, None)
    assert signers(back).signatures == []
    assert back.attendees.filter(void_why_th="แก้วันที่มีผล").count() == 5


def test_clauses_come_and_go_and_keep_who_they_are(agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    changes.repeal_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 3))
    changes.add_clause(
        by=w.SYSTEM, amendment=amendment, after=w.clause(agreement, 2), text_th="ข้อ ๒/๑ เครื่องมือ\nภาคีจะจัดหาเครื่องมือ",
        text_en="Clause 2/1 Tools\nThe parties provide tools",
    )  # fmt: skip
    before = dict(Clause.objects.values_list("code", "pk"))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(amendment)))
    version = w.newest(agreement)
    assert version.text_th == w.THAI.replace("\n\nข้อ ๓ การตลาด\nภาคีจะรับซื้อสินค้าจากกลุ่มอาชีพ", "").replace(
        "300 คนต่อปี", "300 คนต่อปี\n\nข้อ ๒/๑ เครื่องมือ\nภาคีจะจัดหาเครื่องมือ"
    )
    assert version.text_en == w.ENGLISH.replace(
        "\n\nClause 3 Markets\nThe parties buy goods from occupational groups", ""
    ).replace("members a year", "members a year\n\nClause 2/1 Tools\nThe parties provide tools")
    spans = {s.clause.code: s for s in version.spans.select_related("clause")}
    assert list(spans) == ["c1", "c2", "c2-1", "c4"]
    assert {code: s.clause_id for code, s in spans.items() if code in before} == {
        code: pk for code, pk in before.items() if code != "c3"
    }
    assert spans["c2-1"].text_en == "Clause 2/1 Tools\nThe parties provide tools"
    assert (spans["c2-1"].label_en, spans["c2-1"].heading_th) == ("Clause 2/1", "เครื่องมือ")
    assert spans["c4"].text_th.endswith("31 ธันวาคม 2571")


def test_a_termination_ends_it_with_its_successor(agreement: Agreement) -> None:
    heir = w.signed_agreement("heir", ["alpha", "beta"])
    amendment = w.draft(
        agreement,
        "termination",
        upload=w.letter(),
        effective_on=date(2026, 12, 1),
        successor=heir,
        why_th="มีฉบับใหม่",
    )
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(amendment)))
    agreement.refresh_from_db()
    assert (agreement.terminated_on, agreement.successor, agreement.termination_why_th) == (
        date(2026, 12, 1),
        heir,
        "มีฉบับใหม่",
    )
    assert queries.in_force(agreement, date(2026, 12, 1)).answer.value == "no"
    with pytest.raises(Refused, match="ยกเลิกตั้งแต่ 1 ธันวาคม 2569"):
        w.draft(agreement)


def test_two_extensions_at_once_the_second_must_still_extend(agreement: Agreement) -> None:
    first = w.signed(w.opened(w.draft(agreement, "extension", new_ends_on=date(2031, 1, 1))))
    second = w.signed(
        w.opened(w.draft(agreement, "extension", new_ends_on=date(2030, 1, 1), proposer="beta"))
    )
    merge_amendment(by=w.SYSTEM, amendment=first)
    with pytest.raises(Refused, match="ต้องมาหลังวันสิ้นสุดปัจจุบัน"):
        merge_amendment(by=w.SYSTEM, amendment=second)


# -- closing -----------------------------------------------------------------------------------------------------


def test_a_proposer_takes_it_back_and_a_draft_leaves_no_public_trace(agreement: Agreement) -> None:
    by = officer("alpha")
    amendment = amendments.draft_amendment(by=by, agreement=agreement, kind="text", title_th="ก", why_th="ข")
    with pytest.raises(NotAllowed, match="เฉพาะผู้เสนอ"):
        amendments.take_back_amendment(by=officer("beta"), amendment=amendment, why_th="ค")
    before = len(timeline.of(agreement, with_people=False))
    amendment = amendments.take_back_amendment(by=by, amendment=amendment, why_th="ไม่ต้องแล้ว")
    assert (amendment.state, amendment.closed_on, amendment.closed_why_th) == (
        S.TAKEN_BACK,
        TODAY,
        "ไม่ต้องแล้ว",
    )
    assert len(timeline.of(agreement, with_people=False)) == before


def test_a_rejection_says_why(agreement: Agreement) -> None:
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")), beta="object")
    with pytest.raises(Refused, match="โปรดบอกเหตุผล") as found:
        amendments.reject_amendment(by=cast.orawan(), amendment=amendment, why_th="")
    assert found.value.field == "why_th"
    closed = amendments.reject_amendment(
        by=cast.member("two", "secretariat", cast.organisation("osep")),
        amendment=amendment,
        why_th="ภาคีไม่เห็นชอบ",
    )
    assert closed.state == S.REJECTED
    assert w.newest(agreement).number == 1
