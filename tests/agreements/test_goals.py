"""Policy goals: who keeps them, what serves them, and that the links of one agreement leave those of another alone."""

from typing import Any

import pytest
from django.test import Client

from phanuek.agreements import actions
from phanuek.agreements.models import Agreement, Clause, PolicyGoal, Statement
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.timeline.models import Event
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.agreements.agreement import an_agreement

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def a_goal(**fields: Any) -> PolicyGoal:
    values = {"title_th": "เศรษฐกิจฐานราก", "title_en": "Grassroots economy", "document_th": "ยุทธศาสตร์ชาติ"}
    return actions.add_goal(by=SYSTEM, **{**values, **fields})


def a_statement(agreement: Agreement, number: int = 1) -> Statement:
    return Statement.objects.create(
        agreement=agreement, kind="aim", number=number, text_th="ร่วมกันผลักดัน", provenance="reported"
    )


def test_a_goal_says_where_it_stands() -> None:
    with pytest.raises(Refused) as refusal:
        a_goal(document_th="")
    assert refusal.value.field == "document_th"
    assert PolicyGoal.objects.count() == 0


def test_only_the_secretariat_keeps_goals() -> None:
    with pytest.raises(NotAllowed):
        actions.add_goal(by=cast.niran(), title_th="เป้าหมาย", document_th="แผน")
    assert actions.add_goal(by=cast.orawan(), title_th="เป้าหมาย", document_th="แผน").provenance_by


def test_links_of_another_agreement_stay() -> None:
    one, other = an_agreement("baac"), an_agreement("gsb", code="mou-2")
    goal, mine, theirs = a_goal(), a_statement(one), a_statement(other)
    clause = Clause.objects.create(agreement=one, code="c1")
    actions.link_goal(by=SYSTEM, agreement=other, goal=goal, statements=[theirs])
    actions.link_goal(by=SYSTEM, agreement=one, goal=goal, statements=[mine], clauses=[clause])
    actions.link_goal(by=SYSTEM, agreement=one, goal=goal)
    assert list(goal.statements.all()) == [theirs]
    assert goal.clauses.count() == 0
    with pytest.raises(Refused):
        actions.link_goal(by=SYSTEM, agreement=one, goal=goal, statements=[theirs])


def test_linking_again_records_nothing() -> None:
    agreement, goal = an_agreement("baac"), a_goal()
    statement = a_statement(agreement)
    for _ in range(2):
        actions.link_goal(by=SYSTEM, agreement=agreement, goal=goal, statements=[statement])
    assert Event.objects.filter(verb="goal.linked", subject=f"policygoal:{goal.code}").count() == 1


def test_a_goal_never_stands_under_itself() -> None:
    top = a_goal()
    below = a_goal(parent=top)
    with pytest.raises(Refused) as refusal:
        actions.edit_goal(by=SYSTEM, goal=top, version=top.version, parent=below)
    assert refusal.value.field == "parent"


def test_two_editors_of_a_goal() -> None:
    goal = a_goal()
    actions.edit_goal(by=SYSTEM, goal=goal, version=1, title_th="หนึ่ง")
    with pytest.raises(Conflict) as conflict:
        actions.edit_goal(by=SYSTEM, goal=goal, version=1, title_th="สอง")
    assert conflict.value.theirs["title_th"] == "หนึ่ง"


@pytest.mark.parametrize("language", ["th", "en"])
def test_the_page_adds_and_edits(client: Client, language: str) -> None:
    agreement = an_agreement("baac")
    a_statement(agreement)
    client.force_login(Person.objects.get(pk=cast.orawan().person_id))
    client.cookies["lang"] = language
    new = f"/agreements/{agreement.code}/goals/new/"
    assert client.post(new, {"title_th": ""}).status_code == 422
    answer = client.post(new, {"title_th": "ลดความเหลื่อมล้ำ", "document_th": "แผน", "statements": ["aim-1"]})
    assert answer.status_code == 302
    goal = PolicyGoal.objects.get()
    assert [s.number for s in goal.statements.all()] == [1]
    edit = f"/agreements/{agreement.code}/goals/{goal.code}/edit/"
    assert "ลดความเหลื่อมล้ำ" in client.get(edit).content.decode()
    answer = client.post(edit, {"title_th": "ใหม่", "document_th": "แผน", "version": goal.version})
    assert answer.status_code == 302
    goal.refresh_from_db()
    assert goal.title_th == "ใหม่"
    assert goal.statements.count() == 0
