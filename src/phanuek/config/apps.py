from datetime import datetime
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.management import call_command
from django.db.models.signals import post_migrate

from phanuek.ui import clock


def make_cache_table(sender: AppConfig, **kwargs: Any) -> None:
    """The cache's table is no model, so `migrate` alone would leave it out and the first sign-in would fail."""
    call_command("createcachetable", database=kwargs["using"], verbosity=0)


class ConfigApp(AppConfig):
    name = "phanuek.config"
    label = "config"

    def ready(self) -> None:
        if settings.DEMO and settings.FIXED_TIME:
            clock.set_now(datetime.fromisoformat(settings.FIXED_TIME))
        # sent only for apps with models, which this one has not
        post_migrate.connect(make_cache_table, sender=apps.get_app_config("people"))
