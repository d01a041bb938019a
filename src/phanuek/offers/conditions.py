"""Rule text as rows that people can fill in, and back. What rows cannot say stays text in the expert box."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.engines.rules import Fact, Vocabulary
from phanuek.ui.words import T

YES, NO, ONE_OF, NONE_OF = "yes", "no", "in", "not_in"
AT_LEAST, AT_MOST, MORE, LESS, EQUAL, OTHER = "ge", "le", "gt", "lt", "eq", "ne"
COMPARISONS: dict[str, T] = {
    YES: T("ต้องใช่", "must be so"),
    NO: T("ต้องไม่ใช่", "must not be so"),
    ONE_OF: T("ต้องเป็นข้อใดข้อหนึ่ง", "must be one of"),
    NONE_OF: T("ต้องไม่เป็นข้อเหล่านี้", "must be none of"),
    AT_LEAST: T("อย่างน้อย", "at least"),
    AT_MOST: T("ไม่เกิน", "at most"),
    MORE: T("มากกว่า", "more than"),
    LESS: T("น้อยกว่า", "less than"),
    EQUAL: T("เท่ากับ", "exactly"),
    OTHER: T("ไม่เท่ากับ", "not"),
}
DAYS: dict[str, T] = {
    AT_LEAST: T("ตั้งแต่วันที่", "on or after"),
    AT_MOST: T("ไม่เกินวันที่", "on or before"),
    MORE: T("หลังวันที่", "after"),
    LESS: T("ก่อนวันที่", "before"),
    EQUAL: T("ตรงกับวันที่", "on"),
}
SYMBOLS = {AT_LEAST: ">=", AT_MOST: "<=", MORE: ">", LESS: "<", EQUAL: "=", OTHER: "<>"}
BY_SYMBOL = {symbol: name for name, symbol in SYMBOLS.items()}

NAME = r"([a-z][a-z0-9_]*)"
LITERAL = r"(-?\d+(?:\.\d+)?|'(?:[^']|'')*'|DATE\s*'[^']*')"
SIMPLE = re.compile(rf"{NAME}\s*(=|<>|<=|>=|<|>)\s*{LITERAL}\Z", re.I)
TRUTH = re.compile(rf"(NOT\s+)?{NAME}(?:\s*=\s*(TRUE|FALSE))?\Z", re.I)
LISTED = re.compile(
    rf"(NOT\s+)?{NAME}\s+(NOT\s+)?IN\s*\(\s*('(?:[^']|'')*'(?:\s*,\s*'(?:[^']|'')*')*)\s*\)\Z", re.I
)
BETWEEN = re.compile(rf"{NAME}\s+BETWEEN\s+{LITERAL}\s+AND\s+{LITERAL}\Z", re.I)
TOKEN = re.compile(r"'(?:[^']|'')*'|[()]|[A-Za-z_][A-Za-z0-9_]*|[^\sA-Za-z_()']+|'")


@dataclass(frozen=True)
class Row:
    """One condition: a fact, how it is compared, with what. Money is in satang; days are dates; choices are codes."""

    fact: str
    comparison: str
    values: tuple[str | int | Decimal | date, ...] = ()


def comparisons_for(fact: Fact) -> dict[str, T]:
    """The comparisons that make sense for a fact, in the order in which they are offered."""
    if fact.type == "boolean":
        return {name: COMPARISONS[name] for name in (YES, NO)}
    if fact.type in ("text", "area"):
        return {name: COMPARISONS[name] for name in (ONE_OF, NONE_OF)}
    return DAYS if fact.type == "date" else {name: COMPARISONS[name] for name in SYMBOLS}


def text_of(row: Row) -> str:
    """The row as rule text."""
    if row.comparison in (YES, NO):
        return row.fact if row.comparison == YES else f"NOT {row.fact}"
    written = [literal(value) for value in row.values]
    if row.comparison in (ONE_OF, NONE_OF):
        if len(written) == 1:
            return f"{row.fact} {'=' if row.comparison == ONE_OF else '<>'} {written[0]}"
        return f"{row.fact} {'' if row.comparison == ONE_OF else 'NOT '}IN ({', '.join(written)})"
    return f"{row.fact} {SYMBOLS[row.comparison]} {written[0]}"


def literal(value: str | int | Decimal | date) -> str:
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def join(rows: Iterable[Row], rest: str = "") -> str:
    """Rows and the expert's text as one rule; empty when there is neither."""
    parts = [text_of(row) for row in rows]
    if rest.strip():
        parts.append(f"({rest.strip()})" if parts and _has_word(rest, "OR") else rest.strip())
    return " AND ".join(parts)


def split(text: str, vocabulary: Vocabulary) -> tuple[list[Row], str]:
    """The rows that the form can show, and the text that it cannot (OR, dated values, anything unusual)."""
    text = _bare(text)
    if not text or text.upper() == "TRUE":
        return [], ""
    if _has_word(text, "OR", top_level=True):
        return [], text
    rows: list[Row] = []
    rest: list[str] = []
    for part in _parts(text):
        if _bare(part) != part and not _has_word(_bare(part), "OR", top_level=True):
            inner, left = split(part, vocabulary)
        else:
            inner = _read(part, vocabulary)
            left = "" if inner else part
        rows += inner
        rest += [left] if left else []
    return rows, " AND ".join(rest)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """(token, position, depth of brackets around it)."""
    found, depth = [], 0
    for match in TOKEN.finditer(text):
        token = match[0]
        if token == ")":
            depth -= 1
        found.append((token, match.start(), depth))
        if token == "(":
            depth += 1
    return found


def _has_word(text: str, word: str, *, top_level: bool = False) -> bool:
    return any(token.upper() == word and (depth == 0 or not top_level) for token, _, depth in _tokens(text))


def _parts(text: str) -> list[str]:
    """Split at each AND that stands outside brackets and does not belong to BETWEEN."""
    parts, start, between = [], 0, False
    for token, at, depth in _tokens(text):
        if depth or token.upper() not in ("AND", "BETWEEN"):
            continue
        if token.upper() == "BETWEEN":
            between = True
        elif between:
            between = False
        else:
            parts.append(text[start:at].strip())
            start = at + len(token)
    return [*parts, text[start:].strip()]


def _bare(text: str) -> str:
    """Without blanks and brackets around the whole."""
    text = text.strip()
    while text.startswith("("):
        closes = next((at for token, at, depth in _tokens(text) if token == ")" and depth == 0), -1)
        if closes != len(text) - 1:
            break
        text = text[1:-1].strip()
    return text


def _read(part: str, vocabulary: Vocabulary) -> list[Row]:
    """The rows that say the same as the part; none when no row can."""
    if match := BETWEEN.match(part):
        rows = [
            Row(match[1].lower(), AT_LEAST, _values(match[2])),
            Row(match[1].lower(), AT_MOST, _values(match[3])),
        ]
    elif match := SIMPLE.match(part):
        rows = [Row(match[1].lower(), BY_SYMBOL[match[2]], _values(match[3]))]
    elif match := LISTED.match(part):
        comparison = NONE_OF if bool(match[1]) != bool(match[3]) else ONE_OF
        rows = [
            Row(
                match[2].lower(),
                comparison,
                tuple(_unquote(v) for v in re.findall(r"'(?:[^']|'')*'", match[4])),
            )
        ]
    elif match := TRUTH.match(part):
        wanted = (match[3] or "TRUE").upper() == "TRUE"
        rows = [Row(match[2].lower(), YES if wanted != bool(match[1]) else NO)]
    else:
        return []
    shown = [_shown(row, vocabulary.get(row.fact)) for row in rows]
    return [row for row in shown if row] if all(shown) else []


def _shown(row: Row, fact: Fact | None) -> Row | None:
    """The row as the form offers it for the fact's type; None when the form has no such row."""
    if fact is None:
        return None
    if fact.type in ("text", "area"):
        same = {EQUAL: ONE_OF, OTHER: NONE_OF}
        row = Row(row.fact, same.get(row.comparison, row.comparison), row.values)
        # the listed choices: an area that is no province has a name too, but no place in the list
        if not set(map(str, row.values)) <= set(fact.choices or ()):
            return None
    return row if row.comparison in comparisons_for(fact) else None


def _values(written: str) -> tuple[str | int | Decimal | date, ...]:
    if written.startswith("'"):
        return (_unquote(written),)
    if written.upper().startswith("DATE"):
        try:
            return (date.fromisoformat(written[written.index("'") + 1 : -1]),)
        except ValueError:
            return (written,)
    return (Decimal(written) if "." in written else int(written),)


def _unquote(written: str) -> str:
    return written[1:-1].replace("''", "'")


def all_of(names: Sequence[str]) -> list[Row]:
    """A row for each yes/no fact that must be so."""
    return [Row(name, YES) for name in names]
