from phanuek.ui.words import T

VERBS = {
    "enterprise.fact_recorded": T("บันทึกข้อมูลประกอบการพิจารณา", "Fact recorded"),
}
