import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phanuek.engines import draw

TICKETS = st.lists(st.text(draw.LETTERS, min_size=1, max_size=8), unique=True, max_size=40)
SEEDS = st.text(min_size=1, max_size=20)


def test_an_order_worked_out_by_hand():
    # printf '820866:AAAA' | sha256sum, and so on for each
    by_hand = sorted(
        ["AAAA", "BBBB", "CCCC"],
        key=lambda ticket: hashlib.sha256(b"820866:" + ticket.encode()).hexdigest(),
    )
    assert draw.order(["CCCC", "AAAA", "BBBB"], "820866") == by_hand
    assert draw.digest("AAAA", "820866") == hashlib.sha256(b"820866:AAAA").hexdigest()


def test_the_seal_is_the_hash_of_the_sorted_lines():
    assert draw.list_hash(["B", "A"]) == hashlib.sha256(b"A\nB").hexdigest()


@given(TICKETS, SEEDS, st.randoms())
def test_the_order_depends_on_list_and_seed_alone(tickets, seed, shuffler):
    mixed = list(tickets)
    shuffler.shuffle(mixed)
    assert draw.order(mixed, seed) == draw.order(tickets, seed)
    assert sorted(draw.order(tickets, seed)) == sorted(tickets)
    assert draw.list_hash(mixed) == draw.list_hash(tickets)


@given(TICKETS.filter(len), SEEDS)
def test_nobody_gains_by_more_or_fewer_others(tickets, seed):
    """Who leaves moves up those behind and changes nothing among the rest."""
    drawn = draw.order(tickets, seed)
    assert draw.order(tickets[1:], seed) == [ticket for ticket in drawn if ticket != tickets[0]]


def test_what_cannot_be_drawn_fairly():
    with pytest.raises(ValueError, match="no seed"):
        draw.order(["A"], "")
    with pytest.raises(ValueError, match="twice"):
        draw.order(["A", "A"], "1")


@pytest.mark.parametrize(
    ("typed", "seed"), [(" ๘๒๐ ๘๖๖ ", "820866"), ("1,402.15", "1402.15"), ("８２", "82"), (" \n", "")]
)
def test_two_people_type_the_same_number(typed, seed):
    assert draw.clean_seed(typed) == seed


@given(st.integers(min_value=0))
def test_a_ticket_is_easy_to_read(number):
    ticket = draw.ticket_code(number)
    assert len(ticket) == 6
    assert set(ticket) <= set(draw.LETTERS)
