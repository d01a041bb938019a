from django.db import models

from phanuek.eligibility.models import RuleVersion
from phanuek.offers.models import Offer
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


class Status(models.TextChoices):
    """The engine's three answers, in the words of the glossary."""

    FITS = "fits", T("เข้าเงื่อนไข", "Fits")
    UNKNOWN = "unknown", T("ข้อมูลยังไม่เพียงพอ", "Cannot say yet")
    DOES_NOT_FIT = "does_not_fit", T("ไม่เข้าเงื่อนไข", "Does not fit")


class Assessment(models.Model):
    """The answer as it was given on a day: rule version, what was known, and why. Kept so that a decision can be shown later."""

    code = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="assessments")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="assessments")
    rule_version = models.ForeignKey(RuleVersion, models.PROTECT, null=True, related_name="+")
    status = models.CharField(max_length=15, choices=Status.choices)
    conditions = models.JSONField(help_text="Per condition: text, status, reason, source, in both languages")
    facts = models.JSONField(help_text="What was known, by fact name, with its source")
    basis = models.JSONField(
        default=dict,
        blank=True,
        help_text="Rule text, provinces, words and dated values by which it was answered",
    )
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.offer} · {self.status}"
