from __future__ import annotations

import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.eligibility import permissions
from phanuek.eligibility.facts import vocabulary
from phanuek.eligibility.facts.answers import as_stored
from phanuek.eligibility.models import FactRecord, VocabularyFact
from phanuek.engines import rules
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

BATCH = 500
FIELDS = (
    "type", "kind", "unit_th", "unit_en", "label_th", "label_en", "question_th", "question_en", "source",
    "sensitive", "choices",
)  # fmt: skip


@transaction.atomic
def define_facts(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> list[VocabularyFact]:
    """Adds or changes what rules may speak of; rows in the form of the pack's vocabulary. The same rows change nothing.

    Who keeps offers may add yes/no facts of their own, for conditions known only as text; the rest is the secretariat's.
    """
    wanted = {str(row["name"]): _fields(row) for row in rows}
    present = {fact.name: fact for fact in VocabularyFact.objects.filter(name__in=wanted)}
    differing = [
        name for name, values in wanted.items()
        if name not in present or any(getattr(present[name], f) != v for f, v in values.items())
    ]  # fmt: skip
    if any(name in present or wanted[name]["type"] != VocabularyFact.Type.BOOLEAN for name in differing):
        permissions.check_can_define(by)
    else:
        permissions.check_can_set_rule(by)
    if not differing:
        return []
    for name in differing:
        _check_fact(name, wanted[name])
    # not the platform's clock: a test may stop that, and two changes must still differ
    stamp = f"{time.time_ns():020d}-{secrets.token_hex(6)}"
    made = [VocabularyFact(name=name, stamp=stamp, **wanted[name]) for name in differing]
    VocabularyFact.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=[*FIELDS, "stamp"],
    )
    timeline.record_many([timeline.Entry("fact.defined", fact) for fact in made], by=by)
    return made


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """The model's fields from a row with {"th", "en"} texts."""
    unit, label = row.get("unit") or {}, row["label"]
    question = row.get("question") or label
    return {
        "type": row["type"],
        "kind": row.get("kind") or "answer",
        "unit_th": unit.get("th", ""),
        "unit_en": unit.get("en", ""),
        "label_th": label["th"],
        "label_en": label.get("en") or label["th"],
        "question_th": question["th"],
        "question_en": question.get("en") or question["th"],
        "source": row.get("source") or "",
        "sensitive": bool(row.get("sensitive")),
        "choices": row.get("choices") or None,
    }


def _check_fact(name: str, fields: Mapping[str, Any]) -> None:
    try:
        rules.Fact(name=name, type=rules.as_type(fields["type"]))
    except rules.FactError as error:
        raise Refused(T(error.message_th, error.message_en), field="name") from error


@transaction.atomic
def record_fact(
    *,
    by: Actor,
    enterprise: Enterprise,
    name: str,
    value: Any,
    source_th: str,
    source_en: str = "",
    known_on: date | None = None,
) -> FactRecord:
    """What was learned of a group, with its source and the day for which it holds (today unless told).

    Money in satang, days as dates; None says that it is not known after all. The same again on the same day is the
    record that is there. Refused, at the field named after the fact, when the value does not suit it.
    """
    permissions.check_can_record(by, enterprise)
    # two clicks on one button: the second waits, and then finds the first one's record
    Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    row = _record(by, enterprise, name, value, source_th, source_en, known_on, vocabulary())
    newest = FactRecord.objects.filter(enterprise=enterprise, name=name).order_by("-known_on", "-pk").first()
    if newest and (newest.value, newest.known_on, newest.source_th) == (
        row.value,
        row.known_on,
        row.source_th,
    ):
        return newest
    row.save()
    timeline.record("enterprise.fact_recorded", about=enterprise, by=by, facts={"fact": name})
    return row


@transaction.atomic
def record_facts_many(*, by: Actor, rows: Iterable[Mapping[str, Any]]) -> int:
    """As `record_fact`, for thousands; rows hold its arguments. Returns how many were recorded."""
    rows = list(rows)
    _check_all_workable(by, [row["enterprise"] for row in rows])
    known_words = vocabulary()
    made = [
        _record(
            by, row["enterprise"], row["name"], row["value"], row["source_th"], row.get("source_en", ""),
            row.get("known_on"), known_words,
        )
        for row in rows
    ]  # fmt: skip
    FactRecord.objects.bulk_create(made, batch_size=BATCH)
    timeline.record_many(
        [timeline.Entry("enterprise.fact_recorded", r.enterprise, {"fact": r.name}) for r in made], by=by
    )
    return len(made)


def _check_all_workable(by: Actor, enterprises: Sequence[Enterprise]) -> None:
    """As `check_can_record` of each, without asking for each."""
    if not enterprises:
        return
    permissions.check_can_record(by, enterprises[0])
    wanted = {enterprise.pk for enterprise in enterprises}
    workable = Enterprise.objects.workable_by(by)
    for chunk in _chunks(sorted(wanted)):
        if workable.filter(pk__in=chunk).count() != len(chunk):
            raise NotAllowed(
                T("บางกลุ่มในรายการอยู่นอกพื้นที่ที่ท่านดูแล", "Some groups in the list are not yours to work with.")
            )


def _chunks(keys: list[int]) -> Iterable[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _record(
    by: Actor, enterprise: Enterprise, name: str, value: Any, source_th: str, source_en: str, known_on: date | None,
    known_words: rules.Vocabulary,
) -> FactRecord:  # fmt: skip
    fact = known_words.get(name)
    if fact is None:
        raise Refused(T("ไม่มีข้อมูลชื่อ {name}", "There is no fact named {name}.").format(name=name), field="name")
    day = known_on or clock.today()
    if day > clock.today():
        raise Refused(T("วันที่ทราบข้อมูลต้องไม่เป็นวันในอนาคต", "The day cannot lie ahead."), field="known_on")
    if not source_th.strip():
        raise Refused(T("โปรดระบุที่มาของข้อมูล", "Please say where this is known from."), field="source")
    try:
        checked = None if value is None else rules.check_value(fact, value)
    except rules.FactError as error:
        raise Refused(T(error.message_th, error.message_en), field=name) from error
    return FactRecord(
        enterprise=enterprise, name=name, value=as_stored(checked), known_on=day, source_th=source_th.strip(),
        source_en=source_en.strip() or source_th.strip(), recorded_at=clock.now(), organisation_code=by.acting_code,
        person_id=by.person_id,
    )  # fmt: skip
