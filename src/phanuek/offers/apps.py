from django.apps import AppConfig


class OffersConfig(AppConfig):
    name = "phanuek.offers"
    label = "offers"

    def ready(self) -> None:
        from phanuek.eligibility.queries import ask_for
        from phanuek.messages.topics import register_topics
        from phanuek.offers import notifications, queries, verbs
        from phanuek.timeline.registry import register
        from phanuek.ui.words import T

        register(verbs.VERBS)
        queries.name_references("demonstration", T("ข้อมูลตัวอย่าง", "Sample data"), lambda actor, codes: {})
        register_topics(notifications.TOPICS)
        ask_for(queries.rules_in_use)
