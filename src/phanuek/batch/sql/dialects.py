"""What the three engines write differently: names, texts, and the type that holds a product of two 64-bit numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal


@dataclass(frozen=True)
class Dialect:
    """`wide` holds whole numbers up to 2^126 exactly; `pick` takes from a list of them by a number counted from 1."""

    name: Literal["duckdb", "postgres", "spark"]
    quote: str
    double: str
    wide: str
    pick: Callable[[str, str], str]
    text: Callable[[str], str]

    def column(self, name: str) -> str:
        return f"{self.quote}{name}{self.quote}"

    def float(self, number: float) -> str:
        # as text: a bare literal is a decimal in some engines, and each reads seventeen digits rightly from a text
        return f"CAST('{number!r}' AS {self.double})"

    def date(self, day: date) -> str:
        return f"DATE '{day.isoformat()}'"

    def big(self, number: int) -> str:
        return f"CAST('{number}' AS {self.wide})"

    def choose(self, numbers: Sequence[int], at: str) -> str:
        return self.pick(", ".join(map(self.big, numbers)), at)

    def can_hold(self, text: str) -> bool:
        """Whether a text of the table could be this one. Half a surrogate pair is in no table, and the character 0 in
        none of PostgreSQL's."""
        if self.name == "postgres" and "\0" in text:
            return False
        return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _standard_text(text: str) -> str:
    """Quotes doubled, nothing else is special; DuckDB ends a statement at a character 0, so that is put in by number."""
    quoted = "'" + text.replace("'", "''") + "'"
    return "(" + quoted.replace("\0", "' || chr(0) || '") + ")" if "\0" in text else quoted


# Letters that end a text, begin an escape, or begin a variable that Spark puts in by itself.
_SPARK_SPECIAL = frozenset("'\"\\$`{}")


def _spark_text(text: str) -> str:
    letters = (
        f"\\u{ord(letter):04x}" if letter < " " or letter == "\x7f" or letter in _SPARK_SPECIAL else letter
        for letter in text
    )
    return "'" + "".join(letters) + "'"


DUCKDB = Dialect(
    name="duckdb",
    quote='"',
    double="DOUBLE",
    wide="HUGEINT",
    pick=lambda numbers, at: f"list_extract([{numbers}], {at})",
    text=_standard_text,
)
POSTGRES = Dialect(
    name="postgres",
    quote='"',
    double="DOUBLE PRECISION",
    wide="NUMERIC",
    pick=lambda numbers, at: f"(ARRAY[{numbers}])[{at}]",
    text=_standard_text,
)
SPARK = Dialect(
    name="spark",
    quote="`",
    double="DOUBLE",
    # a product of two is kept with 38 digits, the most that Spark has
    wide="DECIMAL(20, 0)",
    pick=lambda numbers, at: f"element_at(array({numbers}), CAST({at} AS INT))",
    text=_spark_text,
)
