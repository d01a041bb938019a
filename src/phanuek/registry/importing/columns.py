"""The columns a list may have, under their Thai and English headers."""

from __future__ import annotations

from phanuek.files.spreadsheets.columns import FROM_LIST, Column, Layout, choices_of, is_ours, plain
from phanuek.registry.models import BusinessGroup, EnterpriseKind, Identifier, LegalForm
from phanuek.ui.words import T

KINDS = choices_of((k.value, k.label) for k in EnterpriseKind)
LEGAL_FORMS = choices_of((f.value, f.label) for f in LegalForm)
GROUPS = choices_of((g.value, g.label) for g in BusinessGroup)

COLUMNS: tuple[Column, ...] = (
    Column(
        "name_th", T("ชื่อกลุ่มหรือกิจการ", "Name"), T("ชื่อเต็มตามทะเบียน", "The full name as registered"),
        T("วิสาหกิจชุมชนกลุ่มทอผ้าบ้านหนองบัว", "วิสาหกิจชุมชนกลุ่มทอผ้าบ้านหนองบัว"), required=True,
        aliases=("ชื่อ", "ชื่อกลุ่ม", "ชื่อกิจการ", "ชื่อวิสาหกิจชุมชน", "ชื่อผู้ประกอบการ", "ชื่อภาษาไทย", "ชื่อกลุ่มภาษาไทย",
                 "name th", "thai name", "group name", "enterprise name", "enterprise"),
    ),
    Column(
        "name_en", T("ชื่อภาษาอังกฤษ", "English name"), T("ถ้ามี", "If there is one"),
        T("Nong Bua Weavers", "Nong Bua Weavers"), aliases=("name en", "name in english", "ชื่ออังกฤษ"),
    ),
    Column(
        "kind", T("ประเภท", "Kind"), FROM_LIST, T("วิสาหกิจชุมชน", "Community enterprise"), required=True,
        aliases=("ประเภทกลุ่ม", "ประเภทกิจการ", "ประเภทของกลุ่มหรือกิจการ", "type", "enterprise kind", "group type"), choices=KINDS,
    ),
    Column(
        "legal_form", T("รูปแบบทางกฎหมาย", "Legal form"), FROM_LIST, T("ไม่ได้จัดตั้งเป็นนิติบุคคล", "Not a juristic person"),
        aliases=("รูปแบบนิติบุคคล", "legal status"), choices=LEGAL_FORMS,
    ),
    Column(
        "subdistrict", T("ตำบล/แขวง", "Subdistrict"), T("ชื่อตำบล หรือรหัส 6 หลัก", "Its name, or the 6-digit code"),
        T("ป่าคา", "Pa Kha"), required=True, aliases=("ตำบล", "แขวง", "tambon", "sub district", "รหัสตำบล", "area code"),
    ),
    Column(
        "district", T("อำเภอ/เขต", "District"), T("เว้นได้เมื่อกรอกรหัสตำบล", "May be left out beside a subdistrict code"),
        T("ท่าวังผา", "Tha Wang Pha"), aliases=("อำเภอ", "เขต", "amphoe"),
    ),
    Column(
        "province", T("จังหวัด", "Province"), T("เว้นได้ถ้าอยู่ในจังหวัดของท่าน", "May be left out for your own province"),
        T("น่าน", "Nan"), aliases=("จ.", "changwat"),
    ),
    Column(
        "address", T("ที่อยู่", "Address"), T("บ้านเลขที่ หมู่ ถนน (ไม่เปิดเผย)", "House, village, road (not public)"),
        T("12 หมู่ 3", "12 Moo 3"), aliases=("ที่ตั้ง", "บ้านเลขที่", "street address"),
    ),
    Column(
        "community_enterprise", T("รหัสทะเบียนวิสาหกิจชุมชน", "Community enterprise code"), T("ตามหนังสือสำคัญ", "As on the certificate"),
        T("1-55-05-02/1-0001", "1-55-05-02/1-0001"), aliases=("เลขทะเบียนวิสาหกิจชุมชน", "รหัสวิสาหกิจชุมชน", "community enterprise number"),
    ),
    Column(
        "juristic", T("เลขทะเบียนนิติบุคคล", "Juristic number"), T("13 หลัก", "13 digits"), T("0107544000108", "0107544000108"),
        aliases=("เลขนิติบุคคล", "ทะเบียนนิติบุคคล", "juristic person number", "juristic id", "company number"),
    ),
    Column(
        "citizen", T("เลขประจำตัวประชาชน", "Citizen number"),
        T("13 หลัก เฉพาะผู้ผลิตรายเดียว (ไม่เปิดเผย)", "13 digits, single owners only (not public)"), T("", ""),
        aliases=("เลขบัตรประชาชน", "บัตรประชาชน", "citizen id", "national id"),
    ),
    Column(
        "otop", T("เลขทะเบียน OTOP", "OTOP registration"), T("ถ้ามี", "If there is one"), T("", ""), longest=60,
        aliases=("รหัส OTOP", "otop number", "otop"),
    ),
    Column(
        "se", T("เลขทะเบียนวิสาหกิจเพื่อสังคม", "Social enterprise registration"), T("ถ้ามี", "If there is one"), T("", ""), longest=60,
        aliases=("ทะเบียนวิสาหกิจเพื่อสังคม", "se number", "se registration"),
    ),
    Column(
        "business_group", T("กลุ่มงาน", "Business group"), FROM_LIST, T("แปรรูป (SME/OTOP)", "Processing (SME/OTOP)"),
        aliases=("กลุ่มธุรกิจ", "กลุ่มอาชีพหลัก", "sector"), choices=GROUPS,
    ),
    Column(
        "products", T("สินค้าหรือบริการ", "Products"), T("คั่นหลายรายการด้วย ;", "Several are divided by ;"),
        T("ผ้าทอลายน้ำไหล; ผ้าพันคอ", "ผ้าทอลายน้ำไหล; ผ้าพันคอ"), longest=2000, aliases=("สินค้า", "ผลิตภัณฑ์", "บริการ", "product", "products and services"),
    ),
    Column(
        "started_on", T("วันที่เริ่มดำเนินการ", "Started on"), T("วัน เดือน ปี พ.ศ.", "Day, month, year"), T("26/2/2564", "26/2/2021"),
        aliases=("วันที่เริ่ม", "วันที่จัดตั้ง", "วันจัดตั้ง", "วันที่จดทะเบียน", "start date", "founded", "started"),
    ),
    Column(
        "members", T("จำนวนสมาชิก", "Members"), T("จำนวนคน", "Number of people"), T("25", "25"),
        aliases=("สมาชิก", "สมาชิก (คน)", "member count", "number of members"),
    ),
    Column(
        "contact_name", T("ผู้ประสานงาน", "Contact person"), T("ไม่เปิดเผย", "Not public"), T("", ""), longest=200,
        aliases=("ชื่อผู้ประสานงาน", "ประธานกลุ่ม", "ประธาน", "ผู้ติดต่อ", "contact", "contact name"),
    ),
    Column(
        "contact_phone", T("โทรศัพท์", "Telephone"), T("ไม่เปิดเผย", "Not public"), T("", ""), longest=30,
        aliases=("เบอร์โทร", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทร", "phone", "phone number", "contact phone"),
    ),
    Column(
        "about_th", T("รายละเอียด", "About"), T("แนะนำกลุ่มสั้นๆ", "A few words about the group"), T("", ""), longest=2000,
        aliases=("แนะนำกลุ่ม", "description", "about th"),
    ),
)  # fmt: skip
LAYOUT = Layout(
    columns=COLUMNS,
    anchor="name_th",
    most_rows=5000,
    header_hint=T(
        "แถวหัวตารางต้องมีอย่างน้อย ชื่อกลุ่มหรือกิจการ ประเภท และตำบล ใช้แบบฟอร์มที่ดาวน์โหลดจากหน้านี้ได้",
        "The header needs at least Name, Kind and Subdistrict. The template on this page has them.",
    ),
    nothing=T("มีแต่หัวตาราง ยังไม่มีรายชื่อ", "There is a header but no row beneath it."),
    list_name=T("รายชื่อ", "List"),
)
BY_KEY = LAYOUT.by_key()
SCHEMES = tuple(scheme for scheme in Identifier.Scheme.values if scheme in BY_KEY)

__all__ = ["BY_KEY", "COLUMNS", "LAYOUT", "SCHEMES", "is_ours", "plain"]
