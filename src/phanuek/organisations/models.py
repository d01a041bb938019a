from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from phanuek.areas.models import Area
from phanuek.organisations.roles import ROLES
from phanuek.ui.words import T


class Kind(models.TextChoices):
    MINISTRY = "ministry", T("กระทรวง", "Ministry")
    DEPARTMENT = "department", T("กรม", "Department")
    STATE_AGENCY = "state_agency", T("หน่วยงานของรัฐ", "State agency")
    PUBLIC_ORGANISATION = "public_organisation", T("องค์การมหาชน", "Public organisation")
    STATE_ENTERPRISE = "state_enterprise", T("รัฐวิสาหกิจ", "State enterprise")
    BANK = "bank", T("ธนาคาร", "Bank")
    STATE_FINANCIAL_INSTITUTION = (
        "state_financial_institution",
        T("สถาบันการเงินเฉพาะกิจ", "State financial institution"),
    )
    LISTED_COMPANY = "listed_company", T("บริษัทมหาชนจดทะเบียน", "Listed company")
    PRIVATE_COMPANY = "private_company", T("บริษัทจำกัด", "Private company")
    ASSOCIATION = "association", T("สมาคม", "Association")
    FOUNDATION = "foundation", T("มูลนิธิ", "Foundation")
    UNIVERSITY = "university", T("สถาบันอุดมศึกษา", "University")
    LOCAL_GOVERNMENT = "local_government", T("องค์กรปกครองส่วนท้องถิ่น", "Local government")
    PRACHARATH_NATIONAL = (
        "pracharath_national",
        T("บริษัทประชารัฐรักสามัคคี (ประเทศไทย)", "National Pracharath company"),
    )
    PRACHARATH_PROVINCIAL = (
        "pracharath_provincial",
        T("บริษัทประชารัฐรักสามัคคีจังหวัด", "Provincial Pracharath company"),
    )
    ENTERPRISE = "enterprise", T("กิจการหรือกลุ่ม", "Enterprise or group")
    OTHER = "other", T("หน่วยงานอื่น", "Other body")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def bodies(self) -> "OrganisationQuerySet":
        """Without the organisations that merely stand for an enterprise."""
        return self.exclude(kind=Kind.ENTERPRISE)

    def with_account(self, on: date) -> "OrganisationQuerySet":
        """Those for which someone can sign in on that day."""
        return self.filter(pk__in=Membership.objects.valid(on).values("organisation"))


class Organisation(models.Model):
    """A body that can sign, offer, answer or ask: ministry, bank, company, association, or the side of an enterprise."""

    code = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(max_length=30, choices=Kind.choices)
    name_th = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    abbr_th = models.CharField(max_length=40, blank=True)
    abbr_en = models.CharField(max_length=40, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    province = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    juristic_number = models.CharField(max_length=13, blank=True)
    contact_email = models.EmailField(
        blank=True, help_text="Of the office, not of a person: where cases are told while it has no account"
    )
    names_source = models.TextField(blank=True)
    demonstration = models.BooleanField(default=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name_th"]
        constraints = [
            models.UniqueConstraint(
                fields=["province"],
                condition=Q(kind="pracharath_provincial"),
                name="organisations_one_pracharath_company_a_province",
            )
        ]

    def __str__(self) -> str:
        return self.name_th

    def get_absolute_url(self) -> str:
        return f"/organisations/{self.code}/"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def valid(self, on: date) -> "MembershipQuerySet":
        """In force on that day; the end date is the first day it no longer counts."""
        return self.filter(Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Membership(models.Model):
    """A person's role in an organisation, where the role has an area: in that area."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=[(role.code, role.label) for role in ROLES.values()])
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            # two, since SQLite takes each missing area for another one
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "area"],
                name="organisations_membership_once_an_area",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role"],
                condition=Q(area=None),
                name="organisations_membership_once_without_area",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="organisations_membership_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.organisation} · {self.role}"
