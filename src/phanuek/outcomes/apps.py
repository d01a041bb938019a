from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "phanuek.outcomes"
    label = "outcomes"

    def ready(self) -> None:
        from phanuek.outcomes import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
