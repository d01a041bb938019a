"""A draw that nobody can repeat until it pleases."""

from django.db import models
from django.db.models import Q

from phanuek.matching.models.rounds import Round
from phanuek.matching.states import DrawState
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise


class Draw(models.Model):
    """The order among equals. Before the list is sealed it names where the seed will come from; sealed, the list has a
    hash; drawn, anyone can work the order out again. Nothing of it is ever changed: a second draw is a draw of its own
    that says why the first does not count."""

    code = models.CharField(max_length=20, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="draws")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="draws")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="draws")
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=DrawState.choices, default=DrawState.ANNOUNCED)
    places = models.PositiveIntegerField()
    seed_source_th = models.CharField(max_length=300, help_text="A public number that nobody knows yet")
    seed_source_en = models.CharField(max_length=300, blank=True)
    seed_on = models.DateField(help_text="The day on which the source gives it")
    closes_at = models.DateTimeField(help_text="When the list is sealed")
    rule_version = models.CharField(max_length=40)
    sealed_at = models.DateTimeField(null=True, blank=True)
    list_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.CharField(max_length=200, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True, help_text="Tickets in the drawn order")
    published = models.JSONField(null=True, blank=True, help_text="The file as published, for good")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    why_again = models.TextField(blank=True, help_text="Why the draw it replaces does not count")
    cancelled_why = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["-closes_at", "code"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="drawn") | (~Q(seed="") & ~Q(list_sha256="")),
                name="matching_drawn_with_a_seed",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(why_again=""), name="matching_second_draw_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"/draws/{self.code}/"


class DrawEntry(models.Model):
    """One ticket. Its code is what is published; whose it is, the group and its officers know."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="entries")
    ticket = models.CharField(max_length=20)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="draw_entries")
    added_at = models.DateTimeField()
    place = models.PositiveIntegerField(null=True, blank=True, help_text="In the drawn order, from 1")

    class Meta:
        ordering = ["draw", "place", "ticket"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "ticket"], name="matching_ticket_once"),
            models.UniqueConstraint(fields=["draw", "enterprise"], name="matching_one_ticket_a_group"),
        ]

    def __str__(self) -> str:
        return self.ticket
