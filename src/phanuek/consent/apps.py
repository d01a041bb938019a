from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "phanuek.consent"
    label = "consent"

    def ready(self) -> None:
        from phanuek.consent import links, verbs
        from phanuek.messages.topics import register_topics
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
        register_topics(links.TOPICS)
