from django.db import models

from phanuek.ui.words import T


class ChangedRow(models.Model):
    """A row of an earlier room that changed since the analytical copy last read it. Written by triggers of the database
    (docs/adr/0057), taken away by the refreshing of the copy; nobody else touches it."""

    class Kind(models.TextChoices):
        REPORT = "report", T("รายงานรายได้", "Income report")
        DELIVERY = "delivery", T("การให้การสนับสนุน", "Delivery")
        REFERRAL = "referral", T("เรื่องที่ส่งต่อ", "Referral")
        ENTERPRISE = "enterprise", T("กลุ่ม", "Enterprise")
        ORGANISATION = "organisation", T("หน่วยงาน", "Organisation")
        COMMITMENT = "commitment", T("ภารกิจ", "Commitment")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.BigIntegerField(help_text="The row's own key in its table")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
