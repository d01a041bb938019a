"""The published form (agreement/v1): what comes in, what is left, what is refused and where."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from phanuek.agreements import queries
from phanuek.agreements.actions import import_agreement
from phanuek.agreements.importing import reading
from phanuek.agreements.importing.problems import NotReadable
from phanuek.agreements.models import Agreement, Attendee, Commitment
from phanuek.organisations.models import Organisation
from phanuek.timeline import queries as timeline
from phanuek.ui.country import pack
from tests.agreements.files import SYSTEM, changed, example

TODAY = date(2026, 11, 23)
db = pytest.mark.django_db


def imported(data: dict[str, Any]) -> Agreement:
    return import_agreement(by=SYSTEM, data=data, on=TODAY)


def refused(data: Any) -> dict[str, Any]:
    """The problems by path."""
    with pytest.raises(NotReadable) as refusal:
        reading.read(data, on=TODAY)
    return {problem.path: problem for problem in refusal.value.problems}


def seen(agreement: Agreement) -> dict[str, Any]:
    """What both forms of the agreement of 2021 must give alike."""
    page = queries.page(agreement)
    return {
        "head": [
            agreement.code, agreement.title_th, agreement.title_en, agreement.short_title_th, agreement.instrument_th,
            agreement.signed_on, agreement.signed_at_time, agreement.venue_th, agreement.venue_en, agreement.ends_on,
            agreement.stage, agreement.provenance, agreement.provenance_source, agreement.organiser and agreement.organiser.code,
        ],
        "parties": [
            (p.party.order, p.party.name_as_printed, p.party.organisation.code, p.party.organisation.name_th,
             p.party.organisation.abbr_th, p.party.organisation.kind, [s.name_th for s in p.signatories])
            for p in page.parties
        ],
        "people": sorted((a.part, a.name_th, a.position_th, a.signed_on, a.provenance) for a in agreement.attendees.all()),
        "statements": [
            (s.kind, s.number, s.text_th, s.text_en, s.provenance) for rows in page.statements.values() for s in rows
        ],
        "not_stated": agreement.not_stated,
        "others": [body["name_th"] for body in agreement.other_bodies],
        "in_force": (page.in_force.answer, page.in_force.reason.en),
    }  # fmt: skip


@db
def test_both_forms_of_the_agreement_of_2021_give_the_same() -> None:
    ours = seen(imported(pack().data("agreement_2021")))
    Agreement.objects.all().delete()
    Organisation.objects.all().delete()
    published = seen(imported(pack().data("agreement_2021_published")))
    assert published == ours
    assert published["in_force"] == ("cannot_say", "term not stated, 16 of 18 signatories not known")
    assert len(published["parties"]) == 18
    assert [p[2] for p in published["parties"] if p[6]] == ["moi", "gsb"]


def test_what_has_no_place_here_is_listed() -> None:
    told = reading.read(pack().data("agreement_2021_published"), on=TODAY)
    left = {item.path: item.value for item in told.not_used}
    assert left["venue.floor"] == "4"
    assert left["objectives[0].stated_for"] == "the MOU"
    assert "people[2].organisation_th" in left
    assert told.warnings == []
    data = changed(example(), "motto", {"th": "คำขวัญ"})
    assert [(n.path, n.value) for n in reading.read(data, on=TODAY).not_used] == [("motto", "{…}")]


@db
def test_the_example_comes_in_whole() -> None:
    agreement = imported(example())
    page = queries.page(agreement)
    assert page.in_force.answer == "yes"
    assert (agreement.effective_on, agreement.ends_on, agreement.notice_days) == (
        date(2024, 3, 1),
        date(2027, 2, 28),
        60,
    )
    bank = page.parties[1]
    assert bank.party.organisation.demonstration
    assert (bank.signatories[0].capacity, bank.signatories[0].method) == ("delegated", "paper")
    assert [w.name_en for w in page.witnesses] == ["Mr. Tuayang Phayan"]
    version = agreement.text_versions.get()
    spans = list(version.spans.select_related("clause", "version"))
    assert [s.clause.code for s in spans] == ["c1", "c2", "c3"]
    assert spans[1].text_th.startswith("ข้อ ๒ หน้าที่ของภาคี")
    assert spans[2].text_en == "Clause 3 Term\nThis memorandum holds for three years from the day of signing."
    assert version.provenance == "demonstration"
    training = Commitment.objects.get(code="sample-bookkeeping")
    assert training.clause is not None
    assert training.clause.code == "c2"
    assert (training.baseline, training.target) == (Decimal(20), Decimal(150))
    assert [p.target for p in training.period_targets.all()] == [Decimal(50)] * 3
    assert [body.code for body in training.collaborators.all()] == ["sample-university"]


@db
def test_the_same_file_again_changes_nothing() -> None:
    agreement = imported(example())
    version, told = agreement.version, len(timeline.of(agreement, with_people=True))
    again = imported(example())
    assert again.version == version
    assert len(timeline.of(agreement, with_people=True)) == told
    assert Organisation.objects.count() == 3


@db
def test_a_body_above_and_a_successor_are_tied() -> None:
    data = changed(example(), "parties[1].under", "sample-institute")
    data = changed(data, "parties[2].successor", "sample-bank")
    imported(data)
    bodies = {o.code: o for o in Organisation.objects.all()}
    assert bodies["sample-bank"].parent == bodies["sample-institute"]
    assert bodies["sample-university"].successor == bodies["sample-bank"]


@db
def test_what_is_not_signed_yet_comes_in_as_it_stands() -> None:
    data = changed(example(), "signed_on", None)
    data = changed(data, "term.effective_on", None)
    data["parties"][2]["signatories"][0]["signed_on"] = None
    agreement = imported(data)
    assert (agreement.stage, agreement.signed_on, agreement.signing_opened_on) == (
        "signing",
        None,
        date(2024, 3, 1),
    )
    assert queries.in_force(agreement).reason.en == "2 of 3 parties have signed"
    assert Attendee.objects.get(party__order=3).signed_on is None
    assert agreement.text_versions.count() == 1
    agreement.commitments.all().delete()
    Agreement.objects.all().delete()
    for party in data["parties"]:
        del party["signatories"]
    assert imported(data).stage == "draft"


def test_who_signed_is_told_twice_and_kept_once() -> None:
    data = example()
    data["people"] = [
        {"name_th": "นายตัวอย่าง สอง", "part": "signatory", "party": "sample-bank", "role_th": "รองผู้จัดการใหญ่"}
    ]
    people = reading.read(data, on=TODAY).people
    (row,) = [p for p in people if p.values["party"] == "sample-bank"]
    assert row.values["capacity"] == "delegated"
    data["people"][0]["role_th"] = "ผู้จัดการ"
    assert "parties[1].signatories[0]" in refused(data)


def test_lenient_where_it_may_be() -> None:
    """Order, kinds, counts and parts of a person may be missing or odd: a word about it, and no refusal."""
    data = example()
    for party in data["parties"]:
        del party["order"]
    data["parties"][0]["kind"] = "royal_project"
    del data["parties"][1]["kind"]
    data["party_count_listed_in_source"] = 7
    data["people"] = [{"name_th": "นางสาวดี", "part": "singer", "name_en": None}]
    data["signed_on"]["weekday_th"] = "วันจันทร์"
    data["parties"][2]["juristic_number"] = "0107544000109"
    told = reading.read(data, on=TODAY)
    assert [row.values["order"] for row in told.parties] == [1, 2, 3]
    assert told.bodies["sample-institute"].values["kind"] == "other"
    assert told.bodies["sample-university"].values["juristic_number"] == ""
    assert {w.path for w in told.warnings} == {
        "parties[0].kind", "parties[1].kind", "party_count_listed_in_source", "people[0].part", "signed_on.weekday_th",
        "parties[2].juristic_number",
    }  # fmt: skip


def test_another_source_has_other_words_for_the_same() -> None:
    """A second agreement of the form: other endings, a printed name that is missing, a host that is no party."""
    data = pack().data("agreement_2021_published")
    data["id"] = "th-mou-second-2022"
    data["parties"] = data["parties"][:7]
    data["people"] = data["people"][:1]
    for party in data["parties"]:
        party["name_as_in_news_th"] = party.pop("name_as_in_seed_th")
    data["parties"][3]["name_as_in_news_th"] = None
    data["organiser"] = {"name_th": "จังหวัดน่าน"}
    data["not_stated_in_news"] = data.pop("not_stated_in_seed")
    data["target_groups_in_news"] = data.pop("target_groups_named_in_seed")
    del data["wider_aims_stated_for_ministry_of_interior_and_cdd"], data["party_count_listed_in_seed"]
    told = reading.read(data, on=TODAY)
    assert len(told.parties) == 7
    assert told.parties[3].values["name_as_printed"] == "กระทรวงเกษตรและสหกรณ์"
    assert [w.path for w in told.warnings] == ["organiser.name_th"]
    assert told.organiser is None
    assert len(told.agreement["not_stated"]) == 9
    assert "wider_aim" not in told.statement_kinds


@pytest.mark.parametrize("signed_on", ["2024-03-01", {"gregorian": "2024-03-01"}])
def test_a_day_may_be_written_plainly(signed_on: Any) -> None:
    told = reading.read(changed(example(), "signed_on", signed_on), on=TODAY)
    assert told.agreement["signed_on"] == date(2024, 3, 1)


def test_texts_in_one_language_stand_for_both() -> None:
    data = changed(example(), "not_stated", ["budget", "the weather"])
    told = reading.read(data, on=TODAY)
    assert told.agreement["not_stated"] == [
        {"th": "งบประมาณ", "en": "budget"},
        {"th": "the weather", "en": "the weather"},
    ]


BAD: list[tuple[str, Any, str]] = [
    ("schema", "agreement/v2", "schema"),
    ("id", "a/b", "id"),
    ("id", "import", "id"),
    ("id", 7, "id"),
    ("title", "just text", "title"),
    ("title.th", " ", "title.th"),
    ("instrument_kind", ..., "instrument_kind"),
    ("provenance", "hearsay", "provenance"),
    ("provenance", "added", "provenance_why"),
    ("signed_on.gregorian", "2030-01-01", "signed_on.gregorian"),
    ("signed_on.gregorian", "2567-03-01", "signed_on.gregorian"),
    ("signed_on", "1 มี.ค. 2567", "signed_on"),
    ("signed_on.buddhist_era", "2568-03-01", "signed_on.buddhist_era"),
    ("stage", "draft", "stage"),
    ("signed_at_time", "10 น.", "signed_at_time"),
    ("stage", "kept", "stage"),
    ("organiser", {"order": 9}, "organiser.order"),
    ("organiser.id", "nobody", "organiser.id"),
    ("signing_rule", {"kind": "most"}, "signing_rule.kind"),
    ("signing_rule", {"kind": "at_least"}, "signing_rule.count"),
    ("signing_rule", {"kind": "at_least", "count": 4}, "signing_rule.count"),
    ("signing_rule", "at_least", "signing_rule"),
    ("term.ends_on", "2024-02-29", "term.ends_on"),
    ("term.no_fixed_term", True, "term.no_fixed_term"),
    ("term.notice_days", "60", "term.notice_days"),
    ("parties", [], "parties"),
    ("parties", {}, "parties"),
    ("parties[1]", "sample-bank", "parties[1]"),
    ("parties[2].id", "sample-bank", "parties[2].id"),
    ("parties[2].id", ..., "parties[2].id"),
    ("parties[2].order", "3", "parties[2].order"),
    ("parties[2].order", 1, "parties[2].order"),
    ("parties[2].name_official_th", "ธนาคารตัวอย่าง", "parties[2].name_official_th"),
    ("parties[2].must_sign", "yes", "parties[2].must_sign"),
    ("parties[2].kind", 3, "parties[2].kind"),
    ("parties[2].name_as_printed_th", "ก" * 301, "parties[2].name_as_printed_th"),
    ("parties[0].signatories[0].name", ..., "parties[0].signatories[0].name_th"),
    ("parties[0].signatories[0].signed_on", "2026-11-24", "parties[0].signatories[0].signed_on"),
    ("parties[1].signatories[0].capacity_basis", ..., "parties[1].signatories[0].capacity_basis"),
    ("parties[1].signatories[0].capacity", "his_own", "parties[1].signatories[0].capacity"),
    ("people", [{"name_th": "ก", "part": "signatory"}], "people[0].party"),
    ("people", [{"name_th": "ก", "part": "signatory", "party": "nobody"}], "people[0].party"),
    ("objectives[0].no", "1", "objectives[0].no"),
    ("objectives", [{"no": 1, "th": "ก"}, {"no": 1, "th": "ข"}], "objectives[1].no"),
    ("not_stated", [7], "not_stated[0]"),
    ("text.th", "", "text.th"),
    ("text.th", "ก\r\nข", "text.th"),
    ("text.clauses[0].end", 99_999, "text.clauses[0].end"),
    ("text.clauses[0].start_en", 99_999, "text.clauses[0].end_en"),
    ("text.clauses[1].text.th", "ข้อความอื่น", "text.clauses[1].text"),
    ("text.clauses[2].code", "c1", "text.clauses[2].code"),
    ("text.clauses[2].label", ..., "text.clauses[2].label_th"),
    ("text.file_sha256", "abc", "text.file_sha256"),
    ("commitments[0].measure", "smiles", "commitments[0].measure"),
    ("commitments[0].target", "150", "commitments[0].target"),
    ("commitments[0].target", 0, "commitments[0].target"),
    ("commitments[0].target", 151, "commitments[0].period_targets"),
    ("commitments[0].due_on", "2024-01-01", "commitments[0].due_on"),
    ("commitments[0].clause", "c9", "commitments[0].clause"),
    ("commitments[0].baseline_source", ..., "commitments[0].baseline_source"),
    ("commitments[0].period_targets[1].starts_on", "2025-01-01", "commitments[0].period_targets[1]"),
    ("commitments[1].code", "sample-bookkeeping", "commitments[1].code"),
    ("commitments[1].provenance", "added", "commitments[1].why"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "value", "path"), BAD, ids=[f"{p}={str(v)[:20]}" for p, v, _ in BAD])
def test_each_problem_is_named_by_its_path_in_the_file(place: str, value: Any, path: str) -> None:
    problems = refused(changed(example(), place, value))
    assert path in problems
    found = problems[path]
    assert found.message.th != found.message.en
    assert found.hint.th
    assert found.hint.en


def test_a_year_of_the_buddhist_era_is_explained() -> None:
    for place in ("signed_on", "term.ends_on"):
        problems = refused(changed(example(), place, "2567-03-01"))
        assert problems[place].message.en == "2567-03-01 looks like a year of the Buddhist era"
        assert problems[place].hint.en == "Write its Gregorian year: 2024-03-01."


@db
@pytest.mark.parametrize(
    ("place", "value", "path"),
    [
        ("parties[1].under", "nobody", "parties[1].under"),
        ("commitments[0].lead", "nobody", "commitments[0].lead"),
        ("commitments[0].collaborators", ["nobody"], "commitments[0].collaborators"),
        ("commitments[1].statement", {"kind": "aim", "number": 9}, "commitments[1].statement"),
    ],
)
def test_what_is_named_must_be_there(place: str, value: Any, path: str) -> None:
    with pytest.raises(NotReadable) as refusal:
        imported(changed(example(), place, value))
    assert [problem.path for problem in refusal.value.problems] == [path]
    assert not Agreement.objects.exists()
