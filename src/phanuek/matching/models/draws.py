"""A draw that nobody can repeat until it pleases."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from phanuek.matching.models.rounds import Round
from phanuek.matching.states import DrawState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise


class DrawQuerySet(models.QuerySet["Draw"]):
    def visible_to(self, actor: Actor) -> "DrawQuerySet":
        """Every draw is public from its announcement, also one that was cancelled or replaced."""
        return self

    def due(self, now: datetime) -> "DrawQuerySet":
        """Still open though their closing moment has come."""
        return self.filter(state=DrawState.ANNOUNCED, closes_at__lte=now)


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

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_at", "code"]
        # a row that was drawn or cancelled is never updated again: a trigger of migration 0003 sees to it
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="drawn")
                | (
                    ~Q(seed="")
                    & Q(result__isnull=False, published__isnull=False, drawn_at__gte=F("sealed_at"))
                ),
                name="matching_drawn_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(state="drawn")
                | Q(seed="", result__isnull=True, published__isnull=True, drawn_at=None),
                name="matching_no_result_before_it_is_drawn",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["announced", "cancelled"])
                | (Q(sealed_at__isnull=False) & ~Q(list_sha256="")),
                name="matching_sealed_by_a_hash",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(cancelled_why=""), name="matching_cancelled_says_why"
            ),
            models.CheckConstraint(condition=Q(places__gt=0), name="matching_draw_has_places"),
            models.CheckConstraint(
                condition=Q(offer=None, round__isnull=False) | Q(offer__isnull=False, round=None),
                name="matching_draw_of_an_offer_or_a_round",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(why_again=""), name="matching_second_draw_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"/draws/{self.code}/"


class DrawEntryQuerySet(models.QuerySet["DrawEntry"]):
    def visible_to(self, actor: Actor) -> "DrawEntryQuerySet":
        """Whose ticket it is: the group itself, officers of its area, the body that draws, the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        mine = Q(enterprise__organisation=actor.organisation_id)
        if actor.may(Permission.MANAGE_OWN_OFFERS):
            mine |= Q(draw__owner=actor.organisation_id)
        if actor.may(Permission.SEND_REFERRAL):
            mine |= Q(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(mine)


class DrawEntry(models.Model):
    """One ticket. Its code is what is published; whose it is, the group and its officers know."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="entries")
    ticket = models.CharField(max_length=20)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="draw_entries")
    added_at = models.DateTimeField()
    place = models.PositiveIntegerField(null=True, blank=True, help_text="In the drawn order, from 1")

    objects = DrawEntryQuerySet.as_manager()

    class Meta:
        ordering = ["draw", "place", "ticket"]
        constraints = [
            models.UniqueConstraint(fields=["draw", "place"], name="matching_place_once"),
            models.UniqueConstraint(fields=["draw", "ticket"], name="matching_ticket_once"),
            models.UniqueConstraint(fields=["draw", "enterprise"], name="matching_one_ticket_a_group"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def reference(self) -> str:
        """How the ledger names the place it won."""
        return f"draw:{self.draw.code}:{self.ticket}"


class SeedReading(models.Model):
    """The seed as one person read it at the named source. It counts once two people have read the same; what was typed before
    stays, also where two differ."""

    draw = models.ForeignKey(Draw, models.CASCADE, related_name="readings")
    seed = models.CharField(max_length=200)
    where_read = models.CharField(max_length=500, help_text="The page, newspaper or office where it was read")
    read_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["draw", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(seed=""), name="matching_a_reading_reads")]

    def __str__(self) -> str:
        return self.seed
