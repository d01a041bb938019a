"""The conditions of an offer, version by version."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from phanuek.eligibility import actions as eligibility
from phanuek.eligibility.models import RuleVersion
from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.problems import Conflict


@transaction.atomic
def set_conditions(
    *,
    by: Actor,
    offer: Offer,
    text: str,
    source: str = "",
    note_th: str = "",
    note_en: str = "",
    valid_from: date | None = None,
    new_facts: Sequence[Mapping[str, Any]] = (),
    seen: int | None = None,
) -> RuleVersion:
    """A new version of the conditions. `new_facts` defines yes/no facts for conditions known only as text; `seen` is
    the number of the version that the editor saw.

    Raises Refused at `rule_text` when the text cannot be read, Conflict when another changed them since.
    """
    permissions.check_can_edit(by, offer)
    by = by.for_organisation(offer.provider, on=clock.today())
    row = locked(offer)
    newest = row.rule.versions.order_by("-number").first()
    if seen is not None and newest is not None and newest.number != seen and newest.text != text:
        raise Conflict(yours={"rule_text": text}, theirs={"rule_text": newest.text}, version=newest.number)
    if new_facts:
        eligibility.define_facts(by=by, rows=new_facts)
    version = eligibility.set_rule(
        by=by,
        code=row.rule.code,
        text=text,
        source=source,
        note_th=note_th,
        note_en=note_en,
        valid_from=valid_from or clock.today(),
    )
    if newest is not None and version.pk == newest.pk:
        return version
    row.on_behalf = by.on_behalf_of_id is not None
    row.version += 1
    row.save(update_fields=["on_behalf", "version"])
    timeline.record("offer.conditions_changed", about=row, by=by, facts={"rule_version": version.number})
    return version
