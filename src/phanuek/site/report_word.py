"""A closed report as Word, for taking parts of it elsewhere; the PDF is the one that counts."""

from __future__ import annotations

from typing import Any

from phanuek.agreements.queries.report_differences import NOT_SHOWN
from phanuek.agreements.queries.reports import digest, readable
from phanuek.ui.documents.word import WordDocument
from phanuek.ui.formats import be_date, be_datetime, number
from phanuek.ui.words import T, in_language

WIDTHS = (5.5, 1.8, 1.8, 2.3, 2.3, 2.3)


def as_docx(said: dict[str, Any], language: str) -> bytes:
    """The content as it was frozen; the same content gives the same bytes."""
    told = readable(said)
    report = told["report"]
    paper = WordDocument(
        title=report["title"].in_language(language), as_of=report["closed_at"], language=language
    )
    with in_language(language):
        _head(paper, told)
        _commitments(paper, told["commitments"])
        _meetings(paper, told)
        _amendments(paper, told["amendments"])
        paper.heading(T("นับอย่างไร", "How it counts"), 2)
        for line in told["method"]:
            paper.paragraph(T("{title}: {text}", "{title}: {text}").format(**line))
        words = T(
            "ปิดงวดเมื่อ {day} · SHA-256 ของเนื้อหา (ไฟล์ JSON) {code}",
            "Closed on {day} · SHA-256 of the content (JSON file): {code}",
        )
        paper.note(words.format(day=be_datetime(report["closed_at"], "long"), code=digest(said)))
    return paper.to_bytes()


def _head(paper: WordDocument, told: dict[str, Any]) -> None:
    report, agreement = told["report"], told["agreement"]
    paper.heading(report["title"])
    paper.paragraph(agreement["title"], centre=True)
    period = T("ตั้งแต่วันที่ {a} ถึงวันที่ {b}", "From {a} to {b}")
    paper.paragraph(period.format(a=be_date(report["starts_on"]), b=be_date(report["ends_on"])), centre=True)
    if agreement["demonstration"]:
        paper.note(T("ข้อมูลตัวอย่าง ไม่ใช่ข้อมูลจริง", "Invented data, for demonstration."))
    paper.heading(T("บทสรุป", "Summary"), 2)
    for part in str(report["summary"]).split("\n\n"):
        paper.paragraph(part)
    answer = agreement["in_force"]
    paper.heading(
        T("ข้อตกลง ณ วันสิ้นงวด: {answer}", "The agreement on the last day: {answer}").format(
            answer=answer["label"]
        ),
        2,
    )
    for reason in answer["reasons"]:
        paper.paragraph(reason)
    rows = [(party["name"], _joined(party["state"], party["withdrawn_on"])) for party in told["parties"]]
    paper.table([T("ภาคี", "Party"), T("สถานะ", "State")], rows, widths=(11, 5))


def _joined(state: T, day: Any) -> str:
    return f"{state} {be_date(day, 'short')}" if day else str(state)


def _commitments(paper: WordDocument, rows: list[dict[str, Any]]) -> None:
    paper.heading(T("ผลของภารกิจ", "Results of the commitments"), 2)
    head = [
        T("ภารกิจ", "Commitment"), T("เป้าหมาย", "Target"), T("แผน", "Plan"), T("ในงวด", "In the period"), T("สะสม", "In all"),
        T("สถานะ", "Status"),
    ]  # fmt: skip
    paper.table(head, [_row(row) for row in rows], numbers=(1, 2, 3, 4), widths=WIDTHS)
    for row in rows:
        lines = [
            *(
                f"{T('รับรองผล', 'Approved')} {number(c['quantity'])} {row['unit']}: {c['text']}"
                for c in row["claims"]
            ),
            *(f"{T('กิจกรรม', 'Activity')}: {a['title']}" for a in row["activities"]),
            *(f"{be_date(u['said_on'], 'short')}: {u['text']}" for u in row["updates"]),
        ]
        if lines:
            paper.heading(row["title"], 3)
            for line in lines:
                paper.paragraph(f"• {line}")


def _row(row: dict[str, Any]) -> list[Any]:
    status = str(row["status"]["label"])
    if row["override"]:
        status += f"\n{T('มีผู้ระบุว่า', 'said to be')} {row['override']['label']}: {row['override']['reason']}"
    return [
        f"{row['title']}\n{row['lead']['name']} · {row['unit']}",
        number(row["target"]),
        number(row["expected"]),
        _result(row, "confirmed_in_period"),
        _result(row, "confirmed"),
        status,
    ]


def _result(row: dict[str, Any], name: str) -> str:
    waiting = row[f"un{name}"]
    shown = str(NOT_SHOWN) if row[name] is None else number(row[name])
    if waiting is None or waiting:
        told = NOT_SHOWN if waiting is None else number(waiting)
        shown += f"\n{T('รอยืนยัน {n}', '{n} unconfirmed').format(n=told)}"
    return shown


def _amendments(paper: WordDocument, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    paper.heading(T("การแก้ไขเพิ่มเติมที่รวมเข้าข้อตกลงในงวด", "Amendments merged in the period"), 2)
    words = T(
        "{title} ({kind}, มีผล {day} รวมเข้าข้อตกลงเมื่อ {merged})",
        "{title} ({kind}, in effect from {day}, merged on {merged})",
    )
    for row in rows:
        day, merged = (
            be_date(one, "short") for one in (row["effective_on"] or row["merged_on"], row["merged_on"])
        )
        paper.paragraph(words.format(title=row["title"], kind=row["kind"], day=day, merged=merged))


def _meetings(paper: WordDocument, told: dict[str, Any]) -> None:
    paper.heading(T("การประชุมและมติในงวด", "Meetings and decisions of the period"), 2)
    if not told["meetings"]:
        paper.paragraph(T("ไม่มีการประชุมในงวดนี้", "No meeting in this period."))
    for meeting in told["meetings"]:
        title = T("{title} ครั้งที่ {n}", "{title} no. {n}").format(title=meeting["title"], n=meeting["number"])
        paper.heading(title, 3)
        paper.paragraph(f"{be_date(meeting['held_on'])} · {meeting['state']}")
        for decision in meeting["decisions"]:
            paper.clause(decision["number"], decision["text"])
    if told["tasks"]:
        head = [T("งาน", "Task"), T("หน่วยงาน", "Body"), T("กำหนดเสร็จ", "Due"), T("สถานะ", "State")]
        late = T("เลยกำหนด", "Overdue")
        rows = [
            [task["title"], task["owner"]["name"], be_date(task["due_on"], "short"), late if task["late"] else task["state"]]
            for task in told["tasks"]
        ]  # fmt: skip
        paper.table(head, rows, widths=(6, 5, 2.5, 2.5))
