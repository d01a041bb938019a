"""Figures by province, ready to be drawn: classes of colour, legend, and words for each place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from phanuek.engines.pack import MapOutline
from phanuek.ui import formats
from phanuek.ui.country import pack
from phanuek.ui.words import T

CLASSES = 5
HIDDEN = "hidden"
"""In place of a number that would tell on fewer than five reporters."""
HIDDEN_TEXT = T("ไม่แสดง (น้อยกว่า 5 ราย)", "not shown (fewer than 5)")


@dataclass(frozen=True)
class Place:
    """One province on the map and in its table."""

    code: str
    name: Any
    text: Any
    css: str
    path: str
    url: str = ""


@dataclass(frozen=True)
class LegendItem:
    """One colour and what it stands for."""

    css: str
    label: Any


@dataclass(frozen=True)
class Drawn:
    """What ``{% province_map %}`` takes."""

    outline: MapOutline
    places: list[Place]
    legend: list[LegendItem]


def choropleth(
    values: Mapping[str, Any],
    names: Mapping[str, Any],
    *,
    url: Callable[[str], str] | None = None,
    show: Callable[[Any], str] = formats.number,
) -> Drawn:
    """The provinces of the country pack, coloured by ``values`` (province code → number or HIDDEN).

    A province without a value counts as 0. Places come in the order of ``names``.
    """
    outline = pack().map_outline()
    paths = {shape.code: shape.path for shape in outline.shapes}
    bounds = class_bounds([v for v in values.values() if v != HIDDEN and v is not None])
    places = []
    for code, name in names.items():
        if code not in paths:
            continue
        value = values.get(code) or 0
        text = HIDDEN_TEXT if value == HIDDEN else show(value)
        css = "map-hidden" if value == HIDDEN else f"map-{class_of(value, bounds)}"
        places.append(Place(code, name, text, css, paths[code], url(code) if url else ""))
    return Drawn(outline, places, _legend(bounds, HIDDEN in values.values(), show))


def class_bounds(values: list[Any]) -> list[Any]:
    """Lower bounds of at most five classes above 0, at round numbers near the quintiles."""
    positive = sorted(v for v in values if v > 0)
    if not positive:
        return []
    whole = all(v == int(v) for v in positive)
    lowest: Any = 1 if whole else _round_down(positive[0])
    cuts = [positive[len(positive) * step // CLASSES] for step in range(1, CLASSES)]
    return sorted({lowest, *(max(lowest, _round_down(cut)) for cut in cuts)})


def _round_down(value: Any) -> Any:
    """The nearest of 1, 2, 3, 5, 7 times a power of ten at or below ``value``."""
    found = Decimal(str(value))
    power = Decimal(1).scaleb(found.adjusted())
    digit = max(d for d in (1, 2, 3, 5, 7) if d * power <= found)
    rounded = digit * power
    return int(rounded) if rounded == rounded.to_integral_value() else rounded


def class_of(value: Any, bounds: list[Any]) -> int:
    """0 for nothing, else 1 to 5."""
    return sum(1 for bound in bounds if value >= bound) if value > 0 else 0


def _legend(bounds: list[Any], hidden: bool, show: Callable[[Any], str]) -> list[LegendItem]:
    items = [LegendItem("map-0", show(0))]
    for at, low in enumerate(bounds, start=1):
        if at == len(bounds):
            label: Any = T("{low} ขึ้นไป", "{low} or more").format(low=show(low))
        else:
            after = bounds[at]
            high = after - 1 if isinstance(after, int) and isinstance(low, int) else after
            label = show(low) if high == low else f"{show(low)}–{show(high)}"
        items.append(LegendItem(f"map-{at}", label))
    if hidden:
        items.append(LegendItem("map-hidden", HIDDEN_TEXT))
    return items
