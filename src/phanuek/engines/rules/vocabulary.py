"""The facts that rules may speak of, and the values that facts may have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from phanuek.engines.rules.errors import FactError
from phanuek.engines.wording import Words, thai_join, words

FactType = Literal["boolean", "integer", "number", "money", "text", "date", "area"]
FACT_TYPES: tuple[str, ...] = get_args(FactType)
ORDERED_TYPES = ("integer", "number", "money", "date")

# A value as the engine holds it; money is whole satang, an area is its code.
Value = bool | int | Decimal | str | date

NAME = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")
# Words with a meaning of their own in rule text, or in the SQL that is made from it.
RESERVED = frozenset(
    [
        "and", "or", "not", "in", "between", "true", "false", "date", "param", "null", "is", "like", "ilike",
        "xor", "case", "when", "then", "else", "end", "select", "from", "where", "exists", "cast", "interval",
        "any", "all", "some", "union", "except", "intersect", "array", "values", "current_date",
        "current_time", "current_timestamp", "current_user", "if", "div", "escape", "isnull", "notnull",
        "rlike", "regexp", "glob", "collate", "over",
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One thing that can be known about an enterprise.

    `label` names it, `question` asks for it, `unit` follows a number ({"th": "คน", "en": "persons"}),
    `source` says where it is usually found, `choices` are the allowed codes of a text (or area) with their labels.
    `fixed` marks what nobody can change once it is so: the day of founding, the place of birth.
    The label of a yes/no fact is a statement: "เป็นนิติบุคคล" / "is a juristic person".
    """

    name: str
    type: FactType
    unit: Words | None = field(default=None, hash=False)
    label: Words | None = field(default=None, hash=False)
    question: Words | None = field(default=None, hash=False)
    source: str = ""
    sensitive: bool = False
    choices: Mapping[str, Words] | None = field(default=None, hash=False)
    fixed: bool = False

    def __post_init__(self) -> None:
        if not NAME.match(self.name) or self.name in RESERVED:
            raise FactError(
                self.name,
                f"ชื่อข้อมูล “{self.name}” ใช้ไม่ได้ ให้ใช้อักษรอังกฤษตัวเล็ก ตัวเลข และ _ และไม่ซ้ำกับคำสงวน",
                f"“{self.name}” cannot name a fact: use small English letters, digits and _, and no reserved word",
            )
        if self.type not in FACT_TYPES:
            raise FactError(
                self.name,
                f"ชนิดข้อมูล “{self.type}” ของ {self.name} ไม่มีในระบบ ใช้ได้: {', '.join(FACT_TYPES)}",
                f"{self.name} has the unknown type “{self.type}”; known are {', '.join(FACT_TYPES)}",
            )

    @property
    def title(self) -> Words:
        return self.label or words(self.name, self.name)

    @property
    def asks(self) -> Words:
        return self.question or self.title

    @property
    def is_ordered(self) -> bool:
        return self.type in ORDERED_TYPES


@dataclass(frozen=True)
class Known:
    """A value together with where it comes from."""

    value: object
    source: str = ""


class Vocabulary(Mapping[str, Fact]):
    """The facts by name, in the order given; a name counts once, whatever its case."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._facts: dict[str, Fact] = {}
        for fact in facts:
            if fact.name in self._facts:
                raise FactError(
                    fact.name, f"มีข้อมูลชื่อ {fact.name} ซ้ำกัน", f"the fact {fact.name} is there twice"
                )
            self._facts[fact.name] = fact

    def __getitem__(self, name: str) -> Fact:
        return self._facts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]]) -> Vocabulary:
        """From the "vocabulary" list of an offers file; keys that are not known are left aside.

        FactError says which entry cannot be read, and what of it: `vocabulary[2] members.label`.
        """
        if isinstance(rows, (str, bytes, Mapping)) or not isinstance(rows, Iterable):
            raise _unfit("", "vocabulary", "รายการของข้อมูล [ … ]", "a list of facts [ … ]")
        return cls(_described(row, f"vocabulary[{at}]") for at, row in enumerate(rows))


_KEYS = ("unit", "label", "question", "source", "sensitive", "choices", "fixed")


def _described(row: object, place: str) -> Fact:
    """One fact as a file describes it."""
    if not isinstance(row, Mapping):
        raise _unfit("", place, "ข้อมูลหนึ่งรายการ { … }", "a fact { … }")
    name, kind = row.get("name"), row.get("type")
    if not isinstance(name, str) or not name:
        raise _unfit("", f"{place}.name", "ชื่อเป็นข้อความ", "a name in text")
    place = f"{place} {name[:63]}"
    if not isinstance(kind, str):
        raise _unfit(
            name, f"{place}.type", f"ชนิดข้อมูล: {', '.join(FACT_TYPES)}", f"one of {', '.join(FACT_TYPES)}"
        )
    given = {
        key: _property(name, key, row[key], f"{place}.{key}") for key in _KEYS if row.get(key) is not None
    }
    return Fact(name, as_type(kind), **given)


def _property(name: str, key: str, value: object, place: str) -> Any:
    if key == "source":
        if isinstance(value, str):
            return value
        raise _unfit(name, place, "ข้อความ", "text")
    if key in ("sensitive", "fixed"):
        if isinstance(value, bool):
            return value
        raise _unfit(name, place, "true หรือ false", "true or false")
    if key != "choices":
        return _spoken(name, value, place)
    if not isinstance(value, Mapping) or not all(isinstance(code, str) and code for code in value):
        raise _unfit(name, place, "{ รหัส: ชื่อ }", "{ code: label }")
    return {code: _spoken(name, label, f"{place}.{code[:40]}") for code, label in value.items()} or None


def _spoken(name: str, value: object, place: str) -> Words:
    """A text in both languages; one language, or a bare text, stands for both."""
    if isinstance(value, str):
        return words(value, value)
    if isinstance(value, Mapping):
        th, en = value.get("th") or value.get("en"), value.get("en") or value.get("th")
        if isinstance(th, str) and isinstance(en, str):
            return words(th, en)
    raise _unfit(name, place, '{"th": …, "en": …}', '{"th": …, "en": …}')


def _unfit(name: str, place: str, th: str, en: str) -> FactError:
    return FactError(name, f"{place} {thai_join('ต้องเป็น', th)}", f"{place} must be {en}")


def _refuse(fact: Fact, value: object, th: str, en: str) -> FactError:
    shown = str(value)[:60]
    return FactError(
        fact.name,
        f"{fact.title['th']}: “{shown}” ใช้ไม่ได้ ต้องเป็น{th}",
        f"{fact.title['en']}: “{shown}” cannot be used, it must be {en}",
    )


def coerce(fact: Fact, value: object) -> Value:
    """The value in the form in which the engine compares it; raises FactError when the type is wrong.

    A float is read by its shortest decimal text, so that 0.3 equals the 0.3 of a rule.
    """
    kind = fact.type
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        raise _refuse(fact, value, "ใช่หรือไม่ใช่", "yes or no")
    if kind in ("integer", "number", "money"):
        return _coerce_number(fact, value)
    if kind == "date":
        return _coerce_date(fact, value)
    if isinstance(value, str) and value:
        return value
    raise _refuse(fact, value, "ข้อความ", "text")


def _coerce_number(fact: Fact, value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise _refuse(fact, value, "ตัวเลข", "a number")
    if isinstance(value, int):
        return value
    # a subclass of float, such as NumPy's, prints itself otherwise
    exact = Decimal(float.__repr__(value)) if isinstance(value, float) else value
    if not exact.is_finite():
        raise _refuse(fact, value, "ตัวเลข", "a number")
    if exact == exact.to_integral_value():
        return int(exact)
    if fact.type == "integer":
        raise _refuse(fact, value, "จำนวนเต็ม", "a whole number")
    if fact.type == "money":
        raise _refuse(fact, value, "จำนวนเต็มสตางค์", "a whole number of satang")
    return exact


def _coerce_date(fact: Fact, value: object) -> date:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _refuse(fact, value, "วันที่ (ปี ค.ศ.-เดือน-วัน)", "a date (YYYY-MM-DD)")


def check_value(fact: Fact, value: object) -> Value:
    """As `coerce`, and a coded value must also be one of the choices. For use when a fact is recorded."""
    checked = coerce(fact, value)
    if fact.choices is not None and fact.type in ("text", "area") and checked not in fact.choices:
        some = ", ".join(list(fact.choices)[:12])
        raise _refuse(fact, value, f"ค่าที่กำหนดไว้ เช่น {some}", f"one of the choices, such as {some}")
    return checked


def known_values(
    names: Iterable[str], vocabulary: Vocabulary, facts: Mapping[str, object]
) -> dict[str, Value]:
    """The values of the named facts that are known; missing and None mean unknown."""
    values: dict[str, Value] = {}
    for name in names:
        raw = facts.get(name)
        if isinstance(raw, Known):
            raw = raw.value
        if raw is not None:
            values[name] = coerce(vocabulary[name], raw)
    return values


def source_of(fact: Fact, facts: Mapping[str, object]) -> str:
    """Where the value comes from, or where it is usually found when nothing is said."""
    raw = facts.get(fact.name)
    return (raw.source if isinstance(raw, Known) else "") or fact.source


def as_type(text: str) -> FactType:
    """For callers that read types from a file or a database; checked by Fact itself."""
    return cast(FactType, text)
