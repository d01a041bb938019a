"""The database and the row in hand tell alike what is open, fading and hidden."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.engines.freshness import Stage
from phanuek.offers import queries
from phanuek.offers.models import Offer
from phanuek.offers.states import Availability, WindowState
from tests.offers.offer import offered

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
near = st.none() | st.integers(-200, 200).map(lambda n: TODAY + timedelta(days=n))
edges = st.none() | st.sampled_from([-122, -121, -120, -91, -90, -89, -31, -30, -29, -1, 0, 1]).map(
    lambda n: TODAY + timedelta(days=n)
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    checked=near | edges, source=near | edges, added=(near | edges).filter(bool), planned=near | edges, opens=near,
    closes=near, out=near, availability=st.sampled_from(Availability.values), published=st.booleans(),
)  # fmt: skip
def test_sql_and_function_agree(
    db: None, checked: date | None, source: date | None, added: date, planned: date | None, opens: date | None,
    closes: date | None, out: date | None, availability: str, published: bool,
) -> None:  # fmt: skip
    if opens and closes and closes < opens:
        opens, closes = closes, opens
    offer = Offer.objects.filter(code="one").first() or offered(code="one")
    Offer.objects.filter(pk=offer.pk).update(
        checked_on=checked, provenance_on=source, added_on=added, next_check_on=planned, opens_on=opens, closes_on=closes,
        budget_out_on=out, availability=availability, published=published,
    )  # fmt: skip
    row = Offer.objects.get(pk=offer.pk)
    stage, taking = row.freshness(TODAY).stage, row.is_taking(TODAY)
    state = queries.window(row, TODAY).state
    assert Offer.objects.open(TODAY).exists() == row.is_open(TODAY) == (state == WindowState.OPEN)
    assert Offer.objects.taking(TODAY).exists() == taking
    assert (
        Offer.objects.hidden(TODAY).exists()
        == (taking and stage == Stage.HIDDEN)
        == (state == WindowState.UNCHECKED)
    )
    assert Offer.objects.stale(TODAY).exists() == (taking and stage != Stage.FRESH)
    told = Offer.objects.annotate(state=queries.window_state(TODAY)).get(pk=row.pk)
    assert told.state == state.value  # type: ignore[attr-defined]


def test_hidden_ones_are_not_open_and_say_since_when() -> None:
    offer = offered(checked_on=date(2026, 7, 1))
    assert not Offer.objects.open(TODAY).exists()
    told = queries.window(offer, TODAY)
    assert told.state == WindowState.UNCHECKED
    assert "1 ก.ค. 2569" in told.note.th
    assert list(queries.stale(TODAY)) == [offer]
    assert queries.rules_in_use(TODAY) == []


def test_who_was_never_checked_is_told_from_which_day_it_counts() -> None:
    offer = offered(code="one")
    told = {}
    for source in (None, TODAY - timedelta(days=5)):
        Offer.objects.filter(pk=offer.pk).update(checked_on=None, provenance_on=source, added_on=TODAY)
        told[source] = queries.reliance(Offer.objects.get(pk=offer.pk), TODAY)
    assert told[None].unchecked.th.startswith("ยังไม่มีผู้ตรวจ นับจากวันที่เพิ่ม")
    assert told[TODAY - timedelta(days=5)].note.th.startswith("ยังไม่มีผู้ตรวจ นับจากวันที่ของต้นทาง")
    Offer.objects.filter(pk=offer.pk).update(checked_on=TODAY)
    assert queries.reliance(Offer.objects.get(pk=offer.pk), TODAY).unchecked is None
