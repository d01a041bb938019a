"""Cases that were under way before steps had clocks: by when they should be acted on, and when they end by themselves.

Nothing ends within thirty days of this step of the database, so that everybody concerned is warned first.
"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

# calendar days: until it is due, until it ends
DAYS = {"sent": (21, 60), "more_asked": (20, 45), "accepted": (90, 365), "delivered": (30, 60)}
TAKEN_UP = ("accepted", "delivered", "closed")


def wind_up(apps, schema_editor):
    Referral = apps.get_model("referrals", "Referral")
    earliest = timezone.localdate() + timedelta(days=30)
    for referral in Referral.objects.all().iterator():
        if referral.state in TAKEN_UP:
            referral.accepted_at = referral.first_answer_at
        if referral.state in DAYS:
            due, ends = DAYS[referral.state]
            since = timezone.localtime(referral.step_since or referral.sent_at).date()
            first = referral.state == "sent" and referral.first_answer_at is None
            referral.step_due = referral.first_answer_due if first else since + timedelta(days=due)
            referral.step_ends = max(since + timedelta(days=ends), earliest)
        referral.save(update_fields=["accepted_at", "step_due", "step_ends"])


class Migration(migrations.Migration):

    dependencies = [("referrals", "0004_what_clocks_and_appeals_need")]

    operations = [migrations.RunPython(wind_up, migrations.RunPython.noop)]
