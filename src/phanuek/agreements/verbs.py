from phanuek.ui.words import T

VERBS = {
    "agreement.imported": T("นำเข้าบันทึกข้อตกลง", "Agreement imported"),
    "goal.added": T("เพิ่มเป้าหมายเชิงนโยบาย", "Policy goal added"),
    "goal.edited": T("แก้ไขเป้าหมายเชิงนโยบาย", "Policy goal edited"),
    "goal.linked": T("ระบุข้อที่สนองเป้าหมาย", "Clauses linked to a policy goal"),
    "commitment.added": T("เพิ่มภารกิจ", "Commitment added"),
    "commitment.edited": T("แก้ไขภารกิจ", "Commitment edited"),
    "commitment.result_posted": T("บันทึกผลเข้าภารกิจ", "Result credited"),
    "commitment.result_withdrawn": T("ถอนผลออกจากภารกิจ", "Result withdrawn"),
}
