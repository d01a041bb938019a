"""Documents of this room as PDF and Word: the agreement, an amendment, the sheet of a commitment.

Each is first a `Paper` (blocks in one language), from which both files are made; equal facts and the same `as_of` give the same bytes.
"""

from phanuek.agreements.documents.agreement import agreement_docx, agreement_paper, agreement_pdf
from phanuek.agreements.documents.amendment import amendment_docx, amendment_paper, amendment_pdf
from phanuek.agreements.documents.commitment import (
    commitment_docx,
    commitment_paper,
    commitment_pdf,
    start_of,
)
from phanuek.agreements.documents.paper import Paper, changed_at
from phanuek.agreements.documents.people import parties_who_sign
from phanuek.agreements.documents.printing import as_docx, as_pdf

__all__ = [
    "Paper", "agreement_docx", "agreement_paper", "agreement_pdf", "amendment_docx", "amendment_paper", "amendment_pdf", "as_docx",
    "as_pdf", "changed_at", "commitment_docx", "commitment_paper", "commitment_pdf", "parties_who_sign", "start_of",
]  # fmt: skip
