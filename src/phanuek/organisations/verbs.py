from phanuek.ui.words import T

VERBS = {
    "organisation.added": T("เพิ่มหน่วยงาน", "Organisation added"),
    "organisation.removed": T("นำหน่วยงานที่ไม่ได้ใช้ออก", "Unused organisation taken out"),
    "organisation.renamed": T("เปลี่ยนชื่อที่แสดง", "Renamed"),
    "organisation.member_added": T("เพิ่มผู้ปฏิบัติงาน", "Member added"),
    "organisation.member_ended": T("สิ้นสุดการปฏิบัติงาน", "Membership ended"),
}
