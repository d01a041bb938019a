"""The files of a signing: the chain that each digital signature lengthens, and the scans."""

import hashlib
from collections.abc import Sequence

from django.core.cache import cache

from phanuek.agreements.models import Agreement, Amendment, Attendee, SignedFile
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.documents.signing import SignatureCheck, configured_trust_roots, verify_pdf

CHAIN = (SignedFile.Kind.TO_SIGN, SignedFile.Kind.DIGITAL)
ONE_DAY = 24 * 3600
SHORTEST_NAME = 5
"""Letters; anything shorter is not a full name and proves nothing."""


def files_of(agreement: Agreement, amendment: Amendment | None = None) -> list[SignedFile]:
    """Every file of one signing that counts, in the order in which they came."""
    rows = SignedFile.objects.filter(agreement=agreement, amendment=amendment, void_why="")
    return list(rows.select_related("attachment").order_by("number"))


def newest(agreement: Agreement, amendment: Amendment | None = None) -> SignedFile | None:
    """The file that the next signer signs; None where there is no document to be signed."""
    return next((file for file in reversed(files_of(agreement, amendment)) if file.kind in CHAIN), None)


def content(file: SignedFile) -> bytes:
    with file.attachment.file.open("rb") as stream:
        return bytes(stream.read())


def digest(file: SignedFile) -> str:
    """SHA-256 of the file as it lies in the store now."""
    return hashlib.sha256(content(file)).hexdigest()


def checks(file: SignedFile) -> tuple[SignatureCheck, ...]:
    """What is known of each signature in the file as it is stored now. Raises Refused where it can no longer be read."""
    return checks_of(content(file))


def checks_of(pdf: bytes) -> tuple[SignatureCheck, ...]:
    """As `verify_pdf` with the issuers trusted here, judged today. A file of many signatures takes a while: answers are kept by content."""
    roots = configured_trust_roots()
    digest = hashlib.sha256(b"".join([hashlib.sha256(pdf).digest(), *roots])).hexdigest()
    key = f"agreements.signatures:{digest}:{clock.today().isoformat()}"
    found: tuple[SignatureCheck, ...] | None = cache.get(key)
    if found is None:
        found = tuple(verify_pdf(pdf, trust_roots=roots))
        cache.set(key, found, timeout=ONE_DAY)
    return found


def added_since(before: Sequence[SignatureCheck], after: Sequence[SignatureCheck]) -> list[SignatureCheck]:
    """The signatures that `after` has and `before` has not."""
    known = {check.field for check in before}
    return [check for check in after if check.field not in known]


def same_name(person: Attendee, certified: str) -> bool:
    """Whether a certificate's name is the person's in either language; a title before the name makes no difference."""
    norm = pack().normalise
    wanted = norm(certified)
    if len(wanted) < SHORTEST_NAME:
        return False
    names = [name for name in (norm(person.name_th), norm(person.name_en)) if len(name) >= SHORTEST_NAME]
    return any(name.endswith(wanted) or wanted.endswith(name) for name in names)
