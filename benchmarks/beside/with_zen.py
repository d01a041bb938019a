"""zen-engine: one decision graph for all offers, asked of one enterprise at a time.

Every distinct single condition is worked out once in a first node (null where the fact is not known), every condition of an offer
in a second: 1 met, 0 not met, 2 unknown; the third lists them by offer. That is the leanest graph that gives the same masks.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from itertools import pairwise
from typing import Any

import zen

from benchmarks.beside.world import DAY_ZERO, Asked, World, fold
from phanuek.engines.rules.domains import Span
from phanuek.engines.rules.tree import LEAVES, Node


def leaf(one: Asked) -> str:
    if one.type == "boolean":
        inner = one.column if (True in one.words) != one.excluded else f"not {one.column}"
    elif one.type == "text":
        inner = f"{one.column} {'not in' if one.excluded else 'in'} {json.dumps(list(one.words))}"
    else:
        inner = " or ".join(f"({span(one, s)})" for s in one.spans)
    return f"{one.column} == null ? null : ({inner})"


def span(one: Asked, s: Span) -> str:
    def bound(number: Any) -> str:
        return str(int(number) - DAY_ZERO if one.type == "date" else number)

    parts = []
    if s.low is not None:
        parts.append(f"{one.column} {'>=' if s.low_in else '>'} {bound(s.low)}")
    if s.high is not None:
        parts.append(f"{one.column} {'<=' if s.high_in else '<'} {bound(s.high)}")
    return " and ".join(parts)


class One:
    """Masks of one enterprise; dates are given as numbers of days, which zen-engine compares fastest."""

    def __init__(self, world: World) -> None:
        self.world, self.given = world, world.peer_columns()
        self.version = {"zen-engine": version("zen-engine"), "threads": 1}
        self.leaves: dict[str, str] = {}
        conditions: dict[Node, str] = {}
        for nodes in world.offers:
            for node in nodes:
                if node not in conditions:
                    conditions[node] = f"c{len(conditions)}"
        second = {name: self.condition(node) for node, name in conditions.items()}
        first = {name: text for text, name in self.leaves.items()}
        third = {
            f"o{at}": "[" + ", ".join(conditions[n] for n in nodes) + "]"
            for at, nodes in enumerate(world.offers)
        }
        self.decision = zen.ZenEngine().create_decision(json.dumps(graph([first, second, third])))

    def condition(self, node: Node) -> str:
        def named(one: Asked) -> str:
            return self.leaves.setdefault(leaf(one), f"a{len(self.leaves)}")

        def none(parts: list[str], stops: str) -> str:
            whole = " or ".join(f"{p} == {stops}" for p in parts)
            unknown = " or ".join(f"{p} == null" for p in parts)
            other = "false" if stops == "true" else "true"
            return f"(({whole}) ? {stops} : ({unknown}) ? null : {other})"

        text = fold(node, named, lambda parts: none(parts, "false"), lambda parts: none(parts, "true"))
        if isinstance(node, LEAVES):
            return f"{text} == null ? 2 : ({text} ? 1 : 0)"
        return f"({text}) == null ? 2 : (({text}) ? 1 : 0)"

    def facts(self, row: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, (_, values, known, words) in self.given.items():
            value = values[row].item()
            value = words[value] if words else value
            found[name] = value if known[row] else None
        return found

    def run(self, facts: dict[str, Any]) -> dict[str, list[int]]:
        return self.decision.evaluate(facts)["result"]  # type: ignore[no-any-return]

    def masks(self, answer: dict[str, list[int]]) -> list[list[int]]:
        return [[int(n) for n in answer[f"o{at}"]] for at in range(len(self.world.offers))]


def graph(steps: list[dict[str, str]]) -> dict[str, Any]:
    place = {"x": 0, "y": 0}
    nodes: list[dict[str, Any]] = [{"id": "in", "name": "in", "type": "inputNode", "position": place}]
    for at, step in enumerate(steps):
        texts = [{"id": key, "key": key, "value": value} for key, value in step.items()]
        nodes.append(
            {
                "id": f"n{at}",
                "name": f"n{at}",
                "type": "expressionNode",
                "position": place,
                "content": {"expressions": texts},
            }
        )
    nodes.append({"id": "out", "name": "out", "type": "outputNode", "position": place})
    edges = [
        {"id": f"e{at}", "type": "edge", "sourceId": one["id"], "targetId": other["id"]}
        for at, (one, other) in enumerate(pairwise(nodes))
    ]
    return {"nodes": nodes, "edges": edges}
