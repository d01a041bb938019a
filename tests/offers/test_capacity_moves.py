"""What each move of the ledger does, who may not, and what it leaves behind."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from phanuek.agreements.models import Agreement, Commitment, Measure
from phanuek.offers import actions, queries
from phanuek.offers.models import CapacityBalance, CapacityEntry, Holding, Offer
from phanuek.offers.queries.ledgers import differences
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.offers.offer import offered

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def promised_to(body: Organisation, due_on: date | None = date(2027, 9, 30)) -> Commitment:
    agreement, _ = Agreement.objects.get_or_create(
        code="ledger-test",
        defaults={"title_th": "ทดสอบ", "signed_on": date(2021, 2, 26), "provenance": "demonstration"},
    )
    return Commitment.objects.create(
        code=f"c-{Commitment.objects.count()}", agreement=agreement, lead=body, title_th="ให้สินเชื่อ", title_en="Lend",
        measure=Measure.REFERRALS, due_on=due_on, provenance="demonstration",
    )  # fmt: skip


def drawn(**changes: Any) -> Offer:
    """An offer of a bank under a commitment of its own."""
    bank = cast.organisation("baac", "bank")
    return offered(commitment=promised_to(bank, changes.pop("due_on", date(2027, 9, 30))), **changes)


def stands(offer: Offer, ending: str = "") -> tuple[Any, ...]:
    b = CapacityBalance.objects.get(offer=offer)
    return tuple(getattr(b, name + ending) for name in ("promised", "opened", "reserved", "used", "lapsed"))


@pytest.fixture(autouse=True)
def _ledgers_agree() -> Any:
    yield
    assert differences() == []


def test_promised_places_are_opened_and_taken() -> None:
    offer = drawn()
    actions.promise(by=SYSTEM, offer=offer, units=10, baht=Decimal(500_000), why="มติคณะกรรมการ")
    assert stands(offer) == (10, 0, 0, 0, 0)
    assert Offer.objects.get(pk=offer.pk).capacity is None
    actions.open_places(by=SYSTEM, offer=offer, units=4)
    row = Offer.objects.get(pk=offer.pk)
    assert (row.capacity, row.budget_baht, row.version) == (4, None, 2)
    for number in range(4):
        actions.take_place(by=SYSTEM, offer=offer, reference=f"referral:r-{number}")
    with pytest.raises(Refused, match="เต็มแล้ว"):
        actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-9")
    assert stands(offer) == (6, 0, 4, 0, 0)
    assert [e["verb"] for e in timeline.of(offer, with_people=True)][-3:] == [
        "offer.places_opened", "offer.promised", "offer.added",
    ]  # fmt: skip


def test_nothing_is_promised_without_a_commitment() -> None:
    with pytest.raises(Refused, match="ภารกิจ"):
        actions.promise(by=SYSTEM, offer=offered(), units=1)


def test_more_than_is_promised_is_not_opened() -> None:
    offer = drawn()
    actions.promise(by=SYSTEM, offer=offer, units=2, baht=Decimal(100))
    for more in ({"units": 3}, {"baht": Decimal("100.01")}, {"units": 2, "baht": Decimal(101)}):
        with pytest.raises(Refused) as refused:
            actions.open_places(by=SYSTEM, offer=offer, **more)
        assert refused.value.field in ("units", "baht")
    assert stands(offer) == (2, 0, 0, 0, 0)


def test_an_act_that_moves_nothing_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        actions.promise(by=SYSTEM, offer=drawn())
    assert refused.value.field == "units"


def test_closing_lets_go_what_was_opened_beyond_the_promise_first() -> None:
    offer = drawn(capacity=5)
    actions.promise(by=SYSTEM, offer=offer, units=4)
    actions.open_places(by=SYSTEM, offer=offer, units=4)
    with pytest.raises(Refused) as refused:
        actions.close_places(by=SYSTEM, offer=offer, units=1, why=" ")
    assert refused.value.field == "why"
    actions.close_places(by=SYSTEM, offer=offer, units=7, why="วิทยากรไม่พอ")
    assert stands(offer) == (2, 2, 0, 0, 0)
    assert Offer.objects.get(pk=offer.pk).capacity == 2
    kept = queries.kept(offer.commitment, whole=True)
    assert (kept.places.promised, kept.places.taken_back) == (4, 5)


def test_a_promise_taken_back_says_why_and_stays_visible() -> None:
    offer = drawn()
    actions.promise(by=SYSTEM, offer=offer, units=10)
    actions.take_back_promise(by=SYSTEM, offer=offer, units=3, why="งบประมาณถูกปรับลด")
    kept = queries.kept(offer.commitment, whole=True)
    assert (kept.places.promised, kept.places.waiting, kept.places.taken_back) == (7, 7, 3)
    assert [row.why for row in queries.openings(offer.commitment)] == ["งบประมาณถูกปรับลด", ""]


def test_the_day_after_the_window_what_is_free_lapses_and_what_is_reserved_stays(
    clock: Callable[[datetime], None],
) -> None:
    offer = drawn(capacity=3, budget_baht=Decimal(900), closes_on=date(2026, 11, 30))
    actions.promise(by=SYSTEM, offer=offer, units=2)
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(300))
    assert actions.lapse_ended(date(2026, 11, 30)) == []
    clock(datetime(2026, 12, 1, 6, 0))
    assert [sent.about for sent in actions.lapse_ended(date(2026, 12, 1))] == [offer.code]
    assert actions.lapse_ended(date(2026, 12, 1)) == []
    assert stands(offer) == (0, 0, 1, 0, 4)
    assert stands(offer, "_baht") == (0, 0, 300, 0, 600)
    row = Offer.objects.get(pk=offer.pk)
    assert (row.capacity, row.budget_baht) == (1, 300)
    # given back after the end: it lapses on the next run
    actions.give_back_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    actions.lapse_ended(date(2026, 12, 2))
    assert stands(offer) == (0, 0, 0, 0, 5)


def test_what_lapsed_opens_again_only_when_the_window_does(clock: Callable[[datetime], None]) -> None:
    offer = drawn(capacity=3, closes_on=date(2026, 11, 30))
    clock(datetime(2026, 12, 1, 6, 0))
    actions.lapse_ended(date(2026, 12, 1))
    with pytest.raises(Refused, match="ช่วงเวลารับ"):
        actions.restore(by=SYSTEM, offer=offer, units=3, why="ขยายเวลา")
    row = Offer.objects.get(pk=offer.pk)
    actions.edit(by=SYSTEM, offer=row, version=row.version, closes_on=date(2026, 12, 31))
    actions.restore(by=SYSTEM, offer=offer, units=2, why="ขยายเวลา")
    assert stands(offer) == (0, 2, 0, 0, 1)
    assert Offer.objects.get(pk=offer.pk).capacity == 2


def test_a_promise_without_a_window_lapses_with_the_commitment() -> None:
    offer = drawn(due_on=date(2026, 12, 31))
    actions.promise(by=SYSTEM, offer=offer, units=5)
    assert actions.lapse_ended(date(2026, 12, 31)) == []
    actions.lapse_ended(date(2027, 1, 1))
    assert stands(offer) == (0, 0, 0, 0, 5)
    kept = queries.kept(offer.commitment, whole=True)
    assert (kept.places.promised, kept.places.lapsed, kept.places.share) == (5, 5, 0)


def test_places_begin_and_cease_to_be_counted_while_some_are_held() -> None:
    offer = offered()
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    offer = actions.edit(by=SYSTEM, offer=offer, version=1, capacity=3)
    assert stands(offer) == (0, 2, 1, 0, 0)
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-2")
    with pytest.raises(Refused) as refused:
        actions.edit(by=SYSTEM, offer=offer, version=2, capacity=1)
    assert refused.value.field == "capacity"
    offer = actions.edit(by=SYSTEM, offer=Offer.objects.get(pk=offer.pk), version=2, capacity=None)
    assert stands(offer) == (0, 0, 2, 0, 0)
    actions.give_back_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    assert stands(offer) == (0, 0, 1, 0, 0)
    offer = actions.edit(by=SYSTEM, offer=Offer.objects.get(pk=offer.pk), version=3, capacity=2)
    assert queries.places_left(offer) == 1


def test_places_and_money_are_counted_each_on_its_own() -> None:
    counted = offered(budget_baht=Decimal(1000))
    actions.take_place(by=SYSTEM, offer=counted, reference="referral:r-1", baht=Decimal(700))
    with pytest.raises(Refused) as refused:
        actions.take_place(by=SYSTEM, offer=counted, reference="referral:r-2", baht=Decimal(301))
    assert refused.value.field == "baht"
    assert not Holding.objects.filter(reference="referral:r-2").exists()
    actions.take_place(by=SYSTEM, offer=counted, reference="referral:r-3")
    assert stands(counted) == (0, 0, 2, 0, 0)
    assert stands(counted, "_baht") == (0, 300, 700, 0, 0)
    actions.give_back_place(by=SYSTEM, offer=counted, reference="referral:r-1")
    assert stands(counted, "_baht") == (0, 1000, 0, 0, 0)


def test_money_given_beyond_what_was_reserved_is_drawn_on_what_is_free() -> None:
    offer = offered(capacity=2, budget_baht=Decimal(1000))
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(300))
    actions.use_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(200))
    assert stands(offer) == (0, 1, 0, 1, 0)
    assert stands(offer, "_baht") == (0, 700, 100, 200, 0)
    actions.use_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(400))
    assert stands(offer) == (0, 1, 0, 1, 0), "a second delivery takes no second place"
    assert stands(offer, "_baht") == (0, 400, 0, 600, 0)
    with pytest.raises(Refused) as refused:
        actions.use_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(401))
    assert refused.value.field == "baht"
    actions.return_used(by=SYSTEM, offer=offer, reference="referral:r-1", units=1, baht=Decimal(5000))
    assert stands(offer) == (0, 2, 0, 0, 0)
    assert stands(offer, "_baht") == (0, 1000, 0, 0, 0)


def test_a_reopened_case_takes_its_place_anew() -> None:
    offer = offered(capacity=1)
    take = lambda ref: actions.take_place(by=SYSTEM, offer=offer, reference=ref)  # noqa: E731
    take("referral:r-1")
    actions.give_back_place(by=SYSTEM, offer=offer, reference="referral:r-1", why="ปิดเรื่อง")
    assert actions.give_back_place(by=SYSTEM, offer=offer, reference="referral:r-1") is None
    take("referral:r-2")
    with pytest.raises(Refused):
        take("referral:r-1")
    actions.give_back_place(by=SYSTEM, offer=offer, reference="referral:r-2")
    assert take("referral:r-1").reserved == 1
    assert Holding.objects.filter(offer=offer).count() == 2


def test_a_case_that_holds_money_alone_is_not_given_it_twice() -> None:
    offer = offered(budget_baht=Decimal(100))
    for _ in range(2):
        actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1", units=0, baht=Decimal(60))
    assert stands(offer, "_baht") == (0, 40, 60, 0, 0)


def test_many_take_places_and_those_who_hold_one_keep_it() -> None:
    offer = offered(capacity=4, budget_baht=Decimal(100))
    actions.take_place(by=SYSTEM, offer=offer, reference="round:a")
    actions.take_place(by=SYSTEM, offer=offer, reference="round:b")
    actions.give_back_place(by=SYSTEM, offer=offer, reference="round:b")
    wanted = ["round:a", "round:b", "round:c", "round:c", "round:d"]
    assert actions.take_places(by=SYSTEM, offer=offer, references=wanted, baht={"round:c": Decimal(70)}) == 3
    assert stands(offer) == (0, 0, 4, 0, 0)
    assert stands(offer, "_baht") == (0, 30, 70, 0, 0)
    with pytest.raises(Refused):
        actions.take_places(by=SYSTEM, offer=offer, references=["round:e", "round:f"])
    assert CapacityEntry.objects.filter(reference__in=["round:e", "round:f"]).count() == 0


def test_a_place_is_handed_over_even_when_the_offer_is_full() -> None:
    offer = offered(capacity=1)
    actions.take_place(by=SYSTEM, offer=offer, reference="waiting:w-1")
    held = actions.hand_over_place(by=SYSTEM, offer=offer, reference="waiting:w-1", to="referral:r-1")
    assert held is not None
    assert (held.reference, held.reserved) == ("referral:r-1", 1)
    assert actions.hand_over_place(by=SYSTEM, offer=offer, reference="waiting:w-1", to="referral:r-2") is None
    assert stands(offer) == (0, 0, 1, 0, 0)


def test_what_is_handed_to_a_case_that_holds_a_place_is_free_again() -> None:
    offer = offered(capacity=2)
    actions.take_place(by=SYSTEM, offer=offer, reference="waiting:w-1")
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    actions.hand_over_place(by=SYSTEM, offer=offer, reference="waiting:w-1", to="referral:r-1")
    assert stands(offer) == (0, 1, 1, 0, 0)


def test_confirmed_is_never_more_than_used_and_stands_apart() -> None:
    offer = drawn(capacity=10)
    for number in range(6):
        reference = f"referral:r-{number}"
        actions.take_place(by=SYSTEM, offer=offer, reference=reference)
        actions.use_place(by=SYSTEM, offer=offer, reference=reference)
        if number < 5:
            actions.confirm_used(by=SYSTEM, offer=offer, reference=reference, units=3)
    kept = queries.kept(offer.commitment)
    assert (kept.places.confirmed, kept.places.unconfirmed, kept.places.share) == (5, 1, Decimal("0.5"))
    actions.return_used(by=SYSTEM, offer=offer, reference="referral:r-0")
    assert queries.kept(offer.commitment, whole=True).places.confirmed == 4


def test_few_cases_are_not_told_apart_in_public() -> None:
    offer = drawn(capacity=10, budget_baht=Decimal(1000))
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(70))
    actions.use_place(by=SYSTEM, offer=offer, reference="referral:r-1", baht=Decimal(70))
    seen = queries.totals(offer, whole=False)
    assert (seen.places.taken, seen.places.opened, seen.places.used) == (1, 9, None)
    assert (seen.baht.taken, seen.baht.opened, seen.baht.used) == (None, None, None)
    assert queries.totals(offer, whole=True).baht.used == 70
    kept = queries.kept(offer.commitment)
    assert kept.kept_back
    assert (kept.places.confirmed, kept.places.share) == (None, None)
    assert all(row.baht.opened is None for row in kept.offers)


def test_an_offer_that_counts_nothing_is_in_no_figure() -> None:
    offer = drawn()
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    kept = queries.kept(offer.commitment, whole=True)
    assert not kept.any
    assert kept.uncounted == 1


def test_who_may_not() -> None:
    offer = drawn(capacity=1)
    other = cast.member("kanya", "partner_officer", cast.organisation("gsb", "bank"))
    for by in (cast.DAO, cast.malee(), other):
        for verb in (actions.promise, actions.open_places):
            with pytest.raises(NotAllowed):
                verb(by=by, offer=offer, units=1)
        for verb in (actions.close_places, actions.take_back_promise, actions.restore):
            with pytest.raises(NotAllowed):
                verb(by=by, offer=offer, units=1, why="x")
        with pytest.raises(NotAllowed):
            actions.lapse(by=by, offer=offer, on=date(2030, 1, 1))
    with pytest.raises(NotAllowed):
        actions.take_place(by=cast.DAO, offer=offer, reference="referral:r-1")


def test_a_partner_who_acts_by_link_takes_the_place() -> None:
    offer = offered(capacity=1)
    by = Actor.through_link(offer.provider, link="l-1", granted=frozenset({Permission.ANSWER_REFERRALS}))
    actions.take_place(by=by, offer=offer, reference="referral:r-1")
    assert stands(offer) == (0, 0, 1, 0, 0)


def test_the_command_finds_a_balance_that_somebody_changed(capsys: pytest.CaptureFixture[str]) -> None:
    offer = offered(capacity=2)
    actions.take_place(by=SYSTEM, offer=offer, reference="referral:r-1")
    call_command("check_ledgers")
    assert "all balances agree" in capsys.readouterr().out
    CapacityBalance.objects.filter(offer=offer).update(opened=7)
    Holding.objects.filter(offer=offer).update(reserved=0)
    with pytest.raises(CommandError, match="2 amounts"):
        call_command("check_ledgers")
    assert f"{offer.code}: opened is 7, its entries say 1" in capsys.readouterr().out
    CapacityBalance.objects.filter(offer=offer).update(opened=1)
    Holding.objects.filter(offer=offer).update(reserved=1)
