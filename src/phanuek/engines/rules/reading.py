"""Rule text to tree: parsed as SQL, then every node is checked against what a rule may hold, and every type is checked.

The text means the same as in a database: money is written in whole satang, as it is stored. `RATIO(a, b)` divides two
facts exactly, and cannot say when it would divide by nothing; `YEARS_SINCE(day)` counts whole years up to the day for
which the rule is compiled; a parameter stands for the value in force on that day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NoReturn

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.parser import Parser

from phanuek.engines.parameters import Parameters
from phanuek.engines.rules import tokens
from phanuek.engines.rules.comparing import Comparer, no_fact, no_value, not_a_condition
from phanuek.engines.rules.errors import ErrorKind, RuleError
from phanuek.engines.rules.operands import SUBJECTS, Given, Literal, Operand
from phanuek.engines.rules.tree import AllOf, AnyOf, Leaf, Node, Operator, atoms, fact_names
from phanuek.engines.rules.vocabulary import Vocabulary

_COMPARISONS: dict[type[exp.Expression], Operator] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Rule:
    """A checked rule, ready to be evaluated. `conditions` are the parts of its top-level AND."""

    text: str
    vocabulary: Vocabulary
    on: date
    conditions: tuple[Node, ...]

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts it speaks of, in the order in which they are written."""
        return fact_names(AllOf(self.conditions))

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """Where the dated values in it come from."""
        return tuple(dict.fromkeys(basis for atom in atoms(AllOf(self.conditions)) for basis in atom.basis))


def compile(
    text: str,
    vocabulary: Vocabulary,
    on: date,
    parameters: Parameters | None = None,
    *,
    empty_ranges: bool = False,
) -> Rule:
    """Read a rule text as it stands on a day; raises RuleError with kind, position and hint.

    `TRUE` alone is the rule without conditions, which everyone fits. In an `area` condition a code covers all codes
    that start with it, for `=` and `<>` as for IN. A BETWEEN whose ends are turned round is refused, since nobody means it;
    with `empty_ranges` it holds for nobody, as in a database.
    """
    skeleton = tokens.check(text, vocabulary, parameters.names if parameters else ())
    operands = skeleton.operands
    if len(skeleton.tokens) == 1 and isinstance(operands[0], Literal) and operands[0].value is True:
        return Rule(text, vocabulary, on, ())
    node = _Reader(skeleton, Comparer(on, parameters, empty_ranges)).node(_parse(text, skeleton), False)
    return Rule(text, vocabulary, on, node.parts if isinstance(node, AllOf) else (node,))


def _parse(text: str, skeleton: tokens.Skeleton) -> exp.Expression:
    try:
        trees = Parser().parse(skeleton.tokens, text)
    except (SqlglotError, RecursionError) as error:
        _unreadable(_parse_position(skeleton.places, error))
    if len(trees) != 1 or not isinstance(trees[0], exp.Expression):
        _unreadable(0)
    return trees[0]


def _unreadable(at: int) -> NoReturn:
    raise RuleError(
        f"อ่านเงื่อนไขไม่ได้ใกล้ตำแหน่งที่ {at + 1} ตรวจวงเล็บและคำเชื่อม AND OR",
        f"the rule cannot be read near character {at + 1}; check brackets and AND, OR",
        at,
        kind=ErrorKind.UNREADABLE,
    )


def _parse_position(places: list[int], error: Exception) -> int:
    """The parser tells the number of the token, which it takes for a column."""
    details = getattr(error, "errors", None) or [{}]
    return places[min(max((details[0].get("col") or 1) - 1, 0), len(places) - 1)]


@dataclass(frozen=True)
class _Reader:
    skeleton: tokens.Skeleton
    comparer: Comparer

    def node(self, tree: exp.Expression, negated: bool) -> Node:
        if isinstance(tree, exp.Paren):
            return self.node(tree.this, negated)
        if isinstance(tree, exp.Not):
            return self.node(tree.this, not negated)
        if isinstance(tree, (exp.And, exp.Or)):
            return self._joined(tree, negated)
        leaf = self._leaf(tree)
        return leaf.opposite() if negated else leaf

    def _joined(self, tree: exp.And | exp.Or, negated: bool) -> Node:
        """A AND B AND C is one node with three parts, however it was nested."""
        kind = AllOf if isinstance(tree, exp.And) != negated else AnyOf
        parts: list[Node] = []
        for child in _chain(tree):
            part = self.node(child, negated)
            parts += part.parts if isinstance(part, kind) else (part,)
        return kind(tuple(parts))

    def _leaf(self, tree: exp.Expression) -> Leaf:
        operator = _COMPARISONS.get(type(tree))
        if operator is not None:
            return self._comparison(tree, operator)
        if isinstance(tree, exp.In):
            subject = self._side(tree.this)
            return self.comparer.listed(subject, [self._given(subject, item) for item in tree.expressions])
        if isinstance(tree, exp.Between):
            subject = self._side(tree.this)
            low, high = (self._given(subject, tree.args[name]) for name in ("low", "high"))
            return self.comparer.between(subject, low, high)
        operand = self._operand(tree)
        if operand is None:
            not_a_condition(self._position(tree))
        return self.comparer.bare(operand)

    def _comparison(self, tree: exp.Expression, operator: Operator) -> Leaf:
        left, right = self._operand(tree.this), self._operand(tree.expression)
        if left is None and right is None:
            no_fact(self._position(tree))
        if left is None:
            return self._one_sided(right, tree.this)
        if right is None:
            return self._one_sided(left, tree.expression)
        return self.comparer.compared(left, operator, right)

    def _one_sided(self, side: Operand | None, other: exp.Expression) -> NoReturn:
        if isinstance(side, SUBJECTS):
            no_value(side, self._position(other))
        no_fact(self._position(other))

    def _side(self, tree: exp.Expression) -> Operand:
        operand = self._operand(tree)
        if operand is None:
            no_fact(self._position(tree))
        return operand

    def _given(self, subject: Operand, tree: exp.Expression) -> Given:
        operand = self._operand(tree)
        if not isinstance(subject, SUBJECTS):
            no_fact(subject.position)
        if operand is None or isinstance(operand, SUBJECTS):
            no_value(subject, self._position(tree))
        return operand

    def _operand(self, tree: exp.Expression) -> Operand | None:
        while isinstance(tree, exp.Paren):
            tree = tree.this
        return self.skeleton.operands[int(tree.name)] if isinstance(tree, exp.Column) else None

    def _position(self, tree: exp.Expression) -> int:
        """Where the expression's first operand stands."""
        numbers = [int(column.name) for column in tree.find_all(exp.Column)]
        return self.skeleton.operands[min(numbers)].position if numbers else 0


def _chain(tree: exp.And | exp.Or) -> list[exp.Expression]:
    """The parts of a AND b AND c …, which the parser nests to the left; a loop, so that length costs no depth."""
    kind = type(tree)
    parts: list[exp.Expression] = []
    left: exp.Expression = tree
    while type(left) is kind:
        parts.append(left.expression)
        left = left.this
    parts.append(left)
    return parts[::-1]
