"""Why a condition is met, is not met, or cannot be said yet: in Thai that an officer would write and in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from phanuek.engines.rules.domains import Ordered, Truth, Within, as_number
from phanuek.engines.rules.pair_words import pair_reason
from phanuek.engines.rules.phrases import Side, named, side_of, stated, statement, tail_of
from phanuek.engines.rules.tree import (
    AllOf,
    AnyOf,
    Atom,
    Compared,
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
    return reason_of(node, values, node.truth(values))


def reason_of(node: Node, values: Values, truth: Truth) -> Words:
    """As `reason`, the condition's answer being in hand."""
    if isinstance(node, Atom):
        return _atom_reason(node, values, truth)
    if truth is None:
        return _open_reason(node, values)
    if isinstance(node, (Compared, Ratio)):
        return pair_reason(node, values, truth)
    telling = (
        [part for part in node.parts if part.truth(values) is truth]
        if truth == isinstance(node, AnyOf)
        else node.parts
    )
    return joined_reason(node, [full_reason(part, values) for part in telling], truth)


def joined_reason(node: AllOf | AnyOf, said: Sequence[Words], truth: bool) -> Words:
    """The reason of a joined condition from the full reasons of the parts that tell it."""
    if isinstance(node, AllOf):
        return words(" และ ".join(item["th"] for item in said), " and ".join(item["en"] for item in said))
    joined = words("; ".join(item["th"] for item in said), "; ".join(item["en"] for item in said))
    if truth:
        return words(thai_join("เข้าเงื่อนไขเพราะ", joined["th"]), "met: " + joined["en"])
    return words("ไม่เข้าข้อใดเลย: " + joined["th"], "none is met: " + joined["en"])


def full_reason(node: Node, values: Values) -> Words:
    """A reason that can be read without the condition beside it: จำนวนสมาชิกมี 12 คน / members: has 12 persons."""
    said = reason(node, values)
    if not isinstance(node, Atom):
        return said
    value = values.get(node.fact.name)
    return statement(node.fact, value) if isinstance(value, bool) else labelled(node.fact, said)


def labelled(fact: Fact, said: Words) -> Words:
    label = fact.title
    return words(thai_join(label["th"], said["th"]), f"{label['en']}: {said['en']}")


def _open_reason(node: Node, values: Values) -> Words:
    asked: dict[str, Words] = {}
    zeros: dict[str, Words] = {}
    for leaf in open_atoms(node, values):
        for fact in open_facts(leaf, values):
            value = values.get(fact.name)
            if value is not None and isinstance(leaf, Ratio):
                zeros.setdefault(fact.name, _zero(fact))
            else:
                asked.setdefault(fact.name, _ask(fact, value))
    said = list(zeros.values())
    if asked:
        th, en = ("; ".join(item[lang] for item in asked.values()) for lang in ("th", "en"))
        said.insert(0, words(f"ยังไม่มีข้อมูล: {th}", f"no information yet: {en}"))
    return words("; ".join(item["th"] for item in said), "; ".join(item["en"] for item in said))


def _zero(divisor: Fact) -> Words:
    """A divisor that is 0 is known: what it says is that there is no ratio."""
    label = divisor.title
    return words(
        thai_join(label["th"], "เป็น 0 จึงคิดสัดส่วนไม่ได้"), f"{label['en']}: it is 0, so no ratio can be formed"
    )


def _ask(fact: Fact, value: Value | None) -> Words:
    if value is None:
        return fact.asks
    place = named(fact, value)
    return words(
        f"{fact.asks['th']} ({thai_join('ทราบเพียงว่าอยู่ใน', place['th'])} ต้องทราบพื้นที่ที่ละเอียดกว่านี้)",
        f"{fact.asks['en']} (known only to be in {place['en']}; a more exact place is needed)",
    )


def _atom_reason(atom: Atom, values: Values, truth: Truth) -> Words:
    fact, domain = atom.fact, atom.domain
    value = values.get(fact.name)
    if value is None:
        return _not_known(fact)
    if truth is None:
        return _open_reason(atom, values)
    if isinstance(value, bool) and truth:
        return words("ใช่", "yes") if value else words("ถูกต้อง", "correct")
    said = value_said(fact, value)
    if truth:
        return said
    side = side_of(domain, as_number(value)) if isinstance(domain, Ordered) else "between"
    tail = lacking(atom, side)
    return words(said["th"] + tail["th"], said["en"] + tail["en"])


def value_said(fact: Fact, value: Value) -> Words:
    """The present value as a short sentence; the reason of a condition on it begins so."""
    if isinstance(value, bool):
        return statement(fact, value)
    if fact.is_ordered:
        return stated(fact, value)
    name = named(fact, value)
    if fact.type == "area":
        return words(thai_join("อยู่ใน", name["th"]), f"in {name['en']}")
    return words(f"คือ {name['th']}", name["en"])


def lacking(atom: Atom, side: Side) -> Words:
    """What follows the value where the condition is not met. Of a number it hangs only on the side on which it lies; kept
    with the condition."""
    tails: dict[Side, Words] = atom.__dict__.setdefault("_tails", {})
    if side not in tails:
        tails[side] = _lacking(atom, side)
    return tails[side]


def _lacking(atom: Atom, side: Side) -> Words:
    domain = atom.domain
    if isinstance(domain, Ordered):
        return tail_of(atom.fact, domain, side)
    if atom.fact.type == "boolean":
        return words("", "")
    if isinstance(domain, Within):
        if domain.excluded:
            return words(" ซึ่งเป็นพื้นที่ยกเว้น", ", which is excluded")
        return words(" ซึ่งอยู่นอกพื้นที่ที่กำหนด", ", outside the area required")
    if domain.excluded:
        return words(" ซึ่งเป็นข้อยกเว้น", ", which is excluded")
    return words(" ไม่ตรงกับที่กำหนด", ", which is not what is required")


def _not_known(fact: Fact) -> Words:
    """The same for whoever it is asked of, so it is said once and kept with the fact."""
    said: Words | None = fact.__dict__.get("_not_known")
    if said is None:
        said = words(f"ยังไม่มีข้อมูล: {fact.asks['th']}", f"no information yet: {fact.asks['en']}")
        fact.__dict__["_not_known"] = said
    return said


def joined_sources(sources: Sequence[str]) -> str:
    return "; ".join(dict.fromkeys(source for source in sources if source))
