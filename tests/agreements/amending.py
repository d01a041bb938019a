"""A signed agreement of five parties with its text in hand, for the tests of texts and amendments."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.agreements.actions.amendment_signing import review_amendment, sign_amendment
from phanuek.agreements.actions.amendments import (
    draft_amendment,
    open_amendment_for_signing,
    propose_amendment,
)
from phanuek.agreements.actions.changes import change_clause
from phanuek.agreements.actions.clauses import MarkedClause, mark_clauses
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.actions.text import put_text
from phanuek.agreements.models import Agreement, Amendment, Attendee, Clause, ClauseSpan, Party, TextVersion
from phanuek.engines.redline import suggest_clauses
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from tests import cast
from tests.agreements.agreement import an_agreement

__all__ = ["merge_amendment", "review_amendment"]
SYSTEM = Actor.system("tests")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
BODIES = ["alpha", "beta", "gamma", "delta", "epsilon"]
SIGNED_ON, ENDS_ON = date(2026, 1, 15), date(2028, 12, 31)
THAI = """บันทึกข้อตกลงความร่วมมือ

ข้อ ๑ วัตถุประสงค์
เพื่อเพิ่มรายได้ของกลุ่มอาชีพ

ข้อ ๒ การอบรม
ภาคีจะอบรมสมาชิก 300 คนต่อปี

ข้อ ๓ การตลาด
ภาคีจะรับซื้อสินค้าจากกลุ่มอาชีพ

ข้อ ๔ ระยะเวลา
ข้อตกลงนี้มีผลถึงวันที่ 31 ธันวาคม 2571

ลงชื่อ ผู้แทนภาคีทั้งห้า"""
ENGLISH = """Memorandum of cooperation

Clause 1 Aim
To raise the income of occupational groups

Clause 2 Training
The parties train 300 members a year

Clause 3 Markets
The parties buy goods from occupational groups

Clause 4 Term
This agreement holds until 31 December 2028

Signed by the five parties"""


def marks(thai: str = THAI, english: str = ENGLISH) -> list[MarkedClause]:
    """The clauses that the text suggests, the translation's beside them by number."""
    there = {h.number: h for h in suggest_clauses(english)}
    return [
        MarkedClause(
            h.label, h.start, h.end, heading_th=h.heading,
            label_en=there[h.number].label if h.number in there else "",
            heading_en=there[h.number].heading if h.number in there else "",
            start_en=there[h.number].start if h.number in there else None,
            end_en=there[h.number].end if h.number in there else None,
        )
        for h in suggest_clauses(thai)
    ]  # fmt: skip


def signed_agreement(
    code: str = "five", parties: list[str] | None = None, upload: Any = None, **fields: Any
) -> Agreement:
    """Signed by all of its parties, who have no accounts, in force until the end of 2028; its text marked in four clauses."""
    values = {
        "signed_on": SIGNED_ON, "ends_on": ENDS_ON, "signing_rule": "all", "notice_days": 30, "provenance": "added",
        "provenance_by": "ทดสอบ", "stage": "draft",
    } | fields  # fmt: skip
    signed_on, stage = values.pop("signed_on"), fields.get("stage", "signed")
    agreement = an_agreement(*(parties or BODIES), code=code, signed_on=None, **values)
    version = put_text(by=SYSTEM, agreement=agreement, text_th=THAI, text_en=ENGLISH, upload=upload)
    mark_clauses(by=SYSTEM, version=version, spans=marks())
    if stage == "signed":
        agreement.stage, agreement.signed_on = "signed", signed_on
        agreement.save()
    for party in agreement.parties.all():
        Attendee.objects.create(
            agreement=agreement, party=party, part="signatory", name_th=f"ผู้แทน {party.organisation.code}",
            position_th="ผู้อำนวยการ", capacity="own_right", signed_on=signed_on, method="paper",
        )  # fmt: skip
    return agreement


def body(code: str) -> Organisation:
    return cast.organisation(code, "bank")


def party(agreement: Agreement, code: str) -> Party:
    return agreement.parties.get(organisation__code=code)


def clause(agreement: Agreement, number: int | str) -> Clause:
    return agreement.clauses.get(code=f"c{number}")


def span(agreement: Agreement, number: int | str, version: int | None = None) -> ClauseSpan:
    """Where a clause stands, in the newest version unless another is named."""
    rows = ClauseSpan.objects.filter(version__agreement=agreement, clause__code=f"c{number}")
    return (rows.filter(version__number=version) if version else rows).order_by("-version__number")[0]


def newest(agreement: Agreement) -> TextVersion:
    return agreement.text_versions.order_by("-number")[0]


def draft(agreement: Agreement, kind: str = "text", proposer: str = "alpha", **fields: Any) -> Amendment:
    values = {
        "title_th": "แก้ไขเพิ่มเติม",
        "title_en": "Amendment",
        "why_th": "มติที่ประชุม",
        "why_en": "As the meeting decided",
    }
    return draft_amendment(
        by=SYSTEM, agreement=agreement, kind=kind, proposer=body(proposer), **(values | fields)
    )


def with_words(
    agreement: Agreement,
    number: int,
    thai: tuple[str, str],
    english: tuple[str, str] | None = None,
    **fields: Any,
) -> Amendment:
    """A draft that replaces some words of one clause."""
    amendment = draft(agreement, **fields)
    there = span(agreement, number)
    change_clause(
        by=SYSTEM, amendment=amendment, clause=clause(agreement, number), text_th=there.text_th.replace(*thai),
        text_en=there.text_en.replace(*english) if english else there.text_en,
    )  # fmt: skip
    return Amendment.objects.get(pk=amendment.pk)


def fresh(amendment: Amendment) -> Amendment:
    return Amendment.objects.select_related("agreement", "base", "proposed_by").get(pk=amendment.pk)


def reviewed(amendment: Amendment, *out: str, **answers: str) -> Amendment:
    """Proposed, and answered by every party but those that are out: agreeing unless said."""
    propose_amendment(by=SYSTEM, amendment=amendment)
    for one in amendment.agreement.parties.exclude(organisation__code__in=out):
        said = answers.get(one.organisation.code, "agree")
        review_amendment(
            by=SYSTEM,
            amendment=amendment,
            party=one,
            answer=said,
            comment="" if said == "agree" else "เพราะงบไม่พอ",
        )
    return fresh(amendment)


def opened(amendment: Amendment) -> Amendment:
    return open_amendment_for_signing(by=SYSTEM, amendment=reviewed(amendment))


def opened_without(amendment: Amendment, *out: str) -> Amendment:
    """The same after parties have left."""
    return open_amendment_for_signing(by=SYSTEM, amendment=reviewed(amendment, *out))


def signed(amendment: Amendment, *codes: str, on: date = date(2026, 11, 23)) -> Amendment:
    """Signed by the parties named, or by all that are still in."""
    for one in amendment.agreement.parties.exclude(withdrawn_on__lte=on).select_related("organisation"):
        if not codes or one.organisation.code in codes:
            sign(amendment, one.organisation.code, on=on)
    return fresh(amendment)


def sign(amendment: Amendment, code: str, on: date = date(2026, 11, 23), **fields: Any) -> Attendee:
    values = {"name_th": f"นาย {code}", "position_th": "ผู้อำนวยการ", "capacity": "own_right"} | fields
    return sign_amendment(
        by=SYSTEM, amendment=fresh(amendment), party=party(amendment.agreement, code), signed_on=on, **values
    )


def letter(name: str = "หนังสือ.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")
