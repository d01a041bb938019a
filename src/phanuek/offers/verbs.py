from phanuek.ui.words import T

VERBS = {
    "offer.added": T("เพิ่มมาตรการ", "Offer added"),
    "offer.edited": T("แก้ไขมาตรการ", "Offer edited"),
    "offer.conditions_changed": T("ปรับเงื่อนไข", "Conditions changed"),
    "offer.conditions_proposed": T("เสนอเงื่อนไขใหม่", "Conditions proposed"),
    "offer.conditions_rejected": T("ไม่อนุมัติเงื่อนไขที่เสนอ", "Proposed conditions not approved"),
    "offer.conditions_taken_back": T("ถอนเงื่อนไขที่เสนอ", "Proposed conditions taken back"),
    "offer.checked": T("ตรวจสอบว่ายังเป็นปัจจุบัน", "Checked to be current"),
    "offer.closed": T("ปิดรับ", "Closed"),
    "offer.reopened": T("เปิดรับอีกครั้ง", "Opened again"),
    "offer.published": T("เผยแพร่", "Published"),
    "offer.unpublished": T("ถอนการเผยแพร่", "Taken back from the public"),
    "offer.limits_changed": T("ปรับวงเงินต่อราย", "Limits changed"),
    "scheme.added": T("เพิ่มโครงการที่มีหลายรุ่น", "Scheme added"),
    "offer.place_taken": T("ใช้ที่ไปหนึ่งที่", "A place taken"),
    "offer.place_used": T("ให้การสนับสนุนตามที่ที่กันไว้", "A place used"),
    "offer.place_returned": T("ได้รับที่ที่ใช้แล้วคืน", "A used place came back"),
    "offer.place_given_back": T("คืนที่หนึ่งที่", "A place given back"),
}
