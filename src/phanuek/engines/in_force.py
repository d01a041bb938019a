"""Whether an agreement among many bodies is in force on a day: who has signed, what its rule asks, what its dates say.

The idea in one paragraph. An agreement names the signatures it needs (all parties, at least so many, or certain ones) and a term. A
signature is known, known to be missing, or not known, and the answer has the same three values: `yes` only where everything
needed is known, `no` where one known fact settles it, `cannot_say` otherwise. Every answer carries its reasons, so that a page
can print them and a person can tell what would change it. A memorandum does not bind in law; *in force* here means that its
own conditions are met.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from phanuek.engines.wording import Words, short_date, words

Answer = Literal["yes", "no", "cannot_say"]
Rule = Literal["all", "at_least", "named", "not_stated"]
FEWEST_PARTIES = 2


@dataclass(frozen=True)
class PartyFact:
    """One party. `signed_on` is the day of its signature; `unknown` says that it may have signed though nobody tells who or when.

    `withdrawn_on` is the first day on which it no longer is a party.
    """

    code: str
    signed_on: date | None = None
    unknown: bool = False
    must_sign: bool = True
    joined_on: date | None = None
    withdrawn_on: date | None = None

    def belongs(self, on: date) -> bool:
        """Whether it is a party on that day."""
        return (self.joined_on is None or self.joined_on <= on) and (
            self.withdrawn_on is None or on < self.withdrawn_on
        )

    def has_signed(self, on: date) -> bool:
        return self.signed_on is not None and self.signed_on <= on


@dataclass(frozen=True)
class AgreementFact:
    """What is known of an agreement. `stage`: draft, signing or signed. `ends_on` is the last day of its term, `terminated_on`
    the first day after a termination; `no_fixed_term` says that the text itself sets no end."""

    stage: Literal["draft", "signing", "signed"]
    parties: Sequence[PartyFact]
    rule: Rule = "not_stated"
    count: int | None = None
    signed_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    no_fixed_term: bool = False
    terminated_on: date | None = None
    successor: Words | None = None


@dataclass(frozen=True)
class InForce:
    """The answer on a day with its reasons, most decisive first; `needed` and `signed` count the signatures the rule asks for."""

    answer: Answer
    reasons: tuple[Words, ...]
    needed: int = 0
    signed: int = 0


def in_force(agreement: AgreementFact, on: date) -> InForce:
    """The answer for one day."""
    needed, signed, unknown = _signatures(agreement, on)
    settled = _settled_by_dates(agreement, on)
    if settled is not None:
        return InForce("no", (settled,), needed, signed)
    if signed + unknown < needed:
        return InForce("no", (_not_enough(agreement.rule, signed, needed),), needed, signed)
    missing = []
    if agreement.ends_on is None and not agreement.no_fixed_term:
        missing.append(words("ต้นทางไม่ได้ระบุระยะเวลา", "term not stated"))
    if signed < needed:
        missing.append(_unknown_signatories(agreement.rule, needed, needed - signed))
    if missing:
        return InForce("cannot_say", tuple(missing), needed, signed)
    return InForce("yes", (_enough(agreement, needed, signed, on), _term(agreement)), needed, signed)


def complete_on(parties: Iterable[PartyFact], rule: Rule, count: int | None = None) -> date | None:
    """The day on which the signatures needed were all there, or None while some are missing."""
    asked = [p for p in parties if p.withdrawn_on is None and (rule != "named" or p.must_sign)]
    days = sorted(p.signed_on for p in asked if p.signed_on is not None)
    needed = min(count or 0, len(asked)) if rule == "at_least" else len(asked)
    return days[needed - 1] if needed and len(days) >= needed else None


def _signatures(agreement: AgreementFact, on: date) -> tuple[int, int, int]:
    """How many signatures the rule asks for on that day, how many are known, and how many may be there unknown to us."""
    asked = [p for p in agreement.parties if p.belongs(on)]
    if agreement.rule == "named":
        asked = [p for p in asked if p.must_sign]
    signed = sum(1 for p in asked if p.has_signed(on))
    unknown = sum(1 for p in asked if not p.has_signed(on) and p.unknown)
    needed = min(agreement.count or len(asked), len(asked)) if agreement.rule == "at_least" else len(asked)
    return needed, min(signed, needed), min(unknown, needed)


def _settled_by_dates(agreement: AgreementFact, on: date) -> Words | None:
    """The one fact that makes it a plain no, if there is one."""
    if agreement.stage == "draft":
        return words("ยังเป็นร่าง ยังไม่เปิดให้ลงนาม", "it is a draft, not open for signing yet")
    if agreement.stage == "signed" and agreement.signed_on is not None and agreement.signed_on > on:
        return words("ยังไม่ถึงวันลงนาม", "the day of signing has not come")
    if agreement.terminated_on is not None and agreement.terminated_on <= on:
        return _terminated(agreement.terminated_on, agreement.successor)
    if agreement.effective_on is not None and on < agreement.effective_on:
        begins = short_date(agreement.effective_on)
        return words(f"เริ่มมีผลวันที่ {begins['th']}", f"it begins on {begins['en']}")
    if agreement.ends_on is not None and agreement.ends_on < on:
        ended = short_date(agreement.ends_on)
        return words(f"พ้นกำหนดเวลาแล้ว สิ้นสุดเมื่อ {ended['th']}", f"its term has run out, on {ended['en']}")
    if sum(1 for p in agreement.parties if p.belongs(on)) < FEWEST_PARTIES:
        return words("เหลือภาคีน้อยกว่าสองฝ่าย", "fewer than two parties are left")
    return None


def _terminated(day: date, successor: Words | None) -> Words:
    ended = short_date(day)
    if successor is None:
        return words(f"ยกเลิกแล้วตั้งแต่ {ended['th']}", f"terminated as of {ended['en']}")
    return words(
        f"ยกเลิกแล้วตั้งแต่ {ended['th']} โดยมี “{successor['th']}” มาแทน",
        f"terminated as of {ended['en']}; “{successor['en']}” took its place",
    )


def _not_enough(rule: Rule, signed: int, needed: int) -> Words:
    if rule == "at_least":
        return words(
            f"ลงนามแล้ว {signed} ภาคี ต้องครบอย่างน้อย {needed}",
            f"{signed} parties have signed; at least {needed} must",
        )
    return words(f"ลงนามแล้ว {signed} จาก {needed} ภาคี", f"{signed} of {needed} parties have signed")


def _unknown_signatories(rule: Rule, needed: int, missing: int) -> Words:
    if rule == "at_least":
        return words(
            f"ยังไม่ทราบผู้ลงนามอีก {missing} ภาคีจากอย่างน้อย {needed}",
            f"{missing} of the {needed} signatories needed are not known",
        )
    return words(f"ยังไม่ทราบผู้ลงนาม {missing} จาก {needed} ภาคี", f"{missing} of {needed} signatories not known")


def _enough(agreement: AgreementFact, needed: int, signed: int, on: date) -> Words:
    if agreement.rule == "at_least":
        return words(
            f"ลงนามครบตามจำนวนขั้นต่ำ {needed} ภาคีแล้ว", f"signed by the {needed} parties that are needed"
        )
    if agreement.rule == "named":
        return words(f"ภาคีที่ต้องลงนามครบทั้ง {needed} ราย", f"all {needed} parties that must sign have signed")
    if agreement.rule == "not_stated":
        return words(
            f"ทราบผู้ลงนามครบทั้ง {signed} ภาคี (ต้นทางไม่ได้ระบุว่าต้องลงนามกี่ภาคี)",
            f"all {signed} signatories are known (how many are needed is not stated)",
        )
    left = sum(1 for p in agreement.parties if p.withdrawn_on is not None and p.withdrawn_on <= on)
    if left:
        return words(
            f"ภาคีที่ยังร่วมอยู่ลงนามครบทั้ง {signed} ราย (ถอนตัวแล้ว {left} ราย)",
            f"all {signed} parties that remain have signed ({left} withdrew)",
        )
    return words(f"ทุกภาคีลงนามครบทั้ง {signed} ราย", f"all {signed} parties have signed")


def _term(agreement: AgreementFact) -> Words:
    if agreement.ends_on is None:
        return words("ข้อตกลงไม่มีกำหนดสิ้นสุด", "it has no fixed end")
    ends = short_date(agreement.ends_on)
    return words(f"อยู่ในกำหนดเวลา ถึงวันที่ {ends['th']}", f"within its term, until {ends['en']}")
