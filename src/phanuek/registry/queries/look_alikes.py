"""Enterprises that may be the same one: by number, by name and place, by telephone. A person decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import fuzz, process

from phanuek.areas.models import Area
from phanuek.registry.models import Enterprise, Identifier
from phanuek.registry.spelling import core_skeleton, phone_digits, plain_digits
from phanuek.ui.country import pack
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

# out of 100, found by trying on names of one district: below these, names of neighbours begin to be joined
SAME_SUBDISTRICT, SAME_DISTRICT, SAME_PHONE = 82, 92, 60
SHORT_NAME = 4
SHORTEST_PART = 8
CHUNK = 500

SAME_NUMBER = T("{scheme}เดียวกัน", "Same {scheme}")
SAME_NAME_HERE = T(
    "ชื่อหลักเดียวกันและอยู่ตำบลเดียวกัน", "Same name apart from the kind words, in the same subdistrict"
)
ALIKE_HERE = T("ชื่อคล้ายกัน {score}% และอยู่ตำบลเดียวกัน", "Names {score}% alike, in the same subdistrict")
ALIKE_NEAR = T("ชื่อคล้ายกัน {score}% และอยู่อำเภอเดียวกัน", "Names {score}% alike, in the same district")
PART_HERE = T(
    "ชื่อหนึ่งเป็นส่วนหนึ่งของอีกชื่อ และอยู่ตำบลเดียวกัน", "One name is part of the other, in the same subdistrict"
)
PHONE = T("หมายเลขโทรศัพท์เดียวกัน", "Same telephone number")
OTHER_NUMBER = T("แต่{scheme}ไม่ตรงกัน", "But a different {scheme}")


class Alike(NamedTuple):
    """One enterprise that may be meant. `score` is out of 100; `same_name` is the same core name in the same subdistrict."""

    enterprise: Enterprise
    score: int
    evidence: tuple[T, ...]
    same_name: bool = False
    same_number: bool = False


@dataclass(frozen=True)
class Neighbour:
    pk: int
    name: str
    skeleton: str
    subdistrict: str
    phone: str


@dataclass(frozen=True)
class Near:
    """As Alike, before the enterprise is read."""

    pk: int
    score: int
    evidence: tuple[T, ...]
    same_name: bool


class Neighbourhood:
    """The enterprises of some districts, read once and compared with many names."""

    def __init__(self, subdistricts: Iterable[Area], *, exclude: int | None = None) -> None:
        self._districts: dict[str, list[Neighbour]] = {}
        codes = sorted({area.parent_id for area in subdistricts if area.parent_id})
        for start in range(0, len(codes), CHUNK):
            self._read(codes[start : start + CHUNK], exclude)

    def _read(self, codes: list[str], exclude: int | None) -> None:
        rows = (
            Enterprise.objects.filter(subdistrict__parent__in=codes, active=True)
            .exclude(pk=exclude)
            .order_by("pk")
        )
        fields = (
            "subdistrict__parent",
            "pk",
            "name_th",
            "search__core_skeleton",
            "subdistrict",
            "contact_phone",
        )
        for district, pk, name, skeleton, subdistrict, phone in rows.values_list(*fields):
            found = Neighbour(pk, name, skeleton or core_skeleton(name), subdistrict, phone_digits(phone))
            self._districts.setdefault(district, []).append(found)

    def near(self, name: str, subdistrict: Area, phone: str = "") -> list[Near]:
        """Those that may be the same, most alike first."""
        neighbours = self._districts.get(subdistrict.parent_id or "", [])
        sound, digits, core = core_skeleton(name), phone_digits(phone), pack().core_name(name)
        scores = process.extract(
            sound, [n.skeleton for n in neighbours], scorer=fuzz.ratio, score_cutoff=SAME_PHONE, limit=None
        )
        found = [
            _judge(neighbours[at], round(score), subdistrict.code, digits, core) for _, score, at in scores
        ]
        found += _parts(neighbours, sound, subdistrict.code, {n.pk for n in found if n})
        return sorted((n for n in found if n), key=lambda n: (not n.same_name, -n.score, n.pk))


def _parts(
    neighbours: Iterable[Neighbour], sound: str, subdistrict: str, known: set[int]
) -> list[Near | None]:
    """Those of the subdistrict whose name holds this one, or is held by it: one register wrote more than the other."""
    found: list[Near | None] = []
    for neighbour in neighbours:
        if neighbour.subdistrict != subdistrict or neighbour.pk in known:
            continue
        short, long = sorted((sound, neighbour.skeleton), key=len)
        if len(short) >= SHORTEST_PART and short in long:
            found.append(Near(neighbour.pk, round(fuzz.ratio(short, long)), (PART_HERE,), same_name=False))
    return found


def _judge(neighbour: Neighbour, score: int, subdistrict: str, digits: str, core: str) -> Near | None:
    here = neighbour.subdistrict == subdistrict
    evidence: list[T] = []
    # a short name is one letter away from too many others
    short = len(neighbour.skeleton) <= SHORT_NAME and score < 100
    same_name = here and score == 100 and pack().core_name(neighbour.name) == core
    if same_name:
        evidence.append(SAME_NAME_HERE)
    elif here and score >= SAME_SUBDISTRICT and not short:
        evidence.append(ALIKE_HERE.format(score=score))
    elif score >= SAME_DISTRICT and not short:
        evidence.append(ALIKE_NEAR.format(score=score))
    if digits and digits == neighbour.phone:
        evidence.append(PHONE)
    return Near(neighbour.pk, score, tuple(evidence), same_name) if evidence else None


def look_alikes(
    *,
    name_th: str,
    subdistrict: Area,
    identifiers: Mapping[str, str] | None = None,
    contact_phone: str = "",
    exclude: Enterprise | None = None,
    limit: int = 5,
) -> list[Alike]:
    """Registered enterprises that may be the one described, most likely first, each with its evidence."""
    but = exclude.pk if exclude else None
    checked = {s: check_number(s, v).value for s, v in (identifiers or {}).items() if v}
    owners = {key: pk for key, pk in identifier_owners(checked.items()).items() if pk != but}
    near = Neighbourhood([subdistrict], exclude=but).near(name_th, subdistrict, contact_phone)[: limit * 2]
    read = Enterprise.objects.filter(pk__in={*owners.values(), *(n.pk for n in near)})
    rows = {
        e.pk: e for e in read.select_related("subdistrict__parent__parent").prefetch_related("identifiers")
    }
    alike = {
        n.pk: Alike(rows[n.pk], n.score, n.evidence + _different_numbers(rows[n.pk], checked), n.same_name)
        for n in near
    }
    for (scheme, _), pk in owners.items():
        evidence = (SAME_NUMBER.format(scheme=_scheme_name(scheme)),)
        before = alike.get(pk)
        alike[pk] = Alike(rows[pk], 100, evidence + (before.evidence if before else ()), same_number=True)
    return sorted(alike.values(), key=lambda a: (not a.same_number, not a.same_name, -a.score))[:limit]


def _different_numbers(enterprise: Enterprise, checked: Mapping[str, str]) -> tuple[T, ...]:
    own = {i.scheme: i.value for i in enterprise.identifiers.all()}
    differing = [s for s, value in checked.items() if s in own and own[s] != value]
    return tuple(OTHER_NUMBER.format(scheme=_scheme_name(scheme)) for scheme in differing)


def _scheme_name(scheme: str) -> T:
    label = Identifier.Scheme(scheme).label
    return label if isinstance(label, T) else T.of(label)


class Number(NamedTuple):
    """A typed number as it is kept, or why it cannot be."""

    value: str
    reason: T | None


def check_number(scheme: str, typed: str) -> Number:
    """By the country's rules where it has any for the scheme; the other registers' numbers are kept as typed."""
    if scheme in pack().identifier_schemes:
        checked = pack().check_identifier(scheme, typed)
        return Number(checked.value, T.of(checked.reason) if checked.reason else None)
    text = "".join(plain_digits(typed).upper().split())
    if len(text) > 60:
        return Number(text, T("ยาวเกิน 60 ตัวอักษร", "It is longer than 60 characters."))
    return Number(text, None)


def identifier_owners(numbers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """(scheme, value) → enterprise, for those that are taken."""
    wanted = {(scheme, value) for scheme, value in numbers if value}
    values = sorted({value for _, value in wanted})
    owners: dict[tuple[str, str], int] = {}
    for start in range(0, len(values), CHUNK):
        rows = Identifier.objects.filter(value__in=values[start : start + CHUNK])
        owners |= {
            (scheme, value): pk for scheme, value, pk in rows.values_list("scheme", "value", "enterprise_id")
        }
    return {key: pk for key, pk in owners.items() if key in wanted}


def by_identifier(scheme: str, typed: str) -> Enterprise | None:
    """The enterprise that bears a number."""
    number = check_number(scheme, typed)
    if number.reason:
        raise Refused(number.reason, field=scheme)
    found = Identifier.objects.filter(scheme=scheme, value=number.value).select_related("enterprise").first()
    return found.enterprise if found else None
