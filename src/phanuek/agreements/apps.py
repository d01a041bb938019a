from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    name = "phanuek.agreements"
    label = "agreements"

    def ready(self) -> None:
        from phanuek.agreements import notifications, verbs
        from phanuek.messages.topics import register_topics
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
        register_topics(notifications.TOPICS)
