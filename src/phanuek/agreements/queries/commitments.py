"""Reads for the forms and pages of commitments: who may be chosen, and everything a page shows of one."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from phanuek.agreements.models import Agreement, Commitment, Party
from phanuek.organisations.models import Membership, Organisation
from phanuek.people.models import Person
from phanuek.ui import clock


def _with_account(bodies: QuerySet[Organisation]) -> QuerySet[Organisation]:
    return bodies.annotate(
        has_account=Exists(Membership.objects.valid(clock.today()).filter(organisation=OuterRef("pk")))
    )


def taking_part(agreement: Agreement) -> QuerySet[Organisation]:
    """Parties that have not withdrawn, bodies under them, and bodies that lead something here; each with `has_account`."""
    return _with_account(Organisation.objects.bodies().filter(_taking_part(agreement))).order_by("name_th")


def other_bodies(agreement: Agreement) -> QuerySet[Organisation]:
    """All others; each with `has_account`."""
    return _with_account(Organisation.objects.bodies().exclude(_taking_part(agreement))).order_by("name_th")


def _taking_part(agreement: Agreement) -> Q:
    left = Q(withdrawn_on__lte=clock.today())
    parties = Party.objects.filter(agreement=agreement).exclude(left).values("organisation")
    leading = Commitment.objects.filter(agreement=agreement).values("lead")
    gone = Party.objects.filter(left, agreement=agreement).values("organisation")
    return Q(pk__in=parties) | Q(parent__in=parties) | (Q(pk__in=leading) & ~Q(pk__in=gone))


def members_of(body: Organisation) -> list[Person]:
    """The people who can sign in for a body today."""
    rows = Membership.objects.valid(clock.today()).filter(organisation=body, person__is_active=True)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("name", "pk"))
