from typing import Any

from django.core.management.base import BaseCommand

from phanuek.agreements import notifications as agreements
from phanuek.figures import copy as figures
from phanuek.matching import actions as matching_clock
from phanuek.matching import notifications as matching
from phanuek.offers import actions as offers_clock
from phanuek.offers import notifications as offers
from phanuek.referrals import actions as referrals_clock
from phanuek.referrals import keeping
from phanuek.referrals import notifications as referrals
from phanuek.ui import clock

# what the clock itself does (a list is sealed, an offered place lapses) comes before what people are told
CLOCKS = (offers_clock, matching_clock, referrals_clock, keeping)
ROOMS = (agreements, offers, matching, referrals)


class Command(BaseCommand):
    help = "What is due today: done by the clock, then told. For a timer of every day; a second run on the same day does nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        on = clock.today()
        figures.keep()
        sent = [one for part in (*CLOCKS, *ROOMS) for work in part.DAILY for one in work(on)]
        for one in sent:
            self.stdout.write(f"{one.kind}: {one.about}, to {one.people}")
        self.stdout.write(f"{on.isoformat()}: {sum(one.people for one in sent)} messages")
