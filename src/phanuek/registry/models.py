from django.db import models
from django.db.models import Q

from phanuek.areas.models import Area
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.ui.words import T


class EnterpriseKind(models.TextChoices):
    SOCIAL_ENTERPRISE = "social_enterprise", T("วิสาหกิจเพื่อสังคม", "Social enterprise")
    SOCIAL_ENTERPRISE_GROUP = "social_enterprise_group", T("กลุ่มกิจการเพื่อสังคม", "Social-enterprise group")
    COMMUNITY_ENTERPRISE = "community_enterprise", T("วิสาหกิจชุมชน", "Community enterprise")
    OTOP_PRODUCER_GROUP = "otop_producer_group", T("กลุ่มผู้ผลิตชุมชน (OTOP)", "Community producer group (OTOP)")
    OTOP_SINGLE_OWNER = (
        "otop_single_owner",
        T("ผู้ผลิตชุมชนเจ้าของรายเดียว (OTOP)", "Single-owner community producer (OTOP)"),
    )
    OCCUPATIONAL_GROUP = "occupational_group", T("กลุ่มอาชีพ", "Occupational group")
    COOPERATIVE = "cooperative", T("สหกรณ์", "Cooperative")
    SME = "sme", T("ผู้ประกอบการรายย่อย (SME)", "Small business (SME)")


class LegalForm(models.TextChoices):
    NONE = "none", T("ไม่ได้จัดตั้งเป็นนิติบุคคล", "Not a juristic person")
    NATURAL_PERSON = "natural_person", T("บุคคลธรรมดา", "Natural person")
    ORDINARY_PARTNERSHIP = "ordinary_partnership", T("ห้างหุ้นส่วนสามัญ", "Ordinary partnership")
    REGISTERED_PARTNERSHIP = "registered_partnership", T("ห้างหุ้นส่วนสามัญนิติบุคคล", "Registered partnership")
    LIMITED_PARTNERSHIP = "limited_partnership", T("ห้างหุ้นส่วนจำกัด", "Limited partnership")
    LIMITED_COMPANY = "limited_company", T("บริษัทจำกัด", "Limited company")
    PUBLIC_COMPANY = "public_company", T("บริษัทมหาชนจำกัด", "Public company")
    COOPERATIVE = "cooperative", T("สหกรณ์", "Cooperative")
    FOUNDATION = "foundation", T("มูลนิธิ", "Foundation")
    ASSOCIATION = "association", T("สมาคม", "Association")
    STATE_BODY = "state_body", T("หน่วยงานของรัฐ", "State body")


JURISTIC_FORMS = frozenset(
    {
        LegalForm.REGISTERED_PARTNERSHIP, LegalForm.LIMITED_PARTNERSHIP, LegalForm.LIMITED_COMPANY,
        LegalForm.PUBLIC_COMPANY, LegalForm.COOPERATIVE, LegalForm.FOUNDATION, LegalForm.ASSOCIATION,
        LegalForm.STATE_BODY,
    }
)  # fmt: skip


class BusinessGroup(models.TextChoices):
    """The Pracharath network's three groups (domain notes, section 4)."""

    AGRICULTURE = "agriculture", T("เกษตร", "Agriculture")
    PROCESSING = "processing", T("แปรรูป (SME/OTOP)", "Processing (SME/OTOP)")
    COMMUNITY_TOURISM = "community_tourism", T("ท่องเที่ยวโดยชุมชน", "Community-based tourism")


class Process(models.TextChoices):
    """The Pracharath network's five processes."""

    INPUTS = "inputs", T("การเข้าถึงปัจจัยการผลิต", "Access to inputs")
    KNOWLEDGE = "knowledge", T("การสร้างองค์ความรู้", "Building knowledge")
    MARKETING = "marketing", T("การตลาด", "Marketing")
    COMMUNICATION = "communication", T("การสื่อสารสร้างการรับรู้", "Communication")
    MANAGEMENT = "management", T("การบริหารจัดการ", "Management")


class EnterpriseQuerySet(models.QuerySet["Enterprise"]):
    def visible_to(self, actor: Actor) -> "EnterpriseQuerySet":
        """The public directory lists every active enterprise (public fields only); what is not public is asked per page."""
        return self if actor.sees_all or actor.is_system else self.filter(active=True)

    def workable_by(self, actor: Actor) -> "EnterpriseQuerySet":
        """Those whose contact details, facts and cases the actor may work with: own area, own group, or supported by own company."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        if actor.may(Permission.REGISTER_ENTERPRISE):
            return self.filter(subdistrict__code__startswith=actor.area_code)
        if actor.may(Permission.SUPPORT_GROUPS):
            supported = Relation.objects.filter(kind=Relation.Kind.SUPPORTS, ended_on=None)
            if actor.area_code:
                supported = supported.filter(organisation=actor.organisation_id)
            return self.filter(pk__in=supported.values("enterprise"))
        return self.filter(organisation=actor.organisation_id)


class Enterprise(models.Model):
    """A social enterprise, a group or a producer. Its organisation is the side that signs in and acts."""

    code = models.CharField(max_length=20, unique=True)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="enterprise")
    kind = models.CharField(max_length=30, choices=EnterpriseKind.choices)
    legal_form = models.CharField(
        max_length=30, choices=LegalForm.choices, blank=True, help_text="Empty: not known"
    )
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    sort_key = models.CharField(max_length=400)
    subdistrict = models.ForeignKey(Area, models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True, help_text="House, moo, road; not public")
    business_group = models.CharField(max_length=20, choices=BusinessGroup.choices, blank=True)
    about_th = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    started_on = models.DateField(null=True, blank=True)
    members = models.PositiveIntegerField(null=True, blank=True)
    contact_name = models.CharField(
        max_length=200, blank=True, help_text="Personal: shown to those who work with the group"
    )
    contact_phone = models.CharField(max_length=30, blank=True, help_text="Personal")
    contact_email = models.EmailField(blank=True, help_text="Personal: where the group is told of its cases")
    active = models.BooleanField(default=True)
    registered_on = models.DateField()
    registered_by = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    demonstration = models.BooleanField(default=False)
    version = models.PositiveIntegerField(
        default=1, help_text="Grows with each edit: two editors notice each other"
    )

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        indexes = [
            models.Index(fields=["sort_key"], name="registry_sorted"),
            models.Index(fields=["kind", "sort_key"], name="registry_kind_sorted"),
        ]

    def __str__(self) -> str:
        return self.name_th

    def get_absolute_url(self) -> str:
        return f"/enterprises/{self.code}/"


class Identifier(models.Model):
    """A number some register gave. A citizen number is personal: kept, but shown masked."""

    class Scheme(models.TextChoices):
        JURISTIC = "juristic", T("เลขทะเบียนนิติบุคคล", "Juristic number")
        CITIZEN = "citizen", T("เลขประจำตัวประชาชน", "Citizen number")
        COMMUNITY_ENTERPRISE = "community_enterprise", T("รหัสทะเบียนวิสาหกิจชุมชน", "Community enterprise code")
        OTOP = "otop", T("เลขทะเบียน OTOP", "OTOP registration")
        SE = "se", T("เลขทะเบียนวิสาหกิจเพื่อสังคม", "Social enterprise registration")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=30, choices=Scheme.choices)
    value = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="registry_identifier_once"),
            models.UniqueConstraint(fields=["enterprise", "scheme"], name="registry_one_identifier_a_scheme"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value[-4:]}"


class Product(models.Model):
    """What an enterprise makes or serves."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="products")
    code = models.CharField(max_length=20, unique=True)
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    business_group = models.CharField(max_length=20, choices=BusinessGroup.choices, blank=True)

    class Meta:
        ordering = ["name_th"]

    def __str__(self) -> str:
        return self.name_th


class Relation(models.Model):
    """A body that supports an enterprise, from when to when; for a Pracharath company also in which of the five processes."""

    class Kind(models.TextChoices):
        SUPPORTS = "supports", T("สนับสนุน", "supports")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="relations")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.SUPPORTS)
    processes = models.JSONField(default=list, help_text="Process codes")
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "enterprise", "kind"],
                condition=Q(ended_on=None),
                name="registry_one_open_relation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.kind} {self.enterprise}"


class SearchEntry(models.Model):
    """The searchable spelling of an enterprise's name and products: normalised, in words, and as a sound skeleton."""

    enterprise = models.OneToOneField(Enterprise, models.CASCADE, primary_key=True, related_name="search")
    normal = models.TextField()
    words = models.TextField(
        help_text="Words between single blanks, with one before the first and after the last"
    )
    skeleton = models.TextField()
    core_skeleton = models.CharField(
        max_length=300, db_index=True, help_text="Of the name without its kind words: for look-alikes"
    )

    def __str__(self) -> str:
        return self.normal


class SearchWord(models.Model):
    """A word that occurs in some enterprise's name or products: what a misspelt search may have meant."""

    word = models.CharField(max_length=100, primary_key=True)
    skeleton = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.word


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, actor: Actor) -> "ImportBatchQuerySet":
        """Lists hold telephone and citizen numbers: the organisation that uploaded one, within its area, and the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        if not actor.may(Permission.IMPORT_ENTERPRISES):
            return self.none()
        return self.filter(organisation=actor.organisation_id, area_code__startswith=actor.area_code)


class ImportBatch(models.Model):
    """A list of producers someone uploaded: first tried, then applied once."""

    class State(models.TextChoices):
        TRIED = "tried", T("ตรวจแล้ว ยังไม่นำเข้า", "Checked, not imported yet")
        APPLIED = "applied", T("นำเข้าแล้ว", "Imported")

    code = models.CharField(max_length=20, unique=True)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    area_code = models.CharField(
        max_length=12, blank=True, help_text="Area of the role that uploaded it; empty: the country"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.TRIED)
    rows = models.JSONField(
        help_text="Per row: number, name, place, verdict (new, same, look_alike, error), errors, notes, match"
    )
    columns = models.JSONField(
        default=list, help_text="Per column of the file: its letter, header and which column of ours it is"
    )
    counts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return f"/enterprises/import/{self.code}/"
