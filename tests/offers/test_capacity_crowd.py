"""Officers who accept, refuse, close and give back at the same moment, on the database of the run: no place is given twice,
nobody meets an error of the database, and no timeline breaks."""

import random
import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

from phanuek.offers import actions as offers
from phanuek.offers.models import Offer
from phanuek.offers.queries.ledgers import differences
from phanuek.referrals import actions
from phanuek.referrals.models import Referral
from phanuek.referrals.states import ReferralState
from phanuek.timeline import queries as timeline
from phanuek.ui.problems import NotAllowed, Refused
from tests.offers.crowd import cases, in_threads
from tests.referrals import world as worlds

OFFICERS = 8


def several(world: worlds.World, number: int, **changes: object) -> list[Offer]:
    return [
        worlds.offer(world.bank, code=f"crowd-{n}", commitment=world.commitment, **changes)
        for n in range(number)
    ]


def held(offer: Offer) -> int:
    return Referral.objects.filter(offer=offer, state=ReferralState.ACCEPTED).count()


def broken(offer: Offer) -> list[object]:
    touched = [offer, offer.commitment, *(case.enterprise for case in Referral.objects.filter(offer=offer))]
    return [about for about in touched if timeline.broken_link(about) is not None]


def test_as_many_are_accepted_as_there_are_places(shared: Callable[[], None]) -> None:
    world = worlds.build()
    places, rows = 2, several(world, 25, capacity=2)
    waiting = cases(world, rows, OFFICERS)
    shared()
    together = threading.Barrier(OFFICERS)

    def officer(number: int) -> Counter[str]:
        answers: Counter[str] = Counter()
        for some in waiting:
            together.wait(60)
            try:
                actions.accept(by=world.niran, referral=some[number])
            except Refused as refusal:
                answers[refusal.message.en.split(" (")[0]] += 1
            else:
                answers["accepted"] += 1
        return answers

    answers = in_threads(*[lambda n=n: officer(n) for n in range(OFFICERS)])  # type: ignore[misc]
    errors = [answer for answer in answers if not isinstance(answer, Counter)]
    assert errors == []
    told = sum(answers, Counter())  # type: ignore[arg-type]
    assert told == {
        "accepted": len(rows) * places,
        "This offer is full": len(rows) * (OFFICERS - places),
    }
    assert in_threads(lambda: [held(row) for row in rows]) == [[places] * len(rows)]
    assert in_threads(differences) == [[]]
    assert in_threads(lambda: broken(rows[0])) == [[]]


def test_whatever_officers_do_at_once_nobody_waits_in_a_circle(shared: Callable[[], None]) -> None:
    world = worlds.build()
    rows = several(world, 3, capacity=3)
    every = [case for some in cases(world, rows, OFFICERS) for case in some]
    shared()

    def officer(number: int) -> Counter[str]:
        rng, answers = random.Random(number), Counter()
        ways = [
            lambda case: actions.accept(by=world.niran, referral=case),
            lambda case: actions.accept(by=world.niran, referral=case),
            lambda case: actions.refuse(by=world.niran, referral=case, reason="no_capacity", note=""),
            lambda case: actions.close(by=world.niran, referral=case, note="ปิด"),
            lambda case: actions.ask_more(by=world.niran, referral=case, text="ขอเอกสาร"),
            lambda case: actions.record_delivery(
                by=world.niran, referral=case, kind="advice", what="แนะนำ", delivered_on=date(2026, 11, 23)
            ),
            lambda case: offers.take_place(by=world.niran, offer=case.offer, reference=f"waiting:w-{number}"),
            lambda case: offers.give_back_place(
                by=world.niran, offer=case.offer, reference=f"waiting:w-{number}"
            ),
        ]
        for _ in range(25):
            try:
                rng.choice(ways)(rng.choice(every))
            except (Refused, NotAllowed) as refusal:
                answers[type(refusal).__name__] += 1
            else:
                answers["done"] += 1
        return answers

    answers = in_threads(*[lambda n=n: officer(n) for n in range(OFFICERS)])  # type: ignore[misc]
    assert [answer for answer in answers if not isinstance(answer, Counter)] == []
    assert sum(answers, Counter())["done"] > OFFICERS  # type: ignore[arg-type]
    assert in_threads(differences) == [[]]
    assert in_threads(lambda: [about for row in rows for about in broken(row)]) == [[]]


def test_one_case_accepted_by_two_takes_one_place(shared: Callable[[], None]) -> None:
    world = worlds.build()
    case = world.send()
    shared()

    def accept() -> str:
        try:
            actions.accept(by=world.niran, referral=case)
        except (Refused, NotAllowed):
            return "refused"
        return "accepted"

    assert sorted(map(str, in_threads(*[accept] * 4))) == ["accepted"] + ["refused"] * 3
    assert in_threads(differences) == [[]]
