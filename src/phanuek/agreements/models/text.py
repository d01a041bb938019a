from django.db import models
from django.db.models import F, Q

from phanuek.agreements.models.agreement import Agreement
from phanuek.files.models import Attachment
from phanuek.timeline.provenance import WithProvenance
from phanuek.ui.words import T


class TextVersion(WithProvenance):
    """The words of an agreement as they stood from one day on. Version 1 is what was signed; each amendment makes the next."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="text_versions")
    number = models.PositiveIntegerField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True, help_text="A translation; the Thai text is the one that counts")
    translation_note_th = models.CharField(max_length=300, blank=True)
    translation_note_en = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The file it was taken from",
    )
    file_sha256 = models.CharField(max_length=64, blank=True, help_text="Of that file; empty where typed in")
    text_sha256 = models.CharField(max_length=64, help_text="Of the Thai text in UTF-8")
    amendment = models.OneToOneField(
        "agreements.Amendment",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_into",
        help_text="The amendment that made this version; empty for the first",
    )
    effective_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    version = models.PositiveIntegerField(
        default=1, help_text="Grows when a draft's text or the marking of its clauses is changed"
    )

    class Meta:
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_text_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreements_text_version_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} v{self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}text/{self.number}/"


class Clause(models.Model):
    """A clause of an agreement through all its versions; where it stands in each is a ClauseSpan."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    code = models.SlugField(max_length=40, help_text="Unique within the agreement, stable through amendments")

    class Meta:
        ordering = ["agreement", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "code"], name="agreements_clause_code_once")
        ]

    def __str__(self) -> str:
        return self.code


class ClauseSpan(models.Model):
    """Where a clause stands in one version: characters `start` up to `end` of its Thai text, and of the translation."""

    version = models.ForeignKey(TextVersion, models.CASCADE, related_name="spans")
    clause = models.ForeignKey(Clause, models.CASCADE, related_name="spans")
    order = models.PositiveIntegerField()
    label_th = models.CharField(max_length=60)
    label_en = models.CharField(max_length=60, blank=True)
    heading_th = models.CharField(max_length=300, blank=True)
    heading_en = models.CharField(max_length=300, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    start_en = models.PositiveIntegerField(null=True, blank=True)
    end_en = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="agreements_clause_stands_once"),
            models.UniqueConstraint(fields=["version", "order"], name="agreements_clause_order_once"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="agreements_clause_is_not_empty"),
            models.CheckConstraint(
                condition=Q(start_en=None, end_en=None) | Q(end_en__gt=F("start_en")),
                name="agreements_clause_translation_is_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.label_th

    @property
    def text_th(self) -> str:
        return self.version.text_th[self.start : self.end]

    @property
    def text_en(self) -> str:
        if self.start_en is None or self.end_en is None:
            return ""
        return self.version.text_en[self.start_en : self.end_en]

    @property
    def label(self) -> T:
        """Label and heading in one line."""
        return T(
            f"{self.label_th} {self.heading_th}".strip(),
            f"{self.label_en or self.label_th} {self.heading_en or self.heading_th}".strip(),
        )


class PolicyGoal(WithProvenance):
    """A goal of a strategy or a policy that clauses and reported statements serve."""

    code = models.SlugField(max_length=60, unique=True)
    title_th = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    document_th = models.CharField(
        max_length=300, blank=True, help_text="Strategy or policy in which it stands"
    )
    document_en = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    clauses = models.ManyToManyField(Clause, blank=True, related_name="goals")
    statements = models.ManyToManyField("agreements.Statement", blank=True, related_name="goals")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title_th
