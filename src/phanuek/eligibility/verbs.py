from phanuek.ui.words import T

VERBS = {
    "enterprise.fact_recorded": T("บันทึกข้อมูลประกอบการพิจารณา", "Fact recorded"),
    "fact.defined": T("กำหนดข้อมูลประกอบการพิจารณา", "Fact defined"),
    "rule.examples_changed": T("ปรับตัวอย่างของเงื่อนไข", "Examples changed"),
    "rule.set": T("กำหนดเงื่อนไข", "Conditions set"),
}
