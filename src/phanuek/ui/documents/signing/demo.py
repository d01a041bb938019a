"""Certificates for the demo world and for tests. Their issuer says in its name that it vouches for nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from phanuek.ui.documents.availability import load

ISSUER = "DEMONSTRATION CA - NOT VALID"


@dataclass(frozen=True, slots=True)
class DemoCertificates:
    """The issuer's certificate (PEM) and a key file (PKCS#12) for each person, all under one passphrase."""

    root: bytes
    key_files: dict[str, bytes]
    passphrase: str


def make_demo_certificates(
    people: Sequence[str], *, at: datetime, days: int = 730, passphrase: str = "demonstration"
) -> DemoCertificates:
    """New keys for ``people``, in force from ``at`` for ``days``. The issuer's own key is thrown away."""
    issuer_key = _new_key()
    issuer = _certificate(ISSUER, issuer_key, ISSUER, issuer_key, at, days, issuer=True)
    files = {}
    for person in people:
        key = _new_key()
        certificate = _certificate(person, key, ISSUER, issuer_key, at, days, issuer=False)
        files[person] = _key_file(person, key, certificate, issuer, passphrase)
    encoding = load("cryptography.hazmat.primitives.serialization").Encoding.PEM
    return DemoCertificates(issuer.public_bytes(encoding), files, passphrase)


def _new_key() -> Any:
    return load("cryptography.hazmat.primitives.asymmetric.rsa").generate_private_key(65537, 2048)


def _certificate(
    subject: str, key: Any, issuer_name: str, issuer_key: Any, at: datetime, days: int, *, issuer: bool
) -> Any:
    x509 = load("cryptography.x509")
    named = [
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in (subject, issuer_name)
    ]
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    usage |= {"digital_signature": not issuer, "content_commitment": not issuer}
    usage |= {"key_cert_sign": issuer, "crl_sign": issuer}
    return (
        x509.CertificateBuilder()
        .subject_name(named[0])
        .issuer_name(named[1])
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=issuer, path_length=0 if issuer else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
        .sign(issuer_key, load("cryptography.hazmat.primitives.hashes").SHA256())
    )


def _key_file(person: str, key: Any, certificate: Any, issuer: Any, passphrase: str) -> bytes:
    forms = load("cryptography.hazmat.primitives.serialization")
    made: bytes = load("cryptography.hazmat.primitives.serialization.pkcs12").serialize_key_and_certificates(
        person.encode(), key, certificate, [issuer], forms.BestAvailableEncryption(passphrase.encode())
    )
    return made
