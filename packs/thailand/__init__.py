"""Thailand: its calendar, fiscal year, numbers, areas and writing. ``PACK`` is what the core asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from packs.thailand import areas, dates, identifiers, regions, text, tokens
from phanuek.engines.pack import (
    AreaRow,
    Bilingual,
    CountryPack,
    IdentifierScheme,
    MapOutline,
    MapShape,
    Region,
)

_DATA = Path(__file__).parent / "data"


class Thailand:
    """The pack; every method answers as ``CountryPack`` says and holds nothing of its own."""

    code = "TH"
    name: Bilingual = {"th": "ประเทศไทย", "en": "Thailand"}
    timezone = "Asia/Bangkok"
    level_names: Mapping[str, Bilingual] = areas.LEVEL_NAMES
    identifier_schemes: Mapping[str, IdentifierScheme] = identifiers.SCHEMES

    fiscal_year = staticmethod(dates.fiscal_year)
    fiscal_year_range = staticmethod(dates.fiscal_year_range)
    fiscal_year_label = staticmethod(dates.fiscal_year_label)
    format_date = staticmethod(dates.format_date)
    parse_date = staticmethod(dates.parse_date)

    normalise = staticmethod(text.normalise)
    words = staticmethod(text.words)
    tokens = staticmethod(tokens.tokens)
    skeleton = staticmethod(text.skeleton)
    sort_key = staticmethod(text.sort_key)
    core_name = staticmethod(text.core_name)

    check_identifier = staticmethod(identifiers.check_identifier)
    mask_identifier = staticmethod(identifiers.mask_identifier)

    area_label = staticmethod(areas.area_label)
    area_name = staticmethod(areas.area_name)
    read_area_text = staticmethod(areas.read_area_text)
    match_area = staticmethod(areas.match_area)

    def areas(self) -> Iterator[AreaRow]:
        """Every area, parents before their children."""
        return areas.rows()

    def regions(self) -> Sequence[Region]:
        """Six regions, north to south."""
        return regions.REGIONS

    def map_outline(self) -> MapOutline:
        """The 77 provinces; drawn by ``make_map.py``."""
        return _outline()

    def holidays(self) -> Mapping[date, Bilingual]:
        """Days fixed by date, and their days in lieu; the file says what it leaves out."""
        return _holidays()

    def data(self, name: str) -> Any:
        """The parsed file ``data/<name>.json``, read afresh; a caller that asks often keeps it."""
        path = _DATA / f"{name}.json"
        if not name.replace("_", "").isalnum() or not path.is_file():
            raise KeyError(name)
        return json.loads(path.read_text(encoding="utf-8"))


@cache
def _holidays() -> Mapping[date, Bilingual]:
    listed = json.loads((_DATA / "holidays.json").read_text(encoding="utf-8"))["holidays"]
    return {date.fromisoformat(row["day"]): {"th": row["th"], "en": row["en"]} for row in listed}


@cache
def _outline() -> MapOutline:
    drawn = json.loads((_DATA / "map" / "outline.json").read_text(encoding="utf-8"))
    return MapOutline(
        width=drawn["width"],
        height=drawn["height"],
        shapes=tuple(MapShape(s["code"], s["path"], s["x"], s["y"]) for s in drawn["shapes"]),
        extra=tuple(drawn["extra"]),
        source=drawn["source"],
    )


PACK: CountryPack = Thailand()
