"""Reading areas: one by code, the next level down, the way up, and what typed text may mean."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import Case, IntegerField, Q, Value, When
from rapidfuzz import fuzz, process

from phanuek.areas.models import Area, AreaQuerySet, Level
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.words import T, current_language, pick


def by_code(code: str) -> Area | None:
    """The area, also one that no longer exists, with its parents; None if there never was one."""
    return Area.objects.with_path().filter(code=code).first() if code.isalnum() else None


def provinces(*, on: date | None = None, codes: Collection[str] = ()) -> AreaQuerySet:
    """Provinces in dictionary order of the reader's language, or only those of ``codes``."""
    found = Area.objects.provinces().on(on or clock.today()).order_by(_order())
    return found.filter(code__in=codes) if codes else found


def children(parent: Area | str | None, *, on: date | None = None) -> AreaQuerySet:
    """One level down, in dictionary order; the provinces under None."""
    if parent is None:
        return provinces(on=on)
    code = parent.code if isinstance(parent, Area) else parent
    return Area.objects.filter(parent_id=code).on(on or clock.today()).order_by(_order())


def path(area: Area) -> list[Area]:
    """Province, district, subdistrict: as far down as ``area``."""
    return area.path()


def label(area: Area, lang: str | None = None, style: str = "long") -> str:
    """The address line; ``lang`` is the reader's unless told. Styles: long, short, plain."""
    return area.label_as(lang or current_language(), style)


def province_choices(*, codes: Collection[str] = ()) -> list[tuple[str, str]]:
    """(code, name) of the provinces in the reader's language, for a filter."""
    return [(area.code, area.name) for area in provinces(codes=codes)]


def region_names() -> dict[str, T]:
    """Region code → its name, in the order of the country's list."""
    return {region.code: T.of(region.name) for region in pack().regions()}


def provinces_by_region() -> list[tuple[T, list[Area]]]:
    """The provinces grouped for a table."""
    grouped: dict[str, list[Area]] = {}
    for area in provinces():
        grouped.setdefault(area.region, []).append(area)
    return [(name, grouped[code]) for code, name in region_names().items() if code in grouped]


def _order() -> str:
    return str(pick("sort_key", "name_en"))


def search(
    text: str, *, level: str | None = Level.SUBDISTRICT, within: Sequence[str] = (), limit: int = 10
) -> list[Area]:
    """The areas of `find`, without saying whether they are only near."""
    return find(text, level=level, within=within, limit=limit).areas


@dataclass(frozen=True, slots=True)
class Found:
    """What a text may mean. ``near`` when nothing holds its words and the areas only come close."""

    areas: list[Area]
    near: bool = False


def find(
    text: str, *, level: str | None = Level.SUBDISTRICT, within: Sequence[str] = (), limit: int = 10
) -> Found:
    """Areas that typed Thai or English text may mean, best first, with their parents.

    Short forms are read (``ต.ตลาด อ.เมือง จ.สุราษฎร์ธานี``). Every word must be found in the area's
    own name or in that of one above it; an own name that equals or begins with it comes first.
    When nothing contains the text, names that sound like it are given. ``within`` keeps to the
    areas inside those codes; ``level`` None means all levels.
    """
    words = _words(text)
    if not words or limit < 1:
        return Found([])
    base = Area.objects.on(clock.today()).with_path()
    if level:
        base = base.filter(level=level)
    if within:
        base = base.within(*within)
    found = list(_containing(base, words)[:limit])
    if found:
        return Found(found)
    return Found(_matched(text, base, limit) or _sounding_like(words, base, limit), near=True)


def _words(text: str) -> list[tuple[str | None, str]]:
    """(level, name as compared) of each word of the text."""
    country = pack()
    out: list[tuple[str | None, str]] = []
    joined: str | None = None
    for piece in text.replace(",", " ").split()[:8]:
        # "ต. ตลาด": the word for the level stands alone and belongs to the next
        level, bare = country.read_area_text(f"{joined}{piece}" if joined else piece)
        joined = piece if piece.endswith(".") and not joined and level is None else None
        if joined:
            continue
        name = country.normalise(bare).replace(" ", "")
        if name:
            out.append((level, name))
    return out


_UPWARD = ("", "parent__", "parent__parent__")


def _containing(base: AreaQuerySet, words: list[tuple[str | None, str]]) -> AreaQuerySet:
    for level, name in words:
        match = Q(pk__in=[])
        for up in _UPWARD:
            here = Q(**{f"{up}search_th__contains": name}) | Q(**{f"{up}search_en__contains": name})
            match |= here & Q(**{f"{up}level": level}) if level else here
        base = base.filter(match)
    first = words[0][1]
    rank = Case(
        When(Q(search_th=first) | Q(search_en=first), then=Value(0)),
        When(Q(search_th__startswith=first) | Q(search_en__startswith=first), then=Value(1)),
        When(Q(search_th__contains=first) | Q(search_en__contains=first), then=Value(2)),
        When(Q(parent__search_th=first) | Q(parent__search_en=first), then=Value(3)),
        default=Value(4),
        output_field=IntegerField(),
    )
    widest = Case(
        When(level=Level.PROVINCE, then=Value(0)),
        When(level=Level.DISTRICT, then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    return base.order_by(rank, widest, "sort_key", "code")


def _matched(text: str, base: AreaQuerySet, limit: int) -> list[Area]:
    """What the country itself reads in the text: old names, aliases, slips in an address."""
    codes = pack().match_area(text).candidates[:limit]
    found = {area.code: area for area in base.filter(code__in=codes)}
    return [found[code] for code in codes if code in found]


def _sounding_like(words: list[tuple[str | None, str]], base: AreaQuerySet, limit: int) -> list[Area]:
    """Areas with a name spelt nearly so, or that lie in one with such a name."""
    joined = "".join(name for _, name in words)
    local = pack().skeleton(words[0][1])
    hits = _nearest(local, "skeleton", limit) + (
        _nearest(joined, "search_en", limit) if joined.isascii() else []
    )
    hits = sorted(hits, key=lambda hit: -hit[1])[:limit]
    found: dict[str, Area] = {}
    for code, _ in hits:
        for area in base.within(code)[: limit - len(found)]:
            found.setdefault(area.code, area)
    return list(found.values())


def _nearest(name: str, column: str, limit: int) -> list[tuple[str, float]]:
    """(code, likeness) of the areas of every level whose ``column`` is most like ``name``."""
    if len(name) < 3:
        return []
    names = dict(Area.objects.order_by().values_list("code", column))
    hits = process.extract(name, names, scorer=fuzz.ratio, score_cutoff=75, limit=limit)
    return [(cast(str, code), score) for _, score, code in hits]
