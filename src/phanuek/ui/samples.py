"""Example data for the gallery; every name here is invented."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest

from phanuek.ui import clock, maps
from phanuek.ui.forms import DateField, MoneyField, PlainForm, WholeNumberField
from phanuek.ui.paging import paginate
from phanuek.ui.problems import Conflict
from phanuek.ui.words import T, pick

AIMS = [
    ("product", T("พัฒนาสินค้า", "Product development")),
    ("production", T("พัฒนาการผลิต", "Production development")),
    ("management", T("การบริหารจัดการ", "Management")),
]


class SampleForm(PlainForm):
    """Every kind of field."""

    name = forms.CharField(
        label=T("ชื่อกลุ่ม", "Name of the group"),
        help_text=T("ตามทะเบียนหรือตามที่สมาชิกเรียก", "As registered, or as its members call it"),
        max_length=80,
    )
    since = DateField(label=T("เริ่มดำเนินกิจการเมื่อ", "Working since"), latest=date(2030, 1, 1))
    income = MoneyField(label=T("รายได้ต่อเดือน", "Income a month"), required=False)
    members = WholeNumberField(label=T("จำนวนสมาชิก", "Members"), unit=T("ราย", "people"), min_value=1)
    aim = forms.ChoiceField(
        label=T("ต้องการพัฒนาด้านใด", "What to develop"), choices=AIMS, widget=forms.RadioSelect
    )
    means = forms.MultipleChoiceField(
        label=T("รูปแบบการสนับสนุนที่ต้องการ", "Kind of help wanted"),
        choices=[
            ("knowledge", T("ความรู้และการอบรม", "Knowledge and training")),
            ("finance", T("เงินทุนและสินเชื่อ", "Finance")),
            ("market", T("ตลาด", "Market")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=T("เลือกได้มากกว่าหนึ่งข้อ", "More than one may be chosen"),
    )
    kind = forms.ChoiceField(
        label=T("ประเภทกิจการ", "Kind of enterprise"),
        choices=[("", T("เลือกประเภท", "Choose")), ("ce", T("วิสาหกิจชุมชน", "Community enterprise"))],
    )
    story = forms.CharField(label=T("เล่าเพิ่มเติม", "Tell more"), widget=forms.Textarea, required=False)
    proof = forms.FileField(label=T("เอกสารประกอบ", "Document"), required=False)
    agree = forms.BooleanField(
        label=T("กลุ่มยินยอมให้ส่งข้อมูลนี้แก่หน่วยงาน", "The group agrees that this is passed on")
    )


def _condition(status: str, th: str, en: str, reason: T, source: Any) -> dict[str, Any]:
    return {"status": status, "text": {"th": th, "en": en}, "reason": reason, "source": source}


def conditions() -> list[dict[str, Any]]:
    """One of each verdict."""
    register = T("ทะเบียนวิสาหกิจชุมชน", "Register of community enterprises")
    return [
        _condition(
            "fits", "เป็นกลุ่มผู้ผลิตในชุมชน", "Is a producer group", T("จดทะเบียนแล้ว", "It is registered"), register
        ),
        _condition(
            "unknown",
            "ดำเนินกิจการไม่น้อยกว่า 1 ปี",
            "Has worked for at least 1 year",
            T("ยังไม่มีวันเริ่มดำเนินกิจการ", "The starting day is not known"),
            T("ยังไม่มีข้อมูล", "no data yet"),
        ),
        _condition(
            "does_not_fit",
            "จัดตั้งเป็นนิติบุคคล",
            "Is a juristic person",
            T("กลุ่มยังไม่ได้จดทะเบียนนิติบุคคล", "The group is not a juristic person"),
            register,
        ),
    ]


def events() -> list[dict[str, Any]]:
    """A short timeline."""
    now = clock.now()
    return [
        {
            "at": now - timedelta(hours=3),
            "verb_label": T("ตอบรับเรื่อง", "Accepted"),
            "who": T("เจ้าหน้าที่ตัวอย่าง", "Sample officer"),
            "organisation": T("ธนาคารตัวอย่าง", "Sample bank"),
            "on_behalf_of": "",
            "note": T("นัดเยี่ยมกลุ่มสัปดาห์หน้า", "A visit is planned for next week"),
            "link": "#timeline",
        },
        {
            "at": now - timedelta(days=2),
            "verb_label": T("ส่งเรื่อง", "Referred"),
            "who": T("พัฒนากรตัวอย่าง", "Sample area officer"),
            "organisation": T("ฝ่ายเลขานุการ", "Secretariat"),
            "on_behalf_of": T("กรมตัวอย่าง", "Sample department"),
            "note": "",
            "link": "",
        },
    ]


def steps() -> list[dict[str, Any]]:
    """Progress of one case."""
    today = clock.today()
    return [
        {
            "label": T("แจ้งความต้องการ", "Need recorded"),
            "state": "done",
            "at": today - timedelta(days=9),
            "note": "",
        },
        {"label": T("ส่งต่อ", "Referred"), "state": "done", "at": today - timedelta(days=2), "note": ""},
        {
            "label": T("ได้รับการสนับสนุน", "Supported"),
            "state": "now",
            "at": None,
            "note": T("ครบกำหนดตอบใน 3 วัน", "An answer is due in 3 days"),
        },
        {"label": T("ผลลัพธ์", "Outcome"), "state": "next", "at": None, "note": ""},
    ]


def drawn_map() -> maps.Drawn:
    """Invented counts for real outlines."""
    codes = [shape.code for shape in maps.pack().map_outline().shapes]
    values: dict[str, Any] = {code: (int(code) * 37) % 90 if int(code) % 6 else 0 for code in codes}
    values[codes[3]] = maps.HIDDEN
    names = {row.code: pick(row.name_th, row.name_en) for row in maps.pack().areas() if row.parent is None}
    return maps.choropleth(values, names)


def context(request: HttpRequest) -> dict[str, Any]:
    """All that the gallery shows."""
    wrong = SampleForm({"name": "", "since": "31/2/2569", "income": "many", "members": "0"})
    wrong.auto_id = "wrong_%s"
    Conflict(yours={"members": 12, "kind": "ce"}, theirs={"members": 15, "kind": ""}).add_to(wrong)
    return {
        "form": SampleForm(initial={"since": date(2021, 2, 26)}),
        "wrong": wrong,
        "page": paginate(request, range(2345), 25),
        "conditions": conditions(),
        "events": events(),
        "steps": steps(),
        "map": drawn_map(),
        "rows": [
            (T("น่าน", "Nan"), 31, 24, Decimal("1204500")),
            (T("นครราชสีมา", "Nakhon Ratchasima"), 44, 29, Decimal("2918250.5")),
            (T("ปัตตานี", "Pattani"), 12, 7, None),
        ],
        "reported": {"provenance": "reported"},
        "in_text": {"provenance": "in_text"},
        "added": {
            "provenance": "added",
            "provenance_by": T("ฝ่ายเลขานุการ", "the secretariat"),
            "provenance_on": clock.today(),
            "provenance_why": T("ภาคียืนยันทางหนังสือ", "the party confirmed it by letter"),
        },
        "demonstration": {"provenance": "demonstration"},
        "moment": clock.now(),
        "today": clock.today(),
    }
