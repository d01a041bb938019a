"""Where a statement about the world comes from. Every clause, commitment, fact and figure carries one."""

from django.db import models

from phanuek.ui.words import T


class Provenance(models.TextChoices):
    REPORTED = "reported", T("ตามที่ข่าวรายงาน", "Reported by the article")
    IN_TEXT = "in_text", T("อยู่ในเอกสารที่มี", "In the text in hand")
    ADDED = "added", T("เพิ่มในระบบ", "Added")
    DEMONSTRATION = "demonstration", T("ข้อมูลตัวอย่าง", "Demonstration")


class WithProvenance(models.Model):
    """Mixed into models; `added` is complete only with who, when and why (a database constraint per model)."""

    provenance = models.CharField(max_length=20, choices=Provenance.choices, default=Provenance.ADDED)
    provenance_source = models.TextField(blank=True, help_text="Title or address of the source")
    provenance_by = models.CharField(max_length=200, blank=True, help_text="Organisation that added it")
    provenance_on = models.DateField(null=True, blank=True)
    provenance_why = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_demonstration(self) -> bool:
        return self.provenance == Provenance.DEMONSTRATION
