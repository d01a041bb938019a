from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('offers', '0005_carry_places_over'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='capacityentry',
            name='quantity',
        ),
        migrations.AddConstraint(
            model_name='capacityentry',
            constraint=models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='offers_entry_moves_between_two_accounts'),
        ),
        migrations.AddConstraint(
            model_name='capacityentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('units__gt', 0), ('baht__gt', 0), _connector='OR'), ('baht__gte', 0)), name='offers_entry_moves_something'),
        ),
    ]
