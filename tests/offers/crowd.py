"""Many who act at the same moment: threads with connections of their own, and cases enough for all of them."""

import threading
from collections.abc import Callable

from django.db import connections

from phanuek.offers.models import Offer
from phanuek.referrals.models import Referral
from phanuek.ui.codes import new_code
from tests.referrals import world as worlds


def in_threads(*works: Callable[[], object]) -> list[object]:
    """What each work answered, or the exception it ended in, all started at the same moment; the order is that of the works."""
    start = threading.Barrier(len(works))
    answers: list[object] = [None] * len(works)

    def run(number: int, work: Callable[[], object]) -> None:
        try:
            start.wait(30)
            answers[number] = work()
        except Exception as error:
            answers[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


def cases(world: worlds.World, offers: list[Offer], groups: int) -> list[list[Referral]]:
    """For each offer a case of each of so many groups, as the first one was sent."""
    first = world.send()
    members = [
        worlds.group(f"5501{number:02}", name_th=f"กลุ่มที่ {number}", name_en=f"Group {number}")
        for number in range(1, groups + 1)
    ]
    made = [
        [
            Referral(
                code=new_code("r"), enterprise=group, offer=offer, provider=offer.provider, sender=first.sender,
                commitment=offer.commitment, consent=first.consent, assessment=first.assessment,
                province=first.province, sent_at=first.sent_at, first_answer_due=first.first_answer_due,
                step_since=first.step_since,
            )
            for group in members
        ]
        for offer in offers
    ]  # fmt: skip
    Referral.objects.bulk_create([case for some in made for case in some])
    return made
