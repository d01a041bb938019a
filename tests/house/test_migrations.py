"""The database of the models is the database of the migrations, and each migration says what it is for."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.house.house import ROOMS


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_what_they_do() -> None:
    unnamed = [str(p.relative_to(ROOMS)) for p in ROOMS.glob("*/migrations/*_auto_*.py")]
    assert unnamed == []


def test_every_room_with_tables_has_migrations() -> None:
    rooms = {m.__module__.split(".")[1] for m in apps.get_models() if m.__module__.startswith("phanuek.")}
    assert [room for room in rooms if not (ROOMS / room / "migrations" / "__init__.py").exists()] == []
