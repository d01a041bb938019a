from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "phanuek.eligibility"
    label = "eligibility"

    def ready(self) -> None:
        from phanuek.eligibility import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
