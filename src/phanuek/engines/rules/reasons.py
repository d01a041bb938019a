"""Why a condition is met, is not met, or cannot be said yet: in Thai that an officer would write and in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from phanuek.engines.rules.domains import Number, Ordered, Within, as_number
from phanuek.engines.rules.phrases import amount, is_uncounted, named, requirement, stated, statement
from phanuek.engines.rules.tree import (
    AllOf,
    AnyOf,
    Atom,
    Compared,
    Leaf,
    Node,
    Ratio,
    Values,
    open_atoms,
    open_facts,
)
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.wording import Words, thai_join, words


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


def _pair_reason(leaf: Compared | Ratio, values: Values) -> Words:
    if leaf.truth(values) is None:
        return _open_reason(leaf, values)
    said = [named(fact, values[fact.name]) for fact in leaf.facts]
    return words(
        "; ".join(f"{fact.title['th']} {value['th']}" for fact, value in zip(leaf.facts, said, strict=True)),
        "; ".join(f"{fact.title['en']}: {value['en']}" for fact, value in zip(leaf.facts, said, strict=True)),
    )


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
