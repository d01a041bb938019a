from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "phanuek.registry"
    label = "registry"

    def ready(self) -> None:
        from phanuek.registry import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
