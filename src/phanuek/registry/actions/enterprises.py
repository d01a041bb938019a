from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from phanuek.areas.models import Area
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.registry import permissions, spelling
from phanuek.registry.models import (
    BusinessGroup,
    Enterprise,
    EnterpriseKind,
    Identifier,
    LegalForm,
    Product,
    SearchEntry,
    SearchWord,
)
from phanuek.registry.new import NewEnterprise, NewProduct
from phanuek.registry.queries import check_number, identifier_owners
from phanuek.timeline import actions as timeline
from phanuek.ui import clock
from phanuek.ui.codes import new_code
from phanuek.ui.country import pack
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

BATCH = 500
PERSONAL = frozenset({"contact_name", "contact_phone", "contact_email", "address"})
EDITABLE = (
    "kind", "legal_form", "name_th", "name_en", "subdistrict", "address", "business_group", "about_th", "about_en",
    "started_on", "members", "contact_name", "contact_phone", "contact_email",
    "active",
)  # fmt: skip


class AlreadyRegistered(Refused):
    """The number belongs to another enterprise, which the page links to."""

    def __init__(self, scheme: str, enterprise: Enterprise) -> None:
        super().__init__(
            T(
                "เลขนี้ขึ้นทะเบียนไว้แล้วกับ {name}",
                "This number is already registered to {name}.",
            ).format(name=enterprise.name_th),
            field=scheme,
        )
        self.enterprise = enterprise


def register(
    *,
    by: Actor,
    kind: str,
    name_th: str,
    subdistrict: Area,
    legal_form: str = "",
    name_en: str = "",
    business_group: str = "",
    about_th: str = "",
    about_en: str = "",
    started_on: date | None = None,
    members: int | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    contact_email: str = "",
    address: str = "",
    identifiers: Mapping[str, str] | None = None,
    products: Sequence[NewProduct] = (),
    registered_on: date | None = None,
    demonstration: bool = False,
) -> Enterprise:
    """One more enterprise, with the organisation by which its people act. AlreadyRegistered when a number is taken.

    Whether it looks like another is asked before, on the page: a person may know that it is not.
    """
    new = NewEnterprise(
        kind=kind, name_th=name_th, subdistrict=subdistrict, legal_form=legal_form, name_en=name_en,
        business_group=business_group, about_th=about_th, about_en=about_en, started_on=started_on, members=members,
        contact_name=contact_name, contact_phone=contact_phone, contact_email=contact_email, address=address, identifiers=identifiers or {},
        products=products, registered_on=registered_on, demonstration=demonstration,
    )  # fmt: skip
    return register_many(by=by, rows=[new])[0]


@transaction.atomic
def register_many(*, by: Actor, rows: Iterable[NewEnterprise]) -> list[Enterprise]:
    """As `register`, for thousands in a few seconds; all or none. The enterprises come back in the order of the rows."""
    rows = list(rows)
    permissions.check_can_register(by, [row.subdistrict for row in rows])
    numbers = [_checked(row) for row in rows]
    _refuse_taken(numbers)
    codes = [new_code("e") for _ in rows]
    sides = organisations.add_sides(by=by, rows=[_side(*pair) for pair in zip(codes, rows, strict=True)])
    made = [
        _row(code, new, side.pk, by.acting_id) for code, new, side in zip(codes, rows, sides, strict=True)
    ]
    made = Enterprise.objects.bulk_create(made, batch_size=BATCH)
    _write_numbers(made, numbers)
    Product.objects.bulk_create(
        [_product(enterprise, p) for enterprise, new in zip(made, rows, strict=True) for p in new.products],
        batch_size=BATCH,
    )
    _write_entries(zip(made, rows, strict=True))
    timeline.record_many([timeline.Entry("enterprise.registered", e, {"kind": e.kind}) for e in made], by=by)
    return made


def _checked(new: NewEnterprise) -> dict[str, str]:
    """The row's numbers as they are kept; Refused when the row cannot be kept."""
    if not new.name_th.strip():
        raise Refused(T("ต้องมีชื่อกลุ่มหรือกิจการ", "A name is needed."), field="name_th")
    for field, value, choices in (
        ("kind", new.kind, EnterpriseKind.values),
        ("legal_form", new.legal_form, ["", *LegalForm.values]),
        ("business_group", new.business_group, ["", *BusinessGroup.values]),
    ):
        if value not in choices:
            raise Refused(
                T("ไม่มีตัวเลือก “{value}”", "There is no choice “{value}”.").format(value=value), field=field
            )
    return {scheme: _number(scheme, typed) for scheme, typed in new.identifiers.items() if typed}


def _number(scheme: str, typed: str) -> str:
    if scheme not in Identifier.Scheme.values:
        raise Refused(T("ไม่รู้จักทะเบียน “{scheme}”", "Unknown register “{scheme}”.").format(scheme=scheme))
    value, reason = check_number(scheme, typed)
    if reason:
        raise Refused(reason, field=scheme)
    return value


def _refuse_taken(numbers: Sequence[Mapping[str, str]], but: int | None = None) -> None:
    seen: set[tuple[str, str]] = set()
    for pair in (pair for row in numbers for pair in row.items()):
        if pair in seen:
            raise Refused(
                T("เลข {value} ซ้ำกันในรายการเดียวกัน", "The number {value} stands twice in one list.").format(
                    value=pair[1]
                ),
                field=pair[0],
            )
        seen.add(pair)
    for (scheme, _), owner in identifier_owners(seen).items():
        if owner != but:
            raise AlreadyRegistered(scheme, Enterprise.objects.get(pk=owner))


def _side(code: str, new: NewEnterprise) -> dict[str, Any]:
    return {
        "code": code,
        "name_th": new.name_th.strip(),
        "name_en": new.name_en.strip(),
        "province_id": new.subdistrict.province_code,
        "demonstration": new.demonstration,
    }


def _row(code: str, new: NewEnterprise, side: int, registered_by: int | None) -> Enterprise:
    return Enterprise(
        code=code, organisation_id=side, kind=new.kind, legal_form=new.legal_form, name_th=new.name_th.strip(),
        name_en=new.name_en.strip(), sort_key=pack().sort_key(new.name_th), subdistrict=new.subdistrict,
        address=new.address, business_group=new.business_group, about_th=new.about_th, about_en=new.about_en,
        started_on=new.started_on, members=new.members, contact_name=new.contact_name,
        contact_phone=new.contact_phone, contact_email=new.contact_email, registered_on=new.registered_on or clock.today(),
        registered_by_id=registered_by, demonstration=new.demonstration,
    )  # fmt: skip


def _product(enterprise: Enterprise, new: NewProduct) -> Product:
    return Product(
        enterprise=enterprise,
        code=new_code("p"),
        name_th=new.name_th.strip(),
        name_en=new.name_en.strip(),
        business_group=new.business_group or enterprise.business_group,
    )


def _write_numbers(made: Sequence[Enterprise], numbers: Sequence[Mapping[str, str]]) -> None:
    rows = [
        Identifier(enterprise=enterprise, scheme=scheme, value=value)
        for enterprise, own in zip(made, numbers, strict=True)
        for scheme, value in own.items()
    ]
    try:
        with transaction.atomic():
            Identifier.objects.bulk_create(rows, batch_size=BATCH)
    except IntegrityError:
        # somebody registered one of them since we looked
        _refuse_taken(numbers)
        raise


def _write_entries(pairs: Iterable[tuple[Enterprise, NewEnterprise]]) -> None:
    pairs = list(pairs)
    codes = {new.subdistrict.code for _, new in pairs}
    areas: dict[str, Area] = {}
    for start in range(0, len(codes), BATCH):
        part = sorted(codes)[start : start + BATCH]
        areas |= {area.code: area for area in Area.objects.with_path().filter(code__in=part)}
    entries = [
        spelling.search_entry(
            enterprise,
            [name for product in new.products for name in (product.name_th, product.name_en)],
            areas[new.subdistrict.code],
        )
        for enterprise, new in pairs
    ]
    SearchEntry.objects.bulk_create(entries, batch_size=BATCH)
    _learn_words(entries)


def _learn_words(entries: Iterable[SearchEntry]) -> None:
    SearchWord.objects.bulk_create(spelling.vocabulary(entries), batch_size=BATCH, ignore_conflicts=True)


def _respell(enterprise: Enterprise) -> None:
    names = [n for pair in enterprise.products.values_list("name_th", "name_en") for n in pair]
    area = Area.objects.with_path().get(pk=enterprise.subdistrict_id)
    entry = spelling.search_entry(enterprise, names, area)
    SearchEntry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["enterprise"],
        update_fields=["normal", "words", "skeleton", "core_skeleton"],
    )
    _learn_words([entry])


@transaction.atomic
def edit(*, by: Actor, enterprise: Enterprise, version: int, **changes: Any) -> Enterprise:
    """Changes details. `changes` are fields of EDITABLE, and `identifiers`: scheme → number, "" takes one away.

    `version` is the one the editor saw: Conflict when someone else saved other values since. Values that are already
    stored change nothing.
    """
    permissions.check_can_edit(by, enterprise)
    numbers: dict[str, str] = dict(changes.pop("identifiers", None) or {})
    if unknown := set(changes) - set(EDITABLE):
        raise TypeError(f"not editable: {sorted(unknown)}")
    row = (
        Enterprise.objects.select_for_update(of=("self",))
        .select_related("subdistrict", "organisation")
        .get(pk=enterprise.pk)
    )
    typed: dict[str, Any] = {n: v.strip() if isinstance(v, str) else v for n, v in changes.items()}
    _check_edit(typed)
    typed |= {scheme: _number(scheme, value) if value else "" for scheme, value in numbers.items()}
    stored = {name: getattr(row, name) for name in changes}
    own = dict(row.identifiers.values_list("scheme", "value"))
    stored |= {scheme: own.get(scheme, "") for scheme in numbers}
    differing = [name for name in typed if typed[name] != stored[name]]
    if not differing:
        return row
    permissions.check_can_edit(by, row, differing)
    if "subdistrict" in differing:
        permissions.check_can_register(by, [typed["subdistrict"]])
    if row.version != version:
        raise Conflict(
            yours={n: typed[n] for n in differing},
            theirs={n: stored[n] for n in differing},
            version=row.version,
        )
    _refuse_taken([{s: typed[s] for s in numbers if typed[s] and s in differing}], but=row.pk)
    for name in differing:
        if name not in numbers:
            setattr(row, name, typed[name])
    row.sort_key = pack().sort_key(row.name_th)
    row.version += 1
    row.save()
    _change_numbers(row, {scheme: typed[scheme] for scheme in numbers if scheme in differing})
    if {"name_th", "name_en"}.intersection(differing):
        organisations.rename(by=by, organisation=row.organisation, name_th=row.name_th, name_en=row.name_en)
    _respell(row)
    timeline.record("enterprise.edited", about=row, by=by, facts={"fields": sorted(differing)})
    return row


def _check_edit(typed: Mapping[str, Any]) -> None:
    if "name_th" in typed and not typed["name_th"]:
        raise Refused(T("ต้องมีชื่อกลุ่มหรือกิจการ", "A name is needed."), field="name_th")
    for field, choices in (
        ("kind", EnterpriseKind.values),
        ("legal_form", ["", *LegalForm.values]),
        ("business_group", ["", *BusinessGroup.values]),
    ):
        if field in typed and typed[field] not in choices:
            raise Refused(
                T("ไม่มีตัวเลือก “{value}”", "There is no choice “{value}”.").format(value=typed[field]),
                field=field,
            )


def _change_numbers(row: Enterprise, numbers: Mapping[str, str]) -> None:
    for scheme, value in numbers.items():
        if value:
            row.identifiers.update_or_create(scheme=scheme, defaults={"value": value})
        else:
            row.identifiers.filter(scheme=scheme).delete()


@transaction.atomic
def add_product(
    *, by: Actor, enterprise: Enterprise, name_th: str, name_en: str = "", business_group: str = ""
) -> Product:
    """One more product or service; the same name again is the product that is there."""
    permissions.check_can_edit(by, enterprise)
    row = Enterprise.objects.select_for_update(of=("self",)).get(pk=enterprise.pk)
    if not name_th.strip():
        raise Refused(T("ต้องมีชื่อสินค้าหรือบริการ", "A name is needed."), field="name_th")
    present = row.products.filter(name_th=name_th.strip()).first()
    if present:
        return present
    product = _product(row, NewProduct(name_th=name_th, name_en=name_en, business_group=business_group))
    product.save()
    _respell(row)
    timeline.record("enterprise.product_added", about=row, by=by, facts={"product": product.code})
    return product
