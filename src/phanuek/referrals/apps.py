from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "phanuek.referrals"
    label = "referrals"

    def ready(self) -> None:
        from phanuek.consent.queries import ask_for_open, ask_to_stop
        from phanuek.matching.queries.cases import ask_for_cases
        from phanuek.messages.topics import register_topics
        from phanuek.offers.queries import count_cases_by, name_references
        from phanuek.referrals import actions, notifications, queries, verbs
        from phanuek.referrals.actions import links
        from phanuek.referrals.queries.placed import cases_since
        from phanuek.referrals.queries.references import addresses
        from phanuek.referrals.queries.standing import open_with
        from phanuek.timeline.registry import register
        from phanuek.ui.words import T

        register(verbs.VERBS)
        ask_for_cases(cases_since)
        register_topics({**notifications.TOPICS, **links.TOPICS})
        ask_for_open(queries.open_under)
        count_cases_by(open_with)
        ask_to_stop(actions.consent_ended)
        name_references("referral", T("เรื่องส่งต่อ", "Referral"), addresses)
