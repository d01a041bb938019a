"""Support that one can ask for, and which of it stands open on a day."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from phanuek.agreements.models import Activity, Commitment
from phanuek.eligibility.models import Rule
from phanuek.engines.freshness import CHECK_WITHIN_DAYS, HIDDEN_AFTER_DAYS, Freshness, Stage, freshness
from phanuek.needs.models import Means
from phanuek.offers.models.scheme import Scheme
from phanuek.offers.states import Availability, Selection
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance
from phanuek.ui import clock

STALE_AFTER_DAYS = CHECK_WITHIN_DAYS


def _known_on() -> Coalesce:
    return Coalesce("checked_on", "provenance_on", "added_on")


def check_due_from(day: date) -> Q:
    """Its next check is due on that day or later; as `engines.freshness`, for the database."""
    usual = day - timedelta(days=CHECK_WITHIN_DAYS)
    return Q(next_check_on__gt=_known_on(), next_check_on__gte=day) | (
        (Q(next_check_on=None) | Q(next_check_on__lte=_known_on()))
        & Q(GreaterThanOrEqual(_known_on(), usual))
    )


def check_due_before(day: date) -> Q:
    """The opposite, written out: an empty day is neither before nor after."""
    usual = day - timedelta(days=CHECK_WITHIN_DAYS)
    return Q(next_check_on__gt=_known_on(), next_check_on__lt=day) | (
        (Q(next_check_on=None) | Q(next_check_on__lte=_known_on())) & Q(LessThan(_known_on(), usual))
    )


def hidden_on(day: date) -> Q:
    """Not checked for so long that it is no longer proposed."""
    return check_due_before(day - timedelta(days=HIDDEN_AFTER_DAYS))


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, actor: Actor) -> "OfferQuerySet":
        """Offers are public once published; before, the body that writes one and the secretariat see it."""
        if actor.sees_all or actor.is_system:
            return self
        mine = Q(provider=actor.organisation_id) if actor.organisation_id else Q(pk=None)
        return self.filter(Q(published=True) | mine)

    def published(self) -> "OfferQuerySet":
        """Those that lists show."""
        return self.filter(published=True)

    def taking(self, on: date) -> "OfferQuerySet":
        """Said to be open, and within its window where one is stated; whether it was checked is not asked."""
        return self.still_to_take(on).filter(Q(opens_on=None) | Q(opens_on__lte=on))

    def open(self, on: date) -> "OfferQuerySet":
        """Proposed to people: open, and not hidden for want of a check."""
        return self.taking(on).filter(check_due_from(on - timedelta(days=HIDDEN_AFTER_DAYS)))

    def stale(self, on: date) -> "OfferQuerySet":
        """Those that take applications and whose check is overdue: fading or hidden."""
        return self.taking(on).filter(check_due_before(on))

    def still_to_take(self, on: date) -> "OfferQuerySet":
        """As `taking`, with those that open later."""
        return self.filter(
            Q(published=True, availability=Availability.OPEN),
            Q(budget_out_on=None) | Q(budget_out_on__gt=on),
            Q(closes_on=None) | Q(closes_on__gte=on),
        )

    def due_before(self, day: date) -> "OfferQuerySet":
        """Whose check is due before a day."""
        return self.filter(check_due_before(day))

    def hidden(self, on: date) -> "OfferQuerySet":
        """Those that take applications and are not proposed because nobody checked them."""
        return self.taking(on).filter(hidden_on(on))

    def oldest_first(self) -> "OfferQuerySet":
        """By the day for which they were last known to be right; never checked first."""
        return self.order_by(F("checked_on").asc(nulls_first=True), "name_th", "pk")

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
    waiting_days = models.PositiveSmallIntegerField(
        default=5, help_text="Working days to answer when a place is offered from the waiting list"
    )
    verified = models.BooleanField(default=False, help_text="The source was found, not general knowledge")
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    next_check_on = models.DateField(null=True, blank=True, help_text="When it should be checked again")
    added_on = models.DateField(
        default=clock.today, editable=False, help_text="Until the first check it is as old as that"
    )
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

    def freshness(self, on: date) -> Freshness:
        """How far one may rely on it on a day."""
        return freshness(
            checked_on=self.checked_on, source_on=self.provenance_on, added_on=self.added_on,
            next_check_on=self.next_check_on, on=on,
        )  # fmt: skip

    def is_taking(self, on: date) -> bool:
        """As `OfferQuerySet.taking`, for one row in hand."""
        return (
            self.published
            and self.availability == Availability.OPEN
            and (self.budget_out_on is None or self.budget_out_on > on)
            and (self.opens_on is None or self.opens_on <= on)
            and (self.closes_on is None or self.closes_on >= on)
        )

    def is_open(self, on: date) -> bool:
        """As `OfferQuerySet.open`, for one row in hand."""
        return self.is_taking(on) and self.freshness(on).stage != Stage.HIDDEN
