"""What is needed to register an enterprise, before it has a code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from phanuek.areas.models import Area


@dataclass(frozen=True, kw_only=True)
class NewProduct:
    """A product or service; without a group of its own it belongs to its enterprise's."""

    name_th: str
    name_en: str = ""
    business_group: str = ""


@dataclass(frozen=True, kw_only=True)
class NewEnterprise:
    """One row for `register_many`. `identifiers` maps a scheme to the number as typed."""

    kind: str
    name_th: str
    subdistrict: Area
    legal_form: str = ""
    name_en: str = ""
    business_group: str = ""
    about_th: str = ""
    about_en: str = ""
    started_on: date | None = None
    members: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    address: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)
    products: Sequence[NewProduct] = ()
    registered_on: date | None = None
    demonstration: bool = False
