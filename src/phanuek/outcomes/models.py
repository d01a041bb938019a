from django.db import models
from django.db.models import Q

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.roles import Permission
from phanuek.referrals.models import Referral
from phanuek.registry.models import BusinessGroup, Enterprise, Process, Product
from phanuek.ui.words import T

PAID_MORE = T(
    "จ่ายต่อให้ผู้ผลิตต้องไม่เกินรายได้ของเดือนนั้น เพราะเป็นส่วนหนึ่งของรายได้ โปรดตรวจทั้งสองช่อง",
    "What was paid on is a part of that month's income and cannot be more than it; check both amounts.",
)


class IncomeReportQuerySet(models.QuerySet["IncomeReport"]):
    def visible_to(self, actor: Actor) -> "IncomeReportQuerySet":
        """Single reports: the group, officers of its area, the supporting company, the case's provider, the secretariat."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        if actor.may(Permission.REGISTER_ENTERPRISE):
            return self.filter(enterprise__subdistrict__code__startswith=actor.area_code)
        return self.filter(
            Q(enterprise__organisation=actor.organisation_id)
            | Q(referral__provider=actor.organisation_id)
            | Q(
                enterprise__relations__organisation=actor.organisation_id,
                enterprise__relations__ended_on=None,
            )
        ).distinct()

    def current(self) -> "IncomeReportQuerySet":
        """Without those a later report replaced."""
        return self.filter(replaced_by=None)

    def confirmed(self) -> "IncomeReportQuerySet":
        return self.filter(confirmed_by__isnull=False)


class IncomeReport(models.Model):
    """A month's income of an enterprise, as somebody reported it. Confirmed only by another organisation than the reporter's.

    `referral` names the case whose effect it shows: at most one, so that no baht is counted under two commitments.
    """

    class Phase(models.TextChoices):
        BEFORE = "before", T("ก่อนได้รับการสนับสนุน", "Before support")
        AFTER = "after", T("หลังได้รับการสนับสนุน", "After support")

    code = models.CharField(max_length=20, unique=True)
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="income_reports")
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="income_reports"
    )
    phase = models.CharField(max_length=10, choices=Phase.choices, blank=True, help_text="Only with a case")
    month = models.DateField(help_text="First day of the month")
    income_baht = models.DecimalField(max_digits=16, decimal_places=2)
    paid_to_producers_baht = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    reported_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_how = models.CharField(max_length=300, blank=True, help_text="What the confirmation rests on")
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    objects = IncomeReportQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "month"],
                condition=Q(replaced_by=None),
                name="outcomes_one_report_a_month",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("reported_by")),
                name="outcomes_confirmed_by_another_body",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="outcomes_month_is_a_first_day"),
            models.CheckConstraint(condition=Q(income_baht__gte=0), name="outcomes_income_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.month:%Y-%m}"


class TradeQuerySet(models.QuerySet["Trade"]):
    def visible_to(self, actor: Actor) -> "TradeQuerySet":
        """The company's own, the national company and the secretariat all, a group its own."""
        if actor.sees_all or actor.is_system:
            return self
        if actor.is_public or not actor.role:
            return self.none()
        if actor.may(Permission.SUPPORT_GROUPS) and not actor.area_code:
            return self
        return self.filter(
            Q(company=actor.organisation_id) | Q(enterprise__organisation=actor.organisation_id)
        )


class Trade(models.Model):
    """What a Pracharath company bought from a group or sold for it. Money that reached the community and the company's own
    revenue are two numbers: the network's companies mostly lose money while communities earn."""

    class Kind(models.TextChoices):
        BOUGHT = "bought", T("ซื้อจากกลุ่ม", "Bought from the group")
        SOLD_FOR = "sold_for", T("ขายแทนกลุ่ม (เป็นตัวแทนจำหน่าย)", "Sold for the group (as agent)")

    code = models.CharField(max_length=20, unique=True)
    company = models.ForeignKey(Organisation, models.PROTECT, related_name="trades")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="trades")
    product = models.ForeignKey(Product, models.PROTECT, null=True, blank=True, related_name="trades")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    business_group = models.CharField(max_length=20, choices=BusinessGroup.choices)
    process = models.CharField(max_length=20, choices=Process.choices)
    buyer = models.CharField(max_length=200, blank=True, help_text="To whom it went")
    quantity = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    traded_on = models.DateField()
    to_community_baht = models.DecimalField(max_digits=16, decimal_places=2)
    company_revenue_baht = models.DecimalField(max_digits=16, decimal_places=2)
    recorded_at = models.DateTimeField()

    objects = TradeQuerySet.as_manager()

    class Meta:
        ordering = ["-traded_on", "-pk"]
        indexes = [models.Index(fields=["company", "-traded_on"], name="outcomes_company_trades")]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_community_baht__gte=0) & Q(company_revenue_baht__gte=0),
                name="outcomes_trade_not_negative",
            )
        ]

    def __str__(self) -> str:
        return self.code
