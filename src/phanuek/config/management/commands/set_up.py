import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from phanuek.agreements import actions as agreements
from phanuek.areas import actions as areas
from phanuek.eligibility import actions as eligibility
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

AGREEMENT = "agreement_2021"


class Command(BaseCommand):
    help = (
        "What a real installation begins with: areas and the vocabulary of conditions from the country pack, and the "
        "agreement with its parties. No demonstration data. Safe to run again: the same data changes nothing."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--agreement", type=Path, metavar="FILE", help="JSON of the agreement (default: the pack's)"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        system, today = Actor.system(str(T("การติดตั้งระบบ", "set-up"))), clock.today()
        loaded = areas.load_areas(on=today)
        self.stdout.write(
            f"areas: {loaded.added} added, {loaded.changed} changed, {loaded.unchanged} unchanged"
        )
        defined = eligibility.define_facts(by=system, rows=pack().data("vocabulary")["facts"])
        self.stdout.write(f"vocabulary: {len(defined)} facts added or changed")
        try:
            agreement = agreements.import_agreement(
                by=system, data=self._agreement(options["agreement"]), on=today
            )
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"agreement: {agreement.code}, {agreement.parties.count()} parties")

    def _agreement(self, file: Path | None) -> Any:
        if file is None:
            return pack().data(AGREEMENT)
        try:
            return json.loads(file.read_text())
        except (OSError, ValueError) as error:
            raise CommandError(f"{file} cannot be read as JSON: {error}") from None
