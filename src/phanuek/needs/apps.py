from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "phanuek.needs"
    label = "needs"

    def ready(self) -> None:
        from phanuek.needs import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
