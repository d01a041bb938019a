from django.db import models
from django.db.models import F, Q

from phanuek.agreements.models.agreement import Agreement
from phanuek.agreements.states import ReportState
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor


class PeriodReportQuerySet(models.QuerySet["PeriodReport"]):
    def visible_to(self, actor: Actor) -> "PeriodReportQuerySet":
        """Closed ones as their agreement; one that is still being written only for the secretariat."""
        found = self.filter(agreement__in=Agreement.objects.visible_to(actor))
        return found if actor.sees_all or actor.is_system else found.filter(state=ReportState.CLOSED)


class PeriodReport(models.Model):
    """What was reached under an agreement in a period. Once closed, its content and files never change."""

    code = models.CharField(max_length=20, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="reports")
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Last day of the period")
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    summary_th = models.TextField(blank=True, help_text="The secretariat's own words")
    summary_en = models.TextField(blank=True)
    content = models.JSONField(
        default=dict, blank=True, help_text="All figures and lists as they stood when closed"
    )
    content_sha256 = models.CharField(max_length=64, blank=True)
    pdf_th = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    pdf_en = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=60, blank=True, help_text="Code of the body that closed it")
    version = models.PositiveIntegerField(default=1)

    objects = PeriodReportQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "starts_on", "ends_on"], name="agreements_one_report_a_period"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreements_report_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(closed_at__isnull=False) & ~Q(content_sha256="")),
                name="agreements_closed_report_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}reports/{self.code}/"
