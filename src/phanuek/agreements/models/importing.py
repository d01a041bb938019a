from django.db import models

from phanuek.agreements.models.agreement import Agreement
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.ui.words import T


class AgreementImportQuerySet(models.QuerySet["AgreementImport"]):
    def visible_to(self, actor: Actor) -> "AgreementImportQuerySet":
        """The secretariat sees all; a body the lists of commitments that it brought itself."""
        if actor.may(Permission.MANAGE_AGREEMENT) or actor.is_system:
            return self
        if not actor.may(Permission.MANAGE_OWN_COMMITMENTS):
            return self.none()
        return self.filter(kind=AgreementImport.Kind.COMMITMENTS, organisation=actor.organisation_id)


class AgreementImport(models.Model):
    """A file someone brought, an agreement as JSON or commitments as a list: first tried, then taken in once."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", T("บันทึกข้อตกลง (JSON)", "Agreement (JSON)")
        COMMITMENTS = "commitments", T("ภารกิจ (ตาราง)", "Commitments (list)")

    class State(models.TextChoices):
        TRIED = "tried", T("ตรวจแล้ว ยังไม่นำเข้า", "Checked, not imported yet")
        APPLIED = "applied", T("นำเข้าแล้ว", "Imported")
        UNDONE = "undone", T("ยกเลิกการนำเข้าแล้ว", "Import undone")

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        Agreement,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="imports",
        help_text="The one it brought or brings commitments to; empty while it is not here",
    )
    agreement_code = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", help_text="Who brought it"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRIED)
    rows = models.JSONField(
        default=list, blank=True, help_text="Of a list: per row its number, verdict, errors, changes"
    )
    counts = models.JSONField(default=dict, blank=True)
    made = models.JSONField(
        default=dict, blank=True, help_text="What it made new, by code: agreement, organisations, commitments"
    )
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementImportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        if self.kind == self.Kind.COMMITMENTS:
            return f"/agreements/{self.agreement_code}/commitments/import/{self.code}/"
        return f"/agreements/import/{self.code}/"
