from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "phanuek.referrals"
    label = "referrals"

    def ready(self) -> None:
        from phanuek.consent.queries import ask_for_open
        from phanuek.messages.topics import register_topics
        from phanuek.referrals import notifications, queries, verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
        register_topics(notifications.TOPICS)
        ask_for_open(queries.open_under)
