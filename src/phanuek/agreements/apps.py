from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "phanuek.agreements"
    label = "agreements"

    def ready(self) -> None:
        from phanuek.agreements import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
