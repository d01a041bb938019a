"""Reminders of commitments and their escalation: to the one responsible, then the deputy, then the secretariat.

Which step is due on a day is `engines.commitments.ladder`; each has a key that stays the same, so whoever was told is not told
again. It stops when the commitment is reached, closed, spoken for by a person, or left by its lead.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from phanuek.agreements.models import Commitment, Responsible
from phanuek.agreements.notifications.people import Directory, Sent
from phanuek.agreements.queries.attention import still_to_be_kept
from phanuek.agreements.queries.progress import Progress, progress_many, unit_of
from phanuek.engines.commitments import STANDARD_LADDER, Basis, Rung, Step, Whom, ladder
from phanuek.messages import actions as messages
from phanuek.messages.models import Message
from phanuek.messages.readers import Recipient, tidy
from phanuek.organisations.actor import Actor
from phanuek.ui.country import pack
from phanuek.ui.formats import number
from phanuek.ui.words import T

TOPIC = "agreements.commitments"
BY = Actor.system("daily")
STANDARD_SILENCE = 90


@dataclass(frozen=True)
class Planned:
    """A step that is due, and who is to be told of it; `instead` when they stand in for somebody who cannot be reached."""

    done: Progress
    step: Step
    to: tuple[Recipient, ...]
    instead: bool

    @property
    def key(self) -> str:
        return f"commitment:{self.done.commitment.code}:{self.step.key}"


def remind(on: date) -> list[Sent]:
    """Sends every step that is due on a day and was not sent; returns what it sent."""
    sent = []
    for planned in _not_told_yet(plan(on)):
        made = messages.tell(
            by=BY,
            to=planned.to,
            topic=TOPIC,
            subject=_subject(planned),
            body=_body(planned),
            link=planned.done.commitment.get_absolute_url(),
            about=planned.done.commitment,
            key=planned.key,
        )
        kind = f"{planned.step.kind} ({planned.step.whom})"
        if made:
            sent.append(Sent(kind, planned.done.commitment.code, len(made)))
    return sent


def plan(on: date) -> list[Planned]:
    """All steps due on a day with those to be told, in a fixed number of queries."""
    rows = list(still_to_be_kept(on).prefetch_related("responsibles"))
    progress, directory = progress_many(rows, on), Directory.of(on)
    planned = []
    for row in rows:
        done = progress[row.pk]
        latest: dict[tuple[str, tuple[Recipient, ...]], Planned] = {}
        for step in steps_due(done):
            to, instead = _whom(row, step.whom, directory)
            if to:
                # whoever stands in for several is told the latest step alone
                latest[step.key.split(":")[0], tuple(to)] = Planned(done, step, tuple(to), instead)
        planned += latest.values()
    return planned


def steps_due(done: Progress) -> list[Step]:
    """The rungs reached on that day; none where nothing more is waited for."""
    row = done.commitment
    stopped = done.is_over or done.override is not None or done.withdrawn_on is not None
    return ladder(
        done.on,
        due_on=row.due_on,
        last_sign=done.quiet.since,
        done=stopped,
        steps=_rungs(row.quiet_after_days),
    )


def _rungs(quiet_after_days: int) -> list[Rung]:
    """The standard ladder, its days of silence in the proportion that the commitment allows."""
    return [
        Rung(rung.basis, max(round(rung.days * quiet_after_days / STANDARD_SILENCE), 1), rung.kind, rung.whom)
        if rung.basis == Basis.SILENCE
        else rung
        for rung in STANDARD_LADDER
    ]


def _whom(row: Commitment, whom: Whom, directory: Directory) -> tuple[list[Recipient], bool]:
    """Who is told, and whether they stand in: the named one, else the lead's officers, else the secretariat."""
    if whom == Whom.SECRETARIAT:
        return directory.secretariat, False
    named = {one.rank: one for one in row.responsibles.all()}
    rank = Responsible.Rank.RESPONSIBLE if whom == Whom.RESPONSIBLE else Responsible.Rank.DEPUTY
    found = directory.reach(named.get(rank), row.lead)
    if found:
        return found, False
    officers = directory.officers.get(row.lead_id, [])
    return (officers, False) if officers else (directory.secretariat, True)


def _not_told_yet(planned: Iterable[Planned]) -> list[Planned]:
    """Those of which somebody has not been told, asked in one query for every five hundred keys."""
    rows = list(planned)
    keys = sorted({row.key for row in rows})
    told: set[tuple[str, int | None, str]] = set()
    for start in range(0, len(keys), 500):
        part = Message.objects.filter(key__in=keys[start : start + 500])
        told.update(part.values_list("key", "person", "address"))
    return [
        row
        for row in rows
        if any(
            (row.key, one.person_id, "" if one.person_id else tidy(one.address)) not in told for one in row.to
        )
    ]


# -- the words ---------------------------------------------------------------------------------------------------


def _subject(planned: Planned) -> T:
    row = planned.done.commitment
    return T("{what}: {title}", "{what}: {title}").format(
        what=_what(planned), title=T(row.title_th, row.title_en or row.title_th)
    )


def _what(planned: Planned) -> T:
    done = planned.done
    due = done.commitment.due_on
    if planned.step.kind == "quiet":
        return T("ภารกิจไม่มีความเคลื่อนไหวมา {n} วัน", "Nothing heard of a commitment for {n} days").format(
            n=done.quiet.days_silent
        )
    days = (due - done.on).days if due else 0
    if days > 0:
        return T("ภารกิจครบกำหนดในอีก {n} วัน", "A commitment falls due in {n} days").format(n=days)
    if days == 0:
        return T("ภารกิจครบกำหนดวันนี้", "A commitment falls due today")
    return T("ภารกิจเลยกำหนด {n} วัน", "A commitment is {n} days overdue").format(n=-days)


def _body(planned: Planned) -> T:
    done, row = planned.done, planned.done.commitment
    lead = T(row.lead.name_th, row.lead.name_en or row.lead.name_th)
    lines = [
        T("{title}\nเจ้าของภารกิจ: {lead}", "{title}\nLed by: {lead}").format(
            title=T(row.title_th, row.title_en or row.title_th), lead=lead
        ),
        _stands(done),
        _escalated(planned),
        _do_next(planned),
    ]
    said = [line for line in lines if line]
    return T("\n\n".join(line.th for line in said), "\n\n".join(line.en for line in said))


def _stands(done: Progress) -> T:
    row, unit = done.commitment, unit_of(done.commitment)
    due = T("ไม่ได้ระบุ", "not stated")
    if row.due_on is not None:
        due = T(pack().format_date(row.due_on, "th", "long"), pack().format_date(row.due_on, "en", "long"))
    target = T("ไม่ได้ระบุ", "not stated")
    if done.target is not None:
        target = T("{n} {unit}", "{n} {unit}").format(n=number(done.target), unit=unit)
    return T(
        "ครบกำหนด: {due}\nเป้าหมาย: {target}\nผลที่ยืนยันแล้ว: {a} · รอยืนยัน: {b}",
        "Due: {due}\nTarget: {target}\nConfirmed: {a} · unconfirmed: {b}",
    ).format(due=due, target=target, a=number(done.confirmed), b=number(done.unconfirmed))


def _escalated(planned: Planned) -> T | None:
    if planned.instead:
        return T(
            "หน่วยงานนี้ไม่มีผู้ใช้งานและไม่มีอีเมลของผู้รับผิดชอบในระบบ จึงแจ้งฝ่ายเลขานุการแทน โปรดติดต่อหน่วยงานโดยตรง",
            "The body has no account here and no e-mail address of anyone responsible, so the secretariat is told. Please contact it.",
        )
    if planned.step.whom == Whom.RESPONSIBLE:
        return None
    return T(
        "แจ้งผู้รับผิดชอบไปแล้ว แต่ยังไม่มีความเคลื่อนไหว จึงแจ้งลำดับถัดไป",
        "Whoever is responsible was told before, and nothing has moved since; so you are told.",
    )


def _do_next(planned: Planned) -> T:
    if planned.step.kind == "quiet":
        return T(
            "โปรดแจ้งความคืบหน้าสั้น ๆ หรือบันทึกผล แม้ยังไม่มีผลใหม่ก็บอกได้ว่าติดเรื่องใด",
            "Please say in a few words how it goes, or record results; also where there is nothing new, say what holds it up.",
        )
    return T(
        "โปรดบันทึกผลให้ครบ หากล่าช้ามีเหตุ ให้แจ้งความคืบหน้า ระบุสถานะพร้อมเหตุผล หรือแก้วันครบกำหนดตามที่ตกลงกัน",
        "Please record the results. Where there is a reason for the delay, say so: by a word on how it goes, by setting the status with "
        "its reason, or by changing the due day as agreed.",
    )
