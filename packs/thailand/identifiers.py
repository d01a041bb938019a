"""Numbers that name people and bodies in Thailand.

Check digits by python-stdnum (``th.pin``, ``th.moa``). No public rule gives a check digit to the
code of a community enterprise, so its pattern alone is checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from stdnum.th import moa, pin

from packs.thailand.text import normalise_digits
from phanuek.engines.pack import IdentifierCheck, IdentifierScheme

SCHEMES: Mapping[str, IdentifierScheme] = {
    "juristic": IdentifierScheme(
        "juristic",
        {"th": "เลขทะเบียนนิติบุคคล", "en": "Juristic person number"},
        {
            "th": "13 หลัก ขึ้นต้นด้วย 0 ดูได้จากหนังสือรับรองของกรมพัฒนาธุรกิจการค้า",
            "en": "13 digits beginning with 0, on the certificate of the Department of Business Development",
        },
        "0107544000108",
    ),
    "citizen": IdentifierScheme(
        "citizen",
        {"th": "เลขประจำตัวประชาชน", "en": "Citizen number"},
        {"th": "13 หลัก ดูได้จากบัตรประจำตัวประชาชน", "en": "13 digits, on the citizen card"},
        "1234545678781",
        personal=True,
    ),
    "community_enterprise": IdentifierScheme(
        "community_enterprise",
        {"th": "รหัสทะเบียนวิสาหกิจชุมชน", "en": "Community enterprise code"},
        {
            "th": "เช่น 1-10-01-01/1-0001 ดูได้จากหนังสือสำคัญแสดงการจดทะเบียนวิสาหกิจชุมชน",
            "en": "such as 1-10-01-01/1-0001, on the certificate of registration",
        },
        "1-10-01-01/1-0001",
    ),
}

_SEPARATORS = re.compile(r"[\s\-‐-―−./]")
_COMMUNITY = re.compile(r"(\d)-?(\d{2})-?(\d{2})-?(\d{2})/?(\d)-?(\d{1,6})")


def check_identifier(scheme: str, value: str) -> IdentifierCheck:
    """Whether a typed number can be of this scheme, and if not, why."""
    typed = " ".join(normalise_digits(str(value)).split())
    if scheme not in SCHEMES:
        raise KeyError(scheme)
    if not typed:
        return _no(
            typed,
            f"ยังไม่ได้กรอก{SCHEMES[scheme].name['th']}",
            f"The {SCHEMES[scheme].name['en'].lower()} is empty.",
        )
    return _community(typed) if scheme == "community_enterprise" else _thirteen(scheme, typed)


def mask_identifier(scheme: str, value: str) -> str:
    """A citizen number shows its last four digits; the other numbers are public and show whole."""
    if not SCHEMES[scheme].personal:
        return check_identifier(scheme, value).display
    digits = _SEPARATORS.sub("", normalise_digits(value))
    if len(digits) != 13:
        return "x" * max(len(digits) - 4, 0) + digits[-4:] if len(digits) > 8 else "x" * len(digits)
    return pin.format("x" * 9 + digits[-4:])


def _no(typed: str, th: str, en: str) -> IdentifierCheck:
    return IdentifierCheck(False, typed, typed, {"th": th, "en": en})


def _thirteen(scheme: str, typed: str) -> IdentifierCheck:
    name = SCHEMES[scheme].name
    digits = _SEPARATORS.sub("", typed)
    if not re.fullmatch("[0-9]+", digits):
        wrong = "".join(dict.fromkeys(c for c in digits if c not in "0123456789"))
        return _no(
            typed,
            f"{name['th']}มีได้เฉพาะตัวเลข แต่พบ “{wrong}” กรุณาตรวจอีกครั้ง",
            f"A {name['en'].lower()} has digits only, but “{wrong}” was found. Please check it.",
        )
    if len(digits) != 13:
        return _no(
            typed,
            f"{name['th']}ต้องมี 13 หลัก ที่กรอกมามี {len(digits)} หลัก",
            f"A {name['en'].lower()} has 13 digits; this one has {len(digits)}.",
        )
    if refusal := _wrong_kind(scheme, digits, typed):
        return refusal
    module = moa if scheme == "juristic" else pin
    if not module.is_valid(digits):
        return _no(
            typed,
            "เลขหลักสุดท้ายซึ่งใช้ตรวจสอบไม่ตรงกับหลักอื่น มักเกิดจากพิมพ์ผิดหรือสลับหลัก กรุณาเทียบกับเอกสารอีกครั้ง",
            "The last digit, which checks the others, does not agree with them; usually a digit is "
            "mistyped or two are swapped. Please compare with the document.",
        )
    return IdentifierCheck(True, digits, module.format(digits))


def _wrong_kind(scheme: str, digits: str, typed: str) -> IdentifierCheck | None:
    if scheme == "juristic" and digits[0] != "0":
        looks = pin.is_valid(digits)
        return _no(
            typed,
            "เลขทะเบียนนิติบุคคลต้องขึ้นต้นด้วย 0"
            + (" เลขนี้ดูเหมือนเลขประจำตัวประชาชน กรุณากรอกในช่องเลขประจำตัวประชาชน" if looks else ""),
            "A juristic person number begins with 0."
            + (" This looks like a citizen number; please enter it as one." if looks else ""),
        )
    if scheme == "citizen" and digits[0] in "09":
        looks = moa.is_valid(digits)
        return _no(
            typed,
            f"เลขประจำตัวประชาชนไม่ขึ้นต้นด้วย {digits[0]}"
            + (" เลขนี้ดูเหมือนเลขทะเบียนนิติบุคคล กรุณากรอกในช่องเลขทะเบียนนิติบุคคล" if looks else ""),
            f"A citizen number does not begin with {digits[0]}."
            + (" This looks like a juristic person number; enter it as one." if looks else ""),
        )
    return None


def _community(typed: str) -> IdentifierCheck:
    plain = re.sub(r"[‐-―−]", "-", re.sub(r"\s", "", typed))
    found = _COMMUNITY.fullmatch(plain)
    if found is None:
        return _no(
            typed,
            f"อ่านรหัส “{typed}” ไม่ได้ รหัสทะเบียนวิสาหกิจชุมชนเขียนเป็น จังหวัด-อำเภอ-ตำบล/ประเภท-ลำดับ เช่น 1-10-01-01/1-0001",
            f"“{typed}” does not read as a community enterprise code, which is written like "
            "1-10-01-01/1-0001.",
        )
    a, b, c, d, e, f = found.groups()
    display = f"{a}-{b}-{c}-{d}/{e}-{f.zfill(4)}"
    return IdentifierCheck(True, display, display)
