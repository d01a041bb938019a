from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_claims_confirmed_by_others_and_ends_with_reasons")]
    operations = [
        migrations.AddField("clausechange", "version", models.PositiveIntegerField(default=1)),
    ]
