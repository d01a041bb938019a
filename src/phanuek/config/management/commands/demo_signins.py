import json
from typing import Any

from django.core.management.base import BaseCommand

from phanuek.config.demo.bodies import PASSWORD, SIGN_INS


class Command(BaseCommand):
    help = "Prints the accounts of the demo world, for ./dev demo."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    [{**account.__dict__, "password": PASSWORD} for account in SIGN_INS], ensure_ascii=False
                )
            )
            return
        for account in SIGN_INS:
            self.stdout.write(f"  {account.username:<12} {PASSWORD}   {account.role_th} / {account.role_en}")
