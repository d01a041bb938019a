"""From one comparison to one condition of the tree: which kinds of sides go together, and what is asked of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn

from phanuek.engines.parameters import ParameterError, Parameters
from phanuek.engines.rules.domains import (
    Domain,
    Number,
    OneOf,
    Ordered,
    Within,
    as_number,
    between,
    points,
    span_from,
)
from phanuek.engines.rules.errors import HINTS, ErrorKind, RuleError
from phanuek.engines.rules.literals import TYPE_WORDS, number_typed, typed
from phanuek.engines.rules.operands import Dated, Given, Literal, Named, Operand, Share, Since, Subject
from phanuek.engines.rules.tree import FLIPPED, Atom, Compared, Leaf, Operator, Ratio
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.rules.years import MOST_YEARS, since, since_between
from phanuek.engines.wording import Words, words

_FAMILY = {"integer": "number", "number": "number", "money": "money", "date": "date"}


@dataclass(frozen=True, slots=True)
class _Value:
    """A given value as the type of its subject, and the source of its dated value if it has one."""

    value: Value
    written: str
    basis: tuple[str, ...]
    position: int

    @property
    def number(self) -> Number:
        return as_number(self.value)


@dataclass(frozen=True)
class Comparer:
    """Makes the single conditions of one rule, as they stand on its day."""

    on: date
    parameters: Parameters | None
    empty_ranges: bool = False

    def bare(self, side: Operand) -> Leaf:
        """A side alone: only a yes-or-no fact is a condition by itself."""
        if isinstance(side, Named) and side.fact.type == "boolean":
            return Atom(side.fact, OneOf((True,)))
        if isinstance(side, Named):
            kind = TYPE_WORDS[side.fact.type]
            _refuse(
                ErrorKind.NOT_A_CONDITION,
                side.position,
                f"{side.fact.name} ไม่ใช่ข้อมูลแบบใช่หรือไม่ใช่ ต้องเปรียบเทียบกับ{kind['th']}",
                f"{side.fact.name} is not a yes-or-no fact; compare it with {kind['en']}",
            )
        not_a_condition(side.position)

    def compared(self, left: Operand, operator: Operator, right: Operand) -> Leaf:
        if isinstance(left, (Literal, Dated)):
            if isinstance(right, (Literal, Dated)):
                self._refuse_given(left, right)
            return self._asked(right, FLIPPED[operator], left)
        if isinstance(right, (Literal, Dated)):
            return self._asked(left, operator, right)
        return self._pair(left, operator, right)

    def _refuse_given(self, left: Given, right: Given) -> NoReturn:
        if (
            isinstance(left, Literal)
            and isinstance(right, Literal)
            and _sort(left.value) != _sort(right.value)
        ):
            _refuse(
                ErrorKind.TYPE_MISMATCH,
                right.position,
                f"เทียบ “{left.written[:40]}” กับ “{right.written[:40]}” ไม่ได้ คนละชนิด และไม่มีชื่อข้อมูล",
                f"“{left.written[:40]}” and “{right.written[:40]}” are of two types, and neither is a fact; one side must be a fact",
                HINTS[ErrorKind.NO_FACT],
            )
        _refuse(
            ErrorKind.CONSTANT,
            left.position,
            "เทียบค่ากับค่า คำตอบจึงคงที่ ด้านหนึ่งของการเปรียบเทียบต้องเป็นชื่อข้อมูล เช่น members >= 7",
            "two values make the answer fixed: one side of a comparison must be a fact, such as members >= 7",
        )

    def _pair(self, left: Subject, operator: Operator, right: Subject) -> Compared:
        if not isinstance(left, Named) or not isinstance(right, Named):
            _refuse(
                ErrorKind.FACTS_APART,
                right.position,
                f"เทียบ {left.written} กับ {right.written} ไม่ได้ ให้เทียบกับค่า",
                f"{left.written} cannot be compared with {right.written}; compare it with a value",
            )
        families = [_FAMILY.get(fact.type) for fact in (left.fact, right.fact)]
        if None in families or families[0] != families[1]:
            _refuse(
                ErrorKind.FACTS_APART,
                right.position,
                f"{left.written} ({left.fact.type}) กับ {right.written} ({right.fact.type}) เทียบกันไม่ได้",
                f"{left.written} ({left.fact.type}) and {right.written} ({right.fact.type}) cannot be compared with each other",
            )
        return Compared(left.fact, operator, right.fact)

    def _asked(self, subject: Subject, operator: Operator, given: Given) -> Leaf:
        if isinstance(subject, Named) and operator not in ("=", "<>") and not subject.fact.is_ordered:
            _refuse(
                ErrorKind.NO_ORDER,
                subject.position,
                f"{subject.written} เทียบมากน้อยไม่ได้ ใช้ = <> หรือ IN",
                f"{subject.written} has no order: use =, <> or IN instead of {operator}",
            )
        one = self._one(subject, given)
        if isinstance(subject, Since):
            days = since(operator, self._count(one), self.on)
            return Atom(subject.fact, days, one.basis, span_from(operator, one.number))
        if isinstance(subject, Share):
            return Ratio(subject.left, subject.right, span_from(operator, one.number), one.basis)
        return Atom(subject.fact, _compared_domain(subject.fact, operator, one.value), one.basis)

    def listed(self, subject: Operand, items: Sequence[Given]) -> Leaf:
        """subject IN (items); a parameter among them may be a list."""
        subject = _subject(subject)
        found = [value for item in items for value in self._values(subject, item)]
        if not found:
            _refuse(ErrorKind.EMPTY_LIST, items[0].position, "รายการค่าว่างเปล่า", "the list of values is empty")
        if isinstance(subject, Since):
            counts = points([value.number for value in found])
            return Atom(subject.fact, self._any_year(found), _basis(found), counts)
        basis = _basis(found)
        values = list(dict.fromkeys(value.value for value in found))
        if isinstance(subject, Share):
            return Ratio(subject.left, subject.right, points([as_number(value) for value in values]), basis)
        return Atom(subject.fact, _listed_domain(subject.fact, values), basis)

    def between(self, subject: Operand, low: Given, high: Given) -> Leaf:
        subject = _subject(subject)
        if isinstance(subject, Named) and not subject.fact.is_ordered:
            _refuse(
                ErrorKind.NO_ORDER,
                subject.position,
                f"{subject.written} ใช้ BETWEEN ไม่ได้ ใช้ IN",
                f"{subject.written} has no order: use IN, not BETWEEN",
            )
        least, most = self._one(subject, low), self._one(subject, high)
        if least.number > most.number and not self.empty_ranges:
            _refuse(
                ErrorKind.REVERSED,
                least.position,
                f"BETWEEN {least.written} AND {most.written} ไม่มีค่าใดอยู่ในช่วง ให้สลับค่า",
                f"nothing lies BETWEEN {least.written} AND {most.written}; change their order",
            )
        domain = between(least.number, most.number)
        if isinstance(subject, Since):
            counts = self._count(least), self._count(most)
            days = since_between(*counts, self.on) if domain.spans else domain
            return Atom(subject.fact, days, _basis([least, most]), domain)
        if isinstance(subject, Share):
            return Ratio(subject.left, subject.right, domain, _basis([least, most]))
        return Atom(subject.fact, domain, _basis([least, most]))

    # -- years

    def _count(self, given: _Value) -> int:
        count = given.number
        if 0 <= count <= min(MOST_YEARS, self.on.year - 2):
            return int(count)
        _refuse(
            ErrorKind.BAD_NUMBER,
            given.position,
            f"จำนวนปี {given.written[:40]} ใช้ไม่ได้ ต้องเป็นจำนวนเต็มตั้งแต่ 0 ถึง {MOST_YEARS}",
            f"{given.written[:40]} years cannot be counted; a whole number from 0 to {MOST_YEARS} is needed",
        )

    def _any_year(self, given: list[_Value]) -> Ordered:
        # what is outside all of them, turned round, so that years side by side become one span
        outside = Ordered(()).opposite()
        for one in given:
            outside = outside.meet(since("<>", self._count(one), self.on))
        return outside.opposite()

    # -- given values

    def _one(self, subject: Subject, given: Given) -> _Value:
        found = self._values(subject, given, listed=False)
        return found[0]

    def _values(self, subject: Subject, given: Given, *, listed: bool = True) -> list[_Value]:
        """The given value, or the values of a dated list, each as the subject's type."""
        if isinstance(given, Literal):
            return [_Value(_typed(subject, given.value, given), given.written, (), given.position)]
        value, source = self._dated(given)
        many = isinstance(value, (list, tuple))
        if many and not listed:
            _refuse(
                ErrorKind.LIST_FOR_ONE,
                given.position,
                "ค่าที่กำหนดเป็นรายการ ให้ใช้ IN (PARAM('…'))",
                "the parameter is a list: use IN (PARAM('…'))",
            )
        basis = (source,) if source else ()
        return [
            _Value(_typed(subject, _read_day(subject, item), given), given.written, basis, given.position)
            for item in (value if isinstance(value, (list, tuple)) else [value])
        ]

    def _dated(self, given: Dated) -> tuple[object, str]:
        name = given.name
        if self.parameters is None:
            raise RuleError(
                f"ไม่มีค่าที่กำหนดชื่อ “{name[:60]}”",
                f"there is no parameter named “{name[:60]}”",
                given.position,
                kind=ErrorKind.UNKNOWN_PARAMETER,
            )
        try:
            dated = self.parameters.dated(name, self.on)
        except ParameterError as error:
            kind = ErrorKind.NOT_IN_FORCE if name in self.parameters.names else ErrorKind.UNKNOWN_PARAMETER
            raise RuleError(
                error.message_th, error.message_en, given.position, error.suggestion, kind=kind
            ) from None
        return dated.value, dated.source


def not_a_condition(position: int) -> NoReturn:
    _refuse(
        ErrorKind.NOT_A_CONDITION,
        position,
        "ส่วนนี้ไม่ใช่เงื่อนไข ให้เขียนเป็น ข้อมูล แล้วตามด้วยการเปรียบเทียบ เช่น members >= 7",
        "this is not a condition; write a fact and a comparison, such as members >= 7",
    )


def no_fact(position: int) -> NoReturn:
    _refuse(
        ErrorKind.NO_FACT,
        position,
        "ด้านหนึ่งของการเปรียบเทียบต้องเป็นชื่อข้อมูล เช่น members >= 7",
        "one side of a comparison must be a fact, such as members >= 7",
    )


def no_value(subject: Operand | None, position: int) -> NoReturn:
    """Something other than a value where a value is due."""
    name = subject.written if isinstance(subject, (Named, Share, Since)) else ""
    kind = TYPE_WORDS[subject.fact.type if isinstance(subject, Named) else "number"]
    _refuse(
        ErrorKind.TYPE_MISMATCH,
        position,
        f"ค่าที่เปรียบเทียบกับ {name} ต้องเป็น{kind['th']}",
        f"{name} must be compared with {kind['en']}",
        words(f"เขียน{kind['th']}", f"write {kind['en']}"),
    )


def _refuse(kind: ErrorKind, at: int, th: str, en: str, hint: Words | None = None) -> NoReturn:
    raise RuleError(f"{th} (ตำแหน่ง {at + 1})", f"{en} (character {at + 1})", at, kind=kind, hint=hint)


def _subject(side: Operand) -> Subject:
    if isinstance(side, (Literal, Dated)):
        no_fact(side.position)
    return side


def _typed(subject: Subject, value: object, given: Given) -> Value:
    if isinstance(subject, Named):
        return typed(subject.fact, value, given.written, given.position)
    return number_typed(
        subject.written, value, given.written, given.position, whole=isinstance(subject, Since)
    )


def _read_day(subject: Subject, value: object) -> object:
    """A dated value of a file is text where a day is meant."""
    if isinstance(subject, Named) and subject.fact.type == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _sort(value: object) -> str:
    return (
        "bool"
        if isinstance(value, bool)
        else type(value).__name__
        if isinstance(value, (str, date))
        else "number"
    )


def _basis(values: Sequence[_Value]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(basis for value in values for basis in value.basis))


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
