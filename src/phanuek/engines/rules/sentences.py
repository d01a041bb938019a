"""How a condition and its reason are said, in Thai that an officer would write and in plain English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

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
from phanuek.engines.rules.tree import (
    AllOf,
    AnyOf,
    Atom,
    Compared,
    Leaf,
    Node,
    Operator,
    Ratio,
    Values,
    open_atoms,
    open_facts,
)
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.wording import (
    Words,
    baht,
    deny_english,
    deny_thai,
    either,
    lower_first,
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
    return words(f"พื้นที่รหัส {code}", f"area {code}")


def statement(fact: Fact, value: bool) -> Words:
    """A yes/no fact said as a sentence: เป็นนิติบุคคล, ไม่ได้เป็นนิติบุคคล."""
    label = fact.title
    return label if value else words(deny_thai(label["th"]), deny_english(label["en"]))


# -- what is asked for ------------------------------------------------------------------------------------------


def requirement(fact: Fact, domain: Domain) -> Words:
    """What is asked of the fact, without its label: อย่างน้อย 7 คน / at least 7 persons."""
    if isinstance(domain, Ordered):
        return _ordered_requirement(fact, domain)
    names = either([named(fact, value) for value in _domain_values(domain)])
    if isinstance(domain, Within):
        th, en = ("ไม่อยู่ใน", "not in ") if domain.excluded else ("อยู่ใน", "in ")
        return words(thai_join(th, names["th"]), en + names["en"])
    return words("ไม่ใช่ " + names["th"], "other than " + names["en"]) if domain.excluded else names


def _domain_values(domain: OneOf | Within) -> tuple[str | bool, ...]:
    return domain.codes if isinstance(domain, Within) else domain.values


def _ordered_requirement(fact: Fact, domain: Ordered) -> Words:
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


def condition_text(node: Node) -> Words:
    """The condition as a line of its own: จำนวนสมาชิกอย่างน้อย 7 คน / members: at least 7 persons."""
    if isinstance(node, Atom):
        return _atom_text(node)
    if isinstance(node, (Compared, Ratio)):
        return _pair_text(node)
    parts = [_bracketed(part) for part in node.parts]
    if isinstance(node, AllOf):
        return words(" และ ".join(part["th"] for part in parts), " and ".join(part["en"] for part in parts))
    return words(
        "อย่างใดอย่างหนึ่ง: " + " หรือ ".join(part["th"] for part in parts),
        "any of: " + "; or ".join(part["en"] for part in parts),
    )


_THAN: dict[Operator, tuple[str, str]] = {
    "=": ("เท่ากับ", "equal to"),
    "<>": ("ไม่เท่ากับ", "other than"),
    "<": ("น้อยกว่า", "less than"),
    "<=": ("ไม่เกิน", "at most"),
    ">": ("มากกว่า", "more than"),
    ">=": ("ไม่น้อยกว่า", "at least"),
}


def _pair_text(leaf: Compared | Ratio) -> Words:
    left, right = leaf.left.title, leaf.right.title
    if isinstance(leaf, Compared):
        th, en = _THAN[leaf.operator]
        return words(
            thai_join(left["th"], thai_join(th, right["th"])),
            f"{left['en']}: {en} {lower_first(right['en'])}",
        )
    asked = requirement(replace(leaf.left, type="number", unit=words("", "")), leaf.domain)
    return words(
        thai_join(thai_join(left["th"], thai_join("ต่อ", right["th"])), asked["th"]),
        f"{left['en']} divided by {lower_first(right['en'])}: {asked['en']}",
    )


def _pair_reason(leaf: Compared | Ratio, values: Values) -> Words:
    if leaf.truth(values) is None:
        return _open_reason(leaf, values)
    said = [named(fact, values[fact.name]) for fact in leaf.facts]
    return words(
        "; ".join(f"{fact.title['th']} {value['th']}" for fact, value in zip(leaf.facts, said, strict=True)),
        "; ".join(f"{fact.title['en']}: {value['en']}" for fact, value in zip(leaf.facts, said, strict=True)),
    )


def _bracketed(node: Node) -> Words:
    """A part as it stands beside others: in brackets when it has an "or" or "and" of its own."""
    if isinstance(node, (Compared, Ratio)):
        return _pair_text(node)
    if not isinstance(node, Atom):
        text = condition_text(node)
    else:
        text = _atom_text(node, "คือ " if isinstance(node.domain, OneOf) and not node.domain.excluded else "")
        if isinstance(node.domain, Ordered) or len(_domain_values(node.domain)) == 1:
            return text
    return words(f"({text['th']})", f"({text['en']})")


def _atom_text(atom: Atom, joint: str = ": ") -> Words:
    """`joint` stands between a label and what is asked of a text, in Thai."""
    label, domain = atom.fact.title, atom.domain
    if isinstance(domain, OneOf) and atom.fact.type == "boolean":
        return _yes_or_no_text(atom.fact, domain)
    asked = requirement(atom.fact, domain)
    if isinstance(domain, OneOf):
        th = thai_join(label["th"], joint + asked["th"]) if joint != ": " else f"{label['th']}: {asked['th']}"
        return words(th, f"{label['en']}: {asked['en']}")
    return words(thai_join(label["th"], asked["th"]), f"{label['en']}: {asked['en']}")


def _yes_or_no_text(fact: Fact, domain: OneOf) -> Words:
    wanted = [value for value in (True, False) if domain.test(value)]
    if len(wanted) == 1:
        return statement(fact, wanted[0])
    label = fact.title
    if wanted:
        return words(f"{label['th']}: ตอบได้ทั้งสองทาง", f"{label['en']}: either answer")
    return words(f"{label['th']}: ไม่มีคำตอบใดเข้าเงื่อนไข", f"{label['en']}: no answer fits")


# -- why it is so -----------------------------------------------------------------------------------------------


def reason(node: Node, values: Values) -> Words:
    """Why the condition is met, is not met, or cannot be said yet."""
    if isinstance(node, Atom):
        return _atom_reason(node, values)
    if isinstance(node, (Compared, Ratio)):
        return _pair_reason(node, values)
    truth = node.truth(values)
    if truth is None:
        return _open_reason(node, values)
    telling = (
        [part for part in node.parts if part.truth(values) is truth]
        if truth == isinstance(node, AnyOf)
        else node.parts
    )
    said = [full_reason(part, values) for part in telling]
    if isinstance(node, AllOf):
        return words(" และ ".join(item["th"] for item in said), " and ".join(item["en"] for item in said))
    joined = words("; ".join(item["th"] for item in said), "; ".join(item["en"] for item in said))
    if truth:
        return words("เข้าเงื่อนไขเพราะ" + thai_join("", joined["th"]), "met: " + joined["en"])
    return words("ไม่เข้าข้อใดเลย: " + joined["th"], "none is met: " + joined["en"])


def full_reason(node: Node, values: Values) -> Words:
    """A reason that can be read without the condition beside it: จำนวนสมาชิกมี 12 คน / members: has 12 persons."""
    said = reason(node, values)
    if not isinstance(node, Atom):
        return said
    value = values.get(node.fact.name)
    if isinstance(value, bool):
        return statement(node.fact, value)
    label = node.fact.title
    return words(thai_join(label["th"], said["th"]), f"{label['en']}: {said['en']}")


def _open_reason(node: Node, values: Values) -> Words:
    asked: dict[str, Words] = {}
    for leaf in open_atoms(node, values):
        for fact in open_facts(leaf, values):
            asked.setdefault(fact.name, _ask(leaf, fact, values.get(fact.name)))
    th, en = ("; ".join(item[lang] for item in asked.values()) for lang in ("th", "en"))
    return words(f"ยังไม่มีข้อมูล: {th}", f"no information yet: {en}")


def _ask(leaf: Leaf, fact: Fact, value: Value | None) -> Words:
    if value is None:
        return fact.asks
    if isinstance(leaf, Ratio):
        return words(
            f"{fact.asks['th']} (เป็น 0 จึงคิดสัดส่วนไม่ได้)",
            f"{fact.asks['en']} (it is 0, so no ratio can be formed)",
        )
    place = named(fact, value)
    return words(
        f"{fact.asks['th']} (ทราบเพียงว่าอยู่ใน{thai_join('', place['th'])} ต้องทราบพื้นที่ที่ละเอียดกว่านี้)",
        f"{fact.asks['en']} (known only to be in {place['en']}; a more exact place is needed)",
    )


def _atom_reason(atom: Atom, values: Values) -> Words:
    fact, domain = atom.fact, atom.domain
    value = values.get(fact.name)
    if value is None or domain.test(value) is None:
        return _open_reason(atom, values)
    met = domain.test(value) is True
    if isinstance(value, bool):
        if not met:
            return statement(fact, value)
        return words("ใช่", "yes") if value else words("ถูกต้อง", "correct")
    if isinstance(domain, Ordered):
        said = stated(fact, value)
        tail = words("", "") if met else _number_tail(fact, domain, as_number(value))
        return words(said["th"] + tail["th"], said["en"] + tail["en"])
    name = named(fact, value)
    if isinstance(domain, Within):
        return _area_reason(name, met, domain.excluded)
    return _text_reason(name, met, domain.excluded)


def stated(fact: Fact, value: Value) -> Words:
    """The present value as a short sentence: มี 12 คน / has 12 persons."""
    shown = named(fact, value)
    if fact.type == "date":
        return words(f"คือ {shown['th']}", shown["en"])
    if fact.type == "integer" and fact.unit is not None and fact.unit["th"] and not is_uncounted(fact):
        return words(f"มี {shown['th']}", f"has {shown['en']}")
    return words(f"อยู่ที่ {shown['th']}", shown["en"])


def is_uncounted(fact: Fact) -> bool:
    """Years, months, shares: amounts of which one does not "have" so many."""
    return fact.unit is not None and fact.unit["th"] in _UNCOUNTED


def _number_tail(fact: Fact, domain: Ordered, number: Number) -> Words:
    if len(domain.spans) == 1:
        span = domain.spans[0]
        if span.low is not None and not span.is_point and number < span.low:
            return _short_of(fact, amount(fact, span.low), span.low_in)
        if span.high is not None and not span.is_point and number > span.high:
            return _beyond(fact, amount(fact, span.high), span.high_in)
    asked = requirement(fact, domain)
    return words(thai_join(" ต้อง", asked["th"]), f", must be {asked['en']}")


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


def _area_reason(name: Words, met: bool, excluded: bool) -> Words:
    said = words(thai_join("อยู่ใน", name["th"]), f"in {name['en']}")
    if met:
        return said
    if excluded:
        return words(f"{said['th']} ซึ่งเป็นพื้นที่ยกเว้น", f"{said['en']}, which is excluded")
    return words(f"{said['th']} ซึ่งอยู่นอกพื้นที่ที่กำหนด", f"{said['en']}, outside the area required")


def _text_reason(name: Words, met: bool, excluded: bool) -> Words:
    said = words(f"คือ {name['th']}", name["en"])
    if met:
        return said
    if excluded:
        return words(f"{said['th']} ซึ่งเป็นข้อยกเว้น", f"{said['en']}, which is excluded")
    return words(f"{said['th']} ไม่ตรงกับที่กำหนด", f"{said['en']}, which is not what is required")


def joined_sources(sources: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(source for source in sources if source))
