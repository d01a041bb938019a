from typing import Any

from django.core.management.base import BaseCommand

from phanuek.messages import sending
from phanuek.messages.models import Outcome, Outgoing


class Command(BaseCommand):
    help = "Sends the mails that wait and are due, once over; for a timer of every minute. Two at once do no harm."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--limit", type=int, default=1000, help="at most so many in this pass")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = sending.send_waiting(options["limit"])
        waiting = Outgoing.objects.filter(outcome=Outcome.WAITING).count()
        self.stdout.write(
            f"sent {counts.sent}, not wanted or without an address {counts.unwanted}, "
            f"to be tried again {counts.failed}, given up {counts.given_up}, waiting {waiting}"
        )
        if counts.unreachable:
            self.stderr.write("The mail server cannot be reached; the rest waits for the next pass.")
