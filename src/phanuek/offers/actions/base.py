"""What several verbs share: the row, held."""

from phanuek.offers.models import Offer


def locked(offer: Offer) -> Offer:
    """The row as it stands now, held until the transaction ends. Rows that only point to it may be added meanwhile."""
    rows = Offer.objects.select_for_update(of=("self",), no_key=True)
    found: Offer = rows.select_related("rule", "provider").get(pk=offer.pk)
    return found
