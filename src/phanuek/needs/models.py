from django.db import models
from django.db.models import Q

from phanuek.areas.models import Area
from phanuek.needs.states import OPEN_STATES, ClosedReason, NeedState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise, Relation
from phanuek.ui.words import T


class Aim(models.TextChoices):
    """What support is for. The first three are the agreement's own words: knowledge in product, production, management."""

    PRODUCT_DEVELOPMENT = "product_development", T("พัฒนาสินค้า", "Product development")
    PRODUCTION_DEVELOPMENT = "production_development", T("พัฒนาการผลิต", "Production development")
    MANAGEMENT = "management", T("การบริหารจัดการ", "Management")
    INCOME = "income", T("สร้างรายได้", "Income")
    INCLUSION = "inclusion", T("งานและรายได้ของกลุ่มเปราะบาง", "Inclusion")


class Means(models.TextChoices):
    """How support is given; not the same thing as its aim."""

    KNOWLEDGE = "knowledge", T("องค์ความรู้/ฝึกอบรม", "Knowledge and training")
    ADVICE = "advice", T("คำปรึกษา", "Advice")
    FINANCE = "finance", T("เงินทุน/สินเชื่อ", "Finance")
    GUARANTEE = "guarantee", T("ค้ำประกันสินเชื่อ", "Credit guarantee")
    MARKET = "market", T("ตลาด/ช่องทางจำหน่าย", "Market access")
    LOGISTICS = "logistics", T("การขนส่ง", "Logistics")
    INNOVATION = "innovation", T("นวัตกรรม", "Innovation")
    EMPLOYMENT = "employment", T("การจ้างงาน", "Employment")
    TOURISM = "tourism", T("การท่องเที่ยว", "Tourism")
    DIGITAL = "digital", T("ดิจิทัล", "Digital")
    TAX = "tax", T("ภาษี", "Tax")


class Voice(models.TextChoices):
    CITIZEN = "citizen", T("ประชาชนแจ้งเอง", "A citizen")
    TAMBON_MEETING = "tambon_meeting", T("เวทีประชุมตำบล", "A tambon meeting")
    GROUP = "group", T("กลุ่มแจ้งเอง", "The group itself")
    OFFICER = "officer", T("เจ้าหน้าที่บันทึกจากการลงพื้นที่", "An officer, from a visit")


class NeedQuerySet(models.QuerySet["Need"]):
    def visible_to(self, actor: Actor) -> "NeedQuerySet":
        """The public sees checked needs (without who said them); an officer all of their area; a group its own;
        a Pracharath company those of the groups it supports."""
        if actor.sees_all or actor.is_system:
            return self
        public = Q(published=True)
        if actor.is_public or not actor.role:
            return self.filter(public)
        if actor.may(Permission.CHECK_NEEDS):
            return self.filter(public | Q(area__code__startswith=actor.area_code))
        mine = Q(enterprise__organisation=actor.organisation_id) | Q(recorded_by=actor.organisation_id)
        if actor.may(Permission.SUPPORT_GROUPS):
            supported = Relation.objects.filter(organisation=actor.organisation_id, ended_on=None)
            mine |= Q(enterprise__in=supported.values("enterprise"))
        return self.filter(public | mine)

    def workable_by(self, actor: Actor) -> "NeedQuerySet":
        """Needs whose wording, contact and next step the actor may handle."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        if actor.may(Permission.CHECK_NEEDS):
            return self.filter(area__code__startswith=actor.area_code)
        if actor.may(Permission.SUPPORT_GROUPS):
            supported = Relation.objects.filter(organisation=actor.organisation_id, ended_on=None)
            return self.filter(
                Q(recorded_by=actor.organisation_id) | Q(enterprise__in=supported.values("enterprise"))
            )
        return self.filter(enterprise__organisation=actor.organisation_id)

    def open(self) -> "NeedQuerySet":
        return self.filter(state__in=OPEN_STATES)


class Need(models.Model):
    """What somebody says is needed in a subdistrict; an enterprise is not required."""

    code = models.CharField(max_length=20, unique=True)
    aim = models.CharField(max_length=30, choices=Aim.choices)
    means = models.JSONField(default=list, blank=True, help_text="Means wished for, where known")
    text = models.TextField(help_text="In the words of who said it; shown publicly only once checked")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="needs")
    voice = models.CharField(max_length=20, choices=Voice.choices)
    said_on = models.DateField()
    meeting_place = models.CharField(max_length=200, blank=True)
    people_present = models.PositiveIntegerField(null=True, blank=True)
    contact_name = models.CharField(max_length=200, blank=True, help_text="Personal")
    contact_phone = models.CharField(max_length=60, blank=True, help_text="Personal")
    follow_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the follow link's token"
    )
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.RECEIVED)
    closed_reason = models.CharField(max_length=20, choices=ClosedReason.choices, blank=True)
    closed_note = models.TextField(blank=True, help_text="Told to the one who said it")
    published = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "aim"], name="needs_by_state_and_aim"),
            models.Index(fields=["-received_at"], name="needs_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(Q(state="closed") & ~Q(closed_reason=""))
                | (~Q(state="closed") & Q(closed_reason="")),
                name="needs_closed_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.aim}"

    def get_absolute_url(self) -> str:
        return f"/needs/{self.code}/"

    @property
    def has_contact(self) -> bool:
        return bool(self.contact_name or self.contact_phone)
