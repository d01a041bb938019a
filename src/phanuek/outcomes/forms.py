"""Income of a month, before and after, and trade: what is typed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from phanuek.outcomes.models import PAID_MORE, Trade
from phanuek.referrals.forms import QuantityField
from phanuek.registry.models import BusinessGroup, Enterprise, Process, Product
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.forms import DateField, MoneyField, PlainForm
from phanuek.ui.words import T, current_language

MONTHS_OFFERED = 60
CHOOSE = ("", T("เลือก", "Choose"))


def months(count: int = MONTHS_OFFERED) -> list[tuple[str, str]]:
    """This month and those before it, newest first, named in the reader's era."""
    today, found = clock.today(), []
    for back in range(count):
        year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
        day = date(year, month + 1, 1)
        found.append((f"{day:%Y-%m}", pack().format_date(day, current_language(), "month")))
    return found


class MonthField(forms.TypedChoiceField):
    """A month to choose; gives its first day."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", T("เลือกเดือนที่มีรายได้นี้", "The month in which this was earned"))
        super().__init__(choices=lambda: [CHOOSE, *months()], coerce=lambda text: date.fromisoformat(f"{text}-01"),
                         empty_value=None, **kwargs)  # fmt: skip


def _income(label: T) -> MoneyField:
    return MoneyField(
        label=label,
        help_text=T(
            "รายได้ทั้งเดือนของกลุ่มก่อนหักค่าใช้จ่าย ถ้าไม่มีให้กรอก 0",
            "The group's whole income of the month before costs; 0 if there was none",
        ),
    )


def _paid() -> MoneyField:
    return MoneyField(
        label=T("จ่ายต่อให้ผู้ผลิตหรือสมาชิก", "Paid on to producers or members"),
        help_text=T(
            "ส่วนที่ถึงมือผู้ผลิต เช่น ค่าวัตถุดิบ ค่าแรงสมาชิก ถ้าไม่ทราบให้เว้นว่าง",
            "What reached producers, such as raw material or members' labour; leave empty if not known",
        ),
        required=False,
    )


def _check_paid(form: PlainForm, income: str, paid: str) -> None:
    """What was paid on is a part of the income."""
    earned, passed_on = form.cleaned_data.get(income), form.cleaned_data.get(paid)
    if earned is not None and passed_on is not None and passed_on > earned:
        form.add_error(paid, str(PAID_MORE))


class ReportForm(PlainForm):
    month = MonthField(label=T("เดือน", "Month"))
    income_baht = _income(T("รายได้ของเดือนนั้น", "Income of that month"))
    paid_to_producers_baht = _paid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _check_paid(self, "income_baht", "paid_to_producers_baht")
        return cleaned


class OutcomeForm(PlainForm):
    """Both sides in one form: a month before the support and a month after it."""

    before_month = MonthField(label=T("เดือนก่อนได้รับการสนับสนุน", "A month before the support"))
    before_income = _income(T("รายได้ของเดือนก่อนได้รับ", "Income of that month"))
    after_month = MonthField(label=T("เดือนหลังได้รับการสนับสนุน", "A month after the support"))
    after_income = _income(T("รายได้ของเดือนหลังได้รับ", "Income of that month"))
    after_paid = _paid()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        _check_paid(self, "after_income", "after_paid")
        before, after = cleaned.get("before_month"), cleaned.get("after_month")
        if before and after and after <= before:
            self.add_error(
                "after_month",
                str(
                    T(
                        "เดือนหลังได้รับต้องอยู่หลังเดือนก่อนได้รับ",
                        "The month after the support must come later than the one before it.",
                    )
                ),
            )
        return cleaned


class ConfirmForm(PlainForm):
    how = forms.CharField(
        label=T("ยืนยันจากอะไร", "What the confirmation rests on"), max_length=300,
        help_text=T("เช่น ตรวจสมุดบัญชีของกลุ่มเมื่อวันที่… ใบเสร็จ รายการเดินบัญชี", "Such as the group's account book seen on …, receipts, bank statement"),
    )  # fmt: skip


class TradeForm(PlainForm):
    kind = forms.ChoiceField(
        label=T("รายการ", "What happened"), choices=Trade.Kind.choices, widget=forms.RadioSelect
    )
    product = forms.ModelChoiceField(
        label=T("สินค้าหรือบริการ", "Product or service"), queryset=Product.objects.none(), to_field_name="code", required=False,
        empty_label=T("ไม่ระบุ", "Not stated"),
    )  # fmt: skip
    business_group = forms.ChoiceField(
        label=T("กลุ่มงาน", "Business group"), choices=[("", T("ตามสินค้าหรือกลุ่ม", "As the product or the group")), *BusinessGroup.choices],
        required=False,
    )  # fmt: skip
    process = forms.ChoiceField(label=T("กระบวนการ", "Process"), choices=[CHOOSE, *Process.choices])
    buyer = forms.CharField(
        label=T("ขายให้ใคร", "Sold to whom"), max_length=200, required=False,
        help_text=T("เช่น โรงพยาบาล ห้างสรรพสินค้า นักท่องเที่ยว", "Such as a hospital, a department store, visitors"),
    )  # fmt: skip
    quantity = QuantityField(label=T("จำนวน", "Quantity"), required=False)
    unit = forms.CharField(
        label=T("หน่วยนับ", "Unit"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    traded_on = DateField(label=T("วันที่ซื้อขาย", "Day of the trade"))
    to_community_baht = MoneyField(
        label=T("เงินที่ถึงชุมชน", "Money that reached the community"),
        help_text=T("เงินที่กลุ่มได้รับจริง: ราคาที่บริษัทจ่ายเมื่อซื้อ หรือเงินที่ส่งต่อให้กลุ่มเมื่อขายแทน",
                    "What the group was really paid: the price when bought, or what was passed on when sold for it"),
    )  # fmt: skip
    company_revenue_baht = MoneyField(
        label=T("รายได้ของบริษัทเอง", "The company's own revenue"),
        help_text=T("เมื่อซื้อ: ราคาที่บริษัทขายต่อ · เมื่อขายแทนกลุ่ม: เฉพาะค่าดำเนินการที่บริษัทได้รับ · ไม่รวมกับช่องบน",
                    "When bought: the price the company resold for. When sold for the group: the company's fee only. Not added to the amount above"),
    )  # fmt: skip

    def __init__(self, *args: Any, enterprise: Enterprise, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = self.fields["product"]
        assert isinstance(products, forms.ModelChoiceField)
        products.queryset = enterprise.products.all()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("quantity") and not cleaned.get("unit"):
            self.add_error("unit", str(T("โปรดระบุหน่วยนับ", "Name the unit.")))
        if cleaned.get("traded_on") and cleaned["traded_on"] > clock.today():
            self.add_error(
                "traded_on", str(T("วันที่ซื้อขายต้องไม่เป็นวันในอนาคต", "The day cannot lie in the future."))
            )
        return cleaned

    def amounts(self) -> tuple[str, Decimal, Decimal]:
        data = self.cleaned_data
        return data["kind"], data["to_community_baht"], data["company_revenue_baht"]
