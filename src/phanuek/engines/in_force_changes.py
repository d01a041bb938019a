"""What would change the answer of `in_force`: the facts or acts that stand between an agreement and another answer.

Said in the order in which a person would see to them. Never empty: an agreement in force may still end, and one that has ended may
have a successor.
"""

from __future__ import annotations

from datetime import date

from phanuek.engines.in_force import FEWEST_PARTIES, AgreementFact, InForce, in_force
from phanuek.engines.wording import Words, short_date, words


def what_would_change(agreement: AgreementFact, on: date) -> tuple[Words, ...]:
    """For the answer of that day, in both languages."""
    found = in_force(agreement, on)
    if found.answer == "yes":
        return _would_end(agreement)
    if found.answer == "cannot_say":
        return _would_tell(agreement, found)
    return _would_begin(agreement, found, on)


def _would_end(agreement: AgreementFact) -> tuple[Words, ...]:
    left = words(
        f"ภาคีถอนตัวจนเหลือน้อยกว่า {FEWEST_PARTIES} ฝ่าย หรือภาคีลงนามยกเลิกข้อตกลง",
        f"parties leave until fewer than {FEWEST_PARTIES} remain, or the parties sign its termination",
    )
    if agreement.ends_on is None:
        return (left,)
    ends = short_date(agreement.ends_on)
    runs_out = words(
        f"พ้นวันที่ {ends['th']} จะสิ้นสุดเอง เว้นแต่ภาคีลงนามขยายระยะเวลา",
        f"it ends by itself after {ends['en']}, unless the parties sign an extension",
    )
    return runs_out, left


def _would_tell(agreement: AgreementFact, found: InForce) -> tuple[Words, ...]:
    missing = []
    if agreement.ends_on is None and not agreement.no_fixed_term:
        missing.append(
            words(
                "ทราบจากตัวบทว่าสิ้นสุดวันใด หรือไม่มีกำหนดสิ้นสุด",
                "its text tells on which day it ends, or that it has no fixed end",
            )
        )
    if found.signed < found.needed:
        rest = found.needed - found.signed
        more = "1 more party" if rest == 1 else f"{rest} more parties"
        missing.append(
            words(f"ทราบผู้ลงนามและวันลงนามของอีก {rest} ภาคี", f"it is known who signed for {more}, and when")
        )
    return tuple(missing)


def _would_begin(agreement: AgreementFact, found: InForce, on: date) -> tuple[Words, ...]:
    if agreement.terminated_on is not None and agreement.terminated_on <= on:
        return (_new_agreement(),)
    if agreement.ends_on is not None and agreement.ends_on < on:
        return (_new_agreement(),)
    needed = []
    if agreement.stage == "draft":
        needed.append(words("เปิดให้ลงนาม", "it is opened for signing"))
    there = sum(1 for party in agreement.parties if party.belongs(on))
    if there < FEWEST_PARTIES:
        needed.append(words(f"มีภาคีอย่างน้อย {FEWEST_PARTIES} ฝ่าย", f"it has at least {FEWEST_PARTIES} parties"))
    if found.signed < found.needed:
        rest = found.needed - found.signed
        more = "1 more party signs" if rest == 1 else f"{rest} more parties sign"
        needed.append(words(f"ลงนามเพิ่มอีก {rest} ภาคี", more))
    begins = agreement.effective_on
    if begins is not None and on < begins:
        day = short_date(begins)
        needed.append(words(f"ถึงวันที่ {day['th']}", f"{day['en']} comes"))
    return tuple(needed) or (words("ถึงวันลงนาม", "the day of signing comes"),)


def _new_agreement() -> Words:
    return words("ภาคีทำข้อตกลงฉบับใหม่", "the parties sign a new agreement")
