"""Conditions in the making: one officer writes them, another approves."""

from django.db import models
from django.db.models import Q

from phanuek.eligibility.models import RuleVersion
from phanuek.offers.states import ProposalState


class ConditionProposal(models.Model):
    """A next version of an offer's conditions, until a second person approves it. Approved, it is a version of the rule."""

    code = models.CharField(max_length=20, unique=True)
    offer = models.ForeignKey("offers.Offer", models.CASCADE, related_name="proposals")
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.WAITING)
    text = models.TextField(blank=True, help_text="Rule text; empty when no condition is stated")
    new_facts = models.JSONField(
        default=list, blank=True, help_text="Yes/no facts that it adds to the vocabulary"
    )
    examples = models.JSONField(
        default=list, blank=True, help_text="What changes in the examples kept with the rule"
    )
    valid_from = models.DateField()
    source = models.TextField(blank=True)
    note_th = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    reason = models.TextField(help_text="Why the conditions change, by who proposes")
    base = models.PositiveIntegerField(default=0, help_text="Number of the version it was written from")
    counts = models.JSONField(default=dict, blank=True, help_text="Who fits before and after, when proposed")
    proposed_at = models.DateTimeField()
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=60, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_why = models.TextField(blank=True)
    version = models.ForeignKey(RuleVersion, models.PROTECT, null=True, blank=True, related_name="proposals")

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer"], condition=Q(state="waiting"), name="offers_one_waiting_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(decided_by_id=None) | Q(proposed_by_id=None)
                | ~Q(decided_by_id=models.F("proposed_by_id")),
                name="offers_proposal_approved_by_another",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/offers/{self.offer.code}/conditions/proposals/{self.code}/"
