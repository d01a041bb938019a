"""Each address: its shape, its pages, its refusals in both languages; no personal data; queries that do not grow."""

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from packs.thailand import PACK
from phanuek.agreements import actions as agreements
from phanuek.needs import actions as needs
from phanuek.needs.models import Need
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.registry.models import Enterprise, Identifier, Product
from phanuek.ui.country import pack
from tests import cast
from tests.figures import world as cases
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
LISTS = ["agreements", "organisations", "offers", "enterprises", "needs"]
# planted in every personal field there is; none may come out anywhere
SECRETS = {
    "name": "นางลับเฉพาะ ไม่เปิดเผย",
    "phone": "081-555-0199",
    "citizen": "1101700207030",
    "address": "บ้านเลขที่ 987654",
}


def get(client: Client, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, (path, answer.content)
    assert answer["Content-Type"].startswith("application/json")
    return answer.json()


def _everything(client: Client) -> dict[str, Any]:
    """Every address with all that is listed, and each thing by itself."""
    found = {}
    for name in LISTS:
        found[name] = get(client, name)
        for item in found[name]["items"]:
            found[f"{name}/{item['code']}"] = get(client, f"{name}/{item['code']}")
    for by in ["commitment", "partner", "province", "fiscal_year"]:
        found[f"figures {by}"] = get(client, f"figures?by={by}")
    return found


def _full_world() -> worlds.World:
    world = worlds.build()
    group = world.group
    Enterprise.objects.filter(pk=group.pk).update(
        contact_name=SECRETS["name"], contact_phone=SECRETS["phone"], address=SECRETS["address"]
    )
    Identifier.objects.create(enterprise=group, scheme="citizen", value=SECRETS["citizen"])
    Product.objects.create(enterprise=group, code="p-1", name_th="ผ้าทอ", name_en="Cloth")
    said, _ = needs.say(
        by=SYSTEM, aim="income", text="อยากได้ตลาด", area=cast.subdistrict(), voice="citizen", contact_name=SECRETS["name"],
        contact_phone=SECRETS["phone"],
    )  # fmt: skip
    needs.check(
        by=SYSTEM, need=said, version=said.version, aim=said.aim, means=[], text=said.text, publish=True
    )
    Need.objects.filter(pk=said.pk).update(closed_note=SECRETS["name"])
    case = cases.case("55", "baac", sent=cases.at(2026, 10, 5))
    cases.income(case, date(2026, 10, 1), "1000")
    return world


# ---- the agreement


def test_the_agreement_as_the_source_tells_it(client: Client) -> None:
    data = PACK.data("agreement_2021")
    agreements.import_agreement(by=SYSTEM, data=data, on=date(2026, 11, 23))
    assert [item["code"] for item in get(client, "agreements")["items"]] == [data["code"]]
    found = get(client, f"agreements/{data['code']}")
    assert [p["name_as_printed"] for p in found["parties"]] == [p["name_as_printed"] for p in data["parties"]]
    assert [p["order"] for p in found["parties"]] == list(range(1, 19))
    assert [p["organisation"]["code"] for p in found["parties"]] == [
        p["organisation"]["code"] for p in data["parties"]
    ]
    for name in [
        "code",
        "title_th",
        "title_en",
        "signed_on",
        "venue_th",
        "venue_en",
        "organiser",
        "document_number",
        "ends_on",
        "not_stated",
        "sources",
    ]:
        assert found[name] == data[name], name
    assert found["signed_at_time"][:5] == data["signed_at_time"]
    assert found["party_count"] == data["party_count_stated"]
    assert (found["provenance"]["kind"], found["provenance"]["source"]) == (
        "reported",
        data["provenance_source"],
    )
    assert found["in_force"]["answer"] == "cannot_say"
    assert "16" in found["in_force"]["reason"]["en"]
    people = {(p["part"], p["name_th"], p["position_th"], p["provenance"]["kind"]) for p in found["people"]}
    assert people == {
        (p["part"], p["name_th"], p["position_th"] or "", p["provenance"]) for p in data["attendees"]
    }
    statements = {(s["kind"], s["number"]): s["text_th"] for s in found["statements"]}
    assert statements == {(s["kind"], s["number"]): s["text_th"] for s in data["statements"]}
    assert all(s["provenance"]["label"]["th"] for s in found["statements"])
    signed = {
        p["order"]: [s["name_th"] for s in p["signatories"]] for p in found["parties"] if p["signatories"]
    }
    assert len(signed) == 2


def test_progress_of_a_commitment_does_not_tell_of_one_group(client: Client) -> None:
    case = cases.case("55", "baac", "credit", sent=cases.at(2026, 10, 5))
    promise = case.commitment
    assert promise
    type(promise).objects.filter(pk=promise.pk).update(measure="income_confirmed_baht")
    promise.refresh_from_db()
    agreements.post_result(
        by=SYSTEM,
        commitment=promise,
        measure="income_confirmed_baht",
        quantity=5000,
        confirmed=True,
        reference="i-1",
        on=date(2026, 11, 1),
    )
    cases.income(case, date(2026, 10, 1), "5000", confirmed=True)
    (told,) = get(client, "agreements/mou")["commitments"]
    assert told["progress"]["confirmed"] is None


# ---- lists


def test_pages_follow_one_another(client: Client) -> None:
    worlds.define_vocabulary()
    for n in range(7):
        worlds.group(name_th=f"กลุ่มตัวอย่างที่ {n}")
    first = get(client, "enterprises?limit=3")
    assert (first["count"], first["limit"], first["offset"], len(first["items"])) == (7, 3, 0, 3)
    codes = [item["code"] for item in first["items"]]
    page = first
    while page["next"]:
        page = client.get(page["next"]).json()
        codes += [item["code"] for item in page["items"]]
    assert len(codes) == len(set(codes)) == 7
    assert page["next"] is None


def test_the_next_page_keeps_the_filters(client: Client) -> None:
    _full_world()
    page = get(client, "organisations?limit=1&kind=bank")
    assert "kind=bank" in (page["next"] or "kind=bank")
    assert {item["kind"] for item in page["items"]} == {"bank"}


def test_groups_are_not_listed_as_bodies(client: Client) -> None:
    world = _full_world()
    listed = get(client, "organisations")["items"]
    assert listed
    assert all(item["kind"] != "enterprise" for item in listed)
    assert client.get(f"/api/v1/organisations/{world.group.organisation.code}").status_code == 404


def test_what_is_not_public_is_not_there(client: Client) -> None:
    world = _full_world()
    hidden = worlds.need(checked=False)
    assert client.get(f"/api/v1/needs/{hidden.code}").status_code == 404
    Enterprise.objects.filter(pk=world.group.pk).update(active=False)
    assert client.get(f"/api/v1/enterprises/{world.group.code}").status_code == 404
    assert world.group.code not in [e["code"] for e in get(client, "enterprises")["items"]]
    # also for those who see more on pages: the API is the same for everyone
    client.force_login(Person.objects.get(username="orawan"))
    assert client.get(f"/api/v1/needs/{hidden.code}").status_code == 404


def test_an_offer_tells_its_conditions(client: Client) -> None:
    world = _full_world()
    offer = get(client, f"offers/{world.offer.code}")
    assert offer["rule"] == "members >= 7"
    assert [c["facts"] for c in offer["conditions"]] == [["members"]]
    assert offer["conditions"][0]["text"]["th"] != offer["conditions"][0]["text"]["en"]
    assert (offer["provider"], offer["commitment"], offer["capacity"], offer["places_left"]) == (
        "baac",
        world.commitment.code,
        2,
        2,
    )


def test_search_finds_in_thai(client: Client) -> None:
    _full_world()
    assert get(client, "enterprises?q=ทอผ้า")["count"] == 1
    assert get(client, "enterprises?q=ปลาร้า")["count"] == 0


# ---- personal data


def test_nothing_personal_comes_out(client: Client) -> None:
    _full_world()
    digests = list(Need.objects.exclude(follow_digest="").values_list("follow_digest", flat=True))
    assert digests
    said = json.dumps(_everything(client), ensure_ascii=False)
    for secret in [*SECRETS.values(), SECRETS["phone"].replace("-", ""), *digests]:
        assert secret not in said
    for word in ["contact", "phone", "citizen_", "identifier", "digest", "given_by", "person_name"]:
        assert f'"{word}' not in said, word


# ---- refusals


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("organisations?kind=enterprises", 422, "kind"),
        ("offers?aim=money", 422, "aim"),
        ("offers?means=%00", 422, "means"),
        ("offers?provider=nobody", 422, "provider"),
        ("offers?open=perhaps", 422, "open"),
        ("enterprises?limit=0", 422, "limit"),
        ("enterprises?limit=99999999999999999999999", 422, "limit"),
        ("enterprises?offset=-1", 422, "offset"),
        ("enterprises?offset=ก", 422, "offset"),
        ("enterprises?q=%00", 422, "q"),
        ("enterprises?q=" + "ก" * 201, 422, "q"),
        ("enterprises?province=999", 422, "province"),
        ("needs?state=lost", 422, "state"),
        ("figures?by=moon", 422, "by"),
        ("figures?fiscal_year=soon", 422, "fiscal_year"),
        ("figures?province=%00", 422, "province"),
        ("figures?scope=all-of-it", 422, "scope"),
        ("figures?by=partner&province=55&fiscal_year=2026", 422, "province"),
        ("agreements/none", 404, None),
        ("enterprises/%00", 404, None),
        ("needs/" + "ก" * 300, 404, None),
        ("nothing/here", 404, None),
        ("offers/", 404, None),
    ],
)
def test_a_wrong_request_is_told_in_both_languages(
    client: Client, path: str, status: int, field: str | None
) -> None:
    cast.province()
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body.get("field") == field
    for text in [body["detail"], body["hint"]]:
        assert text["th"] != text["en"]
        assert "Traceback" not in text["en"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)("/api/v1/needs", data="{}", content_type="application/json")
    assert answer.status_code == 405
    assert answer["Allow"] == "GET"
    assert answer.json()["detail"]["th"]


# ---- the description


def test_the_description_and_the_page_about_it(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert schema["openapi"].startswith("3.1")
    for language, title in [("th", "ข้อมูลเปิดและ API"), ("en", "Open data and API")]:
        client.cookies["lang"] = language
        html = client.get("/api/v1/docs").content.decode()
        assert title in html
        assert all(path in html for path in schema["paths"])
        assert "cdn." not in html
        assert "://" not in "".join(part for part in html.split('"') if part.startswith(("http", "//")))
    assert client.get("/api/v1/")["Location"] == "/api/v1/docs"


# ---- queries


@pytest.mark.parametrize("path", [*LISTS, "figures", "offers/weaving-credit"])
def test_queries_do_not_grow_with_rows(client: Client, path: str) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            get(client, path)
        return len(captured)

    world = _full_world()
    asked()
    before = asked()
    for n in range(3):
        worlds.offer(
            cast.organisation(f"bank-{n}", "bank", parent=cast.organisation("ministry", "ministry")),
            code=f"offer-{n}",
            capacity=5,
        )
        group = worlds.group("500101", name_th=f"กลุ่มที่ {n}")
        Product.objects.create(enterprise=group, code=f"p-{n + 5}", name_th="กาแฟ")
        worlds.need(group)
        agreements.import_agreement(
            by=SYSTEM, data=PACK.data("agreement_2021") | {"code": f"mou-{n}"}, on=date(2026, 11, 23)
        )
        cases.case("50", f"bank-{n}", sent=cases.at(2026, 10, 5))
    assert world.offer.code == "weaving-credit"
    assert asked() == before


def test_an_agreement_with_its_text_tells_clauses_amendments_and_files(client: Client) -> None:
    data = pack().data("agreement_demo")
    found = agreements.import_agreement(by=Actor.system("tests"), data=data, on=date(2026, 11, 23))
    answer = client.get(f"/api/v1/agreements/{found.code}").json()
    assert answer["stage"] == "signed"
    assert answer["in_force"]["answer"] == "yes"
    assert answer["text"]["version"] == 1
    assert answer["text"]["sha256"] == hashlib.sha256(data["text"]["th"].encode()).hexdigest()
    told = [clause["text_th"] for clause in answer["text"]["clauses"]]
    assert told == [data["text"]["th"][c["start"] : c["end"]] for c in data["text"]["clauses"]]
    assert answer["amendments"] == []
    assert {party["signatories"][0]["capacity"] for party in answer["parties"]} >= {"own_right", "delegated"}
    for address in answer["files"].values():
        assert client.get(address).status_code == 200
