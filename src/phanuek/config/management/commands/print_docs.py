"""Prints docs/roles.md and docs/states.md from the code; a test compares the files with this."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from phanuek.config.printed import PAGES


class Command(BaseCommand):
    help = "Writes the documents that are drawn from the code (docs/roles.md, docs/states.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, page in PAGES.items():
            path = Path(settings.ROOT) / "docs" / name
            path.write_text(page())
            self.stdout.write(f"docs/{name}")
