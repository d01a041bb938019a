"""From the registry and from records: the newest that holds on a day, with its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from phanuek.eligibility.facts.words import vocabulary
from phanuek.eligibility.models import FactRecord
from phanuek.engines.rules import FactError, Known, Value, Vocabulary, check_value
from phanuek.registry.models import JURISTIC_FORMS, Enterprise, EnterpriseKind, Identifier
from phanuek.ui.words import T

CHUNK = 500
REGISTER = T("ทะเบียนกลุ่มและกิจการในระบบ", "The directory of enterprises")
BY_NUMBER = T("มี{scheme}ในทะเบียน", "The directory holds its {scheme}")
PROFILE = frozenset(
    [
        "enterprise_kind",
        "legal_form",
        "is_juristic_person",
        "members",
        "operating_years",
        "area",
        "is_registered_se",
        "is_notified_group",
        "is_community_enterprise",
        "is_otop_registered",
        "business_group",
    ]
)
OTOP_KINDS = (EnterpriseKind.OTOP_PRODUCER_GROUP, EnterpriseKind.OTOP_SINGLE_OWNER)
# what a kind or a number of the registry says; a group may be more than its kind, so nothing is denied from it
REGISTRATIONS: tuple[tuple[str, tuple[EnterpriseKind, ...], Identifier.Scheme | None], ...] = (
    ("is_registered_se", (EnterpriseKind.SOCIAL_ENTERPRISE,), Identifier.Scheme.SE),
    ("is_notified_group", (EnterpriseKind.SOCIAL_ENTERPRISE_GROUP,), None),
    (
        "is_community_enterprise",
        (EnterpriseKind.COMMUNITY_ENTERPRISE,),
        Identifier.Scheme.COMMUNITY_ENTERPRISE,
    ),
    ("is_otop_registered", OTOP_KINDS, Identifier.Scheme.OTOP),
)


@dataclass(frozen=True)
class KnownFact:
    """A value, where it comes from, and the record it stands in (None when the registry says it)."""

    value: Value
    source: T
    record: FactRecord | None = None


def facts_of(enterprise: Enterprise, on: date) -> dict[str, Known]:
    """What is known of the enterprise on a day, by fact name; the source in the reader's language."""
    return facts_of_many([enterprise], on)[enterprise.pk]


def facts_of_many(enterprises: Iterable[Enterprise], on: date) -> dict[int, dict[str, Known]]:
    """As `facts_of` for many, by primary key, in as few queries as for one."""
    return {
        pk: {name: Known(fact.value, str(fact.source)) for name, fact in facts.items()}
        for pk, facts in known_facts(enterprises, on).items()
    }


def known_facts(enterprises: Iterable[Enterprise], on: date) -> dict[int, dict[str, KnownFact]]:
    """What is known, with sources in both languages. What the registry says stands before any record."""
    known_words = vocabulary()
    found: dict[int, dict[str, KnownFact]] = {}
    for chunk in _chunks(list(enterprises)):
        numbers = _numbers(chunk)
        records = _newest(chunk, on)
        for enterprise in chunk:
            recorded = _read(records.get(enterprise.pk, []), known_words)
            found[enterprise.pk] = recorded | profile_facts(
                enterprise, numbers.get(enterprise.pk, frozenset()), on
            )
    return found


def _chunks(rows: Sequence[Enterprise]) -> Iterator[Sequence[Enterprise]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _numbers(enterprises: Sequence[Enterprise]) -> dict[int, frozenset[str]]:
    rows = Identifier.objects.filter(enterprise__in=[e.pk for e in enterprises]).values_list(
        "enterprise", "scheme"
    )
    schemes: dict[int, set[str]] = {}
    for pk, scheme in rows:
        schemes.setdefault(pk, set()).add(scheme)
    return {pk: frozenset(own) for pk, own in schemes.items()}


def _newest(enterprises: Sequence[Enterprise], on: date) -> dict[int, list[FactRecord]]:
    """Per enterprise the newest record of each fact that holds on the day."""
    rows = FactRecord.objects.filter(enterprise__in=[e.pk for e in enterprises], known_on__lte=on)
    newest: dict[tuple[int, str], FactRecord] = {}
    for record in rows.order_by("known_on", "pk"):
        newest[record.enterprise_id, record.name] = record
    grouped: dict[int, list[FactRecord]] = {}
    for (pk, _), record in newest.items():
        grouped.setdefault(pk, []).append(record)
    return grouped


def _read(records: Iterable[FactRecord], known_words: Vocabulary) -> dict[str, KnownFact]:
    """Records whose fact is (still) in the vocabulary and whose value suits it; null withdraws."""
    found = {}
    for record in records:
        if record.value is None or record.name not in known_words:
            continue
        try:
            value = check_value(known_words[record.name], record.value)
        except FactError:
            continue  # the fact has changed its type since: what was recorded no longer answers it
        found[record.name] = KnownFact(value, T(record.source_th, record.source_en), record)
    return found


def profile_facts(enterprise: Enterprise, schemes: frozenset[str], on: date) -> dict[str, KnownFact]:
    """What the registry itself says. What it does not hold is left out, never denied."""
    found: dict[str, KnownFact] = {"enterprise_kind": KnownFact(str(enterprise.kind), REGISTER)}
    found["area"] = KnownFact(enterprise.subdistrict_id, REGISTER)
    if enterprise.legal_form:
        found["legal_form"] = KnownFact(str(enterprise.legal_form), REGISTER)
        found["is_juristic_person"] = KnownFact(enterprise.legal_form in JURISTIC_FORMS, REGISTER)
    elif Identifier.Scheme.JURISTIC in schemes:
        found["is_juristic_person"] = KnownFact(True, _by_number(Identifier.Scheme.JURISTIC))
    if enterprise.members is not None:
        found["members"] = KnownFact(enterprise.members, REGISTER)
    if enterprise.business_group:
        found["business_group"] = KnownFact(str(enterprise.business_group), REGISTER)
    if enterprise.started_on and enterprise.started_on <= on:
        found["operating_years"] = KnownFact(years_between(enterprise.started_on, on), REGISTER)
    for name, kinds, scheme in REGISTRATIONS:
        if scheme is not None and scheme in schemes:
            found[name] = KnownFact(True, _by_number(scheme))
        elif scheme is None and enterprise.kind in kinds:
            # a kind is what somebody chose; where a register gives a number, only the number proves it
            found[name] = KnownFact(True, REGISTER)
    return found


def _by_number(scheme: Identifier.Scheme) -> T:
    return BY_NUMBER.format(scheme=scheme.label)


def years_between(start: date, on: date) -> Decimal:
    """Full years and the share of the running one, cut to a hundredth: exactly 3 on the third anniversary."""
    years = on.year - start.year - ((on.month, on.day) < (start.month, start.day))
    last, following = _anniversary(start, years), _anniversary(start, years + 1)
    return Decimal(years) + Decimal((on - last).days * 100 // (following - last).days) / 100


def _anniversary(start: date, years: int) -> date:
    try:
        return start.replace(year=start.year + years)
    except ValueError:  # 29 February in a common year
        return date(start.year + years, 3, 1)
