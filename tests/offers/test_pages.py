import re
from typing import Any

import pytest
from django.test import Client

from phanuek.eligibility.models import VocabularyFact
from phanuek.eligibility.queries import version_in_force
from phanuek.offers import actions
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.ui import clock as platform_clock
from tests import cast
from tests.offers.offer import SYSTEM, offered, words

pytestmark = pytest.mark.django_db
NEW = "/offers/new/"


def as_(client: Client, actor: Actor, language: str = "th") -> Client:
    client.force_login(Person.objects.get(pk=actor.person_id))
    client.cookies["lang"] = language
    return client


def typed(provider: str = "baac", **changes: Any) -> dict[str, Any]:
    return {
        "provider": cast.organisation(provider).code, "name_th": "สินเชื่อใหม่", "means": "finance", "aims": ["income"],
        "availability": "open", "where": "nation", "first_answer_days": "15", **changes,
    }  # fmt: skip


def text_of(offer: Offer) -> str:
    version = version_in_force(offer.rule, platform_clock.today())
    assert version is not None
    return version.text


@pytest.mark.parametrize("language", ["th", "en"])
def test_an_officer_adds_an_offer_and_goes_on_to_its_conditions(client: Client, language: str) -> None:
    as_(client, cast.niran(), language)
    assert client.get(NEW).status_code == 200
    sent = typed(
        per_applicant_limit_baht="1,500,000 บาท",
        closes_on="31/12/2569",
        documents="บัตรประชาชน | Identity card\nแผน",
        capacity="20",
    )
    answer = client.post(NEW, sent)
    offer = Offer.objects.get()
    assert answer["Location"] == f"/offers/{offer.code}/conditions/"
    assert offer.per_applicant_limit_baht == 1_500_000
    assert str(offer.closes_on) == "2026-12-31"
    assert offer.documents == [{"th": "บัตรประชาชน", "en": "Identity card"}, {"th": "แผน", "en": "แผน"}]
    assert offer.areas_stated
    assert client.get(answer["Location"]).status_code == 200


def test_what_was_typed_stays(client: Client) -> None:
    as_(client, cast.niran())
    answer = client.post(NEW, typed(aims=[], opens_on="เมื่อวาน", about_th="ให้กู้ยืม"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="สินเชื่อใหม่"' in page
    assert 'value="เมื่อวาน"' in page
    assert "ให้กู้ยืม" in page
    assert Offer.objects.count() == 0


def test_some_provinces_must_be_named(client: Client) -> None:
    cast.province()
    as_(client, cast.niran())
    assert client.post(NEW, typed(where="some")).status_code == 422
    assert client.post(NEW, typed(where="some", areas=["55"])).status_code == 302
    assert Offer.objects.get().areas == ["55"]


def test_the_secretariat_writes_for_a_body_without_an_account(client: Client) -> None:
    cast.organisation("gsb", "bank")
    as_(client, cast.orawan())
    assert "ในนามของหน่วยงาน" in client.get(NEW + "?provider=gsb").content.decode()
    assert client.post(NEW, typed("gsb")).status_code == 302
    assert Offer.objects.get().on_behalf


@pytest.mark.parametrize("who", ["malee", "preecha"])
def test_others_write_no_offers(client: Client, who: str) -> None:
    as_(client, {"malee": cast.malee, "preecha": cast.preecha}[who]())
    assert client.get(NEW).status_code == 403
    assert client.post(NEW, typed()).status_code == 403


def test_an_officer_may_not_write_for_another_body(client: Client) -> None:
    cast.organisation("gsb", "bank")
    as_(client, cast.niran())
    assert client.get(NEW + "?provider=gsb").status_code == 403
    assert client.get(NEW + "?provider=none").status_code == 404
    assert client.post(NEW, typed("gsb")).status_code == 422


@pytest.mark.parametrize("page", ["edit", "conditions", "check", "close", "reopen"])
def test_who_gets_to_the_pages_of_an_offer(client: Client, page: str) -> None:
    offer = offered()
    url = f"/offers/{offer.code}/{page}/"
    assert "login" in client.get(url)["Location"]
    assert as_(client, cast.malee()).get(url).status_code == 403
    assert as_(client, cast.niran("gsb")).get(url).status_code == 403
    own = cast.member("baac-officer", "partner_officer", offer.provider)
    assert as_(client, own).get(url).status_code == 200
    assert as_(client, own, "en").get(url).status_code == 200
    assert client.get(f"/offers/none/{page}/").status_code == 404


def test_editing_keeps_what_is_stored_and_saves(client: Client) -> None:
    offer = offered(documents=[{"th": "แผน", "en": "Plan"}], about_th="เดิม", per_applicant_limit_baht=200)
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/edit/"
    page = client.get(url).content.decode()
    assert "แผน | Plan" in page
    assert 'value="200"' in page
    assert client.post(url, typed(version=1, name_th="ชื่อใหม่")).status_code == 302
    offer.refresh_from_db()
    assert (offer.name_th, offer.about_th, offer.version) == ("ชื่อใหม่", "", 2)


def test_two_editors_see_both_versions(client: Client) -> None:
    offer = offered()
    as_(client, cast.niran())
    url = f"/offers/{offer.code}/edit/"
    client.post(url, typed(version=1, name_th="ของคนแรก"))
    answer = client.post(url, typed(version=1, name_th="ของคนที่สอง"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ของคนแรก" in page
    assert "ของคนที่สอง" in page
    assert 'name="version" value="2"' in page


def test_checking_closing_and_opening_again(client: Client) -> None:
    offer = offered()
    as_(client, cast.niran())
    assert client.post(f"/offers/{offer.code}/check/", {"on": "24/11/2569"}).status_code == 422
    assert client.post(f"/offers/{offer.code}/check/", {"on": "23/11/2569"}).status_code == 302
    assert client.post(f"/offers/{offer.code}/close/", {"note_th": "งบหมด"}).status_code == 302
    assert client.post(f"/offers/{offer.code}/close/", {}).status_code == 422
    assert client.post(f"/offers/{offer.code}/reopen/").status_code == 302
    answer = client.post(f"/offers/{offer.code}/reopen/")
    assert answer.status_code == 422
    assert "เปิดรับอยู่แล้ว" in answer.content.decode()


def sent_conditions(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "rows": str(max(3, len(rows))),
        "valid_from": "23/11/2569",
        "seen": "1",
        **changes,
    }
    for n, row in enumerate(rows):
        sent |= {f"row-{n}-{name}": value for name, value in row.items()}
    return sent


MEMBERS = {"fact": "members", "comparison": "ge", "value": "7"}


def conditions_page(client: Client, **fields: Any) -> tuple[Offer, str]:
    offer = offered(**fields)
    as_(client, cast.niran())
    return offer, f"/offers/{offer.code}/conditions/"


def test_rows_become_a_rule(client: Client) -> None:
    offer, url = conditions_page(client)
    rows = (
        MEMBERS, {"fact": "is_registered_se", "comparison": "no"}, {"fact": "enterprise_kind", "comparison": "in", "value": ["sme", "cooperative"]},
        {"fact": "income_baht", "comparison": "le", "value": "1.5 ล้าน"}, {"fact": "started", "comparison": "lt", "value": "1/1/2568"},
    )  # fmt: skip
    answer = client.post(url, sent_conditions(*rows, save="1"))
    assert answer.status_code == 302, re.findall(r"field-error[^<]*<[^<]*<[^<]*", answer.content.decode())
    assert text_of(offer) == (
        "members >= 7 AND NOT is_registered_se AND enterprise_kind IN ('sme', 'cooperative') AND income_baht <= 150000000"
        " AND started < DATE '2025-01-01'"
    )


def test_stored_conditions_come_back_as_rows(client: Client) -> None:
    _, url = conditions_page(
        client, rule_text="members >= 7 AND income_baht < 150050 AND (is_registered_se OR members > 100)"
    )
    page = client.get(url).content.decode()
    assert re.search(r'name="row-0-value" value="7"', page)
    assert re.search(r'name="row-1-value" value="1,500.50"', page)
    assert "(is_registered_se OR members &gt; 100)" in page
    assert "จำนวนสมาชิกอย่างน้อย 7 คน" in page


def test_another_row_and_other_boxes_lose_nothing(client: Client) -> None:
    offer, url = conditions_page(client)
    for button in ("add", "refresh"):
        answer = client.post(
            url, sent_conditions({**MEMBERS, "value": "เจ็ด"}, {"fact": "enterprise_kind"}, **{button: "1"})
        )
        page = answer.content.decode()
        assert answer.status_code == 200
        assert 'value="เจ็ด"' in page
        assert 'name="row-1-value" value="sme"' in page
        assert ('name="row-3-fact"' in page) == (button == "add")
        assert "field-error" not in page
    assert text_of(offer) == ""


def test_the_preview_says_it_in_words(client: Client) -> None:
    offer, url = conditions_page(client)
    answer = client.post(url, sent_conditions(MEMBERS, preview="1", **{"asked-0-label_th": "มีแผนธุรกิจ"}))
    preview = answer.content.decode().split('id="preview"')[1]
    assert "จำนวนสมาชิกอย่างน้อย 7 คน" in preview
    assert "มีแผนธุรกิจ" in preview
    assert text_of(offer) == ""
    assert not VocabularyFact.objects.filter(name__startswith="asked_").exists()


def test_a_mistake_in_rule_text_is_shown_where_it_is(client: Client) -> None:
    _, url = conditions_page(client)
    for button, status in (("preview", 200), ("save", 422)):
        answer = client.post(url, sent_conditions(MEMBERS, rest="membres > 3", **{button: "1"}))
        page = answer.content.decode()
        assert answer.status_code == status
        assert "▸membres" in page
        assert "membres &gt; 3" in page


@pytest.mark.parametrize(
    "row",
    [
        {"fact": "members", "comparison": "ge", "value": "เจ็ด"}, {"fact": "members", "comparison": "ge", "value": ""},
        {"fact": "members", "comparison": "yes", "value": "7"}, {"fact": "enterprise_kind", "comparison": "in"},
        {"fact": "enterprise_kind", "comparison": "in", "value": ["circus"]}, {"fact": "unheard_of"},
        {"fact": "started", "comparison": "lt", "value": "วันหนึ่ง"},
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_told_in_place(client: Client, row: dict[str, Any]) -> None:
    offer, url = conditions_page(client)
    answer = client.post(url, sent_conditions(row, save="1"))
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert text_of(offer) == ""


@pytest.mark.parametrize("rows", ["", "x", "-1", "99999999999", "๓"])
def test_a_broken_count_of_rows_is_no_error_of_ours(client: Client, rows: str) -> None:
    _, url = conditions_page(client)
    for button in ("add", "save", "preview"):
        assert client.post(url, sent_conditions(MEMBERS, **{button: "1"}) | {"rows": rows}).status_code in (
            200,
            302,
            422,
        )


def test_a_condition_in_words_becomes_a_question(client: Client) -> None:
    offer, url = conditions_page(client)
    sent = sent_conditions(
        save="1", **{"asked-0-label_th": "มีแผนธุรกิจ", "asked-0-label_en": "Has a business plan"}
    )
    assert client.post(url, sent).status_code == 302
    fact = VocabularyFact.objects.get(name__startswith="asked_")
    assert (fact.kind, fact.type) == ("text_condition", "boolean")
    assert fact.question_th == "มีแผนธุรกิจ ใช่หรือไม่"
    assert text_of(offer) == fact.name
    assert "มีแผนธุรกิจ" in client.get(url).content.decode()


def test_conditions_changed_by_another_meanwhile_are_shown_side_by_side(client: Client) -> None:
    offer, url = conditions_page(client, rule_text="members >= 5")
    actions.set_conditions(by=SYSTEM, offer=offer, text="members >= 9")
    answer = client.post(url, sent_conditions(MEMBERS, save="1", seen="1"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "อย่างน้อย 9 คน" in page
    assert "อย่างน้อย 7 คน" in page
    assert 'name="seen" value="2"' in page
    assert text_of(offer) == "members >= 9"
    assert client.post(url, sent_conditions(MEMBERS, save="1", seen="2")).status_code == 302
    assert text_of(offer) == "members >= 7"


def test_conditions_are_tried_on_a_group_of_ones_own_sight(client: Client) -> None:
    from phanuek.consent.actions import give
    from phanuek.registry.actions import register

    offer, url = conditions_page(client)
    group = register(
        by=SYSTEM,
        kind="occupational_group",
        name_th="กลุ่มทอผ้าบ้านดอน",
        subdistrict=cast.subdistrict(),
        members=4,
    )
    assert "ยังไม่มีกลุ่มที่ท่านดูแล" in client.get(url).content.decode()
    hidden = client.post(
        url, sent_conditions(MEMBERS, **{"try": "1", "enterprise": group.code})
    ).content.decode()
    assert "มี 4 คน" not in hidden
    give(
        by=SYSTEM,
        enterprise=group,
        recipient=offer.provider,
        method="spoken",
        given_by="ประธาน",
        given_on=platform_clock.today(),
    )
    for text in (group.code, "ทอผ้าบ้านดอน"):
        page = client.post(url, sent_conditions(MEMBERS, **{"try": "1", "enterprise": text})).content.decode()
        assert "ไม่เข้าเงื่อนไข" in page
        assert "4 คน" in page
    nobody = client.post(
        url, sent_conditions(MEMBERS, **{"try": "1", "enterprise": "ไม่มีจริงแน่นอน"})
    ).content.decode()
    assert "ไม่พบกลุ่ม" in nobody
    assert text_of(offer) == ""


def test_no_conditions_are_said_as_such(client: Client) -> None:
    words()
    _, url = conditions_page(client)
    assert "ทุกกลุ่มขอได้" in client.get(url).content.decode()
