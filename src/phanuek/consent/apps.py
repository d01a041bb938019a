from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "phanuek.consent"
    label = "consent"

    def ready(self) -> None:
        from phanuek.consent import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
