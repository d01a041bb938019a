"""Two facts compared with or divided by each other, in words: what is asked, and what the two come to."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from phanuek.engines.rules.domains import Number, Ordered, Span, as_number
from phanuek.engines.rules.phrases import amount, named, number_tail, requirement
from phanuek.engines.rules.tree import Compared, Operator, Ratio, Values
from phanuek.engines.rules.vocabulary import Fact
from phanuek.engines.wording import Words, lower_first, one_or_many, thai_join, words

_THAN: dict[Operator, tuple[str, str]] = {
    "=": ("เท่ากับ", "equal to"),
    "<>": ("ไม่เท่ากับ", "other than"),
    "<": ("น้อยกว่า", "less than"),
    "<=": ("ไม่เกิน", "at most"),
    ">": ("มากกว่า", "more than"),
    ">=": ("ไม่น้อยกว่า", "at least"),
}
_WHEN: dict[Operator, tuple[str, str]] = {
    "=": ("ตรงกับ", "the same day as"),
    "<>": ("ไม่ตรงกับ", "another day than"),
    "<": ("ก่อน", "before"),
    "<=": ("ไม่หลัง", "not after"),
    ">": ("หลัง", "after"),
    ">=": ("ไม่ก่อน", "not before"),
}
# A share that is not exact is shown with so many decimals, with more where it would look as if it met what it does not.
_DECIMALS = (2, 3, 4, 6, 9, 15)


def pair_text(leaf: Compared | Ratio) -> Words:
    """What is asked: จำนวนสมาชิกไม่น้อยกว่าจำนวนลูกจ้าง / members: at least employees."""
    left, right = leaf.left.title, leaf.right.title
    if isinstance(leaf, Compared):
        th, en = (_WHEN if leaf.left.type == "date" else _THAN)[leaf.operator]
        return words(
            thai_join(left["th"], thai_join(th, right["th"])),
            f"{left['en']}: {en} {lower_first(right['en'])}",
        )
    share, domain = _shown(leaf)
    asked = requirement(share, domain)
    start = "" if share.unit and share.unit["th"] else "สัดส่วน"
    th = thai_join(start, thai_join(thai_join(left["th"], "ต่อ"), right["th"]))
    return words(
        thai_join(th, asked["th"]), f"{left['en']} divided by {lower_first(right['en'])}: {asked['en']}"
    )


def pair_reason(leaf: Compared | Ratio, values: Values, met: bool) -> Words:
    """What the two known values come to: 7 คน น้อยกว่า…, or the share and what is missing."""
    left, right = (named(fact, values[fact.name]) for fact in leaf.facts)
    if isinstance(leaf, Compared):
        one, other = (as_number(values[fact.name]) for fact in leaf.facts)
        th, en = (_WHEN if leaf.left.type == "date" else _THAN)[
            "=" if one == other else "<" if one < other else ">"
        ]
        right_th = thai_join(leaf.right.title["th"], right["th"])
        return words(
            f"{thai_join(leaf.left.title['th'], left['th'])} {thai_join(th, right_th)}",
            f"{leaf.left.title['en']}: {left['en']}, {en} {lower_first(leaf.right.title['en'])}: {right['en']}",
        )
    share, domain = _shown(leaf)
    exact = Fraction(as_number(values[leaf.left.name])) / Fraction(as_number(values[leaf.right.name]))
    number, is_exact = _rounded(exact * (1 if domain is leaf.domain else Fraction(1, 100)), domain, met)
    figure = amount(share, number)
    th, en = ("คิดเป็น ", "that is ") if is_exact else ("คิดเป็นประมาณ ", "that is about ")
    tail = words("", "") if met else number_tail(share, domain, number)
    return words(
        f"{thai_join(leaf.left.title['th'], left['th'])} {thai_join('ต่อ', thai_join(leaf.right.title['th'], right['th']))} "
        f"{th}{figure['th']}{tail['th']}",
        f"{leaf.left.title['en']}: {left['en']}; {lower_first(leaf.right.title['en'])}: {right['en']}; "
        f"{en}{figure['en']}{tail['en']}",
    )  # fmt: skip


def _shown(leaf: Ratio) -> tuple[Fact, Ordered]:
    """The share as a number with its unit, and what is asked of it: money for each of something else is told in baht."""
    left, right = leaf.left, leaf.right
    money = left.type == "money" and right.type != "money"
    domain = Ordered(tuple(_hundredth(span) for span in leaf.domain.spans)) if money else leaf.domain
    one = words("บาท", "baht") if money else left.unit
    unit = words("", "")
    if one and right.unit and one != right.unit and right.type != "money":
        unit = words(
            f"{one['th']}ต่อ{right.unit['th']}", f"{one['en']} per {one_or_many(right.unit['en'], 1)}"
        )
    elif money:
        unit = words("บาท", "baht")
    return replace(left, type="number", unit=unit), domain


def _hundredth(span: Span) -> Span:
    low, high = (None if end is None else Decimal(end).scaleb(-2) for end in (span.low, span.high))
    return Span(low, span.low_in, high, span.high_in)


def _rounded(exact: Fraction, domain: Ordered, met: bool) -> tuple[Number, bool]:
    """The share as it is shown, and whether that is exact: never so rounded that it seems to meet what it does not."""
    number = Decimal(0)
    for digits in _DECIMALS:
        number = Decimal(round(exact * 10**digits)).scaleb(
            -digits, Context(prec=400, rounding=ROUND_HALF_EVEN)
        )
        if Fraction(number) == exact:
            return number, True
        if domain.test(number) == met:
            return number, False
    return number, False
