"""Loading the areas of the country."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.areas.models import Area
from phanuek.engines.pack import PROVINCE, AreaRow
from phanuek.ui.country import pack

_FIELDS = (
    "level",
    "parent_id",
    "name_th",
    "name_en",
    "province_code",
    "region",
    "valid_from",
    "valid_to",
    "sort_key",
    "search_th",
    "search_en",
    "skeleton",
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many areas came in, were renamed or moved, ceased to exist, stayed as they were."""

    added: int
    changed: int
    ended: int
    unchanged: int


@transaction.atomic
def load_areas(*, on: date, rows: Iterable[AreaRow] | None = None) -> Loaded:
    """Bring the table to what the country publishes; the same rows again change nothing.

    An area that is no longer published ends ``on`` that day and is kept, since old records point
    at it. Reference data is loaded by the system when it is set up or upgraded, so this takes no
    Actor and asks for no right: people and organisations do not exist yet below this room.
    """
    wanted = _wanted(pack().areas() if rows is None else rows)
    present = {code: tuple(rest) for code, *rest in Area.objects.values_list("code", *_FIELDS).order_by()}
    added = [code for code in wanted if code not in present]
    changed = [code for code, values in wanted.items() if code in present and present[code] != values]
    _write(Area(code=c, **_named(wanted[c])) for c in [*added, *changed])
    ended = (
        Area.objects.exclude(code__in=wanted).filter(valid_to__isnull=True)
        if present.keys() - wanted
        else None
    )
    gone = ended.update(valid_to=on) if ended is not None else 0
    return Loaded(len(added), len(changed), gone, len(wanted) - len(added) - len(changed))


def _named(values: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(_FIELDS, values, strict=True))


def _write(areas: Iterable[Area]) -> None:
    Area.objects.bulk_create(
        areas,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_FIELDS_WITHOUT_ID,
    )


_FIELDS_WITHOUT_ID = ["parent" if name == "parent_id" else name for name in _FIELDS]


def _wanted(rows: Iterable[AreaRow]) -> dict[str, tuple[Any, ...]]:
    """Code → values in the order of ``_FIELDS``. Raises ValueError when a parent is missing."""
    country = pack()
    provinces: dict[str, str] = {}
    wanted: dict[str, tuple[Any, ...]] = {}
    for row in rows:
        if row.level == PROVINCE:
            provinces[row.code] = row.code
        elif row.parent in provinces and row.code.startswith(row.parent):
            provinces[row.code] = provinces[row.parent]
        else:
            raise ValueError(f"area {row.code}: parent {row.parent!r} does not come before it")
        thai = country.normalise(row.name_th)
        wanted[row.code] = (
            row.level,
            row.parent,
            row.name_th,
            row.name_en,
            provinces[row.code],
            row.region,
            row.valid_from,
            row.valid_to,
            country.sort_key(row.name_th),
            thai.replace(" ", ""),
            country.normalise(row.name_en).replace(" ", ""),
            country.skeleton(thai),
        )
    return wanted
