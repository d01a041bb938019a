from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from phanuek.areas.actions import load_areas
from phanuek.ui import clock


class Command(BaseCommand):
    help = "Bring the table of areas to what the country pack publishes. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_areas(on=clock.today())
        self.stdout.write(
            f"{done.added} added, {done.changed} changed, {done.ended} ended, {done.unchanged} unchanged"
        )
