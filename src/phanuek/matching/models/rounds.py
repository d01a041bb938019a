"""Sharing out when there is not enough: a round, its offers, its applicants, and what each was allotted."""

from django.db import models
from django.db.models import Q

from phanuek.matching.models.assessment import Assessment
from phanuek.matching.states import RoundState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise


class RoundQuerySet(models.QuerySet["Round"]):
    def visible_to(self, actor: Actor) -> "RoundQuerySet":
        """Public from the day it opens; before, the body that prepares it and the secretariat see it."""
        if actor.sees_all or actor.is_system:
            return self
        mine = Q(owner=actor.organisation_id) if actor.organisation_id else Q(pk=None)
        return self.filter(~Q(state=RoundState.DRAFT) | mine)


class Round(models.Model):
    """Several offers with places and money, applicants, and a written rule by which they are shared out at once."""

    code = models.CharField(max_length=20, unique=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="rounds")
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    about_th = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RoundState.choices, default=RoundState.DRAFT)
    opens_on = models.DateField()
    closes_on = models.DateField(help_text="Last day of applications")
    rule = models.JSONField(default=dict, help_text="As engines.sharing reads it; fixed once the round opens")
    rule_version = models.CharField(max_length=40, blank=True)
    applications_sha256 = models.CharField(max_length=64, blank=True, help_text="Of the list when it closed")
    seed = models.CharField(max_length=200, blank=True, help_text="Once read it stays, also if solved again")
    result = models.JSONField(
        null=True, blank=True, help_text="The file that is published, as its verifier reads it"
    )
    progress = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Per cent, while it is worked out"
    )
    solving_since = models.DateTimeField(null=True, blank=True)
    failed_why = models.JSONField(null=True, blank=True, help_text='Of the last try: {"th", "en"}')
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by_id = models.BigIntegerField(
        null=True, blank=True, help_text="The person; another one publishes"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.TextField(blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by",
        help_text="A published round in which something was wrong; it stays as it is",
    )  # fmt: skip
    demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="matching_round_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"/rounds/{self.code}/"

    @property
    def reference(self) -> str:
        """How the ledger names what is reserved for it."""
        return f"round:{self.code}"

    @property
    def is_solving(self) -> bool:
        return self.progress is not None


class RoundOffer(models.Model):
    """What one offer brings into the round; reserved in the offer's ledger under `round:<code>` when the round opens."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="offers")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="rounds")
    units = models.PositiveIntegerField()
    budget_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    price = models.BigIntegerField(null=True, blank=True, help_text="Points that one more place would add")

    class Meta:
        ordering = ["round", "offer"]
        constraints = [models.UniqueConstraint(fields=["round", "offer"], name="matching_offer_once_a_round")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.offer_id}"


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, actor: Actor) -> "ApplicationQuerySet":
        """The group, officers of its area, the round's body, the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        mine = Q(round__owner=actor.organisation_id) | Q(enterprise__organisation=actor.organisation_id)
        if actor.may(Permission.SEND_REFERRAL):
            mine |= Q(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(mine)

    def standing(self) -> "ApplicationQuerySet":
        return self.filter(withdrawn_at=None)


class Application(models.Model):
    """A group asks for one offer of the round. Of several wishes of one group each is a row."""

    code = models.CharField(max_length=20, unique=True)
    round = models.ForeignKey(Round, models.CASCADE, related_name="applications")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="applications")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="applications")
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, null=True, blank=True, related_name="applications"
    )
    wish = models.PositiveSmallIntegerField(default=1, help_text="1: wanted most")
    score = models.PositiveIntegerField(default=0, help_text="Points of the written rule, 0 to 1000")
    score_reasons = models.JSONField(default=list, blank=True)
    requested_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    group = models.CharField(max_length=60, blank=True, help_text="Priority group of the rule")
    need = models.PositiveSmallIntegerField(
        default=0, help_text="0 to 100: how poor among the applicants; set at closing"
    )
    applied_at = models.DateTimeField()
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["round", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "enterprise", "offer"],
                condition=Q(withdrawn_at=None),
                name="matching_one_application_an_offer",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/rounds/{self.round.code}/applications/{self.code}/"


class Allocation(models.Model):
    """The answer to one application: what was allotted, and why; or why not, and what would have changed it."""

    application = models.OneToOneField(Application, models.CASCADE, related_name="allocation")
    units = models.PositiveIntegerField(default=0)
    baht = models.DecimalField(max_digits=16, decimal_places=2, default=0)
    reasons = models.JSONField(default=list, help_text="Sentences in both languages")

    def __str__(self) -> str:
        return f"{self.application_id}: {self.units}"
