from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "phanuek.offers"
    label = "offers"

    def ready(self) -> None:
        from phanuek.offers import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
