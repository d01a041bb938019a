from django.db import models
from django.db.models import Q

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance
from phanuek.ui.words import T


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, actor: Actor) -> "AgreementQuerySet":
        """Agreements are public."""
        return self


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
    signed_on = models.DateField()
    signed_at_time = models.TimeField(null=True, blank=True)
    venue_th = models.TextField(blank=True)
    venue_en = models.TextField(blank=True)
    organiser = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    ends_on = models.DateField(null=True, blank=True)
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
        ordering = ["-signed_on"]

    def __str__(self) -> str:
        return self.short_title_th or self.title_th

    def get_absolute_url(self) -> str:
        return f"/agreements/{self.code}/"


class Statement(WithProvenance):
    """A sentence the source reports of the agreement. Not a clause: the agreement's own text may not be in hand."""

    class Kind(models.TextChoices):
        INTENT = "intent", T("เจตจำนง", "Intent")
        AIM = "aim", T("วัตถุประสงค์", "Aim")
        APPROACH = "approach", T("แนวทางการดำเนินงาน", "Approach")
        WIDER_AIM = (
            "wider_aim",
            T("เป้าหมายของกระทรวงมหาดไทยและกรมการพัฒนาชุมชน", "Wider aim of the Interior ministry and the CDD"),
        )
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

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "order"], name="agreements_party_order_once"),
            models.UniqueConstraint(fields=["agreement", "organisation"], name="agreements_party_once"),
        ]

    def __str__(self) -> str:
        return self.name_as_printed


class Attendee(WithProvenance):
    """A person named in the account of the signing: who signed for whom, who chaired, who attended. Office apart from holder."""

    class Part(models.TextChoices):
        SIGNATORY = "signatory", T("ผู้ลงนาม", "Signatory")
        CHAIR = "chair", T("ประธานในพิธี", "Chair of the ceremony")
        GUEST = "guest", T("ร่วมเป็นเกียรติและจัดแสดงนิทรรศการ", "Guest of honour and exhibitor")

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="attendees")
    part = models.CharField(max_length=20, choices=Part.choices)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="signatories")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position_th = models.CharField(max_length=300, blank=True)
    position_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["part", "pk"]

    def __str__(self) -> str:
        return self.name_th


class Measure(models.TextChoices):
    """What a commitment counts; the ledger of results is kept in these."""

    REFERRALS = "referrals", T("การส่งต่อที่รับไว้", "Referrals accepted")
    DELIVERIES = "deliveries", T("การให้การสนับสนุน", "Deliveries")
    PEOPLE_TRAINED = "people_trained", T("ผู้เข้ารับการอบรม", "People trained")
    INCOME_CONFIRMED_BAHT = "income_confirmed_baht", T("รายได้ที่ยืนยันแล้ว (บาท)", "Confirmed income (baht)")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, actor: Actor) -> "CommitmentQuerySet":
        """Commitments are public."""
        return self

    def led_by(self, organisation_id: int | None) -> "CommitmentQuerySet":
        return self.filter(lead=organisation_id)


class Commitment(WithProvenance):
    """What a party undertakes under an agreement; ภารกิจ, since a memorandum does not bind in law."""

    code = models.SlugField(max_length=80, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="commitments")
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="commitments")
    collaborators = models.ManyToManyField(Organisation, blank=True, related_name="commitments_joined")
    title_th = models.TextField()
    title_en = models.TextField(blank=True)
    measure = models.CharField(max_length=30, choices=Measure.choices)
    unit_th = models.CharField(max_length=60, blank=True)
    unit_en = models.CharField(max_length=60, blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    budget_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    on_behalf = models.BooleanField(default=False, help_text="Last written by the secretariat for the lead")
    version = models.PositiveIntegerField(default=1)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ["lead__name_th", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(starts_on=None) | Q(due_on__gte=models.F("starts_on")),
                name="agreements_commitment_ends_after_start",
                violation_error_message="วันครบกำหนดต้องไม่มาก่อนวันเริ่ม · The due date cannot come before the start.",
            ),
            models.CheckConstraint(
                condition=~Q(provenance="added")
                | (~Q(provenance_by="") & Q(provenance_on__isnull=False) & ~Q(provenance_why="")),
                name="agreements_added_commitment_says_who_when_why",
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(target__gt=0), name="agreements_target_is_above_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.title_th

    def get_absolute_url(self) -> str:
        return f"/commitments/{self.code}/"


class Posting(models.Model):
    """One result credited to a commitment by a later room; the sum can always be recomputed from the rows it names."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="postings")
    measure = models.CharField(max_length=30, choices=Measure.choices)
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    confirmed = models.BooleanField()
    reference = models.CharField(max_length=80, help_text="What it comes from, e.g. delivery:d-…")
    on = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "measure", "reference", "confirmed"], name="agreements_posted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.measure} {self.quantity}"
