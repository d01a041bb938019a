"""Forms of a digital signature of an amendment: who signs by what right, and a key file or a signed file."""

from django import forms

from phanuek.agreements.forms.parties import PersonForm
from phanuek.agreements.forms.signing import CAPACITIES
from phanuek.ui.words import T


class _SignerForm(PersonForm):
    capacity = forms.ChoiceField(
        label=T("ลงนามในฐานะ", "By what right"), choices=CAPACITIES, widget=forms.RadioSelect
    )
    capacity_basis = forms.CharField(
        label=T("คำสั่งหรือหนังสือที่ให้อำนาจ", "Order or letter that allows it"),
        help_text=T(
            "กรอกเมื่อปฏิบัติหน้าที่แทนหรือได้รับมอบอำนาจ", "When signing for the head or by delegated authority."
        ),
        max_length=300,
        required=False,
    )


class AmendmentKeyForm(_SignerForm):
    """Signing here with a key file, which is used once."""

    key_file = forms.FileField(
        label=T("ไฟล์กุญแจ (.p12 หรือ .pfx)", "Key file (.p12 or .pfx)"),
        help_text=T(
            "ใช้ลงนามครั้งนี้ครั้งเดียว ระบบไม่เก็บไฟล์กุญแจและรหัสผ่าน",
            "Used for this one signature; neither it nor its passphrase is stored.",
        ),
    )
    passphrase = forms.CharField(
        label=T("รหัสผ่านของไฟล์กุญแจ", "Passphrase of the key file"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        strip=False,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class AmendmentFileForm(_SignerForm):
    """The newest file, signed with one's own software."""

    file = forms.FileField(
        label=T("ไฟล์ PDF ที่ลงลายมือชื่อแล้ว", "The signed PDF"),
        help_text=T(
            "ต้องลงลายมือชื่อต่อจากไฟล์ล่าสุด โดยไม่แก้ไขหรือพิมพ์เป็นไฟล์ใหม่",
            "Signed on top of the newest file, without editing or printing it anew.",
        ),
    )
