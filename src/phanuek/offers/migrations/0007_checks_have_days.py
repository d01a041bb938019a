"""Every offer knows the day it was added; those whose check is overdue get time, so that their owner is told before they fade."""

from datetime import timedelta

from django.db import migrations, models

import phanuek.ui.clock

USUAL = timedelta(days=90)
TIME = timedelta(days=14)


def give_time(apps, schema_editor):
    Offer = apps.get_model("offers", "Offer")
    today = phanuek.ui.clock.today()
    for offer in Offer.objects.filter(published=True, next_check_on=None).iterator():
        if (offer.checked_on or offer.provenance_on or today) + USUAL < today + TIME:
            Offer.objects.filter(pk=offer.pk).update(next_check_on=today + TIME)


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0006_entries_move_between_accounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='offer',
            name='added_on',
            field=models.DateField(default=phanuek.ui.clock.today, editable=False, help_text='Until the first check it is as old as that'),
        ),
        migrations.RunPython(give_time, migrations.RunPython.noop),
    ]
