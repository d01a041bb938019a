from django.db import migrations, models

import phanuek.agreements.models.signing


def give_codes(apps, schema_editor):
    attendee = apps.get_model("agreements", "Attendee")
    for person in attendee.objects.filter(code=None).only("pk"):
        person.code = phanuek.agreements.models.signing.new_person_code()
        person.save(update_fields=["code"])


class Migration(migrations.Migration):
    dependencies = [("agreements", "0005_goals_have_versions")]
    operations = [
        migrations.AddField("agreement", "signing_opened_on", models.DateField(
            blank=True, null=True, help_text="Day it was opened for signing here; no signature counts before it")),
        migrations.AddField("agreement", "text_elsewhere", models.CharField(
            blank=True, max_length=300, default="", help_text="Where its text is kept, when it is not kept here"), preserve_default=False),
        migrations.AddField("party", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("attendee", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("attendee", "on_behalf", models.BooleanField(
            default=False, help_text="Recorded by the secretariat for a body without an account")),
        migrations.AddField("signedfile", "void_why", models.CharField(
            blank=True, max_length=300, default="", help_text="Why it no longer counts; empty while it does"), preserve_default=False),
        migrations.AddField("attendee", "code", models.CharField(max_length=20, null=True)),
        migrations.RunPython(give_codes, migrations.RunPython.noop),
        migrations.AlterField("attendee", "code", models.CharField(
            default=phanuek.agreements.models.signing.new_person_code, max_length=20, unique=True)),
    ]
