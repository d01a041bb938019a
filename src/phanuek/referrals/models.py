from django.conf import settings
from django.db import models
from django.db.models import Q

from phanuek.agreements.models import Commitment
from phanuek.areas.models import Area
from phanuek.consent.models import Consent
from phanuek.files.models import Attachment
from phanuek.matching.models import Assessment
from phanuek.needs.models import Need
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.referrals.states import (
    AppealState,
    ClosingReason,
    Completeness,
    DeliveryKind,
    FileKind,
    ReceivedAnswer,
    ReferralState,
    RefusalReason,
    Side,
)
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.words import T


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, actor: Actor) -> "ReferralQuerySet":
        """Sender, provider, the group itself, officers of the group's area, and the secretariat. Nobody else knows it exists."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        mine = (
            # a department may also give support: its officers of a province see the cases of that province only
            Q(provider=actor.organisation_id, enterprise__subdistrict__code__startswith=actor.area_code)
            | self._of_bodies_below(actor)
            | Q(sender=actor.organisation_id, province__code__startswith=actor.area_code)
            | Q(enterprise__organisation=actor.organisation_id)
        )
        if actor.may(Permission.SEND_REFERRAL):
            mine |= Q(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(mine)

    @staticmethod
    def _of_bodies_below(actor: Actor) -> Q:
        """What a body is told of when another below it is late or has its refusal appealed: these cases and no others."""
        if not actor.may(Permission.ANSWER_REFERRALS):
            return Q(pk=None)
        late = Q(owner=Side.PROVIDER, step_due__lt=clock.today())
        return Q(provider__parent=actor.organisation_id) & (Q(state=ReferralState.APPEALED) | late)


class Referral(models.Model):
    """A group passed to one offer, with its consent. One case from sending to closing."""

    code = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="referrals")
    need = models.ForeignKey(Need, models.PROTECT, null=True, blank=True, related_name="referrals")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="referrals")
    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals_received")
    sender = models.ForeignKey(Organisation, models.PROTECT, related_name="referrals_sent")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="referrals"
    )
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="referrals")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="referrals")
    province = models.ForeignKey(
        Area, models.PROTECT, related_name="+", help_text="Of the group, when sent: figures by province"
    )
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.SENT)
    note = models.TextField(blank=True, help_text="What the sender tells the provider")
    sent_at = models.DateTimeField()
    first_answer_due = models.DateField()
    first_answer_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(
        null=True, blank=True, help_text="When the provider took it up; empty again when that was taken back"
    )
    refusal_reason = models.CharField(max_length=20, choices=RefusalReason.choices, blank=True)
    refusal_note = models.TextField(blank=True)
    refusal_conditions = models.JSONField(
        default=list, blank=True, help_text='Conditions named as not met: [{"th": …, "en": …}]'
    )
    refused_by_id = models.BigIntegerField(
        null=True, blank=True, help_text="Person; may not answer the appeal"
    )
    appeal_until = models.DateField(
        null=True, blank=True, help_text="Last day on which the refusal may be appealed"
    )
    alternative = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="What the refusing body suggests instead",
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Of the provider's officers, the one who has it",
    )
    owner = models.CharField(
        max_length=10, choices=Side.choices, default=Side.PROVIDER, blank=True, help_text="Whose turn it is"
    )
    step_since = models.DateTimeField(null=True, blank=True, help_text="Since when it stands at this step")
    step_due = models.DateField(null=True, blank=True, help_text="By when the owner should act")
    step_ends = models.DateField(null=True, blank=True, help_text="When it closes by itself")
    closing_reason = models.CharField(max_length=20, choices=ClosingReason.choices, blank=True)
    transfer_to = models.ForeignKey(
        Offer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The offer it should move to",
    )
    previous = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next",
        help_text="The case it was transferred from, or applies again after",
    )
    requested_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["provider", "state", "sent_at"], name="referrals_waiting"),
            models.Index(fields=["sent_at"], name="referrals_sent"),
            models.Index(fields=["step_due"], condition=~Q(owner=""), name="referrals_clock"),
        ]
        constraints = [
            models.CheckConstraint(
                # kept while the refusal is appealed, and as history when the case goes on
                condition=~Q(state__in=["refused", "appealed"]) | ~Q(refusal_reason=""),
                name="referrals_refused_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["enterprise", "offer"],
                condition=Q(state__in=["sent", "more_asked", "accepted", "appealed", "transfer"]),
                name="referrals_one_open_case_per_offer",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/referrals/{self.code}/"

    @property
    def waiting_appeal(self) -> "Appeal | None":
        """The one that waits for an answer; loaded with the others where they are."""
        return next((one for one in self.appeals.all() if one.state == AppealState.WAITING), None)


class Letter(models.Model):
    """A question, an answer or a note between sender and provider, inside the case."""

    class Kind(models.TextChoices):
        QUESTION = "question", T("ขอข้อมูลเพิ่ม", "Asks for more")
        ANSWER = "answer", T("ตอบข้อมูล", "Answers")
        NOTE = "note", T("แจ้งเพิ่มเติม", "Adds a note")

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField()
    at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Delivery(models.Model):
    """What was given, how much, when, with evidence."""

    code = models.CharField(max_length=20, unique=True)
    referral = models.ForeignKey(Referral, models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=20, choices=DeliveryKind.choices)
    what = models.CharField(max_length=300)
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    amount_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    delivered_on = models.DateField()
    evidence = models.ForeignKey(Attachment, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    completeness = models.CharField(max_length=10, choices=Completeness.choices, default=Completeness.WHOLE)
    learnt_th = models.TextField(blank=True, help_text="Of knowledge: what was learnt")
    reported_by_receiver = models.BooleanField(
        default=False, help_text="The group said that it came before the provider recorded it"
    )
    returned_quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    returned_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_why = models.CharField(max_length=300, blank=True)
    received = models.CharField(
        max_length=5,
        choices=ReceivedAnswer.choices,
        blank=True,
        help_text="What the receiving side says; empty: not yet",
    )
    received_note = models.TextField(blank=True)
    denied = models.BooleanField(
        default=False, help_text="Of what the group reported first: the provider says that it gave nothing"
    )
    answered_by = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+",
        help_text="Of the side that did not record it: who answered, also with no",
    )  # fmt: skip
    answered_at = models.DateTimeField(null=True, blank=True)
    on_behalf = models.BooleanField(default=False, help_text="Entered by the secretariat for the provider")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The receiving side says it came",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["delivered_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("recorded_by")),
                name="referrals_delivery_confirmed_by_another_body",
            ),
            models.CheckConstraint(
                condition=(Q(quantity=None) | Q(quantity__gt=0))
                & (Q(amount_baht=None) | Q(amount_baht__gte=0)),
                name="referrals_delivery_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class Attendance(models.Model):
    """One person at a training; the name is personal data, seen by those who may see the case."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attendance")
    name = models.CharField(max_length=200)
    attended = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["delivery", "name"], name="referrals_attendee_once")]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One meeting of a training: when, how long, what about, how many came."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="sessions")
    held_on = models.DateField()
    hours = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    topic = models.CharField(max_length=300)
    attended = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["held_on", "pk"]

    def __str__(self) -> str:
        return self.topic


class Appeal(models.Model):
    """A refusal questioned within its term, answered by somebody else than who refused."""

    code = models.CharField(max_length=20, unique=True)
    referral = models.ForeignKey(Referral, models.CASCADE, related_name="appeals")
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.WAITING)
    text = models.TextField()
    made_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    refused_by_id = models.BigIntegerField(null=True, help_text="Who refused: may not answer")
    due_on = models.DateField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_by_body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    decided_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(state="waiting"), name="referrals_one_waiting_appeal"
            ),
            models.CheckConstraint(
                condition=Q(decided_by_id=None)
                | Q(refused_by_id=None)
                | ~Q(decided_by_id=models.F("refused_by_id")),
                name="referrals_appeal_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CaseFile(models.Model):
    """A file in the case: who added it, for what, and until when it is kept."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="files")
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="files")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=FileKind.choices)
    title = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    removed_on = models.DateField(null=True, blank=True, help_text="Contents destroyed by the retention rule")

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.title or self.attachment.name
