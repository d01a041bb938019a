from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "phanuek.matching"
    label = "matching"

    def ready(self) -> None:
        from phanuek.matching import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
