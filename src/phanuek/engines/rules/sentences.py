"""How a condition is said as a line of its own, in Thai that an officer would write and in plain English."""

from __future__ import annotations

from phanuek.engines.rules.domains import OneOf, Ordered
from phanuek.engines.rules.pair_words import pair_text
from phanuek.engines.rules.phrases import domain_values, requirement, statement
from phanuek.engines.rules.tree import AllOf, Atom, Compared, Node, Ratio
from phanuek.engines.rules.vocabulary import Fact
from phanuek.engines.wording import Words, thai_join, words


def condition_text(node: Node) -> Words:
    """The condition as a line of its own: จำนวนสมาชิกอย่างน้อย 7 คน / members: at least 7 persons.

    It does not hang on any enterprise, so it is said once and kept with the condition.
    """
    said: Words | None = node.__dict__.get("_said")
    if said is None:
        said = node.__dict__["_said"] = _condition_text(node)
    return said


def _condition_text(node: Node) -> Words:
    if isinstance(node, Atom):
        return _atom_text(node)
    if isinstance(node, (Compared, Ratio)):
        return pair_text(node)
    parts = [_bracketed(part) for part in node.parts]
    if isinstance(node, AllOf):
        return words(" และ ".join(part["th"] for part in parts), " and ".join(part["en"] for part in parts))
    return words(
        "อย่างใดอย่างหนึ่ง: " + " หรือ ".join(part["th"] for part in parts),
        "any of: " + "; or ".join(part["en"] for part in parts),
    )


def _bracketed(node: Node) -> Words:
    """A part as it stands beside others: in brackets when it has an "or" or "and" of its own."""
    if isinstance(node, (Compared, Ratio)):
        return pair_text(node)
    if not isinstance(node, Atom):
        text = condition_text(node)
    else:
        text = _atom_text(node, "คือ " if isinstance(node.domain, OneOf) and not node.domain.excluded else "")
        if isinstance(node.domain, Ordered) or len(domain_values(node.domain)) == 1:
            return text
    return words(f"({text['th']})", f"({text['en']})")


_YEARS = Fact("years", "integer", words("ปี", "years"))


def _atom_text(atom: Atom, joint: str = ": ") -> Words:
    """`joint` stands between a label and what is asked of a text, in Thai."""
    label, domain = atom.fact.title, atom.domain
    if isinstance(domain, OneOf) and atom.fact.type == "boolean":
        return _yes_or_no_text(atom.fact, domain)
    asked = requirement(atom.fact, domain)
    if atom.years is not None:
        years = requirement(_YEARS, atom.years)
        asked = words(f"{asked['th']} ({years['th']})", f"{asked['en']} ({years['en']})")
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
