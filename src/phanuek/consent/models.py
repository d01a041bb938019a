from datetime import date

from django.db import models
from django.db.models import Q

from phanuek.files.models import Attachment
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


class Purpose(models.TextChoices):
    REFERRAL = "referral", T("ส่งต่อเพื่อรับการสนับสนุนและติดตามผล", "Referral for support and follow-up")
    ROUND = (
        "round",
        T(
            "ขอรับการจัดสรรในรอบหรือจับสลาก และประกาศผล",
            "Taking part in a round or a draw, with its result published",
        ),
    )
    WAITING = "waiting", T("ขึ้นบัญชีรอและรับแจ้งเมื่อถึงคิว", "A waiting list, and being told when it is one's turn")
    RESEARCH = "research", T("ประเมินผลการสนับสนุน", "Studying what support changed")


class Method(models.TextChoices):
    SIGNED = "signed", T("ลงลายมือชื่อในแบบฟอร์ม", "Signed form")
    SPOKEN = "spoken", T("แจ้งด้วยวาจาต่อหน้าเจ้าหน้าที่", "Spoken, before an officer")
    ONLINE = "online", T("ยืนยันด้วยตนเองในระบบ", "Given by the group itself in the system")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def valid(self, on: date) -> "ConsentQuerySet":
        return self.filter(Q(given_on__lte=on), Q(revoked_on=None), Q(expires_on=None) | Q(expires_on__gt=on))


class Consent(models.Model):
    """A group's leave to pass its data to one body for one purpose (Personal Data Protection Act B.E. 2562, s.19, s.21)."""

    code = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="consents")
    recipient = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=Purpose.choices, default=Purpose.REFERRAL)
    method = models.CharField(max_length=10, choices=Method.choices)
    given_by = models.CharField(max_length=200, help_text="Who gave it, for the group; personal")
    given_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    revoked_on = models.DateField(null=True, blank=True)
    revoked_why = models.TextField(blank=True)
    recorded_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on", "-pk"]

    def __str__(self) -> str:
        return self.code


class Disclosure(models.Model):
    """Someone looked at personal data: who, whose, what, for which purpose, when. Append-only."""

    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True, blank=True)
    by_link = models.CharField(
        max_length=20, blank=True, help_text="The acting link's code, of somebody without an account"
    )
    organisation_code = models.CharField(max_length=60)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="disclosures")
    what = models.CharField(max_length=60, help_text="Field group, e.g. contact")
    purpose = models.CharField(max_length=60, help_text="Page or act, e.g. referral:r-…")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["enterprise", "-at"], name="consent_looked_at")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person_id__isnull=False) | ~Q(by_link=""), name="consent_somebody_looked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.at} {self.organisation_code} {self.what}"
