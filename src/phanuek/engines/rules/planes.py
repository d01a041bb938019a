"""The conditions of a plan over a table, a bit for each enterprise: two planes for each node of the plan.

One plane says for whom it surely holds, the other for whom it possibly does (surely, or it cannot be said). AND and OR of
three-valued logic then are AND and OR of each plane, on 64 enterprises with one instruction, and the planes are the
explanation: not possible is not met, possible but not sure is unknown. Both planes lie side by side, so that one operation
works on both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np

from phanuek.engines.rules.cells import Plane, Planes, everyone, known_plane, ladder, words_of
from phanuek.engines.rules.columns import Column, Listed
from phanuek.engines.rules.pairs import pair_planes
from phanuek.engines.rules.plan import Plan, Ruler
from phanuek.engines.rules.probe import FIRST_CUT, KNOWN, NOBODY
from phanuek.engines.rules.table import Table

SURE, POSSIBLE = 0, 1
BLOCK = 1 << 17  # rows worked on together where not everything is kept; half as many take a fifth longer


def new_planes(nodes: int, rows: int) -> Planes:
    """Two planes for each node. Their memory is taken as they are written."""
    return np.zeros((nodes, 2, words_of(rows)), np.uint64)


def with_room(planes: Planes, nodes: int) -> Planes:
    """The same planes with room for so many nodes."""
    if nodes <= len(planes):
        return planes
    longer = np.zeros((nodes + nodes // 4 + 8, *planes.shape[1:]), np.uint64)
    longer[: len(planes)] = planes
    return longer


def fill(plan: Plan[Any], table: Table, planes: Planes, only: Collection[int] | None = None) -> None:
    """Work out the nodes of the plan (or `only` some, whose parts are there) into `planes[node]`. Raises FactError as `Table.of`."""
    all_rows = everyone(table.rows)
    for ruler in plan.rulers.values():
        asked = ruler if only is None else ruler.part(only)
        if asked.leaves:
            _fill_ruler(asked, table.column(ruler.fact), planes, all_rows)
    for node, leaf in plan.pairs.items():
        if only is None or node in only:
            left, right = (table.column(fact) for fact in leaf.facts)
            if left is None or right is None:
                planes[node, SURE], planes[node, POSSIBLE] = 0, all_rows
            else:
                planes[node, SURE], said = pair_planes(leaf, left, right)
                planes[node, POSSIBLE] = planes[node, SURE] | (all_rows & ~said)
    for node, join in plan.joins.items():
        if only is None or node in only:
            combine(planes, join.parts, planes[node], np.bitwise_and if join.every else np.bitwise_or)


def _fill_ruler(ruler: Ruler, column: Column | None, planes: Planes, all_rows: Plane) -> None:
    if column is None:
        for node in ruler.leaves:
            planes[node, SURE], planes[node, POSSIBLE] = 0, all_rows
        return
    rungs, place = _ladder(ruler, column)
    unknown = all_rows & ~known_plane(column)
    for node, (sure, maybe) in ruler.rungs.items():
        plane = _odd(rungs, [place[rung] for rung in sure], planes[node, SURE])
        doubt = unknown
        if maybe and any(place[a] != place[b] for a, b in zip(maybe[::2], maybe[1::2], strict=True)):
            doubt = _odd(rungs, [place[rung] for rung in maybe], np.empty_like(unknown)) | unknown
        np.bitwise_or(plane, doubt, planes[node, POSSIBLE])


def _ladder(ruler: Ruler, column: Column) -> tuple[Planes, list[int]]:
    """The ladder of the column, and for each rung of the ruler its place there: cuts between which no value of the column
    lies share one."""
    bounds = column.bounds(ruler.cuts) if isinstance(column, Listed) else ruler.bounds(column.kind)
    distinct, at = np.unique(bounds, return_inverse=True)
    return ladder(column, distinct), [NOBODY, KNOWN, *(at + FIRST_CUT).tolist()]


def _odd(rungs: Planes, places: list[int], out: Plane) -> Plane:
    """The rows on or above an odd number of the rungs."""
    if len(places) < 2:
        out[:] = rungs[places[0] if places else NOBODY]
        return out
    np.bitwise_xor(rungs[places[0]], rungs[places[1]], out)
    for place in places[2:]:
        np.bitwise_xor(out, rungs[place], out)
    return out


def combine(planes: Planes, parts: Iterable[int], out: Planes, by: np.ufunc) -> None:
    """AND or OR of the nodes' planes; there is at least one part."""
    first, *rest = parts
    if not rest:
        out[:] = planes[first]
        return
    by(planes[first], planes[rest[0]], out)
    for part in rest[1:]:
        by(out, planes[part], out)


def answers(plan: Plan[Any], planes: Planes, rows: int) -> Planes:
    """The two planes of each rule, in the order of `plan.rules`."""
    found = np.empty((len(plan), 2, words_of(rows)), np.uint64)
    for at, asked in enumerate(plan.rules.values()):
        if asked.conditions:
            combine(planes, asked.conditions, found[at], np.bitwise_and)
        else:
            found[at] = everyone(rows)
    return found
