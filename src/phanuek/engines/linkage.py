"""Which records may be the same enterprise: a score from 0 to 1 and, in words, what speaks for it.

The score orders look-alikes for a person to look at; it is not a probability. Two rules stand above it: an equal
identifier means the same, a different identifier of the same scheme means not the same. Names must be alike before
place and telephone count, because one person often speaks for several groups of a village.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rapidfuzz import fuzz, process

from phanuek.engines.wording import Words, words

# Below this likeness of names nothing but an identifier can tie two records (measured on Thai enterprise names).
LEAST_NAME = 0.72
NAME, PLACE, TELEPHONE = 0.70, 0.20, 0.10
# What a missing place or telephone counts: not known to differ, not known to agree.
NOT_KNOWN = 0.5
NEIGHBOUR = 0.4
# A skeleton of fewer letters is alike by chance; it must be equal.
SHORT = 4


@dataclass(frozen=True)
class Record:
    """What is compared. The country pack has already taken the words for the kind out of `core_name` and made the
    `skeleton` (the name without what people misspell). `identifiers` maps schemes to bare numbers; `district` and
    `subdistrict` are area codes; "" is unknown."""

    key: str
    core_name: str
    skeleton: str
    subdistrict: str = ""
    district: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""


class Likeness(StrEnum):
    SAME = "same"
    LOOK_ALIKE = "look_alike"
    DIFFERENT = "different"


@dataclass(frozen=True)
class Evidence:
    """One thing that speaks for (`supports`) or against the two being the same."""

    kind: str
    text: Words
    supports: bool = True


@dataclass(frozen=True)
class Match:
    """A candidate, how much it looks like the incoming record, and why."""

    key: str
    score: float
    likeness: Likeness
    evidence: tuple[Evidence, ...]


def compare(incoming: Record, candidate: Record, scheme_names: Mapping[str, Words] | None = None) -> Match:
    """How much two records look like the same enterprise."""
    evidence = _identifier_evidence(incoming, candidate, scheme_names or {})
    name = name_likeness(incoming, candidate)
    evidence += _name_evidence(incoming, candidate, name)
    place, place_evidence = _place(incoming, candidate)
    telephone, telephone_evidence = _telephone(incoming, candidate)
    evidence += place_evidence + telephone_evidence
    equal, different = (
        any(item.kind == "identifier" and item.supports is side for item in evidence)
        for side in (True, False)
    )
    score = NAME * name + PLACE * place + TELEPHONE * telephone
    if equal and different:
        # A number copied from another form, or one person's number used for two groups: a person must look.
        return _match(candidate, max(score, 0.9), Likeness.LOOK_ALIKE, evidence)
    if equal:
        return _match(candidate, 1.0, Likeness.SAME, evidence)
    if different or name < LEAST_NAME:
        return _match(candidate, 0.0 if different else score * name, Likeness.DIFFERENT, evidence)
    return _match(candidate, score, Likeness.LOOK_ALIKE, evidence)


def look_alikes(
    incoming: Record,
    candidates: Iterable[Record],
    *,
    scheme_names: Mapping[str, Words] | None = None,
    least: float = 0.6,
    limit: int = 10,
) -> list[Match]:
    """The candidates worth showing before the incoming record is saved, best first; the same by number come first."""
    rows = {index: candidate for index, candidate in enumerate(candidates) if candidate.key != incoming.key}
    alike = process.extract(
        incoming.skeleton,
        {index: row.skeleton for index, row in rows.items()},
        scorer=fuzz.ratio,
        score_cutoff=LEAST_NAME * 100,
        limit=None,
    )
    worth = {index for _, _, index in alike}
    worth |= {index for index, row in rows.items() if _shares_identifier(incoming, row)}
    matches = [compare(incoming, rows[index], scheme_names) for index in sorted(worth)]
    shown = [match for match in matches if match.likeness != Likeness.DIFFERENT and match.score >= least]
    return sorted(shown, key=lambda match: (match.likeness != Likeness.SAME, -match.score))[:limit]


def name_likeness(one: Record, other: Record) -> float:
    """From 0 to 1, by the skeletons; very short ones must be equal."""
    if not one.skeleton or not other.skeleton:
        return 0.0
    if min(len(one.skeleton), len(other.skeleton)) < SHORT and one.skeleton != other.skeleton:
        return 0.0
    return fuzz.ratio(one.skeleton, other.skeleton) / 100


def _match(candidate: Record, score: float, likeness: Likeness, evidence: list[Evidence]) -> Match:
    return Match(candidate.key, round(score, 4), likeness, tuple(evidence))


def _shares_identifier(one: Record, other: Record) -> bool:
    return any(
        number and other.identifiers.get(scheme) == number for scheme, number in one.identifiers.items()
    )


def _identifier_evidence(one: Record, other: Record, names: Mapping[str, Words]) -> list[Evidence]:
    evidence: list[Evidence] = []
    for scheme, number in one.identifiers.items():
        theirs = other.identifiers.get(scheme)
        if not number or not theirs:
            continue
        name = names.get(scheme) or words("เลขทะเบียน", "registration number")
        if number == theirs:
            evidence.append(Evidence("identifier", words(f"{name['th']}เดียวกัน", f"same {name['en']}")))
        else:
            evidence.append(
                Evidence("identifier", words(f"{name['th']}ต่างกัน", f"different {name['en']}"), False)
            )
    return evidence


def _name_evidence(one: Record, other: Record, name: float) -> list[Evidence]:
    share = int(name * 100)
    if one.core_name and one.core_name == other.core_name:
        return [Evidence("name", words("ชื่อเหมือนกัน", "same name"))]
    if name == 1:
        return [Evidence("name", words("ชื่ออ่านออกเสียงเหมือนกัน", "names that sound the same"))]
    if name >= 0.85:
        return [Evidence("name", words(f"ชื่อคล้ายกันมาก ({share}%)", f"very similar name ({share}%)"))]
    if name >= LEAST_NAME:
        return [Evidence("name", words(f"ชื่อคล้ายกัน ({share}%)", f"similar name ({share}%)"))]
    return [Evidence("name", words("ชื่อต่างกัน", "different name"), False)]


def _place(one: Record, other: Record) -> tuple[float, list[Evidence]]:
    if one.subdistrict and one.subdistrict == other.subdistrict:
        return 1.0, [Evidence("place", words("อยู่ตำบลเดียวกัน", "same subdistrict"))]
    if one.district and one.district == other.district:
        if one.subdistrict and other.subdistrict:
            return NEIGHBOUR, [
                Evidence("place", words("อยู่อำเภอเดียวกัน แต่คนละตำบล", "same district, another subdistrict"))
            ]
        return NOT_KNOWN, [Evidence("place", words("อยู่อำเภอเดียวกัน", "same district"))]
    if one.subdistrict and other.subdistrict:
        return 0.0, [Evidence("place", words("อยู่คนละพื้นที่", "another place"), False)]
    return NOT_KNOWN, []


def _telephone(one: Record, other: Record) -> tuple[float, list[Evidence]]:
    mine, theirs = (_digits(record.phone) for record in (one, other))
    if not mine or not theirs:
        return NOT_KNOWN, []
    if mine == theirs:
        return 1.0, [Evidence("telephone", words("เบอร์โทรศัพท์เดียวกัน", "same telephone number"))]
    # People change their numbers: a different one speaks only a little against.
    return 0.25, []


def _digits(phone: str) -> str:
    """The last nine digits, so that 08… and +668… are one number; a shorter piece of a number says nothing."""
    digits = "".join(str(int(character)) for character in phone if character.isdecimal())
    return digits[-9:] if len(digits) >= 9 else ""
