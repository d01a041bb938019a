"""What a draw shows: its published file, its lists, and whose ticket the reader may see."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from phanuek.engines import draw as engine
from phanuek.matching.models import Draw, DrawEntry, SeedReading
from phanuek.matching.states import DrawState
from phanuek.offers.models import Offer
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T

FORMAT = "phanuek.draw/1"
ALGORITHM = T(
    "เรียงสลากตามค่า SHA-256 ของข้อความ “เลขสุ่ม:รหัสสลาก” (UTF-8 เลขฐานสิบหกตัวพิมพ์เล็ก 64 หลัก) จากน้อยไปมาก หากค่าเท่ากันให้เรียงตามรหัสสลาก "
    "ผู้ที่อยู่ในลำดับ 1 ถึงจำนวนที่ ได้สิทธิ ที่เหลือเป็นบัญชีรอตามลำดับ",
    "Tickets are sorted by SHA-256 of the text “seed:ticket” (UTF-8, 64 small hexadecimal digits), smallest first; of equal values "
    "the smaller ticket comes first. Those in order 1 to the number of places have one; the others wait in this order.",
)
# what is fixed when the list is sealed; `sealed_sha256` is worked out over these
SEALED_FIELDS = (
    "format", "code", "title", "offer", "round", "rule_version", "algorithm", "places", "tickets", "list_sha256", "sealed_at",
    "closes_at", "seed_source", "seed_known_on", "replaces", "why_again",
)  # fmt: skip
FIELDS = (*SEALED_FIELDS, "sealed_sha256", "seed", "seed_read", "drawn_at", "result", "cancelled", "sha256")


def moment(value: datetime | None) -> str | None:
    """ISO 8601 with the country's offset, whole seconds."""
    return value and value.astimezone(ZoneInfo(pack().timezone)).isoformat(timespec="seconds")


def checksum(document: Mapping[str, Any], fields: tuple[str, ...]) -> str:
    """SHA-256 of the named fields as JSON in UTF-8: keys sorted, no blanks, nothing escaped that need not be."""
    part = {name: document[name] for name in fields}
    text = json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def document(draw: Draw) -> dict[str, Any]:
    """The published file. Drawn: as it was frozen. Before: what is fixed so far; the list stands in it once it is closed."""
    if draw.published:
        return {name: draw.published[name] for name in FIELDS}
    return assemble(draw)


def assemble(draw: Draw) -> dict[str, Any]:
    """The file from the rows as they stand. A list whose closing moment has come is closed, whether or not anything has run
    since: nothing can be added to it."""
    closed = draw.sealed_at is not None or (
        draw.state == DrawState.ANNOUNCED and draw.closes_at <= clock.now()
    )
    tickets = sorted(draw.entries.values_list("ticket", flat=True)) if closed else None
    both = lambda name: {"th": getattr(draw, f"{name}_th"), "en": getattr(draw, f"{name}_en") or getattr(draw, f"{name}_th")}  # noqa: E731  # fmt: skip
    found: dict[str, Any] = {
        "format": FORMAT, "code": draw.code, "title": both("title"), "offer": draw.offer.code if draw.offer else None,
        "round": draw.round.code if draw.round else None, "rule_version": draw.rule_version,
        "algorithm": ALGORITHM.as_dict(), "places": draw.places, "tickets": tickets,
        "list_sha256": (draw.list_sha256 or engine.list_hash(tickets)) if tickets is not None else None,
        "sealed_at": moment(draw.sealed_at or draw.closes_at) if closed else None, "closes_at": moment(draw.closes_at),
        "seed_source": both("seed_source"), "seed_known_on": draw.seed_on.isoformat(),
        "replaces": draw.replaces.code if draw.replaces else None, "why_again": draw.why_again or None,
    }  # fmt: skip
    found["sealed_sha256"] = checksum(found, SEALED_FIELDS) if closed else None
    drawn = draw.state == DrawState.DRAWN
    found |= {
        "seed": draw.seed if drawn else None,
        "seed_read": [{"where": r.where_read, "at": moment(r.read_at)} for r in agreeing(draw, draw.seed)] if drawn else [],
        "drawn_at": moment(draw.drawn_at), "result": draw.result, "cancelled": draw.cancelled_why or None,
    }  # fmt: skip
    found["sha256"] = checksum(found, FIELDS[:-1])
    return found


def file_bytes(draw: Draw) -> bytes:
    """The file as it is sent: the same bytes as long as nothing of it changes, and for good once it is drawn."""
    return (json.dumps(document(draw), ensure_ascii=False, indent=1) + "\n").encode()


def all_draws(actor: Actor) -> QuerySet[Draw]:
    """Newest first, with what each list shows."""
    rows = Draw.objects.visible_to(actor)
    return rows.select_related("owner", "offer", "round", "replaces", "replaced_by")


def open_of(offer: Offer) -> Draw | None:
    """The draw of this offer that is announced or sealed."""
    states = [DrawState.ANNOUNCED, DrawState.SEALED]
    return Draw.objects.filter(offer=offer, state__in=states).order_by("closes_at").first()


def tickets_of(actor: Actor, draw: Draw) -> list[DrawEntry]:
    """Those whose owner the reader may know."""
    rows = DrawEntry.objects.visible_to(actor).filter(draw=draw).select_related("enterprise")
    return list(rows.order_by("place", "ticket"))


# ---- the seed


def current_readings(draw: Draw) -> list[SeedReading]:
    """The last of each person, in the order in which they were made."""
    last = {
        reading.person_id: reading for reading in draw.readings.select_related("organisation").order_by("pk")
    }
    return sorted(last.values(), key=lambda reading: reading.pk)


def agreeing(draw: Draw, seed: str) -> list[SeedReading]:
    return [reading for reading in current_readings(draw) if reading.seed == seed]


@dataclass(frozen=True)
class SeedState:
    """How far the seed is: who has read what, and whether they differ."""

    readings: list[SeedReading]

    @property
    def conflict(self) -> bool:
        return len({reading.seed for reading in self.readings}) > 1

    @property
    def waits_for_second(self) -> bool:
        return len(self.readings) == 1


def seed_state(draw: Draw) -> SeedState:
    return SeedState(current_readings(draw))


def days_late(draw: Draw) -> int:
    """Days since the seed was known and is not entered; 0 when it is not due."""
    return max((clock.today() - draw.seed_on).days, 0) if draw.state == DrawState.SEALED else 0


def draw_addresses(actor: Actor, codes: Collection[str]) -> dict[str, str]:
    """Where the reader can open draws that the ledger names, by themselves or with a winner's ticket (`code:ticket`)."""
    draws = {code: code.partition(":")[0] for code in codes}
    rows = {row.code: row for row in all_draws(actor).filter(code__in=set(draws.values()))}
    return {code: rows[draw].get_absolute_url() for code, draw in draws.items() if draw in rows}
