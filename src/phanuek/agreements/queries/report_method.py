"""How a period report counts, in words that are frozen with it."""

from phanuek.ui.words import T

METHOD: list[tuple[T, T]] = [
    (
        T("ผลในงวด และผลสะสม", "Results in the period, and in all"),
        T(
            "ผลนับตามวันที่เกิดผล ไม่ใช่วันที่บันทึก ผลในงวดคือผลที่เกิดตั้งแต่วันแรกถึงวันสุดท้ายของงวด ผลสะสมคือผลตั้งแต่เริ่มภารกิจถึงวันสุดท้ายของงวด "
            "ทั้งสองค่านับเท่าที่บันทึกไว้แล้วเมื่อปิดงวด",
            "A result counts on the day on which it came about, not the day it was recorded. In the period: from its first to its last day. "
            "In all: from the beginning of the commitment to the last day of the period. Both as far as recorded when the report was closed.",
        ),
    ),
    (
        T("ยืนยันแล้ว และรอยืนยัน", "Confirmed, and unconfirmed"),
        T(
            "ยืนยันแล้ว หมายถึงหน่วยงานอื่นที่ไม่ใช่ผู้รายงานเป็นผู้ยืนยัน ผลสองอย่างนี้ไม่นำมารวมกัน",
            "Confirmed means by another body than the one that reported. The two are never added.",
        ),
    ),
    (
        T("แผน", "The plan"),
        T(
            "แผนถึงวันสิ้นงวดคิดจากเป้าหมายรายงวดของภารกิจ หากไม่มี คิดจากเป้าหมายเฉลี่ยเท่ากันทุกวันตั้งแต่วันเริ่มถึงวันครบกำหนด ปัดเศษลง",
            "What was expected by the last day follows from the targets by period; without them the target is spread evenly from the start to "
            "the due day, rounded down.",
        ),
    ),
    (
        T("สถานะ", "The status"),
        T(
            "สถานะคำนวณจากผลที่ยืนยันแล้วเทียบกับเป้าหมายและแผน ณ วันสุดท้ายของงวด หากมีผู้ระบุสถานะแทน จะแสดงแยกไว้พร้อมเหตุผลและวันสิ้นผล",
            "The status follows from confirmed results against target and plan on the last day of the period. Where a person said otherwise, "
            "that stands beside it, with the reason and its last day.",
        ),
    ),
    (
        T("ภารกิจในรายงาน", "Which commitments, as of when"),
        T(
            "นับภารกิจที่เริ่มแล้วภายในวันสุดท้ายของงวด หรือไม่ได้ระบุวันเริ่ม หน่วยงานเจ้าของภารกิจคือหน่วยงานที่รับผิดชอบในวันสุดท้ายของงวดตามประวัติการส่งมอบ "
            "ส่วนเป้าหมาย ค่าฐาน แผน วันเริ่ม และวันครบกำหนด เป็นไปตามที่บันทึกไว้ ณ วันที่ปิดงวด",
            "Those that had begun by the last day of the period, or whose start is not stated. The lead is the body that led on that last day, "
            "as the hand-overs tell. Target, baseline, plan, start and due day are as recorded on the day the report was closed.",
        ),
    ),
    (
        T("ตัวเลขที่ไม่แสดง", "Figures that are not shown"),
        T(
            "ผลที่มาจากไม่กี่เรื่อง (น้อยกว่า 5) และผลที่หักลบกับตัวเลขอื่นที่เปิดเผยแล้วจะทำให้รู้ผลเช่นนั้น ไม่แสดง เพื่อไม่ให้เดาได้ว่าเป็นกลุ่มใด "
            "ทุกคนอ่านรายงานฉบับเดียวกันนี้",
            "Results of only a few cases (fewer than 5), and those from which such a result could be worked out by subtraction, are not "
            "shown, so that no group can be recognised. Everyone reads this same report.",
        ),
    ),
    (
        T("การปิดงวด", "Closing"),
        T(
            "เมื่อปิดงวดแล้ว เนื้อหาและตัวเลขในรายงานไม่เปลี่ยนอีก ข้อมูลที่บันทึกหรือแก้ไขภายหลังแสดงเป็นความแตกต่างข้างรายงาน "
            "รหัส SHA-256 ใช้ตรวจว่าเนื้อหาไม่ถูกแก้",
            "Once closed, what the report says never changes. What was recorded or corrected later is shown as differences beside it. "
            "Its SHA-256 serves to check that nothing was altered.",
        ),
    ),
]
