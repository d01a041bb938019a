from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "phanuek.matching"
    label = "matching"

    def ready(self) -> None:
        from phanuek.consent.queries import ask_to_stop
        from phanuek.matching import notifications, verbs
        from phanuek.matching.actions.applying import consent_ended
        from phanuek.matching.queries.draws import draw_addresses
        from phanuek.matching.queries.rounds import application_addresses, round_addresses
        from phanuek.messages.topics import register_topics
        from phanuek.offers.queries import name_references
        from phanuek.timeline.registry import register
        from phanuek.ui.words import T

        register(verbs.VERBS)
        register_topics(notifications.TOPICS)
        ask_to_stop(consent_ended)
        name_references("round", T("รอบจัดสรร", "Round"), round_addresses)
        name_references("draw", T("การจับสลาก", "Draw"), draw_addresses)
        name_references("waiting", T("บัญชีรอ", "Waiting list"), lambda actor, codes: {})
        name_references("allocation", T("ที่ที่ได้รับจัดสรร", "Allotted place"), application_addresses)
