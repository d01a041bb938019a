"""A scheme with its editions, and what one applicant may get of an offer."""

from django.db import models
from django.db.models import Q

from phanuek.organisations.models import Organisation


class Scheme(models.Model):
    """What stays the same from edition to edition: PGS 9, 10 and 11 are three offers of one scheme."""

    code = models.SlugField(max_length=80, unique=True)
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="schemes")
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name_th"]

    def __str__(self) -> str:
        return self.name_th


class Limit(models.Model):
    """The most that one applicant of a kind may get; an empty kind speaks of everybody without a line of their own."""

    offer = models.ForeignKey("offers.Offer", models.CASCADE, related_name="limits")
    applicant_kind = models.CharField(max_length=30, blank=True, help_text="Kind of enterprise; empty: all")
    per_request_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    per_applicant_baht = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text="Over the offer's whole life"
    )
    times = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="How often one applicant may receive it"
    )
    note_th = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["applicant_kind"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "applicant_kind"], name="offers_one_limit_a_kind"),
            models.CheckConstraint(
                condition=(Q(per_request_baht=None) | Q(per_request_baht__gt=0))
                & (Q(per_applicant_baht=None) | Q(per_applicant_baht__gt=0))
                & (Q(times=None) | Q(times__gt=0)),
                name="offers_limit_above_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.applicant_kind or '*'}"
