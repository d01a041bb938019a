from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "phanuek.organisations"
    label = "organisations"

    def ready(self) -> None:
        from phanuek.organisations import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
