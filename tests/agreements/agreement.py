"""A small agreement for the tests, and the fields of a plain commitment."""

from datetime import date
from typing import Any

from phanuek.agreements.models import Agreement, Measure, Party
from tests import cast


def an_agreement(*parties: str, code: str = "mou-1", **fields: Any) -> Agreement:
    values = {
        "instrument_th": "บันทึกข้อตกลง", "instrument_en": "memorandum", "title_th": "บันทึกข้อตกลงทดสอบ",
        "title_en": "Agreement of the tests", "signed_on": date(2021, 2, 26), "provenance": "reported",
    }  # fmt: skip
    agreement = Agreement.objects.create(code=code, **{**values, **fields})
    for order, party in enumerate(parties, start=1):
        body = cast.organisation(party, "bank")
        Party.objects.create(
            agreement=agreement, organisation=body, order=order, name_as_printed=body.name_th
        )
    return agreement


def commitment_fields(**changes: Any) -> dict[str, Any]:
    return {
        "title_th": "รับเรื่องกลุ่มที่ต้องการทุน", "title_en": "Take up groups in need of finance", "measure": Measure.REFERRALS,
        "target": 100, "starts_on": date(2026, 1, 1), "due_on": date(2026, 12, 31),
        "provenance_why": "มติที่ประชุมติดตามผลครั้งที่ 1", **changes,
    }  # fmt: skip
