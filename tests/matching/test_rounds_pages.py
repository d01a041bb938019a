"""Rounds on the page: every step by its form, what each reader sees, files, progress, odd addresses."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from phanuek.matching import actions
from phanuek.matching.actions import sharing_out
from phanuek.matching.models import Application, Round
from phanuek.matching.views import round_acts
from phanuek.people.models import Person
from phanuek.ui.words import T
from tests import cast
from tests.engines.test_sharing_published import VERIFY
from tests.matching import round_world as world
from tests.matching.round_world import (
    KNOWN,
    SEED,
    applied,
    closed,
    groups,
    opened,
    prepared,
    published,
    solved,
)
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    worlds.define_vocabulary()
    return {"niran": cast.niran(), "other": world.second(), "orawan": cast.orawan(), "malee": cast.malee()}


def as_(name: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


def english(client: Client, address: str) -> str:
    """The page in English: the choice is kept in a cookie."""
    client.get("/?lang=en")
    return client.get(address).content.decode()


RULE_FORM: dict[str, Any] = {
    "base": "100", "first_wish": "20", "criterion_1_fact": "members", "criterion_1_op": ">=", "criterion_1_value": "๑๐",
    "criterion_1_points": "50", "criterion_2_fact": "keeps_accounts", "criterion_2_op": "is_true", "criterion_2_points": "30",
    "criterion_3_fact": "yearly_sales", "criterion_3_op": "<=", "criterion_3_value": "1,200,000", "criterion_3_points": "10",
    "group_1_fact": "has_disability_members", "group_1_points": "10", "group_1_reserved": "20", "poorest_fact": "yearly_sales",
    "poorest_points": "40", "per_applicant": "1", "per_means": "", "area_least_percent": "10", "area_most_percent": "100",
    "area_fairness": "20", "unknown": "takes_part", "seed_source_th": "รางวัลที่ 1", "seed_source_en": "First prize",
    "seed_on": "2/12/2569", "appeal_days": "15",
}  # fmt: skip


def test_a_round_is_held_by_forms_alone(people, clock):
    niran, other, malee = as_("niran"), as_("nattaya"), as_("malee")
    offer = worlds.offer(cast.organisation("baac", "bank"), "members >= 5", code="loom", capacity=4)
    answer = niran.post(
        "/rounds/new/", {"title_th": "รอบกี่", "opens_on": "23/11/2569", "closes_on": "30/11/2569"}
    )
    row = Round.objects.get()
    assert answer["Location"] == f"/rounds/{row.code}/offers/"
    assert Client().get(f"/rounds/{row.code}/").status_code == 404
    assert niran.post(answer["Location"], {"offer": offer.code, "units": "2"}).status_code == 302
    form = {**RULE_FORM, "version": str(row.version)}
    assert niran.post(f"/rounds/{row.code}/rule/", form).status_code == 302
    page = english(niran, f"/rounds/{row.code}/rule/")
    assert "yearly sales" in page
    assert niran.post(f"/rounds/{row.code}/open/").status_code == 302
    assert Client().get(f"/rounds/{row.code}/").status_code == 200

    weavers = groups(3)
    choosing = malee.get(f"/rounds/{row.code}/apply/").content.decode()
    assert weavers[0].name_th in choosing
    assert weavers[1].name_th not in choosing, "another province"
    address = f"/rounds/{row.code}/apply/?enterprise={weavers[0].code}"
    assert malee.get(address).status_code == 200
    asked = malee.post(address, {"lot": "loom", "wish": "1", "method": "spoken", "given_by": "สมศรี"})
    application = Application.objects.get()
    assert asked["Location"] == application.get_absolute_url()
    applied(Round.objects.get(), weavers[2])

    clock(world.AFTER)
    assert niran.post(f"/rounds/{row.code}/close/").status_code == 302
    clock(KNOWN)
    assert niran.post(f"/rounds/{row.code}/solve/", {"seed": ""}).status_code == 422
    assert niran.post(f"/rounds/{row.code}/solve/", {"seed": SEED}).status_code == 302
    assert "Not published" in niran.get(application.get_absolute_url()).content.decode()
    assert "ได้รับการจัดสรร" not in malee.get(application.get_absolute_url()).content.decode()
    assert niran.post(f"/rounds/{row.code}/publish/", {"seed": SEED}).status_code == 403
    assert other.post(f"/rounds/{row.code}/publish/", {"seed": "1"}).status_code == 422
    assert other.post(f"/rounds/{row.code}/publish/", {"seed": SEED}).status_code == 302
    told = english(malee, application.get_absolute_url())
    assert "Given a place, with" in told
    assert "appeal to" in told
    assert Client().get(f"/rounds/{row.code}/").status_code == 200


def test_the_public_page_and_its_files_say_the_same(people, clock):
    row = opened(people["niran"])
    for group in groups(12):
        applied(row, group)
    applied(row, worlds.group("520101", name_th="กลุ่มลำปาง"))
    row = published(clock, row, people["niran"], people["other"])
    page = english(Client(), f"/rounds/{row.code}/")
    assert "Proved: by this rule no other result is better." in page
    assert "One more place would add" in page
    assert "whose counts are not shown" in page
    assert "Province 52" in page
    csv = b"".join(Client().get(f"/rounds/{row.code}/results.csv").streaming_content).decode()
    rows = json.loads(Client().get(f"/rounds/{row.code}/results.json").content)["rows"]
    assert len(csv.strip().splitlines()) == len(rows) + 1
    assert Client().get(f"/rounds/{row.code}/results.xlsx").content[:2] == b"PK"
    assert Client().get(f"/rounds/{row.code}/results.exe").status_code == 404
    data = json.loads(Client().get(f"/rounds/{row.code}/published.json").content)
    assert VERIFY.check(data)[0] == []
    assert b"def check" in Client().get("/rounds/verify_round.py").content


def test_nothing_is_shown_before_it_is_published(people, clock):
    row = solved(clock, opened(people["niran"]), people["niran"])
    for path in ("results.csv", "results.json", "published.json"):
        assert Client().get(f"/rounds/{row.code}/{path}").status_code == 404
    page = english(Client(), f"/rounds/{row.code}/")
    assert SEED not in page
    assert 'id="result"' not in page


def test_an_application_is_seen_by_those_it_concerns(people):
    row = opened(people["niran"])
    group = worlds.group(leader="somchai")
    one = applied(row, group)
    worlds.strangers()
    for name in ("somchai", "malee", "niran", "orawan"):
        assert as_(name).get(one.get_absolute_url()).status_code == 200, name
    for name in ("anan", "kanya", "wanida", "surin", "boonmee"):
        assert as_(name).get(one.get_absolute_url()).status_code == 404, name
    assert Client().get(one.get_absolute_url()).status_code == 302
    for name, status in (("niran", 200), ("orawan", 200), ("malee", 403), ("somchai", 403)):
        assert as_(name).get(f"/rounds/{row.code}/applications/").status_code == status, name
    assert "550101" not in as_("kanya").get(f"/rounds/{row.code}/").content.decode()


def test_a_group_applies_for_itself_and_withdraws(people):
    row = opened(people["niran"])
    group = worlds.group(leader="somchai")
    client = as_("somchai")
    assert client.get(f"/rounds/{row.code}/apply/").status_code == 200
    client.post(
        f"/rounds/{row.code}/apply/?enterprise={group.code}",
        {"lot": "loom", "wish": "1", "given_by": "สมชาย"},
    )
    one = Application.objects.get()
    again = client.post(f"/rounds/{row.code}/apply/?enterprise={group.code}", {"lot": "loom", "wish": "2"})
    assert again.status_code == 422
    assert client.post(f"{one.get_absolute_url()}withdraw/").status_code == 302
    assert Application.objects.get().withdrawn_at is not None


def test_what_does_not_fit_comes_back_with_its_reason(people):
    row = opened(people["niran"])
    group = worlds.group(members=2)
    answer = as_("malee").post(
        f"/rounds/{row.code}/apply/?enterprise={group.code}",
        {"lot": "loom", "wish": "1", "method": "spoken", "given_by": "ก"},
    )
    assert answer.status_code == 422
    assert "ไม่เข้าเงื่อนไขของมาตรการ" in answer.content.decode()


def test_large_rounds_are_worked_out_beside_with_progress(people, clock, monkeypatch):
    row = opened(people["niran"])
    applied(row, worlds.group())
    row = closed(clock, row, people["niran"])
    clock(KNOWN)
    begun: list[Any] = []

    class Beside:
        def __init__(self, target: Any, args: Any, daemon: bool) -> None:
            begun.append(args)

        def start(self) -> None:
            pass

    monkeypatch.setattr(round_acts, "AT_ONCE", 0)
    monkeypatch.setattr(round_acts.threading, "Thread", Beside)
    client = as_("niran")
    assert client.post(f"/rounds/{row.code}/solve/", {"seed": SEED}).status_code == 302
    page = client.get(f"/rounds/{row.code}/").content.decode()
    assert f'hx-get="/rounds/{row.code}/progress/"' in page
    Round.objects.update(progress=40)
    part = client.get(f"/rounds/{row.code}/progress/")
    assert "40%" in part.content.decode()
    assert "HX-Refresh" not in part
    assert as_("malee").get(f"/rounds/{row.code}/progress/").status_code == 403
    actor, started = begun[0]
    sharing_out.work_out(by=actor, round=started)
    assert client.get(f"/rounds/{row.code}/progress/")["HX-Refresh"] == "true"


def test_a_failed_try_is_told_on_the_page(people, clock):
    row = closed(clock, opened(people["niran"]), people["niran"])
    clock(KNOWN)
    sharing_out.begin(by=people["niran"], round=row, seed=SEED)
    sharing_out.fail(by=people["niran"], round=row, why=T("เหตุ", "Because of this"))
    assert "Because of this" in english(as_("niran"), f"/rounds/{row.code}/")
    assert "Because of this" not in english(Client(), f"/rounds/{row.code}/")


@pytest.mark.parametrize(
    "change",
    [{"criterion_1_value": "many"}, {"criterion_1_value": ""}, {"seed_on": "1/1/2560"}, {"base": "-1"}, {"unknown": "x"},
     {"group_1_reserved": "101"}, {"criterion_1_fact": "nothing"}, {"seed_source_th": ""}, {"base": "1000"}],
)  # fmt: skip
def test_a_rule_form_that_is_wrong_comes_back_with_what_was_typed(people, change):
    row = prepared(people["niran"])
    answer = as_("niran").post(f"/rounds/{row.code}/rule/", {**RULE_FORM, "version": row.version, **change})
    assert answer.status_code == 422
    assert "First prize" in answer.content.decode()


def test_offers_are_taken_out_and_a_round_is_edited_and_cancelled(people):
    row = prepared(people["niran"])
    client = as_("niran")
    assert client.post(f"/rounds/{row.code}/offers/loom/remove/").status_code == 302
    assert not row.offers.exists()
    assert client.post(f"/rounds/{row.code}/open/").status_code == 422
    row.refresh_from_db()
    form = {"title_th": "ชื่อใหม่", "opens_on": "23/11/2569", "closes_on": "30/11/2569", "version": row.version}
    assert client.post(f"/rounds/{row.code}/edit/", form).status_code == 302
    assert client.post(f"/rounds/{row.code}/edit/", {**form, "title_th": "อื่น"}).status_code == 422
    assert client.post(f"/rounds/{row.code}/cancel/", {"why": ""}).status_code == 422
    assert client.post(f"/rounds/{row.code}/cancel/", {"why": "ไม่จัดแล้ว"}).status_code == 302
    assert client.get(f"/rounds/{row.code}/cancel/").status_code == 403


def test_the_secretariat_prepares_for_a_body(people):
    worlds.offer(cast.organisation("baac", "bank"), code="loom")
    client = as_("orawan")
    assert client.get("/rounds/new/").status_code == 200
    form = {"owner": "baac", "title_th": "รอบกี่", "opens_on": "23/11/2569", "closes_on": "30/11/2569"}
    assert client.post("/rounds/new/", form).status_code == 302
    assert Round.objects.get().owner.code == "baac"
    assert as_("malee").get("/rounds/new/").status_code == 403


def test_the_list_is_public_and_drafts_are_not_on_it(people):
    row = prepared(people["niran"])
    assert row.title_th not in Client().get("/rounds/").content.decode()
    assert row.title_th in as_("niran").get("/rounds/").content.decode()
    actions.rounds.open(by=people["niran"], round=row)
    assert row.title_th in Client().get("/rounds/?state=open").content.decode()
    assert row.title_th not in Client().get("/rounds/?state=published").content.decode()


def test_a_page_costs_the_same_for_many_applications(people, clock, django_assert_max_num_queries):
    row = opened(people["niran"])
    for group in groups(8):
        applied(row, group)
    row = published(clock, row, people["niran"], people["other"])
    with django_assert_max_num_queries(30):
        assert Client().get(f"/rounds/{row.code}/").status_code == 200
    client = as_("niran")
    with django_assert_max_num_queries(24):
        assert client.get(f"/rounds/{row.code}/applications/").status_code == 200


def test_after_the_term_of_appeals_the_page_says_what_is_left(people, clock):
    row = opened(people["niran"])
    (group,) = groups(1)
    one = applied(row, group)
    row = published(clock, row, people["niran"], people["other"])
    before = as_("niran").get(one.get_absolute_url()).content.decode()
    assert "ยื่นอุทธรณ์ต่อ" in before
    clock(row.published_at + timedelta(days=60))
    after = as_("niran").get(one.get_absolute_url()).content.decode()
    assert "พ้นกำหนดอุทธรณ์แล้วเมื่อ" in after
    assert "ยื่นอุทธรณ์ต่อ" not in after
    assert "ยื่นคำขอในรอบ" not in Client().get(row.get_absolute_url()).content.decode()
