"""Which officer of the receiving body has a case."""

from django.db import transaction

from phanuek.organisations.actor import Actor
from phanuek.people.models import Person
from phanuek.referrals import permissions
from phanuek.referrals.actions import steps
from phanuek.referrals.models import Referral
from phanuek.timeline import actions as timeline
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@transaction.atomic
def assign(*, by: Actor, referral: Referral, officer: Person | None) -> Referral:
    """Gives the case to one officer of the provider, or to nobody. The same officer again changes nothing.

    Refused for somebody who does not answer referrals for that body today.
    """
    referral = steps.hold(referral)
    permissions.check_can_assign(by, referral)
    if (
        officer is not None
        and not permissions.officers_of(referral.provider_id).filter(pk=officer.pk).exists()
    ):
        raise Refused(
            T(
                "{name} ไม่ใช่เจ้าหน้าที่ที่ตอบเรื่องของ {provider}", "{name} does not answer cases for {provider}."
            ).format(name=str(officer), provider=permissions.name_of(referral.provider)),
            field="officer",
        )
    if referral.officer_id == (officer.pk if officer else None):
        return referral
    referral.officer = officer
    referral.version += 1
    referral.save(update_fields=["officer", "version"])
    timeline.record("referral.assigned", about=referral, by=by, note=str(officer) if officer else "")
    return referral
