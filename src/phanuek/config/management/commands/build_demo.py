import contextlib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from phanuek.config.demo import world
from phanuek.figures import copy
from phanuek.organisations.models import Organisation


class Command(BaseCommand):
    help = "Builds the demo world in an empty database, with the platform's own actions."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there is something already"
        )
        parser.add_argument(
            "--enterprises", type=int, default=2000, help="how many invented enterprises (2000)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo world has open sign-ins: it is built only with PHANUEK_DEMO=1.")
        if Organisation.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There is something in this database already; the demo world wants an empty one."
            )
        # one transaction: a build that breaks off leaves an empty database, not half a world
        with transaction.atomic():
            world.build(enterprises=options["enterprises"])
        with contextlib.suppress(copy.NotReady):
            copy.rebuild()
