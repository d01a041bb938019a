from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "phanuek.matching"
    label = "matching"

    def ready(self) -> None:
        from phanuek.matching import notifications, verbs
        from phanuek.messages.topics import register_topics
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
        register_topics(notifications.TOPICS)
