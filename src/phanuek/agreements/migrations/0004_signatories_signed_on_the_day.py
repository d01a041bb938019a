from django.db import migrations
from django.db.models import OuterRef, Subquery


def day_of_signing(apps, schema_editor):
    """Until now a signatory was someone who had signed, on the day of the agreement."""
    attendee, agreement = apps.get_model("agreements", "Attendee"), apps.get_model("agreements", "Agreement")
    day = agreement.objects.filter(pk=OuterRef("agreement")).values("signed_on")[:1]
    attendee.objects.filter(part="signatory", signed_on=None).update(signed_on=Subquery(day))


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_agreements_that_are_kept")]
    operations = [migrations.RunPython(day_of_signing, migrations.RunPython.noop)]
