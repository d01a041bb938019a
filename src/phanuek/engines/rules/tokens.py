"""First look at a rule text: only the words, marks and sizes that a rule may have reach the parser.

Everything that can be said about a text without understanding it is said here, with its position. It also bounds
the work: the parser never sees a text that is too long or nested too deep.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

import sqlglot
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from phanuek.engines.rules.errors import RuleError
from phanuek.engines.rules.vocabulary import RESERVED, Fact, Vocabulary

MAX_LENGTH = 20_000
MAX_TOKENS = 3_000
MAX_DEPTH = 12

COMPARISONS = {
    TokenType.EQ: "=",
    TokenType.NEQ: "<>",
    TokenType.LT: "<",
    TokenType.LTE: "<=",
    TokenType.GT: ">",
    TokenType.GTE: ">=",
}
_LITERALS = (TokenType.NUMBER, TokenType.STRING, TokenType.TRUE, TokenType.FALSE)
_NUMBER = re.compile(r"\d{1,18}(\.\d{1,9})?\Z")
# What word processors and Thai keyboards put in place of the marks of a rule.
_TYPED_OTHERWISE = {"‘": "'", "’": "'", "“": "'", "”": "'", "≥": ">=", "≤": "<=", "≠": "<>"} | dict.fromkeys(
    "๐๑๒๓๔๕๖๗๘๙", "0-9"
)
_FORM_TH = (
    "ใช้ได้: AND OR NOT ( ) = <> < <= > >= IN BETWEEN ตัวเลข 'ข้อความ' TRUE FALSE DATE '2025-11-30' PARAM('ชื่อ')"
)
_FORM_EN = "allowed: AND OR NOT ( ) = <> < <= > >= IN BETWEEN, numbers, 'text', TRUE, FALSE, DATE '2025-11-30', PARAM('name')"


def check(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens for the parser, the names of facts marked as such; RuleError when there is anything else in the text.

    Marked, a name is never taken for a word of SQL: a fact may be called `level` or `year`.
    """
    _check_size(text)
    tokens = _tokens(text)
    if not tokens:
        raise RuleError(
            "ยังไม่ได้เขียนเงื่อนไข หากไม่มีเงื่อนไขให้เขียน TRUE",
            "the rule is empty; write TRUE if there are no conditions",
        )
    if len(tokens) > MAX_TOKENS:
        raise _too_long(f"{len(tokens):,} คำ", f"{len(tokens):,} words and marks", f"{MAX_TOKENS:,}")
    _Walk(text, tokens, vocabulary).run()
    return [_marked(token, text, vocabulary) for token in tokens]


def _moved(token: Token) -> Token:
    return Token(
        token.token_type, token.text, token.line, token.col, token.start - 1, token.end - 1, token.comments
    )


def _marked(token: Token, text: str, vocabulary: Vocabulary) -> Token:
    name = text[token.start : token.end + 1].lower()
    if name not in vocabulary:
        return token
    return Token(TokenType.IDENTIFIER, name, token.line, token.col, token.start, token.end)


def _check_size(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise _too_long(f"{len(text):,} ตัวอักษร", f"{len(text):,} characters", f"{MAX_LENGTH:,}")


def _too_long(th: str, en: str, limit: str) -> RuleError:
    return RuleError(
        f"เงื่อนไขยาวเกินไป ({th}) ยาวได้ไม่เกิน {limit} ให้แบ่งเป็นหลายมาตรการหรือใช้ IN (…)",
        f"the rule is too long ({en}); at most {limit}. Split it, or use IN (…)",
    )


def _tokens(text: str) -> list[Token]:
    try:
        # The bracket in front keeps a first word such as SHOW from being read as a command that swallows the rest.
        tokens = [_moved(token) for token in sqlglot.tokenize("(" + text)]
    except SqlglotError:
        at = max(text.rfind("'"), text.rfind('"'), 0)
        raise RuleError(
            f"เครื่องหมาย ' ที่ตำแหน่ง {at + 1} ไม่มีคู่ปิด", f"the quote at character {at + 1} is not closed", at
        ) from None
    for token in tokens:
        if token.comments:
            at = min(
                (found for found in (text.find("--"), text.find("/*")) if found >= 0), default=token.start
            )
            raise RuleError("ใส่หมายเหตุในเงื่อนไขไม่ได้", "a rule cannot hold a comment", at)
    return tokens[1:]


def nearest_fact(word: str, vocabulary: Vocabulary) -> str | None:
    """The fact whose name or label is most like the word."""
    spoken = {name: name for name in vocabulary}
    for name, fact in vocabulary.items():
        for label in fact.title.values():
            spoken.setdefault(label.lower(), name)
    near = difflib.get_close_matches(word.lower()[:63], spoken, n=1, cutoff=0.5)
    return spoken[near[0]] if near else None


@dataclass
class _Walk:
    """Goes through the tokens once, knowing only whether a value or a joining word is due."""

    text: str
    tokens: list[Token]
    vocabulary: Vocabulary
    at: int = 0
    depth: int = 0
    negations: int = 0

    def run(self) -> None:
        value_due = True
        while self.at < len(self.tokens):
            value_due = self._value() if value_due else self._joint()
            self.at += 1
        if value_due:
            raise RuleError("เงื่อนไขขาดตอนท้าย", "the rule breaks off at its end", len(self.text))
        if self.depth:
            raise RuleError("วงเล็บเปิดไม่มีวงเล็บปิด", "a bracket is opened and not closed", len(self.text))

    def _value(self) -> bool:
        token = self.tokens[self.at]
        kind = token.token_type
        if kind == TokenType.L_PAREN:
            self._deeper(token)
            return True
        if kind == TokenType.NOT:
            if self._kind(-1) in (*COMPARISONS, TokenType.COMMA, TokenType.BETWEEN):
                raise self._out_of_place(token)
            self.negations += 1
            if self.negations > MAX_DEPTH:
                raise self._too_deep(token)
            return True
        self.negations = 0
        if kind == TokenType.DASH and self._kind(1) == TokenType.NUMBER:
            return True
        if kind in _LITERALS:
            self._check_literal(token)
            self._check_constant(token)
            return False
        if kind == TokenType.DATE and self._kind(1) == TokenType.STRING:
            self.at += 1
            return False
        if token.text.lower() == "param" and kind != TokenType.STRING:
            self._parameter(token)
            return False
        self._check_word(token)
        return False

    def _joint(self) -> bool:
        token = self.tokens[self.at]
        kind = token.token_type
        if kind in COMPARISONS or kind in (TokenType.AND, TokenType.OR, TokenType.BETWEEN):
            return True
        if kind == TokenType.COMMA and self.depth:
            return True
        if kind == TokenType.R_PAREN:
            self.depth -= 1
            if self.depth < 0:
                raise RuleError("วงเล็บปิดเกินมา", "a bracket is closed that was not opened", token.start)
            return False
        if kind == TokenType.NOT and self._kind(1) in (TokenType.IN, TokenType.BETWEEN):
            return False
        if kind == TokenType.IN:
            return self._list(token)
        raise self._out_of_place(token)

    def _list(self, token: Token) -> bool:
        if self._kind(1) != TokenType.L_PAREN:
            raise RuleError(
                "หลัง IN ต้องเป็นรายการในวงเล็บ เช่น IN ('a', 'b')",
                "IN needs a list in brackets: IN ('a', 'b')",
                token.end,
            )
        self.at += 1
        self._deeper(self.tokens[self.at])
        return True

    def _deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self._too_deep(token)

    def _kind(self, ahead: int) -> TokenType | None:
        index = self.at + ahead
        return self.tokens[index].token_type if 0 <= index < len(self.tokens) else None

    def _check_literal(self, token: Token) -> None:
        written = self.text[token.start : token.end + 1]
        if token.token_type == TokenType.NUMBER and not _NUMBER.match(written):
            raise RuleError(
                f"ตัวเลข {written[:40]} อ่านไม่ได้ เขียนเช่น 1000000 หรือ 0.5",
                f"the number {written[:40]} cannot be read; write it like 1000000 or 0.5",
                token.start,
            )

    def _check_constant(self, token: Token) -> None:
        """TRUE or FALSE may be compared with and listed, and TRUE may be the whole rule; it cannot stand as a condition."""
        if token.token_type not in (TokenType.TRUE, TokenType.FALSE):
            return
        alone = token.token_type == TokenType.TRUE and len(self.tokens) == 1
        listed = self._kind(-1) in (*COMPARISONS, TokenType.COMMA) or (self._kind(-2) == TokenType.IN)
        if not alone and not listed and self._kind(1) not in COMPARISONS:
            raise RuleError(
                f"{token.text} ที่ตำแหน่ง {token.start + 1} ลอยอยู่โดยไม่เทียบกับข้อมูลใด ทำให้คำตอบคงที่ ให้ลบออก",
                f"{token.text} at character {token.start + 1} is compared with no fact and makes the answer fixed; take it out",
                token.start,
            )

    def _parameter(self, token: Token) -> None:
        shape = [self._kind(ahead) for ahead in (1, 2, 3)]
        if shape != [TokenType.L_PAREN, TokenType.STRING, TokenType.R_PAREN]:
            raise RuleError("เขียนค่าที่กำหนดเป็น PARAM('ชื่อ')", "write a parameter as PARAM('name')", token.start)
        self.at += 3

    def _check_word(self, token: Token) -> None:
        word = self.text[token.start : token.end + 1]
        if word.lower() in self.vocabulary:
            return
        if word.lower() in RESERVED or not re.match(r"[A-Za-z_\u0e00-\u0e4e][\w\u0e00-\u0e7f]*\Z", word):
            raise self._out_of_place(token)
        if self._kind(1) == TokenType.L_PAREN:
            raise RuleError(
                f"ใช้ฟังก์ชัน {word[:40]}(…) ที่ตำแหน่ง {token.start + 1} ไม่ได้",
                f"the function {word[:40]}(…) at character {token.start + 1} cannot be used",
                token.start,
            )
        near = nearest_fact(word, self.vocabulary)
        also_th, also_en = (f" หมายถึง {near} หรือไม่", f"; did you mean {near}?") if near else ("", "")
        raise RuleError(
            f"ไม่รู้จักข้อมูลชื่อ “{word[:60]}” ที่ตำแหน่ง {token.start + 1}{also_th}",
            f"there is no fact named “{word[:60]}” (character {token.start + 1}){also_en}",
            token.start,
            near,
        )

    def _out_of_place(self, token: Token) -> RuleError:
        word = self.text[token.start : token.end + 1][:40]
        where = token.start + 1
        if word.lower() in ("is", "null", "isnull", "notnull"):
            return RuleError(
                f"ใช้ {word} (ตำแหน่ง {where}) ไม่ได้ ข้อมูลที่ยังไม่ทราบจะได้คำตอบ “ข้อมูลยังไม่เพียงพอ” เอง",
                f"{word} (character {where}) cannot be used: an unknown fact already answers “cannot say yet”",
                token.start,
            )
        instead = next((_TYPED_OTHERWISE[mark] for mark in word if mark in _TYPED_OTHERWISE), None)
        if instead:
            return RuleError(
                f"“{word}” ที่ตำแหน่ง {where} ใช้ไม่ได้ ให้พิมพ์ {instead} แทน",
                f"“{word}” at character {where} cannot be used; type {instead} instead",
                token.start,
            )
        if re.match(r"\w", word) and word.lower() not in RESERVED:
            return RuleError(
                f"ก่อน “{word}” (ตำแหน่ง {where}) ขาดคำเชื่อม เช่น AND หรือ OR",
                f"a joining word such as AND or OR is missing before “{word}” (character {where})",
                token.start,
            )
        return RuleError(
            f"ใช้ “{word}” ที่ตำแหน่ง {where} ไม่ได้ {_FORM_TH}",
            f"“{word}” cannot stand at character {where}; {_FORM_EN}",
            token.start,
        )

    def _too_deep(self, token: Token) -> RuleError:
        return RuleError(
            f"วงเล็บหรือ NOT ซ้อนกันเกิน {MAX_DEPTH} ชั้น",
            f"brackets or NOT are nested more than {MAX_DEPTH} deep",
            token.start,
        )


def nearest_choice(value: str, fact: Fact) -> str | None:
    """The allowed code whose code or label is most like the value."""
    spoken: dict[str, str] = {}
    for code, label in (fact.choices or {}).items():
        for form in (code, label.get("th", ""), label.get("en", "")):
            spoken.setdefault(form, code)
    near = difflib.get_close_matches(value[:63], spoken, n=1, cutoff=0.5)
    return spoken[near[0]] if near else None
