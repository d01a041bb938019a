"""The columns of the table, one list for page, CSV, XLSX and API, with what each one means."""

from phanuek.figures.queries import Row
from phanuek.ui.downloads import Column
from phanuek.ui.words import T

HIDDEN = T("ไม่แสดง (น้อยกว่า 5)", "not shown (fewer than 5)")


def _figure(title: T, name: str, kind: str) -> Column:
    """A hidden figure says so in words; one that is simply unknown stays empty."""

    def value(row: Row) -> object:
        return HIDDEN if name in row.hidden else getattr(row, name)

    return Column(title, value, kind)


COLUMNS = [
    Column(T("รหัส", "Code"), "key", "id"),
    Column(T("รายการ", "Row"), "label"),
    _figure(T("ส่งต่อ", "Referrals"), "referrals", "number"),
    _figure(T("ตอบแล้ว", "Answered"), "answered", "number"),
    _figure(T("ตอบกลับครั้งแรก มัธยฐาน (วัน)", "First answer, median (days)"), "median_days", "number"),
    _figure(T("ให้การสนับสนุน (ครั้ง)", "Deliveries"), "deliveries", "number"),
    _figure(T("กรณีที่รายงานรายได้", "Cases that report income"), "reporters", "number"),
    _figure(T("รายได้ที่ยืนยันแล้ว (บาท)", "Income, confirmed (baht)"), "income_confirmed", "money"),
    _figure(T("รายได้รอยืนยัน (บาท)", "Income, unconfirmed (baht)"), "income_unconfirmed", "money"),
    _figure(T("จ่ายต่อผู้ผลิต ยืนยันแล้ว (บาท)", "Paid on to producers, confirmed (baht)"), "paid_confirmed", "money"),
    _figure(T("จ่ายต่อผู้ผลิต รอยืนยัน (บาท)", "Paid on to producers, unconfirmed (baht)"), "paid_unconfirmed", "money"),
]
NOTES = [
    T(
        "การส่งต่อนับตามวันที่ส่ง การให้การสนับสนุนนับตามวันที่ให้ รายได้นับตามเดือนที่เกิดรายได้",
        "Referrals count by the day sent, deliveries by their day, income by the month it was earned.",
    ),
    T(
        "รายได้คือรายได้รวมที่กลุ่มรายงานในเดือนหลังได้รับการสนับสนุนตามการส่งต่อนั้น ไม่ได้หมายความว่าเพิ่มขึ้นเพราะการสนับสนุนทั้งหมด",
        "Income is all income that a group reported for the months after support under that referral; it is not all due to the support.",
    ),
    T(
        "ยืนยันแล้ว คือหน่วยงานอื่นที่ไม่ใช่ผู้รายงานเป็นผู้ยืนยัน ตัวเลขที่ยืนยันแล้วและรอยืนยันไม่นำมารวมกัน",
        "Confirmed means by another body than the one that reported. Confirmed and unconfirmed are never added.",
    ),
    T(
        "จำนวน 1 ถึง 4 ไม่แสดง เพื่อไม่ให้ย้อนรู้ตัวกลุ่ม และซ่อนจำนวนอื่นเท่าที่จำเป็นเพื่อไม่ให้คำนวณย้อนได้",
        "Counts from 1 to 4 are not shown, so that no group can be recognised, nor as many others as are needed to keep them from being worked out.",
    ),
]
