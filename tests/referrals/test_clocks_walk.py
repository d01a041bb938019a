"""Any verbs by anybody on any days: what must always hold of cases holds after each step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from phanuek.messages.models import Message
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.referrals.states import BLOCKING_STATES, OPEN_STATES, OWNER, ReferralState
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from tests import cast
from tests.conftest import NOW
from tests.referrals import world as worlds
from tests.referrals.clocked import go_to
from tests.referrals.test_answering import deliver
from tests.referrals.world import TODAY, World

S = ReferralState
Verb = Callable[["Stage", Referral], object]


class Stage:
    """The small world with a second offer of another body, a second officer of the bank, and the days that went by."""

    def __init__(self) -> None:
        self.world: World = worlds.build()
        self.colleague = cast.member("busaba", "partner_officer", self.world.bank)
        self.other = worlds.offer(cast.organisation("exim", "bank"), code="other", capacity=1)
        self.others_officer = cast.member("wichai", "partner_officer", self.other.provider)
        self.day = TODAY

    def provider(self, referral: Referral) -> object:
        return self.world.niran if referral.provider_id == self.world.bank.pk else self.others_officer


VERBS: dict[str, Verb] = {
    "ask": lambda s, r: actions.ask_more(by=s.provider(r), referral=r, text="ขอบัญชี"),
    "give": lambda s, r: actions.give_more(by=s.world.malee, referral=r, text="แนบแล้ว"),
    "accept": lambda s, r: actions.accept(by=s.provider(r), referral=r),
    "refuse": lambda s, r: actions.refuse(by=s.provider(r), referral=r, reason="no_budget", note=""),
    "withdraw": lambda s, r: actions.withdraw(by=s.world.malee, referral=r, why="ก"),
    "close": lambda s, r: actions.close(by=s.provider(r), referral=r, note="ก"),
    "deliver": lambda s, r: deliver(s.world, r, by=s.provider(r), delivered_on=clock.today()),
    "confirm": lambda s, r: [actions.confirm_delivery(by=s.world.somchai, delivery=d) for d in r.deliveries.all()],
    "appeal": lambda s, r: actions.appeal(by=s.world.somchai, referral=r, text="ก"),
    "uphold": lambda s, r: actions.decide_appeal(by=s.colleague, referral=r, upheld=True, why="ก"),
    "reject": lambda s, r: actions.decide_appeal(by=s.colleague, referral=r, upheld=False, why="ก"),
    "transfer": lambda s, r: actions.transfer(
        by=s.provider(r), referral=r, why="ก", to=s.other if r.offer_id == s.world.offer.pk else s.world.offer
    ),
    "agree": lambda s, r: actions.confirm_transfer(
        by=s.world.malee, referral=r, method="spoken", given_by="สมศรี", given_on=clock.today()
    ),
    "decline": lambda s, r: actions.decline_transfer(by=s.world.malee, referral=r, why="ก"),
    "reopen": lambda s, r: actions.reopen(by=s.world.malee, referral=r, why="ก"),
    "again": lambda s, r: s.world.send(need=None, offer=r.offer, previous=r),
}  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 3), st.sampled_from([0, 0, 1, 9, 40, 400])),
    max_size=14,
)


def holds(stage: Stage) -> None:
    for referral in Referral.objects.all():
        state = S(referral.state)
        is_open = state in OPEN_STATES
        assert referral.owner == OWNER[state]
        assert bool(referral.owner) == is_open == (referral.step_ends is not None)
        assert is_open == (referral.closed_at is None)
        assert (state == S.CLOSED) == bool(referral.closing_reason)
        assert referral.step_ends is None or referral.step_ends > clock.today()
        assert (state == S.APPEALED) == referral.appeals.filter(state="waiting").exists()
        held = Holding.objects.filter(reference=f"referral:{referral.code}").first()
        has = held is not None and bool(held.reserved or held.used)
        given = referral.deliveries.exists()
        assert has == (state in (S.ACCEPTED, S.DELIVERED) or (state == S.CLOSED and given)), (state, given)
    blocking = Referral.objects.filter(state__in=BLOCKING_STATES).values_list("enterprise", "offer")
    assert len(blocking) == len(set(blocking))
    for balance in CapacityBalance.objects.all():
        held = Holding.objects.filter(offer=balance.offer_id)
        assert balance.reserved == sum(one.reserved for one in held)
    keys = list(Message.objects.values_list("key", "person", "address"))
    assert len(keys) == len(set(keys))


@pytest.mark.slow
class Walks(TestCase):
    def tearDown(self) -> None:
        clock.set_now(NOW)

    @settings(max_examples=20, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_whatever_is_done_on_whatever_days(self, steps: list[tuple[str, int, int]]) -> None:
        clock.set_now(NOW)
        stage = Stage()
        stage.world.send()
        for verb, which, later in steps:
            stage.day += timedelta(days=later)
            go_to(stage.day)
            actions.run_clocks(stage.day)
            cases = list(Referral.objects.order_by("pk"))
            with suppress(Refused, NotAllowed):
                VERBS[verb](stage, cases[which % len(cases)])
            holds(stage)
        stage.day += timedelta(days=400)
        go_to(stage.day)
        actions.run_clocks(stage.day)
        assert not Referral.objects.filter(state__in=OPEN_STATES).exists()
