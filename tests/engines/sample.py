"""A small vocabulary, and rules made at random together with their answer by the definition of three-valued logic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from phanuek.engines.rules import Fact, Rule, Vocabulary, compile

DAY = date(2026, 11, 23)


def w(th: str, en: str) -> dict[str, str]:
    return {"th": th, "en": en}


KINDS = {
    "community": w("วิสาหกิจชุมชน", "community enterprise"),
    "group": w("กลุ่มอาชีพ", "occupational group"),
    "company": w("บริษัทจำกัด", "limited company"),
}
AREAS = {
    "50": w("จังหวัดเชียงใหม่", "Chiang Mai"),
    "5001": w("อำเภอเมืองเชียงใหม่", "Mueang Chiang Mai"),
    "500101": w("ตำบลศรีภูมิ", "Si Phum"),
    "5003": w("อำเภอแม่แจ่ม", "Mae Chaem"),
    "51": w("จังหวัดลำพูน", "Lamphun"),
    "5101": w("อำเภอเมืองลำพูน", "Mueang Lamphun"),
}
VOCABULARY = Vocabulary(
    [
        Fact("members", "integer", w("คน", "persons"), w("จำนวนสมาชิก", "members"), w("กลุ่มมีสมาชิกกี่คน", "How many members?"), "ทะเบียนกลุ่ม"),
        Fact("juristic", "boolean", None, w("เป็นนิติบุคคล", "is a juristic person"), w("เป็นนิติบุคคลหรือไม่", "Is it a juristic person?")),
        Fact("debt", "boolean", None, w("มีหนี้ค้างชำระ", "has overdue debt"), w("มีหนี้ค้างชำระหรือไม่", "Is a debt overdue?")),
        Fact("trained", "boolean", None, w("เคยอบรม", "has been trained"), w("เคยอบรมหรือไม่", "Has it been trained?")),
        Fact("income", "money", None, w("รายได้ต่อปี", "yearly income"), w("รายได้ต่อปีเท่าใด", "What is the yearly income?")),
        Fact("kind", "text", None, w("ประเภทกิจการ", "kind"), w("เป็นกิจการประเภทใด", "What kind is it?"), choices=KINDS),
        Fact("registered_on", "date", None, w("วันที่จดทะเบียน", "registered"), w("จดทะเบียนเมื่อใด", "When was it registered?")),
        Fact("area", "area", None, w("ที่ตั้ง", "place"), w("ตั้งอยู่ที่ใด", "Where is it?"), choices=AREAS),
        Fact("years", "integer", w("ปี", "years"), w("ระยะเวลาดำเนินกิจการ", "time in operation"), w("ดำเนินกิจการมากี่ปี", "For how many years?")),
        Fact("share", "number", w("%", "%"), w("สัดส่วนรายได้จากการขาย", "share of income from sales")),
    ]
)  # fmt: skip

# Values that the random facts take; those of each fact make every comparison below true for some and false for others.
VALUES: dict[str, list[Any]] = {
    "members": [0, 3, 6, 7, 8, 20],
    "juristic": [True, False],
    "debt": [True, False],
    "trained": [True, False],
    "income": [0, 99_999, 100_000, 100_001, 5_000_000],
    "kind": list(KINDS),
    "registered_on": [date(2020, 1, 1), date(2025, 11, 29), date(2025, 11, 30), date(2025, 12, 1)],
    "area": ["500101", "5003", "5101"],
    "years": [0, 1, 2, 5],
    "share": [0, 49.9, Decimal("50"), 50.1, 100],
}
ATOMS: dict[str, list[str]] = {
    "members": ["members >= 7", "members > 7", "members < 7", "members <= 7", "members = 7", "members <> 7", "7 <= members",
                "members BETWEEN 6 AND 8", "members NOT BETWEEN 6 AND 8", "members IN (3, 7)", "members NOT IN (3, 7)"],
    "juristic": ["juristic", "juristic = TRUE", "juristic <> FALSE", "juristic = FALSE"],
    "debt": ["debt", "debt = FALSE"],
    "trained": ["trained"],
    "income": ["income <= 100000", "income > 100000", "income = 100000"],
    "kind": ["kind = 'group'", "kind <> 'company'", "kind IN ('community', 'group')", "kind NOT IN ('community')"],
    "registered_on": ["registered_on <= DATE '2025-11-30'", "registered_on > DATE '2025-11-30'", "DATE '2025-11-30' = registered_on"],
    "area": ["area IN ('50')", "area IN ('5001', '51')", "area <> '5003'", "area = '5101'", "area NOT IN ('50')"],
    "years": ["years >= 1", "years < 2"],
    "share": ["share >= 50", "share BETWEEN 49.9 AND 50", "share <> 50"],
}  # fmt: skip

_OPERATORS = {
    "=": lambda a, b: a == b, "<>": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A random rule: its text, and its answer worked out a second way (Kleene: and = least, or = greatest)."""

    kind: str
    text: str
    parts: tuple[Formula, ...] = ()

    def answer(self, facts: Mapping[str, Any]) -> float:
        if self.kind == "atom":
            return atom_answer(self.text, facts)
        answers = [part.answer(facts) for part in self.parts]
        return {"and": min, "or": max, "not": lambda a: 1 - a[0]}[self.kind](answers)

    @property
    def rule(self) -> Rule:
        return compile(self.text, VOCABULARY, DAY)


def atom_answer(text: str, facts: Mapping[str, Any]) -> float:
    """Python's own reading of one comparison: 1 true, 0 false, 0.5 unknown."""
    name = next(name for name in ATOMS if text in ATOMS[name])
    value = facts.get(name)
    if value is None:
        return 0.5
    value = Decimal(str(value)) if isinstance(value, float) else value
    words = (
        text.replace("DATE ", "").replace("'", "").replace("(", "").replace(")", "").replace(",", "").split()
    )
    negated = "NOT" in words
    words = [word for word in words if word != "NOT"]
    if words == [name]:
        return float(value)
    if words[1] == "BETWEEN":
        return float((_read(name, words[2]) <= value <= _read(name, words[4])) != negated)
    if words[1] == "IN" or name == "area":
        listed = [_read(name, word) for word in words[2:]]
        inside = any(value.startswith(code) for code in listed) if name == "area" else value in listed
        return float(inside != (negated or words[1] == "<>"))
    if words[2] == name:
        words = [words[2], {"<=": ">=", "=": "="}[words[1]], words[0]]
    return float(_OPERATORS[words[1]](value, _read(name, words[2])))


def _read(name: str, word: str) -> Any:
    kind = VOCABULARY[name].type
    if kind == "boolean":
        return word == "TRUE"
    if kind == "date":
        return date.fromisoformat(word)
    return word if kind in ("text", "area") else Decimal(word)


def atoms(names: list[str] | None = None) -> st.SearchStrategy[Formula]:
    every = [text for name in (names or list(ATOMS)) for text in ATOMS[name]]
    return st.sampled_from(every).map(lambda text: Formula("atom", text))


def _join(kind: str, parts: list[Formula]) -> Formula:
    return Formula(kind, f" {kind.upper()} ".join(f"({part.text})" for part in parts), tuple(parts))


def _extend(inner: st.SearchStrategy[Formula]) -> st.SearchStrategy[Formula]:
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _join("and", parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: _join("or", parts)),
        inner.map(lambda part: Formula("not", f"NOT ({part.text})", (part,))),
    )


def formulas() -> st.SearchStrategy[Formula]:
    return st.recursive(atoms(), _extend, max_leaves=8)


@st.composite
def read_once(draw: st.DrawFn) -> Formula:
    """A rule that speaks of no fact twice: for these three-valued logic loses nothing."""
    names = draw(st.lists(st.sampled_from(list(ATOMS)), min_size=1, max_size=4, unique=True))
    parts = [draw(atoms([name])) for name in names]
    while len(parts) > 1:
        kind = draw(st.sampled_from(["and", "or"]))
        joined = _join(kind, parts[:2])
        if draw(st.booleans()):
            joined = Formula("not", f"NOT ({joined.text})", (joined,))
        parts = [*parts[2:], joined]
    return parts[0]


def facts(*, complete: bool = False) -> st.SearchStrategy[dict[str, Any]]:
    full = {name: st.sampled_from(values) for name, values in VALUES.items()}
    return st.fixed_dictionaries(full) if complete else st.fixed_dictionaries({}, optional=full)
