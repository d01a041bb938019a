"""What to hide in many tables of the same cases published together, so that no secret follows from all of them.

Every case stands at one *leaf* (a month, a district, a sector); every figure is a sum over leaves; a reader may subtract any
figure from any other. A secret figure is safe when **another world** would show exactly the same figures with another
amount there. Such worlds are built of two moves: an amount goes from one leaf to another that differs on one axis
(another province), or two equal amounts change places on one axis, which leaves their margins as they are. The figures that
would differ are hidden; the cheapest move wins. A world once found stays possible whatever is hidden later, so the result is
sound as it stands; it need not be the least that would do (that is NP-hard from three dimensions on: Kelly, Golden and
Assad 1992).

Where no move is found, whole tables are hidden until one is, in the end everything.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from phanuek.engines.secrecy.circuit import THRESHOLD

Leaf = tuple[Hashable, ...]  # one key on each axis, the finest
Name = tuple[
    tuple[str, Hashable], ...
]  # what a figure is of: a level and a key of it, by axis; () is the total
Step = tuple[Leaf, Leaf]  # an amount goes from one leaf to another
# how many ways are weighed for one secret: enough for a cheap one, few enough for thousands of secrets
WAYS = 8
# and how many leaves are looked through for them
SEEN = 3000
RECORDED, OLD, NEW = "recorded", "old", "new"


@dataclass(frozen=True)
class Axis:
    """One way in which cases differ. `level` names its finest keys; `wider` says, for each wider level, in which of its
    keys a finest key lies (a month in a fiscal year, a district in a province). Along a `still` one no amount moves in
    another world: then tables that do not cross the other axes stay as they are, whatever else they cross."""

    level: str
    wider: Mapping[str, Mapping[Hashable, Hashable]] = field(default_factory=dict)
    still: bool = False

    def key(self, level: str, finest: Hashable) -> Hashable:
        return finest if level == self.level else self.wider[level][finest]


class Plan:
    """What is published: each table is the levels it crosses (at most one of an axis); () is the total."""

    def __init__(self, axes: Iterable[Axis], tables: Iterable[tuple[str, ...]]) -> None:
        self.axes = tuple(axes)
        self.at = {level: n for n, axis in enumerate(self.axes) for level in (axis.level, *axis.wider)}
        self.tables = tuple(tuple(sorted(table, key=self.at.__getitem__)) for table in tables)
        self._names: dict[Leaf, tuple[Name, ...]] = {}

    def names(self, leaf: Leaf) -> tuple[Name, ...]:
        """The figures that count what stands at this leaf."""
        if leaf not in self._names:
            keys = {level: self.axes[at].key(level, leaf[at]) for level, at in self.at.items()}
            self._names[leaf] = tuple(tuple((level, keys[level]) for level in table) for table in self.tables)
        return self._names[leaf]

    def figures(self, amounts: Mapping[Leaf, int]) -> Counter[Name]:
        """Every figure that is not nothing."""
        found: Counter[Name] = Counter()
        for leaf, amount in amounts.items():
            for name in self.names(leaf):
                found[name] += amount
        return found

    def holds(self, name: Name, leaf: Leaf) -> bool:
        return all(self.axes[self.at[level]].key(level, leaf[self.at[level]]) == key for level, key in name)


@dataclass(frozen=True)
class Guarded:
    """The hidden figures, and for each secret the steps (from, to, amount) to another world; `everything`: no figure may
    be shown. A figure without any case may be hidden too: "not shown" does not say that there is one."""

    hidden: frozenset[Name]
    worlds: Mapping[Name, tuple[tuple[Leaf, Leaf, int], ...]] = field(default_factory=dict)
    closed: frozenset[tuple[str, ...]] = frozenset()
    everything: bool = False

    def hides(self, name: Name) -> bool:
        return self.everything or name in self.hidden or tuple(level for level, _ in name) in self.closed


def few(plan: Plan, counts: Mapping[Leaf, int], threshold: int = THRESHOLD) -> dict[Name, int]:
    """The secrets among counts: figures from 1 to below the threshold; each must be uncertain by at least 1."""
    return {name: 1 for name, n in plan.figures(counts).items() if 0 < n < threshold}


def guard(
    plan: Plan,
    amounts: Mapping[Leaf, int],
    secrets: Mapping[Name, int],
    *,
    hidden: Iterable[Name] = (),
    fixed: Iterable[Name] = (),
) -> Guarded:
    """What to hide so that each secret could be another amount, different by at least what `secrets` asks.

    `amounts` are whole numbers from 0 (cases, satang) by leaf. `hidden` are never shown anyway; `fixed` are shown already
    (yesterday) and cannot be taken back. Raises ValueError for negative amounts, and when a secret is already open.
    """
    if any(amount < 0 for amount in amounts.values()):
        raise ValueError("amounts must not be negative")
    return _Search(plan, amounts, secrets, set(hidden), frozenset(fixed)).run()


def next_day(
    plan: Plan,
    before: Mapping[Leaf, int],
    since: Mapping[Leaf, int],
    yesterday: Guarded,
    threshold: int = THRESHOLD,
) -> Guarded:
    """What to hide today of counts that grew by `since`, where yesterday's tables can be subtracted from today's.

    The difference of two days is a table like any other: it is never shown, its small counts are secrets, yesterday's
    shown figures stand fast. Returns hidden names of `plan`, for today.
    """
    both = Plan([Axis(RECORDED), *plan.axes], [*plan.tables, *((RECORDED, *table) for table in plan.tables)])
    amounts = {(OLD, *leaf): n for leaf, n in before.items()} | {(NEW, *leaf): n for leaf, n in since.items()}
    names = both.figures(amounts)
    told: set[Name] = set()
    never: set[Name] = set()
    for leaf in {leaf[1:] for leaf in amounts}:
        for name in plan.names(leaf):
            never.add(((RECORDED, NEW), *name))
            (never if yesterday.hides(name) else told).add(((RECORDED, OLD), *name))
    secrets = {name: 1 for name, n in names.items() if 0 < n < threshold and name not in told}
    found = guard(both, amounts, secrets, hidden=never, fixed=told)
    return Guarded(
        frozenset(name for name in found.hidden if not name or name[0][0] != RECORDED),
        found.worlds,
        frozenset(table for table in found.closed if RECORDED not in table),
        found.everything,
    )


class _Search:
    def __init__(
        self,
        plan: Plan,
        amounts: Mapping[Leaf, int],
        secrets: Mapping[Name, int],
        hidden: set[Name],
        fixed: frozenset[Name],
    ) -> None:
        self.plan, self.secrets, self.hidden, self.fixed = plan, secrets, hidden | set(secrets), fixed
        self.amounts = {leaf: amount for leaf, amount in amounts.items() if amount}
        self.figures = plan.figures(self.amounts)
        self.closed: set[tuple[str, ...]] = set()
        self.worlds: dict[Name, tuple[tuple[Leaf, Leaf, int], ...]] = {}
        # where the amounts are, by level and key, the largest first
        self.of: dict[tuple[str, Hashable], list[Leaf]] = defaultdict(list)
        for leaf in sorted(self.amounts, key=lambda leaf: (-self.amounts[leaf], repr(leaf))):
            for level, at in plan.at.items():
                self.of[level, plan.axes[at].key(level, leaf[at])].append(leaf)
        self.leaves = sorted(self.amounts, key=lambda leaf: (-self.amounts[leaf], repr(leaf)))

    def run(self) -> Guarded:
        if bad := self.fixed & set(self.secrets):
            raise ValueError(f"already shown: {sorted(bad, key=repr)[0]}")
        # the widest first: what they hide is free for the narrower ones
        for secret in sorted(self.secrets, key=lambda name: (len(name), self.figures[name], repr(name))):
            if not self._secure(secret):
                return Guarded(frozenset(self.figures) | frozenset(self.hidden), self.worlds, everything=True)
        return Guarded(frozenset(self.hidden), self.worlds, frozenset(self.closed))

    def _secure(self, secret: Name) -> bool:
        """Find a world; where there is none, hide the tables that cross what the secret crosses, then any that touch it."""
        if self._found(secret):
            return True
        axes = {self.plan.at[level] for level, _ in secret}
        for wanted in (axes.issubset, lambda other: bool(axes & other)):
            for table in self.plan.tables:
                if wanted({self.plan.at[level] for level in table}) and not self._stands_fast(table):
                    self.closed.add(table)
            if self._found(secret):
                return True
        return False

    def _stands_fast(self, table: tuple[str, ...]) -> bool:
        return any(tuple(level for level, _ in name) == table for name in self.fixed)

    def _found(self, secret: Name) -> bool:
        """Moves that together change the secret by as much as is asked, all upwards or all downwards."""
        best: tuple[int, set[Name], list[tuple[Leaf, Leaf, int]]] | None = None
        for upwards in (True, False):
            made = self._world(secret, upwards)
            if made is not None and (best is None or made[0] < best[0]):
                best = made
        if best is None:
            return False
        self.hidden |= best[1]
        self.worlds[secret] = tuple(best[2])
        return True

    def _world(
        self, secret: Name, upwards: bool
    ) -> tuple[int, set[Name], list[tuple[Leaf, Leaf, int]]] | None:
        lacking, cost = self.secrets[secret], 0
        taken: Counter[Leaf] = Counter()
        net: Counter[Name] = Counter()
        done: list[tuple[Leaf, Leaf, int]] = []
        newly: set[Name] = set()
        while lacking > 0:
            move = self._cheapest(secret, upwards, taken, net, newly, lacking)
            if move is None:
                return None
            price, amount, steps, changed = move
            cost, lacking = cost + price, lacking - amount
            newly |= set(changed)
            for name, times in changed.items():
                net[name] += times * amount
            for start, end in steps:
                taken[start] += amount
                taken[end] -= amount
                done.append((start, end, amount))
        return cost, newly, done

    def _cheapest(
        self,
        secret: Name,
        upwards: bool,
        taken: Counter[Leaf],
        net: Counter[Name],
        newly: set[Name],
        lacking: int,
    ) -> tuple[int, int, list[Step], dict[Name, int]] | None:
        best: tuple[float, int, int, list[Step], dict[Name, int]] | None = None
        for steps in self._moves(secret, upwards):
            changed = self._changed(steps)
            if not changed.get(secret) or (changed[secret] > 0) != upwards:
                continue
            amount = min(lacking, *(self.amounts[start] - taken[start] for start, _ in steps))
            amount = min([amount, *self._rooms(changed, net)])
            if amount < 1 or any(name in self.fixed for name in changed):
                continue
            price = sum(max(self.figures[name], 1) for name in changed if self._costs(name, newly))
            # a move that yields little must be made again
            weight = price / amount
            if best is None or weight < best[0]:
                best = weight, price, amount, steps, changed
            if not price and amount == lacking:
                break
        return None if best is None else best[1:]

    def _costs(self, name: Name, newly: set[Name]) -> bool:
        shut = tuple(level for level, _ in name) in self.closed
        return not shut and name not in self.hidden and name not in newly

    def _rooms(self, changed: Mapping[Name, int], net: Counter[Name]) -> Iterator[int]:
        """A thing that has a row of its own is known to have something: it must keep at least 1."""
        for name, times in changed.items():
            if times < 0 and len(name) == 1:
                yield (self.figures[name] + net[name] - 1) // -times

    def _changed(self, steps: list[Step]) -> dict[Name, int]:
        net: dict[Name, int] = {}
        for start, end in steps:
            for old, new in zip(self.plan.names(start), self.plan.names(end), strict=True):
                if old != new:
                    net[old] = net.get(old, 0) - 1
                    net[new] = net.get(new, 0) + 1
        return {name: n for name, n in net.items() if n}

    def _moves(self, secret: Name, upwards: bool) -> Iterator[list[Step]]:
        """Ways to bring an amount into the secret, or out of it, over one of its axes."""
        for level, key in secret:
            at = self.plan.at[level]
            if self.plan.axes[at].still:
                continue
            rest = tuple(part for part in secret if part[0] != level)
            if upwards:
                pairs = self._pairs(self._beside(secret, level, key, rest), self.of[level, key], at)
            else:
                within = (leaf for leaf in self.of[level, key] if self.plan.holds(rest, leaf))
                pairs = self._pairs(list(islice(within, WAYS)), self._beside(secret, level, key, ()), at)
            for mover, model in pairs:
                yield [_step(mover, model, at)]
                yield [_step(mover, model, at), _step(model, mover, at)]

    def _beside(self, secret: Name, level: str, key: Hashable, rest: Name) -> list[Leaf]:
        """Leaves that differ from the secret in this level (and are in the rest of it), those first where the figure of
        their own key is hidden anyway."""
        axis, at = self.plan.axes[self.plan.at[level]], self.plan.at[level]
        hidden: list[Leaf] = []
        shown: list[Leaf] = []
        base: list[Leaf] = min(
            (self.of[part] for part in rest), key=lambda found: len(found), default=self.leaves
        )
        for leaf in islice(base, SEEN):
            own = axis.key(level, leaf[at])
            if own == key or not self.plan.holds(rest, leaf):
                continue
            name = tuple((part[0], own) if part[0] == level else part for part in secret)
            side = hidden if name in self.hidden else shown
            if len(side) < WAYS * WAYS:
                side.append(leaf)
            if len(hidden) >= WAYS:
                break
        return hidden + shown

    def _pairs(self, movers: list[Leaf], models: list[Leaf], at: int) -> Iterator[tuple[Leaf, Leaf]]:
        """Movers with the models most like them, whose exchange disturbs least."""
        for n, mover in enumerate(movers[: WAYS * 3]):
            if n < WAYS:
                near = heapq.nsmallest(
                    WAYS // 2, models[: WAYS * WAYS], key=lambda model: _differences(mover, model, at)
                )
                yield from ((mover, model) for model in near)
            else:
                yield from ((mover, model) for model in models[:1])


def _step(mover: Leaf, model: Leaf, at: int) -> Step:
    return mover, (*mover[:at], model[at], *mover[at + 1 :])


def _differences(one: Leaf, two: Leaf, at: int) -> int:
    return sum(a != b for n, (a, b) in enumerate(zip(one, two, strict=True)) if n != at)
