"""Amendments drafted: their fields and the changes of clauses, and how what is wrong is refused."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from phanuek.agreements.actions import amendments, changes
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.states import AmendmentState as S
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements import amending as w
from tests.agreements.agreement import an_agreement

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return w.signed_agreement()


def officer(code: str) -> Actor:
    return cast.member(f"of-{code}", "partner_officer", w.body(code))


# -- drafting ----------------------------------------------------------------------------------------------------


def test_a_draft_rests_on_the_current_text_and_is_seen_by_its_proposer_alone(agreement: Agreement) -> None:
    by = officer("alpha")
    amendment = amendments.draft_amendment(
        by=by, agreement=agreement, kind="text", title_th=" แก้ ", why_th=" เหตุ "
    )
    assert (amendment.title_th, amendment.why_th, amendment.state) == ("แก้", "เหตุ", S.DRAFT)
    assert (amendment.base, amendment.proposed_by) == (w.newest(agreement), w.body("alpha"))
    seen = Amendment.objects.visible_to
    assert list(seen(by)) == [amendment]
    assert list(seen(cast.orawan())) == [amendment]
    assert list(seen(officer("beta"))) == []
    assert list(seen(cast.DAO)) == []


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"title_th": " "}, "title_th", "โปรดบอกเหตุผล"),
        ({"why_th": " "}, "why_th", "โปรดบอกเหตุผล"),
        ({"kind": "magic"}, "kind", "ไม่มีการแก้ไขเพิ่มเติมชนิดนี้"),
        ({"effective_on": date(2020, 1, 1)}, "effective_on", "มาก่อนวันที่ลงนาม"),
        ({"effective_on": date(2029, 1, 1)}, "effective_on", "มาหลังวันสิ้นสุด"),
        ({"kind": "extension"}, "new_ends_on", "ยังไม่ได้ระบุวันสิ้นสุดใหม่"),
        ({"kind": "extension", "new_ends_on": w.ENDS_ON}, "new_ends_on", "ต้องมาหลังวันสิ้นสุดปัจจุบัน"),
        ({"kind": "extension", "new_ends_on": date(2027, 1, 1)}, "new_ends_on", "ต้องมาหลังวันสิ้นสุดปัจจุบัน"),
        ({"kind": "withdrawal"}, "party", "ยังไม่ได้เลือกว่าภาคีใดถอนตัว"),
        ({"title_th": "ก" * 301}, "title_th", "300"),
    ],
)
def test_a_draft_with_something_wrong_is_refused_at_its_field(
    agreement: Agreement, fields: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(Refused, match=says) as found:
        w.draft(agreement, **fields)
    assert found.value.field == field
    assert not Amendment.objects.exists()


def test_a_withdrawal_honours_the_days_of_notice(agreement: Agreement) -> None:
    leaving: dict[str, Any] = {"kind": "withdrawal", "party": w.party(agreement, "alpha")}
    with pytest.raises(Refused, match="เร็วเกินไป") as found:
        w.draft(agreement, effective_on=date(2026, 12, 22), **leaving)
    assert found.value.hint is not None
    assert "แจ้งล่วงหน้า 30 วัน" in found.value.hint.th
    assert "23 ธันวาคม 2569" in found.value.hint.th
    w.draft(agreement, effective_on=date(2026, 12, 23), **leaving)
    with pytest.raises(Refused, match="ค้างอยู่แล้ว"):
        w.draft(agreement, **leaving)


def test_only_a_signed_agreement_is_amended() -> None:
    with pytest.raises(Refused, match="ยังไม่ได้ลงนาม"):
        w.draft(w.signed_agreement(stage="draft"))


def test_without_the_text_words_are_not_changed_and_the_rest_is_possible(
    clock: Callable[[datetime], None],
) -> None:
    agreement = an_agreement("alpha", "beta", signed_on=date(2021, 2, 26))
    with pytest.raises(Refused, match="ไม่ได้อยู่ในมือ") as found:
        w.draft(agreement)
    assert found.value.hint is not None
    assert "/agreements/mou-1/text/put/" in found.value.hint.th
    longer = w.opened(w.draft(agreement, "extension", new_ends_on=date(2027, 2, 25)))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(longer))
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2027, 2, 25)


def test_what_has_no_end_is_not_extended() -> None:
    agreement = w.signed_agreement(ends_on=None, no_fixed_term=True)
    with pytest.raises(Refused, match="ไม่มีกำหนดสิ้นสุดอยู่แล้ว"):
        w.draft(agreement, "extension", new_ends_on=date(2030, 1, 1))


def test_a_term_that_ran_out_is_not_extended() -> None:
    agreement = w.signed_agreement(ends_on=date(2026, 10, 31))
    with pytest.raises(Refused, match="พ้นกำหนดไปแล้ว"):
        w.draft(agreement, "extension", new_ends_on=date(2030, 1, 1))


def test_who_may_propose(agreement: Agreement) -> None:
    for by in (officer("stranger"), cast.malee(), cast.preecha()):
        with pytest.raises(NotAllowed):
            amendments.draft_amendment(by=by, agreement=agreement, kind="text", title_th="ก", why_th="ข")
    with pytest.raises(NotAllowed, match="ในนามหน่วยงานตน"):
        amendments.draft_amendment(
            by=officer("alpha"),
            agreement=agreement,
            kind="text",
            title_th="ก",
            why_th="ข",
            proposer=w.body("beta"),
        )
    with pytest.raises(NotAllowed, match="มีเจ้าหน้าที่ในระบบแล้ว"):
        amendments.draft_amendment(
            by=cast.orawan(),
            agreement=agreement,
            kind="text",
            title_th="ก",
            why_th="ข",
            proposer=w.body("alpha"),
        )
    own = amendments.draft_amendment(
        by=cast.member("two", "secretariat", cast.organisation("osep")), agreement=agreement, kind="text", title_th="ก",
        why_th="ข", proposer=w.body("gamma"),
    )  # fmt: skip
    assert timeline.of(own, with_people=True)[0]["on_behalf_of"] == "gamma"


def test_two_editors_of_a_draft_are_told(agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=1, title_th="ของคนแรก")
    with pytest.raises(Conflict) as found:
        amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=1, title_th="ของคนที่สอง")
    assert found.value.theirs == {"title_th": "ของคนแรก"}
    again = amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=2, upload=w.letter())
    assert again.attachment is not None
    with pytest.raises(Refused, match="ไม่ใช่ชนิดที่รับ"):
        amendments.edit_amendment(by=w.SYSTEM, amendment=amendment, version=3, upload=w.letter(content=b"MZ"))


def test_fields_of_another_kind_are_not_kept(agreement: Agreement) -> None:
    amendment = w.draft(agreement, new_ends_on=date(2030, 1, 1), party=w.party(agreement, "beta"))
    assert (amendment.new_ends_on, amendment.party) == (None, None)


# -- changes of clauses ------------------------------------------------------------------------------------------


def test_a_change_holds_the_whole_clause_and_reads_its_heading(agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    change = changes.change_clause(
        by=w.SYSTEM,
        amendment=amendment,
        clause=w.clause(agreement, 4),
        text_th="ข้อ ๔ อายุสัญญา\r\nห้าปี \n",
        text_en="",
    )
    assert (change.code, change.text_th, change.heading_th) == ("c4", "ข้อ ๔ อายุสัญญา\nห้าปี", "อายุสัญญา")
    assert w.fresh(amendment).version == 2
    with pytest.raises(Conflict) as found:
        changes.change_clause(
            by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 4), text_th="ข้อ ๔ ก"
        )
    assert found.value.theirs["text_th"] == "ข้อ ๔ อายุสัญญา\nห้าปี"
    # another clause is another matter
    changes.change_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 1), text_th="ข้อ ๑ ก")


@pytest.mark.parametrize("text", ["", " \n", "ข้อ ๒ การอบรม\nภาคีจะอบรมสมาชิก 300 คนต่อปี", "ก\x00"])
def test_a_change_that_is_none_is_refused(agreement: Agreement, text: str) -> None:
    amendment = w.draft(agreement)
    english = w.span(agreement, 2).text_en
    with pytest.raises(Refused) as found:
        changes.change_clause(
            by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 2), text_th=text, text_en=english
        )
    assert found.value.field == "text_th"
    assert found.value.hint
    assert not amendment.changes.exists()


def test_a_new_clause_bears_a_number_of_its_own(agreement: Agreement) -> None:
    amendment = w.draft(agreement)
    after = w.clause(agreement, 2)
    new = changes.add_clause(by=w.SYSTEM, amendment=amendment, after=after, text_th="ข้อ ๒/๑ ก")
    assert (new.code, new.label_th) == ("c2-1", "ข้อ ๒/๑")
    for text, label in [("ข้อ 2/1 ข", ""), ("ข้อ 3 ก", ""), ("ไม่มีเลข", "ข้อ ๔")]:
        with pytest.raises(Refused, match="อยู่แล้ว") as found:
            changes.add_clause(by=w.SYSTEM, amendment=amendment, after=after, text_th=text, label_th=label)
        assert found.value.field == "label_th"
    with pytest.raises(Refused, match="ไม่มีเลขข้อ"):
        changes.add_clause(by=w.SYSTEM, amendment=amendment, after=after, text_th="ไม่มีเลข")
    moved = changes.edit_added_clause(by=w.SYSTEM, change=new, version=1, after=None, text_th="ข้อ ๐ ข")
    assert (moved.label_th, moved.after, moved.code) == ("ข้อ ๐", None, "c2-1")
    changes.drop_change(by=w.SYSTEM, change=moved)
    with pytest.raises(Refused, match="เลิกแก้ข้อนี้ไปแล้ว"):
        changes.drop_change(by=w.SYSTEM, change=moved)


def test_other_kinds_change_no_words(agreement: Agreement) -> None:
    amendment = w.draft(agreement, "withdrawal", party=w.party(agreement, "alpha"))
    with pytest.raises(Refused, match="ไม่แก้ข้อความของข้อใด"):
        changes.repeal_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 1))


def test_a_clause_of_another_agreement_is_refused(agreement: Agreement) -> None:
    other = w.signed_agreement("other", ["zeta", "eta"])
    with pytest.raises(Refused, match="ไม่มีในตัวบทฉบับที่ 1"):
        changes.repeal_clause(by=w.SYSTEM, amendment=w.draft(agreement), clause=w.clause(other, 1))


def test_only_a_draft_is_changed(agreement: Agreement) -> None:
    amendment = w.reviewed(w.with_words(agreement, 2, ("300", "500")))
    for attempt in (
        lambda: changes.repeal_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, 1)),
        lambda: changes.add_clause(by=w.SYSTEM, amendment=amendment, after=None, text_th="ข้อ ๙ ก"),
        lambda: changes.drop_change(by=w.SYSTEM, change=amendment.changes.get()),
        lambda: amendments.edit_amendment(
            by=w.SYSTEM, amendment=amendment, version=amendment.version, title_th="ก"
        ),
    ):
        with pytest.raises(Refused, match="ภาคีกำลังพิจารณา"):
            attempt()
