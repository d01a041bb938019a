"""What a round gives out: money, the published file, protected counts, the rule in words, and the ledger at every end."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.consent import actions as consents
from phanuek.consent.models import Consent
from phanuek.eligibility import actions as eligibility
from phanuek.eligibility import facts
from phanuek.matching.actions import rounds
from phanuek.matching.models import Application
from phanuek.matching.queries import round_rule
from phanuek.matching.queries import rounds as queries
from phanuek.matching.states import RoundState
from phanuek.offers import actions as capacity
from phanuek.offers import queries as offers
from phanuek.offers.models import CapacityBalance, Holding
from phanuek.referrals import actions as referrals
from phanuek.ui.problems import Refused
from tests import cast
from tests.conftest import NOW
from tests.engines.test_sharing_published import VERIFY
from tests.matching import round_world as world
from tests.matching.round_world import (
    SEED,
    SYSTEM,
    applied,
    groups,
    opened,
    published,
)
from tests.referrals import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    worlds.define_vocabulary()
    return {"niran": cast.niran(), "other": world.second(), "orawan": cast.orawan(), "malee": cast.malee()}


def test_money_is_reserved_shared_out_and_handed_over(people, clock):
    row = opened(people["niran"], units=3, budget=Decimal(1000), budget_baht=Decimal(5000))
    balance = CapacityBalance.objects.get()
    assert (balance.reserved_baht, balance.opened_baht) == (1000, 4000)
    one, two, three = groups(3)
    with pytest.raises(Refused):
        applied(row, one)
    with pytest.raises(Refused):
        applied(row, one, requested_baht=Decimal(2000))
    for group, baht in ((one, 900), (two, 400), (three, 600)):
        applied(row, group, requested_baht=Decimal(baht))
    row = published(clock, row, people["niran"], people["other"])
    balance.refresh_from_db()
    assert (balance.reserved, balance.reserved_baht) == (2, 1000), "400 and 600 rather than 900"
    assert [line.one_more for line in queries.counts(row) if line.kind == "offer"] == [None], "not worked out"
    assert sorted(Holding.objects.filter(reserved=1).values_list("reserved_baht", flat=True)) == [400, 600]


def test_the_published_file_is_checked_by_the_verifier_and_names_nobody(people, clock):
    row = opened(
        people["niran"],
        rule={
            "groups": [{"fact": "keeps_accounts", "points": 10, "reserved_percent": 50}],
            "area_fairness": 30,
        },
    )
    made = groups(6)
    eligibility.record_fact(
        by=SYSTEM,
        enterprise=made[0],
        name="keeps_accounts",
        value=True,
        source_th="กลุ่ม",
    )
    for group in made:
        applied(row, group)
    row = published(clock, row, people["niran"], people["other"])
    text = queries.published_json(row).decode()
    assert VERIFY.check(json.loads(text))[0] == []
    codes = [word for group in made for word in (group.code, group.name_th, group.name_en)]
    assert [word for word in codes if word in text] == []
    assert '"55"' not in text


def test_small_counts_are_not_told(people, clock):
    row = opened(people["niran"])
    for group in groups(12):
        applied(row, group)
    applied(row, worlds.group("520101", name_th="กลุ่มลำปาง"))
    row = published(clock, row, people["niran"], people["other"])
    areas = {one.name.en: one for one in queries.counts(row) if one.kind == "area"}
    assert areas["Province 52"].asked is None
    assert sum(one.asked is None for one in areas.values()) >= 2, "one hidden count alone could be worked out"


def test_the_rule_reads_in_both_languages(people):
    rule = {
        **world.RULE, "groups": [{"fact": "keeps_accounts", "points": 10, "reserved_percent": 20}], "poorest_fact": "yearly_sales",
        "poorest_points": 100, "area_least_percent": 10, "area_most_percent": 40, "area_fairness": 30, "per_means": 1,
    }  # fmt: skip
    said = round_rule.in_words(rule, worlds.TODAY)
    assert len(said) == 14
    assert all(text.th and text.en and "{" not in text.th + text.en for text in said)


def test_the_poorest_have_the_most_points_on_top(people):
    groups_ = groups(3)
    for group, sales in zip(groups_, (100_000, 50_000), strict=False):
        eligibility.record_fact(
            by=SYSTEM,
            enterprise=group,
            name="yearly_sales",
            value=sales * 100,
            source_th="กลุ่ม",
        )
    known = facts.facts_of_many(groups_, worlds.TODAY)
    needs = round_rule.needs({"poorest_fact": "yearly_sales"}, known)
    assert [needs[group.pk] for group in groups_] == [0, 100, 0]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(5, 30), min_size=1, max_size=6),
    st.integers(1, 5),
    st.sampled_from([None, "cancel", "publish"]),
)
def test_no_place_without_a_published_allocation(people, clock, members, units, end):
    """However the round goes: what the ledger holds is what the round keeps, or what a published answer gave; nothing else."""
    with transaction.atomic():
        clock(NOW)
        row = opened(people["niran"], units=units)
        for number, count in enumerate(members):
            applied(row, worlds.group(members=count, name_th=f"กลุ่ม {number}", contact_phone=""))
        if end == "cancel":
            rounds.cancel(by=people["niran"], round=row, why="ทดสอบการยกเลิก")
        elif end == "publish":
            published(clock, row, people["niran"], people["other"])
        held = dict(Holding.objects.filter(reserved__gt=0).values_list("reference", "reserved"))
        given_ = Application.objects.filter(allocation__units__gt=0, round__state=RoundState.PUBLISHED)
        expected = {
            None: {row.reference: units},
            "cancel": {},
            "publish": {f"allocation:{one.code}": 1 for one in given_},
        }[end]
        assert held == expected
        if end == "publish":
            assert len(held) == min(units, len(members))
        transaction.set_rollback(True)


def test_the_order_of_applying_does_not_matter(people, clock):
    """The engine's round is the same whatever the order; only who asked and with what counts."""
    row = opened(people["niran"])
    made = groups(4)
    for group in made:
        applied(row, group)
    content = queries.engine_round(row, SEED)
    assert replace(content) == queries.engine_round(row, SEED)
    assert [one.code for one in content.applicants] == sorted(
        queries.ticket(row, group.code) for group in made
    )


def test_a_case_takes_over_the_allotted_place(people, clock):
    """The offer is full for everybody else; for the group a place is kept."""
    row = opened(people["niran"], units=5)
    group = worlds.group()
    one = applied(row, group)
    row = published(clock, row, people["niran"], people["other"])
    offer = world.offer_of(row)
    capacity.take_place(by=SYSTEM, offer=offer, reference="others", units=4)
    assert offers.places_left(offer) == 0
    given_ = consents.give(
        by=SYSTEM,
        enterprise=group,
        recipient=offer.provider,
        method="spoken",
        given_by="สมศรี",
        given_on=worlds.TODAY,
    )
    case = referrals.send(by=people["malee"], enterprise=group, offer=offer, consent=given_)
    referrals.accept(by=people["niran"], referral=case)
    held = dict(Holding.objects.filter(offer=offer, reserved__gt=0).values_list("reference", "reserved"))
    assert held == {"others": 4, f"referral:{case.code}": 1}
    assert f"allocation:{one.code}" not in held


def test_withdrawing_consent_withdraws_what_is_still_open(people):
    row = opened(people["niran"])
    group = worlds.group()
    one = applied(row, group)
    consents.revoke(
        by=SYSTEM, consent=Consent.objects.get(enterprise=group, purpose="round"), on=worlds.TODAY
    )
    assert Application.objects.get(pk=one.pk).withdrawn_at is not None
