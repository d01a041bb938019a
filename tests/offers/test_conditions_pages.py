"""The editor of conditions in the browser: rows to a rule, what it shows while one types, and that saving proposes."""

import re
from typing import Any

import pytest
from django.test import Client

from phanuek.eligibility.models import VocabularyFact
from phanuek.offers import actions
from phanuek.offers.models import ConditionProposal
from phanuek.ui import clock as platform_clock
from tests import cast
from tests.offers.editor import MEMBERS, conditions_page, proposed, sent_conditions, text_of
from tests.offers.offer import SYSTEM, words

pytestmark = pytest.mark.django_db


def test_rows_become_a_rule(client: Client) -> None:
    offer, url = conditions_page(client)
    rows = (
        MEMBERS, {"fact": "is_registered_se", "comparison": "no"}, {"fact": "enterprise_kind", "comparison": "in", "value": ["sme", "cooperative"]},
        {"fact": "income_baht", "comparison": "le", "value": "1.5 ล้าน"}, {"fact": "started", "comparison": "lt", "value": "1/1/2568"},
    )  # fmt: skip
    answer = client.post(url, sent_conditions(*rows, save="1"))
    assert answer.status_code == 302, re.findall(r"field-error[^<]*<[^<]*<[^<]*", answer.content.decode())
    assert text_of(offer) == ""
    assert proposed(offer) == (
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


def test_a_condition_in_words_becomes_a_question_once_approved(client: Client) -> None:
    offer, url = conditions_page(client)
    sent = sent_conditions(
        save="1", **{"asked-0-label_th": "มีแผนธุรกิจ", "asked-0-label_en": "Has a business plan"}
    )
    answer = client.post(url, sent)
    assert answer.status_code == 302
    assert "มีแผนธุรกิจ" in client.get(answer["Location"]).content.decode()
    assert not VocabularyFact.objects.filter(name__startswith="asked_").exists()
    actions.approve_conditions(by=SYSTEM, proposal=ConditionProposal.objects.get())
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
    assert proposed(offer) == "members >= 7"


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


@pytest.mark.parametrize("button", ["save", "preview"])
def test_what_is_wrong_in_every_row_stands_in_the_summary(client: Client, button: str) -> None:
    _, url = conditions_page(client)
    wrong = {**MEMBERS, "value": "เจ็ด"}
    page = client.post(url, sent_conditions(wrong, MEMBERS, wrong, **{button: "1"})).content.decode()
    summary = page.split("error-summary")[1].split("</ul>")[0]
    assert "เงื่อนไขที่ 1 · ค่า" in summary
    assert "เงื่อนไขที่ 3 · ค่า" in summary
    assert 'href="#id_row-2-value"' in summary
    assert "เงื่อนไขที่ 2" not in summary
