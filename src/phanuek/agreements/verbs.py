from phanuek.ui.words import T

VERBS = {
    "agreement.imported": T("นำเข้าบันทึกข้อตกลง", "Agreement imported"),
    "commitment.added": T("เพิ่มภารกิจ", "Commitment added"),
    "commitment.edited": T("แก้ไขภารกิจ", "Commitment edited"),
    "commitment.result_posted": T("บันทึกผลเข้าภารกิจ", "Result credited"),
    "commitment.result_withdrawn": T("ถอนผลออกจากภารกิจ", "Result withdrawn"),
}
