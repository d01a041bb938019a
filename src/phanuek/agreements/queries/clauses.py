"""The clauses a commitment may come from: those of the text as it stands."""

from phanuek.agreements.models import Agreement, Clause, ClauseSpan, Commitment
from phanuek.ui.words import T

GONE = T("ไม่อยู่ในตัวบทฉบับปัจจุบันแล้ว", "no longer in the text as it stands")


def current_clauses(agreement: Agreement) -> list[ClauseSpan]:
    """Where each clause stands in the newest version of the text, in order; empty where the text is not in hand."""
    newest = agreement.text_versions.order_by("-number").first()
    if newest is None:
        return []
    return list(newest.spans.select_related("clause", "version").order_by("order"))


def clause_choices(agreement: Agreement, keep: Clause | None = None) -> list[tuple[Clause, T]]:
    """Clauses to choose from, with their words; `keep` stays on the list even where it was repealed."""
    found = [(span.clause, span.label) for span in current_clauses(agreement)]
    if keep is not None and keep not in [clause for clause, _ in found]:
        label = clause_label(keep)
        found.append((keep, T("{label} ({note})", "{label} ({note})").format(label=label, note=GONE)))
    return found


def clause_label(clause: Clause | None) -> T:
    """Number and heading of a clause where it last stood."""
    if clause is None:
        return T("ไม่ระบุ", "none")
    span = clause.spans.select_related("version").order_by("-version__number").first()
    return span.label if span else T(clause.code, clause.code)


def span_of(commitment: Commitment) -> ClauseSpan | None:
    """Where the commitment's clause last stood, with its words."""
    if commitment.clause_id is None:
        return None
    return (
        ClauseSpan.objects.filter(clause=commitment.clause_id)
        .select_related("clause", "version")
        .order_by("-version__number")
        .first()
    )
