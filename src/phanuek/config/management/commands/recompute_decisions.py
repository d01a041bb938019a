from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phanuek.matching.queries.recomputed import Outcome, recompute_all


class Command(BaseCommand):
    help = (
        "Works out every stored answer again from its own rule version, day, words and facts, and compares. "
        "Ends with an error when one comes out otherwise; changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counts: Counter[Outcome] = Counter()
        for one in recompute_all():
            counts[one.outcome] += 1
            if one.outcome != Outcome.SAME:
                found = one.found or one.why
                self.stdout.write(f"{one.code}: {one.outcome.value}, stored {one.stored}, found {found}")
        told = ", ".join(f"{counts[outcome]} {outcome.value}" for outcome in Outcome)
        self.stdout.write(f"{counts.total()} answers: {told}")
        if counts[Outcome.OTHER_ANSWER]:
            raise CommandError(
                f"{counts[Outcome.OTHER_ANSWER]} answers come out otherwise than they were given"
            )
