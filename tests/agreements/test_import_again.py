"""An agreement that lived on here: what an old file may still change, and what it may not set back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from phanuek.agreements import actions
from phanuek.agreements.actions import import_agreement
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.importing import comparing, reading
from phanuek.agreements.importing.problems import NotReadable
from phanuek.agreements.models import Agreement, Commitment
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from tests.agreements import amending
from tests.agreements.agreement import commitment_fields
from tests.agreements.files import SYSTEM, changed, example

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def agreement() -> Agreement:
    return imported(example())


def imported(data: dict[str, Any]) -> Agreement:
    return import_agreement(by=SYSTEM, data=data, on=TODAY)


def problems(data: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(NotReadable) as refusal:
        imported(data)
    for problem in refusal.value.problems:
        assert problem.message.th != problem.message.en
    return {problem.path: problem.message.en for problem in refusal.value.problems}


def merged(agreement: Agreement, kind: str, *by: str, **fields: Any) -> None:
    amendment = amending.draft(agreement, kind=kind, proposer="sample-bank", **fields)
    merge_amendment(by=SYSTEM, amendment=amending.signed(amending.opened(amendment), *by))


def test_an_end_moved_by_an_extension_is_not_moved_back(agreement: Agreement) -> None:
    merged(agreement, "extension", new_ends_on=date(2029, 2, 28), title_th="ขยายเวลาสองปี")
    before = len(timeline.of(agreement, with_people=True))
    told = problems(example())
    assert list(told) == ["term.ends_on"]
    assert told["term.ends_on"] == (
        "It was changed here since by amendment “ขยายเวลาสองปี” on 23 November 2026; it is now 28 February 2029."
    )
    agreement.refresh_from_db()
    assert agreement.ends_on == date(2029, 2, 28)
    assert len(timeline.of(agreement, with_people=True)) == before
    # a file that knows of the extension, or does not speak of the end, comes in
    assert imported(changed(example(), "term.ends_on", "2029-02-28")).ends_on == date(2029, 2, 28)
    assert imported(changed(example(), "term", ...)).ends_on == date(2029, 2, 28)


def test_a_party_that_withdrew_stays_withdrawn(agreement: Agreement) -> None:
    leaver = agreement.parties.get(order=3)
    merged(agreement, "withdrawal", "sample-university", party=leaver, effective_on=date(2027, 1, 31))
    imported(example())
    leaver.refresh_from_db()
    assert leaver.withdrawn_on == date(2027, 1, 31)
    data = example()
    del data["parties"][2]
    data["commitments"][0]["collaborators"] = []
    assert (
        problems(data)["parties"]
        == "“มหาวิทยาลัยตัวอย่าง” withdrew on 31 January 2027 here and stays on the record."
    )


def test_nobody_joins_an_amended_agreement_by_a_file(agreement: Agreement) -> None:
    merged(agreement, "extension", new_ends_on=date(2029, 2, 28))
    data = changed(example(), "term", ...)
    data["parties"].append({"id": "late", "name_as_printed_th": "สมาคมมาทีหลัง", "kind": "association"})
    assert "was amended since" in problems(data)["parties"]


def test_words_that_were_amended_are_not_replaced(agreement: Agreement) -> None:
    amendment = amending.with_words(agreement, 1, ("พึ่งตนเองได้", "มีหนี้ลดลง"), proposer="sample-bank")
    merge_amendment(by=SYSTEM, amendment=amending.signed(amending.opened(amendment)))
    assert imported(example()).text_versions.count() == 2
    data = example()
    data["text"]["th"] = data["text"]["th"].replace("พึ่งตนเองได้", "มีหนี้ลดลง")
    assert "never replaces a text" in problems(data)["text.th"]


def test_a_text_is_put_in_where_there_was_none() -> None:
    agreement = imported(_without_text())
    assert agreement.text_versions.count() == 0
    imported(example())
    assert agreement.text_versions.get().spans.count() == 3
    assert agreement.commitments.count() == 2


def test_clauses_are_marked_where_there_were_none() -> None:
    data = _without_text()
    data["text"] = {**example()["text"], "clauses": []}
    agreement = imported(data)
    assert agreement.text_versions.get().spans.count() == 0
    plan = comparing.compare(reading.read(example(), on=TODAY))
    assert plan.adds_clauses
    imported(example())
    assert agreement.text_versions.get().spans.count() == 3


def _without_text() -> dict[str, Any]:
    data = example()
    del data["text"], data["commitments"]
    return data


def test_a_party_with_commitments_is_not_taken_out(agreement: Agreement) -> None:
    data = example()
    del data["parties"][1], data["commitments"][1]
    assert "leads commitments here" in problems(data)["parties"]


def test_a_sentence_that_commitments_rest_on_is_not_taken_out(agreement: Agreement) -> None:
    actions.add_commitment(
        by=SYSTEM, agreement=agreement, lead=Organisation.objects.get(code="sample-bank"),
        statement=agreement.statements.get(), **commitment_fields(),
    )  # fmt: skip
    assert "commitments refer to" in problems(changed(example(), "objectives", []))["statements"]


def test_a_signature_recorded_here_is_not_set_back(agreement: Agreement) -> None:
    person = agreement.attendees.get(party__order=1)
    person.version, person.position_th = 2, "ผู้อำนวยการ รักษาการ"
    person.save()
    assert "was recorded here" in problems(example())["people"]


def test_a_draft_that_was_signed_here_is_not_a_draft_again() -> None:
    data = changed(example(), "signed_on", None)
    for party in data["parties"]:
        party["signatories"][0]["signed_on"] = None
    data = changed(data, "stage", "signing")
    agreement = imported(data)
    assert agreement.stage == "signing"
    agreement.stage, agreement.signed_on = "signed", date(2026, 11, 20)
    agreement.save()
    assert "It was signed here since" in problems(data)["signed_on"]


def test_one_that_is_open_for_signing_keeps_its_parties() -> None:
    data = changed(example(), "signed_on", None)
    data = changed(data, "term.effective_on", None)
    data["parties"][2]["signatories"][0]["signed_on"] = None
    agreement = imported(data)
    assert agreement.signing_opened_on == date(2024, 3, 1)
    data["parties"].append({"id": "late", "name_as_printed_th": "สมาคมมาทีหลัง", "kind": "association"})
    assert "opened for signing here" in problems(data)["parties"]


def test_a_commitment_of_another_agreement_is_not_taken_over(agreement: Agreement) -> None:
    data = changed(example(), "id", "another-2567")
    told = problems(data)
    assert told["commitments[0].code"] == "is the code of a commitment of another agreement"
    assert not Agreement.objects.filter(code="another-2567").exists()


def test_a_commitment_that_the_file_does_not_name_stays(agreement: Agreement) -> None:
    version = agreement.version
    assert imported(changed(example(), "commitments", [])).version == version
    assert Commitment.objects.count() == 2


def test_a_note_mended_here_is_not_lost(agreement: Agreement) -> None:
    data = changed(example(), "parties[0].name_official_note", "the printed name is shorter")
    imported(data)
    party = agreement.parties.get(order=1)
    assert (party.name_note_th, party.name_note_en) == ("the printed name is shorter",) * 2
    party.name_note_th = "ชื่อที่พิมพ์สั้นกว่า"
    party.save()
    plan = comparing.compare(reading.read(data, on=TODAY))
    assert plan.changes_nothing
    assert [(field.field, field.new) for _, field in plan.kept] == [
        ("name_note_th", "the printed name is shorter")
    ]


def test_another_title_under_the_same_code_is_pointed_out(agreement: Agreement) -> None:
    told = reading.read(changed(example(), "title.th", "บันทึกข้อตกลงเรื่องอื่น"), on=TODAY)
    comparing.compare(told)
    assert [(w.path, w.message.en) for w in told.warnings] == [
        ("title.th", "It differs from the title kept here: is it the same agreement?")
    ]


def test_a_further_source_is_added_to_those_that_are_here(agreement: Agreement) -> None:
    more = [{"what": "News item of the bank", "address": "https://bank.example/news"}]
    imported(changed(example(), "source.corroborating_sources", more))
    agreement.refresh_from_db()
    assert [source["address"] for source in agreement.sources] == [None, "https://bank.example/news"]
    assert comparing.compare(reading.read(example(), on=TODAY)).changes_nothing
