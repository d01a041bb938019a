"""A person's key file (PKCS#12): opened once for one signature, with words for everything that may be wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from phanuek.ui.documents.availability import load
from phanuek.ui.formats import be_date
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language

KEY_FIELD, PASSPHRASE_FIELD = "key_file", "passphrase"
"""The names under which forms ask for the two."""


def open_key(pkcs12: bytes, passphrase: str, at: datetime) -> Any:
    """A pyHanko signer that holds the key in memory. Raises :class:`Refused` where it cannot sign at ``at``."""
    if not _is_pkcs12(pkcs12):
        raise Refused(
            T("ไฟล์นี้ไม่ใช่ไฟล์กุญแจลายมือชื่อดิจิทัล (PKCS#12)", "This file is not a key file for signing (PKCS#12)."),
            field=KEY_FIELD,
            hint=T(
                "กรุณาเลือกไฟล์นามสกุล .p12 หรือ .pfx ที่ได้รับจากผู้ออกใบรับรอง",
                "Choose the file ending in .p12 or .pfx from the issuer of the certificate.",
            ),
        )
    try:
        signer = load("pyhanko.sign.signers").SimpleSigner.load_pkcs12_data(
            pkcs12, other_certs=[], passphrase=passphrase.encode()
        )
    except ValueError as error:
        raise Refused(
            T("เปิดไฟล์กุญแจไม่ได้ รหัสผ่านไม่ถูกต้อง", "The key file does not open: the passphrase is wrong."),
            field=PASSPHRASE_FIELD,
            hint=T(
                "กรุณากรอกรหัสผ่านที่ตั้งไว้เมื่อรับไฟล์กุญแจ (ตัวพิมพ์เล็กใหญ่มีผล) ระบบไม่เก็บรหัสผ่านและกุญแจ",
                "Type the passphrase chosen when the key file was issued; capitals count. "
                "Neither it nor the key is stored.",
            ),
        ) from error
    except Exception as error:  # no key or no certificate inside
        raise Refused(
            T(
                "ไฟล์กุญแจนี้ไม่มีกุญแจส่วนตัวหรือใบรับรอง จึงใช้ลงนามไม่ได้",
                "This key file holds no private key or no certificate, so it cannot sign.",
            ),
            field=KEY_FIELD,
            hint=T(
                "กรุณาส่งออกไฟล์ .p12 ใหม่โดยเลือกให้รวมกุญแจส่วนตัว",
                "Export the .p12 file again, with the private key included.",
            ),
        ) from error
    _check_days(signer.signing_cert, at)
    signer.embed_roots = False  # a root proves nothing by being inside, and its bytes would not be covered
    return signer


def _is_pkcs12(data: bytes) -> bool:
    try:
        return bool(load("asn1crypto.pkcs12").Pfx.load(data, strict=True)["version"].native == "v3")
    except Exception:  # anything else that was uploaded
        return False


def _check_days(certificate: Any, at: datetime) -> None:
    """Refuse a certificate that is not in force at ``at``."""
    begins, ends = certificate.not_valid_before, certificate.not_valid_after
    if begins <= at <= ends:
        return
    over = at > ends
    message = (
        T("ใบรับรองหมดอายุแล้วเมื่อวันที่ {day}", "The certificate expired on {day}.")
        if over
        else T("ใบรับรองเริ่มใช้ได้วันที่ {day}", "The certificate is in force only from {day}.")
    )
    hint = (
        T(
            "กรุณาขอใบรับรองใหม่จากผู้ออกใบรับรอง แล้วเลือกไฟล์กุญแจใหม่",
            "Ask its issuer for a new one and choose the new key file.",
        )
        if over
        else T(
            "กรุณาลงนามตั้งแต่วันนั้นเป็นต้นไป หรือเลือกไฟล์กุญแจอื่น", "Sign from that day on, or choose another key file."
        )
    )
    raise Refused(message.format(day=day_in_both(ends if over else begins)), field=KEY_FIELD, hint=hint)


def day_in_both(moment: datetime) -> T:
    """A moment's local day in both languages."""
    days = []
    for language in ("th", "en"):
        with in_language(language):
            days.append(be_date(moment))
    return T(*days)
