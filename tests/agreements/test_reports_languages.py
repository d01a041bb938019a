"""A report frozen in one language reads well in the other: no label of a choice is frozen in the language of who closed it."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import docx
import pytest
from django.db.models import TextChoices
from django.test import Client

from phanuek.agreements import actions, states
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment, Measure, PeriodReport, StatusOverride
from phanuek.organisations.models import Organisation
from phanuek.site.queries.report_today import since
from phanuek.timeline.provenance import Provenance
from phanuek.ui import clock
from phanuek.ui.words import T, in_language
from tests import cast
from tests.agreements import amending
from tests.agreements.agreement import commitment_fields
from tests.agreements.meeting import SYSTEM, a_task, closed, held
from tests.agreements.report import composed, frozen, opened
from tests.agreements.test_reports_pages import read, the_frozen_part

pytestmark = pytest.mark.django_db
THAI = re.compile("[\u0e00-\u0e7f]")
PERIOD = {"starts_on": date(2026, 10, 1), "ends_on": date(2026, 11, 23)}
TABLES = [one for one in vars(states).values() if isinstance(one, type) and issubclass(one, TextChoices)]
LABELS = {
    T.of(choice.label).th: T.of(choice.label).en
    for table in (*TABLES, Measure, Provenance)
    for choice in table
}


@pytest.fixture
def agreement() -> Agreement:
    """With something of each kind that a report tells."""
    made = amending.signed_agreement()
    Organisation.objects.filter(code__in=amending.BODIES).update(name_en="A bank")
    row = actions.add_commitment(
        by=SYSTEM, agreement=made, lead=amending.body("alpha"), **commitment_fields(provenance="added")
    )
    StatusOverride.objects.create(
        commitment=row,
        status="on_plan",
        reason_th="ติดน้ำท่วม",
        reason_en="The flood",
        starts_on=date(2026, 11, 1),
        ends_on=date(2026, 12, 1),
        by_organisation="osep",
    )
    closed(made, held_on=date(2026, 11, 2))
    second = held(made, number="2/2569", held_on=date(2026, 11, 3))
    a_task(second, owner="alpha", due_on=date(2026, 11, 10))
    draft = amending.draft(made, "extension", new_ends_on=date(2030, 12, 31))
    merge_amendment(by=SYSTEM, amendment=amending.signed(amending.opened(draft)))
    return made


def pairs_and_texts(value: Any, way: str = "") -> Iterator[tuple[str, Any]]:
    """Every pair of languages and every bare text in the content, with where it stands."""
    if isinstance(value, dict) and value.keys() == {"th", "en"}:
        yield way, value
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from pairs_and_texts(part, f"{way}.{name}")
    elif isinstance(value, list):
        for part in value:
            yield from pairs_and_texts(part, way)
    elif isinstance(value, str):
        yield way, value


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_label_is_frozen_in_both_languages(agreement: Agreement, lang: str) -> None:
    with in_language(lang):
        said = composed(opened(agreement, **PERIOD))
    found = list(pairs_and_texts(said))
    labels = {way: one for way, one in found if isinstance(one, dict) and one["th"] in LABELS}
    assert {".commitments.measure.label", ".commitments.override.label", ".commitments.origin", ".amendments.kind",
            ".meetings.state", ".tasks.state", ".agreement.in_force.label"} <= set(labels)  # fmt: skip
    for way, one in found:
        if isinstance(one, str):
            assert one not in LABELS, way
            assert one not in set(LABELS.values()), way
        else:
            assert one["th"] not in set(LABELS.values()) - set(LABELS), way
            assert one["th"] not in LABELS or not THAI.search(one["en"]), way


def test_closed_in_thai_it_reads_in_english(client: Client, agreement: Agreement) -> None:
    report = frozen(agreement, **PERIOD)
    text = the_frozen_part(read(client, report.get_absolute_url(), "en"))
    typed = {one["th"] for _, one in pairs_and_texts(report.content) if isinstance(one, dict) and one["th"] == one["en"]}  # fmt: skip
    for one in sorted(typed, key=len, reverse=True):
        assert one not in LABELS
        text = text.replace(one, "")
    assert THAI.findall(text) == [], re.findall("[\u0e00-\u0e7f]+", text)
    assert "Minutes adopted" in text
    assert "Extension of the term" in text


@pytest.mark.parametrize("closed_in", ["th", "en"])
def test_nothing_differs_right_after_closing_in_either_language(
    client: Client, agreement: Agreement, closed_in: str
) -> None:
    with in_language(closed_in):
        report = frozen(agreement, **PERIOD)
    for lang in ("th", "en"):
        with in_language(lang):
            assert since(report, cast.DAO, clock.now()) == []
        assert 'id="differences"' not in read(client, report.get_absolute_url(), lang)


def test_one_frozen_in_one_language_does_not_differ_by_its_words(agreement: Agreement) -> None:
    report = frozen(agreement, **PERIOD)
    for row in (*report.content["meetings"], *report.content["tasks"]):
        del row["state_code"]
        row["state"] = {"th": row["state"]["th"], "en": row["state"]["th"]}
    PeriodReport.objects.filter(pk=report.pk).update(content=report.content)
    for lang in ("th", "en"):
        with in_language(lang):
            assert since(report, cast.DAO, datetime.fromisoformat("2026-11-24T09:00:00+07:00")) == []


def test_an_amendment_tells_the_day_it_holds_from_and_the_day_it_was_merged(
    client: Client, agreement: Agreement
) -> None:
    merged = agreement.amendments.get()
    Amendment.objects.filter(pk=merged.pk).update(effective_on=date(2027, 1, 15))
    report = frozen(agreement, **PERIOD)
    at = report.get_absolute_url()
    word = client.get(f"{at}report.docx?lang=en").content
    said = {
        "th": the_frozen_part(read(client, at)),
        "en": the_frozen_part(read(client, at, "en")),
        "word": "\n".join(p.text for p in docx.Document(io.BytesIO(word)).paragraphs),
    }
    assert "มีผล 15 ม.ค. 2570 · รวมเข้าข้อตกลงเมื่อ 23 พ.ย. 2569" in said["th"]
    assert "in effect from 15 Jan 2027 · merged on 23 Nov 2026" in said["en"]
    assert "in effect from 15 Jan 2027, merged on 23 Nov 2026" in said["word"]


def test_one_without_a_day_of_its_own_holds_from_its_merging(client: Client, agreement: Agreement) -> None:
    Amendment.objects.update(effective_on=None)
    text = the_frozen_part(read(client, frozen(agreement, **PERIOD).get_absolute_url()))
    assert "มีผลและรวมเข้าข้อตกลงเมื่อ 23 พ.ย. 2569" in text
