"""What is known of a group, line by line for a page: value in words, source, day, who recorded, what was said before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phanuek.eligibility.facts.answers import value_in_words
from phanuek.eligibility.facts.known import PROFILE, KnownFact, known_facts
from phanuek.eligibility.facts.words import vocabulary
from phanuek.eligibility.models import FactRecord
from phanuek.engines.rules import Fact
from phanuek.organisations.models import Organisation
from phanuek.people.models import Person
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

HIDDEN = T(
    "ข้อมูลอ่อนไหว เห็นเฉพาะกลุ่มและเจ้าหน้าที่ที่บันทึกได้",
    "Sensitive: shown to the group and to officers who may record it",
)


@dataclass(frozen=True)
class Line:
    """One fact that is known. `record` is None when the registry says it."""

    name: str
    label: T
    value: T
    source: T
    known_on: date | None
    who: str
    sensitive: bool
    from_registry: bool


@dataclass(frozen=True)
class Said:
    """One record of the past."""

    value: T
    source: T
    known_on: date
    record: FactRecord
    who: str


class Recorders:
    """The names of who recorded: the person beside the organisation."""

    def __init__(self, records: Iterable[FactRecord]) -> None:
        rows = list(records)
        organisations = Organisation.objects.filter(code__in={r.organisation_code for r in rows})
        self._organisations = {o.code: T(o.name_th, o.name_en or o.name_th) for o in organisations}
        self._people = Person.objects.in_bulk({r.person_id for r in rows if r.person_id})

    def of(self, record: FactRecord) -> str:
        organisation = self._organisations.get(record.organisation_code)
        person = self._people.get(record.person_id) if record.person_id else None
        return " · ".join(str(part) for part in (person, organisation) if part)


def known_lines(
    enterprise: Enterprise, on: date, *, sensitive: bool
) -> tuple[list[Line], dict[str, KnownFact]]:
    """What is known, in the order of the vocabulary, and the same for the engine. `sensitive` shows sensitive values."""
    words = vocabulary()
    known = known_facts([enterprise], on)[enterprise.pk]
    recorders = Recorders(fact.record for fact in known.values() if fact.record)
    lines = [
        _line(words[name], known[name], recorders, sensitive or not words[name].sensitive)
        for name in words
        if name in known
    ]
    return lines, known


def _line(fact: Fact, known: KnownFact, recorders: Recorders, show: bool) -> Line:
    return Line(
        name=fact.name,
        label=T.of(fact.title),
        value=value_in_words(fact, known.value) if show else HIDDEN,
        source=known.source,
        known_on=known.record.known_on if known.record else None,
        who=recorders.of(known.record) if known.record else "",
        sensitive=fact.sensitive,
        from_registry=known.record is None and fact.name in PROFILE,
    )


def said(fact: Fact, records: Iterable[FactRecord]) -> list[Said]:
    """The records of one fact in words."""
    rows = list(records)
    recorders = Recorders(rows)
    return [
        Said(value_in_words(fact, r.value), T(r.source_th, r.source_en), r.known_on, r, recorders.of(r))
        for r in rows
    ]
