from typing import Any

from django.db import migrations


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Each delivery's one file becomes a file of the case; the old column stays as it was."""
    delivery, case_file = apps.get_model("referrals", "Delivery"), apps.get_model("referrals", "CaseFile")
    there = set(case_file.objects.exclude(delivery=None).values_list("delivery", "attachment"))
    rows = delivery.objects.exclude(evidence=None).values_list(
        "pk", "referral", "evidence", "recorded_at", "recorded_by"
    )
    case_file.objects.bulk_create(
        [
            case_file(
                delivery_id=pk, referral_id=referral, attachment_id=evidence, kind="evidence", added_at=at, organisation_id=body
            )
            for pk, referral, evidence, at, body in rows
            if (pk, evidence) not in there
        ],
        batch_size=500,
    )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("referrals", "0006_what_the_other_side_answered")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
