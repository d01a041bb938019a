"""From goal to offer: one tree, whose figures are those of the results page, and that shows what has nothing under it."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from phanuek.agreements import actions as agreements
from phanuek.agreements.models import (
    Activity,
    Agreement,
    Clause,
    ClauseSpan,
    Commitment,
    Statement,
    TextVersion,
)
from phanuek.figures.queries import By, Filters, summary
from phanuek.organisations.actor import Actor
from phanuek.site.queries.tree import MEASURES, Wanted, tree
from phanuek.ui import clock
from tests import cast
from tests.agreements.agreement import an_agreement, commitment_fields
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 23)
CLAUSES = ["ข้อ ๑ อบรมช่างทอ", "ข้อ ๒ ตั้งคณะทำงาน"]


def with_text(agreement: Agreement) -> list[Clause]:
    """Two clauses of one text."""
    text = "\n".join(CLAUSES)
    version = TextVersion.objects.create(
        agreement=agreement, number=1, text_th=text, text_sha256="0" * 64, added_at=clock.now(), provenance="in_text"
    )  # fmt: skip
    made = []
    for order, words in enumerate(CLAUSES, start=1):
        clause = Clause.objects.create(agreement=agreement, code=f"c{order}")
        ClauseSpan.objects.create(
            version=version, clause=clause, order=order, label_th=f"ข้อ {order}", start=text.index(words),
            end=text.index(words) + len(words),
        )  # fmt: skip
        made.append(clause)
    return made


def promised(agreement: Agreement, lead: str, **fields: Any) -> Commitment:
    clause = fields.pop("clause", None)
    commitment = agreements.add_commitment(
        by=SYSTEM,
        agreement=agreement,
        lead=cast.organisation(lead, "bank"),
        **commitment_fields(**fields),
    )
    if clause is not None:
        Commitment.objects.filter(pk=commitment.pk).update(clause=clause)
    return commitment


@pytest.fixture
def signed() -> Agreement:
    return an_agreement("baac", "gsb")


def found(agreement: Agreement, actor: Actor = SYSTEM, **wanted: Any) -> Any:
    return tree(agreement, Wanted(**wanted), actor=actor, on=TODAY)


def test_clauses_stand_in_their_order_and_an_empty_one_is_shown(signed: Agreement) -> None:
    first, _ = with_text(signed)
    commitment = promised(signed, "baac", clause=first)
    seen = found(signed)
    (goal,) = seen.goals
    assert goal.goal is None
    assert [source.text.th for source in goal.sources] == CLAUSES
    assert [[n.commitment for n in s.commitments] for s in goal.sources] == [[commitment], []]
    assert seen.empty_sources == 1


def test_a_goal_holds_its_clauses_and_each_commitment_counts_once(signed: Agreement) -> None:
    clauses = with_text(signed)
    promised(signed, "baac", clause=clauses[0])
    for title in ("เศรษฐกิจฐานราก", "ลดความเหลื่อมล้ำ"):
        goal = agreements.add_goal(by=SYSTEM, title_th=title, document_th="ยุทธศาสตร์")
        agreements.link_goal(by=SYSTEM, agreement=signed, goal=goal, clauses=[clauses[0]])
    seen = found(signed)
    assert [goal.totals.commitments for goal in seen.goals] == [1, 1, 0]
    assert seen.totals.commitments == 1


def test_without_a_text_the_reported_statements_stand_and_no_clause_is_claimed(signed: Agreement) -> None:
    statement = Statement.objects.create(
        agreement=signed, kind="aim", number=1, text_th="ร่วมกันผลักดัน", provenance="reported"
    )
    promised(signed, "gsb", statement=statement)
    promised(signed, "baac")
    sources = found(signed).goals[0].sources
    assert [source.is_clause for source in sources] == [False, False]
    assert [source.key for source in sources] == ["aim-1", "none"]


def test_figures_are_those_of_the_results_page() -> None:
    world = worlds.build()
    world.delivered()
    commitment = Commitment.objects.get()
    node = found(commitment.agreement).goals[0].sources[0].commitments[0]
    (row,) = [
        row
        for row in summary(By.COMMITMENT, Filters(), actor=SYSTEM, on=TODAY).rows
        if row.key == commitment.code
    ]
    assert {m: node.totals.amounts[m].value for m in MEASURES} == {m: getattr(row, m) for m in MEASURES}
    assert node.totals.referrals.value == 1
    # one case could be recognised: everyone reads that it is not shown
    public = found(commitment.agreement, Actor.public()).goals[0].sources[0].commitments[0]
    assert public.totals.referrals.value == 0
    assert public.totals.referrals.kept_back == 1


def test_it_is_narrowed_by_body_province_and_year(signed: Agreement) -> None:
    mine = promised(signed, "baac", starts_on=date(2026, 10, 1), due_on=date(2027, 9, 30))
    promised(signed, "gsb", starts_on=date(2024, 10, 1), due_on=date(2025, 9, 30))
    nan, chiangmai = cast.province(), cast.province("50", "เชียงใหม่", "Chiang Mai")
    for code, area in (("a-nan", nan), ("a-cm", chiangmai), ("a-all", None)):
        Activity.objects.create(
            code=code, commitment=mine, title_th=code, organisation=mine.lead, area=area, provenance="demonstration"
        )  # fmt: skip

    def commitments(**wanted: Any) -> list[str]:
        seen = found(signed, **wanted)
        return [n.commitment.lead.code for g in seen.goals for s in g.sources for n in s.commitments]

    assert sorted(commitments()) == ["baac", "gsb"]
    assert commitments(party="gsb") == ["gsb"]
    assert commitments(year=2027) == ["baac"]
    (node,) = found(signed, party="baac", province="55").goals[0].sources[0].commitments
    assert sorted(activity.code for activity, _ in node.activities) == ["a-all", "a-nan"]


def test_two_filters_of_figures_are_refused_in_public_and_the_tree_still_stands(
    client: Client, signed: Agreement
) -> None:
    promised(signed, "baac", starts_on=date(2026, 10, 1), due_on=date(2027, 9, 30))
    page = client.get(f"/agreements/{signed.code}/tree/?province=55&year=2027")
    cast.province()
    page = client.get(f"/agreements/{signed.code}/tree/?province=55&year=2027").content.decode()
    assert "ตัวเลขสาธารณะแยกได้ครั้งละหนึ่งตัวกรอง" in page
    assert "รับเรื่องกลุ่มที่ต้องการทุน" in page


def test_the_number_of_queries_does_not_grow(
    signed: Agreement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clauses = with_text(signed)
    for _ in range(3):
        promised(signed, "baac", clause=clauses[0])
    with django_assert_num_queries(20, exact=False) as few:
        found(signed)
    for _ in range(12):
        promised(signed, "gsb", clause=clauses[1])
    with django_assert_num_queries(len(few.captured_queries)):
        found(signed)


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_and_the_file_tell_the_same(client: Client, signed: Agreement, lang: str) -> None:
    first, _ = with_text(signed)
    commitment = promised(signed, "baac", clause=first)
    client.cookies["lang"] = lang
    address = f"/agreements/{signed.code}/tree/"
    page = client.get(address).content.decode()
    assert page.count("<h1") == 1
    assert f"/commitments/{commitment.code}/" in page
    assert ("ยังไม่มีอะไรข้างใต้" if lang == "th" else "nothing under it yet") in page
    text = b"".join(client.get(address + "?format=csv").streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[2] for row in rows[1:]] == [commitment.code, ""]
    assert client.get(address + "?format=xlsx").status_code == 200


def test_nonsense_in_the_address_is_left_out(client: Client, signed: Agreement) -> None:
    address = f"/agreements/{signed.code}/tree/?party=%00&year=abc&province=../&format=exe"
    assert client.get(address).status_code == 200


def test_a_commitment_names_the_goals_of_its_own_clause_only(client: Client, signed: Agreement) -> None:
    first, second = with_text(signed)
    commitment = promised(signed, "baac", clause=first)
    for title, clause in (("เศรษฐกิจฐานราก", first), ("ลดความเหลื่อมล้ำ", second)):
        goal = agreements.add_goal(by=SYSTEM, title_th=title, document_th="ยุทธศาสตร์")
        agreements.link_goal(by=SYSTEM, agreement=signed, goal=goal, clauses=[clause])
    page = client.get(commitment.get_absolute_url()).content.decode()
    assert "เศรษฐกิจฐานราก" in page
    assert "ลดความเหลื่อมล้ำ" not in page
