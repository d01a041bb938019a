"""The next edition of an offer: what stays the same is copied, never typed again."""

from datetime import date

from django.db import transaction

from phanuek.eligibility import actions as eligibility
from phanuek.offers import permissions
from phanuek.offers.actions.base import locked
from phanuek.offers.actions.limits import lines_of, set_limits
from phanuek.offers.actions.offer import add, close, edit
from phanuek.offers.actions.schemes import add_scheme
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.ui.words import T

COPIED = (
    "means", "aims", "about_th", "about_en", "terms_th", "terms_en", "how_to_apply_th", "how_to_apply_en", "documents",
    "applicant_note_th", "applicant_note_en", "capacity", "per_applicant_limit_baht", "budget_baht", "selection", "areas",
    "areas_stated", "first_answer_days", "waiting_days", "commitment", "activity", "provenance", "provenance_source", "provenance_why",
)  # fmt: skip


@transaction.atomic
def next_edition(
    *,
    by: Actor,
    offer: Offer,
    edition: str,
    name_th: str,
    name_en: str = "",
    opens_on: date | None = None,
    closes_on: date | None = None,
    scheme_name_th: str = "",
    scheme_name_en: str = "",
    close_old: bool = False,
) -> Offer:
    """An offer like this one, unpublished, with its conditions, limits and documents; its window and places are its own.

    An offer that is no edition yet becomes one, of a scheme of the name given. `close_old` closes this one at once.
    """
    permissions.check_can_edit(by, offer)
    old = locked(offer)
    if old.scheme is None:
        scheme = add_scheme(by=by, provider=old.provider, name_th=scheme_name_th, name_en=scheme_name_en)
        old = edit(by=by, offer=old, version=old.version, scheme=scheme)
    version = old.rule.versions.order_by("-number").first()
    made = add(
        by=by,
        provider=old.provider,
        name_th=name_th,
        name_en=name_en.strip(),
        rule_text=version.text if version else "",
        rule_source=version.source if version else "",
        rule_note_th=version.note_th if version else "",
        rule_note_en=version.note_en if version else "",
        scheme=old.scheme,
        edition=edition.strip(),
        opens_on=opens_on,
        closes_on=closes_on,
        published=False,
        **{name: getattr(old, name) for name in COPIED},
    )
    made = set_limits(by=by, offer=made, lines=lines_of(old))
    examples = old.rule.examples.values("name_th", "name_en", "facts", "expected", "why")
    eligibility.change_examples(by=by, rule=made.rule, changes=[{"act": "add", **row} for row in examples])
    if close_old:
        note = T("รุ่นนี้ปิดรับแล้ว", "This edition is closed.")
        close(by=by, offer=old, note_th=note.th, note_en=note.en)
    return made
