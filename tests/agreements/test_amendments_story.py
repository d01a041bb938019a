"""One agreement from its signing through two amendments in conflict, an extension and a withdrawal, each answer counted by hand."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from phanuek.agreements import queries
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.actions.reconciling import reconcile
from phanuek.agreements.models import Commitment
from phanuek.agreements.queries.reconciling import Choice, Take, plan
from phanuek.agreements.states import AmendmentState
from phanuek.ui.problems import Refused
from tests.agreements import amending as w
from tests.agreements.agreement import commitment_fields

pytestmark = pytest.mark.django_db


def test_five_parties_two_amendments_in_conflict_an_extension_and_a_withdrawal(
    clock: Callable[[datetime], None],
) -> None:
    agreement = w.signed_agreement()
    assert in_force(agreement) == ("yes", 5, 5)
    assert [s.label_th for s in w.newest(agreement).spans.all()] == ["ข้อ ๑", "ข้อ ๒", "ข้อ ๓", "ข้อ ๔"]

    # two amendments of version 1 change the same number
    more = w.with_words(agreement, 2, ("300", "500"), ("300", "500"), title_th="เพิ่มเป้าหมายการอบรม")
    less = w.with_words(
        agreement, 2, ("300 คน", "400 คน"), ("300", "400"), title_th="ปรับเป้าหมายตามงบ", proposer="beta"
    )
    more, less = w.signed(w.opened(more)), w.signed(w.opened(less), "alpha", "beta")
    assert (more.state, less.state) == (AmendmentState.SIGNING, AmendmentState.SIGNING)

    merge_amendment(by=w.SYSTEM, amendment=more)
    second = w.newest(agreement)
    assert second.number == 2
    assert second.amendment == more
    assert second.text_th == w.THAI.replace("300", "500")
    assert second.text_en == w.ENGLISH.replace("300", "500")
    assert w.span(agreement, 2).text_th == "ข้อ ๒ การอบรม\nภาคีจะอบรมสมาชิก 500 คนต่อปี"
    assert w.span(agreement, 2, version=1).text_th == "ข้อ ๒ การอบรม\nภาคีจะอบรมสมาชิก 300 คนต่อปี"

    # the other one can no longer be merged as it stands, even when all have signed
    w.signed(less, "gamma", "delta", "epsilon")
    with pytest.raises(Refused, match="ฉบับที่ 1 แต่ปัจจุบันเป็นฉบับที่ 2"):
        merge_amendment(by=w.SYSTEM, amendment=less)
    found = plan(w.fresh(less))
    assert found is not None
    assert [(q.key, q.original, q.current, q.proposed) for q in found.questions] == [
        ("c2.th.0", "300", "500", "400"),
        ("c2.en.0", "300", "500", "400"),
    ]

    # a person chooses words of their own: what was signed is no longer what it says
    choices = {"c2.th.0": Choice(Take.OWN, "450"), "c2.en.0": Choice(Take.OWN, "450")}
    less = reconcile(by=w.SYSTEM, amendment=less, version=less.version, choices=choices)
    assert less.state == AmendmentState.REVIEW
    assert less.base == second
    assert less.attendees.filter(void_on=None).count() == 0
    assert less.attendees.filter(void_on=date(2026, 11, 23)).count() == 5
    assert less.reviews.filter(earlier_words=False).count() == 0
    assert "ปรับให้ทันตัวบทฉบับที่ 2" in less.sent_back_why_th
    (kept,) = less.changes.all()
    assert kept.text_th.endswith("ภาคีจะอบรมสมาชิก 450 คนต่อปี")
    assert [q["take"] for q in kept.chosen["rounds"][0]["questions"]] == ["own", "own"]

    # asked again, signed again, merged: version 3
    for code in w.BODIES:
        w.review_amendment(by=w.SYSTEM, amendment=less, party=w.party(agreement, code), answer="agree")
    w.open_amendment_for_signing(by=w.SYSTEM, amendment=less)
    less = merge_amendment(by=w.SYSTEM, amendment=w.signed(less))
    assert w.newest(agreement).number == 3
    assert w.newest(agreement).text_th == w.THAI.replace("300", "450")
    assert less.effective_on == date(2026, 11, 23)

    # the term is extended; the text stays
    longer = w.draft(agreement, "extension", new_ends_on=date(2030, 12, 31))
    merge_amendment(by=w.SYSTEM, amendment=w.signed(w.opened(longer)))
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2030, 12, 31)
    assert w.newest(agreement).number == 3
    assert in_force(agreement, date(2030, 12, 31)) == ("yes", 5, 5)
    assert in_force(agreement, date(2031, 1, 1))[0] == "no"

    # one party leaves after thirty days of notice; its commitment stays and is listed
    left = Commitment.objects.create(
        agreement=agreement, lead=w.body("epsilon"), code="left", provenance="demonstration",
        **{k: v for k, v in commitment_fields().items() if k != "provenance_why"},
    )  # fmt: skip
    away = w.draft(
        agreement,
        "withdrawal",
        proposer="epsilon",
        party=w.party(agreement, "epsilon"),
        effective_on=date(2026, 12, 23),
    )
    away = w.signed(w.opened(away), "epsilon")
    merge_amendment(by=w.SYSTEM, amendment=away)
    gone = w.party(agreement, "epsilon")
    assert gone.withdrawn_on == date(2026, 12, 23)
    assert in_force(agreement, date(2026, 12, 22)) == ("yes", 5, 5)
    assert in_force(agreement, date(2026, 12, 23)) == ("yes", 4, 4)
    assert Commitment.objects.get(pk=left.pk).lead == gone.organisation

    # from then on four must sign
    clock(datetime(2027, 1, 4, 10, 0))
    word = w.with_words(agreement, 3, ("รับซื้อ", "รับซื้อและส่งเสริม"), proposer="beta")
    word = w.opened_without(word, "epsilon")
    word = w.signed(word, on=date(2027, 1, 4))
    assert word.attendees.count() == 4
    merge_amendment(by=w.SYSTEM, amendment=word)
    numbers = list(agreement.text_versions.values_list("number", flat=True))
    assert numbers == [1, 2, 3, 4]
    assert agreement.text_versions.get(number=1).text_th == w.THAI


def in_force(agreement: object, on: date | None = None) -> tuple[str, int, int]:
    found = queries.in_force(agreement, on)  # type: ignore[arg-type]
    return found.answer.value, found.needed, found.signed
