"""A fixed cast: who plays in the tests. Malee is an area officer in Nan, Niran answers for a bank, Somchai leads a group,
Orawan keeps the secretariat, Preecha manages a provincial company; Dao is nobody in particular and has not signed in."""

from datetime import date
from typing import Any

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership, Organisation
from phanuek.people.models import Person

DAO = Actor.public()
SINCE = date(2025, 1, 1)


def province(code: str = "55", name_th: str = "น่าน", name_en: str = "Nan") -> Area:
    return Area.objects.get_or_create(
        code=code,
        defaults={
            "level": "province",
            "name_th": name_th,
            "name_en": name_en,
            "sort_key": name_th,
            "province_code": code,
        },
    )[0]


def subdistrict(code: str = "550101", name_th: str = "ในเวียง", name_en: str = "Nai Wiang") -> Area:
    """With its district and province above it."""
    above = (
        province(code[:2])
        if code[:2] == "55"
        else province(code[:2], f"จังหวัด{code[:2]}", f"Province {code[:2]}")
    )
    district = Area.objects.get_or_create(
        code=code[:4],
        defaults={"level": "district", "parent": above, "name_th": f"อำเภอ{code[:4]}", "name_en": f"District {code[:4]}",
                  "sort_key": code[:4], "province_code": code[:2]},
    )[0]  # fmt: skip
    return Area.objects.get_or_create(
        code=code,
        defaults={
            "level": "subdistrict",
            "parent": district,
            "name_th": name_th,
            "name_en": name_en,
            "sort_key": name_th,
            "province_code": code[:2],
        },
    )[0]


def organisation(code: str, kind: str = "department", **fields: Any) -> Organisation:
    fields.setdefault("name_th", f"หน่วยงาน {code}")
    fields.setdefault("name_en", f"Body {code}")
    return Organisation.objects.get_or_create(code=code, defaults={"kind": kind, **fields})[0]


def member(name: str, role: str, body: Organisation, area: Area | None = None) -> Actor:
    """Someone who can sign in (user name = name, password 'correct horse battery'), as the actor they are."""
    person = Person.objects.filter(username=name).first()
    if person is None:
        person = Person.objects.create_user(
            username=name, password="correct horse battery", name=name.capitalize()
        )
    membership = Membership.objects.create(
        person=person, organisation=body, role=role, area=area, valid_from=SINCE
    )
    return Actor.of(membership)


def orawan() -> Actor:
    return member("orawan", "secretariat", organisation("osep", "state_agency"))


def malee(area: Area | None = None) -> Actor:
    return member("malee", "area_officer", organisation("cdd"), area or province())


def niran(body: str = "baac") -> Actor:
    return member("niran", "partner_officer", organisation(body, "bank"))


def preecha(area: Area | None = None) -> Actor:
    area = area or province()
    company = organisation(f"prs-{area.code}", "pracharath_provincial", province=area)
    return member("preecha", "company_manager", company, area)
