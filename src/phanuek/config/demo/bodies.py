"""Parties, Pracharath companies, and the invented people who work for them."""

from dataclasses import dataclass, field
from datetime import date

from phanuek.areas.models import Area
from phanuek.organisations import actions as organisations
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Kind, Organisation
from phanuek.people.models import Person

SYSTEM = Actor.system("ระบบตัวอย่าง")
PASSWORD = (
    "phanuek-demo"  # shown on screen by ./dev demo; exists only in the demo world, which listens on loopback
)
# bodies whose own officers sign in; the other parties are recorded for by the secretariat
WITH_OFFICERS = ["baac", "gsb", "nia", "moc", "thailandpost", "cdd"]
HOME_PROVINCE = "55"


@dataclass
class Cast:
    """Who acts in the demo world."""

    secretariat: Actor
    network: Actor
    partners: dict[str, Actor] = field(default_factory=dict)
    area_officers: dict[str, Actor] = field(default_factory=dict)
    managers: dict[str, Actor] = field(default_factory=dict)


@dataclass(frozen=True)
class SignIn:
    """One of the demo accounts that is shown at the start."""

    username: str
    role_th: str
    role_en: str


SIGN_INS = [
    SignIn("secretariat", "ฝ่ายเลขานุการ (สวส.)", "Secretariat (OSEP)"),
    SignIn("baac", "เจ้าหน้าที่ ธ.ก.ส.", "Officer of BAAC"),
    SignIn("nan-bank", "เจ้าหน้าที่ธนาคารชุมชนน่านตัวอย่าง", "Officer of the Sample Nan Community Bank"),
    SignIn("area", "เจ้าหน้าที่พัฒนาชุมชน จังหวัดน่าน", "Community Development officer, Nan"),
    SignIn("company", "ผู้จัดการบริษัทประชารัฐรักสามัคคีน่าน", "Manager, Pracharath company of Nan"),
    SignIn("national", "บริษัทประชารัฐรักสามัคคี (ประเทศไทย)", "National Pracharath company"),
    SignIn("group", "ผู้แทนกลุ่มผู้ผลิต จังหวัดน่าน", "Representative of a group in Nan"),
]


def add_companies() -> dict[str, Organisation]:
    """One Pracharath company in each of the 76 provinces, none in Bangkok; names follow the network's pattern."""
    national = Organisation.objects.get(kind=Kind.PRACHARATH_NATIONAL)
    provinces = Area.objects.filter(level="province").exclude(code="10").order_by("code")
    rows = [
        {
            "code": f"prs-{area.code}",
            "kind": Kind.PRACHARATH_PROVINCIAL,
            "name_th": f"บริษัท ประชารัฐรักสามัคคี{area.name_th} (วิสาหกิจเพื่อสังคม) จำกัด",
            "name_en": f"Pracharath Rak Samakkee {area.name_en} (Social Enterprise) Co., Ltd.",
            "parent": national,
            "province": area,
        }
        for area in provinces
    ]
    made = organisations.add_many(by=SYSTEM, rows=rows)
    return {company.province_id: company for company in made if company.province_id}


def add_people(companies: dict[str, Organisation], since: date) -> Cast:
    """Everyone who acts; only those in SIGN_INS can sign in."""
    cast = Cast(
        secretariat=join("secretariat", "สุนิสา ตัวอย่าง", _body("osep"), "secretariat", since),
        network=join(
            "national",
            "อรุณ ตัวอย่าง",
            Organisation.objects.get(kind=Kind.PRACHARATH_NATIONAL),
            "network_manager",
            since,
        ),
    )
    for code in WITH_OFFICERS:
        cast.partners[code] = join(
            code if code == "baac" else f"officer-{code}", "วิชัย ตัวอย่าง", _body(code), "partner_officer", since
        )
    for area in Area.objects.filter(level="province").order_by("code"):
        home = area.code == HOME_PROVINCE
        cast.area_officers[area.code] = join(
            "area" if home else f"area-{area.code}", "มาลี ตัวอย่าง", _body("cdd"), "area_officer", since, area
        )
        if area.code in companies:
            cast.managers[area.code] = join(
                "company" if home else f"company-{area.code}",
                "ปรีชา ตัวอย่าง",
                companies[area.code],
                "company_manager",
                since,
                area,
            )
    return cast


def add_group_leader(organisation: Organisation, since: date) -> Actor:
    return join("group", "สมใจ ตัวอย่าง", organisation, "group_leader", since)


def _body(code: str) -> Organisation:
    return Organisation.objects.get(code=code)


def join(
    username: str, name: str, body: Organisation, role: str, since: date, area: Area | None = None
) -> Actor:
    """A person of the demo world in one role; those of SIGN_INS get the password that is shown at the start."""
    person = Person(username=username, name=name, demonstration=True)
    if username in {account.username for account in SIGN_INS}:
        person.set_password(PASSWORD)
    else:
        person.set_unusable_password()
    person.save()
    membership = organisations.add_member(
        by=SYSTEM, person=person, organisation=body, role=role, valid_from=since, area=area
    )
    return Actor.of(membership)
