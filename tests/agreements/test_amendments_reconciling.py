"""Two amendments of one version: the second is brought up to the first, and a person chooses where they touch."""

import pytest

from phanuek.agreements.actions import changes
from phanuek.agreements.actions.amendments import open_amendment_for_signing
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.actions.reconciling import reconcile
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.queries.reconciling import Choice, Take, plan
from phanuek.agreements.states import AmendmentState as S
from phanuek.agreements.states import ChangeKind
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements import amending as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement() -> Agreement:
    return w.signed_agreement()


def merged(amendment: Amendment) -> Amendment:
    return merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(amendment)))


def questions(amendment: Amendment) -> dict[str, tuple[str, str, str]]:
    found = plan(w.fresh(amendment))
    assert found is not None
    return {q.key: (q.original, q.current, q.proposed) for q in found.questions}


def test_what_does_not_touch_goes_together_and_signatures_stand(agreement: Agreement) -> None:
    first = w.with_words(agreement, 2, ("300", "500"))
    second = w.with_words(agreement, 2, ("ภาคี", "ภาคีทุกฝ่าย"), ("a year", "every year"), proposer="beta")
    second = w.signed(w.opened(second))
    merged(first)
    assert questions(second) == {}
    second = reconcile(by=cast.orawan(), amendment=second, version=second.version)
    assert (second.state, second.base) == (S.SIGNING, w.newest(agreement))
    assert second.attendees.filter(void_on=None).count() == 5
    assert second.changes.get().chosen == {}
    merge_amendment(by=w.SYSTEM, amendment=second)
    assert w.span(agreement, 2).text_th == "ข้อ ๒ การอบรม\nภาคีทุกฝ่ายจะอบรมสมาชิก 500 คนต่อปี"
    assert w.span(agreement, 2).text_en == "Clause 2 Training\nThe parties train 300 members every year"
    assert w.newest(agreement).number == 3


@pytest.mark.parametrize(
    ("take", "number"), [("original", "300"), ("current", "500"), ("proposed", "400"), ("own", "450")]
)
def test_a_person_chooses_where_both_touch(agreement: Agreement, take: str, number: str) -> None:
    first = w.with_words(agreement, 2, ("300", "500"))
    second = w.with_words(agreement, 2, ("300", "400"), proposer="beta")
    second = w.signed(w.opened(second))
    merged(first)
    assert questions(second) == {"c2.th.0": ("300", "500", "400")}
    second = reconcile(
        by=w.SYSTEM,
        amendment=second,
        version=second.version,
        choices={"c2.th.0": Choice(Take(take), "450")},
        onto=2,
    )
    assert second.state == S.REVIEW
    assert f"อบรมสมาชิก {number} คน" in second.changes.get().text_th
    assert second.attendees.filter(void_on=None).count() == 0
    told = second.changes.get().chosen["rounds"][0]
    assert (told["from"], told["onto"], told["by"]) == (1, 2, "tests")
    assert told["questions"][0]["take"] == take


def test_an_open_question_is_refused_by_its_name_and_nothing_is_written(agreement: Agreement) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), w.with_words(agreement, 2, ("300", "400"))
    merged(first)
    wrong: list[dict[str, Choice]] = [
        {}, {"c9.th.0": Choice(Take.CURRENT)}, {"c2.th.0": Choice("magic")}, {"c2.th.0": Choice(Take.OWN, " ")},  # type: ignore[arg-type]
        {"c2.th.0": Choice(Take.OWN, "\x00")},
    ]  # fmt: skip
    for choices in wrong:
        with pytest.raises(Refused) as found:
            reconcile(by=w.SYSTEM, amendment=second, version=second.version, choices=choices)
        assert found.value.field == "c2.th.0"
        assert found.value.hint
    assert w.fresh(second).base == agreement.text_versions.get(number=1)


def test_choices_are_for_the_text_and_the_words_that_were_seen(agreement: Agreement) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), w.with_words(agreement, 2, ("300", "400"))
    with pytest.raises(Refused, match="ฉบับปัจจุบันอยู่แล้ว"):
        reconcile(by=w.SYSTEM, amendment=second, version=second.version)
    third = w.with_words(agreement, 3, ("รับซื้อ", "ส่งเสริม"))
    merged(first)
    third = reconcile(by=w.SYSTEM, amendment=third, version=third.version)
    merged(third)
    choice = {"c2.th.0": Choice(Take.CURRENT)}
    with pytest.raises(Refused, match="ตัวบทเปลี่ยนเป็นฉบับที่ 3"):
        reconcile(by=w.SYSTEM, amendment=second, version=second.version, choices=choice, onto=2)
    with pytest.raises(Conflict):
        reconcile(by=w.SYSTEM, amendment=second, version=second.version - 1, choices=choice, onto=3)
    with pytest.raises(NotAllowed):
        reconcile(by=cast.niran("beta"), amendment=second, version=second.version, choices=choice)


def test_a_draft_that_falls_behind_is_not_proposed(agreement: Agreement) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), w.with_words(agreement, 3, ("รับซื้อ", "ส่งเสริม"))
    merged(first)
    with pytest.raises(Refused, match="ฉบับที่ 1 แต่ปัจจุบันเป็นฉบับที่ 2") as found:
        w.propose_amendment(by=w.SYSTEM, amendment=second)
    assert found.value.hint is not None
    assert "ปรับให้ทันฉบับปัจจุบัน" in found.value.hint.th
    assert f"{second.get_absolute_url()}reconcile/" in found.value.hint.th
    reconcile(by=w.SYSTEM, amendment=second, version=second.version)
    merged(second)


def test_one_in_review_falls_behind_and_is_not_opened(agreement: Agreement) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), w.with_words(agreement, 2, ("300", "400"))
    second = w.reviewed(second)
    merged(first)
    with pytest.raises(Refused, match="ปัจจุบันเป็นฉบับที่ 2"):
        open_amendment_for_signing(by=w.SYSTEM, amendment=second)
    second = reconcile(
        by=w.SYSTEM, amendment=second, version=second.version, choices={"c2.th.0": Choice(Take.PROPOSED)}
    )
    assert second.state == S.REVIEW
    assert not second.reviews.filter(earlier_words=False).exists()


def repealing(agreement: Agreement, number: int) -> Amendment:
    amendment = w.draft(agreement)
    changes.repeal_clause(by=w.SYSTEM, amendment=amendment, clause=w.clause(agreement, number))
    return w.fresh(amendment)


@pytest.mark.parametrize(
    ("take", "kind", "ends"),
    [("current", ChangeKind.REPLACE, "500 คนต่อปี"), ("proposed", ChangeKind.REPEAL, ""), ("original", ChangeKind.REPLACE, "300 คนต่อปี"), ("own", ChangeKind.REPLACE, "ของเรา")],
)  # fmt: skip
def test_one_takes_a_clause_out_that_the_other_changed(
    agreement: Agreement, take: str, kind: ChangeKind, ends: str
) -> None:
    first, second = w.with_words(agreement, 2, ("300", "500")), repealing(agreement, 2)
    merged(first)
    assert list(questions(second)) == ["c2.clause"]
    choices = {"c2.clause": Choice(Take(take), "ข้อ ๒ ของเรา", "Clause 2 ours")}
    second = reconcile(by=w.SYSTEM, amendment=second, version=second.version, choices=choices)
    change = second.changes.get()
    assert (change.kind, change.text_th[-len(ends) :] if ends else change.text_th) == (kind, ends)


def test_a_clause_that_went_is_brought_back_where_it_stood(agreement: Agreement) -> None:
    first, second = repealing(agreement, 2), w.with_words(agreement, 2, ("300", "400"))
    merged(first)
    assert questions(second) == {
        "c2.clause": ("ข้อ ๒ การอบรม\nภาคีจะอบรมสมาชิก 300 คนต่อปี", "", "ข้อ ๒ การอบรม\nภาคีจะอบรมสมาชิก 400 คนต่อปี")
    }
    second = reconcile(
        by=w.SYSTEM, amendment=second, version=second.version, choices={"c2.clause": Choice(Take.PROPOSED)}
    )
    merged(second)
    assert w.newest(agreement).text_th == w.THAI.replace("300", "400")
    # of the translation, which the amendment left as it was, too
    assert w.newest(agreement).text_en == w.ENGLISH
    assert [s.clause.code for s in w.newest(agreement).spans.all()] == ["c1", "c2", "c3", "c4"]


def test_what_stays_gone_changes_nothing_any_more(agreement: Agreement) -> None:
    first, second = repealing(agreement, 2), w.with_words(agreement, 2, ("300", "400"))
    merged(first)
    second = reconcile(
        by=w.SYSTEM, amendment=second, version=second.version, choices={"c2.clause": Choice(Take.CURRENT)}
    )
    with pytest.raises(Refused, match="ยังไม่มีข้อใดที่ต่างไป"):
        w.propose_amendment(by=w.SYSTEM, amendment=second)


def test_both_take_the_same_clause_out(agreement: Agreement) -> None:
    first, second = repealing(agreement, 2), repealing(agreement, 2)
    merged(first)
    assert questions(second) == {}
    second = reconcile(by=w.SYSTEM, amendment=second, version=second.version)
    with pytest.raises(Refused, match="ยังไม่มีข้อใดที่ต่างไป"):
        w.propose_amendment(by=w.SYSTEM, amendment=second)


def adding(agreement: Agreement, text: str, after: int = 4) -> Amendment:
    amendment = w.draft(agreement)
    changes.add_clause(by=w.SYSTEM, amendment=amendment, after=w.clause(agreement, after), text_th=text)
    return w.fresh(amendment)


def test_two_new_clauses_of_one_number(agreement: Agreement) -> None:
    first, second = adding(agreement, "ข้อ ๕ หนึ่ง"), adding(agreement, "ข้อ ๕ สอง")
    merged(first)
    assert questions(second) == {"c5.number": ("", "ข้อ ๕ หนึ่ง", "ข้อ ๕ สอง")}
    for choice in (
        Choice(Take.PROPOSED),
        Choice(Take.OWN, "ข้อ 5 สอง"),
        Choice(Take.OWN, "ไม่มีเลข"),
        Choice(Take.ORIGINAL),
    ):
        with pytest.raises(Refused):
            reconcile(by=w.SYSTEM, amendment=second, version=second.version, choices={"c5.number": choice})
    second = reconcile(
        by=w.SYSTEM,
        amendment=second,
        version=second.version,
        choices={"c5.number": Choice(Take.OWN, "ข้อ ๖ สอง")},
    )
    assert second.changes.get().code == "c6"
    merged(second)
    assert [(s.clause.code, s.text_th) for s in w.newest(agreement).spans.all()][-2:] == [
        ("c5", "ข้อ ๕ หนึ่ง"), ("c6", "ข้อ ๖ สอง"),
    ]  # fmt: skip


def test_a_new_clause_given_up_for_the_one_that_came(agreement: Agreement) -> None:
    first, second = adding(agreement, "ข้อ ๕ หนึ่ง"), adding(agreement, "ข้อ ๕ สอง")
    merged(first)
    second = reconcile(
        by=w.SYSTEM, amendment=second, version=second.version, choices={"c5.number": Choice(Take.CURRENT)}
    )
    assert not second.changes.exists()


def test_a_new_clause_follows_the_nearest_that_still_stands(agreement: Agreement) -> None:
    first, second = repealing(agreement, 3), adding(agreement, "ข้อ ๓/๑ ใหม่", after=3)
    merged(first)
    second = reconcile(by=w.SYSTEM, amendment=second, version=second.version)
    assert second.changes.get().after == w.clause(agreement, 2)
    merged(second)
    assert [s.label_th for s in w.newest(agreement).spans.all()] == ["ข้อ ๑", "ข้อ ๒", "ข้อ ๓/๑", "ข้อ ๔"]


def test_three_amendments_one_after_the_other(agreement: Agreement) -> None:
    first, second, third = (w.with_words(agreement, 2, ("300", number)) for number in ("400", "500", "600"))
    merged(first)
    second = reconcile(
        by=w.SYSTEM, amendment=second, version=second.version, choices={"c2.th.0": Choice(Take.PROPOSED)}
    )
    merged(second)
    third = reconcile(
        by=w.SYSTEM, amendment=third, version=third.version, choices={"c2.th.0": Choice(Take.PROPOSED)}
    )
    merged(third)
    found = [w.span(agreement, 2, version=n).text_th.split("สมาชิก ")[1] for n in (1, 2, 3, 4)]
    assert found == ["300 คนต่อปี", "400 คนต่อปี", "500 คนต่อปี", "600 คนต่อปี"]
