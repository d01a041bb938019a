"""The columns of the figures of income, one list for page, CSV, XLSX and API, and how they are counted."""

from phanuek.engines.rollup.definitions import MEASURES
from phanuek.engines.secrecy import LEAST, NEARLY, THRESHOLD
from phanuek.figures.columns import HIDDEN
from phanuek.figures.income import NAMES, IncomeRow
from phanuek.ui.downloads import Column
from phanuek.ui.words import T

KINDS = {
    "enterprises": "number", "reports": "number", "sum_confirmed": "money", "sum_unconfirmed": "money", "median": "money",
    "p10": "money", "p90": "money", "gini": "number", "bottom40": "percent", "before_median": "money", "after_median": "money",
}  # fmt: skip
# how each is headed: short, since what it means stands under its name below
TITLES: dict[str, T] = {
    "enterprises": T("กลุ่มที่รายงาน", "Enterprises reporting"),
    "reports": T("รายงาน (ฉบับ)", "Reports"),
    "sum_confirmed": T("รายได้ ยืนยันแล้ว (บาท)", "Income, confirmed (baht)"),
    "sum_unconfirmed": T("รายได้ รอยืนยัน (บาท)", "Income, unconfirmed (baht)"),
    "median": T("มัธยฐาน (บาท/เดือน)", "Median (baht a month)"),
    "p10": T("เปอร์เซ็นไทล์ที่ 10 (บาท/เดือน)", "10th percentile (baht a month)"),
    "p90": T("เปอร์เซ็นไทล์ที่ 90 (บาท/เดือน)", "90th percentile (baht a month)"),
    "gini": T("จีนี (0–1)", "Gini (0–1)"),
    "bottom40": T("ส่วนแบ่งของกลุ่มรายได้น้อยร้อยละ 40", "Share of the bottom 40 %"),
    "before_median": T("มัธยฐานก่อนได้รับการสนับสนุน (บาท/เดือน)", "Median before support (baht a month)"),
    "after_median": T("มัธยฐานหลังได้รับการสนับสนุน (บาท/เดือน)", "Median after support (baht a month)"),
}


def _figure(name: str) -> Column:
    """A hidden figure says so in words; one that cannot be said stays empty."""

    def value(row: IncomeRow) -> object:
        return HIDDEN if name in row.hidden else getattr(row, name)

    return Column(TITLES[name], value, KINDS[name])


COLUMNS = [
    Column(T("รหัส", "Code"), "key", "id"),
    Column(T("รายการ", "Row"), "label"),
    *[_figure(name) for name in NAMES],
]
# what each measure means, by its name; the engine's own words
DEFINITIONS = {name: MEASURES[name] for name in NAMES}
NOTES = [
    T(
        "รายได้เป็นของกลุ่มที่ได้รับการสนับสนุนตามเรื่องที่ส่งต่อ ตามที่รายงานของเดือนหลังได้รับการสนับสนุน ไม่ได้หมายความว่าเพิ่มขึ้นเพราะการสนับสนุนทั้งหมด",
        "Income is that of groups supported under a referral, as reported for the months after support; it is not all due to the support.",
    ),
    T(
        "ตัวเลขที่ยืนยันแล้วกับรอยืนยันแยกกันและไม่นำมารวมกัน มัธยฐานและการกระจายคิดจากรายงานทั้งสองแบบ",
        "Confirmed and unconfirmed are never added. Medians and the spread are worked out from both.",
    ),
    T(
        "“ไม่แสดง” คือตัวเลขที่มาจากกลุ่มน้อยกว่า {few} กลุ่ม ยอดรายได้ที่เกือบทั้งหมดเป็นของกลุ่มเดียว "
        "และตัวเลขอื่นเท่าที่จำเป็นเพื่อไม่ให้คำนวณย้อนไปถึงรายได้ของกลุ่มใดกลุ่มหนึ่งได้ ช่องที่ไม่แสดงอาจไม่มีกลุ่มใดเลยก็ได้",
        "“Not shown” stands for figures of fewer than {few} enterprises, for sums that nearly all belong to one, and for as many others as "
        "keep those from being worked out; there may also be nothing at all behind it.",
    ).format(few=THRESHOLD),
    T(
        "ยอดรายได้ถือว่าเป็นของกลุ่มเดียวเกือบทั้งหมด เมื่อกลุ่มที่มากเป็นอันดับสองหักของตนออกแล้วประมาณรายได้ของกลุ่มที่มากที่สุดได้ใกล้กว่าร้อยละ {part}",
        "A sum nearly all belongs to one when the second largest, taking its own off, could tell the largest to within {part} %.",
    ).format(part=int(NEARLY * 100)),
    T(
        "มัธยฐาน ค่าจีนี และก่อน–หลัง แสดงเมื่อมีอย่างน้อย {ten} กลุ่ม ส่วนแบ่งของร้อยละ 40 อย่างน้อย {forty} กลุ่ม "
        "เปอร์เซ็นไทล์ที่ 10 และ 90 อย่างน้อย {ends} กลุ่ม และปัดเป็นร้อยบาท เว้นแต่ผู้ดูมีสิทธิ์เปิดรายงานทุกฉบับที่นับ",
        "Median, Gini and before and after need {ten} enterprises, the share of the bottom 40 % {forty}, the 10th and 90th percentile {ends}; "
        "they are rounded to the hundred baht, except for who may open every report counted.",
    ).format(ten=LEAST["median"], forty=LEAST["bottom40"], ends=LEAST["p10"]),
]
