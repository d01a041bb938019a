from django.db import migrations, models

from phanuek.figures import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('agreements', '0012_wider_aims_of_any_source'),
        ('organisations', '0004_organisation_contact_email'),
        ('outcomes', '0001_initial'),
        ('referrals', '0008_a_part_is_a_reason'),
        ('registry', '0002_enterprise_contact_email'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChangedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('report', 'รายงานรายได้'), ('referral', 'เรื่องที่ส่งต่อ'), ('enterprise', 'กลุ่ม'), ('organisation', 'หน่วยงาน'), ('commitment', 'ภารกิจ')], max_length=12)),
                ('key', models.BigIntegerField(help_text="The row's own key in its table")),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.RunPython(install, remove),
    ]
