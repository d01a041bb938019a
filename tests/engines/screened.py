"""A vocabulary with every kind of fact, rules of every kind of condition, and enterprises that stand on their bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from phanuek.engines.rules import Fact, Rule, Vocabulary, compile
from phanuek.engines.rules.domains import span_from
from phanuek.engines.rules.tree import Atom

DAY = date(2026, 11, 26)
WORDS = Vocabulary(
    [
        Fact("members", "integer"), Fact("women", "integer"), Fact("sales", "money"), Fact("costs", "money"),
        Fact("share", "number"), Fact("part", "number"), Fact("founded", "date"), Fact("listed_on", "date"),
        Fact("juristic", "boolean"), Fact("kind", "text"), Fact("place", "area"),
    ]
)  # fmt: skip
BIG = 2**63
WHOLE = [0, 1, 2, 3, 7, 8, -1, -8, 2**53 + 1, BIG - 2, BIG - 1, BIG, -BIG, -BIG - 1, 10**30]
DECIMALS: list[Any] = [
    0, -0.0, 0.1, 0.3, 0.1 + 0.2, 0.5, 1, 2, 3, 1 / 3, 2.5, Decimal("0.3"), Decimal("0.30000000000000001"), 5e-324,
    1e308, -1e308, 2**53 + 1, Decimal("123456789012345678.9"), 1e17,
]  # fmt: skip
DAYS = [date(2020, 2, 28), date(2020, 2, 29), date(2020, 3, 1), date(1, 1, 1), date(9999, 12, 31)]
TEXTS = ["ก", "กก", "a", "ab", "a\0", "o'k", chr(0x10FFFF), "a" + chr(0x10FFFF), "ข"]
PLACES = ["5", "50", "5001", "500101", "51", "5099", "49", "6"]
VALUES: dict[str, list[Any]] = {
    "members": WHOLE, "women": WHOLE, "sales": WHOLE, "costs": WHOLE, "share": DECIMALS, "part": DECIMALS,
    "founded": DAYS, "listed_on": DAYS, "juristic": [True, False], "kind": TEXTS, "place": PLACES,
}  # fmt: skip
PLAIN: dict[str, list[Any]] = {  # what arrays of one type can hold
    "members": [0, 1, 2, 3, 7, 8, -1], "women": [0, 1, 2, 3, 7, 8, -1], "sales": [0, 1, 7, BIG - 2, -BIG], "costs": [0, 1, 7, 14],
    "share": [0.0, -0.0, 0.1, 0.3, 0.1 + 0.2, 0.5, 1 / 3, 5e-324, 1e308], "part": [0.0, 0.1, 0.3, 1.0, 3.0],
    "founded": DAYS, "listed_on": DAYS, "juristic": [True, False], "kind": TEXTS, "place": PLACES,
}  # fmt: skip
_ORDERED = ["=", "<>", "<", "<=", ">", ">="]
_WRITTEN = {
    "members": ["0", "1", "7", "2.5", "-1", str(2**53 + 1), "9" * 18],
    "sales": ["0", "7", "100", "9" * 18],
    "share": ["0", "0.1", "0.3", "0.333333333", "0.5", "100000000000000000", "-0.1"],
    "founded": ["DATE '2020-02-28'", "DATE '2020-02-29'", "DATE '0001-01-01'", "DATE '2100-12-31'"],
}
_PAIRS = [
    ("members", "women"),
    ("sales", "costs"),
    ("share", "part"),
    ("members", "share"),
    ("listed_on", "founded"),
]
_TEXTS = ["'ก'", "'a'", "'ab'", "'o''k'", "'ฮ'"]
_PLACES = ["'50'", "'5001'", "'500101'", "'51'", "'5'", "'49'"]


def _listed(written: list[str]) -> st.SearchStrategy[str]:
    some = st.lists(st.sampled_from(written), min_size=1, max_size=3, unique=True)
    return st.builds(lambda no, items: f"{no} IN ({', '.join(items)})", st.sampled_from(["", "NOT"]), some)


@st.composite
def leaves(draw: st.DrawFn) -> str:
    kind = draw(
        st.sampled_from(["ordered", "ordered", "between", "in", "text", "place", "flag", "facts", "ratio"])
    )
    fact = draw(st.sampled_from(list(_WRITTEN)))
    operator = draw(st.sampled_from(_ORDERED))
    if kind == "ordered":
        return f"{fact} {operator} {draw(st.sampled_from(_WRITTEN[fact]))}"
    if kind == "between":
        low, high = sorted([draw(st.integers(-2, 9)), draw(st.integers(-2, 9))])
        return f"members {draw(st.sampled_from(['', 'NOT']))} BETWEEN {low} AND {high}"
    if kind == "in":
        return f"{fact} {draw(_listed(_WRITTEN[fact]))}"
    if kind in ("text", "place"):
        return f"kind {draw(_listed(_TEXTS))}" if kind == "text" else f"place {draw(_listed(_PLACES))}"
    if kind == "flag":
        return draw(st.sampled_from(["juristic", "NOT juristic", "juristic = FALSE"]))
    left, right = draw(st.sampled_from(_PAIRS))
    if kind == "facts" or left == "listed_on":
        return f"{left} {operator} {right}"
    number = draw(st.sampled_from(["0", "0.5", "0.3", "1", "0.1", "-1", "3"]))
    return f"RATIO({left}, {right}) {operator} {number}"


def _joined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        some.map(lambda parts: "(" + " OR ".join(parts) + ")"),
        some.map(lambda parts: "(" + " AND ".join(parts) + ")"),
        inner.map(lambda part: f"NOT ({part})"),
    )


def texts() -> st.SearchStrategy[str]:
    conditions = st.lists(st.recursive(leaves(), _joined, max_leaves=4), min_size=1, max_size=4)
    return st.one_of(conditions.map(" AND ".join), st.just("TRUE"))


def rules() -> st.SearchStrategy[Rule]:
    return texts().map(lambda text: compile(text, WORDS, DAY))


def comparison(name: str, operator: str, number: int | Decimal) -> Rule:
    """A rule of one condition, its number as great as one likes."""
    return Rule("", WORDS, DAY, (Atom(WORDS[name], span_from(operator, number)),))


def facts(values: dict[str, list[Any]] | None = None) -> st.SearchStrategy[dict[str, Any]]:
    each = {name: st.none() | st.sampled_from(some) for name, some in (values or VALUES).items()}
    return st.fixed_dictionaries(each)


def as_columns(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in WORDS}
