from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0006_people_of_a_signing_have_codes")]
    operations = [
        migrations.AddField("textversion", "version", models.PositiveIntegerField(
            default=1, help_text="Grows when a draft's text or the marking of its clauses is changed")),
        migrations.AddField("amendment", "sent_back_why_th", models.TextField(
            blank=True, default="", help_text="Why it last went back to be drafted or reviewed again"), preserve_default=False),
        migrations.AddField("amendment", "sent_back_why_en", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("clausechange", "code", models.SlugField(
            default="", max_length=40, help_text="The clause's code; of a new clause the code that it will have"), preserve_default=False),
        migrations.AddConstraint("clausechange", models.UniqueConstraint(
            fields=["amendment", "code"], name="agreements_change_code_once")),
        migrations.AddField("review", "earlier_words", models.BooleanField(
            default=False, help_text="Said of earlier words of the amendment: shown, does not count any more")),
        migrations.AddField("attendee", "void_on", models.DateField(
            blank=True, null=True,
            help_text="Day from which the signature no longer counts, since the words it stood under were changed")),
        migrations.AddField("attendee", "void_why_th", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("attendee", "void_why_en", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("commitment", "no_clause_on", models.DateField(
            blank=True, null=True, help_text="Day on which someone found that no clause of the text says this")),
    ]
