"""Verbs on needs."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from phanuek.areas.models import Area, Level
from phanuek.needs import permissions, queries
from phanuek.needs.models import Aim, Means, Need, Voice
from phanuek.needs.states import TRANSITIONS, ClosedReason, NeedState
from phanuek.organisations.actor import Actor
from phanuek.registry.models import Enterprise
from phanuek.timeline import actions as timeline
from phanuek.ui import clock, versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import NotAllowed, Refused
from phanuek.ui.words import T

MAX_TEXT = 2000


@dataclass(frozen=True)
class SaidNeed:
    """One row for `say_many`; as the parameters of `say`, with the moment it was received where that is not now."""

    aim: str
    text: str
    area: Area
    voice: str
    means: Sequence[str] = ()
    enterprise: Enterprise | None = None
    said_on: date | None = None
    meeting_place: str = ""
    people_present: int | None = None
    contact_name: str = ""
    contact_phone: str = ""
    demonstration: bool = False
    received_at: datetime | None = None


@transaction.atomic
def say(
    *,
    by: Actor,
    aim: str,
    text: str,
    area: Area,
    voice: str,
    means: Sequence[str] = (),
    enterprise: Enterprise | None = None,
    said_on: date | None = None,
    meeting_place: str = "",
    people_present: int | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    demonstration: bool = False,
) -> tuple[Need, str]:
    """What somebody says is needed in a subdistrict. Returns the need and the token of its follow link, which is
    not kept and cannot be shown again."""
    permissions.check_can_say(by, voice, area, enterprise)
    row = SaidNeed(
        aim, text, area, voice, means, enterprise, said_on, meeting_place, people_present, contact_name, contact_phone,
        demonstration,
    )  # fmt: skip
    return say_many(by=by, rows=[row])[0]


@transaction.atomic
def say_many(*, by: Actor, rows: Iterable[SaidNeed | Mapping[str, Any]]) -> list[tuple[Need, str]]:
    """As `say`, for thousands at once; rows may be mappings with the same names."""
    said = [row if isinstance(row, SaidNeed) else _read(row) for row in rows]
    permissions.check_can_say_many(by, [(row.voice, row.area, row.enterprise) for row in said])
    pairs: list[tuple[Need, str]] = []
    for row in said:
        _check(row)
        token = secrets.token_urlsafe(24)
        pairs.append((_need_of(row, by, token), token))
    Need.objects.bulk_create([need for need, _ in pairs], batch_size=500)
    entries = [
        timeline.Entry("need.said", need, {"voice": str(need.voice)}, "", need.received_at)
        for need, _ in pairs
    ]
    timeline.record_many(entries, by=by)
    return pairs


def _read(row: Mapping[str, Any]) -> SaidNeed:
    unknown = set(row) - {f.name for f in fields(SaidNeed)}
    if unknown:
        raise TypeError(f"not a field of a need: {', '.join(sorted(unknown))}")
    return SaidNeed(**row)


def _check(row: SaidNeed) -> None:
    _check_words(row.aim, row.means, row.text)
    if row.voice not in Voice.values:
        raise Refused(T("โปรดเลือกว่าใครเป็นผู้แจ้ง", "Choose who said it."), field="voice")
    if row.area.level != Level.SUBDISTRICT:
        raise Refused(T("โปรดเลือกให้ถึงระดับตำบลหรือแขวง", "Choose down to the subdistrict."), field="area")
    if row.said_on is not None and row.said_on > clock.today():
        raise Refused(
            T("วันที่แจ้งต้องไม่อยู่ในอนาคต", "The day it was said cannot lie in the future."), field="said_on"
        )
    if row.people_present is not None and row.people_present < 1:
        raise Refused(
            T("จำนวนผู้เข้าร่วมต้องมากกว่าศูนย์", "The number present is above zero."), field="people_present"
        )


def _check_words(aim: str, means: Sequence[str], text: str) -> None:
    if aim not in Aim.values:
        raise Refused(T("โปรดเลือกเรื่องที่ต้องการ", "Choose what it is about."), field="aim")
    if set(means) - set(Means.values):
        raise Refused(
            T("มีวิธีสนับสนุนที่ระบบไม่รู้จัก โปรดเลือกใหม่", "One of the means is not known; choose again."),
            field="means",
        )
    if not text.strip():
        raise Refused(T("โปรดบอกว่าต้องการอะไร", "Say what is needed."), field="text")
    if len(text) > MAX_TEXT:
        raise Refused(
            T(
                "ข้อความยาวเกิน {n} ตัวอักษร โปรดตัดให้สั้นลง",
                "The text is longer than {n} characters; make it shorter.",
            ).format(n=MAX_TEXT),
            field="text",
        )


def _need_of(row: SaidNeed, by: Actor, token: str) -> Need:
    return Need(
        code=new_code("n"),
        aim=row.aim,
        means=[code for code in Means.values if code in row.means],
        text=row.text.strip(),
        area=row.area,
        enterprise=row.enterprise,
        voice=row.voice,
        said_on=row.said_on or clock.today(),
        meeting_place=row.meeting_place.strip(),
        people_present=row.people_present,
        contact_name=row.contact_name.strip(),
        contact_phone=row.contact_phone.strip(),
        follow_digest=queries.digest(token),
        recorded_by_id=by.acting_id,
        received_at=row.received_at or clock.now(),
        demonstration=row.demonstration,
    )


@transaction.atomic
def check(
    *, by: Actor, need: Need, version: int, aim: str, means: Sequence[str], text: str, publish: bool
) -> Need:
    """An officer takes the need up: wording fit for the public, aim, means, shown publicly or not.

    Raises Conflict when another officer saved since `version`; Refused when personal details would be published.
    """
    permissions.check_can_check(by, need)
    _check_words(aim, means, text)
    if publish and queries.personal_details(text):
        raise Refused(
            T(
                "ข้อความมีข้อมูลส่วนบุคคล จึงยังเผยแพร่ไม่ได้ โปรดลบออก หรือเลือกไม่เผยแพร่",
                "The text holds personal details and cannot be published. Take them out, or choose not to publish.",
            ),
            field="text",
        )
    row = _locked(need)
    if row.state == NeedState.CLOSED:
        raise Refused(_now(row))
    ordered = [code for code in Means.values if code in means]
    changes = {"aim": aim, "means": ordered, "text": text.strip(), "published": publish}
    changed = versions.apply(row, version=version, changes=changes)
    if row.state == NeedState.RECEIVED:
        row.state = NeedState.CHECKED
        row.version += not changed
    elif not changed:
        return row
    row.save()
    timeline.record("need.checked", about=row, by=by, facts={"published": publish, "fields": sorted(changed)})
    return row


@transaction.atomic
def check_many(*, by: Actor, needs: Iterable[Need], publish: bool = True) -> list[Need]:
    """Takes up many received needs as they were worded, for loading; each in the actor's area and without personal details."""
    rows = list(
        Need.objects.select_for_update(of=("self",)).filter(
            pk__in=[n.pk for n in needs], state=NeedState.RECEIVED
        )
    )
    for row in rows:
        permissions.check_can_check(by, row)
        row.state = NeedState.CHECKED
        row.published = publish and not queries.personal_details(row.text)
        row.version += 1
    Need.objects.bulk_update(rows, ["state", "published", "version"], batch_size=300)
    entries = [timeline.Entry("need.checked", row, {"published": row.published}) for row in rows]
    timeline.record_many(entries, by=by)
    return rows


@transaction.atomic
def link(*, by: Actor, need: Need, enterprise: Enterprise | None) -> Need:
    """Says which group the need belongs to, or with None that it belongs to none."""
    if enterprise is None:
        permissions.check_can_check(by, need)
    else:
        permissions.check_can_link(by, need, enterprise)
    row = _locked(need)
    if row.state in (NeedState.REFERRED, NeedState.ANSWERED, NeedState.CLOSED):
        raise Refused(_now(row))
    if row.enterprise_id == (enterprise.pk if enterprise else None):
        return row
    row.enterprise = enterprise
    row.version += 1
    row.save(update_fields=["enterprise", "version"])
    also = [enterprise] if enterprise else []
    timeline.record(
        "need.linked",
        about=row,
        by=by,
        also=also,
        facts={"enterprise": enterprise.code if enterprise else ""},
    )
    return row


@transaction.atomic
def mark_referred(*, by: Actor, need: Need, provider: str = "") -> Need:
    """A referral was sent for it. `provider` is the code of the body it went to, told to the one who said the need.
    A need that is referred already stays so: it may go to several bodies."""
    permissions.check_can_move(by)
    return _move(need, NeedState.REFERRED, "need.referred", by, stay=True, facts=_provider(provider))


@transaction.atomic
def mark_back_to_search(*, by: Actor, need: Need) -> Need:
    """The last open referral was refused or withdrawn. A need that is being looked after already stays as it is."""
    permissions.check_can_move(by)
    row = _locked(need)
    if row.state == NeedState.CHECKED:
        return row
    return _move(need, NeedState.CHECKED, "need.back_to_search", by)


@transaction.atomic
def mark_answered(*, by: Actor, need: Need, provider: str = "") -> Need:
    """Support was delivered for it."""
    permissions.check_can_move(by)
    return _move(need, NeedState.ANSWERED, "need.answered", by, stay=True, facts=_provider(provider))


def _provider(code: str) -> dict[str, str]:
    return {"provider": code} if code else {}


@transaction.atomic
def close(*, by: Actor, need: Need, reason: str, note: str = "") -> Need:
    """Ends the need with a reason; reason and note are told to the one who said it, whose contact is erased."""
    permissions.check_can_check(by, need)
    return _close(by, need, reason, note)


@transaction.atomic
def withdraw(*, by: Actor, token: str) -> Need:
    """The one who said it takes it back, by their follow link: the link is the right. It is public no longer."""
    need = queries.by_token(token)
    if need is None:
        raise NotAllowed(T("ลิงก์ติดตามไม่ถูกต้อง", "The follow link is not right."))
    row = _close(by, need, ClosedReason.WITHDRAWN, "")
    row.published = False
    row.save(update_fields=["published"])
    return row


@transaction.atomic
def forget_contact(*, by: Actor, token: str) -> Need:
    """The one who said it has name and telephone erased, by their follow link: the link is the right.
    The need itself is worked on as before. Once erased, asking again changes nothing."""
    need = queries.by_token(token)
    if need is None:
        raise NotAllowed(T("ลิงก์ติดตามไม่ถูกต้อง", "The follow link is not right."))
    row = _locked(need)
    if not row.has_contact:
        return row
    row.contact_name = row.contact_phone = ""
    row.version += 1
    row.save(update_fields=["contact_name", "contact_phone", "version"])
    timeline.record("need.contact_forgotten", about=row, by=by)
    return row


def _close(by: Actor, need: Need, reason: str, note: str) -> Need:
    if reason not in ClosedReason.values:
        raise Refused(T("โปรดเลือกเหตุที่ปิดเรื่อง", "Choose why it is closed."), field="reason")
    if queries.personal_details(note):
        raise Refused(
            T("ข้อความถึงผู้แจ้งมีข้อมูลส่วนบุคคล โปรดลบออก", "The note holds personal details; take them out."),
            field="note",
        )
    facts = {"reason": str(reason)}
    # the contact was asked for to answer this need, and is kept no longer than that takes (the notice on the form says so)
    return _move(
        need, NeedState.CLOSED, "need.closed", by, facts=facts, closed_reason=reason, closed_note=note.strip(), contact_name="",
        contact_phone="",
    )  # fmt: skip


@transaction.atomic
def reopen(*, by: Actor, need: Need) -> Need:
    """A closed need is looked at again, as checked."""
    permissions.check_can_check(by, need)
    row = _locked(need)
    if row.state != NeedState.CLOSED:
        raise Refused(_now(row))
    return _move(need, NeedState.CHECKED, "need.reopened", by, closed_reason="", closed_note="")


def _move(
    need: Need,
    to: NeedState,
    verb: str,
    by: Actor,
    *,
    stay: bool = False,
    facts: Mapping[str, Any] | None = None,
    **values: Any,
) -> Need:
    row = _locked(need)
    if row.state == to and stay:
        timeline.record(verb, about=row, by=by, facts=facts)
        return row
    if to not in TRANSITIONS[NeedState(row.state)]:
        raise Refused(_now(row))
    row.state = to
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=["state", "version", *values])
    timeline.record(verb, about=row, by=by, facts=facts)
    return row


def _locked(need: Need) -> Need:
    found: Need = Need.objects.select_for_update(of=("self",)).select_related("area").get(pk=need.pk)
    return found


def _now(need: Need) -> T:
    state = NeedState(need.state).label
    return T(
        "ทำไม่ได้ เพราะขณะนี้เรื่องอยู่ในสถานะ “{state}” โปรดโหลดหน้าใหม่เพื่อดูล่าสุด",
        "This cannot be done: the need is now “{state}”. Reload the page to see the latest.",
    ).format(state=state)
