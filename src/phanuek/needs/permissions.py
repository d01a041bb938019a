"""Who may say a need, check it, and take it further."""

from collections.abc import Iterable

from phanuek.areas.models import Area
from phanuek.needs.models import Need, Voice
from phanuek.organisations.actor import Actor
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.registry.models import Enterprise
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T

OTHER_AREA = T("อยู่นอกพื้นที่ที่ท่านดูแล", "This is outside the area you look after.")


def check_can_say(by: Actor, voice: str, area: Area, enterprise: Enterprise | None) -> None:
    """Anyone for themselves; a meeting or a visit only an officer of the area; a group only itself or who works with it."""
    if by.is_system:
        return
    if voice == Voice.CITIZEN:
        if enterprise is not None:
            raise NotAllowed(
                T("ผู้แจ้งที่ไม่ได้เข้าสู่ระบบระบุกลุ่มไม่ได้", "A group can be named only by someone who signed in.")
            )
        return
    check_has(by, Permission.RECORD_NEED)
    if voice != Voice.GROUP:
        check_has(by, Permission.CHECK_NEEDS)
    if not by.covers(area.code):
        raise NotAllowed(OTHER_AREA)
    if enterprise is not None:
        _check_work_with(by, {enterprise.pk})


def check_can_say_many(by: Actor, rows: Iterable[tuple[str, Area, Enterprise | None]]) -> None:
    """As `check_can_say` of each, the groups asked for together."""
    groups: set[int] = set()
    for voice, area, enterprise in rows:
        check_can_say(by, voice, area, enterprise if voice == Voice.CITIZEN else None)
        if enterprise is not None:
            groups.add(enterprise.pk)
    if not by.is_system:
        _check_work_with(by, groups)


def _check_work_with(by: Actor, groups: set[int]) -> None:
    keys, workable = sorted(groups), Enterprise.objects.workable_by(by)
    for start in range(0, len(keys), 500):
        part = keys[start : start + 500]
        if workable.filter(pk__in=part).count() != len(part):
            raise NotAllowed(T("ท่านไม่ได้ดูแลกลุ่มนี้", "You do not work with this group."))


def check_can_record_meeting(by: Actor) -> None:
    """Recording what a meeting said; for which subdistrict is asked with each need."""
    check_has(by, Permission.RECORD_NEED)
    check_has(by, Permission.CHECK_NEEDS)


def check_can_check(by: Actor, need: Need) -> None:
    """Checking, linking, closing and reopening are the area officers' and the secretariat's."""
    check_has(by, Permission.CHECK_NEEDS)
    if not by.covers(need.area_id):
        raise NotAllowed(OTHER_AREA)


def check_can_link(by: Actor, need: Need, enterprise: Enterprise) -> None:
    check_can_check(by, need)
    _check_work_with(by, {enterprise.pk})


def check_can_move(by: Actor) -> None:
    """Moves that follow from a referral; the referrals room has asked whether the referral itself may move."""
    if by.is_public or not (by.role or by.is_system or by.by_link):
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))
