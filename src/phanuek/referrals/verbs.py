from phanuek.ui.words import T

VERBS = {
    "referral.sent": T("ส่งต่อ", "Referral sent"),
    "referral.more_asked": T("ขอข้อมูลเพิ่ม", "More information asked"),
    "referral.more_given": T("ให้ข้อมูลเพิ่ม", "Information given"),
    "referral.accepted": T("รับเรื่อง", "Accepted"),
    "referral.refused": T("ไม่รับเรื่อง", "Refused"),
    "referral.delivered": T("บันทึกการให้การสนับสนุน", "Delivery recorded"),
    "referral.delivery_confirmed": T("ยืนยันว่าได้รับการสนับสนุน", "Receipt confirmed"),
    "referral.assigned": T("มอบให้เจ้าหน้าที่ดูแล", "Given to an officer"),
    "referral.noted": T("เพิ่มบันทึก", "Note added"),
    "referral.closed": T("ปิดเรื่อง", "Closed"),
    "referral.withdrawn": T("ถอนเรื่อง", "Withdrawn"),
}
