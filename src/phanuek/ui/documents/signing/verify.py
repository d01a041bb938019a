"""Checking the signatures in a PDF, without a network, by whoever made them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from phanuek.ui import clock
from phanuek.ui.documents.availability import load
from phanuek.ui.documents.signing.keys import day_in_both
from phanuek.ui.documents.signing.reading import damaged, open_pdf
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

BROKEN = T(
    "ข้อมูลที่ลงนามไว้ถูกแก้ไขภายหลัง ลายมือชื่อนี้จึงใช้ไม่ได้",
    "What was signed has been changed since, so this signature does not hold.",
)
ADDED_TO = T(
    "ลายมือชื่อไม่ถูกแก้ไข แต่มีผู้เพิ่มเนื้อหาในเอกสารหลังลงนาม สิ่งที่เห็นอาจไม่ใช่สิ่งที่ลงนาม",
    "The signature itself is untouched, but content was added after it: what is seen may not be what was signed.",
)
VOUCHED_FOR = T(
    "ลายมือชื่อถูกต้อง เอกสารไม่ถูกแก้ไข และผู้ออกใบรับรองอยู่ในรายชื่อที่ระบบเชื่อถือ (ไม่ได้ตรวจการเพิกถอนใบรับรองทางออนไลน์)",
    "The signature holds, the document is unchanged, and the issuer of the certificate is on the list trusted here "
    "(whether it was revoked since has not been asked online).",
)
NOBODY_VOUCHES = T(
    "ลายมือชื่อถูกต้องและเอกสารไม่ถูกแก้ไข แต่ยังไม่มีผู้ยืนยันว่าใบรับรองเป็นของผู้ลงนามจริง ",
    "The signature holds and the document is unchanged, but nobody vouches for the signer's certificate: ",
)
NO_ROOTS = T(
    "เพราะระบบยังไม่ได้กำหนดรายชื่อผู้ออกใบรับรองที่เชื่อถือ", "no trusted issuers are set for this installation."
)
UNKNOWN_ISSUER = T("เพราะผู้ออกใบรับรองไม่อยู่ในรายชื่อที่ระบบเชื่อถือ", "its issuer is not on the list trusted here.")
EXPIRED = T("เพราะใบรับรองหมดอายุแล้วเมื่อวันที่ {day}", "the certificate expired on {day}.")
NOT_YET = T("เพราะใบรับรองเริ่มใช้ได้วันที่ {day}", "the certificate is in force only from {day}.")
OTHERWISE = T("เพราะใบรับรองไม่ผ่านการตรวจ ({code})", "the certificate did not pass the check ({code}).")


@dataclass(frozen=True, slots=True)
class SignatureCheck:
    """What is known of one signature. ``why`` says it to a reader in both languages.

    ``covers_document``: nothing but further signatures came after it. ``trusted``: intact, covering, and the
    certificate goes back to a trusted issuer today. ``signed_at`` is the signer's own word.
    """

    field: str
    signer: str
    issuer: str
    serial: str
    signed_at: datetime | None
    reason: str
    intact: bool
    covers_document: bool
    trusted: bool
    why: T

    @property
    def holds(self) -> bool:
        """Whether the document is as it was signed, whoever the signer is."""
        return self.intact and self.covers_document


def verify_pdf(
    pdf: bytes, *, trust_roots: Sequence[bytes], at: datetime | None = None
) -> list[SignatureCheck]:
    """Each signature in the order of signing; empty where there is none.

    ``trust_roots`` are certificates of issuers (PEM or DER), see :func:`configured_trust_roots`; ``at`` is the
    moment for which their certificates are judged, now unless told. Raises :class:`Refused` for what is no
    readable PDF.
    """
    reader = open_pdf(pdf)
    roots = [certificate for root in trust_roots for certificate in _certificates(root)]
    try:
        embedded = list(reader.embedded_regular_signatures)
    except Exception as error:  # a hostile file may raise anything
        raise damaged() from error
    return [_check(signature, roots, at or clock.now()) for signature in embedded]


def configured_trust_roots() -> list[bytes]:
    """The issuers trusted here: the PEM file that ``PHANUEK_TRUST_ROOTS`` names; none without it."""
    named = getattr(settings, "TRUST_ROOTS", "")
    return [Path(named).read_bytes()] if named else []


def extends(original: bytes, candidate: bytes) -> bool:
    """Whether ``candidate`` is ``original`` with one or more intact signatures added, and nothing else.

    False for the same file again, for other content, for a change hidden in a later revision, and for a file
    that cannot be read.
    """
    if len(candidate) <= len(original) or not candidate.startswith(original):
        return False
    try:
        before, after = open_pdf(original), open_pdf(candidate)
        known = {signature.field_name for signature in before.embedded_regular_signatures}
        checks = verify_pdf(candidate, trust_roots=[])
        added = [check for check in checks if check.field not in known]
        return bool(added) and all(check.holds for check in checks) and _only_signatures(before, after)
    except Refused:
        return False
    except Exception:  # a hostile file may raise anything; whatever it is, it is not our document
        return False


def _only_signatures(before: Any, after: Any) -> bool:
    """Whether nothing but signatures (and their upkeep) stands in the revisions of ``after`` that ``before`` lacks."""
    analysis, fields = load("pyhanko.sign.diff_analysis"), load("pyhanko.sign.fields")
    found = _policy().review_file(after, before.xrefs.total_revisions - 1)
    if isinstance(found, analysis.SuspiciousModification):
        return False
    signatures = {name for name, _, _ in fields.enumerate_sig_fields(after)}
    return (
        found.modification_level <= analysis.ModificationLevel.FORM_FILLING
        and set(found.changed_form_fields) <= signatures
    )


def _policy() -> Any:
    """pyHanko's rules for what may come after a signature, also where the document had no form to hold one yet."""
    analysis = load("pyhanko.sign.diff_analysis")
    parts, objects = load("pyhanko.sign.diff_analysis.form_rules_api"), load("pyhanko.pdf_utils.generic")

    class FirstForm(analysis.FormUpdatingRule):  # type: ignore[misc, name-defined]
        def apply(self, old: Any, new: Any) -> Iterator[Any]:
            if "/AcroForm" in old.root or "/AcroForm" not in new.root:
                yield from super().apply(old, new)
                return
            level, form = analysis.ModificationLevel.FORM_FILLING, new.root["/AcroForm"]
            if not set(form) <= {"/Fields", "/SigFlags", "/DR", "/DA"}:
                raise analysis.SuspiciousModification("a form that holds more than signatures")
            holders = [(new.root, "/AcroForm"), (form, "/Fields"), (form, "/DR")]
            for holder, key in holders:
                if key in holder and isinstance(holder.raw_get(key), objects.IndirectObject):
                    yield level, parts.FormUpdate(updated_ref=holder.raw_get(key).reference, field_name=None)
            for reference in new.collect_dependencies(form.get("/DR"), since_revision=old.revision + 1):
                yield level, parts.FormUpdate(updated_ref=reference, field_name=None)
            specs = dict(parts._list_fields(objects.ArrayObject(), form["/Fields"], old_path=None))
            context = parts.FieldComparisonContext(field_specs=specs, old=old, new=new)
            for rule in self.field_rules:
                yield from rule.apply(context)

    usual = analysis.DEFAULT_DIFF_POLICY
    return analysis.StandardDiffPolicy(
        global_rules=usual.global_rules, form_rule=FirstForm(usual.form_rule.field_rules)
    )


def _certificates(pem_or_der: bytes) -> list[Any]:
    return list(load("pyhanko.keys").load_certs_from_pemder_data(pem_or_der))


def _check(signature: Any, roots: list[Any], at: datetime) -> SignatureCheck:
    """What is known of one signature; broken where a changed byte left nothing of it to judge."""
    try:
        certificate = signature.signer_cert
        who = (_name(certificate.subject), _name(certificate.issuer), f"{certificate.serial_number:X}")
        said = (_claimed_time(signature), str(signature.sig_object.get("/Reason", "")))
        status = _validate(signature, roots, at)
        intact = status.intact and status.valid and _nothing_hidden(signature)
        covers, trusted = _covers(status), bool(roots) and status.trusted
        why = BROKEN if not intact else ADDED_TO if not covers else _why(status, certificate, roots)
    except Exception:  # a hostile file may raise anything
        who, said, intact, covers, trusted, why = ("", "", ""), (None, ""), False, False, False, BROKEN
    holds = intact and covers
    return SignatureCheck(signature.field_name, *who, *said, intact, holds, holds and trusted, why)


def _validate(signature: Any, roots: list[Any], at: datetime) -> Any:
    validation, settings_ = load("pyhanko.sign.validation"), load("pyhanko.sign.validation.settings")
    context = load("pyhanko_certvalidator").ValidationContext(
        trust_roots=roots, other_certs=signature.other_embedded_certs, allow_fetching=False, moment=at
    )
    # certificates of persons carry the one or the other
    usage = settings_.KeyUsageConstraints(
        key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False
    )
    return validation.validate_pdf_signature(signature, context, key_usage_settings=usage)


def _nothing_hidden(signature: Any) -> bool:
    """Whether the gap that no signature covers, its own place in the file, holds a plain signature and zeros alone."""
    content = bytes(signature.pkcs7_content)
    used = len(load("asn1crypto.cms").ContentInfo.load(content).dump())
    start, end = int(signature.byte_range[1]), int(signature.byte_range[2])
    signature.reader.stream.seek(start)
    written = signature.reader.stream.read(end - start)
    spelled = content.hex().encode()
    if any(content[used:]) or written not in (b"<%b>" % spelled, b"<%b>" % spelled.upper()):
        return False
    # what RFC 5652 leaves outside of both the signed attributes and the certificate
    info = signature.signer_info
    digest = info["digest_algorithm"].native
    return (
        {info["version"].native, signature.signed_data["version"].native} <= {"v1", "v3"}
        and digest["parameters"] is None
        and digest in signature.signed_data["digest_algorithms"].native
    )


def _covers(status: Any) -> bool:
    levels = load("pyhanko.sign.validation.status").SignatureCoverageLevel
    if status.coverage == levels.ENTIRE_FILE:
        return True
    return status.coverage == levels.ENTIRE_REVISION and bool(status.docmdp_ok)


def _why(status: Any, certificate: Any, roots: list[Any]) -> T:
    if not roots:
        return NOBODY_VOUCHES + NO_ROOTS
    if status.trusted:
        return VOUCHED_FOR
    code = getattr(status.trust_problem_indic, "name", "")
    if code in {"EXPIRED", "OUT_OF_BOUNDS_NO_POE", "OUT_OF_BOUNDS_NOT_REVOKED"}:
        return NOBODY_VOUCHES + EXPIRED.format(day=day_in_both(certificate.not_valid_after))
    if code == "NOT_YET_VALID":
        return NOBODY_VOUCHES + NOT_YET.format(day=day_in_both(certificate.not_valid_before))
    if code in {"NO_CERTIFICATE_CHAIN_FOUND", "CERTIFICATE_CHAIN_GENERAL_FAILURE"}:
        return NOBODY_VOUCHES + UNKNOWN_ISSUER
    return NOBODY_VOUCHES + OTHERWISE.format(code=code or "-")


def _claimed_time(signature: Any) -> datetime | None:
    try:
        found: datetime | None = signature.self_reported_timestamp
    except Exception:  # written by whatever program signed
        return None
    return found if found is None or found.tzinfo else None


def _name(name: Any) -> str:
    said = name.native
    return str(said.get("common_name") or name.human_friendly)
