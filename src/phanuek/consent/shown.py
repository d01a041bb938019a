"""The log of looks in words: who, what, why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from phanuek.consent.models import Disclosure
from phanuek.organisations.models import Organisation
from phanuek.people.models import Person
from phanuek.ui.words import T

WHAT: dict[str, T] = {
    "contact": T("ผู้ประสานงาน โทรศัพท์ และที่อยู่", "Contact person, telephone and address"),
    "evidence": T("แบบฟอร์มความยินยอม", "The signed consent"),
    "case": T(
        "เรื่องที่ส่งต่อ: ชื่อกลุ่ม สิ่งที่ขอ และคำตอบตามเงื่อนไข",
        "The case: the group's name, what is asked, the conditions answered",
    ),
    "file": T("เอกสารในเรื่อง", "A document of the case"),
    "export": T("รายการที่ดาวน์โหลด", "A downloaded list"),
}
PURPOSE: dict[str, tuple[T, str]] = {
    "referral": (T("ดำเนินการเรื่องที่ส่งต่อ {code}", "Handling the referral {code}"), "/referrals/{code}/"),
    "need": (T("ดำเนินการเรื่องความต้องการ {code}", "Handling the need {code}"), "/needs/{code}/"),
    "consent": (T("ตรวจความยินยอม {code}", "Checking the consent {code}"), ""),
    "contact": (T("เปิดหน้าผู้ประสานงาน", "Opened the contact page"), ""),
    "export": (T("ดาวน์โหลดรายการ {code}", "Downloading the list {code}"), ""),
    "page": (T("เปิดดูในหน้าของกลุ่ม", "Opened on the group's page"), ""),
}
BY_LINK = T("ผู้ถือลิงก์ ไม่มีบัญชีผู้ใช้", "by link, without an account")


@dataclass(frozen=True)
class Look:
    at: datetime
    who: str
    organisation: T
    what: T
    purpose: T
    url: str


def looks_in_words(rows: Iterable[Disclosure]) -> list[Look]:
    """As many queries for a page as for one row."""
    rows = list(rows)
    bodies = {o.code: o for o in Organisation.objects.filter(code__in={r.organisation_code for r in rows})}
    people = Person.objects.in_bulk({r.person_id for r in rows if r.person_id})
    return [_look(row, bodies.get(row.organisation_code), people.get(row.person_id or 0)) for row in rows]


def _look(row: Disclosure, body: Organisation | None, person: Person | None) -> Look:
    kind, _, code = row.purpose.partition(":")
    purpose, url = PURPOSE.get(kind, (T(row.purpose, row.purpose), ""))
    name = (
        T(body.name_th, body.name_en or body.name_th)
        if body
        else T(row.organisation_code, row.organisation_code)
    )
    return Look(
        at=row.at,
        who=str(person) if person else str(BY_LINK) if row.by_link else "",
        organisation=name,
        what=WHAT.get(row.what, T(row.what, row.what)),
        purpose=purpose.format(code=code),
        url=url.format(code=code),
    )
