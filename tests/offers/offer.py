"""A small vocabulary and a plain offer for the tests."""

from typing import Any

from phanuek.eligibility.models import VocabularyFact
from phanuek.offers import actions
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from tests import cast

SYSTEM = Actor.system("tests")


def words() -> None:
    """members, is_registered_se and enterprise_kind, in the vocabulary."""
    rows = [
        {"name": "members", "type": "integer", "label_th": "จำนวนสมาชิก", "label_en": "Members", "unit_th": "คน", "unit_en": "people"},
        {"name": "is_registered_se", "type": "boolean", "label_th": "จดทะเบียนเป็นวิสาหกิจเพื่อสังคม", "label_en": "Registered"},
        {"name": "income_baht", "type": "money", "label_th": "รายได้ต่อปี", "label_en": "Yearly income"},
        {"name": "started", "type": "date", "label_th": "วันเริ่มกิจการ", "label_en": "Started"},
        {"name": "enterprise_kind", "type": "text", "label_th": "ประเภท", "label_en": "Kind",
         "choices": {"sme": {"th": "เอสเอ็มอี", "en": "SME"}, "cooperative": {"th": "สหกรณ์", "en": "Cooperative"}}},
    ]  # fmt: skip
    for row in rows:
        name = row.pop("name")
        question = {"question_th": f"{row['label_th']}เท่าใด", "question_en": f"{row['label_en']}?"}
        VocabularyFact.objects.get_or_create(name=name, defaults={**row, **question})


def offered(by: Actor = SYSTEM, provider: str = "baac", **changes: Any) -> Offer:
    words()
    body = cast.organisation(provider, "bank")
    values = {
        "name_th": "สินเชื่อชุมชน",
        "name_en": "Community loan",
        "means": "finance",
        "aims": ["income"],
        **changes,
    }
    return actions.add(by=by, provider=body, **values)
