from typing import Any

from django.core.management.base import BaseCommand

from phanuek.agreements import notifications
from phanuek.ui import clock


class Command(BaseCommand):
    help = "Sends today's reminders and escalations; for a timer of every day. A second run on the same day sends nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        on = clock.today()
        sent = [one for work in notifications.DAILY for one in work(on)]
        for one in sent:
            self.stdout.write(f"{one.kind}: {one.about}, to {one.people}")
        self.stdout.write(f"{on.isoformat()}: {sum(one.people for one in sent)} messages")
