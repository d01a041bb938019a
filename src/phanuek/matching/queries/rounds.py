"""Rounds as pages and files need them: who sees what, the round as the engine reads it, counts that may be shown."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.crypto import salted_hmac

from phanuek.areas.models import Area
from phanuek.engines import sharing
from phanuek.engines.draw import LETTERS
from phanuek.engines.secrecy import Circuit, protect
from phanuek.engines.sharing import files
from phanuek.matching.models import Application, Round, RoundOffer, Status
from phanuek.matching.queries import round_rule
from phanuek.matching.states import RoundState
from phanuek.organisations.actor import Actor
from phanuek.ui.words import T

TICKET_LENGTH = 8
NO_TWO_ALIKE = len(LETTERS) ** TICKET_LENGTH


def listed(actor: Actor) -> QuerySet[Round]:
    """Open ones first, then the newest."""
    return (
        Round.objects.visible_to(actor)
        .select_related("owner")
        .annotate(lots=Count("offers"))
        .order_by("-opens_on", "code")
    )


def lots_of(round: Round) -> list[RoundOffer]:
    return list(round.offers.select_related("offer__provider").order_by("offer__code"))


def applications_of(actor: Actor, round: Round) -> QuerySet[Application]:
    """Those that the actor may read, the group's wishes together."""
    return (
        Application.objects.visible_to(actor)
        .filter(round=round)
        .select_related(
            "enterprise__subdistrict", "offer__provider", "assessment", "allocation", "round", "sender"
        )
        .order_by("enterprise__sort_key", "enterprise__code", "wish", "code")
    )


def taking_part(round: Round) -> QuerySet[Application]:
    """What is shared out among: not withdrawn, fitting, and what cannot be said where the rule lets it take part."""
    states = [Status.FITS]
    if round_rule.whole(round.rule)["unknown"] == round_rule.TAKES_PART:
        states.append(Status.UNKNOWN)
    rows = Application.objects.filter(round=round, withdrawn_at=None, assessment__status__in=states)
    return rows.select_related("enterprise__subdistrict", "offer").order_by("code")


# ---- as the engine reads it: tickets instead of groups, labels instead of provinces, so that the file can be public


def ticket(round: Round, enterprise_code: str) -> str:
    """A group's number in this round: nobody can tell the group from it, and neither chose it."""
    left = (
        int(salted_hmac(f"phanuek.round.{round.code}", enterprise_code, algorithm="sha256").hexdigest(), 16)
        % NO_TWO_ALIKE
    )
    letters = []
    for _ in range(TICKET_LENGTH):
        left, at = divmod(left, len(LETTERS))
        letters.append(LETTERS[at])
    return "".join(letters)


def area_label(round: Round, province: str) -> str:
    return salted_hmac(f"phanuek.round.area.{round.code}", province, algorithm="sha256").hexdigest()[:8]


def engine_round(round: Round, seed: str) -> sharing.Round:
    """Everything that decides, and nothing that names anybody."""
    rows = list(taking_part(round))
    people = {
        row.enterprise_id: sharing.Applicant(
            ticket(round, row.enterprise.code), area_label(round, row.enterprise.subdistrict.province_code), row.group,
            row.need,
        )
        for row in rows
    }  # fmt: skip
    lots = [
        sharing.OfferLot(lot.offer.code, lot.units, None if lot.budget_baht is None else int(lot.budget_baht * 100), lot.offer.means)
        for lot in lots_of(round)
    ]  # fmt: skip
    pairs = [
        sharing.Eligible(
            people[row.enterprise_id].code, row.offer.code, row.score,
            None if row.requested_baht is None else int(row.requested_baht * 100),
        )
        for row in rows
    ]  # fmt: skip
    return sharing.Round.of(people.values(), lots, pairs, round_rule.engine_rule(round.rule, seed))


def list_hash(round: Round) -> str:
    """SHA-256 of everything that will decide but the draw: applicants, points, places, the rule."""
    content = files.to_json(engine_round(round, ""))
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


# ---- counts that may be shown to everybody


@dataclass(frozen=True)
class Counted:
    """One row of the public table: what was asked for and given, None where the count is protected."""

    kind: str
    name: T
    asked: int | None
    given: int | None
    places: int | None = None
    lowest: int | None = None
    one_more: int | None = None


KINDS = {
    "offer": T("มาตรการ", "Offer"),
    "area": T("จังหวัด", "Province"),
    "group": T("กลุ่มเป้าหมาย", "Priority group"),
}
OTHERS = T("ผู้ขออื่น", "Others")


def counts(round: Round) -> list[Counted]:
    """By offer, province and priority group; counts under five are hidden, with what would let them be worked out. The page and
    its files read these rows."""
    if round.state != RoundState.PUBLISHED:
        return []
    rows = taking_part(round).values_list(
        "offer__code", "enterprise__subdistrict__province_code", "group", "allocation__units"
    )
    found = [(offer, area, group, bool(units)) for offer, area, group, units in rows]
    names = {lot.offer.code: lot for lot in lots_of(round)}
    provinces = {
        area.code: T(area.name_th, area.name_en)
        for area in Area.objects.filter(code__in={area for _, area, _, _ in found})
    }
    lowest, more = (round.result or {}).get("lowest", {}), (round.result or {}).get("one_more", {})
    table: list[Counted] = []
    for code, asked, given in _protected((offer, won) for offer, _, _, won in found):
        offer = names[code].offer
        table.append(
            Counted(
                "offer", T(offer.name_th, offer.name_en or offer.name_th), asked, given, names[code].units,
                lowest.get(code) if given else None, (more.get(code) or [None, None])[1],
            )
        )  # fmt: skip
    for code, asked, given in _protected((area, won) for _, area, _, won in found):
        table.append(Counted("area", provinces.get(code, T(code, code)), asked, given))
    if round_rule.whole(round.rule)["groups"]:
        for code, asked, given in _protected((group, won) for _, _, group, won in found):
            table.append(Counted("group", round_rule.label_of(code) if code else OTHERS, asked, given))
    return table


def _protected(rows: Iterable[tuple[str, bool]]) -> list[tuple[str, int | None, int | None]]:
    """(name, asked, given) of each, None where hidden; the sums over all rows count as known to the reader."""
    cells = Counter(rows)
    names = sorted({name for name, _ in cells})
    circuit = Circuit()
    for name in names:
        for won in (True, False):
            circuit.add((name, won), ("row", name), ("column", won), cells[name, won])
        circuit.add((name, None), "all", ("row", name), cells[name, True] + cells[name, False])
    for won in (True, False):
        circuit.add(("sum", won), ("column", won), "end", sum(cells[name, won] for name in names))
    circuit.add("total", "end", "all", sum(cells.values()))
    hidden = protect(circuit)

    def shown(key: Any, count: int) -> int | None:
        return None if key in hidden else count

    found = []
    for name in names:
        asked = shown((name, None), cells[name, True] + cells[name, False])
        # of a few whose number is hidden, "none was given" would tell about each of them
        found.append((name, asked, None if asked is None else shown((name, True), cells[name, True])))
    return found


def totals(round: Round) -> dict[str, int]:
    """Applications, groups and places of the whole round."""
    rows = Application.objects.filter(round=round, withdrawn_at=None)
    sums = rows.aggregate(
        applications=Count("pk"), groups=Count("enterprise", distinct=True), given=Count("pk", filter=Q(allocation__units__gt=0)),
        unknown=Count("pk", filter=Q(assessment__status=Status.UNKNOWN)),
    )  # fmt: skip
    return {**sums, "places": sum(lot.units for lot in round.offers.all())}


def undecided(round: Round) -> int:
    """Applications that cannot be decided yet: to be settled before the round closes."""
    return Application.objects.filter(
        round=round, withdrawn_at=None, assessment__status=Status.UNKNOWN
    ).count()


def published_json(round: Round) -> bytes:
    return json.dumps(round.result, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def counts_json(round: Round, rows: Iterable[Counted]) -> bytes:
    """The public table as JSON, names in both languages; null: protected or not stated."""
    content = {
        "round": round.code, "rule": round.rule_version, "applications_sha256": round.applications_sha256,
        "rows": [
            {"by": row.kind, "name": row.name.as_dict(), "applications": row.asked, "given": row.given, "places": row.places,
             "lowest": row.lowest, "one_more": row.one_more}
            for row in rows
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False).encode()


def round_addresses(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """Where the reader can open rounds that the ledger names."""
    rows = Round.objects.visible_to(actor).filter(code__in=codes)
    return {row.code: row.get_absolute_url() for row in rows}


def application_addresses(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """The same for allotted places, named by their application."""
    rows = Application.objects.visible_to(actor).filter(code__in=codes).select_related("round")
    return {row.code: row.get_absolute_url() for row in rows}
