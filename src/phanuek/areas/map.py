"""The provinces as one inline SVG: five steps of colour, hatching for what may not be shown.

The drawing carries classes only (``map-0`` to ``map-5``, ``map-hidden``, ``map-extra``), no style
and no script. It is never alone: the page shows a table of the same figures beside it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from phanuek.engines.pack import PROVINCE, AreaRow, MapOutline
from phanuek.ui import formats
from phanuek.ui.country import pack
from phanuek.ui.words import T, pick

Number = int | float | Decimal

STEPS = 5
NOT_SHOWN = T("ไม่แสดง (น้อยกว่า 5)", "not shown (fewer than 5)")
NONE = T("ไม่มี", "none")
NO_DATA = T("ไม่มีข้อมูล", "no data")


@dataclass(frozen=True, slots=True)
class Place:
    """One province on the map: its class, its figure in words, where it leads."""

    code: str
    name: str
    text: str
    css: str
    path: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class LegendStep:
    """One class of the legend and what it stands for."""

    css: str
    label: str


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """A drawn map. In a template ``{{ map }}`` is the SVG; ``places`` are the rows of its table."""

    label: str
    outline: MapOutline
    places: tuple[Place, ...]
    legend: tuple[LegendStep, ...]

    @property
    def source(self) -> str:
        """Where the borders come from, to stand under the map."""
        return str(T.of(self.outline.source))

    @property
    def svg(self) -> SafeString:
        """The drawing: every province can be reached by keyboard and says its name and figure."""
        extra = format_html_join("", '<path class="map-extra" d="{}"/>', ((d,) for d in self.outline.extra))
        drawn = format_html_join("", "{}", ((_shape(place),) for place in self.places))
        return format_html(
            '<svg class="map-drawing" viewBox="0 0 {} {}" role="group" aria-label="{}">{}{}</svg>',
            self.outline.width,
            self.outline.height,
            self.label,
            drawn,
            extra,
        )

    def __str__(self) -> str:
        return self.svg

    def __html__(self) -> str:
        return self.svg


def province_map(
    values: Mapping[str, Number | None],
    *,
    label: T | str,
    text: Callable[[Number], object] = formats.number,
    url: Callable[[str], str] | None = None,
    hidden: Collection[str] = (),
    hidden_text: T | str = NOT_SHOWN,
) -> ProvinceMap:
    """Draw ``values`` by province code.

    A province without an entry counts as nothing (0); one whose value is None has no data; one in
    ``hidden`` shows neither figure nor step, whatever its value. ``text`` writes a figure with its
    unit, ``url`` gives the page of a province. ``label`` says what the map shows.
    """
    shown = [v for code, v in values.items() if v is not None and v > 0 and code not in hidden]
    bounds = breaks(shown)
    outline = pack().map_outline()
    paths = {shape.code: shape.path for shape in outline.shapes}
    places = []
    for row in _provinces():
        if row.code not in paths:
            continue
        value = values.get(row.code, 0)
        if row.code in hidden:
            css, words = "map-hidden", str(hidden_text)
        elif value is None:
            css, words = "map-0", str(NO_DATA)
        else:
            css, words = f"map-{step(value, bounds)}", str(text(value))
        name = str(pick(row.name_th, row.name_en))
        places.append(Place(row.code, name, words, css, paths[row.code], url(row.code) if url else ""))
    legend = _legend(shown, bounds, text)
    if hidden:
        legend.append(LegendStep("map-hidden", str(hidden_text)))
    return ProvinceMap(str(label), outline, tuple(places), tuple(legend))


def breaks(values: Sequence[Number]) -> list[Number]:
    """Upper bounds of at most five steps that hold about equally many values, rounded to read well."""
    ordered = sorted(v for v in values if v > 0)
    if not ordered:
        return []
    distinct = sorted(set(ordered))
    if len(distinct) <= STEPS:
        return list(distinct)
    cuts = {_round_up(ordered[math.ceil(len(ordered) * n / STEPS) - 1]) for n in range(1, STEPS)}
    return [*sorted(cut for cut in cuts if cut < ordered[-1]), ordered[-1]]


def step(value: Number, bounds: Sequence[Number]) -> int:
    """0 for nothing, else the step whose bound first holds the value; the top step is always 5."""
    if value <= 0 or not bounds:
        return 0
    place = next((n for n, bound in enumerate(bounds) if value <= bound), len(bounds) - 1)
    # few steps are spread over the five colours, so two provinces never look nearly alike
    return STEPS if len(bounds) == 1 else 1 + round(place * (STEPS - 1) / (len(bounds) - 1))


def _round_up(value: Number) -> Number:
    """To two leading digits: 1,234 becomes 1,300; whole numbers below 100 stay."""
    if value < 100 and value == int(value):
        return int(value)
    unit = Decimal(10) ** (Decimal(str(value)).adjusted() - 1)
    rounded = math.ceil(Decimal(str(value)) / unit) * unit
    return int(rounded) if rounded == int(rounded) else rounded


def _legend(
    shown: Sequence[Number], bounds: Sequence[Number], text: Callable[[Number], object]
) -> list[LegendStep]:
    lines = [LegendStep("map-0", str(NONE))]
    whole = all(v == int(v) for v in shown)
    low: Number = min(shown) if shown else 0
    for bound in bounds:
        one = low == bound
        label = f"{text(bound)}" if one else f"{text(low)} – {text(bound)}"
        lines.append(LegendStep(f"map-{step(bound, bounds)}", label))
        above = [v for v in shown if v > bound]
        low = (
            (min(above) if whole and len(set(shown)) <= STEPS else bound + 1 if whole else bound)
            if above
            else bound
        )
    return lines


def _shape(place: Place) -> SafeString:
    says = format_html("{}: {}", place.name, place.text)
    path = format_html(
        '<path class="{}" d="{}"><title>{}</title></path>', place.css, mark_safe(place.path), says
    )
    if place.url:
        return format_html('<a href="{}" aria-label="{}">{}</a>', place.url, says, path)
    return format_html('<g role="img" tabindex="0" aria-label="{}">{}</g>', says, path)


def _provinces() -> list[AreaRow]:
    rows = _province_rows(getattr(settings, "COUNTRY_PACK", ""))
    return sorted(rows, key=lambda row: pick(pack().sort_key(row.name_th), row.name_en))


@cache
def _province_rows(_country: str) -> tuple[AreaRow, ...]:
    return tuple(takewhile(lambda row: row.level == PROVINCE, pack().areas()))
