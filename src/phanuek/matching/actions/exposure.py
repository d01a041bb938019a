"""Counting who was shown. The rows are the record: nothing is written on a timeline for each look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction

from phanuek.engines.ranking import Placed
from phanuek.matching import permissions
from phanuek.matching.models import Exposure, Showing
from phanuek.matching.ranking import Candidate
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.ui import clock

_TABLE = Exposure._meta.db_table
_UPSERT = f"""
INSERT INTO {_TABLE} (enterprise_id, offer_id, province_id, "on", shown, best_position, as_newcomer) VALUES {{rows}}
ON CONFLICT (enterprise_id, offer_id, "on") DO UPDATE SET
  shown = {_TABLE}.shown + 1,
  best_position = CASE WHEN excluded.best_position < {_TABLE}.best_position THEN excluded.best_position
                       ELSE {_TABLE}.best_position END,
  as_newcomer = ({_TABLE}.as_newcomer OR excluded.as_newcomer)
"""


def count_shown(*, by: Actor, offer: Offer, scope: str, placed: Sequence[Placed[Candidate]]) -> bool:
    """A page of candidates stood before somebody: counted once a day for each person and page, in one statement.

    Returns whether it counted. A page looked at again costs one read and writes nothing.
    """
    permissions.check_can_list_candidates(by, offer)
    if not placed or by.person_id is None:
        return False
    look: dict[str, Any] = {
        "offer": offer, "on": clock.today(), "viewer_id": by.person_id, "first_place": placed[0].place, "scope": scope[:12],
    }  # fmt: skip
    if Showing.objects.filter(**look).exists():
        return False
    with transaction.atomic():
        if not Showing.objects.get_or_create(**look)[1]:
            return False
        rows: list[tuple[Any, ...]] = [
            (one.row.key, offer.pk, one.row.province, look["on"], 1, one.place, one.kept) for one in placed
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                _UPSERT.format(rows=", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(rows))),
                [value for row in rows for value in row],
            )
    return True
