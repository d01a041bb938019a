from django.db import models
from django.db.models import Q

from phanuek.agreements.models.agreement import Agreement, Party
from phanuek.agreements.models.text import Clause, TextVersion
from phanuek.agreements.states import AmendmentKind, AmendmentState, ChangeKind, ReviewAnswer
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, actor: Actor) -> "AmendmentQuerySet":
        """Everyone sees what is being signed or was decided; a draft only its proposer, what is in review only the parties.

        The secretariat sees all.
        """
        if actor.sees_all or actor.is_system:
            return self
        shown = Q(state__in=[AmendmentState.SIGNING, AmendmentState.MERGED])
        if actor.organisation_id and actor.role:
            shown |= Q(proposed_by=actor.organisation_id)
            shown |= Q(
                agreement__in=Party.objects.filter(organisation=actor.organisation_id).values("agreement")
            ) & ~Q(state=AmendmentState.DRAFT)
        return self.filter(shown)


class Amendment(WithProvenance):
    """A change to a signed agreement, worked out beside it: proposed, reviewed by the parties, signed, merged."""

    code = models.SlugField(max_length=80, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=12, choices=AmendmentKind.choices)
    state = models.CharField(max_length=10, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    why_th = models.TextField()
    why_en = models.TextField(blank=True)
    base = models.ForeignKey(
        TextVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        help_text="The version it was written against; empty where the text is not in hand",
    )
    proposed_by = models.ForeignKey(Organisation, models.PROTECT, related_name="amendments_proposed")
    proposed_on = models.DateField(null=True, blank=True)
    signing_opened_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    new_ends_on = models.DateField(null=True, blank=True, help_text="For an extension: the new last day")
    party = models.ForeignKey(
        Party,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="For a withdrawal: who leaves",
    )
    successor = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="For a termination: the agreement that takes its place",
    )
    attachment = models.ForeignKey(
        Attachment, models.PROTECT, null=True, blank=True, related_name="+", help_text="Letter or notice"
    )
    closed_on = models.DateField(null=True, blank=True, help_text="Day it was merged, rejected or taken back")
    closed_why_th = models.TextField(blank=True)
    closed_why_en = models.TextField(blank=True)
    sent_back_why_th = models.TextField(
        blank=True, help_text="Why it last went back to be drafted or reviewed again"
    )
    sent_back_why_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        ordering = ["agreement", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="extension") | Q(new_ends_on__isnull=False),
                name="agreements_extension_says_until_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind="withdrawal") | Q(party__isnull=False),
                name="agreements_withdrawal_says_who",
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}amendments/{self.code}/"


class ClauseChange(models.Model):
    """One clause as the amendment would have it: other words, a new clause after another, or none any more."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="changes")
    code = models.SlugField(
        max_length=40, help_text="The clause's code; of a new clause the code that it will have"
    )
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    clause = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="changes",
        help_text="Empty for a new clause",
    )
    after = models.ForeignKey(
        Clause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="For a new clause: the one it follows; empty puts it first",
    )
    label_th = models.CharField(max_length=60, blank=True)
    label_en = models.CharField(max_length=60, blank=True)
    heading_th = models.CharField(max_length=300, blank=True)
    heading_en = models.CharField(max_length=300, blank=True)
    text_th = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    chosen = models.JSONField(
        default=dict,
        blank=True,
        help_text="Where it touched words another amendment had changed: original, current, proposed, and what was chosen",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["amendment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "clause"], name="agreements_clause_changed_once"),
            models.UniqueConstraint(fields=["amendment", "code"], name="agreements_change_code_once"),
            models.CheckConstraint(
                condition=Q(kind="insert", clause=None)
                | Q(kind__in=["replace", "repeal"], clause__isnull=False),
                name="agreements_change_names_its_clause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.kind} {self.clause_id}"


class Review(models.Model):
    """What a party said of a proposed amendment; a later word of the same party replaces the earlier."""

    amendment = models.ForeignKey(Amendment, models.CASCADE, related_name="reviews")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=ReviewAnswer.choices)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()
    on_behalf = models.BooleanField(
        default=False, help_text="Recorded by the secretariat for a body without an account"
    )
    earlier_words = models.BooleanField(
        default=False, help_text="Said of earlier words of the amendment: shown, does not count any more"
    )

    class Meta:
        ordering = ["amendment", "party__order"]
        constraints = [models.UniqueConstraint(fields=["amendment", "party"], name="agreements_review_once")]

    def __str__(self) -> str:
        return f"{self.amendment_id} {self.party_id} {self.answer}"
