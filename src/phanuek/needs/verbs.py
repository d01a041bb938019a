from phanuek.ui.words import T

VERBS = {
    "need.said": T("แจ้งความต้องการ", "Need said"),
    "need.checked": T("เจ้าหน้าที่ตรวจและรับเรื่อง", "Checked and taken up by an officer"),
    "need.linked": T("เชื่อมกับกลุ่ม", "Linked to a group"),
    "need.referred": T("ส่งต่อไปยังหน่วยงานที่สนับสนุน", "Referred to a supporting body"),
    "need.back_to_search": T("กลับมาหาผู้ช่วยใหม่", "Back to looking for help"),
    "need.answered": T("ได้รับการสนับสนุนแล้ว", "Answered with support"),
    "need.closed": T("ปิดเรื่อง", "Closed"),
    "need.contact_forgotten": T("ผู้แจ้งลบข้อมูลติดต่อ", "Contact erased by the one who said it"),
    "need.reopened": T("เปิดเรื่องใหม่", "Reopened"),
}
