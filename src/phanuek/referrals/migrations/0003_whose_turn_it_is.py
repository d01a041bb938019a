"""Cases that were under way before steps had owners: whose turn it is, and since when."""

from django.db import migrations

OWNER = {"sent": "provider", "more_asked": "sender", "accepted": "provider", "delivered": "group"}


def say_whose_turn(apps, schema_editor):
    Referral = apps.get_model("referrals", "Referral")
    for referral in Referral.objects.all().iterator():
        referral.owner = OWNER.get(referral.state, "")
        referral.step_since = referral.closed_at or referral.first_answer_at or referral.sent_at
        referral.save(update_fields=["owner", "step_since"])


class Migration(migrations.Migration):

    dependencies = [("referrals", "0002_the_closed_loop")]

    operations = [migrations.RunPython(say_whose_turn, migrations.RunPython.noop)]
