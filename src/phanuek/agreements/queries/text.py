"""The text of an agreement as its pages show it: versions, clauses, what hangs under each."""

from phanuek.agreements.models import Agreement, TextVersion


def current_version(agreement: Agreement) -> TextVersion | None:
    """The newest version, which is the one that counts; None where the text is not in hand."""
    return agreement.text_versions.order_by("-number").first()
