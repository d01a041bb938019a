"""What a person keeps for themselves: lists under names of their own."""

from __future__ import annotations

from django.db import transaction

from phanuek.people.models import SavedList
from phanuek.timeline.actions import By
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

MOST = 20


@transaction.atomic
def save_list(*, by: By, list: str, name: str, query: str) -> SavedList:
    """Keeps the filters of a list under a name; the same name again replaces them. Private: nobody else sees it, and it
    stands on no timeline."""
    if by.person_id is None:
        raise NotAllowed(T("ต้องเข้าสู่ระบบก่อน", "Sign in first."))
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(T("โปรดตั้งชื่อรายการ", "Give the list a name."), field="name")
    if len(query) > 500:
        raise Refused(T("ตัวกรองยาวเกินไป", "These filters are too long to keep."), field="name")
    others = SavedList.objects.filter(person=by.person_id, list=list).exclude(name=name)
    if others.count() >= MOST:
        raise Refused(
            T("บันทึกได้ไม่เกิน {n} รายการ", "No more than {n} lists are kept.").format(n=MOST),
            field="name",
            hint=T("ลบรายการที่ไม่ใช้แล้วก่อน", "Delete one that is not used."),
        )
    kept, _ = SavedList.objects.update_or_create(
        person_id=by.person_id, list=list, name=name, defaults={"query": query, "saved_at": clock.now()}
    )
    return kept


@transaction.atomic
def forget_list(*, by: By, list: str, name: str) -> bool:
    """False when there was none of that name."""
    gone, _ = SavedList.objects.filter(person=by.person_id, list=list, name=name).delete()
    return bool(gone)
