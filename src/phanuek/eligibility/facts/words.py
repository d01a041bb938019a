"""The vocabulary as the engine takes it, read once per process until it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from django.db.models import Count, Max

from phanuek.areas.models import Area, Level
from phanuek.eligibility.models import VocabularyFact
from phanuek.engines.rules import Fact, Vocabulary, as_type
from phanuek.ui.country import pack


class Stamp(NamedTuple):
    """What differs whenever the vocabulary does, in whichever process it was changed."""

    rows: int
    last: int
    changed: str


class AreaNames(Mapping[str, dict[str, str]]):
    """The name of every area by its code, read when first asked for.

    Any area is in it, but only the provinces are listed: the engine lists choices to propose one, and 8,441 are no choice.
    """

    @cached_property
    def _rows(self) -> dict[str, list[str]]:
        fields = ("code", "level", "parent", "name_th", "name_en")
        return {code: rest for code, *rest in Area.objects.order_by("sort_key").values_list(*fields)}

    @cached_property
    def _names(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _listed(self) -> list[str]:
        return list(
            Area.objects.filter(level=Level.PROVINCE).order_by("sort_key").values_list("code", flat=True)
        )

    def __getitem__(self, code: str) -> dict[str, str]:
        if code not in self._names:
            rows = self._rows
            if code not in rows:
                raise KeyError(code)
            self._names[code] = {"th": _address(code, rows, 2, "th"), "en": _address(code, rows, 3, "en")}
        return self._names[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self._listed)


def _address(code: str, rows: Mapping[str, list[str]], name_at: int, lang: str) -> str:
    names: dict[str, str] = {}
    here: str | None = code
    while here in rows:
        names[rows[here][0]] = rows[here][name_at]
        here = rows[here][1]
    return pack().area_label({**names, "code": code}, lang)


_kept: tuple[Stamp, Vocabulary] | None = None


def vocabulary_stamp() -> Stamp:
    """One small query."""
    found = VocabularyFact.objects.aggregate(rows=Count("pk"), last=Max("pk"), changed=Max("stamp"))
    return Stamp(found["rows"], found["last"] or 0, found["changed"] or "")


def vocabulary() -> Vocabulary:
    """The facts that rules may speak of. Asks the database each time whether the copy is still good."""
    global _kept
    stamp = vocabulary_stamp()
    kept = _kept
    if kept is None or kept[0] != stamp:
        kept = (stamp, Vocabulary(_engine_fact(row) for row in VocabularyFact.objects.order_by("pk")))
        _kept = kept
    return kept[1]


def _engine_fact(row: VocabularyFact) -> Fact:
    unit = {"th": row.unit_th, "en": row.unit_en or row.unit_th} if row.unit_th else None
    return Fact(
        name=row.name,
        type=as_type(row.type),
        unit=unit,
        label={"th": row.label_th, "en": row.label_en},
        question={"th": row.question_th, "en": row.question_en},
        source=row.source,
        sensitive=row.sensitive,
        choices=row.choices or (AreaNames() if row.type == VocabularyFact.Type.AREA else None),
    )
