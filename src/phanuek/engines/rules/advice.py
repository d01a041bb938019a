"""A change in words: what to raise, lower, set or find out, by how much, and what is asked."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from phanuek.engines.rules.domains import Domain, OneOf, Ordered, agree, as_number, gap
from phanuek.engines.rules.phrases import amount, is_uncounted, named, requirement
from phanuek.engines.rules.vocabulary import Fact, Value
from phanuek.engines.wording import Words, either, lower_first, must_thai, statement_en, thai_join, words

Kind = Literal["raise", "lower", "set", "find_out"]


def advice(
    fact: Fact,
    domains: tuple[Domain, ...],
    kind: Kind,
    value: Value | None,
    target: Value | None,
    bound: Words | None = None,
) -> Words:
    """`bound` says what binds the fact to another that is not known either."""
    if not domains and bound is not None:
        return words(
            f"หาคำตอบ: {fact.asks['th']} ({thai_join('ต้องให้', bound['th'])})",
            f"find out: {fact.asks['en']} (needed: {bound['en']})",
        )
    asked = _asked(fact, domains)
    if bound is not None:
        asked = words(f"{asked['th']} {thai_join('และ', bound['th'])}", f"{asked['en']} and {bound['en']}")
    if kind == "find_out":
        return _say_find_out(fact, asked, target)
    if kind == "lower" and fact.type == "money" and value is not None:
        return _say_limit(fact, asked, value)
    if kind in ("raise", "lower") and target is not None and value is not None:
        return _say_by(fact, kind, asked, gap(as_number(target), as_number(value)))
    label = fact.title
    if isinstance(target, bool):
        return words(must_thai(label["th"], target), "needed: " + statement_en(label["en"], target))
    if fact.type == "text":
        return words(
            f"{thai_join(thai_join('เปลี่ยน', label['th']), 'เป็น')} {asked['th']}",
            f"change {lower_first(label['en'])} to {asked['en']}",
        )
    return words(f"{label['th']}ต้อง{asked['th']}", f"{label['en']} must be {asked['en']}")


def _say_find_out(fact: Fact, asked: Words, target: Value | None) -> Words:
    if isinstance(target, bool):
        need = words(
            "ต้องตอบว่าใช่" if target else "ต้องตอบว่าไม่ใช่",
            "the answer must be yes" if target else "the answer must be no",
        )
    else:
        need = words(("ต้องเป็น " if fact.type == "text" else "ต้อง") + asked["th"], f"must be {asked['en']}")
    return words(f"หาคำตอบ: {fact.asks['th']} ({need['th']})", f"find out: {fact.asks['en']} ({need['en']})")


def _say_limit(fact: Fact, asked: Words, value: Value) -> Words:
    """Too much money is no advice to have less of it: the limit is told, and what there is."""
    now, label = named(fact, value), fact.title
    return words(
        f"{thai_join(label['th'], thai_join('ต้อง', asked['th']))} (ขณะนี้ {now['th']})",
        f"{label['en']} must be {asked['en']} (now {now['en']})",
    )


def _say_by(fact: Fact, kind: Kind, asked: Words, difference: Decimal) -> Words:
    by = amount(fact, difference)
    label = fact.title
    thing = label["th"].removeprefix("จำนวน")
    more = kind == "raise"
    if is_uncounted(fact):
        th, en = ("ยังขาดอีก", "short by") if more else ("เกินอยู่", "over by")
        asked = words(thai_join(label["th"], asked["th"]), f"{label['en']}: {asked['en']}")
        return words(f"{th} {by['th']} ({asked['th']})", f"{en} {by['en']} ({asked['en']})")
    th = thai_join(thai_join("เพิ่ม" if more else "ลด", thing), "อีก" if more else "ลง")
    th = f"{th} {by['th']} ({asked['th']})"
    return words(
        th, f"{'increase' if more else 'reduce'} {lower_first(label['en'])} by {by['en']} ({asked['en']})"
    )


def _asked(fact: Fact, domains: tuple[Domain, ...]) -> Words:
    """All that is asked of the fact, said once."""
    if fact.is_ordered:
        met = [domain for domain in domains if isinstance(domain, Ordered)]
        allowed = met[0]
        for domain in met[1:]:
            allowed = allowed.meet(domain)
        return requirement(fact, allowed)
    fitting = [value for value in _named_values(fact, domains) if agree(domains, value) is True]
    if fact.type == "text" and fitting:
        return either([named(fact, value) for value in dict.fromkeys(fitting)])
    said = [requirement(fact, domain) for domain in dict.fromkeys(domains)]
    return words(" และ".join(item["th"] for item in said), " and ".join(item["en"] for item in said))


def _named_values(fact: Fact, domains: tuple[Domain, ...]) -> list[Value]:
    listed: list[Value] = [
        v for domain in domains if isinstance(domain, OneOf) and not domain.excluded for v in domain.values
    ]
    return listed or list(fact.choices or ())
