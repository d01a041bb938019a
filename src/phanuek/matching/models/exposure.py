"""How often a group stood where those who can help would see it."""

from django.db import models
from django.db.models import Q

from phanuek.areas.models import Area
from phanuek.offers.models import Offer
from phanuek.registry.models import Enterprise


class Exposure(models.Model):
    """On one day, a group was shown among the candidates of an offer, so many times: one row a day, counted up."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="exposures")
    offer = models.ForeignKey(Offer, models.CASCADE, related_name="exposures")
    province = models.ForeignKey(Area, models.PROTECT, related_name="+")
    on = models.DateField()
    shown = models.PositiveIntegerField(default=0)
    best_position = models.PositiveIntegerField(default=1)
    as_newcomer = models.BooleanField(default=False, help_text="In a place kept for those shown least")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "offer", "on"], name="matching_exposure_once_a_day"
            ),
            models.CheckConstraint(condition=Q(best_position__gt=0), name="matching_exposure_position"),
        ]
        indexes = [models.Index(fields=["on", "province"], name="matching_exposure_by_area")]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.on} {self.shown}"


class Showing(models.Model):
    """Somebody opened a page of an offer's candidates on a day: opened again the same day it counts for nobody."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="+")
    on = models.DateField()
    viewer_id = models.BigIntegerField(help_text="The person who looked")
    first_place = models.PositiveIntegerField(help_text="Of the page")
    scope = models.CharField(max_length=12, blank=True, help_text="Area code of the list; empty: the country")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "on", "viewer_id", "first_place", "scope"],
                name="matching_page_shown_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.on} {self.first_place}"
