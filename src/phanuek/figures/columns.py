"""The columns of the table, one list for page, CSV, XLSX and API, with what each one means."""

from phanuek.figures.queries import Row
from phanuek.ui.downloads import Column
from phanuek.ui.words import T

HIDDEN = T("ไม่แสดง", "not shown")


def _figure(title: T, name: str, kind: str) -> Column:
    """A hidden figure says so in words; one that is simply unknown stays empty."""

    def value(row: Row) -> object:
        return HIDDEN if name in row.hidden else getattr(row, name)

    return Column(title, value, kind)


# what each figure of a row is called and how it is written, in the order of every face
FIGURE_COLUMNS: dict[str, tuple[T, str]] = {
    "referrals": (T("ส่งต่อ (เรื่อง)", "Referrals"), "number"),
    "answered": (T("ตอบแล้ว (เรื่อง)", "Answered"), "number"),
    "median_days": (T("ตอบกลับครั้งแรก มัธยฐาน (วัน)", "First answer, median (days)"), "number"),
    "deliveries": (T("ให้การสนับสนุน (ครั้ง)", "Deliveries"), "number"),
    "reporters": (T("เรื่องที่รายงานรายได้", "Cases reporting income"), "number"),
    "income_confirmed": (T("รายได้ ยืนยันแล้ว (บาท)", "Income, confirmed (baht)"), "money"),
    "income_unconfirmed": (T("รายได้ รอยืนยัน (บาท)", "Income, unconfirmed (baht)"), "money"),
    "paid_confirmed": (T("จ่ายต่อผู้ผลิต ยืนยันแล้ว (บาท)", "Paid on to producers, confirmed (baht)"), "money"),
    "paid_unconfirmed": (T("จ่ายต่อผู้ผลิต รอยืนยัน (บาท)", "Paid on to producers, unconfirmed (baht)"), "money"),
}
COLUMNS = [
    Column(T("รหัส", "Code"), "key", "id"),
    Column(T("รายการ", "Row"), "label"),
    *[_figure(title, name, kind) for name, (title, kind) in FIGURE_COLUMNS.items()],
]
NOTES = [
    T(
        "การส่งต่อนับตามวันที่ส่ง การให้การสนับสนุนนับตามวันที่ให้ รายได้นับตามเดือนที่เกิดรายได้ วันและปีงบประมาณเป็นไปตามเวลาในประเทศ",
        "Referrals count by the day sent, deliveries by their day, income by the month it was earned; days and fiscal years are local.",
    ),
    T(
        "รายได้คือรายได้ทั้งหมดที่กลุ่มรายงานของเดือนหลังได้รับการสนับสนุนตามเรื่องที่ส่งต่อ ไม่ได้หมายความว่าเพิ่มขึ้นเพราะการสนับสนุนทั้งหมด "
        "รายงานที่ถูกแทนด้วยฉบับใหม่ไม่นับ",
        "Income is all that a group reported for the months after support under that referral; it is not all due to the support. "
        "Reports that a later one replaced do not count.",
    ),
    T(
        "ยืนยันแล้ว คือหน่วยงานอื่นที่ไม่ใช่ผู้รายงานเป็นผู้ยืนยัน ตัวเลขที่ยืนยันแล้วกับรอยืนยันแยกกันและไม่นำมารวมกัน",
        "Confirmed means by another body than the one that reported. Confirmed and unconfirmed are never added.",
    ),
    T(
        "เรื่องที่รายงานรายได้ในหลายปีงบประมาณ นับในทุกปีที่รายงาน แต่นับเป็นเรื่องเดียวในยอดรวม",
        "A case that reports in several fiscal years counts in each of them, and once in the total.",
    ),
    T(
        "“ไม่แสดง” คือตัวเลขที่มาจากเรื่องน้อยกว่า 5 เรื่อง และตัวเลขอื่นเท่าที่จำเป็นเพื่อไม่ให้คำนวณย้อนไปถึงกลุ่มใดกลุ่มหนึ่งได้ "
        "ช่องที่ไม่แสดงอาจไม่มีเรื่องเลยก็ได้",
        "“Not shown” stands for figures of fewer than 5 cases, and for as many others as keep those from being worked out; "
        "there may also be nothing at all behind it.",
    ),
]
DEMO_NOTE = T(
    "ข้อมูลตัวอย่าง: กลุ่ม การส่งต่อ และตัวเลขทั้งหมดในแฟ้มนี้เป็นข้อมูลสมมติ ไม่ใช่ผลการดำเนินงานจริงของหน่วยงานใด",
    "Demonstration data: the groups, referrals and all figures in this file are invented and no real result of any body.",
)
DEMONSTRATION = Column(T("ข้อมูลตัวอย่าง", "Demonstration data"), lambda row: True, "bool")
