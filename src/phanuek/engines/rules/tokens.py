"""First look at a rule text: only the words, marks and sizes that a rule may have reach the parser.

Everything that can be said about a text without understanding it is said here, with its position. What stands on the
sides of comparisons is taken out and numbered, so the parser sees only numbers, brackets and joining words: a fact may
be called `level` or `year`, and no word of SQL can mean anything. It also bounds the work: the parser never sees a text
that is too long or nested too deep.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlglot.tokenizer_core import Token, TokenType

from phanuek.engines.rules import misplaced
from phanuek.engines.rules.errors import HINTS, ErrorKind, RuleError
from phanuek.engines.rules.literals import day_of, number_of
from phanuek.engines.rules.marks import Mark, marks
from phanuek.engines.rules.operands import Dated, Literal, Named, Operand, Share, Since
from phanuek.engines.rules.vocabulary import Fact, Vocabulary

MAX_LENGTH = 20_000
MAX_TOKENS = 3_000
MAX_DEPTH = 12

COMPARISONS = {
    "=": TokenType.EQ,
    "==": TokenType.EQ,
    "<>": TokenType.NEQ,
    "!=": TokenType.NEQ,
    "<": TokenType.LT,
    "<=": TokenType.LTE,
    ">": TokenType.GT,
    ">=": TokenType.GTE,
}
_JOINTS = {"and": TokenType.AND, "or": TokenType.OR, "between": TokenType.BETWEEN}
_NOTHING = Mark("sign", "", 0, 0)


@dataclass(frozen=True)
class Skeleton:
    """What the parser sees, each operand a name that is its number; `places` says where each token begins."""

    tokens: list[Token]
    operands: list[Operand]
    places: list[int]


def check(text: str, vocabulary: Vocabulary, parameters: Collection[str] = ()) -> Skeleton:
    """The tokens for the parser; RuleError when there is anything in the text that a rule may not hold.

    `parameters` are the names that may stand for a dated value without PARAM('…'); a fact of the same name goes first.
    """
    if len(text) > MAX_LENGTH:
        raise _too_long(f"{len(text):,} ตัวอักษร", f"{len(text):,} characters", f"{MAX_LENGTH:,}", MAX_LENGTH)
    found = marks(text)
    if not found:
        raise RuleError(
            "ยังไม่ได้เขียนเงื่อนไข หากไม่มีเงื่อนไขให้เขียน TRUE",
            "the rule is empty; write TRUE if there are no conditions",
            kind=ErrorKind.EMPTY,
        )
    if len(found) > MAX_TOKENS:
        at = found[MAX_TOKENS].start
        raise _too_long(f"{len(found):,} คำ", f"{len(found):,} words and marks", f"{MAX_TOKENS:,}", at)
    walk = _Walk(text, found, vocabulary, parameters)
    walk.run()
    return Skeleton(walk.tokens, walk.operands, walk.places)


def _too_long(th: str, en: str, limit: str, at: int) -> RuleError:
    return RuleError(
        f"เงื่อนไขยาวเกินไป ({th}) ยาวได้ไม่เกิน {limit} ให้แบ่งเป็นหลายมาตรการหรือใช้ IN (…)",
        f"the rule is too long ({en}); at most {limit}. Split it, or use IN (…)",
        at,
        kind=ErrorKind.TOO_LONG,
    )


@dataclass
class _Walk:
    """Goes through the marks once, knowing only whether a value or a joining word is due."""

    text: str
    marks: list[Mark]
    vocabulary: Vocabulary
    parameters: Collection[str]
    at: int = 0
    open: list[int] = field(default_factory=list)
    negations: int = 0
    half: tuple[Mark, int] | None = None  # a BETWEEN whose AND is still to come, and how deep it stands
    tokens: list[Token] = field(default_factory=list)
    operands: list[Operand] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def run(self) -> None:
        value_due = True
        while self.at < len(self.marks):
            value_due = self._value() if value_due else self._joint()
            self.at += 1
        if value_due:
            raise RuleError(
                "เงื่อนไขขาดตอนท้าย", "the rule breaks off at its end", len(self.text), kind=ErrorKind.BREAKS_OFF
            )
        self._check_half(_NOTHING)
        if self.open:
            at = self.open[-1] + 1
            raise RuleError(
                f"วงเล็บเปิดที่ตำแหน่ง {at} ไม่มีวงเล็บปิด",
                f"the bracket opened at character {at} is not closed",
                len(self.text),
                kind=ErrorKind.OPEN_BRACKET,
            )

    def _next(self, ahead: int) -> Mark:
        index = self.at + ahead
        return self.marks[index] if 0 <= index < len(self.marks) else _NOTHING

    def _add(self, kind: TokenType, written: str, mark: Mark) -> None:
        # the parser's own errors speak of the place in `places`
        place = len(self.places)
        self.places.append(mark.start)
        self.tokens.append(Token(kind, written, 1, place + 1, place, place, []))

    def _operand(self, operand: Operand, mark: Mark) -> bool:
        self._add(TokenType.IDENTIFIER, str(len(self.operands)), mark)
        self.operands.append(operand)
        self.negations = 0
        return False

    # -- where a value is due

    def _value(self) -> bool:
        mark = self.marks[self.at]
        word = mark.word
        if word == "(":
            self._deeper(mark)
            return True
        if word == "not":
            self._deny(mark)
            return True
        if word == "-" and self._next(1).kind == "number":
            self.at += 1
            return self._number(mark, "-")
        if mark.kind == "number":
            return self._number(mark, "")
        if mark.kind == "text":
            return self._operand(Literal(mark.text, mark.text, mark.start), mark)
        if word in ("true", "false"):
            self._check_constant(mark)
            return self._operand(Literal(word == "true", word.upper(), mark.start), mark)
        if word == "date" and self._next(1).kind == "text":
            self.at += 1
            day = self.marks[self.at]
            return self._operand(Literal(day_of(day.text, day.start), day.text, day.start), mark)
        return self._word(mark)

    def _deny(self, mark: Mark) -> None:
        if self._next(-1).word in (*COMPARISONS, ",", "between"):
            raise misplaced.out_of_place(mark, self.vocabulary)
        self.negations += 1
        if self.negations > MAX_DEPTH:
            raise _too_deep(mark)
        self._add(TokenType.NOT, mark.text, mark)

    def _number(self, mark: Mark, sign: str) -> bool:
        written = sign + self.marks[self.at].text
        return self._operand(Literal(number_of(written, mark.start), written, mark.start), mark)

    def _check_constant(self, mark: Mark) -> None:
        """TRUE or FALSE may be compared with and listed, and TRUE may be the whole rule; it cannot stand as a condition."""
        alone = mark.word == "true" and len(self.marks) == 1
        listed = self._next(-1).word in (*COMPARISONS, ",") or self._next(-2).word == "in"
        if not alone and not listed and self._next(1).word not in COMPARISONS:
            raise RuleError(
                f"{mark.text} ที่ตำแหน่ง {mark.start + 1} ลอยอยู่โดยไม่เทียบกับข้อมูลใด ทำให้คำตอบคงที่ ให้ลบออก",
                f"{mark.text} at character {mark.start + 1} is compared with no fact and makes the answer fixed; take it out",
                mark.start,
                kind=ErrorKind.CONSTANT,
            )

    def _word(self, mark: Mark) -> bool:
        word = mark.word
        if mark.kind == "word" and self._next(1).word == "(":
            return self._called(mark, word)
        if word in self.vocabulary:
            return self._operand(Named(self.vocabulary[word], mark.start), mark)
        if mark.kind == "word" and mark.text in self.parameters:
            return self._operand(Dated(mark.text, mark.start), mark)
        raise misplaced.word(mark, self._compared_with(), self.vocabulary, self.parameters)

    def _compared_with(self) -> Fact | None:
        """The fact that stands before the comparison, or the IN, to whose right a value is due here."""
        back = -1
        while self._next(back).word in ("(", ",") or self._next(back).kind in ("text", "number"):
            back -= 1
        if self._next(back).word not in (*COMPARISONS, "in"):
            return None
        back -= 2 if self._next(back - 1).word == "not" else 1
        return self.vocabulary.get(self._next(back).word)

    def _called(self, mark: Mark, word: str) -> bool:
        """PARAM('name'), RATIO(a, b) and YEARS_SINCE(a): the only words that a bracket may follow."""
        if word == "param":
            name = self._arguments(mark, ["text"], ErrorKind.PARAMETER_FORM)[0]
            return self._operand(Dated(name.text, mark.start), mark)
        if word == "ratio":
            left, right = self._arguments(mark, ["word", "word"], ErrorKind.RATIO_FORM)
            return self._operand(Share(self._number_fact(left), self._number_fact(right), mark.start), mark)
        if word == "years_since":
            (day,) = self._arguments(mark, ["word"], ErrorKind.YEARS_FORM)
            return self._operand(Since(self._date_fact(day), mark.start), mark)
        raise misplaced.called(mark, self.vocabulary)

    def _arguments(self, mark: Mark, kinds: list[str], wrong: ErrorKind) -> list[Mark]:
        """What stands between the brackets, when it has the one form that is allowed."""
        found = []
        for place, kind in enumerate(kinds):
            self.at += 2
            argument, after = self._next(0), self._next(1)
            if argument.kind != kind or after.word != (")" if place == len(kinds) - 1 else ","):
                raise misplaced.form(mark, wrong)
            found.append(argument)
        self.at += 1
        return found

    def _number_fact(self, mark: Mark) -> Fact:
        fact = misplaced.fact(mark, self.vocabulary)
        if fact.type in ("integer", "number", "money"):
            return fact
        raise RuleError(
            f"{fact.name} ไม่ใช่ตัวเลข คิดสัดส่วนไม่ได้ (ตำแหน่ง {mark.start + 1})",
            f"{fact.name} is not a number and cannot be part of a ratio (character {mark.start + 1})",
            mark.start,
            kind=ErrorKind.TYPE_MISMATCH,
            hint=HINTS[ErrorKind.RATIO_FORM],
        )

    def _date_fact(self, mark: Mark) -> Fact:
        fact = misplaced.fact(mark, self.vocabulary)
        if fact.type == "date":
            return fact
        raise RuleError(
            f"{fact.name} ไม่ใช่วันที่ นับปีไม่ได้ (ตำแหน่ง {mark.start + 1})",
            f"{fact.name} is not a date, so no years can be counted from it (character {mark.start + 1})",
            mark.start,
            kind=ErrorKind.TYPE_MISMATCH,
            hint=HINTS[ErrorKind.YEARS_FORM],
        )

    # -- where a joining word is due

    def _joint(self) -> bool:
        mark = self.marks[self.at]
        word = mark.word
        self._check_half(mark)
        joint = COMPARISONS.get(word) or _JOINTS.get(word)
        if joint is not None:
            if joint is TokenType.BETWEEN:
                self.half = (mark, len(self.open))
            self._add(joint, word, mark)
            return True
        if word == "," and self.open:
            self._add(TokenType.COMMA, word, mark)
            return True
        if word == ")":
            self._shallower(mark)
            return False
        if word == "not" and self._next(1).word in ("in", "between"):
            self._add(TokenType.NOT, word, mark)
            return False
        if word == "in":
            self._list(mark)
            return True
        raise misplaced.joint(mark, self._next(1), self.vocabulary)

    def _check_half(self, mark: Mark) -> None:
        """After BETWEEN and one value comes AND."""
        if self.half is None or (len(self.open) > self.half[1] and mark.text):
            return
        begun, self.half = self.half[0], None
        if mark.word != "and":
            raise RuleError(
                f"BETWEEN ที่ตำแหน่ง {begun.start + 1} ขาด AND กับค่าที่สอง",
                f"BETWEEN at character {begun.start + 1} lacks AND and its second value",
                begun.start,
                kind=ErrorKind.BETWEEN_FORM,
            )

    def _list(self, mark: Mark) -> None:
        after = self._next(1)
        if after.word != "(":
            raise RuleError(
                "หลัง IN ต้องเป็นรายการในวงเล็บ เช่น IN ('a', 'b')",
                "IN needs a list in brackets: IN ('a', 'b')",
                mark.start,
                kind=ErrorKind.LIST_FORM,
            )
        if self._next(2).word == ")":
            raise RuleError(
                "IN ต้องมีรายการค่าอย่างน้อยหนึ่งค่า",
                "IN needs a list with at least one value",
                self._next(2).start,
                kind=ErrorKind.EMPTY_LIST,
            )
        self._add(TokenType.IN, "IN", mark)
        self.at += 1
        self._deeper(after)

    def _deeper(self, mark: Mark) -> None:
        self.open.append(mark.start)
        if len(self.open) > MAX_DEPTH:
            raise _too_deep(mark)
        self._add(TokenType.L_PAREN, "(", mark)

    def _shallower(self, mark: Mark) -> None:
        if not self.open:
            raise RuleError(
                "วงเล็บปิดเกินมา",
                "a bracket is closed that was not opened",
                mark.start,
                kind=ErrorKind.STRAY_BRACKET,
            )
        self.open.pop()
        self._add(TokenType.R_PAREN, ")", mark)


def _too_deep(mark: Mark) -> RuleError:
    return RuleError(
        f"วงเล็บหรือ NOT ซ้อนกันเกิน {MAX_DEPTH} ชั้น",
        f"brackets or NOT are nested more than {MAX_DEPTH} deep",
        mark.start,
        kind=ErrorKind.TOO_DEEP,
    )
