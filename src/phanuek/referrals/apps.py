from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "phanuek.referrals"
    label = "referrals"

    def ready(self) -> None:
        from phanuek.referrals import verbs
        from phanuek.timeline.registry import register

        register(verbs.VERBS)
