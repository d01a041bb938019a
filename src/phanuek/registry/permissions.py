"""Who may do what to enterprises."""

from __future__ import annotations

from collections.abc import Iterable

from phanuek.areas.models import Area
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

# what only an officer may change: the place, the kind and the numbers are what others rely on
OFFICERS_ONLY = frozenset(
    {"subdistrict", "kind", "active", "juristic", "citizen", "community_enterprise", "otop", "se"}
)


def check_can_register(by: Actor, subdistricts: Iterable[Area] = ()) -> None:
    """Area officers in their own area, and the secretariat."""
    check_has(by, Permission.REGISTER_ENTERPRISE)
    for area in subdistricts:
        if not by.covers(area.code):
            raise NotAllowed(
                T(
                    "ท่านขึ้นทะเบียนได้เฉพาะกลุ่มในพื้นที่ที่ดูแล",
                    "You can register groups only in the area you look after.",
                )
            )


def check_can_import(by: Actor) -> None:
    check_has(by, Permission.IMPORT_ENTERPRISES)


def check_can_edit(by: Actor, enterprise: Enterprise, fields: Iterable[str] = ()) -> None:
    """The officers of its area and the secretariat; the group itself, but not what OFFICERS_ONLY names."""
    if by.is_system or (by.may(Permission.REGISTER_ENTERPRISE) and by.covers(enterprise.subdistrict_id)):
        return
    own = by.may(Permission.EDIT_OWN_ENTERPRISE) and by.acts_for(enterprise.organisation_id)
    if not own:
        raise NotAllowed(
            T(
                "แก้ไขได้เฉพาะกลุ่มนั้นเอง เจ้าหน้าที่ของพื้นที่ หรือฝ่ายเลขานุการ",
                "Only the group itself, the officers of its area or the secretariat can change this.",
            )
        )
    if OFFICERS_ONLY.intersection(fields):
        raise NotAllowed(
            T(
                "ประเภท ที่ตั้ง และเลขทะเบียน ให้เจ้าหน้าที่ของพื้นที่เป็นผู้แก้ไข",
                "Kind, place and registration numbers are changed by the officers of the area.",
            )
        )


def check_can_work_with(by: Actor, enterprise: Enterprise) -> None:
    """See contacts and what is known of the group: as `EnterpriseQuerySet.workable_by`, with the reason."""
    if not Enterprise.objects.workable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(
            T(
                "ข้อมูลส่วนนี้เปิดให้กลุ่มนั้นเอง เจ้าหน้าที่ของพื้นที่ และหน่วยงานที่ดูแลกลุ่ม",
                "This is open to the group itself, the officers of its area and the body that looks after it.",
            )
        )


def check_can_support(by: Actor, organisation: Organisation) -> None:
    """The company itself, or the secretariat on its behalf."""
    if by.is_system:
        return
    if not by.may(Permission.ACT_FOR_OTHERS):
        check_has(by, Permission.SUPPORT_GROUPS)
    if not by.acts_for(organisation.pk):
        raise NotAllowed(
            T(
                "บันทึกการสนับสนุนได้เฉพาะในนามบริษัทของตน",
                "You can record support only for your own company.",
            )
        )
