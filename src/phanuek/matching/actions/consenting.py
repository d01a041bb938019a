"""Consent that taking part needs, given with the act where it is not given yet."""

from phanuek.consent import actions as consents
from phanuek.consent import queries as consent_queries
from phanuek.consent.models import Method
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.registry.models import Enterprise
from phanuek.ui import clock
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


def ensure_consent(
    *,
    by: Actor,
    enterprise: Enterprise,
    recipient: Organisation,
    purpose: str,
    method: str = "",
    given_by: str = "",
) -> None:
    """Passes when the group's consent for the purpose is in force, or is given now. A group gives its own in the system;
    an officer says how it was given and by whom. Refused without."""
    if consent_queries.valid_for(enterprise, recipient, clock.today(), purpose):
        return
    if not given_by.strip():
        raise Refused(
            T("ยังไม่มีความยินยอมของกลุ่มสำหรับเรื่องนี้", "The group has not consented to this yet."),
            field="given_by",
            hint=T("ระบุชื่อผู้ให้ความยินยอม และวิธีที่ให้", "Say who gave it for the group, and how."),
        )
    consents.give(
        by=by, enterprise=enterprise, recipient=recipient, purpose=purpose, method=method or Method.SPOKEN,
        given_by=given_by, given_on=clock.today(),
    )  # fmt: skip
