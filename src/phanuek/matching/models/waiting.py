"""The queue of an offer that is full."""

from django.db import models
from django.db.models import Q

from phanuek.matching.models.draws import Draw
from phanuek.matching.states import WaitingState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise


class WaitingQuerySet(models.QuerySet["WaitingPlace"]):
    def visible_to(self, actor: Actor) -> "WaitingQuerySet":
        """The group, officers of its area, the offer's body, the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        mine = Q(offer__provider=actor.organisation_id) | Q(enterprise__organisation=actor.organisation_id)
        if actor.may(Permission.SEND_REFERRAL):
            mine |= Q(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(mine)


class WaitingPlace(models.Model):
    """A group's place in the queue. When its turn comes a place is kept for it (`waiting:<code>` in the ledger) until it
    answers or the time is over; then it passes to the next."""

    code = models.CharField(max_length=20, unique=True)
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="waiting")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="waiting_places")
    state = models.CharField(max_length=10, choices=WaitingState.choices, default=WaitingState.WAITING)
    number = models.PositiveIntegerField(help_text="In the order of the queue; gaps stay")
    draw = models.ForeignKey(Draw, models.PROTECT, null=True, blank=True, related_name="+")
    joined_at = models.DateTimeField()
    added_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(null=True, blank=True)
    offered_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["offer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "number"], name="matching_one_number_a_queue"),
            models.UniqueConstraint(
                fields=["offer", "enterprise"],
                condition=Q(state__in=["waiting", "offered"]),
                name="matching_once_in_a_queue",
            ),
            models.CheckConstraint(
                condition=~Q(state="offered")
                | Q(offered_at__isnull=False, offered_until__gt=models.F("offered_at")),
                name="matching_offered_for_a_term",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "offered"], ended_at=None)
                | (~Q(state__in=["waiting", "offered"]) & Q(ended_at__isnull=False)),
                name="matching_waiting_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/waiting/{self.code}/"

    @property
    def reference(self) -> str:
        """How the ledger names the place that is kept for it."""
        return f"waiting:{self.code}"
