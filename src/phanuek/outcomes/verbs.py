from phanuek.ui.words import T

VERBS = {
    "enterprise.income_reported": T("รายงานรายได้", "Income reported"),
    "enterprise.income_corrected": T("แก้ไขรายงานรายได้", "Income report corrected"),
    "enterprise.income_confirmed": T("ยืนยันรายได้", "Income confirmed"),
    "enterprise.traded": T("บันทึกการซื้อขายผ่านบริษัทประชารัฐ", "Trade through a Pracharath company recorded"),
    "referral.outcome_reported": T("รายงานผลลัพธ์", "Outcome reported"),
    "referral.outcome_confirmed": T("ยืนยันผลลัพธ์", "Outcome confirmed"),
}
