from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from phanuek.agreements.models import Activity, Commitment
from phanuek.eligibility.models import Rule
from phanuek.needs.models import Means
from phanuek.offers.models.scheme import Scheme
from phanuek.offers.states import Availability, Selection
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance

STALE_AFTER_DAYS = 90


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, actor: Actor) -> "OfferQuerySet":
        """Offers are public once published; before, the body that writes one and the secretariat see it."""
        if actor.sees_all or actor.is_system:
            return self
        mine = Q(provider=actor.organisation_id) if actor.organisation_id else Q(pk=None)
        return self.filter(Q(published=True) | mine)

    def open(self, on: date) -> "OfferQuerySet":
        """Proposed to people: said to be open, and within its window where one is stated."""
        return self.filter(
            Q(published=True, availability=Availability.OPEN),
            Q(budget_out_on=None) | Q(budget_out_on__gt=on),
            Q(opens_on=None) | Q(opens_on__lte=on),
            Q(closes_on=None) | Q(closes_on__gte=on),
        )

    def stale(self, on: date) -> "OfferQuerySet":
        """Open ones that nobody checked for `STALE_AFTER_DAYS`, or ever."""
        last = on - timedelta(days=STALE_AFTER_DAYS)
        return self.open(on).filter(Q(checked_on=None) | Q(checked_on__lt=last))

    def for_aim(self, aim: str) -> "OfferQuerySet":
        # the list is JSON text on every backend; its quotes keep one code from matching inside another
        return self.filter(aims__icontains=f'"{aim}"')


class Offer(WithProvenance):
    """Support one can ask for: from whom, for what aim, by what means, on which conditions, while it lasts."""

    code = models.SlugField(max_length=80, unique=True)
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="offers")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="offers")
    activity = models.ForeignKey(
        Activity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="offers",
        help_text="The activity of that commitment it belongs to",
    )
    rule = models.OneToOneField(Rule, models.PROTECT, related_name="offer")
    scheme = models.ForeignKey(Scheme, models.PROTECT, null=True, blank=True, related_name="offers")
    edition = models.CharField(max_length=60, blank=True, help_text="Of the scheme: 11, 2569, round 2")
    published = models.BooleanField(
        default=True, help_text="False while its officer still writes it; then only its own body sees it"
    )
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    about_th = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    means = models.CharField(max_length=20, choices=Means.choices)
    aims = models.JSONField(default=list, help_text="Aim codes, one or more")
    terms_th = models.TextField(blank=True, help_text="Rates, fees, limits, duration: terms, not conditions")
    terms_en = models.TextField(blank=True)
    how_to_apply_th = models.TextField(blank=True)
    how_to_apply_en = models.TextField(blank=True)
    documents = models.JSONField(default=list, blank=True, help_text='[{"th": …, "en": …}]')
    applicant_note_th = models.TextField(blank=True)
    applicant_note_en = models.TextField(blank=True)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True, help_text="Last day of applications")
    availability = models.CharField(max_length=10, choices=Availability.choices, default=Availability.OPEN)
    availability_note_th = models.TextField(blank=True)
    availability_note_en = models.TextField(blank=True)
    capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="Places in all; empty: not stated"
    )
    per_applicant_limit_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    budget_baht = models.DecimalField(
        max_digits=16, decimal_places=2, null=True, blank=True, help_text="Money in all; empty: not stated"
    )
    budget_out_on = models.DateField(
        null=True, blank=True, help_text="Day on which the money was said to be used up"
    )
    selection = models.CharField(max_length=10, choices=Selection.choices, default=Selection.NOT_STATED)
    areas = models.JSONField(
        default=list, blank=True, help_text="Province codes; empty: all provinces, or not stated"
    )
    areas_stated = models.BooleanField(default=False)
    first_answer_days = models.PositiveIntegerField(
        default=15, help_text="Days within which the first answer is due"
    )
    verified = models.BooleanField(default=False, help_text="The source was found, not general knowledge")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    next_check_on = models.DateField(null=True, blank=True, help_text="When it should be checked again")
    on_behalf = models.BooleanField(
        default=False, help_text="Last written by the secretariat for the provider"
    )
    version = models.PositiveIntegerField(default=1)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["name_th"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=models.F("opens_on")),
                name="offers_closes_after_opening",
                violation_error_message="วันปิดรับต้องไม่มาก่อนวันเปิดรับ · The closing day cannot come before the opening day.",
            )
        ]

    def __str__(self) -> str:
        return self.name_th

    def get_absolute_url(self) -> str:
        return f"/offers/{self.code}/"

    def is_open(self, on: date) -> bool:
        """As `OfferQuerySet.open`, for one row in hand."""
        return (
            self.published
            and self.availability == Availability.OPEN
            and (self.budget_out_on is None or self.budget_out_on > on)
            and (self.opens_on is None or self.opens_on <= on)
            and (self.closes_on is None or self.closes_on >= on)
        )
