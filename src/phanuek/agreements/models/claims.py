from django.db import models
from django.db.models import F, Q

from phanuek.agreements.models.commitments import Commitment
from phanuek.agreements.states import ClaimState
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation


class ClaimQuerySet(models.QuerySet["Claim"]):
    def visible_to(self, actor: Actor) -> "ClaimQuerySet":
        """Everyone sees approved claims; the rest is between the claimant, the bodies of the commitment and the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        shown = Q(state=ClaimState.APPROVED)
        if actor.organisation_id and actor.role:
            own = actor.organisation_id
            joined = Commitment.collaborators.through.objects.filter(organisation=own).values("commitment")
            shown |= Q(organisation=own) | Q(commitment__lead=own) | Q(commitment__in=joined)
        return self.filter(shown, commitment__in=Commitment.objects.visible_to(actor))


class Claim(models.Model):
    """A result that a body says it reached, in the commitment's unit, with evidence; it counts once another person approved it."""

    code = models.CharField(max_length=20, unique=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="claims")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="claims")
    claimant_id = models.BigIntegerField(null=True, help_text="Person who claims; another one must approve")
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    starts_on = models.DateField(help_text="First day on which it was reached")
    ends_on = models.DateField(help_text="Last day; the result counts on it")
    text_th = models.TextField(help_text="What was done, for whom, where")
    text_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=ClaimState.choices, default=ClaimState.SUBMITTED)
    on_behalf = models.BooleanField(default=False)
    recorded_by = models.CharField(
        max_length=60,
        blank=True,
        help_text="Code of the body whose person wrote it down; another one than the claimant's where it is on behalf",
    )
    submitted_at = models.DateTimeField()
    approved_quantity = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=60, blank=True, help_text="Code of the body that decided")
    decider_id = models.BigIntegerField(null=True)
    decision_note = models.TextField(blank=True)
    confirmed_by = models.CharField(
        max_length=60,
        blank=True,
        help_text="Code of the body that confirmed it, another one than claimed and wrote it; empty: unconfirmed",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmer_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="agreements_claim_is_above_zero"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="agreements_claim_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(approved_quantity=None) | Q(approved_quantity__lte=F("quantity")),
                name="agreements_no_more_approved_than_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_quantity__isnull=False),
                name="agreements_approved_claim_says_how_much",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved")
                | Q(claimant_id=None)
                | Q(decider_id=None)
                | ~Q(decider_id=F("claimant_id")),
                name="agreements_no_claim_approved_by_its_claimant",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by="", confirmed_at=None)
                | (Q(state="approved", confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="agreements_only_approved_claims_are_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.quantity}"

    def get_absolute_url(self) -> str:
        return f"{self.commitment.get_absolute_url()}claims/{self.code}/"


class Evidence(models.Model):
    """What shows that a claim is true, and how much of it this piece supports."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence")
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    address = models.URLField(max_length=500, blank=True)
    description = models.CharField(max_length=300)
    dated = models.DateField(null=True, blank=True, help_text="Date on the document")
    quantity = models.DecimalField(
        max_digits=16,
        decimal_places=2,
        help_text="How much of the claim it supports, in the commitment's unit",
    )

    class Meta:
        ordering = ["claim", "pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(attachment__isnull=False) | ~Q(address=""),
                name="agreements_evidence_is_something",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0), name="agreements_evidence_supports_something"
            ),
        ]

    def __str__(self) -> str:
        return self.description


class Update(models.Model):
    """A word from the lead on how the work goes: a sign of life that claims no result."""

    code = models.CharField(max_length=20, unique=True)
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="updates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    on = models.DateField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return self.text_th[:60]
