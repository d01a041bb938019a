from django.db import models
from django.db.models import Q

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.consent.models import Consent
from phanuek.files.models import Attachment
from phanuek.matching.models import Assessment
from phanuek.needs.models import Need
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.referrals.states import DeliveryKind, ReferralState, RefusalReason
from phanuek.registry.models import Enterprise
from phanuek.ui.words import T


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """Sender, provider, the group itself, officers of the group's area, and the secretariat. Nobody else knows it exists."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        mine = (
            Q(provider=actor.organisation_id)
            | Q(sender=actor.organisation_id, province__code__startswith=actor.area_code)
            | Q(enterprise__organisation=actor.organisation_id)
        )
        if actor.may(Permission.SEND_REFERRAL):
            mine |= Q(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(mine)


class Referral(models.Model):
    """A group passed to one offer, with its consent. One case from sending to closing."""

    code = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="referrals")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="referrals")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="referrals")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals_received")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals_sent")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="referrals")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="referrals")
    province = models.ForeignKey(
        Area, models.PROTECT, related_name="+", help_text="Of the group, when sent: figures by province"
    )
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.SENT)
    note = models.TextField(blank=True, help_text="What the sender tells the provider")
    sent_at = models.DateTimeField()
    first_answer_due = models.DateField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    refusal_reason = models.CharField(max_length=20, choices=RefusalReason.choices, blank=True)
    refusal_note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "state", "sent_at"], name="referrals_waiting"),
            models.Index(fields=["sent_at"], name="referrals_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="refused") & ~Q(refusal_reason=""))
                | (~Q(state="refused") & Q(refusal_reason="")),
                name="referrals_refused_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "offer"],
                condition=Q(state__in=["sent", "more_asked", "accepted"]),
                name="referrals_one_open_case_per_offer",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/referrals/{self.code}/"


class Letter(models.Model):
    """A question, an answer or a note between sender and provider, inside the case."""

    class Kind(models.TextChoices):
        QUESTION = "question", T("ขอข้อมูลเพิ่ม", "Asks for more")
        ANSWER = "answer", T("ตอบข้อมูล", "Answers")
        NOTE = "note", T("แจ้งเพิ่มเติม", "Adds a note")

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Delivery(models.Model):
    """What was given, how much, when, with evidence."""

    code = models.CharField(max_length=20, unique=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=20, choices=DeliveryKind.choices)
    what = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    amount_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    delivered_on = models.DateField()
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False, help_text="Entered by the secretariat for the provider")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The receiving side says it came",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delivered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("recorded_by")),
                name="referrals_delivery_confirmed_by_another_body",
            ),
            models.CheckConstraint(
                condition=(Q(quantity=None) | Q(quantity__gt=0))
                & (Q(amount_baht=None) | Q(amount_baht__gte=0)),
                name="referrals_delivery_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Attendance(models.Model):
    """One person at a training; the name is personal data, seen by those who may see the case."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attendance")
    name = models.CharField(max_length=200)
    attended = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "name"], name="referrals_attendee_once")]

    def __str__(self) -> str:
        return self.name
