from django.db import models

from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


class VocabularyFact(models.Model):
    """One thing that may be known of an enterprise: the words that rules are written in."""

    class Type(models.TextChoices):
        BOOLEAN = "boolean", T("ใช่หรือไม่", "yes or no")
        INTEGER = "integer", T("จำนวนเต็ม", "whole number")
        NUMBER = "number", T("จำนวน", "number")
        MONEY = "money", T("จำนวนเงิน (บาท)", "amount (baht)")
        TEXT = "text", T("ตัวเลือก", "choice")
        DATE = "date", T("วันที่", "date")
        AREA = "area", T("พื้นที่", "area")

    name = models.SlugField(max_length=80, unique=True)
    type = models.CharField(max_length=10, choices=Type.choices)
    kind = models.CharField(
        max_length=20, default="answer", help_text="profile, identifier, answer, text_condition"
    )
    unit_th = models.CharField(max_length=40, blank=True)
    unit_en = models.CharField(max_length=40, blank=True)
    label_th = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    question_th = models.TextField()
    question_en = models.TextField()
    source = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    choices = models.JSONField(null=True, blank=True, help_text='{"value": {"th": …, "en": …}} for choices')
    stamp = models.CharField(
        max_length=40, default="", help_text="Grows with each change: processes see that their copy is old"
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The name, by which its timeline is kept."""
        return self.name


class FactRecord(models.Model):
    """What someone learned on a day, with its source. Newer records overrule older ones; none is overwritten."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="facts")
    name = models.CharField(max_length=80)
    value = models.JSONField(
        null=True, help_text="Money in satang, dates as ISO text; null withdraws what was known"
    )
    known_on = models.DateField(help_text="The day for which it holds")
    source_th = models.CharField(max_length=300)
    source_en = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    person_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-known_on", "-pk"]
        indexes = [
            models.Index(fields=["enterprise", "name", "-known_on", "-id"], name="eligibility_newest_fact")
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.name}"


class Rule(models.Model):
    """The conditions of something, through its versions."""

    code = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.code


class RuleVersion(models.Model):
    """The text in force from a day on. Text is never edited; a new version follows."""

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True, help_text="Rule text; empty when no condition is stated")
    valid_from = models.DateField()
    source = models.TextField(blank=True, help_text="Where the conditions are published")
    note_th = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    made_at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    approved_by_name = models.CharField(max_length=200, blank=True)
    reason = models.TextField(blank=True, help_text="Why the conditions changed")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="eligibility_version_once")]
        ordering = ["rule", "-number"]

    def __str__(self) -> str:
        return f"{self.rule} v{self.number}"


class RuleExample(models.Model):
    """A case kept with the rule: what is known, and what the answer must be. Run at each change of the conditions."""

    class Expected(models.TextChoices):
        FITS = "fits", T("เข้าเงื่อนไข", "Fits")
        UNKNOWN = "unknown", T("ข้อมูลยังไม่เพียงพอ", "Cannot say yet")
        DOES_NOT_FIT = "does_not_fit", T("ไม่เข้าเงื่อนไข", "Does not fit")

    code = models.CharField(max_length=20, unique=True)
    rule = models.ForeignKey(Rule, models.CASCADE, related_name="examples")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict, help_text="By fact name; money in satang, days as ISO text")
    expected = models.CharField(max_length=15, choices=Expected.choices)
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    author_name = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["rule", "pk"]

    def __str__(self) -> str:
        return self.name_th
