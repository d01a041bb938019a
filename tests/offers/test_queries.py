from datetime import date
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from phanuek.offers import actions, queries
from phanuek.offers.models import Offer
from phanuek.offers.states import WindowState
from tests.offers.offer import SYSTEM, offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("changes", "state", "words"),
    [
        ({}, WindowState.OPEN, "ไม่ได้ระบุวันปิดรับ"),
        ({"closes_on": TODAY}, WindowState.OPEN, "23 พ.ย. 2569"),
        ({"opens_on": date(2026, 11, 24)}, WindowState.NOT_YET_OPEN, "24 พ.ย. 2569"),
        ({"closes_on": date(2026, 11, 22)}, WindowState.CLOSED, "22 พ.ย. 2569"),
        ({"availability": "closed"}, WindowState.CLOSED, ""),
        ({"availability": "closed", "availability_note_th": "งบหมด"}, WindowState.CLOSED, "งบหมด"),
        ({"availability": "unknown"}, WindowState.NOT_CONFIRMED, "สอบถาม"),
        ({"availability": "unknown", "closes_on": date(2025, 1, 1)}, WindowState.CLOSED, "1 ม.ค. 2568"),
    ],
)
def test_the_window_in_words(changes: dict[str, Any], state: WindowState, words: str) -> None:
    offer = offered(**changes)
    found = queries.window(offer)
    assert found.state == state
    assert words in found.note.th
    assert found.label == state.label
    assert offer.is_open(TODAY) == (state == WindowState.OPEN)
    assert Offer.objects.open(TODAY).exists() == (state == WindowState.OPEN)


def test_stale_are_open_offers_whose_check_is_overdue() -> None:
    offered(name_th="เพิ่งเพิ่ม")
    never = offered(name_th="ไม่เคย", provenance_on=date(2026, 8, 1))
    old = offered(name_th="นานแล้ว", checked_on=date(2026, 8, 24))
    offered(name_th="พอดี", checked_on=date(2026, 8, 25))
    offered(name_th="ปิดแล้ว", availability="closed", checked_on=date(2026, 1, 1))
    assert list(queries.stale(TODAY)) == [never, old]


def test_lists_find_by_aim_means_provider_and_name(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    loan = offered(name_th="เงินกู้")
    course = offered(
        name_th="อบรม",
        name_en="Course",
        provider="gsb",
        means="knowledge",
        aims=["product_development", "management"],
    )
    closed = offered(name_th="ปิด", availability="closed")
    assert set(queries.filtered(aim="income")) == {loan, closed}
    assert list(queries.filtered(aim="income", open=True)) == [loan]
    assert list(queries.filtered(aim="management")) == [course]
    assert list(queries.filtered(means="knowledge")) == [course]
    assert list(queries.filtered(provider="gsb")) == [course]
    assert list(queries.filtered(text="cour")) == [course]
    with django_assert_num_queries(1):
        assert len([(o.provider.name_th, o.places_left) for o in queries.filtered()]) == 3  # type: ignore[attr-defined]


def test_places_come_with_the_list() -> None:
    offer = offered(capacity=3)
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    row = queries.with_places(Offer.objects.all()).get()
    assert (row.places_taken, row.places_left) == (1, 2)  # type: ignore[attr-defined]
    assert queries.places_left(row) == 2
    assert list(queries.of_provider(offer.provider_id)) == [offer]


def test_what_is_asked_of_groups_comes_from_open_offers_only() -> None:
    offer = offered(rule_text="members >= 7")
    offered(availability="closed", rule_text="is_registered_se")
    assert queries.rules_in_use(TODAY) == [offer.rule_id]
