import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from phanuek.agreements import queries
from phanuek.agreements.actions import import_agreement
from phanuek.agreements.importing.problems import NotReadable
from phanuek.agreements.models import Agreement, Attendee, Statement
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui.country import pack
from phanuek.ui.problems import NotAllowed
from tests import cast
from tests.agreements.agreement import commitment_fields

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 23)


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(pack().data("agreement_2021"))


def imported(data: dict[str, Any], by: Actor = SYSTEM, on: date = TODAY) -> Agreement:
    return import_agreement(by=by, data=data, on=on)


def test_the_agreement_of_2021_comes_in_whole(data: dict[str, Any]) -> None:
    agreement = imported(data)
    page = queries.page(agreement)
    assert agreement.code == "th-mou-osep-20210226"
    assert [line.party.order for line in page.parties] == list(range(1, 19))
    assert [line.party.name_as_printed for line in page.parties] == [
        p["name_as_printed"] for p in data["parties"]
    ]
    true = page.parties[16].party
    assert true.name_as_printed == "บริษัท ทรู คอร์ปอเรชั่น จำกัด"
    assert true.organisation.name_th == "บริษัท ทรู คอร์ปอเรชั่น จำกัด (มหาชน)"
    assert {line.party.organisation.code for line in page.parties if line.signatories} == {"moi", "gsb"}
    assert [c.position_en for c in page.chairs] == [
        "Deputy Prime Minister, Chairman of the Social Enterprise Promotion Board"
    ]
    assert any(guest.name_th == "นายสุรศักดิ์ อักษรกุล" for guest in page.guests)
    assert agreement.organiser is not None
    assert agreement.organiser.code == "osep"
    assert len(page.statements["aim"]) == 3
    assert {s.provenance for rows in page.statements.values() for s in rows} == {"reported"}
    assert len(agreement.not_stated) == 9
    assert {body["code"] for body in agreement.other_bodies} >= {"cdd", "pracharath-national"}


def test_whether_it_is_in_force_cannot_be_said(data: dict[str, Any]) -> None:
    found = queries.in_force(imported(data))
    assert found.answer == "cannot_say"
    assert found.reason.en == "term not stated, 16 of 18 signatories not known"


def test_what_the_article_does_not_report_says_who_added_it(data: dict[str, Any]) -> None:
    imported(data)
    added = Attendee.objects.get(provenance="added")
    assert added.party is not None
    assert added.party.organisation.code == "gsb"
    assert (added.provenance_by, added.provenance_on) == ("tests", TODAY)
    assert added.provenance_why


def test_the_same_data_again_changes_nothing(data: dict[str, Any]) -> None:
    agreement = imported(data)
    before = [list(m.objects.order_by("pk").values()) for m in (Agreement, Attendee, Statement, Organisation)]
    imported(data, on=date(2026, 12, 1))
    assert [
        list(m.objects.order_by("pk").values()) for m in (Agreement, Attendee, Statement, Organisation)
    ] == before
    assert len(timeline.of(agreement, with_people=True)) == 1


def test_changed_data_is_brought_in_and_told(data: dict[str, Any]) -> None:
    agreement = imported(data)
    data["ends_on"] = "2027-02-25"
    data["statements"][0]["text_en"] = "Another translation"
    del data["attendees"][4]
    imported(data)
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2027, 2, 25)
    assert agreement.version == 2
    assert agreement.attendees.count() == 4
    assert agreement.statements.filter(text_en="Another translation").exists()
    assert len(timeline.of(agreement, with_people=True)) == 2


def test_bodies_that_exist_stay_as_they_are(data: dict[str, Any]) -> None:
    Organisation.objects.create(code="baac", kind="bank", name_th="ธ.ก.ส. ที่แก้ไขแล้ว")
    imported(data)
    assert Organisation.objects.get(code="baac").name_th == "ธ.ก.ส. ที่แก้ไขแล้ว"


def test_bodies_above_and_beside_are_made_with_their_kind(data: dict[str, Any]) -> None:
    data["organisations"] = [
        {"code": "cdd", "name_th": "กรมการพัฒนาชุมชน", "kind": "department", "parent": "moi"},
        {"code": "dbd", "name_th": "กรมพัฒนาธุรกิจการค้า", "kind": "department", "parent": "moc"},
    ]
    imported(data)
    assert Organisation.objects.get(code="cdd").parent == Organisation.objects.get(code="moi")


def test_a_statement_that_commitments_rest_on_is_not_taken_out(data: dict[str, Any]) -> None:
    from phanuek.agreements import actions

    agreement = imported(data)
    actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=Organisation.objects.get(code="baac"),
        statement=agreement.statements.get(kind="aim", number=1), **commitment_fields(),
    )  # fmt: skip
    data["statements"] = [s for s in data["statements"] if (s["kind"], s["number"]) != ("aim", 1)]
    with pytest.raises(NotReadable, match="ภารกิจ"):
        imported(data)


BREAK: list[tuple[Callable[[dict[str, Any]], Any], str]] = [
    (lambda d: d.update(schema="x"), "schema"),
    (lambda d: d.update(code=""), "code"),
    (lambda d: d.update(title_th=None), "title_th"),
    (lambda d: d.update(title_en=7), "title_en"),
    (lambda d: d.update(signed_on="26 ก.พ. 2564"), "signed_on"),
    (lambda d: d.update(signed_on="2030-01-01"), "signed_on"),
    (lambda d: d.update(ends_on="2020-01-01"), "ends_on"),
    (lambda d: d.update(signed_at_time="สิบโมง"), "signed_at_time"),
    (lambda d: d.update(organiser="nobody"), "organiser"),
    (lambda d: d.update(parties=[]), "parties"),
    (lambda d: d.update(parties={}), "parties"),
    (lambda d: d.update(provenance=None), "provenance"),
    (lambda d: d["parties"].__setitem__(2, "moi"), "parties[2]"),
    (lambda d: d["parties"][3].update(order=1), "parties[3].order"),
    (lambda d: d["parties"][3].update(order="4"), "parties[3].order"),
    (lambda d: d["parties"][3].update(organisation=None), "parties[3].organisation"),
    (lambda d: d["parties"][3]["organisation"].update(kind="circus"), "parties[3].organisation.kind"),
    (lambda d: d["parties"][3]["organisation"].update(code="osep"), "parties[3].organisation.code"),
    (lambda d: d["parties"][3].update(name_as_printed=" "), "parties[3].name_as_printed"),
    (lambda d: d["attendees"][1].update(party=None), "attendees[1].party"),
    (lambda d: d["attendees"][1].update(party="nobody"), "attendees[1].party"),
    (lambda d: d["attendees"][0].update(part="singer"), "attendees[0].part"),
    (
        lambda d: d["attendees"][2].update(provenance_why_th=None, provenance_why_en=None),
        "attendees[2].provenance_why_th",
    ),
    (lambda d: d["statements"][5].update(kind="wish"), "statements[5].kind"),
    (lambda d: d["statements"][2].update(number=1), "statements[2].number"),
    (lambda d: d["statements"][2].update(number=0), "statements[2].number"),
    (lambda d: d["statements"][2].update(provenance="hearsay"), "statements[2].provenance"),
    (lambda d: d["not_stated"][0].update(en=""), "not_stated[0].en"),
    (
        lambda d: d.update(organisations=[{"code": "x", "name_th": "ก", "kind": "bank", "parent": "y"}]),
        "organisations[0].parent",
    ),
]


@pytest.mark.parametrize(("spoil", "path"), BREAK, ids=[path for _, path in BREAK])
def test_each_problem_is_named_with_its_path(
    data: dict[str, Any], spoil: Callable[[dict[str, Any]], Any], path: str
) -> None:
    spoil(data)
    with pytest.raises(NotReadable) as refusal:
        imported(data)
    problems = {p.path: p.message for p in refusal.value.problems}
    assert path in problems
    assert problems[path].th
    assert problems[path].en != problems[path].th
    assert path in refusal.value.message.en
    assert Agreement.objects.count() == 0


def test_all_problems_are_told_at_once(data: dict[str, Any]) -> None:
    data["title_th"] = ""
    data["statements"][0]["text_th"] = ""
    with pytest.raises(NotReadable) as refusal:
        imported(data)
    assert {p.path for p in refusal.value.problems} == {"title_th", "statements[0].text_th"}


@pytest.mark.parametrize("data", [None, [], "text", 7])
def test_what_is_no_object_is_refused(data: Any) -> None:
    with pytest.raises(NotReadable):
        imported(data)


def test_only_the_secretariat_imports(data: dict[str, Any]) -> None:
    for by in (cast.DAO, cast.malee(), cast.niran(), cast.preecha()):
        with pytest.raises(NotAllowed):
            imported(data, by)
    assert imported(data, cast.orawan()).code
