"""What several verbs of this room need: who the act counts for, and their name for a provenance."""

from phanuek.agreements.models import Agreement
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed


def acting_for(by: Actor, lead: Organisation) -> Actor:
    """The actor on behalf of a body without an account where that applies, else unchanged: the secretariat may
    always write a commitment down in its own name."""
    try:
        return by.for_organisation(lead, on=clock.today())
    except NotAllowed:
        return by


def name_of(by: Actor) -> str:
    """The Thai name of the body, or what the system calls itself."""
    if by.is_system:
        return by.person_name
    return Organisation.objects.values_list("name_th", flat=True).get(code=by.organisation_code)


def locked(agreement: Agreement) -> Agreement:
    """The agreement as it is now, held until the transaction ends: whoever comes second waits and sees what the first did."""
    return Agreement.objects.select_for_update(of=("self",)).get(pk=agreement.pk)
