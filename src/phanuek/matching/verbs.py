from phanuek.ui.words import T

VERBS: dict[str, T] = {
    "draw.announced": T("ประกาศการจับสลาก", "Draw announced"),
    "draw.entered": T("เข้าร่วมจับสลาก", "Entered the draw"),
    "draw.withdrawn": T("ถอนสลาก", "Ticket withdrawn"),
    "draw.sealed": T("ปิดรายชื่อสลาก", "List sealed"),
    "draw.seed_read": T("อ่านเลขสุ่มจากแหล่งที่ประกาศ", "Seed read at the named source"),
    "draw.drawn": T("จับสลากแล้ว", "Drawn"),
    "draw.cancelled": T("ยกเลิกการจับสลาก", "Draw cancelled"),
    "waiting.joined": T("ขึ้นบัญชีรอ", "Joined the waiting list"),
    "waiting.offered": T("เสนอที่ให้ลำดับถัดไป", "A place offered to the next in line"),
    "waiting.taken": T("ตอบรับที่จากบัญชีรอ", "Took the offered place"),
    "waiting.declined": T("สละสิทธิ์ในบัญชีรอ", "Declined the offered place"),
    "waiting.lapsed": T("ไม่ตอบภายในกำหนด ส่งต่อลำดับถัดไป", "Not answered in time; passed on"),
    "waiting.left": T("ออกจากบัญชีรอ", "Left the waiting list"),
}
