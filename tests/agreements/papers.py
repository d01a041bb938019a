"""Agreements whose documents the tests read: the one of 2021, known from an article, and the invented one with its text."""

import io
import json
import subprocess
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from phanuek.agreements import actions
from phanuek.agreements.actions.changes import add_clause, repeal_clause
from phanuek.agreements.actions.merging import merge_amendment
from phanuek.agreements.models import Agreement, Amendment
from phanuek.agreements.word_files import text_of
from phanuek.organisations.actor import Actor
from tests.agreements import amending

DATA = Path(__file__).parents[2] / "packs" / "thailand" / "data"
SYSTEM = Actor.system("tests")
TODAY = date(2026, 11, 23)
AS_OF = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
ABOVE_THE_FOOT = ["-x", "0", "-y", "0", "-W", "596", "-H", "771"]
PROPOSER = "demo-nan-institute"


def told(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((DATA / name).read_text())
    return found


def the_2021_agreement() -> Agreement:
    return actions.import_agreement(by=SYSTEM, data=told("agreement_2021.json"), on=TODAY)


def the_invented_agreement(*, signed: bool = True) -> Agreement:
    """Signed on the day that the file says, or open for signing with nobody's signature yet."""
    agreement = actions.import_agreement(by=SYSTEM, data=told("agreement_demo.json"), on=TODAY)
    if not signed:
        agreement.attendees.update(signed_on=None)
        agreement.stage, agreement.signed_on, agreement.signing_opened_on = "signing", None, TODAY
        agreement.save()
    return agreement


def an_amendment(agreement: Agreement, **fields: Any) -> Amendment:
    """Open for signing: other words for clause 3, a new clause after clause 5, clause 6 taken out."""
    values = {"proposer": PROPOSER, "title_th": "เพิ่มเป้าหมายการอบรม", "title_en": "More people to be trained"}
    values |= {
        "why_th": "มีผู้ขอเข้ารับการอบรมมากกว่าที่คาดไว้",
        "why_en": "more asked for training than was foreseen",
    }
    draft = amending.with_words(
        agreement, 3, ("๓๐๐ คน ภายในสามปี", "๔๕๐ คน ภายในสี่ปี"), ("300 weavers and craft makers within three years", "450 weavers and craft makers within four years"),
        **(values | fields),
    )  # fmt: skip
    add_clause(
        by=SYSTEM, amendment=draft, after=amending.clause(agreement, 5), label_th="ข้อ ๕/๑", label_en="Clause 5/1",
        text_th="ข้อ ๕/๑ ตราสินค้าร่วม\nภาคีจะใช้ตราสินค้าร่วมของลุ่มน้ำน่าน โดย\n(๑) ไม่คิดค่าใช้จ่าย\n(๒) ตรวจคุณภาพทุกปี",
        text_en="Clause 5/1 A common brand\nThe parties use a common brand of the Nan basin:\n(1) free of charge;\n(2) with its quality checked every year.",
    )  # fmt: skip
    repeal_clause(by=SYSTEM, amendment=draft, clause=amending.clause(agreement, 6))
    return amending.opened(amending.fresh(draft))


def merged(agreement: Agreement) -> Amendment:
    amendment = amending.signed(an_amendment(agreement))
    merge_amendment(by=SYSTEM, amendment=amendment)
    return amending.fresh(amendment)


# ---- reading them back


def bare(text: str) -> str:
    """Without any white space: Thai lines break where no space is."""
    return "".join(text.split())


def read(pdf: bytes, *options: str) -> str:
    found = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return found.stdout.decode()


def copied(pdf: bytes) -> str:
    """What a person copies from the pages, without the foot of each."""
    return bare(read(pdf, *ABOVE_THE_FOOT))


def pages(pdf: bytes) -> list[str]:
    return [bare(page) for page in read(pdf).split("\f") if page.strip()]


def typed(docx: bytes) -> str:
    return bare(text_of(io.BytesIO(docx)))
