"""From the columns of a Parquet file, as other programs wrote them, to the columns that the conditions are written for.

Nothing is guessed: a column whose type does not mean the same as its fact is refused, and so is a cell that holds no value
of the fact (not a number, half a person, a time of day). What a cell means is what `engines.rules` would take it for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from phanuek.batch.files.cells import BUDDHIST_YEARS
from phanuek.batch.runners.job import RunnerError
from phanuek.batch.sql import Column, Dialect, Kind
from phanuek.engines.rules import Fact, Vocabulary
from phanuek.engines.wording import Words, words

# What the engines call their types (DuckDB in capitals, Spark in small letters), by what they mean.
_TYPES = {
    **dict.fromkeys(["boolean"], "boolean"),
    **dict.fromkeys(
        ["tinyint", "smallint", "integer", "int", "bigint", "utinyint", "usmallint", "uinteger"], "whole"
    ),
    **dict.fromkeys(["ubigint", "hugeint", "uhugeint"], "large"),
    **dict.fromkeys(["decimal"], "decimal"),
    **dict.fromkeys(["float"], "single"),
    **dict.fromkeys(["double"], "double"),
    **dict.fromkeys(["varchar", "string", "enum", "uuid"], "text"),
    **dict.fromkeys(["date"], "day"),
    **dict.fromkeys(["timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamp_ntz"], "moment"),
}
_NUMBERS = ("whole", "large", "decimal", "single", "double")
_ALLOWED = {
    "boolean": ("boolean",),
    "integer": _NUMBERS,
    "money": _NUMBERS,
    "number": _NUMBERS,
    "text": ("text",),
    "area": ("text",),
    "date": ("day", "moment"),
}
_WANTED = {
    "boolean": words("ใช้ชนิด BOOLEAN", "make it BOOLEAN"),
    "integer": words("ใช้ชนิดจำนวนเต็ม เช่น BIGINT", "make it a whole number, such as BIGINT"),
    "money": words("ใช้จำนวนเต็มเป็นสตางค์ (BIGINT)", "make it whole satang (BIGINT)"),
    "number": words("ใช้ชนิดตัวเลข เช่น DOUBLE", "make it a number, such as DOUBLE"),
    "text": words("ใช้ชนิดข้อความ (VARCHAR)", "make it text (VARCHAR)"),
    "area": words("ใช้ชนิดข้อความ (VARCHAR)", "make it text (VARCHAR)"),
    "date": words("ใช้ชนิด DATE", "make it DATE"),
}


@dataclass(frozen=True)
class Reading:
    """The SQL that reads a column into the one described by `column`, and `checks`: what may be wrong with a cell, each
    as SQL that is TRUE of a wrong cell, with the words for it."""

    column: Column
    sql: str
    checks: tuple[tuple[str, Words], ...] = ()


def readings(
    types: Mapping[str, str], vocabulary: Vocabulary, wanted: tuple[str, ...], dialect: Dialect
) -> dict[str, Reading]:
    """How to read the wanted facts that have a column; `types` are those of the file's columns in the engine's words.

    Raises RunnerError for a column of a type that does not go with its fact.
    """
    return {name: _reading(vocabulary[name], types[name], dialect) for name in wanted if name in types}


def known_types(
    types: Mapping[str, str],
    used: tuple[str, ...],
    vocabulary: Vocabulary,
    dialect: Dialect,
    is_empty: Callable[[str], bool],
) -> dict[str, str]:
    """The types without columns in which nothing is known: programs write those with any type they like."""
    kept = dict(types)
    for name in used:
        try:
            readings(types, vocabulary, (name,), dialect)
        except RunnerError:
            if not is_empty(name):
                raise
            del kept[name]
    return kept


def code_reading(types: Mapping[str, str], code_column: str, dialect: Dialect) -> str:
    """The SQL that reads the codes as text; a code that is missing is NULL."""
    if code_column not in types:
        there = ", ".join(list(types)[:8])
        raise RunnerError(
            f"ไม่มีคอลัมน์รหัส “{code_column}” (ที่มี: {there})",
            f"there is no column of codes, “{code_column}” (there are: {there})",
            column=code_column,
        )
    meaning, _ = _meaning(types[code_column])
    if meaning not in ("text", "whole"):
        raise RunnerError(
            f"คอลัมน์รหัส “{code_column}” ต้องเป็นข้อความ ไม่ใช่ {types[code_column][:60]}",
            f"the column of codes, “{code_column}”, must be text, not {types[code_column][:60]}",
            column=code_column,
        )
    return f"NULLIF(CAST({dialect.column(code_column)} AS {_text_type(dialect)}), '')"


@dataclass(frozen=True)
class Check:
    """`wrong` is SQL that is TRUE of a wrong cell of the column, `said` what is wrong with it."""

    column: str
    wrong: str
    said: Words


def checks(found: Mapping[str, Reading], code: str, code_column: str) -> list[Check]:
    """Everything that may be wrong with a cell; `code` is the SQL that reads the codes."""
    missing = Check(code_column, f"{code} IS NULL", words("ไม่มีรหัส", "is missing"))
    return [
        missing,
        *(Check(name, wrong, said) for name, reading in found.items() for wrong, said in reading.checks),
    ]


def refuse_wrong(checked: list[Check], rows: Sequence[int | None]) -> None:
    """Raises RunnerError for the first wrong cell; `rows` are the first wrong row of each check, or None."""
    wrong = [(row, check) for row, check in zip(rows, checked, strict=True) if row is not None]
    if wrong:
        row, check = min(wrong, key=lambda one: one[0])
        raise RunnerError(
            f"แถวที่ {row} คอลัมน์ {check.column}: {check.said['th']}",
            f"row {row}, column {check.column}: the value {check.said['en']}",
            column=check.column,
            row=row,
        )


def refuse_twice(code: str, code_column: str) -> NoReturn:
    raise RunnerError(
        f"รหัส “{code[:60]}” ในคอลัมน์ {code_column} มีมากกว่าหนึ่งแถว ให้เก็บไว้แถวเดียว",
        f"the code “{code[:60]}” in the column {code_column} stands in more than one row; keep one of them",
        column=code_column,
    )


def _meaning(engine_type: str) -> tuple[str, int]:
    """What a type means, and the decimals of a decimal type."""
    name, _, size = engine_type.lower().partition("(")
    if name == "decimal" and size:
        return "decimal", int(size.rstrip(")").partition(",")[2] or 0)
    return _TYPES.get(name, "other"), 0


def _reading(fact: Fact, engine_type: str, dialect: Dialect) -> Reading:
    meaning, scale = _meaning(engine_type)
    # decimals of money may be baht or satang
    if meaning not in _ALLOWED[fact.type] or (meaning == "decimal" and scale and fact.type != "number"):
        hint = _WANTED[fact.type]
        raise RunnerError(
            f"ชนิดของคอลัมน์ {fact.name} คือ {engine_type[:60]} {hint['th']}",
            f"the column {fact.name} is of type {engine_type[:60]}; {hint['en']}",
            column=fact.name,
        )
    name = dialect.column(fact.name)
    if meaning in ("single", "double"):
        return _floats(fact, name, meaning, dialect)
    if meaning in ("large", "decimal"):
        return _exact(fact, name, scale, dialect)
    if meaning in ("day", "moment"):
        return _days(fact, name, meaning)
    if meaning == "text":
        return Reading(Column(fact, "text"), f"NULLIF(CAST({name} AS {_text_type(dialect)}), '')")
    kind: Kind = "boolean" if meaning == "boolean" else "whole"
    return Reading(Column(fact, kind), name if kind == "boolean" else f"CAST({name} AS BIGINT)")


def _exact(fact: Fact, name: str, scale: int, dialect: Dialect) -> Reading:
    """A decimal is written out with all its decimals; without the point that is its count of smallest units."""
    units = f"TRY_CAST(replace(CAST({name} AS {_text_type(dialect)}), '.', '') AS BIGINT)"
    too_large = words("มีตัวเลขยาวเกิน 18 หลัก", "has too many digits (at most 18)")
    checks = ((f"{name} IS NOT NULL AND {units} IS NULL", too_large),)
    return Reading(Column(fact, "whole", scale), units, checks)


def _floats(fact: Fact, name: str, meaning: str, dialect: Dialect) -> Reading:
    double = f"CAST({name} AS DOUBLE)"
    if meaning == "single":
        # 0.1 of four bytes is one tenth, as its text says, not 0.10000000149
        double = (
            f"phanuek_single({name})"
            if dialect.name == "spark"
            else f"CAST(CAST({name} AS VARCHAR) AS DOUBLE)"
        )
    infinite = "CAST('Infinity' AS DOUBLE)"
    not_finite = f"isnan({name}) OR abs({name}) = {infinite}"
    checks = [
        (not_finite, words("ไม่ใช่ตัวเลข เว้นว่างหากไม่ทราบ", "is no number; leave it empty where it is not known"))
    ]
    if fact.type != "number":
        floor = "rint" if dialect.name == "spark" else "trunc"
        checks.append((f"{name} <> {floor}({name})", words("ไม่ใช่จำนวนเต็ม", "is not a whole number")))
    return Reading(Column(fact, "float"), double, tuple(checks))


def _days(fact: Fact, name: str, meaning: str) -> Reading:
    day = f"CAST({name} AS DATE)"
    checks = [
        (
            f"NOT {day} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'",
            words("ปีไม่อยู่ระหว่าง 1 ถึง 9999", "is of a year that is not between 1 and 9999"),
        ),
        (
            f"{day} BETWEEN DATE '{BUDDHIST_YEARS[0]}-01-01' AND DATE '{BUDDHIST_YEARS[-1]}-12-31'",
            words("น่าจะเป็นปี พ.ศ. ให้ใช้ปี ค.ศ.", "looks like a year of the Buddhist era; write the common era"),
        ),
    ]
    if meaning == "moment":
        checks.append(
            (
                f"{name} <> CAST({day} AS TIMESTAMP)",
                words("มีเวลาของวันอยู่ด้วย", "holds a time of day with the date"),
            )
        )
    return Reading(Column(fact, "date"), day, tuple(checks))


def _text_type(dialect: Dialect) -> str:
    return "STRING" if dialect.name == "spark" else "VARCHAR"
