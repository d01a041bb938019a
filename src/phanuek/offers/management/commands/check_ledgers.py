from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phanuek.offers.models import CapacityEntry
from phanuek.offers.queries.ledgers import differences


class Command(BaseCommand):
    help = "Adds up every entry of places and money anew and compares; exit status 1 when anything stored differs."

    def handle(self, *args: Any, **options: Any) -> None:
        found = differences()
        for difference in found:
            self.stdout.write(str(difference))
        if found:
            raise CommandError(f"{len(found)} amounts differ from their entries")
        self.stdout.write(f"{CapacityEntry.objects.count()} entries: all balances agree")
