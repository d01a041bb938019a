from django.db import models
from django.db.models import F, Q

from phanuek.agreements.states import SigningRule, Stage
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import Provenance, WithProvenance
from phanuek.ui.words import T


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Public, apart from drafts, which the secretariat and the members of their parties see."""
        if actor.sees_all or actor.is_system:
            return self
        own = Q(parties__organisation=actor.organisation_id) if actor.organisation_id else Q(pk=None)
        return self.filter(~Q(stage=Stage.DRAFT) | Q(pk__in=self.model.objects.filter(own).values("pk")))

    def main(self) -> "Agreement | None":
        """The one that the front page tells: a real one before an invented one, the latest signed first; never a draft."""
        invented = models.Case(models.When(provenance=Provenance.DEMONSTRATION, then=1), default=0)
        shown = self.exclude(stage=Stage.DRAFT).select_related("organiser")
        return shown.order_by(invented, F("signed_on").desc(nulls_last=True), "code").first()


class Agreement(WithProvenance):
    """A signed agreement, told by what is known of it. What the source does not state stays empty and is shown as such."""

    code = models.SlugField(max_length=80, unique=True)
    instrument_th = models.CharField(max_length=200, help_text="Kind of instrument, e.g. memorandum")
    instrument_en = models.CharField(max_length=200)
    title_th = models.TextField()
    title_en = models.TextField(blank=True)
    short_title_th = models.TextField(blank=True)
    short_title_en = models.TextField(blank=True)
    document_number = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.SIGNED)
    signed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Empty while it is not signed; the day of the last signature that counted",
    )
    signing_opened_on = models.DateField(
        null=True, blank=True, help_text="Day it was opened for signing here; no signature counts before it"
    )
    text_elsewhere = models.CharField(
        max_length=300, blank=True, help_text="Where its text is kept, when it is not kept here"
    )
    signed_at_time = models.TimeField(null=True, blank=True)
    venue_th = models.TextField(blank=True)
    venue_en = models.TextField(blank=True)
    organiser = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    signing_rule = models.CharField(
        max_length=10,
        choices=SigningRule.choices,
        default=SigningRule.NOT_STATED,
        help_text="Whose signatures bring it into force",
    )
    signing_count = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many parties must have signed, for the rule at_least"
    )
    effective_on = models.DateField(
        null=True,
        blank=True,
        help_text="First day in force where the text names one; else the day of the last signature",
    )
    ends_on = models.DateField(
        null=True, blank=True, help_text="Last day of its term; empty where not stated"
    )
    no_fixed_term = models.BooleanField(default=False, help_text="The text says that it has no end")
    notice_days = models.PositiveIntegerField(
        null=True, blank=True, help_text="Days of notice before a party may leave, where stated"
    )
    terminated_on = models.DateField(
        null=True, blank=True, help_text="First day on which it no longer is in force"
    )
    termination_why_th = models.TextField(blank=True)
    termination_why_en = models.TextField(blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="The agreement that took its place",
    )
    party_count_note_th = models.TextField(blank=True)
    party_count_note_en = models.TextField(blank=True)
    not_stated = models.JSONField(
        default=list, blank=True, help_text='What the source does not state: [{"th": …, "en": …}]'
    )
    sources = models.JSONField(default=list, blank=True, help_text='[{"title": …, "address": …, "what": …}]')
    other_bodies = models.JSONField(
        default=list,
        blank=True,
        help_text='Named in the source, not parties: [{"code", "name_th", "note_th", "note_en"}]',
    )
    notes = models.JSONField(
        default=dict, blank=True, help_text='On single fields: {"title_en": {"th": …, "en": …}}'
    )
    version = models.PositiveIntegerField(default=1)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = [models.F("signed_on").desc(nulls_last=True), "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(signed_on=None) | Q(ends_on__gte=F("signed_on")),
                name="agreements_agreement_ends_after_signing",
                violation_error_message="วันสิ้นสุดต้องไม่มาก่อนวันลงนาม · The end cannot come before the signing.",
            ),
            models.CheckConstraint(
                condition=Q(stage="signed", signed_on__isnull=False)
                | Q(stage__in=["draft", "signing"], signed_on=None),
                name="agreements_signed_agreement_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(signing_rule="at_least") | Q(signing_count__gt=0),
                name="agreements_signing_rule_says_how_many",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title_th or self.title_th

    def get_absolute_url(self) -> str:
        return f"/agreements/{self.code}/"

    @property
    def name_th(self) -> str:
        """What it is called in a line: its short title, or the whole one."""
        return self.short_title_th or self.title_th

    @property
    def name_en(self) -> str:
        return self.short_title_en or self.title_en or self.name_th


class Statement(WithProvenance):
    """A sentence the source reports of the agreement. Not a clause: the agreement's own text may not be in hand."""

    class Kind(models.TextChoices):
        INTENT = "intent", T("เจตจำนง", "Intent")
        AIM = "aim", T("วัตถุประสงค์", "Aim")
        APPROACH = "approach", T("แนวทางการดำเนินงาน", "Approach")
        WIDER_AIM = "wider_aim", T("เป้าหมายที่กว้างกว่าข้อตกลง", "Aim wider than the agreement")
        SUPPORT_AREA = "support_area", T("ด้านที่สนับสนุน", "Area of support")
        TARGET_GROUP = "target_group", T("กลุ่มเป้าหมาย", "Target group")
        EXHIBITION = "exhibition", T("นิทรรศการ", "Exhibition")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="statements")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    number = models.PositiveIntegerField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    note_th = models.TextField(blank=True)
    note_en = models.TextField(blank=True)

    class Meta:
        ordering = ["kind", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "kind", "number"], name="agreements_statement_once")
        ]

    def __str__(self) -> str:
        return self.text_th


class Party(models.Model):
    """A body that signed, in the signed order, with its name as printed."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parties")
    order = models.PositiveIntegerField()
    name_as_printed = models.CharField(max_length=300)
    name_note_th = models.TextField(blank=True)
    name_note_en = models.TextField(blank=True)
    must_sign = models.BooleanField(default=True, help_text="Counts for the signing rule `named`")
    joined_on = models.DateField(null=True, blank=True, help_text="Where it joined after the first signing")
    withdrawn_on = models.DateField(
        null=True, blank=True, help_text="First day on which it no longer is a party"
    )
    withdrawal_why_th = models.TextField(blank=True)
    withdrawal_why_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="agreements_party_order_once"),
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreements_party_once"),
        ]

    def __str__(self) -> str:
        return self.name_as_printed
