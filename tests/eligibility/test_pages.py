from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from phanuek.eligibility import actions, queries
from phanuek.eligibility.models import FactRecord
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.ui.country import pack
from tests import cast
from tests.eligibility.test_facts import tell
from tests.registry.conftest import SI_PHUM, SYSTEM

Group = Callable[..., Enterprise]
Browser = Callable[..., Client]


@pytest.fixture(autouse=True)
def _words(areas: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.define_facts(by=SYSTEM, rows=pack().data("vocabulary")["facts"])
    made = [
        actions.set_rule(by=SYSTEM, code=code, text=text, valid_from=date(2026, 1, 1))
        for code, text in (("a", "keeps_accounts AND has_sales_income"), ("b", "keeps_accounts"))
    ]
    monkeypatch.setattr(queries, "_in_use", [lambda on: [v.rule_id for v in made]])


def text(response: Any) -> str:
    return str(response.content.decode())


def answered(**changes: str) -> dict[str, str]:
    return {"answer": "yes", "source": "told", "detail": "", "known_on": "23/11/2569", **changes}


def test_the_page_says_what_is_known_from_where_and_what_is_asked(
    group: Group, malee: Actor, browser: Browser
) -> None:
    enterprise = group(members=12)
    actions.record_fact(
        by=malee,
        enterprise=enterprise,
        name="is_sme",
        value=True,
        source_th="เห็นใบรับรอง",
        source_en="Certificate seen",
    )
    shown = text(browser(malee).get(f"/enterprises/{enterprise.code}/facts/"))
    for words in (
        "12 คน",
        "ทะเบียนกลุ่มและกิจการในระบบ",
        "เห็นใบรับรอง",
        "Malee · หน่วยงาน cdd",
        "ช่วยให้ตอบได้ 2 มาตรการ",
        "ไม่ทำให้กลุ่มหมดสิทธิ์",
    ):
        assert words in shown
    assert shown.index("facts/keeps_accounts/") < shown.index("facts/has_sales_income/")
    english = text(browser(malee, "en").get(f"/enterprises/{enterprise.code}/facts/"))
    assert "Certificate seen" in english
    assert "helps to tell for 2 offers" in english


def test_who_may_open_it(group: Group, malee: Actor, preecha: Actor, browser: Browser) -> None:
    near, far = group(), group("กลุ่มไกล", at=SI_PHUM)
    address = f"/enterprises/{near.code}/facts/"
    assert browser().get(address).status_code == 302
    somchai = cast.member("somchai", "group_leader", near.organisation)
    for by, status in ((malee, 200), (somchai, 200), (cast.niran(), 403), (preecha, 403)):
        assert browser(by).get(address).status_code == status
        assert browser(by).get(f"{address}keeps_accounts/").status_code == status
    assert browser(malee).get(f"/enterprises/{far.code}/facts/").status_code == 403
    assert browser(malee).get("/enterprises/e-none/facts/").status_code == 404
    assert browser(malee).get(f"{address}no_such_fact/").status_code == 404


@pytest.mark.parametrize(
    "name", [f["name"] for f in pack().data("vocabulary")["facts"][::9]] + ["yearly_sales", "area", "se_type"]
)
def test_every_kind_of_fact_has_its_form(group: Group, malee: Actor, browser: Browser, name: str) -> None:
    assert browser(malee).get(f"/enterprises/{group().code}/facts/{name}/").status_code == 200


def test_an_answer_is_recorded_with_its_source(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise, page = group(), browser(malee)
    address = f"/enterprises/{enterprise.code}/facts/yearly_sales/"
    sent = answered(answer="1.2 ล้าน", source="document", detail="บัญชีรายรับปี 2568", known_on="๑ ต.ค. ๒๕๖๙")
    assert page.post(address, sent).status_code == 302
    made = FactRecord.objects.get()
    assert (made.value, made.known_on) == (120_000_000, date(2026, 10, 1))
    assert made.source_th == "เจ้าหน้าที่เห็นเอกสาร: บัญชีรายรับปี 2568"
    shown = text(page.get(address))
    assert "1,200,000 บาท" in shown
    assert "บัญชีรายรับปี 2568" in shown


def test_what_is_wrong_is_told_and_kept(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise, page = group(), browser(malee)
    address = f"/enterprises/{enterprise.code}/facts/yearly_sales/"
    shown = text(page.post(address, answered(answer="เยอะมาก", source="other", known_on="1/1/2599")))
    for words in ("เป็นตัวเลขไม่ได้", "โปรดระบุที่มา", 'value="เยอะมาก"', "อยู่นอกช่วง"):
        assert words in shown
    yes_no = f"/enterprises/{enterprise.code}/facts/keeps_accounts/"
    assert page.post(yes_no, {}).status_code == 200
    assert page.post(yes_no, answered(answer="maybe")).status_code == 200
    assert not FactRecord.objects.exists()


def test_not_known_yet_leaves_no_record_until_something_was_known(
    group: Group, malee: Actor, browser: Browser
) -> None:
    enterprise, page = group(), browser(malee)
    address = f"/enterprises/{enterprise.code}/facts/keeps_accounts/"
    assert page.post(address, answered(answer="unknown")).status_code == 302
    assert not FactRecord.objects.exists()
    page.post(address, answered())
    page.post(address, answered(answer="unknown"))
    assert [r.value for r in FactRecord.objects.order_by("pk")] == [True, None]


def test_what_the_registry_says_is_corrected_there(group: Group, malee: Actor, browser: Browser) -> None:
    enterprise = group(members=12)
    shown = text(browser(malee).get(f"/enterprises/{enterprise.code}/facts/members/"))
    assert f"/enterprises/{enterprise.code}/edit/" in shown
    assert 'name="answer"' not in shown


def test_a_company_reads_but_records_nothing_and_sees_nothing_sensitive(
    group: Group, preecha: Actor, browser: Browser
) -> None:
    from phanuek.organisations.models import Organisation
    from phanuek.registry import actions as registry

    enterprise = group()
    company = Organisation.objects.get(pk=preecha.organisation_id)
    registry.start_support(
        by=preecha, organisation=company, enterprise=enterprise, processes=["inputs"], on=date(2026, 1, 1)
    )
    tell(enterprise, "household_farm_income_year", 8_123_400)
    page = browser(preecha)
    shown = text(page.get(f"/enterprises/{enterprise.code}/facts/"))
    assert "81,234" not in shown
    assert "ข้อมูลอ่อนไหว" in shown
    address = f"/enterprises/{enterprise.code}/facts/household_farm_income_year/"
    assert "81,234" not in text(page.get(address))
    assert page.post(address, answered(answer="1")).status_code == 403


def test_the_queries_do_not_grow_with_the_records(
    group: Group, malee: Actor, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    enterprise, page = group(), browser(malee)
    for n, name in enumerate(f["name"] for f in pack().data("vocabulary")["facts"] if f["type"] == "boolean"):
        if n < 40:
            tell(enterprise, name, bool(n % 2))
    with django_assert_max_num_queries(20):
        page.get(f"/enterprises/{enterprise.code}/facts/")
