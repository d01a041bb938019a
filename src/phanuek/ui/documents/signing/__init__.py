"""Digital signatures in PDF (PAdES): signing with a person's own key file, and checking what others signed.

A key is read from the PKCS#12 file that a person uploads, used once, and never stored. Nothing is fetched from a
network: whether a certificate was revoked since cannot be known here, and the answer says so.
"""

from phanuek.ui.documents.signing.boxes import Box, signature_boxes
from phanuek.ui.documents.signing.demo import DemoCertificates, make_demo_certificates
from phanuek.ui.documents.signing.sign import sign_pdf
from phanuek.ui.documents.signing.verify import SignatureCheck, configured_trust_roots, extends, verify_pdf

__all__ = [
    "Box",
    "DemoCertificates",
    "SignatureCheck",
    "configured_trust_roots",
    "extends",
    "make_demo_certificates",
    "sign_pdf",
    "signature_boxes",
    "verify_pdf",
]
