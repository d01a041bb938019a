"""A case with a body that nobody signs in for, its link, a document it may read, and a link to withdraw a consent."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from phanuek.consent.links import REVOKE
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.people import links
from phanuek.referrals import actions as referrals
from phanuek.referrals.acting import ANSWER
from tests.house.pdf import PDF
from tests.referrals import world


def codes(officer: Actor, group: Any) -> dict[str, str]:
    offer = Offer.objects.get(code="course")
    consent = world.consent(group, offer.provider)
    case = referrals.send(by=officer, enterprise=group, offer=offer, consent=consent)
    upload = SimpleUploadedFile("ทะเบียน.pdf", PDF, "application/pdf")
    (file,) = referrals.add_files(by=officer, referral=case, uploads=[upload])
    _, answer = links.issue(
        purpose=ANSWER, about=f"referral:{case.code}", organisation_code=offer.provider.code, address="office@dip.example"
    )  # fmt: skip
    _, revoke = links.issue(
        purpose=REVOKE,
        about=f"consent:{consent.code}",
        organisation_code=group.organisation.code,
        address="g@example.org",
    )
    return {
        "absent_case": case.code,
        "link": answer,
        "link_file": file.attachment.code,
        "revoke": revoke,
    }
