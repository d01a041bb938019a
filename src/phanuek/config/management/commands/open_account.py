import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from phanuek.areas.models import Area
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import ROLES
from phanuek.people.models import Person
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


class Command(BaseCommand):
    help = (
        "Opens an account for a person in an organisation. The password is asked for twice, or read from the first "
        "line of standard input where that is not a terminal. For the first account, and until the platform has a page for it."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help="name as shown to colleagues")
        parser.add_argument("--email", default="", help="where a forgotten password is sent")
        parser.add_argument(
            "--organisation", required=True, metavar="CODE", help="code of the organisation, e.g. osep"
        )
        parser.add_argument("--role", required=True, choices=sorted(ROLES))
        parser.add_argument(
            "--area", metavar="CODE", help="code of the province or district, for a role by area"
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = Person(username=options["username"], name=options["name"], email=options["email"])
        try:
            person.clean_fields(exclude=["password"])
            person.validate_unique()
            organisation = Organisation.objects.get(code=options["organisation"])
            area = Area.objects.get(code=options["area"]) if options["area"] else None
            password = self._password()
            validate_password(password, person)
            person.set_password(password)
            person.save()
            organisations.add_member(
                by=Actor.system(str(T("การติดตั้งระบบ", "set-up"))),
                person=person,
                organisation=organisation,
                role=options["role"],
                valid_from=clock.today(),
                area=area,
            )
        except Organisation.DoesNotExist:
            raise CommandError(
                f"There is no organisation with the code {options['organisation']!r}."
            ) from None
        except Area.DoesNotExist:
            raise CommandError(f"There is no area with the code {options['area']!r}.") from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"{person.username}: {options['role']} of {organisation.code}")

    def _password(self) -> str:
        if not sys.stdin.isatty():
            return sys.stdin.readline().rstrip("\n")
        first = getpass("Password: ")
        if getpass("Again: ") != first:
            raise CommandError("The two passwords differ; nothing was made.")
        return first
