"""Written in peace, then published; limits; editions; and who may."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from phanuek.eligibility import actions as eligibility
from phanuek.offers import actions, queries
from phanuek.offers.actions import LimitLine
from phanuek.offers.models import Limit, Offer, Scheme
from phanuek.offers.states import WindowState
from phanuek.organisations.actor import Actor
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import Conflict, NotAllowed, Refused
from tests import cast
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
WHOLE = {"about_th": "ให้กู้ยืม", "how_to_apply_th": "ยื่นที่สาขา"}


def draft(**changes: object) -> Offer:
    return offered(published=False, **{**WHOLE, **changes})


def test_publishing_is_its_first_check() -> None:
    niran = cast.niran()
    offer = draft()
    assert queries.window(offer, TODAY).state == WindowState.UNPUBLISHED
    offer = actions.publish(by=niran, offer=offer)
    assert offer.is_open(TODAY)
    assert (offer.checked_on, offer.checked_by and offer.checked_by.code) == (TODAY, "baac")
    assert timeline.of(offer, with_people=True)[0]["verb"] == "offer.published"
    with pytest.raises(Refused):
        actions.publish(by=niran, offer=offer)


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"about_th": " "}, "ให้อะไรแก่ใคร"), ({"how_to_apply_th": ""}, "วิธียื่น"),
        ({"closes_on": date(2026, 11, 22)}, "วันปิดรับ"), ({"about_th": "", "how_to_apply_th": ""}, "ให้อะไรแก่ใคร · วิธียื่น"),
    ],
)  # fmt: skip
def test_what_people_need_is_asked_for_first(lacking: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        actions.publish(by=cast.niran(), offer=draft(**lacking))


def test_the_steps_say_what_is_missing() -> None:
    stages = {stage.step.value: stage for stage in queries.stages(draft(about_th=""))}
    assert stages["edit"].is_missing
    assert not stages["conditions"].is_missing
    assert [gap.must for gap in stages["conditions"].gaps] == [False]
    ruled = draft(rule_text="members >= 7", capacity=3)
    assert [stage.gaps for stage in queries.stages(ruled) if stage.step == "conditions"] == [()]


def test_it_is_taken_back_while_nothing_hangs_on_it() -> None:
    niran = cast.niran()
    offer = offered()
    with pytest.raises(Refused) as refusal:
        actions.unpublish(by=niran, offer=offer, why=" ")
    assert refusal.value.field == "why"
    actions.take_place(by=niran, offer=offer, reference="referral:r-1")
    with pytest.raises(Refused, match="1 เรื่อง"):
        actions.unpublish(by=niran, offer=offer, why="ปรับใหม่")
    actions.give_back_place(by=niran, offer=offer, reference="referral:r-1")
    assert not actions.unpublish(by=niran, offer=offer, why="ปรับใหม่").published
    with pytest.raises(Refused):
        actions.unpublish(by=niran, offer=offer, why="ปรับใหม่")


@pytest.mark.parametrize("who", ["stranger", "malee", "preecha", "niran"])
def test_who_may_not(who: str) -> None:
    offer, unpublished = offered(provider="gsb"), draft(provider="gsb")
    by = {"stranger": Actor.public, "malee": cast.malee, "preecha": cast.preecha, "niran": cast.niran}[who]()
    for act in (
        lambda: actions.publish(by=by, offer=unpublished),
        lambda: actions.unpublish(by=by, offer=offer, why="ก"),
        lambda: actions.set_limits(by=by, offer=offer, lines=[]),
        lambda: actions.next_edition(by=by, offer=offer, edition="2", name_th="ก", scheme_name_th="ข"),
        lambda: actions.add_scheme(by=by, provider=offer.provider, name_th="ก"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("who", ["stranger", "malee", "niran_elsewhere"])
def test_an_unpublished_offer_is_nowhere_for_others(client: Client, who: str) -> None:
    offer = draft(code="secret", name_th="ยังเขียนอยู่", aims=["income"])
    if who == "malee":
        client.force_login(_person(cast.malee()))
    elif who == "niran_elsewhere":
        client.force_login(_person(cast.niran("gsb")))
    assert client.get(offer.get_absolute_url()).status_code == 404
    assert client.get("/api/v1/offers/secret").status_code == 404
    for address in ("/offers/", "/offers/?q=ยังเขียนอยู่", "/api/v1/offers", "/organisations/baac/"):
        assert "secret" not in client.get(address).content.decode(), address
    assert not queries.filtered().exists()


def test_its_body_and_the_secretariat_see_it(client: Client) -> None:
    offer = draft(about_th="")
    for actor in (cast.niran(), cast.orawan()):
        client.force_login(_person(actor))
        page = client.get(offer.get_absolute_url()).content.decode()
        assert "เห็นเฉพาะหน่วยงานเจ้าของมาตรการและฝ่ายเลขานุการ" in page
        assert "ให้อะไรแก่ใคร" in page


# -- limits


def test_limits_are_rows_sentences_and_one_answer() -> None:
    niran = cast.niran()
    offer = offered(niran, per_applicant_limit_baht=Decimal(900_000))
    lines = [
        LimitLine("", per_request_baht=Decimal(200_000), times=1),
        LimitLine(
            "cooperative", Decimal(500_000), Decimal(1_000_000), note_th="มีผู้ค้ำ", note_en="with a guarantor"
        ),
    ]
    offer = actions.set_limits(by=niran, offer=offer, lines=lines, version=1)
    assert offer.version == 2
    said = queries.sentences(queries.limits_of(offer))
    assert said[0].th == "สหกรณ์: คำขอละไม่เกิน 500,000 บาท · รวมไม่เกิน 1,000,000 บาท ต่อราย · มีผู้ค้ำ"
    assert said[1].en == "All other applicants: at most 200,000 baht a request; only once"
    own, other = queries.limit_for(offer, "cooperative"), queries.limit_for(offer, "sme")
    assert (own.per_request_baht, own.per_applicant_baht, own.times) == (500_000, 1_000_000, None)
    assert (other.per_request_baht, other.per_applicant_baht, other.times) == (200_000, 900_000, 1)
    assert actions.set_limits(by=niran, offer=offer, lines=lines).version == 2
    with pytest.raises(Conflict):
        actions.set_limits(by=niran, offer=offer, lines=[], version=1)
    assert queries.limit_for(offered(), "sme").per_request_baht is None


@pytest.mark.parametrize(
    "lines",
    [
        [LimitLine("circus", times=1)], [LimitLine("sme")], [LimitLine("sme", times=1), LimitLine("sme", times=2)],
        [LimitLine("sme", Decimal(2), Decimal(1))], [LimitLine("sme", Decimal(-1))],
    ],
)  # fmt: skip
def test_limits_that_cannot_be(lines: list[LimitLine]) -> None:
    with pytest.raises(Refused):
        actions.set_limits(by=SYSTEM, offer=offered(), lines=lines)
    assert not Limit.objects.exists()


# -- editions


def test_the_next_edition_is_a_copy_to_be_published() -> None:
    niran = cast.niran()
    old = offered(
        niran, rule_text="members >= 7", rule_source="ประกาศ", documents=[{"th": "แผน", "en": "Plan"}], capacity=4,
        closes_on=date(2026, 12, 31), availability_note_th="รีบยื่น", **WHOLE,
    )  # fmt: skip
    actions.set_limits(by=niran, offer=old, lines=[LimitLine("", times=2)])
    example = {"act": "add", "name_th": "กลุ่มใหญ่", "facts": {"members": 9}, "expected": "fits"}
    eligibility.change_examples(by=niran, rule=old.rule, changes=[example])
    made = actions.next_edition(
        by=niran, offer=old, edition="2", name_th="สินเชื่อชุมชน 2", scheme_name_th="สินเชื่อชุมชน", close_old=True
    )
    old.refresh_from_db()
    assert (made.published, made.edition, made.closes_on, made.availability_note_th) == (False, "2", None, "")
    assert made.scheme == old.scheme == Scheme.objects.get()
    assert made.documents == old.documents
    version = made.rule.versions.get()
    assert (version.text, version.source) == ("members >= 7", "ประกาศ")
    assert made.rule_id != old.rule_id
    assert [limit.times for limit in made.limits.all()] == [2]
    assert [one.name_th for one in made.rule.examples.all()] == ["กลุ่มใหญ่"]
    assert queries.balance(made).opened == 4
    assert old.availability == "closed"
    third = actions.next_edition(by=niran, offer=made, edition="3", name_th="สินเชื่อชุมชน 3")
    assert third.scheme == old.scheme


def test_a_scheme_is_its_bodys_own() -> None:
    niran = cast.niran()
    other = actions.add_scheme(by=SYSTEM, provider=cast.organisation("gsb"), name_th="ของธนาคารอื่น")
    offer = offered(niran)
    with pytest.raises(Refused) as refusal:
        actions.edit(by=niran, offer=offer, version=1, scheme=other)
    assert refusal.value.field == "scheme"
    offer = actions.edit(by=niran, offer=offer, version=1, new_scheme="ค้ำประกัน", edition="9")
    again = actions.edit(by=niran, offer=offered(niran), version=1, new_scheme="ค้ำประกัน", edition="10")
    assert offer.scheme == again.scheme
    with pytest.raises(Refused):
        actions.add_scheme(by=niran, provider=offer.provider, name_th="ค้ำประกัน")


@pytest.mark.parametrize("day", [TODAY, date(2026, 1, 1), date(2028, 1, 1)])
def test_the_next_check_lies_ahead_within_a_year(day: date) -> None:
    niran = cast.niran()
    offer = offered(niran)
    for act in (
        lambda: actions.mark_checked(by=niran, offer=offer, on=TODAY, next_check_on=day),
        lambda: actions.edit(by=niran, offer=offer, version=1, next_check_on=day),
        lambda: offered(niran, next_check_on=day),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.field == "next_check_on"


def _person(actor: Actor) -> object:
    from phanuek.people.models import Person

    return Person.objects.get(pk=actor.person_id)
