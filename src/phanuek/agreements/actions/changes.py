"""The changes that a draft amendment makes to clauses: other words, a new clause, one taken out, a change given up."""

from typing import Any

from django.db import transaction
from django.db.models import F

from phanuek.agreements import permissions_of_text as permissions
from phanuek.agreements.actions.amending import check_state, held
from phanuek.agreements.actions.base import acting_for
from phanuek.agreements.actions.clauses import code_of
from phanuek.agreements.actions.text import checked_words
from phanuek.agreements.models import Agreement, Amendment, Clause, ClauseChange, ClauseSpan
from phanuek.agreements.queries.amendments import WITH_CHANGES
from phanuek.agreements.queries.reconciling import same_number
from phanuek.agreements.states import AmendmentKind, AmendmentState, ChangeKind
from phanuek.engines.redline import heading_at
from phanuek.organisations.actor import Actor
from phanuek.timeline import actions as timeline
from phanuek.ui import versions
from phanuek.ui.codes import new_code
from phanuek.ui.problems import Conflict, Refused
from phanuek.ui.words import T

LABEL, HEADING = 60, 300


@transaction.atomic
def change_clause(
    *, by: Actor, amendment: Amendment, clause: Clause, text_th: str, text_en: str = "", version: int = 0
) -> ClauseChange:
    """The whole clause as it shall read, heading included. Label and heading are read from its first line.

    `version` is that of the change the editor saw, 0 where there was none. Raises Refused where nothing is changed.
    """
    _, row, span = _begin(by, amendment, clause)
    values = {
        "kind": ChangeKind.REPLACE,
        "text_th": checked_words(text_th, "text_th").strip(),
        "text_en": checked_words(text_en, "text_en", needed=False).strip(),
    }
    if (values["text_th"], values["text_en"]) == (span.text_th, span.text_en):
        raise Refused(
            T(
                "ข้อความเหมือนตัวบทปัจจุบันทุกคำ จึงยังไม่มีการแก้ไข",
                "The words are those of the current text, so nothing is changed.",
            ),
            field="text_th",
            hint=T(
                "แก้ข้อความแล้วบันทึก หรือกด “เลิกแก้ข้อนี้” หากไม่ต้องการแก้แล้ว",
                "Change them and save, or give the change up.",
            ),
        )
    values |= told_by_first_line(values["text_th"], values["text_en"])
    change = _save(row, _change_of(row, clause), version, values)
    _record(by, row, "amendment.clause_changed", change)
    return change


@transaction.atomic
def repeal_clause(*, by: Actor, amendment: Amendment, clause: Clause, version: int = 0) -> ClauseChange:
    """The clause is to go. Commitments under it stay, and are flagged once this is merged."""
    _, row, _ = _begin(by, amendment, clause)
    values = {"kind": ChangeKind.REPEAL, "text_th": "", "text_en": "", "label_th": "", "label_en": ""}
    change = _save(row, _change_of(row, clause), version, values)
    _record(by, row, "amendment.clause_repealed", change)
    return change


@transaction.atomic
def add_clause(
    *,
    by: Actor,
    amendment: Amendment,
    after: Clause | None,
    text_th: str,
    text_en: str = "",
    label_th: str = "",
    label_en: str = "",
) -> ClauseChange:
    """A new clause behind another, or first. Its label is given or stands in its first line, and no other clause bears it."""
    agreement, row, _ = _begin(by, amendment, after)
    change = ClauseChange(amendment=row, kind=ChangeKind.INSERT, version=0)
    values = _words_of_new(text_th, text_en, label_th, label_en)
    _check_label(row, values["label_th"], change)
    change.code = free_code(agreement, row, values["label_th"], values["label_en"])
    change = _save(row, change, 0, {**values, "after": after})
    _record(by, row, "amendment.clause_added", change)
    return change


@transaction.atomic
def edit_added_clause(
    *,
    by: Actor,
    change: ClauseChange,
    version: int,
    after: Clause | None,
    text_th: str,
    text_en: str = "",
    label_th: str = "",
    label_en: str = "",
) -> ClauseChange:
    """Other words or another place for a clause that this amendment adds."""
    _, row, _ = _begin(by, change.amendment, after)
    there = row.changes.select_for_update().filter(pk=change.pk, kind=ChangeKind.INSERT).first()
    if there is None:
        raise _gone()
    values = _words_of_new(text_th, text_en, label_th, label_en)
    _check_label(row, values["label_th"], there)
    saved = _save(row, there, version, {**values, "after": after})
    _record(by, row, "amendment.clause_changed", saved)
    return saved


@transaction.atomic
def drop_change(*, by: Actor, change: ClauseChange, version: int | None = None) -> None:
    """The clause stays as it is in the current text. `version` as seen: refused when another changed it since."""
    _, row, _ = _begin(by, change.amendment, None)
    there = row.changes.select_for_update().filter(pk=change.pk).first()
    if there is None:
        raise _gone()
    if version is not None and version != there.version:
        raise Conflict(yours={}, theirs={"text_th": there.text_th}, version=there.version)
    _record(by, row, "amendment.change_dropped", there)
    there.delete()
    _grow(row)


def _begin(
    by: Actor, amendment: Amendment, clause: Clause | None
) -> tuple[Agreement, Amendment, ClauseSpan | Any]:
    """The agreement, the draft under lock, and where the clause stands in its base (None without a clause)."""
    permissions.check_can_edit_amendment(by, amendment)
    agreement, row = held(amendment)
    check_state(row, AmendmentState.DRAFT)
    if AmendmentKind(row.kind) not in WITH_CHANGES:
        raise Refused(
            T(
                "“{kind}” ไม่แก้ข้อความของข้อใด",
                "“{kind}” changes no words of a clause.",
            ).format(kind=T.of(AmendmentKind(row.kind).label)),
            hint=T(
                "หากต้องแก้ข้อความด้วย ให้เสนอเป็นอีกเรื่องหนึ่งชนิด “แก้ไขข้อความ”",
                "To change words too, propose another amendment of the kind “Change of wording”.",
            ),
        )
    if row.base is None:
        raise Refused(
            T(
                "ตัวบทไม่ได้อยู่ในมือเมื่อร่างเรื่องนี้ จึงไม่มีข้อให้แก้",
                "The text was not in hand when this was drafted, so there is no clause to change.",
            ),
            hint=T("บันทึกตัวบทก่อน แล้วร่างเรื่องใหม่", "Put the text in first, then draft another one."),
        )
    span = row.base.spans.select_related("version").filter(clause=clause).first() if clause else None
    if clause is not None and span is None:
        raise Refused(
            T(
                "ข้อนี้ไม่มีในตัวบทฉบับที่ {n} ที่เรื่องนี้เขียนขึ้น",
                "That clause does not stand in version {n} of the text, against which this is written.",
            ).format(n=row.base.number),
            field="clause",
            hint=T("เลือกจากข้อที่แสดงในหน้านี้", "Choose one that the page shows."),
        )
    return agreement, row, span


def _change_of(row: Amendment, clause: Clause) -> ClauseChange:
    there = row.changes.select_for_update().filter(clause=clause).first()
    return there or ClauseChange(amendment=row, clause=clause, code=clause.code, version=0)


def _save(row: Amendment, change: ClauseChange, version: int, values: dict[str, Any]) -> ClauseChange:
    if change.pk is None and version:
        # what the editor saw was dropped meanwhile
        raise Conflict(yours={"text_th": values["text_th"]}, theirs={"text_th": ""}, version=0)
    if versions.apply(change, version=version, changes=values):
        change.save()
        _grow(row)
    return change


def _grow(row: Amendment) -> None:
    Amendment.objects.filter(pk=row.pk).update(version=F("version") + 1)
    row.refresh_from_db(fields=["version"])


def told_by_first_line(text_th: str, text_en: str) -> dict[str, Any]:
    thai, english = heading_at(text_th, 0, len(text_th)), heading_at(text_en, 0, len(text_en))
    return {
        "label_th": thai.label[:LABEL],
        "label_en": english.label[:LABEL],
        "heading_th": thai.heading,
        "heading_en": english.heading,
    }


def _words_of_new(text_th: str, text_en: str, label_th: str, label_en: str) -> dict[str, Any]:
    thai, english = (
        checked_words(text_th, "text_th").strip(),
        checked_words(text_en, "text_en", needed=False).strip(),
    )
    told = told_by_first_line(thai, english)
    told["label_th"] = told["label_th"] or label_th.strip()
    told["label_en"] = told["label_en"] or label_en.strip()
    for name in ("label_th", "label_en"):
        if len(told[name]) > LABEL:
            raise Refused(
                T("เลขข้อยาวเกิน {n} ตัวอักษร", "The label is longer than {n} characters.").format(n=LABEL),
                field=name,
                hint=T("ใส่เฉพาะเลขข้อ เช่น “ข้อ ๗”", "Give the number alone, such as “Clause 7”."),
            )
    if not told["label_th"]:
        raise Refused(
            T("ข้อใหม่ยังไม่มีเลขข้อ", "The new clause has no label."),
            field="label_th",
            hint=T(
                "เริ่มข้อความด้วยเลขข้อ เช่น “ข้อ ๗ …” หรือกรอกเลขข้อแยกไว้",
                "Begin its text with the label, such as “Clause 7 …”, or give it apart.",
            ),
        )
    return {"text_th": thai, "text_en": english, **told}


def _check_label(row: Amendment, label: str, own: ClauseChange) -> None:
    """Two clauses of one number would leave nobody able to cite either."""
    if row.base is None:
        return
    if label_taken(label, [s.label_th for s in row.base.spans.all()]) or label_taken(
        label, [c.label_th for c in row.changes.filter(kind=ChangeKind.INSERT).exclude(pk=own.pk)]
    ):
        raise Refused(
            T("มี “{label}” อยู่แล้ว", "There is a clause “{label}” already.").format(label=label),
            field="label_th",
            hint=T(
                "ใช้เลขถัดไป หรือเลขแทรก เช่น “ข้อ ๓/๑”",
                "Use the next number, or one between, such as “Clause 3/1”.",
            ),
        )


def label_taken(label: str, labels: list[str]) -> bool:
    """Whether one of them bears the same number."""
    return any(same_number(label, other) for other in labels)


def free_code(agreement: Agreement, row: Amendment, label_th: str, label_en: str) -> str:
    """A code that no clause of the agreement ever had, and no other change of this amendment."""
    taken = set(agreement.clauses.values_list("code", flat=True)) | set(
        row.changes.values_list("code", flat=True)
    )
    code = code_of(label_th, label_en)
    for wanted in (code, f"{code[:36]}-b" if code else "", f"{code[:36]}-c" if code else ""):
        if wanted and wanted not in taken:
            return wanted
    return new_code("c")


def _record(by: Actor, row: Amendment, verb: str, change: ClauseChange) -> None:
    timeline.record(verb, about=row, by=acting_for(by, row.proposed_by), facts={"clause": change.code})


def _gone() -> Refused:
    return Refused(
        T("มีผู้อื่นเลิกแก้ข้อนี้ไปแล้ว", "Someone dropped this change already."),
        hint=T("เปิดหน้าร่างใหม่เพื่อดูข้อที่ยังแก้อยู่", "Open the draft again to see which changes are left."),
    )
