"""How many enterprises fit conditions, how many cannot be said yet and do not, and who changes sides between two versions.

The figures are worked out over every active enterprise. Who sees all reads them as they are; everyone else reads them with
small counts hidden, and none where the conditions ask for sensitive facts (docs/adr/0039).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from phanuek.eligibility.facts import columns
from phanuek.engines import rules
from phanuek.engines.rules import Status
from phanuek.engines.secrecy import THRESHOLD, Circuit, protect
from phanuek.offers.queries.conditions import groups_seen_by
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T

STATUSES = (Status.FITS, Status.UNKNOWN, Status.DOES_NOT_FIT)
SHOWN = 50
HIDDEN_FOR_FACTS = T(
    "เงื่อนไขนี้ถามข้อมูลอ่อนไหว จึงไม่แสดงจำนวน เห็นได้เฉพาะฝ่ายเลขานุการ",
    "The conditions ask for sensitive facts, so no numbers are shown; the secretariat sees them.",
)
Raw = dict[str, Any]


def count(new: rules.Rule, old: rules.Rule | None, on: date) -> Raw:
    """The figures as JSON keeps them: for `new`, beside `old` where there is one, from what is known on the day."""
    table = columns(on)
    screening = table.screener.screen({"new": new, "old": old} if old else {"new": new})
    moves = screening.moves("old" if old else "new", "new")
    facts = {*new.facts, *(old.facts if old else ())}
    return {
        "on": on.isoformat(),
        "total": screening.rows,
        "compared": old is not None,
        "moves": {_key(a, b): n for (a, b), n in moves.items()},
        "alone": [list(line) for line in table.screener.alone(new)],
        "sensitive": any(name in new.vocabulary and new.vocabulary[name].sensitive for name in facts),
    }


def _key(before: Status, after: Status) -> str:
    return f"{before.value}-to-{after.value}"


def pair_of(key: str) -> tuple[Status, Status] | None:
    """The two answers that a key such as `unknown-to-fits` names; None for anything else."""
    return next(((a, b) for a in Status for b in Status if _key(a, b) == key), None)


@dataclass(frozen=True)
class Line:
    """How many have one answer, before and as typed. None: not shown."""

    status: Status
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Move:
    """How many go from one answer to another; `key` names the pair."""

    key: str
    before: Status
    after: Status
    count: int | None


@dataclass(frozen=True)
class Biting:
    """What one condition does: not met by, unknown of, and those that it alone holds back."""

    text: T
    not_met: int | None
    unknown: int | None
    excludes: int | None
    leaves_open: int | None


@dataclass(frozen=True)
class Sides:
    """The figures as one reader may see them."""

    total: int
    compared: bool
    lines: Sequence[Line]
    moves: Sequence[Move]
    alone: Sequence[Biting] = field(default_factory=tuple)
    some_hidden: bool = False
    withheld: T | None = None


def as_seen(raw: Mapping[str, Any], *, all_of_it: bool, rule: rules.Rule | None = None) -> Sides | None:
    """The figures for a reader; `rule` gives the conditions their words. None for figures nobody worked out."""
    if not raw:
        return None
    total, compared = int(raw["total"]), bool(raw["compared"])
    if raw["sensitive"] and not all_of_it:
        return Sides(total, compared, (), (), withheld=HIDDEN_FOR_FACTS)
    cells = {pair: int(raw["moves"].get(_key(*pair), 0)) for pair in ((a, b) for a in Status for b in Status)}
    hidden = set() if all_of_it else _hidden(cells, total, compared)

    def shown(name: object, amount: int) -> int | None:
        return None if name in hidden else amount

    lines = [
        Line(
            status,
            shown(("before", status), sum(cells[status, b] for b in Status)) if compared else None,
            shown(("after", status), sum(cells[a, status] for a in Status)),
        )
        for status in STATUSES
    ]
    moves = [
        Move(_key(a, b), a, b, shown((a, b), cells[a, b]))
        for a in STATUSES
        for b in STATUSES
        if a != b and cells[a, b] and compared
    ]
    return Sides(
        total, compared, lines, moves, _alone(raw, rule, total, hidden, all_of_it=all_of_it),
        some_hidden=bool(hidden),
    )  # fmt: skip


def _hidden(cells: Mapping[tuple[Status, Status], int], total: int, compared: bool) -> set[Any]:
    """The names of figures that are too small to show, and those from which they could be worked out."""
    circuit = Circuit()
    circuit.add("total", "end", "start", total)
    for status in Status:
        after = sum(cells[a, status] for a in Status)
        if not compared:
            circuit.add(("after", status), "start", "end", after)
            continue
        circuit.add(("before", status), "start", ("from", status), sum(cells[status, b] for b in Status))
        circuit.add(("after", status), ("to", status), "end", after)
        for other in Status:
            circuit.add((status, other), ("from", status), ("to", other), cells[status, other])
    # how many enterprises there are is public; with so few, nothing else is shown
    hidden = protect(circuit)
    return {wire.name for wire in circuit.wires if wire.amount} if "total" in hidden else hidden


def _alone(
    raw: Mapping[str, Any], rule: rules.Rule | None, total: int, hidden: set[Any], *, all_of_it: bool
) -> list[Biting]:  # fmt: skip
    """Left out where they would tell what the figures above hide."""
    if rule is None or len(rule.conditions) != len(raw["alone"]) or hidden:
        return []
    texts = [T.of(condition.text) for condition in rules.evaluate(rule, {}).conditions]

    def safe(amount: int) -> int | None:
        small = 0 < amount < THRESHOLD or 0 < total - amount < THRESHOLD
        return None if small and not all_of_it else amount

    return [
        Biting(text, *(safe(int(amount)) for amount in line))
        for text, line in zip(texts, raw["alone"], strict=bool(rule.conditions))
    ]


@dataclass(frozen=True)
class Who:
    """The groups behind one figure, as far as the reader may see them by name."""

    key: str
    before: Status | None
    after: Status
    groups: Sequence[Enterprise]
    seen: int

    @property
    def more(self) -> int:
        return self.seen - len(self.groups)


def who(key: str, new: rules.Rule, old: rules.Rule | None, actor: Actor, on: date) -> Who | None:
    """The rows behind a move (`unknown-to-fits`) or behind an answer as typed (`fits`); the first `SHOWN`."""
    pair = pair_of(key)
    before, after = pair if pair else (None, next((s for s in Status if s.value == key), None))
    if after is None:
        return None
    table = columns(on)
    screening = table.screener.screen({"new": new, "old": old} if old else {"new": new})
    if before is None or old is None:
        rows = screening.moved("new", after, "new", after)
    else:
        rows = screening.moved("old", before, "new", after)
    keys = [table.keys_in_order[row] for row in rows]
    if not (actor.sees_all or actor.is_system):
        seen = set(groups_seen_by(actor, on).values_list("pk", flat=True))
        keys = [pk for pk in keys if pk in seen]
    found = Enterprise.objects.filter(pk__in=keys[:SHOWN]).select_related("subdistrict__parent__parent")
    return Who(key, before, after, list(found), len(keys))
