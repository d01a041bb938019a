"""A check by signed link: the office of a body without an account says that its offer is current."""

from django.db import transaction
from django.urls import reverse

from phanuek.messages.readers import Recipient
from phanuek.offers.models import Offer
from phanuek.people import links
from phanuek.people.models import ActingLink
from phanuek.timeline.models import subject_key

CHECK = "offers.check"
DAYS = 45  # from the first warning until after it is hidden


@transaction.atomic
def link_path(offer: Offer, to: Recipient) -> str:
    """Where this address records the check; earlier links to it stop working."""
    _, token = links.issue(
        purpose=CHECK, about=subject_key(offer), organisation_code=offer.provider.code, address=to.address, name=to.name,
        days=DAYS,
    )  # fmt: skip
    return reverse("offers:check_by_link", args=[token])


def offer_of_link(link: ActingLink) -> Offer | None:
    """The offer that the link is about, with its provider; None when it is gone or another body's by now."""
    rows = Offer.objects.select_related("provider")
    return rows.filter(code=link.about.partition(":")[2], provider__code=link.organisation_code).first()
