from phanuek.ui.words import T

VERBS = {
    "enterprise.registered": T("ขึ้นทะเบียนในระบบ", "Registered in the directory"),
    "enterprise.edited": T("แก้ไขข้อมูล", "Details edited"),
    "enterprise.support_started": T(
        "เริ่มได้รับการสนับสนุนจากบริษัทประชารัฐ", "Support by a Pracharath company began"
    ),
    "enterprise.support_ended": T("สิ้นสุดการสนับสนุนจากบริษัทประชารัฐ", "Support by a Pracharath company ended"),
    "enterprise.product_added": T("เพิ่มสินค้าหรือบริการ", "Product or service added"),
    "import.tried": T("ตรวจแฟ้มรายชื่อ", "List checked"),
    "import.applied": T("นำเข้ารายชื่อ", "List imported"),
}
