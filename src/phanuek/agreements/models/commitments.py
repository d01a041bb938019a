from django.conf import settings
from django.db import models
from django.db.models import F, Q

from phanuek.agreements.models.agreement import Agreement, Statement
from phanuek.agreements.models.text import Clause
from phanuek.agreements.states import EndedHow, ProgressStatus
from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance
from phanuek.ui.words import T

QUIET_AFTER_DAYS = 90


class Measure(models.TextChoices):
    """What a commitment counts; the ledger of results is kept in these."""

    REFERRALS = "referrals", T("การส่งต่อที่รับไว้", "Referrals accepted")
    DELIVERIES = "deliveries", T("การให้การสนับสนุน", "Deliveries")
    PEOPLE_TRAINED = "people_trained", T("ผู้เข้ารับการอบรม", "People trained")
    INCOME_CONFIRMED_BAHT = "income_confirmed_baht", T("รายได้ที่ยืนยันแล้ว (บาท)", "Confirmed income (baht)")
    CLAIMED = "claimed", T("ผลตามรายงานที่มีหลักฐาน", "Reported with evidence")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, actor: Actor) -> "CommitmentQuerySet":
        """Public, apart from those of an agreement that is still a draft."""
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))

    def led_by(self, organisation_id: int | None) -> "CommitmentQuerySet":
        return self.filter(lead=organisation_id)


class Commitment(WithProvenance):
    """What a party undertakes under an agreement; ภารกิจ, since a memorandum does not bind in law."""

    code = models.SlugField(max_length=80, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        help_text="The clause it comes from, where the text is in hand",
    )
    no_clause_on = models.DateField(
        null=True, blank=True, help_text="Day on which someone found that no clause of the text says this"
    )
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    collaborators = models.ManyToManyField(Organisation, blank=True, related_name="commitments_joined")
    title_th = models.TextField()
    title_en = models.TextField(blank=True)
    measure = models.CharField(max_length=30, choices=Measure.choices)
    unit_th = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    baseline = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="In the commitment's unit, before it began",
    )
    baseline_on = models.DateField(null=True, blank=True)
    baseline_source = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    quiet_after_days = models.PositiveIntegerField(
        default=QUIET_AFTER_DAYS,
        help_text="Days without any sign of work after which it counts as gone quiet",
    )
    ended_on = models.DateField(
        null=True, blank=True, help_text="Closed without reaching its target: merged, taken over, given up"
    )
    ended_how = models.CharField(max_length=12, choices=EndedHow.choices, blank=True)
    ended_why_th = models.TextField(blank=True)
    ended_why_en = models.TextField(blank=True)
    continued_in = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="continues",
        help_text="The commitment into which it was merged, or in which others go on with it",
    )
    budget_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    on_behalf = models.BooleanField(default=False, help_text="Last written by the secretariat for the lead")
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["lead__name_th", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="agreements_commitment_ends_after_start",
                violation_error_message="วันครบกำหนดต้องไม่มาก่อนวันเริ่ม · The due date cannot come before the start.",
            ),
            models.CheckConstraint(
                condition=~Q(provenance="added")
                | (~Q(provenance_by="") & Q(provenance_on__isnull=False) & ~Q(provenance_why="")),
                name="agreements_added_commitment_says_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0), name="agreements_target_is_above_zero"
            ),
            models.CheckConstraint(
                condition=~Q(provenance="in_text") | Q(clause__isnull=False),
                name="agreements_commitment_of_the_text_names_its_clause",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_how="", continued_in=None)
                | (Q(ended_on__isnull=False) & ~Q(ended_how="") & ~Q(ended_why_th="")),
                name="agreements_ended_commitment_says_how_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"/commitments/{self.code}/"


class PeriodTarget(models.Model):
    """What is to be reached within one part of a commitment's term, in its unit; the parts add up to the target."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="period_targets")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day of the period")
    target = models.DecimalField(max_digits=16, decimal_places=2)

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "starts_on"], name="agreements_period_target_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreements_period_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(target__gte=0), name="agreements_period_target_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.starts_on} {self.target}"


class Responsible(models.Model):
    """Who answers for a commitment inside its lead, and who stands in. A body without an account is reached by e-mail.

    Personal data: name and address serve reminders of this commitment only; shown to the lead and the secretariat.
    """

    class Rank(models.TextChoices):
        RESPONSIBLE = "responsible", T("ผู้รับผิดชอบ", "Responsible")
        DEPUTY = "deputy", T("ผู้ปฏิบัติหน้าที่แทน", "Deputy")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="responsibles")
    rank = models.CharField(max_length=12, choices=Rank.choices)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["-rank"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "rank"], name="agreements_one_responsible_a_rank")
        ]

    def __str__(self) -> str:
        return self.name


class StatusOverride(models.Model):
    """A person's word on a commitment's status in place of the computed one: with a reason, and only until a day."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="overrides")
    status = models.CharField(max_length=20, choices=ProgressStatus.choices)
    reason_th = models.TextField()
    reason_en = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day on which it counts")
    by_organisation = models.CharField(max_length=60, help_text="Code")
    lifted_on = models.DateField(null=True, blank=True, help_text="Taken back before its end")

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & ~Q(reason_th=""),
                name="agreements_override_has_reason_and_end",
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.status} {self.ends_on}"


class Activity(WithProvenance):
    """A piece of work under a commitment, in a place and a time; offers, courses and events hang on it."""

    code = models.SlugField(max_length=80, unique=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="activities")
    title_th = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="activities", help_text="Who carries it out"
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    cancelled_on = models.DateField(null=True, blank=True, help_text="Day it was decided not to do it")
    cancelled_why = models.TextField(blank=True)
    on_behalf = models.BooleanField(default=False, help_text="Written by the secretariat for the body")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "code"]
        verbose_name_plural = "activities"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=F("starts_on")),
                name="agreements_activity_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on=None) | (Q(done_on=None) & ~Q(cancelled_why="")),
                name="agreements_cancelled_activity_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title_th


class Posting(models.Model):
    """One result credited to a commitment by a later room; the sum can always be recomputed from the rows it names."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="postings")
    measure = models.CharField(max_length=30, choices=Measure.choices)
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    confirmed = models.BooleanField()
    reference = models.CharField(max_length=80, help_text="What it comes from, e.g. delivery:d-…")
    on = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "measure", "reference", "confirmed"], name="agreements_posted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.measure} {self.quantity}"
