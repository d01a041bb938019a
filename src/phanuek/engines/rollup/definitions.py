"""What each figure of income and of deliveries means, in both languages, as it stands behind the figure on every page."""

from __future__ import annotations

from dataclasses import dataclass

from phanuek.engines.wording import Words, words


@dataclass(frozen=True)
class Measure:
    """One measure: what it is called, in what it is counted, how it is worked out, what is left out, and whose it is."""

    name: str
    label: Words
    unit: Words
    formula: Words
    treats: Words
    source: str


BAHT_A_MONTH = words("บาทต่อเดือน", "baht a month")
BAHT = words("บาท", "baht")
NUMBER = words("แห่ง", "enterprises")
SHARE = words("ร้อยละของรายได้ทั้งหมด", "per cent of all income")
OF_ONE = words("0 ถึง 1", "0 to 1")
OWN = "Phanuek"
COUNTED = words(
    "นับเฉพาะรายงานฉบับปัจจุบันของเดือนหลังได้รับการสนับสนุนตามเรื่องที่ส่งต่อ เดือนที่ไม่ได้รายงานไม่นับเป็นศูนย์ เดือนที่รายงานว่าไม่มีรายได้นับเป็นศูนย์",
    "Only current reports of months after support under a referral count. A month without a report is not taken for nothing; "
    "a month reported as nothing counts as nothing.",
)
SPREAD = words(
    "รายได้ของกลุ่มหนึ่งคือรายได้เฉลี่ยต่อเดือนที่รายงานในช่วงนั้น ทั้งเดือนที่ยืนยันแล้วและรอยืนยัน กลุ่มที่ไม่มีรายงานไม่นับ กลุ่มที่รายได้เท่ากันสลับลำดับกันได้โดยผลไม่เปลี่ยน",
    "The income of an enterprise is its mean over the months it reported in the period, confirmed or not yet. One without a report "
    "is left out. Equal incomes may change places without changing the result.",
)
SHARED = words(
    SPREAD["th"] + " ไม่มีค่าเมื่อไม่มีกลุ่มใดมีรายได้ หรือมีรายได้ติดลบ",
    SPREAD["en"] + " Cannot be said when nobody earned anything or an income is below nothing.",
)


def _sum(name: str, thai: str, english: str, rest: Words) -> Measure:
    formula = words(
        "ผลรวมของรายได้รายเดือนทุกเดือนที่นับ " + rest["th"],
        "The sum of all monthly incomes that count, " + rest["en"],
    )
    return Measure(name, words(thai, english), BAHT, formula, COUNTED, OWN)


def _percentile(name: str, thai: str, english: str, formula: Words) -> Measure:
    source = "Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50(4), definition 7"
    return Measure(name, words(thai, english), BAHT_A_MONTH, formula, SPREAD, source)


MEASURES: dict[str, Measure] = {
    one.name: one
    for one in (
        Measure(
            "enterprises",
            words("กลุ่มที่รายงานรายได้", "Enterprises reporting"),
            NUMBER,
            words(
                "จำนวนกลุ่มที่มีรายงานรายได้อย่างน้อยหนึ่งเดือนในช่วงนั้น นับกลุ่มละครั้ง",
                "How many enterprises reported at least one month in the period, each once.",
            ),
            COUNTED,
            OWN,
        ),
        Measure(
            "reports",
            words("รายงานรายเดือน", "Monthly reports"),
            words("ฉบับ", "reports"),
            words("จำนวนเดือนที่รายงาน นับทุกกลุ่ม", "How many months were reported, of all enterprises."),
            COUNTED,
            OWN,
        ),
        _sum(
            "sum_confirmed",
            "รายได้ ยืนยันแล้ว",
            "Income, confirmed",
            words(
                "เฉพาะที่หน่วยงานอื่นซึ่งไม่ใช่ผู้รายงานยืนยันแล้ว",
                "only those that another body than the reporter confirmed.",
            ),
        ),
        _sum(
            "sum_unconfirmed",
            "รายได้ รอยืนยัน",
            "Income, unconfirmed",
            words(
                "เฉพาะที่ยังไม่มีหน่วยงานอื่นยืนยัน และไม่นำไปรวมกับที่ยืนยันแล้ว",
                "only those that nobody else confirmed yet; never added to the confirmed.",
            ),
        ),
        _percentile(
            "median",
            "มัธยฐาน",
            "Median",
            words(
                "เรียงกลุ่มตามรายได้เฉลี่ยต่อเดือน แล้วใช้ค่าตรงกลาง ถ้ามีสองค่าใช้ค่ากึ่งกลางระหว่างกัน",
                "The middle of the enterprises' mean monthly incomes in order; halfway between the two middle ones when their number is even.",
            ),
        ),
        _percentile(
            "p10",
            "เปอร์เซ็นไทล์ที่ 10",
            "10th percentile",
            words(
                "รายได้เฉลี่ยต่อเดือนที่กลุ่มร้อยละ 10 มีไม่เกินค่านี้ ค่าที่อยู่ระหว่างสองกลุ่มคิดตามสัดส่วน",
                "The mean monthly income that a tenth of the enterprises do not exceed; between two neighbours in proportion.",
            ),
        ),
        _percentile(
            "p90",
            "เปอร์เซ็นไทล์ที่ 90",
            "90th percentile",
            words(
                "รายได้เฉลี่ยต่อเดือนที่กลุ่มร้อยละ 90 มีไม่เกินค่านี้ ค่าที่อยู่ระหว่างสองกลุ่มคิดตามสัดส่วน",
                "The mean monthly income that nine tenths of the enterprises do not exceed; between two neighbours in proportion.",
            ),
        ),
        Measure(
            "gini",
            words("ค่าสัมประสิทธิ์จีนี", "Gini coefficient"),
            OF_ONE,
            words(
                "ครึ่งหนึ่งของผลต่างเฉลี่ยระหว่างรายได้ของสองกลุ่มใด ๆ เทียบกับรายได้เฉลี่ย 0 คือทุกกลุ่มมีรายได้เท่ากัน ยิ่งใกล้ 1 ยิ่งเหลื่อมล้ำ",
                "Half the mean difference between any two enterprises' incomes as a share of the mean: 0 when all earn the same, "
                "nearer 1 the more unequal.",
            ),
            SHARED,
            "Gini (1912), Variabilità e mutabilità; formula of Sen (1973), On Economic Inequality",
        ),
        Measure(
            "bottom40",
            words("ส่วนแบ่งของกลุ่มรายได้น้อยร้อยละ 40", "Share of the bottom 40 %"),
            SHARE,
            words(
                "รายได้ของกลุ่มร้อยละ 40 ที่มีรายได้น้อยที่สุด เทียบกับรายได้ของทุกกลุ่ม ถ้าทุกกลุ่มเท่ากันจะได้ร้อยละ 40",
                "What the poorest two fifths of the enterprises earned as a share of all; 40 % when all earn the same. "
                "Where two fifths is not a whole number, the next one counts in proportion.",
            ),
            SHARED,
            "Lorenz (1905); income share of the lowest 40 per cent as in World Bank, Poverty and Shared Prosperity",
        ),
        *(
            Measure(
                f"{name}_median",
                words(f"มัธยฐาน{thai}ได้รับการสนับสนุน", f"Median {name} support"),
                BAHT_A_MONTH,
                words(
                    f"มัธยฐานของรายได้เฉลี่ยต่อเดือน{thai}การสนับสนุนครั้งแรก ไม่เกิน 12 เดือนที่รายงาน เฉพาะกลุ่มที่มีรายงานทั้งสองด้าน",
                    f"The median of the enterprises' mean monthly incomes {name} their first support, over up to 12 reported months; "
                    "only of those that reported on both sides.",
                ),
                words(
                    "เดือนที่ผู้รายงานระบุว่าก่อนหรือหลังนับตามนั้น เดือนอื่นนับตามเดือนที่ได้รับการสนับสนุนครั้งแรก และไม่นับเดือนนั้นเอง ทั้งนี้ไม่ได้หมายความว่าเปลี่ยนไปเพราะการสนับสนุน",
                    "Months that the reporter called before or after count as that; others by the month of the first delivery, which itself "
                    "counts on neither side. It compares months and does not say that the support is the cause.",
                ),
                OWN,
            )
            for name, thai in (("before", "ก่อน"), ("after", "หลัง"))
        ),
    )
}


DELIVERED = words(
    "นับทุกครั้งที่บันทึกว่าให้การสนับสนุน ในเดือนที่ให้ ตามเรื่องที่ส่งต่อ รวมครั้งที่ผู้รับบอกว่าได้รับบางส่วนหรือไม่ได้รับ ซึ่งนับอยู่ในที่รอยืนยัน",
    "Every recorded delivery counts, in the month it was made, under its referral; also those of which the receiver says that they "
    "came in part or not at all: these are among the unconfirmed.",
)
AMOUNTS = words(
    DELIVERED["th"] + " ครั้งที่ไม่ได้บันทึกจำนวนเงินไม่นับเป็นศูนย์ และไม่นำปริมาณที่มีหน่วยต่างกันมารวม",
    DELIVERED["en"]
    + " One without an amount is not taken for nothing; quantities in units of their own are not added up.",
)
CONFIRMED = words(
    "เฉพาะที่อีกฝ่ายซึ่งไม่ใช่ผู้บันทึกยืนยันแล้ว", "only those that another body than the one that recorded them confirmed."
)
UNCONFIRMED = words(
    "เฉพาะที่อีกฝ่ายยังไม่ยืนยัน และไม่นำไปรวมกับที่ยืนยันแล้ว",
    "only those that the other side has not confirmed; never added to the confirmed.",
)


def _delivered(name: str, label: Words, unit: Words, what: Words, which: Words, treats: Words) -> Measure:
    formula = words(f"{what['th']} {which['th']}", f"{what['en']}, {which['en']}")
    return Measure(name, label, unit, formula, treats, OWN)


TIMES = words("ครั้ง", "deliveries")
ALL_TIMES = words("จำนวนครั้งที่ให้การสนับสนุน", "How many deliveries there were")
EACH_ONCE = words(
    "จำนวนกลุ่มที่ได้รับการสนับสนุนอย่างน้อยหนึ่งครั้งในช่วงนั้น นับกลุ่มละครั้ง",
    "How many enterprises had at least one delivery in the period, each once",
)
GIVEN = words("ผลรวมของจำนวนเงินที่ให้ หักที่คืนแล้ว", "The sum of the amounts given, less what was returned")
DELIVERIES: dict[str, Measure] = {
    one.name: one
    for one in (
        _delivered(
            "enterprises",
            words("กลุ่มที่ได้รับการสนับสนุน", "Enterprises served"),
            NUMBER,
            EACH_ONCE,
            words("ไม่ว่ายืนยันแล้วหรือไม่", "confirmed or not."),
            DELIVERED,
        ),
        _delivered(
            "enterprises_confirmed",
            words("กลุ่มที่ได้รับการสนับสนุน ยืนยันแล้ว", "Enterprises served, confirmed"),
            NUMBER,
            EACH_ONCE,
            CONFIRMED,
            DELIVERED,
        ),
        _delivered(
            "confirmed",
            words("ให้การสนับสนุน ยืนยันแล้ว", "Deliveries, confirmed"),
            TIMES,
            ALL_TIMES,
            CONFIRMED,
            DELIVERED,
        ),
        _delivered(
            "unconfirmed",
            words("ให้การสนับสนุน รอยืนยัน", "Deliveries, unconfirmed"),
            TIMES,
            ALL_TIMES,
            UNCONFIRMED,
            DELIVERED,
        ),
        _delivered(
            "baht_confirmed",
            words("เงินที่ให้ ยืนยันแล้ว", "Money given, confirmed"),
            BAHT,
            GIVEN,
            CONFIRMED,
            AMOUNTS,
        ),
        _delivered(
            "baht_unconfirmed",
            words("เงินที่ให้ รอยืนยัน", "Money given, unconfirmed"),
            BAHT,
            GIVEN,
            UNCONFIRMED,
            AMOUNTS,
        ),
    )
}
