"""The columns of a list of commitments, under their Thai and English headers."""

from __future__ import annotations

from phanuek.agreements.models import Measure
from phanuek.files.spreadsheets.columns import FROM_LIST, Column, Layout, choices_of
from phanuek.ui.words import T

MEASURES = choices_of((m.value, T.of(m.label)) for m in Measure)
DAY = T("วัน เดือน ปี พ.ศ. หรือ ค.ศ.", "Day, month, year, in either era")
NUMBER = T("ตัวเลข ตามหน่วยนับ", "A number, in the unit")
MOST_ROWS = 500

COLUMNS: tuple[Column, ...] = (
    Column(
        "code", T("รหัสภารกิจ", "Code"), T("เว้นได้ หากเว้น ระบบจำแนกด้วยหน่วยงานและชื่อภารกิจ", "May be left out: then lead and title tell it apart"),
        T("", ""), longest=80, aliases=("รหัส", "commitment code"),
    ),
    Column(
        "lead", T("หน่วยงานเจ้าของภารกิจ", "Lead"), T("ชื่อ ชื่อย่อ หรือรหัสของหน่วยงาน", "Name, abbreviation or code of the body"),
        T("ธ.ก.ส.", "BAAC"), required=True, aliases=("เจ้าของภารกิจ", "หน่วยงาน", "หน่วยงานรับผิดชอบ", "หน่วยงานหลัก", "lead body", "organisation", "body"),
    ),
    Column(
        "collaborators", T("หน่วยงานร่วม", "Together with"), T("คั่นหลายหน่วยงานด้วย ;", "Several are divided by ;"),
        T("พณ.; สวส.", "MOC; OSEP"), longest=2000, aliases=("หน่วยงานสนับสนุน", "collaborators", "partners"),
    ),
    Column(
        "title_th", T("ภารกิจ", "Commitment"), T("จะทำอะไรให้ใคร เท่าใด", "What is done for whom"), T("อบรมการทำบัญชีให้กลุ่มอาชีพ 150 คน", "อบรมการทำบัญชีให้กลุ่มอาชีพ 150 คน"),
        required=True, longest=500, aliases=("ชื่อภารกิจ", "ภารกิจ (ไทย)", "title", "title th", "thai title"),
    ),
    Column(
        "title_en", T("ภารกิจ (ภาษาอังกฤษ)", "Commitment in English"), T("ถ้ามี", "If there is one"), T("Train 150 people in bookkeeping", "Train 150 people in bookkeeping"),
        longest=500, aliases=("ชื่อภารกิจภาษาอังกฤษ", "title en", "english title"),
    ),
    Column(
        "clause", T("ข้อในตัวบท", "Clause"), T("ชื่อข้อ เช่น ข้อ 3 หรือรหัส เมื่อมีตัวบทในระบบ", "Its label, such as Clause 3, or code; where the text is here"),
        T("ข้อ 3", "Clause 3"), longest=100, aliases=("ข้อ", "ข้อตกลงข้อ", "clause no"),
    ),
    Column(
        "statement", T("สืบเนื่องจากข้อความ", "Follows from"), T("เช่น วัตถุประสงค์ 1 เมื่อไม่มีตัวบทในระบบ", "Such as Aim 1, where the text is not here"),
        T("วัตถุประสงค์ 1", "Aim 1"), longest=100, aliases=("ข้อความต้นทาง", "statement"),
    ),
    Column(
        "measure", T("นับผลเป็น", "Measure"), FROM_LIST, T("ผู้เข้ารับการอบรม", "People trained"), required=True,
        aliases=("ตัวชี้วัด", "วิธีนับผล", "นับผลเป็นอะไร", "counted in"), choices=MEASURES,
    ),
    Column(
        "unit", T("หน่วยนับ", "Unit"), T("ไทย หรือ ไทย / อังกฤษ", "Thai, or Thai / English"), T("คน / people", "คน / people"), longest=120,
        aliases=("หน่วย",),
    ),
    Column("baseline", T("ค่าฐาน", "Baseline"), NUMBER, T("20", "20"), aliases=("ข้อมูลฐาน", "ค่าฐาน")),
    Column("baseline_on", T("วันที่ของค่าฐาน", "Day of the baseline"), DAY, T("31/12/2568", "31/12/2025"), aliases=("วันที่ค่าฐาน", "baseline on", "baseline date")),
    Column("baseline_source", T("แหล่งของค่าฐาน", "Source of the baseline"), T("จำเป็นเมื่อมีค่าฐาน", "Needed with a baseline"), T("ทะเบียนผู้ผ่านการอบรม ปี 2568", "Register of trainees, 2025"),
           aliases=("ที่มาของค่าฐาน", "baseline source")),
    Column("target", T("เป้าหมาย", "Target"), T("ตัวเลขมากกว่าศูนย์ เว้นได้หากไม่มี", "A number above zero; may be left out"), T("150", "150"), aliases=("เป้าหมายรวม", "ค่าเป้าหมาย", "total target")),
    Column(
        "period_targets", T("เป้าหมายรายปีงบประมาณ", "Targets by fiscal year"),
        T("ปีงบประมาณ: จำนวน คั่นด้วย ; รวมกันเท่ากับเป้าหมาย หรือใช้คอลัมน์ เป้าหมาย 2569, เป้าหมาย 2570", "Fiscal year: number, divided by ; adding up to the target. Or columns Target 2026, Target 2027"),
        T("2569: 50; 2570: 100", "2026: 50; 2027: 100"), longest=1000, aliases=("เป้าหมายรายงวด", "เป้าหมายรายปี", "period targets", "targets by period"),
    ),
    Column("starts_on", T("วันเริ่ม", "Starts"), DAY, T("1/10/2568", "1/10/2025"), aliases=("เริ่ม", "วันที่เริ่ม", "starts on", "start", "start date")),
    Column("due_on", T("วันครบกำหนด", "Due"), DAY, T("30/9/2570", "30/9/2027"), aliases=("กำหนดเสร็จ", "ครบกำหนด", "วันสิ้นสุด", "due on", "due date", "end date")),
    Column("budget_baht", T("งบประมาณ (บาท)", "Budget (baht)"), T("ตัวเลข", "A number"), T("450,000", "450,000"), aliases=("งบประมาณ", "budget")),
    Column(
        "why", T("เหตุที่เพิ่ม", "Why it is added"), T("จำเป็นเมื่อไม่ได้อ้างข้อในตัวบท เช่น มติที่ประชุมครั้งใด", "Needed where no clause is named, such as the meeting that decided it"),
        T("มติที่ประชุมติดตามผล ครั้งที่ 1/2569", "Follow-up meeting 1/2026"), longest=500, aliases=("เหตุผล", "ที่มา", "why", "provenance"),
    ),
)  # fmt: skip
LAYOUT = Layout(
    columns=COLUMNS,
    anchor="title_th",
    most_rows=MOST_ROWS,
    header_hint=T(
        "แถวหัวตารางต้องมีอย่างน้อย หน่วยงานเจ้าของภารกิจ ภารกิจ และนับผลเป็น ใช้แบบฟอร์มที่ดาวน์โหลดจากหน้านี้ได้",
        "The header needs at least Lead, Commitment and Measure. The template on this page has them.",
    ),
    nothing=T("มีแต่หัวตาราง ยังไม่มีภารกิจ", "There is a header but no commitment beneath it."),
    list_name=T("ภารกิจ", "Commitments"),
)
BY_KEY = LAYOUT.by_key()
