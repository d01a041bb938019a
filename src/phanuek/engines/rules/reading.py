"""Rule text to tree: parsed as SQL, then every node is checked against what a rule may hold, and every type is checked.

The text means the same as in a database: money is written in whole satang, as it is stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.parser import Parser
from sqlglot.tokenizer_core import Token

from phanuek.engines.parameters import ParameterError, Parameters
from phanuek.engines.rules import tokens
from phanuek.engines.rules.domains import Domain, OneOf, Within, as_number, between, points, span_from
from phanuek.engines.rules.errors import FactError, RuleError
from phanuek.engines.rules.tree import AllOf, AnyOf, Atom, Node, atoms, fact_names
from phanuek.engines.rules.vocabulary import Fact, Value, Vocabulary, coerce
from phanuek.engines.wording import short_date, words

_COMPARISONS: dict[type[exp.Expression], str] = {
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
}  # fmt: skip
_FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_TYPE_WORDS = {
    "boolean": words("ใช่หรือไม่ใช่ (TRUE, FALSE)", "yes or no (TRUE, FALSE)"),
    "integer": words("จำนวนเต็ม เช่น 7", "a whole number, such as 7"),
    "number": words("ตัวเลข เช่น 0.5", "a number, such as 0.5"),
    "money": words(
        "จำนวนเงินเป็นสตางค์ เช่น 100000 คือ 1,000 บาท", "money in satang, such as 100000 for 1,000 baht"
    ),
    "text": words("ข้อความในเครื่องหมาย ' '", "text in single quotes"),
    "date": words("วันที่ เช่น DATE '2025-11-30'", "a date, such as DATE '2025-11-30'"),
    "area": words("รหัสพื้นที่ในเครื่องหมาย ' ' เช่น '50'", "an area code in single quotes, such as '50'"),
}


@dataclass(frozen=True, eq=False)
class Rule:
    """A checked rule, ready to be evaluated. `conditions` are the parts of its top-level AND."""

    text: str
    vocabulary: Vocabulary
    on: date
    conditions: tuple[Node, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The names of the facts it speaks of, in the order in which they are written."""
        return fact_names(AllOf(self.conditions))

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the dated values in it come from."""
        return tuple(dict.fromkeys(basis for atom in atoms(AllOf(self.conditions)) for basis in atom.basis))


def compile(text: str, vocabulary: Vocabulary, on: date, parameters: Parameters | None = None) -> Rule:
    """Read a rule text as it stands on a day; raises RuleError with position and suggestion.

    `TRUE` alone is the rule without conditions, which everyone fits. In an `area` condition a code covers all codes
    that start with it, for `=` and `<>` as for IN.
    """
    tree = _parse(text, tokens.check(text, vocabulary))
    if isinstance(tree, exp.Boolean) and tree.this:
        return Rule(text, vocabulary, on, ())
    node = _Reader(text, vocabulary, on, parameters).node(tree, False)
    return Rule(text, vocabulary, on, node.parts if isinstance(node, AllOf) else (node,))


def _parse(text: str, checked: list[Token]) -> exp.Expression:
    try:
        trees = Parser().parse(checked, text)
    except (SqlglotError, RecursionError) as error:
        at = _parse_position(text, error)
        raise RuleError(
            f"อ่านเงื่อนไขไม่ได้ใกล้ตำแหน่งที่ {at + 1} ตรวจวงเล็บและคำเชื่อม AND OR",
            f"the rule cannot be read near character {at + 1}; check brackets and AND, OR",
            at,
        ) from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Expression):
        raise RuleError("เขียนเงื่อนไขได้ครั้งละหนึ่งข้อความ", "write a single rule")
    return trees[0]


def _parse_position(text: str, error: Exception) -> int:
    details = getattr(error, "errors", None) or [{}]
    line, col = details[0].get("line") or 1, details[0].get("col") or 1
    return min(sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + col - 1, max(len(text) - 1, 0))


@dataclass(frozen=True)
class _Operand:
    """A value written in the rule, and the source of its dated value if it has one."""

    value: Value
    written: str
    basis: tuple[str, ...]
    position: int


@dataclass(frozen=True)
class _Reader:
    text: str
    vocabulary: Vocabulary
    on: date
    parameters: Parameters | None

    def node(self, tree: exp.Expression, negated: bool) -> Node:
        if isinstance(tree, exp.Paren):
            return self.node(_child(tree), negated)
        if isinstance(tree, exp.Not):
            return self.node(_child(tree), not negated)
        if isinstance(tree, (exp.And, exp.Or)):
            return self._joined(tree, negated)
        atom = self._atom(tree)
        return Atom(atom.fact, atom.domain.opposite(), atom.basis) if negated else atom

    def _joined(self, tree: exp.And | exp.Or, negated: bool) -> Node:
        """A AND B AND C is one node with three parts, however it was nested."""
        kind = AllOf if isinstance(tree, exp.And) != negated else AnyOf
        parts: list[Node] = []
        for child in _chain(tree):
            part = self.node(child, negated)
            parts += part.parts if isinstance(part, kind) else (part,)
        return kind(tuple(parts))

    def _atom(self, tree: exp.Expression) -> Atom:
        if isinstance(tree, exp.Column):
            return self._bare(tree)
        for kind, operator in _COMPARISONS.items():
            if type(tree) is kind:
                return self._comparison(tree, operator)
        if isinstance(tree, exp.In):
            return self._one_of(tree)
        if isinstance(tree, exp.Between):
            return self._between(tree)
        if isinstance(tree, exp.Boolean):
            raise self._error(
                tree,
                "TRUE หรือ FALSE ลอย ๆ ทำให้คำตอบคงที่เสมอ ให้ลบออก",
                "a bare TRUE or FALSE makes the answer always the same; take it out",
            )
        raise self._error(
            tree,
            "ส่วนนี้ไม่ใช่เงื่อนไข ให้เขียนเป็น ข้อมูล แล้วตามด้วยการเปรียบเทียบ เช่น members >= 7",
            "this is not a condition; write a fact and a comparison, such as members >= 7",
        )

    def _bare(self, tree: exp.Expression) -> Atom:
        fact = self._fact(tree)
        if fact.type != "boolean":
            kind = _TYPE_WORDS[fact.type]
            raise self._error(
                tree,
                f"{fact.name} ไม่ใช่ข้อมูลแบบใช่หรือไม่ใช่ ต้องเปรียบเทียบกับ{kind['th']}",
                f"{fact.name} is not a yes-or-no fact; compare it with {kind['en']}",
            )
        return Atom(fact, OneOf((True,)))

    def _comparison(self, tree: exp.Expression, operator: str) -> Atom:
        left, right = _bracketless(tree.this), _bracketless(tree.expression)
        if isinstance(right, exp.Column) and not isinstance(left, exp.Column):
            left, right, operator = right, left, _FLIPPED[operator]
        fact = self._compared(left, right)
        if operator not in ("=", "<>") and not fact.is_ordered:
            raise self._error(
                left,
                f"{fact.name} เทียบมากน้อยไม่ได้ ใช้ = <> หรือ IN",
                f"{fact.name} has no order: use =, <> or IN instead of {operator}",
            )
        operand = self._operand(fact, right)
        return Atom(fact, _compared_domain(fact, operator, operand.value), operand.basis)

    def _compared(self, left: exp.Expression, right: exp.Expression) -> Fact:
        if isinstance(left, exp.Column) and isinstance(right, exp.Column):
            raise self._error(
                right, "เปรียบเทียบข้อมูลสองรายการกันเองไม่ได้", "two facts cannot be compared with each other"
            )
        return self._fact(left)

    def _one_of(self, tree: exp.In) -> Atom:
        fact = self._fact(_bracketless(tree.this))
        if not tree.expressions or any(
            tree.args.get(name) for name in ("query", "unnest", "field", "is_global")
        ):
            raise self._error(tree, "IN ต้องมีรายการค่าอย่างน้อยหนึ่งค่า", "IN needs a list with at least one value")
        operands = [operand for item in tree.expressions for operand in self._operands(fact, item)]
        values = list(dict.fromkeys(operand.value for operand in operands))
        basis = tuple(dict.fromkeys(basis for operand in operands for basis in operand.basis))
        return Atom(fact, _listed_domain(fact, values), basis)

    def _between(self, tree: exp.Between) -> Atom:
        fact = self._fact(_bracketless(tree.this))
        if not fact.is_ordered:
            raise self._error(
                tree, f"{fact.name} ใช้ BETWEEN ไม่ได้ ใช้ IN", f"{fact.name} has no order: use IN, not BETWEEN"
            )
        low, high = (self._operand(fact, _bracketless(tree.args[name])) for name in ("low", "high"))
        if tree.args.get("symmetric"):
            raise self._error(tree, "ใช้ SYMMETRIC ไม่ได้", "SYMMETRIC cannot be used")
        if as_number(low.value) > as_number(high.value):
            raise RuleError(
                f"BETWEEN {low.written} AND {high.written} ไม่มีค่าใดอยู่ในช่วง ให้สลับค่า",
                f"nothing lies BETWEEN {low.written} AND {high.written}; change their order",
                low.position,
            )
        domain = between(as_number(low.value), as_number(high.value))
        return Atom(fact, domain, tuple(dict.fromkeys(low.basis + high.basis)))

    def _fact(self, tree: exp.Expression) -> Fact:
        if isinstance(tree, exp.Column) and not tree.args.get("table"):
            fact = self.vocabulary.get(tree.name.lower())
            if fact is not None:
                return fact
        raise self._error(
            tree,
            "ด้านหนึ่งของการเปรียบเทียบต้องเป็นชื่อข้อมูล เช่น members >= 7",
            "one side of a comparison must be a fact, such as members >= 7",
        )

    def _operand(self, fact: Fact, tree: exp.Expression) -> _Operand:
        operands = self._operands(fact, tree)
        if len(operands) != 1:
            raise self._error(
                tree, "ค่าที่กำหนดเป็นรายการ ให้ใช้ IN (PARAM('…'))", "the parameter is a list: use IN (PARAM('…'))"
            )
        return operands[0]

    def _operands(self, fact: Fact, tree: exp.Expression) -> list[_Operand]:
        tree = _bracketless(tree)
        position = self._position(tree)
        if isinstance(tree, exp.Anonymous) and tree.name.lower() == "param":
            name = _child_text(tree.expressions)
            value, source = self._dated(name, position)
            listed = value if isinstance(value, (list, tuple)) else [value]
            basis = (source,) if source else ()
            return [
                _Operand(self._typed(fact, item, name, position), name, basis, position) for item in listed
            ]
        literal, written = self._literal(fact, tree)
        return [_Operand(self._typed(fact, literal, written, position), written, (), position)]

    def _dated(self, name: str, position: int) -> tuple[object, str]:
        if self.parameters is None:
            raise RuleError(f"ไม่มีค่าที่กำหนดชื่อ “{name}”", f"there is no parameter named “{name}”", position)
        try:
            dated = self.parameters.dated(name, self.on)
        except ParameterError as error:
            raise RuleError(error.message_th, error.message_en, position, error.suggestion) from None
        return dated.value, dated.source

    def _literal(self, fact: Fact, tree: exp.Expression) -> tuple[object, str]:
        if isinstance(tree, exp.Boolean):
            return bool(tree.this), str(tree.this).upper()
        if isinstance(tree, exp.Neg) and isinstance(tree.this, exp.Literal) and not tree.this.is_string:
            return _number("-" + tree.this.name), "-" + tree.this.name
        if isinstance(tree, exp.Literal):
            return (tree.name if tree.is_string else _number(tree.name)), tree.name
        if (
            isinstance(tree, exp.Cast)
            and tree.to.this == exp.DataType.Type.DATE
            and isinstance(tree.this, exp.Literal)
        ):
            return self._day(tree, tree.this.name), tree.this.name
        raise self._error(
            tree,
            f"ค่าที่เปรียบเทียบกับ {fact.name} ต้องเป็น{_TYPE_WORDS[fact.type]['th']}",
            f"{fact.name} must be compared with {_TYPE_WORDS[fact.type]['en']}",
        )

    def _day(self, tree: exp.Expression, written: str) -> date:
        try:
            day = date.fromisoformat(written)
        except ValueError:
            day = None
        if day is None or len(written) != 10:
            raise self._error(
                tree,
                f"“{written[:40]}” ไม่ใช่วันที่ เขียนเป็น ปี ค.ศ.-เดือน-วัน เช่น DATE '2025-11-30'",
                f"“{written[:40]}” is not a date; write it like DATE '2025-11-30'",
            )
        if day.year > 2400:
            right = short_date(date(day.year - 543, day.month, min(day.day, 28)))
            raise self._error(
                tree,
                f"ปี {day.year} น่าจะเป็น พ.ศ. ให้เขียนเป็น ค.ศ. {day.year - 543} (จะแสดงเป็น {right['th']} ให้เอง)",
                f"the year {day.year} looks like the Buddhist era; write {day.year - 543}",
            )
        return day

    def _typed(self, fact: Fact, value: object, written: str, position: int) -> Value:
        is_day = isinstance(value, date)
        try:
            if (fact.type == "date") != is_day:
                raise FactError(fact.name, "", "")
            typed = coerce(Fact(fact.name, "number") if fact.type == "integer" else fact, value)
        except FactError:
            kind = _TYPE_WORDS[fact.type]
            raise RuleError(
                f"{fact.name} เทียบกับ “{written[:40]}” ไม่ได้ ต้องเป็น{kind['th']}",
                f"{fact.name} cannot be compared with “{written[:40]}”; it needs {kind['en']}",
                position,
            ) from None
        self._check_choice(fact, typed, position)
        return typed

    def _check_choice(self, fact: Fact, value: Value, position: int) -> None:
        if fact.choices is None or fact.type not in ("text", "area") or str(value) in fact.choices:
            return
        near = tokens.nearest_choice(str(value), fact)
        some = ", ".join(list(fact.choices)[:12])
        also_th, also_en = (f" หมายถึง '{near}' หรือไม่", f"; did you mean '{near}'?") if near else ("", "")
        raise RuleError(
            f"“{str(value)[:40]}” ไม่อยู่ในรายการค่าของ {fact.name}{also_th} (ค่าที่มี: {some})",
            f"“{str(value)[:40]}” is not one of the values of {fact.name}{also_en} (there are: {some})",
            position,
            near,
        )

    def _error(self, tree: exp.Expression, th: str, en: str) -> RuleError:
        at = self._position(tree)
        return RuleError(f"{th} (ตำแหน่ง {at + 1})", f"{en} (character {at + 1})", at)

    def _position(self, tree: exp.Expression) -> int:
        """Where the expression begins in the text; the parser keeps this for names and literals only."""
        starts = [int(node.meta["start"]) for node in tree.walk() if "start" in node.meta]
        return min(starts, default=0)


def _child(tree: exp.Expression) -> exp.Expression:
    child = tree.this
    if not isinstance(child, exp.Expression):
        raise RuleError("อ่านเงื่อนไขไม่ได้", "the rule cannot be read")
    return child


def _child_text(expressions: Iterable[exp.Expression]) -> str:
    return next((item.name for item in expressions), "")


def _bracketless(tree: exp.Expression) -> exp.Expression:
    while isinstance(tree, exp.Paren):
        tree = _child(tree)
    return tree


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


def _number(written: str) -> int | Decimal:
    exact = Decimal(written)
    return int(exact) if exact == exact.to_integral_value() else exact


def _compared_domain(fact: Fact, operator: str, value: Value) -> Domain:
    if fact.is_ordered:
        return span_from(operator, as_number(value))
    domain = _listed_domain(fact, [value])
    return domain if operator == "=" else domain.opposite()


def _listed_domain(fact: Fact, values: list[Value]) -> Domain:
    if fact.is_ordered:
        return points([as_number(value) for value in values])
    if fact.type == "boolean":
        return OneOf(tuple(bool(value) for value in values))
    make: Callable[[tuple[str, ...]], Within | OneOf] = Within if fact.type == "area" else OneOf
    return make(tuple(str(value) for value in values))
