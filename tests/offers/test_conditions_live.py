"""The editor of conditions in the browser: what it shows while one types, examples, and the pages of proposals and of history."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from phanuek.offers import actions
from phanuek.offers.models import ConditionProposal, Offer
from phanuek.ui import clock as platform_clock
from tests import cast
from tests.offers.editor import MEMBERS, as_, conditions_page, sent_conditions, text_of
from tests.offers.offer import SYSTEM

pytestmark = pytest.mark.django_db


def shown(page: str, start: str) -> str:
    """The page from an element's id on, without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split(f'id="{start}"', 1)[1]))


def enterprises(*members: int) -> list[Any]:
    from phanuek.registry.actions import register

    return [
        register(
            by=SYSTEM, kind="occupational_group", name_th=f"กลุ่มที่ {n}", subdistrict=cast.subdistrict(), members=size
        )
        for n, size in enumerate(members)
    ]  # fmt: skip


def test_while_one_types_the_page_counts_who_fits_and_who_changes_sides(client: Client) -> None:
    _, url = conditions_page(client, rule_text="members >= 5")
    enterprises(*[9] * 8, *[6] * 6, *[2] * 5)
    page = client.post(url, sent_conditions(MEMBERS, preview="1")).content.decode()
    told = shown(page, "sides-title")
    assert "ในทะเบียน 19 ราย" in told
    assert re.search(r"เข้าเงื่อนไข 14 8 ", told)
    assert re.search(r"ไม่เข้าเงื่อนไข 5 11 ", told)
    assert re.search(r"→ เป็น \S? ?ไม่เข้าเงื่อนไข\s+6 ", told)
    assert 'hx-trigger="load, change delay:500ms' in page


def test_a_count_opens_the_groups_that_the_reader_may_see(client: Client) -> None:
    from phanuek.consent.actions import give

    offer, url = conditions_page(client)
    one, two = enterprises(9, 8)
    page = client.post(url, sent_conditions(MEMBERS, who="fits")).content.decode()
    assert "ไม่มีกลุ่มที่ท่านดูแล" in shown(page, "who")
    give(
        by=SYSTEM, enterprise=one, recipient=offer.provider, method="spoken", given_by="ประธาน",
        given_on=platform_clock.today(),
    )  # fmt: skip
    page = client.post(url, sent_conditions(MEMBERS, who="fits")).content.decode()
    assert one.code in page
    assert two.code not in page


@pytest.mark.parametrize("key", ["", "x", "fits-to-", "<script>", "\x00", "fits" * 999])
def test_a_broken_name_of_a_figure_opens_nothing(client: Client, key: str) -> None:
    offer, url = conditions_page(client)
    assert client.post(url, sent_conditions(MEMBERS, who=key)).status_code == 200
    waiting = actions.propose_conditions(by=SYSTEM, offer=offer, text="members >= 3", reason="x")
    assert client.get(waiting.get_absolute_url(), {"who": key}).status_code == 200


def test_facts_are_searched_by_any_word_of_their_name(client: Client) -> None:
    _, url = conditions_page(client)

    def found(sought: str, **changes: Any) -> list[str]:
        page = client.post(url, sent_conditions({"find": sought, **changes}, refresh="1")).content.decode()
        field = page.split('id="id_row-0-fact-field"')[1].split("</select>")[0]
        return re.findall(r'<option value="(\w+)"', field)

    assert found("สมาชิก") == ["members"]
    assert found("MEMBERS") == ["members"]
    assert found("yearly income") == ["income_baht"]
    assert found("วิสาหกิจเพื่อสังคม") == ["is_registered_se"]
    assert found("ไม่มีคำนี้") == []
    assert len(found("")) > 4
    assert len(found("สมาชิก", fact="income_baht")) > 4  # once chosen, the whole list stays
    page = client.post(url, sent_conditions({"find": "สมาชิก"}, refresh="1")).content.decode()
    assert "พบ 1 ข้อมูล" in page
    assert 'size="3"' in page


def example_of(page: str) -> str:
    found = re.search(r'name="added" value="([^"]*)"', page)
    assert found is not None
    return found[1].replace("&quot;", '"')


def test_a_tried_group_is_kept_as_an_example_without_its_name(client: Client) -> None:
    from phanuek.consent.actions import give
    from phanuek.eligibility.models import RuleExample

    offer, url = conditions_page(client)
    (group,) = enterprises(4)
    give(
        by=SYSTEM, enterprise=group, recipient=offer.provider, method="spoken", given_by="ประธาน",
        given_on=platform_clock.today(),
    )  # fmt: skip
    page = client.post(url, sent_conditions(MEMBERS, keep_tried="1", enterprise=group.code)).content.decode()
    added = example_of(page)
    assert '"members": 4' in added
    assert group.name_th not in added
    answer = client.post(url, sent_conditions(MEMBERS, save="1", added=added))
    assert answer.status_code == 302
    actions.approve_conditions(by=SYSTEM, proposal=ConditionProposal.objects.get())
    assert RuleExample.objects.get().expected == "does_not_fit"


def test_an_example_by_hand_is_refused_where_the_conditions_say_otherwise(client: Client) -> None:
    _, url = conditions_page(client)
    page = client.post(url, sent_conditions(MEMBERS, hand="1")).content.decode()
    assert 'name="new-fact-members"' in page
    hand = {"new-name_th": "กลุ่ม 9 คน", "new-expected": "fits", "new-fact-members": "9"}
    added = example_of(client.post(url, sent_conditions(MEMBERS, keep_new="1", **hand)).content.decode())
    assert '"members": 9' in added
    higher = {**MEMBERS, "value": "10"}
    answer = client.post(url, sent_conditions(higher, save="1", added=added))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "กลุ่ม 9 คน" in page
    assert "จำนวนสมาชิกอย่างน้อย 10 คน" in page
    assert json.loads(example_of(page)) == json.loads(added)
    dropped = client.post(url, sent_conditions(higher, drop="0", added=added)).content.decode()
    assert example_of(dropped) == "[]"


@pytest.mark.parametrize(
    "added",
    ["", "x", "{}", "[1]", '[{"name_th": "a", "expected": "fits", "facts": []}]', "[" * 5000, '[{"name_th": "a", "expected": "fits", "facts": {"x": 1}}]',
     '[{"name_th": "a", "expected": "fits", "facts": {"members": NaN}}]', '[{"name_th": "a", "expected": "fits", "facts": {"members": 1e999}}]', "\x00"],
)  # fmt: skip
def test_broken_examples_break_nothing(client: Client, added: str) -> None:
    _, url = conditions_page(client)
    for button in ("preview", "save", "keep_new", "drop"):
        sent = sent_conditions(MEMBERS, added=added, **{button: "0"})
        assert client.post(url, sent).status_code in (200, 302, 422)


def test_a_proposal_is_read_and_approved_by_a_second_person(client: Client) -> None:
    offer, url = conditions_page(client, rule_text="members >= 5")
    enterprises(*[9] * 8, *[6] * 6)
    answer = client.post(url, sent_conditions(MEMBERS, save="1"))
    page = answer["Location"]
    own = client.get(page).content.decode()
    assert 'value="approve"' not in own
    assert 'value="take_back"' in own
    assert "ท่านเป็นผู้เสนอ" in own
    assert client.post(page, {"act": "approve"}).status_code == 403
    assert "มีเงื่อนไขที่รออนุมัติอยู่แล้ว" in client.get(url).content.decode()
    as_(client, cast.member("busaba", "partner_officer", offer.provider))
    read = client.get(page).content.decode()
    assert "จำนวนสมาชิกอย่างน้อย 7 คน" in read
    assert "<del>จำนวนสมาชิกอย่างน้อย 5 คน" in read
    assert "ประกาศใหม่" in read
    assert "เงื่อนไขมาตรการที่รอท่านอนุมัติ" in client.get("/desk/").content.decode()
    assert client.post(page, {"act": "reject"}).status_code == 422
    assert client.post(page, {"act": "explode"}).status_code == 403
    assert client.post(page, {"act": "approve"}).status_code == 302
    assert text_of(offer) == "members >= 7"
    assert client.post(page, {"act": "approve"}).status_code == 422
    assert "อนุมัติแล้ว" in client.get(page).content.decode()


def test_the_secretariat_finds_what_waits_for_it(client: Client) -> None:
    offer, url = conditions_page(client)
    client.post(url, sent_conditions(MEMBERS, save="1"))
    as_(client, cast.orawan())
    assert offer.name_th in client.get("/desk/conditions/").content.decode()
    assert "เงื่อนไขมาตรการที่รอฝ่ายเลขานุการอนุมัติ" in client.get("/desk/").content.decode()


@pytest.mark.parametrize("language", ["th", "en"])
def test_history_is_for_everyone_and_names_people_to_those_who_sign_in(client: Client, language: str) -> None:
    offer, url = conditions_page(client, rule_text="members >= 5")
    enterprises(*[9] * 8, *[6] * 6)
    client.post(url, sent_conditions(MEMBERS, save="1"))
    actions.approve_conditions(
        by=cast.member("busaba", "partner_officer", offer.provider), proposal=ConditionProposal.objects.get()
    )
    address = f"/offers/{offer.code}/conditions/history/"
    client.cookies["lang"] = language
    inside = client.get(address).content.decode()
    assert "Niran" in inside
    assert "Busaba" in inside
    client.logout()
    client.cookies["lang"] = language
    outside = client.get(address).content.decode()
    assert "Niran" not in outside
    assert "Busaba" not in outside
    assert ("at least 5 people" if language == "en" else "อย่างน้อย 5 คน") in outside
    assert "ประกาศใหม่" in outside
    assert re.search(r"(→|to) .* 6 ", shown(outside, "v2"))
    Offer.objects.filter(pk=offer.pk).update(published=False)
    assert client.get(address).status_code == 404
