"""What is passed on for which purpose: the table that the page of consents prints, that the forms read out, and that the pages of
the receiving body are tested against."""

from __future__ import annotations

from enum import StrEnum

from phanuek.consent.models import Purpose
from phanuek.ui.words import T


class Passed(StrEnum):
    """A group of fields."""

    NAME = "name"
    CONDITIONS = "conditions"
    REQUEST = "request"
    CONTACT = "contact"
    RESULT = "result"
    FIGURES = "figures"


LABELS: dict[Passed, T] = {
    Passed.NAME: T("ชื่อ ประเภท และที่ตั้งของกลุ่ม", "Name, kind and place of the group"),
    Passed.CONDITIONS: T("คำตอบตามเงื่อนไขของมาตรการ พร้อมที่มา", "The answers to the offer's conditions, with sources"),
    Passed.REQUEST: T("สิ่งที่ขอ ข้อความ และเอกสารประกอบ", "What is asked, the message and its documents"),
    Passed.CONTACT: T("ผู้ติดต่อ โทรศัพท์ ที่อยู่", "Contact person, telephone, address"),
    Passed.RESULT: T("ผลการจัดสรรหรือจับสลาก ประกาศด้วยรหัส", "The result of the round or draw, published under a code"),
    Passed.FIGURES: T("รายได้ก่อนและหลัง และผลของการสนับสนุน", "Income before and after, and what support changed"),
}  # fmt: skip

# contact details for a referral: after it was accepted, by somebody without an account; each look is written down
PASSED: dict[Purpose, tuple[Passed, ...]] = {
    Purpose.REFERRAL: (Passed.NAME, Passed.CONDITIONS, Passed.REQUEST, Passed.CONTACT),
    Purpose.ROUND: (Passed.NAME, Passed.CONDITIONS, Passed.RESULT),
    Purpose.WAITING: (Passed.NAME, Passed.CONDITIONS, Passed.CONTACT),
    Purpose.RESEARCH: (Passed.FIGURES,),
}


def may_pass(purpose: str, what: Passed) -> bool:
    """Whether a consent for the purpose lets the receiving body have this."""
    return what in PASSED[Purpose(purpose)]


def table() -> list[tuple[T, list[bool]]]:
    """One line for each group of fields, one cell for each purpose, in the order of `Purpose`."""
    return [(LABELS[what], [what in PASSED[purpose] for purpose in Purpose]) for what in Passed]
