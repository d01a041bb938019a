"""More is shown to those who may do more, and nothing to anybody else."""

import pytest
from django.test import Client

from phanuek.consent.models import Disclosure
from tests.referrals import world as worlds
from tests.referrals.world import World
from tests.site.test_pages import read

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def sign_in(client: Client, name: str) -> Client:
    assert client.login(username=name, password=PASSWORD)
    return client


def test_contact_details_are_shown_on_asking_and_the_look_is_kept(client: Client, world: World) -> None:
    sign_in(client, "malee")
    address = world.group.get_absolute_url()
    assert "054-000-000" not in read(client, address)
    assert not Disclosure.objects.exists()
    assert "054-000-000" in read(client, address, show="contact")
    assert Disclosure.objects.get().organisation_code == "cdd"


def test_a_look_at_a_needs_group_is_kept_too(client: Client, world: World) -> None:
    sign_in(client, "malee")
    assert "054-000-000" in read(client, world.need.get_absolute_url(), show="contact")
    assert Disclosure.objects.get().purpose == f"need:{world.need.code}"


def test_a_citizens_number_is_not_a_groups_and_not_logged(client: Client, world: World) -> None:
    said = worlds.need(voice="citizen", contact_name="ดาว", contact_phone="081-000-0000")
    sign_in(client, "malee")
    assert "081-000-0000" in read(client, said.get_absolute_url(), show="contact")
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("who", ["anan", "kanya", "wanida", "surin", "boonmee"])
def test_asking_for_contact_gives_nothing_to_others(client: Client, world: World, who: str) -> None:
    worlds.strangers()
    sign_in(client, who)
    for address in [world.group.get_absolute_url(), world.need.get_absolute_url()]:
        text = read(client, address, show="contact")
        assert "054-000-000" not in text
        assert "สมศรี" not in text
    assert not Disclosure.objects.exists()


def test_a_group_looks_at_itself_unlogged(client: Client, world: World) -> None:
    sign_in(client, "somchai")
    assert "054-000-000" in read(client, world.group.get_absolute_url(), show="contact")
    assert not Disclosure.objects.exists()


BUTTONS = {
    "group": {
        "malee": {"help", "edit", "contact", "income", "consents", "new"},
        "somchai": {"help", "edit", "contact", "income", "consents", "new"},
        "niran": set(),
    },
    "need": {"malee": {"help", "link", "close"}, "somchai": set(), "niran": set()},
    "offer": {"niran": {"edit", "conditions", "check", "close"}, "orawan": {"check"}, "malee": set()},
    "commitment": {"niran": {"edit", "new"}, "orawan": {"edit"}, "malee": set()},
}


@pytest.mark.parametrize(
    ("thing", "who"), [(thing, who) for thing, people in BUTTONS.items() for who in people]
)
def test_buttons_stand_where_the_act_is_allowed(client: Client, world: World, thing: str, who: str) -> None:
    sign_in(client, who)
    page = getattr(world, thing)
    shown = {
        button.url.split("?")[0].strip("/").split("/")[-1]
        for button in _buttons(client, page.get_absolute_url())
    }
    assert shown == BUTTONS[thing][who]


def _buttons(client: Client, address: str) -> list:
    return list(client.get(address).context["buttons"])


def test_nobody_signed_out_sees_a_button(client: Client, world: World) -> None:
    for page in [
        world.group,
        world.need,
        world.offer,
        world.commitment,
        world.commitment.agreement,
        world.bank,
    ]:
        assert not _buttons(client, page.get_absolute_url())


@pytest.mark.parametrize("who", ["malee", "niran", "orawan", "somchai"])
def test_every_button_leads_to_a_page_its_reader_may_open(client: Client, world: World, who: str) -> None:
    sign_in(client, who)
    for page in [
        world.group,
        world.need,
        world.offer,
        world.commitment,
        world.commitment.agreement,
        world.bank,
    ]:
        for button in _buttons(client, page.get_absolute_url()):
            assert client.get(button.url).status_code == 200, button.url


def test_an_officer_sees_needs_still_to_be_checked(client: Client, world: World) -> None:
    waiting = worlds.need(checked=False, text="รอเจ้าหน้าที่")
    assert "รอเจ้าหน้าที่" not in read(client, "/needs/")
    sign_in(client, "malee")
    assert "รอเจ้าหน้าที่" in read(client, "/needs/")
    assert next(b.url for b in _buttons(client, waiting.get_absolute_url())).endswith("/check/")


def test_the_officer_reads_names_on_the_timeline_and_the_public_does_not(
    client: Client, world: World
) -> None:
    world.send()
    assert "Malee" not in read(client, world.need.get_absolute_url())
    sign_in(client, "malee")
    assert "Malee" in read(client, world.need.get_absolute_url())


def test_a_provider_finds_its_own_case_with_the_group_and_no_more(client: Client, world: World) -> None:
    referral = world.send()
    sign_in(client, "niran")
    text = read(client, world.group.get_absolute_url())
    assert referral.get_absolute_url() in text
    assert "ข้อมูลประกอบการพิจารณา" not in text
    assert "ข้อมูลติดต่อ</h2>" not in text
