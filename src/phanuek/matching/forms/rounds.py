"""A round and its rule as plain forms; applying; the acts on the way to the result."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from phanuek.eligibility import facts as eligibility_facts
from phanuek.matching.forms.draws import TakePartForm
from phanuek.matching.models import Round, RoundOffer
from phanuek.matching.queries import round_rule
from phanuek.matching.queries.round_rule import OPERATORS, UNKNOWN
from phanuek.offers.models import Offer
from phanuek.organisations.models import Organisation
from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField, clean_number, prepare
from phanuek.ui.words import T, pick

CRITERIA, GROUPS = 5, 3
NUMBERS = ("integer", "number", "money")


class RoundForm(PlainForm):
    title_th = forms.CharField(label=T("ชื่อรอบ (ไทย)", "Title (Thai)"), max_length=300)
    title_en = forms.CharField(label=T("ชื่อรอบ (อังกฤษ)", "Title (English)"), max_length=300, required=False)
    about_th = forms.CharField(
        label=T("คำอธิบาย (ไทย)", "About (Thai)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    about_en = forms.CharField(
        label=T("คำอธิบาย (อังกฤษ)", "About (English)"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    opens_on = DateField(label=T("วันแรกที่รับคำขอ", "First day of applications"))
    closes_on = DateField(label=T("วันสุดท้ายที่รับคำขอ", "Last day of applications"))
    corrects = forms.ModelChoiceField(
        queryset=Round.objects.none(), to_field_name="code", required=False, label=T("แก้ข้อผิดพลาดของรอบ", "Corrects a mistake of"),
        help_text=T("รอบที่ประกาศผลแล้วแก้ไม่ได้ ให้จัดรอบใหม่และระบุรอบเดิมไว้", "A published round is never changed: hold another and name the first."),
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, owner: Organisation | None, owners: Sequence[Organisation] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["corrects"]
        field.queryset = Round.objects.filter(state="published", **({"owner": owner} if owner else {}))
        field.empty_label = str(T("ไม่ใช่รอบแก้ไข", "None"))
        field.label_from_instance = lambda row: str(pick(row.title_th, row.title_en or row.title_th))[:140]
        if owners:
            body: Any = forms.ModelChoiceField(
                queryset=Organisation.objects.filter(pk__in=[one.pk for one in owners]), to_field_name="code",
                label=T("หน่วยงานเจ้าของรอบ", "Body that holds the round"),
            )  # fmt: skip
            body.label_from_instance = lambda row: str(pick(row.name_th, row.name_en or row.name_th))
            self.fields = {"owner": body, **self.fields}
            prepare(self)


class LotForm(PlainForm):
    offer = forms.ModelChoiceField(
        queryset=Offer.objects.none(), to_field_name="code", label=T("มาตรการ", "Offer")
    )
    units = WholeNumberField(
        label=T("จำนวนที่จัดสรรในรอบนี้", "Places shared out"), unit=T("ที่", "places"), min_value=1
    )
    budget_baht = MoneyField(
        label=T("วงเงินที่จัดสรรในรอบนี้", "Money shared out"), required=False,
        help_text=T("เว้นว่างหากจัดสรรเฉพาะจำนวนที่", "Leave it empty where only places are shared out."),
    )  # fmt: skip

    def __init__(self, *args: Any, offers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["offer"]
        field.queryset = offers
        field.label_from_instance = lambda row: str(pick(row.name_th, row.name_en or row.name_th))[:140]


class RuleForm(PlainForm):
    """The whole rule, without a line of code: rows for criteria and priority groups, numbers for the rest."""

    base = WholeNumberField(
        label=T("คะแนนเริ่มต้นของทุกคำขอ", "Points of every application"),
        unit=T("คะแนน", "points"),
        max_value=1000,
    )
    first_wish = WholeNumberField(
        label=T("คะแนนเพิ่มของความต้องการลำดับแรก", "More for a group's first wish"),
        unit=T("คะแนน", "points"),
        max_value=1000,
    )
    poorest_fact = forms.ChoiceField(
        label=T("ผู้มีน้อยได้ก่อน โดยดูจาก", "The poorest first, by"), required=False,
        help_text=T("ยิ่งน้อยเมื่อเทียบกับผู้ขออื่น ยิ่งได้คะแนนเพิ่ม", "The lower it is compared with the others, the more points on top."),
    )  # fmt: skip
    poorest_points = WholeNumberField(
        label=T("คะแนนเพิ่มสูงสุดของผู้มีน้อย", "Most points for the poorest"),
        unit=T("คะแนน", "points"),
        max_value=1000,
    )
    per_applicant = WholeNumberField(
        label=T("กลุ่มหนึ่งรับได้ไม่เกิน", "A group may have at most"),
        unit=T("มาตรการ", "offers"),
        min_value=1,
        max_value=50,
    )
    per_means = WholeNumberField(
        label=T("ในวิธีสนับสนุนเดียวกันไม่เกิน", "Of the same means at most"), unit=T("มาตรการ", "offers"), min_value=1, max_value=50, required=False,
    )  # fmt: skip
    area_least_percent = WholeNumberField(
        label=T(
            "แต่ละจังหวัดได้ก่อนอย่างน้อย ร้อยละของที่ขอ", "Each province first has at least, % of what it asks for"
        ),
        unit="%",
        max_value=100,
    )
    area_most_percent = WholeNumberField(
        label=T("จังหวัดเดียวได้ไม่เกิน ร้อยละของทั้งหมด", "No province has more than, % of all places"),
        unit="%",
        min_value=1,
        max_value=100,
    )
    area_fairness = WholeNumberField(
        label=T("คะแนนเพิ่มของจังหวัดที่ยังได้น้อย", "Points for provinces served little"), unit=T("คะแนน", "points"), max_value=1000,
        help_text=T("ที่แรกของทุกจังหวัดได้เต็ม ที่ถัดไปลดลงหนึ่งในสิบต่อทุกหนึ่งในสิบของที่ขอที่ได้แล้ว", "In full for a province's first place, a tenth less for each tenth of its requests that is served."),
    )  # fmt: skip
    unknown = forms.ChoiceField(
        label=T("คำขอที่ข้อมูลยังไม่เพียงพอเมื่อปิดรับ", "Applications that cannot be decided at closing"),
        choices=list(UNKNOWN.items()),
        widget=forms.RadioSelect,
    )
    seed_source_th = forms.CharField(
        label=T("เลขจับสลากมาจากที่ใด (ไทย)", "Where the number of the draw comes from (Thai)"), max_length=300,
        help_text=T("เลขสาธารณะที่ยังไม่มีใครรู้ เช่น รางวัลที่ 1 สลากกินแบ่งรัฐบาล งวดวันที่ระบุ", "A public number that nobody knows yet, such as the first prize of the lottery of a named day."),
    )  # fmt: skip
    seed_source_en = forms.CharField(
        label=T("เลขจับสลากมาจากที่ใด (อังกฤษ)", "Where the number of the draw comes from (English)"),
        max_length=300,
        required=False,
    )
    seed_on = DateField(
        label=T("วันที่ทราบเลข", "Day on which it is known"),
        help_text=T("ต้องอยู่หลังวันปิดรับ", "It must lie after the last day of applications."),
    )
    appeal_days = WholeNumberField(
        label=T("อุทธรณ์ได้ภายใน", "Appeals are taken for"), unit=T("วัน", "days"), min_value=1, max_value=365
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = eligibility_facts.vocabulary()
        names = {name: str(T.of(fact.label)) for name, fact in words.items()}
        none = [("", T("ไม่ใช้", "Not used"))]
        yes_no = [(name, names[name]) for name, fact in words.items() if fact.type == "boolean"]
        numbers = [(name, names[name]) for name, fact in words.items() if fact.type in NUMBERS]
        poorest: Any = self.fields["poorest_fact"]
        poorest.choices = none + numbers
        for at in range(1, CRITERIA + 1):
            self._row(at, none + yes_no + numbers)
        for at in range(1, GROUPS + 1):
            self._group(at, none + yes_no)
        prepare(self)

    def _row(self, at: int, facts: list[Any]) -> None:
        self.fields[f"criterion_{at}_fact"] = forms.ChoiceField(
            label=T("เกณฑ์ข้อ {n}: ดูจาก", "Criterion {n}: by").format(n=at), choices=facts, required=False
        )
        self.fields[f"criterion_{at}_op"] = forms.ChoiceField(
            label=T("เกณฑ์ข้อ {n}: เมื่อ", "Criterion {n}: when").format(n=at),
            choices=list(OPERATORS.items()),
            required=False,
        )
        self.fields[f"criterion_{at}_value"] = forms.CharField(
            label=T("เกณฑ์ข้อ {n}: จำนวน", "Criterion {n}: number").format(n=at), max_length=20, required=False,
            widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
        )  # fmt: skip
        self.fields[f"criterion_{at}_points"] = WholeNumberField(
            label=T("เกณฑ์ข้อ {n}: เพิ่ม", "Criterion {n}: more").format(n=at),
            unit=T("คะแนน", "points"),
            max_value=1000,
            required=False,
        )

    def _group(self, at: int, facts: list[Any]) -> None:
        self.fields[f"group_{at}_fact"] = forms.ChoiceField(
            label=T("กลุ่มเป้าหมาย {n}", "Priority group {n}").format(n=at), choices=facts, required=False
        )
        self.fields[f"group_{at}_points"] = WholeNumberField(
            label=T("กลุ่มเป้าหมาย {n}: เพิ่ม", "Priority group {n}: more").format(n=at),
            unit=T("คะแนน", "points"),
            max_value=1000,
            required=False,
        )
        self.fields[f"group_{at}_reserved"] = WholeNumberField(
            label=T("กลุ่มเป้าหมาย {n}: กันที่ไว้", "Priority group {n}: places first").format(n=at),
            unit="%",
            max_value=100,
            required=False,
        )

    @property
    def parts(self) -> list[tuple[T, list[list[Any]]]]:
        """The form in sections: heading, rows of fields."""
        rows = [
            [self[f"criterion_{at}_{part}"] for part in ("fact", "op", "value", "points")]
            for at in range(1, CRITERIA + 1)
        ]
        groups = [
            [self[f"group_{at}_{part}"] for part in ("fact", "points", "reserved")]
            for at in range(1, GROUPS + 1)
        ]

        def alone(*names: str) -> list[list[Any]]:
            return [[self[name]] for name in names]

        return [
            (T("คะแนน", "Points"), alone("base", "first_wish") + rows),
            (T("กลุ่มเป้าหมาย", "Priority groups"), groups),
            (T("ผู้มีน้อยได้ก่อน", "The poorest first"), alone("poorest_fact", "poorest_points")),
            (T("ระหว่างจังหวัด", "Between provinces"), alone("area_least_percent", "area_most_percent", "area_fairness")),
            (T("ต่อกลุ่ม", "For one group"), alone("per_applicant", "per_means", "unknown")),
            (T("เมื่อคะแนนเท่ากัน และการอุทธรณ์", "Equals, and appeals"), alone("seed_source_th", "seed_source_en", "seed_on", "appeal_days")),
        ]  # fmt: skip

    @classmethod
    def of(cls, round: Round, data: Any = None) -> "RuleForm":
        rule = round_rule.whole(round.rule)
        initial = {
            **rule,
            "version": round.version,
            "seed_on": date.fromisoformat(rule["seed_on"]) if rule["seed_on"] else None,
        }
        for at, one in enumerate(rule["criteria"], start=1):
            for part in ("fact", "op", "value", "points"):
                initial[f"criterion_{at}_{part}"] = one.get(part, "")
        for at, one in enumerate(rule["groups"], start=1):
            initial |= {
                f"group_{at}_fact": one["fact"],
                f"group_{at}_points": one["points"],
                f"group_{at}_reserved": one["reserved_percent"],
            }
        return cls(data, initial=initial)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for at in range(1, CRITERIA + 1):
            value, name = cleaned.get(f"criterion_{at}_value", ""), f"criterion_{at}_value"
            needs = cleaned.get(f"criterion_{at}_fact") and cleaned.get(f"criterion_{at}_op") != "is_true"
            value = _digits(clean_number(value))
            cleaned[name] = value
            if needs and not _is_number(value):
                self.add_error(
                    name, ValidationError(str(T("โปรดกรอกจำนวนเป็นตัวเลข", "Please enter a number.")))
                )
        return cleaned

    def rule(self) -> dict[str, Any]:
        """As `set_rule` takes it."""
        got = self.cleaned_data
        plain = {name: got[name] for name in round_rule.EMPTY if name in got}
        return {
            **round_rule.EMPTY, **plain, "seed_on": got["seed_on"].isoformat(),
            "criteria": [
                {"fact": got[f"criterion_{at}_fact"], "op": got[f"criterion_{at}_op"], "points": got[f"criterion_{at}_points"] or 0,
                 "value": "" if got[f"criterion_{at}_op"] == "is_true" else got[f"criterion_{at}_value"]}
                for at in range(1, CRITERIA + 1) if got[f"criterion_{at}_fact"]
            ],
            "groups": [
                {"fact": got[f"group_{at}_fact"], "points": got[f"group_{at}_points"] or 0, "reserved_percent": got[f"group_{at}_reserved"] or 0}
                for at in range(1, GROUPS + 1) if got[f"group_{at}_fact"]
            ],
        }  # fmt: skip


def _digits(text: str) -> str:
    """Thai numerals as the rule text has them."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _is_number(text: str) -> bool:
    whole, _, rest = text.partition(".")
    return len(text) <= 15 and whole.isascii() and whole.isdigit() and (not rest or rest.isdigit())


class ApplyForm(TakePartForm):
    """Which offer, how much it is wanted, the amount where money is shared out; the consent where it is not on record."""

    def __init__(self, *args: Any, lots: Iterable[RoundOffer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(lots)
        names = [
            (lot.offer.code, pick(lot.offer.name_th, lot.offer.name_en or lot.offer.name_th)) for lot in rows
        ]
        first: dict[str, Any] = {
            "lot": forms.ChoiceField(label=T("ขอมาตรการ", "Offer asked for"), choices=names, widget=forms.RadioSelect),
            "wish": forms.ChoiceField(
                label=T("เป็นความต้องการลำดับที่", "How much it is wanted"),
                choices=[(1, T("ลำดับแรก", "First")), (2, T("ลำดับสอง", "Second")), (3, T("ลำดับสามหรือหลังกว่า", "Third or later"))],
            ),
        }  # fmt: skip
        if any(lot.budget_baht is not None for lot in rows):
            first["requested_baht"] = MoneyField(
                label=T("จำนวนเงินที่ขอ", "Amount asked for"), required=False,
                help_text=T("กรอกเมื่อมาตรการที่เลือกจัดสรรเป็นวงเงิน", "For an offer that shares out money."),
            )  # fmt: skip
        self.fields = {**first, **self.fields}
        prepare(self)

    def values(self) -> Mapping[str, Any]:
        return {**self.cleaned_data, "wish": int(self.cleaned_data["wish"])}


class ActForm(PlainForm):
    """Only to confirm."""


class WhyForm(PlainForm):
    why = forms.CharField(label=T("เหตุผล", "Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SeedForm(PlainForm):
    seed = forms.CharField(
        label=T("เลขจับสลากตามที่อ่านได้", "The number of the draw as you read it"), max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}),
        help_text=T("พิมพ์จากที่เห็นเองที่แหล่งที่ประกาศไว้ ช่องว่างและจุลภาคไม่มีผล", "Type what you see yourself at the named source. Blanks and commas do not matter."),
    )  # fmt: skip
