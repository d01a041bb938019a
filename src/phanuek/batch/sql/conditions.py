"""A rule's tree as one SQL condition: TRUE fits, NULL cannot be said, FALSE does not fit.

AND and OR of SQL are those of three-valued logic, so only the single conditions need care. A leaf whose answer does not
depend on the value is still NULL where the value is not known. No leaf can fail on any row, as the engines promise no
order of evaluation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from phanuek.batch.sql.columns import Column
from phanuek.batch.sql.dialects import Dialect
from phanuek.batch.sql.ladders import Floats, Ladder, Rung, Whole, gaps, ranges
from phanuek.batch.sql.pairs import compared, shared
from phanuek.engines.rules import Rule
from phanuek.engines.rules.bounds import LEAST
from phanuek.engines.rules.domains import OneOf, Ordered, Within
from phanuek.engines.rules.tree import AllOf, AnyOf, Atom, Compared, Node, Ratio

UNKNOWN = "CAST(NULL AS BOOLEAN)"
_DAYS = Whole(date.min.toordinal(), date.max.toordinal())


def condition(rule: Rule, columns: Mapping[str, Column], dialect: Dialect) -> str:
    """The whole rule. A fact without a column is unknown of everybody; a rule without conditions is TRUE."""
    return Writer(columns, dialect).node(AllOf(rule.conditions))


@dataclass(frozen=True)
class Writer:
    columns: Mapping[str, Column]
    dialect: Dialect

    def node(self, node: Node) -> str:
        if isinstance(node, (AllOf, AnyOf)):
            if not node.parts:
                return "TRUE" if isinstance(node, AllOf) else "FALSE"
            return _joined(
                [self.node(part) for part in node.parts], " AND " if isinstance(node, AllOf) else " OR "
            )
        found = [self.columns.get(fact.name) for fact in node.facts]
        known = [column for column in found if column is not None]
        if len(known) < len(found):
            return UNKNOWN
        if isinstance(node, Compared):
            return compared(node.operator, known[0], known[1], self.dialect)
        if isinstance(node, Ratio):
            return shared(node.domain, known[0], known[1], self.dialect)
        return self._atom(node, known[0])

    def _atom(self, atom: Atom, column: Column) -> str:
        if isinstance(atom.domain, Within):
            return self._within(atom.domain, column)
        if isinstance(atom.domain, OneOf):
            return (
                self._yes_no(atom.domain, column)
                if column.kind == "boolean"
                else self._one_of(atom.domain, column)
            )
        return self._ordered(atom.domain, column)

    def _yes_no(self, domain: OneOf, column: Column) -> str:
        name = self.dialect.column(column.name)
        yes, no = domain.test(True), domain.test(False)
        if yes == no:
            return _always(name, bool(yes))
        return name if yes else f"(NOT {name})"

    def _one_of(self, domain: OneOf, column: Column) -> str:
        name = self.dialect.column(column.name)
        texts = [str(value) for value in domain.values if self.dialect.can_hold(str(value))]
        if not texts:
            return _always(name, domain.excluded)
        return _listed(name, [self.dialect.text(text) for text in texts], excluded=domain.excluded)

    def _within(self, domain: Within, column: Column) -> str:
        """Inside where the code begins with one of the areas; not to be said where it is the beginning of one."""
        name = self.dialect.column(column.name)
        codes = [code for code in domain.codes if self.dialect.can_hold(code)]
        if "" in codes:
            return _always(name, not domain.excluded)
        wider = sorted({code[:length] for code in codes for length in range(1, len(code))})
        steps = [f"WHEN {name} IS NULL THEN NULL"]
        for length in sorted({len(code) for code in codes}):
            same = [self.dialect.text(code) for code in dict.fromkeys(codes) if len(code) == length]
            steps.append(
                f"WHEN {_listed(f'substring({name}, 1, {length})', same)} THEN {_truth(not domain.excluded)}"
            )
        if wider:
            steps.append(f"WHEN {_listed(name, [self.dialect.text(code) for code in wider])} THEN NULL")
        return f"(CASE {' '.join(steps)} ELSE {_truth(domain.excluded)} END)"

    def _ordered(self, domain: Ordered, column: Column) -> str:
        if column.kind == "float":
            return self._ranges(domain, column, Floats(), self.dialect.float)
        if column.kind == "date":
            return self._ranges(domain, column, _DAYS, lambda day: self.dialect.date(date.fromordinal(day)))
        return self._ranges(domain, column, Whole(scale=column.scale), _whole)

    def _ranges(
        self, domain: Ordered, column: Column, ladder: Ladder[Rung], write: Callable[[Rung], str]
    ) -> str:
        name = self.dialect.column(column.name)
        found = ranges(domain, ladder)
        if not found or found == [(ladder.first, ladder.last)]:
            return _always(name, bool(found))
        left_out = gaps(found, ladder)
        if left_out is not None:
            return _listed(name, [write(gap) for gap in left_out], excluded=True)
        points = [write(low) for low, high in found if low == high]
        parts = [_listed(name, points)] if points else []
        for low, high in found:
            if low == ladder.first:
                parts.append(f"{name} <= {write(high)}")
            elif high == ladder.last:
                parts.append(f"{name} >= {write(low)}")
            elif low != high:
                parts.append(f"{name} BETWEEN {write(low)} AND {write(high)}")
        return _joined(parts, " OR ")


def _joined(parts: list[str], word: str) -> str:
    return parts[0] if len(parts) == 1 else f"({word.join(parts)})"


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _always(name: str, value: bool) -> str:
    """One answer for every known value."""
    return f"(CASE WHEN {name} IS NOT NULL THEN {_truth(value)} END)"


def _listed(name: str, written: list[str], *, excluded: bool = False) -> str:
    if len(written) == 1:
        return f"{name} {'<>' if excluded else '='} {written[0]}"
    return f"{name} {'NOT IN' if excluded else 'IN'} ({', '.join(written)})"


def _whole(number: int) -> str:
    # the least number would be read as minus a number that is too large
    return f"({number + 1} - 1)" if number == LEAST else str(number)
