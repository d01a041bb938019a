"""The rules as SQL text, as a person would write them by hand for DuckDB or PostgreSQL."""

from __future__ import annotations

from datetime import date

from benchmarks.beside.world import Asked, World, fold
from phanuek.engines.rules.domains import Span
from phanuek.engines.rules.tree import Node

TYPES = {
    "integer": "BIGINT",
    "money": "BIGINT",
    "number": "DOUBLE PRECISION",
    "date": "DATE",
    "boolean": "BOOLEAN",
}


def type_of(type_: str) -> str:
    return TYPES.get(type_, "VARCHAR")


def _leaf(one: Asked) -> str:
    if one.type == "boolean":
        return one.column if (True in one.words) != one.excluded else f"NOT {one.column}"
    if one.type == "text":
        listed = ", ".join(f"'{word}'" for word in one.words)
        return f"{one.column} {'NOT ' if one.excluded else ''}IN ({listed})"
    return " OR ".join(f"({_span(one, span)})" for span in one.spans)


def _span(one: Asked, span: Span) -> str:
    def bound(number: object) -> str:
        return f"DATE '{date.fromordinal(int(number))}'" if one.type == "date" else str(number)  # type: ignore[call-overload]

    if span.low is not None and span.low == span.high:
        return f"{one.column} = {bound(span.low)}"
    parts = []
    if span.low is not None:
        parts.append(f"{one.column} {'>=' if span.low_in else '>'} {bound(span.low)}")
    if span.high is not None:
        parts.append(f"{one.column} {'<=' if span.high_in else '<'} {bound(span.high)}")
    return " AND ".join(parts)


def condition(node: Node) -> str:
    return fold(
        node,
        _leaf,
        lambda parts: f"({' AND '.join(parts)})",
        lambda parts: f"({' OR '.join(f'({p})' for p in parts)})",
    )


def written(world: World) -> list[str]:
    return [" AND ".join(f"({condition(node)})" for node in nodes) for nodes in world.offers]
