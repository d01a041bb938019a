"""What would have to change for a rule to fit: the smallest sets of facts, each with the nearest value that will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from phanuek.engines.rules.domains import Domain, OneOf, Ordered, Within, agree, as_number, gap, nearest
from phanuek.engines.rules.evaluation import Status, status_of
from phanuek.engines.rules.phrases import amount, is_uncounted, named, requirement
from phanuek.engines.rules.reading import Rule
from phanuek.engines.rules.tree import AllOf, Atom, Compared, Node, Ratio, atoms
from phanuek.engines.rules.vocabulary import Fact, Value, known_values
from phanuek.engines.wording import Words, either, lower_first, must_thai, statement_en, thai_join, words

# How many ways are kept while they are put together; a rule with more loses the costlier ones, never a wrong one.
MOST_WAYS, FEWER_WAYS, LONG = 100, 10, 100

# One way of meeting a rule: for each fact all that is asked of it.
Way = dict[str, tuple[Domain, ...]]
Kind = Literal["raise", "lower", "set", "find_out"]


@dataclass(frozen=True)
class Change:
    """One fact to change: `before` is its present value (None: not known yet), `value` the nearest that will do.

    `value` is None only where anything but some text will do and no choices are given, or a part of an area is left out. `kind` "find_out" marks a
    fact that is unknown: it may already be right.
    """

    fact: str
    kind: Kind
    before: Value | None
    value: Value | None
    text: Words


def anything(change: Change) -> bool:
    """Every fact may be changed."""
    return True


def changes(
    rule: Rule, facts: Mapping[str, object], limit: int = 5, can: Callable[[Change], bool] = anything
) -> list[tuple[Change, ...]]:
    """The smallest sets of changes that would each make the rule fit, fewest and surest first.

    No set can do without one of its changes. `can` says whether a change is possible at all (a place of founding is not
    changed); sets that need another are left out. Empty when the rule fits already, or can never fit.
    """
    if status_of(rule, facts) == Status.FITS:
        return []
    values = known_values(rule.facts, rule.vocabulary, facts)
    whole = AllOf(rule.conditions)
    most = MOST_WAYS if len(list(atoms(whole))) <= LONG else FEWER_WAYS
    ways = _Ways(rule, values, most)
    found = _found(ways, whole, can)
    if ways.cut:
        for steps in list(found.values()):
            found |= _shrunk(replace(ways, allowed=frozenset(step.fact for step in steps)), whole, can)
    smallest = [steps for names, steps in found.items() if not any(other < names for other in found)]
    return sorted(smallest, key=_sureness)[:limit]


Found = dict[frozenset[str], tuple[Change, ...]]


def _sureness(steps: tuple[Change, ...]) -> tuple[int, int]:
    return len(steps), sum(step.kind != "find_out" for step in steps)


def _found(ways: _Ways, whole: Node, can: Callable[[Change], bool]) -> Found:
    """The changes of each way that is possible, by the facts it changes."""
    found: Found = {}
    for way in ways.of(whole):
        steps = _steps(ways.rule, way, ways.values)
        if steps is not None and all(can(step) for step in steps):
            found.setdefault(frozenset(step.fact for step in steps), steps)
    return found


def _shrunk(ways: _Ways, whole: Node, can: Callable[[Change], bool]) -> Found:
    """A smaller set within the allowed facts, where leaving one out still leads to a fit: ways that were cut may hold one."""
    for name in ways.allowed or ():
        fewer = replace(ways, allowed=(ways.allowed or frozenset()) - {name}, cut=[])
        smaller = _found(fewer, whole, can)
        if smaller:
            best = min(smaller, key=lambda names: len(names))
            return {best: smaller[best], **_shrunk(replace(fewer, allowed=best), whole, can)}
    return {}


@dataclass(frozen=True)
class _Ways:
    """All ways of meeting a node, cheapest first: those of any-of side by side, those of all-of combined.

    `allowed` are the facts that may change (None: all); `cut` is no longer empty when ways were left out for their number.
    """

    rule: Rule
    values: Mapping[str, Value]
    most: int
    allowed: frozenset[str] | None = None
    cut: list[bool] = field(default_factory=list)

    def of(self, node: Node) -> list[Way]:
        if isinstance(node, Atom):
            return self._kept([{node.fact.name: (node.domain,)}])
        if isinstance(node, (Compared, Ratio)):
            return [{}] if node.truth(self.values) else []
        if not isinstance(node, AllOf):
            return self._kept([way for part in node.parts for way in self.of(part)])
        ways: list[Way] = [{}]
        for part in node.parts:
            further = self.of(part)
            ways = self._kept([_together(way, other) for way in ways for other in further])
        return ways

    def _kept(self, ways: list[Way]) -> list[Way]:
        costs = [self._cost(way) for way in ways]
        possible = [(cost, place) for place, cost in enumerate(costs) if cost is not None]
        if len(possible) > self.most:
            self.cut.append(True)
        return [ways[place] for _, place in sorted(possible)[: self.most]]

    def _cost(self, way: Way) -> int | None:
        """How many facts it changes, an unknown counting less; None when a fact is asked for two things at odds."""
        cost = 0
        for name, domains in way.items():
            value = self.values.get(name)
            if value is not None and agree(domains, value) is True:
                continue
            if self.allowed is not None and name not in self.allowed:
                return None
            if not _can_be_met(self.rule.vocabulary[name], domains):
                return None
            cost += 10 if value is not None else 9
        return cost


def _together(way: Way, other: Way) -> Way:
    joined = dict(way)
    for name, domains in other.items():
        joined[name] = _merged(joined.get(name, ()), domains)
    return joined


def _merged(ours: tuple[Domain, ...], theirs: tuple[Domain, ...]) -> tuple[Domain, ...]:
    """Both demands on a fact; those on numbers become one, so that long rules stay cheap."""
    if len(ours) == len(theirs) == 1 and isinstance(ours[0], Ordered) and isinstance(theirs[0], Ordered):
        return (ours[0].meet(theirs[0]),)
    return ours + tuple(domain for domain in theirs if domain not in ours)


def _can_be_met(fact: Fact, domains: tuple[Domain, ...]) -> bool:
    return nearest(fact, domains, None) is not None or _only_excludes(fact, domains)


def _only_excludes(fact: Fact, domains: tuple[Domain, ...]) -> bool:
    if fact.type == "area" and _place_remains(domains):
        return True
    free = fact.type in ("text", "area") and not fact.choices
    return free and all(isinstance(domain, (OneOf, Within)) and domain.excluded for domain in domains)


def _place_remains(domains: tuple[Domain, ...]) -> bool:
    """Whether some asked area is not left out as a whole: the province without one of its districts."""
    within = [domain for domain in domains if isinstance(domain, Within)]
    asked = [domain.codes for domain in within if not domain.excluded]
    left_out = tuple(code for domain in within if domain.excluded for code in domain.codes)
    return len(within) == len(domains) and any(
        all(code.startswith(codes) for codes in asked) and not code.startswith(left_out)
        for codes in asked
        for code in codes
    )


def _steps(rule: Rule, way: Way, values: Mapping[str, Value]) -> tuple[Change, ...] | None:
    steps: list[Change] = []
    for name in rule.facts:
        value, domains = values.get(name), way.get(name, ())
        if not domains or (value is not None and agree(domains, value) is True):
            continue
        fact = rule.vocabulary[name]
        target = nearest(fact, domains, value)
        if target is None and not _only_excludes(fact, domains):
            return None
        steps.append(_change(fact, domains, value, target))
    return tuple(steps)


def _change(fact: Fact, domains: tuple[Domain, ...], value: Value | None, target: Value | None) -> Change:
    unsure = value is None or agree(domains, value) is None
    kind: Kind = "find_out" if unsure else "set"
    if not unsure and fact.is_ordered and fact.type != "date" and target is not None and value is not None:
        kind = "raise" if as_number(target) > as_number(value) else "lower"
    return Change(fact.name, kind, value, target, _say(fact, domains, kind, value, target))


def _say(
    fact: Fact, domains: tuple[Domain, ...], kind: Kind, value: Value | None, target: Value | None
) -> Words:
    asked = _asked(fact, domains)
    if kind == "find_out":
        return _say_find_out(fact, asked, target)
    if kind in ("raise", "lower") and target is not None and value is not None:
        return _say_by(fact, kind, asked, gap(as_number(target), as_number(value)))
    label = fact.title
    if isinstance(target, bool):
        return words(must_thai(label["th"], target), "needed: " + statement_en(label["en"], target))
    if fact.type == "text":
        return words(
            f"เปลี่ยน{thai_join('', label['th'])}เป็น {asked['th']}",
            f"change {lower_first(label['en'])} to {asked['en']}",
        )
    return words(f"{label['th']}ต้อง{asked['th']}", f"{label['en']} must be {asked['en']}")


def _say_find_out(fact: Fact, asked: Words, target: Value | None) -> Words:
    if isinstance(target, bool):
        need = words(
            "ต้องตอบว่าใช่" if target else "ต้องตอบว่าไม่ใช่",
            "the answer must be yes" if target else "the answer must be no",
        )
    else:
        need = words(("ต้องเป็น " if fact.type == "text" else "ต้อง") + asked["th"], f"must be {asked['en']}")
    return words(f"หาคำตอบ: {fact.asks['th']} ({need['th']})", f"find out: {fact.asks['en']} ({need['en']})")


def _say_by(fact: Fact, kind: Kind, asked: Words, difference: Decimal) -> Words:
    by = amount(fact, difference)
    label = fact.title
    thing = label["th"].removeprefix("จำนวน")
    more = kind == "raise"
    if is_uncounted(fact):
        th, en = ("ยังขาดอีก", "short by") if more else ("เกินอยู่", "over by")
        asked = words(thai_join(label["th"], asked["th"]), f"{label['en']}: {asked['en']}")
        return words(f"{th} {by['th']} ({asked['th']})", f"{en} {by['en']} ({asked['en']})")
    th = f"{'เพิ่ม' if more else 'ลด'}{thai_join('', thing)}{'อีก' if more else 'ลง'} {by['th']} ({asked['th']})"
    return words(
        th, f"{'increase' if more else 'reduce'} {lower_first(label['en'])} by {by['en']} ({asked['en']})"
    )


def _asked(fact: Fact, domains: tuple[Domain, ...]) -> Words:
    """All that is asked of the fact, said once."""
    if fact.is_ordered:
        met = [domain for domain in domains if isinstance(domain, Ordered)]
        allowed = met[0]
        for domain in met[1:]:
            allowed = allowed.meet(domain)
        return requirement(fact, allowed)
    fitting = [value for value in _named_values(fact, domains) if agree(domains, value) is True]
    if fact.type == "text" and fitting:
        return either([named(fact, value) for value in dict.fromkeys(fitting)])
    said = [requirement(fact, domain) for domain in dict.fromkeys(domains)]
    return words(" และ".join(item["th"] for item in said), " and ".join(item["en"] for item in said))


def _named_values(fact: Fact, domains: tuple[Domain, ...]) -> list[Value]:
    listed: list[Value] = [
        v for domain in domains if isinstance(domain, OneOf) and not domain.excluded for v in domain.values
    ]
    return listed or list(fact.choices or ())
