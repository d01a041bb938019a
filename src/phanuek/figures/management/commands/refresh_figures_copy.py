import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phanuek.figures import copy


class Command(BaseCommand):
    help = "Keeps the analytical copy of incomes and deliveries fresh: puts in the rows that changed. Two at once do no harm."

    def add_arguments(self, parser: Any) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--rebuild", action="store_true", help="build it anew from the whole database")
        what.add_argument(
            "--compare",
            action="store_true",
            help="compare every row with the database; status 1 and the months that differ, if any do",
        )
        what.add_argument(
            "--watch", action="store_true", help="put in what changed every few seconds, until stopped"
        )
        parser.add_argument("--seconds", type=float, default=2.0, help="between two looks of --watch (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["rebuild"]:
                self.rebuild()
            elif options["compare"]:
                self.compare()
            elif options["watch"]:
                self.watch(options["seconds"])
            else:
                self.refresh()
        except copy.NotReady as why:
            raise CommandError(f"{why.reason.en} {why.hint.en}") from why
        except copy.TriggersMissing as why:
            raise CommandError(
                f"The database does not note what changes; triggers are missing: {why}. "
                "Run the migrations, then --rebuild."
            ) from why

    def rebuild(self) -> None:
        began = time.monotonic()
        rows = copy.rebuild(self.progress)
        self.stdout.write(f"{rows} reports in {time.monotonic() - began:.1f} s")

    def compare(self) -> None:
        different = copy.compare(self.progress)
        for one in different:
            self.stdout.write(
                f"{one.month} {one.province}: {one.missing} missing, {one.extra} too many, {one.different} different; "
                f"{one.what} {', '.join(str(key) for key in one.examples)}"
            )
        if different:
            raise CommandError(
                f"The copy differs in {len({one.month for one in different})} months. Build it anew with --rebuild.",
                returncode=1,
            )
        self.stdout.write("The copy says what the database says.")

    def refresh(self) -> None:
        rows = 0
        while taken := copy.refresh():
            rows += taken
        copy.keep()
        self.stdout.write(f"{rows} changed rows")

    def watch(self, seconds: float) -> None:
        while True:
            began = time.monotonic()
            if taken := copy.refresh():
                self.stdout.write(f"{taken} changed rows in {time.monotonic() - began:.2f} s")
            time.sleep(seconds)

    def progress(self, done: int) -> None:
        self.stderr.write(f"{done} reports read")
