"""The ledger of an offer's places and money: each entry moves units and baht from one account to another."""

from django.db import models
from django.db.models import Q

from phanuek.offers.states import MOVE_WORDS, Account
from phanuek.ui.words import T


class CapacityEntry(models.Model):
    """Units and baht moved: promised → opened → reserved → used, or lapsed. Append-only; empty is outside the ledger."""

    offer = models.ForeignKey("offers.Offer", models.PROTECT, related_name="capacity_entries")
    source = models.CharField(max_length=10, choices=Account.choices, blank=True)
    target = models.CharField(max_length=10, choices=Account.choices, blank=True)
    units = models.PositiveIntegerField(default=0)
    baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    reference = models.CharField(max_length=80, blank=True, help_text="referral:r-…, waiting:w-…, round:…")
    at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["offer", "reference"], name="offers_entries_of_a_case")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(source=models.F("target")), name="offers_entry_moves_between_two_accounts"
            ),
            models.CheckConstraint(
                condition=(Q(units__gt=0) | Q(baht__gt=0)) & Q(baht__gte=0),
                name="offers_entry_moves_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.source or '·'}→{self.target or '·'} {self.units} {self.baht}"

    @property
    def words(self) -> T:
        """What the move is called."""
        return MOVE_WORDS[self.source, self.target]


class CapacityBalance(models.Model):
    """What stands in each account now. The same as the sum of the entries, which a test adds up; the database refuses
    anything below zero, so that no error in a verb can give away more than there is."""

    offer = models.OneToOneField("offers.Offer", models.CASCADE, related_name="balance")
    promised = models.IntegerField(default=0)
    opened = models.IntegerField(default=0, help_text="Free to be taken")
    reserved = models.IntegerField(default=0)
    used = models.IntegerField(default=0)
    lapsed = models.IntegerField(default=0)
    promised_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    opened_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    reserved_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    used_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    lapsed_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(promised__gte=0, opened__gte=0, reserved__gte=0, used__gte=0, lapsed__gte=0),
                name="offers_no_places_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(promised_baht__gte=0, opened_baht__gte=0, reserved_baht__gte=0, used_baht__gte=0,
                            lapsed_baht__gte=0),
                name="offers_no_money_below_zero",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.offer_id}: {self.opened} free"


class Holding(models.Model):
    """What one case holds of an offer now: reserved for it, and used by it. Never more than what it once reserved."""

    offer = models.ForeignKey("offers.Offer", models.PROTECT, related_name="holdings")
    reference = models.CharField(max_length=80)
    reserved = models.IntegerField(default=0)
    used = models.IntegerField(default=0)
    reserved_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    used_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    confirmed = models.IntegerField(default=0, help_text="Of what is used, what the receiving side confirmed")
    confirmed_baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "reference"], name="offers_one_holding_a_case"),
            models.CheckConstraint(
                condition=Q(reserved__gte=0, used__gte=0, reserved_baht__gte=0, used_baht__gte=0),
                name="offers_holding_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(confirmed__gte=0, confirmed_baht__gte=0, confirmed__lte=models.F("used"),
                            confirmed_baht__lte=models.F("used_baht")),
                name="offers_no_more_confirmed_than_used",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.reference} {self.reserved}+{self.used}"
