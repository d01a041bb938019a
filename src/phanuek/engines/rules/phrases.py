"""Values of facts, and what is asked of a fact, in words of both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Literal

from phanuek.engines.rules.domains import (
    Domain,
    Number,
    OneOf,
    Ordered,
    Span,
    Within,
    as_number,
    excluded_points,
)
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.wording import (
    Words,
    baht,
    deny_english,
    deny_thai,
    either,
    one_or_many,
    plain_number,
    short_date,
    thai_join,
    words,
)

# Units of time and shares are not counted out with "มี".
_UNCOUNTED = ("ปี", "เดือน", "วัน", "สัปดาห์", "ชั่วโมง", "%", "ร้อยละ", "เปอร์เซ็นต์", "คะแนน")


# -- values -----------------------------------------------------------------------------------------------------


def amount(fact: Fact, number: Number) -> Words:
    """A number with its unit (money in baht), or a day: 12 คน, 1,500 บาท, 30 พ.ย. 2568."""
    if fact.type == "date":
        return short_date(date.fromordinal(int(number)))
    figure = baht(int(number)) if fact.type == "money" else plain_number(number)
    unit = fact.unit or (words("บาท", "baht") if fact.type == "money" else words("", ""))
    return words(_with_thai_unit(figure, unit["th"]), _with_english_unit(figure, unit["en"], number))


def _with_thai_unit(figure: str, unit: str) -> str:
    if unit == "ร้อยละ":
        return f"ร้อยละ {figure}"
    return f"{figure}%" if unit == "%" else f"{figure} {unit}".rstrip()


def _with_english_unit(figure: str, unit: str, number: Number) -> str:
    return f"{figure}%" if unit in ("%", "percent") else f"{figure} {one_or_many(unit, number)}".rstrip()


def named(fact: Fact, value: Value) -> Words:
    """The value in words: a choice by its label, an area by its name, a number with its unit."""
    if isinstance(value, bool):
        return words("ใช่", "yes") if value else words("ไม่ใช่", "no")
    if isinstance(value, (int, Decimal, date)):
        return amount(fact, as_number(value))
    label = (fact.choices or {}).get(value)
    if label is not None:
        return words(label["th"], label["en"])
    return _area_name(fact, value) if fact.type == "area" else words(value, value)


def _area_name(fact: Fact, code: str) -> Words:
    """An area without a name of its own is told by the nearest area around it that has one."""
    for length in range(len(code) - 1, 0, -1):
        around = (fact.choices or {}).get(code[:length])
        if around is not None:
            return words(f"{around['th']} (รหัส {code})", f"{around['en']} (code {code})")
    return words(f"เขตรหัส {code}", f"area {code}")


def statement(fact: Fact, value: bool) -> Words:
    """A yes/no fact said as a sentence: เป็นนิติบุคคล, ไม่ได้เป็นนิติบุคคล. Kept with the fact."""
    if value:
        return fact.title
    denied: Words | None = fact.__dict__.get("_denied")
    if denied is None:
        label = fact.title
        denied = fact.__dict__["_denied"] = words(deny_thai(label["th"]), deny_english(label["en"]))
    return denied


def stated(fact: Fact, value: Value) -> Words:
    """The present value as a short sentence: มี 12 คน / has 12 persons.

    The last value is kept with the fact: one enterprise is looked at by many rules in turn.
    """
    last: tuple[Value, Words] | None = fact.__dict__.get("_stated")
    if last is None or last[0] != value:
        last = fact.__dict__["_stated"] = (value, _stated(fact, value))
    return last[1]


def _stated(fact: Fact, value: Value) -> Words:
    shown = named(fact, value)
    if fact.type == "date":
        return words(f"คือ {shown['th']}", shown["en"])
    if fact.type == "integer" and fact.unit is not None and fact.unit["th"] and not is_uncounted(fact):
        return words(f"มี {shown['th']}", f"has {shown['en']}")
    return words(f"อยู่ที่ {shown['th']}", shown["en"])


def is_uncounted(fact: Fact) -> bool:
    """Years, months, shares: amounts of which one does not "have" so many."""
    return fact.unit is not None and fact.unit["th"] in _UNCOUNTED


# -- what is asked for ------------------------------------------------------------------------------------------


def requirement(fact: Fact, domain: Domain) -> Words:
    """What is asked of the fact, without its label: อย่างน้อย 7 คน / at least 7 persons."""
    if isinstance(domain, Ordered):
        return _ordered_requirement(fact, domain)
    names = either([named(fact, value) for value in domain_values(domain)])
    if isinstance(domain, Within):
        th, en = ("ไม่อยู่ใน", "not in ") if domain.excluded else ("อยู่ใน", "in ")
        return words(thai_join(th, names["th"]), en + names["en"])
    return words("ไม่ใช่ " + names["th"], "other than " + names["en"]) if domain.excluded else names


def domain_values(domain: OneOf | Within) -> tuple[str | bool, ...]:
    return domain.codes if isinstance(domain, Within) else domain.values


def _ordered_requirement(fact: Fact, domain: Ordered) -> Words:
    if not domain.spans:
        return words("อยู่ในช่วงที่ไม่มีค่าใดเลย", "within a range that holds nothing")
    if domain.spans[0].low is None and domain.spans[0].high is None:
        return words("มีค่าใดก็ได้", "any value")
    missing = excluded_points(domain)
    if missing is not None:
        names = either([amount(fact, number) for number in missing])
        return words("ไม่เท่ากับ " + names["th"], "not " + names["en"])
    if len(domain.spans) > 1 and all(span.is_point for span in domain.spans):
        names = either([amount(fact, span.low) for span in domain.spans if span.low is not None])
        return words("เป็น " + names["th"], names["en"])
    return either([_span_requirement(fact, span) for span in domain.spans])


# By kind of value, whether it is the lower bound, and whether the bound itself will do.
_BOUNDS = {
    ("day", True, True): ("ตั้งแต่ {} เป็นต้นไป", "on or after {}"),
    ("day", True, False): ("หลังวันที่ {}", "after {}"),
    ("day", False, True): ("ไม่เกินวันที่ {}", "on or before {}"),
    ("day", False, False): ("ก่อนวันที่ {}", "before {}"),
    ("number", True, True): ("อย่างน้อย {}", "at least {}"),
    ("number", True, False): ("มากกว่า {}", "more than {}"),
    ("number", False, True): ("ไม่เกิน {}", "at most {}"),
    ("number", False, False): ("น้อยกว่า {}", "less than {}"),
}
_EXACTLY = {"day": ("ตรงกับวันที่ {}", "on {}"), "number": ("เท่ากับ {}", "exactly {}")}


def _span_requirement(fact: Fact, span: Span) -> Words:
    kind = "day" if fact.type == "date" else "number"
    if span.low is not None and span.is_point:
        return _filled(_EXACTLY[kind], amount(fact, span.low))
    if span.low is not None and span.high is not None and span.low_in and span.high_in:
        low, high = amount(replace(fact, unit=words("", "")), span.low), amount(fact, span.high)
        return words(f"ตั้งแต่ {low['th']} ถึง {high['th']}", f"from {low['en']} to {high['en']}")
    bounds = [
        _filled(_BOUNDS[kind, lower, closed], amount(fact, number))
        for lower, closed, number in ((True, span.low_in, span.low), (False, span.high_in, span.high))
        if number is not None
    ]
    return words(" แต่".join(bound["th"] for bound in bounds), " but ".join(bound["en"] for bound in bounds))


def _filled(phrases: tuple[str, str], value: Words) -> Words:
    return words(phrases[0].format(value["th"]), phrases[1].format(value["en"]))


Side = Literal["below", "above", "between"]


def side_of(domain: Ordered, number: Number) -> Side:
    """Where a number outside the domain lies: below or above all that is asked for, or neither."""
    if len(domain.spans) == 1 and not domain.spans[0].is_point:
        span = domain.spans[0]
        if span.low is not None and number < span.low:
            return "below"
        if span.high is not None and number > span.high:
            return "above"
    return "between"


def tail_of(fact: Fact, domain: Ordered, side: Side) -> Words:
    """What a number on that side of the domain lacks, to follow the number: น้อยกว่าที่กำหนด 7 คน."""
    span = domain.spans[0] if domain.spans else None
    if side == "below" and span is not None and span.low is not None:
        return _short_of(fact, amount(fact, span.low), span.low_in)
    if side == "above" and span is not None and span.high is not None:
        return _beyond(fact, amount(fact, span.high), span.high_in)
    asked = requirement(fact, domain)
    return words(thai_join(" ต้อง", asked["th"]), f", must be {asked['en']}")


def number_tail(fact: Fact, domain: Ordered, number: Number) -> Words:
    return tail_of(fact, domain, side_of(domain, number))


def _short_of(fact: Fact, at: Words, closed: bool) -> Words:
    if fact.type == "date":
        return words(f" ก่อนวันที่กำหนด {at['th']}", f", before {at['en']}")
    if not closed:
        return words(f" ต้องมากกว่า {at['th']}", f", must be more than {at['en']}")
    less = "fewer" if fact.type == "integer" and not is_uncounted(fact) else "less"
    return words(f" น้อยกว่าที่กำหนด {at['th']}", f", {less} than the {at['en']} required")


def _beyond(fact: Fact, at: Words, closed: bool) -> Words:
    if fact.type == "date":
        return words(f" หลังวันที่กำหนด {at['th']}", f", after {at['en']}")
    if not closed:
        return words(f" ต้องน้อยกว่า {at['th']}", f", must be less than {at['en']}")
    return words(f" เกินที่กำหนด {at['th']}", f", more than the {at['en']} allowed")
