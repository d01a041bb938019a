from django.db import migrations, models

from phanuek.figures import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    """Only what an earlier version did not have."""
    triggers.remove(schema_editor.connection, [one for one in triggers.WATCHED if one.part])


class Migration(migrations.Migration):

    dependencies = [
        ('figures', '0001_rows_that_changed'),
    ]

    operations = [
        migrations.AlterField(
            model_name='changedrow',
            name='kind',
            field=models.CharField(choices=[('report', 'รายงานรายได้'), ('delivery', 'การให้การสนับสนุน'), ('referral', 'เรื่องที่ส่งต่อ'), ('enterprise', 'กลุ่ม'), ('organisation', 'หน่วยงาน'), ('commitment', 'ภารกิจ')], max_length=12),
        ),
        migrations.RunPython(install, remove),
    ]
