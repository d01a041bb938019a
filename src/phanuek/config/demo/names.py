"""Invented names. Village words are chosen so that no such village is known; numbers cannot belong to anyone."""

import random
from dataclasses import dataclass

PLACES = ["ดอน", "หนอง", "โคก", "นา", "ห้วย", "โนน", "คลอง", "เขา", "ป่า", "ท่า", "ทุ่ง", "วัง"]
PLACES_EN = ["Don", "Nong", "Khok", "Na", "Huai", "Non", "Khlong", "Khao", "Pa", "Tha", "Thung", "Wang"]
WORDS = [
    ("ใบเมฆ", "Bai Mek"), ("ดาวหมอก", "Dao Mok"), ("ลมเพลิน", "Lom Phloen"), ("ฟ้ากรุ่น", "Fa Krun"), ("ฝนแก้ว", "Fon Kaeo"),
    ("เดือนอุ่น", "Duean Un"), ("รุ้งทราย", "Rung Sai"), ("หมอกพราว", "Mok Phrao"), ("น้ำใจงาม", "Nam Chai Ngam"),
    ("ผ้าครามใส", "Pha Khram Sai"), ("เรือนฝัน", "Ruean Fan"), ("ไผ่เล่าลม", "Phai Lao Lom"), ("ดินหอมฟ้า", "Din Hom Fa"),
    ("ธารรำไร", "Than Ram Rai"), ("กล้าเรียงดาว", "Kla Riang Dao"), ("แสงละไม", "Saeng Lamai"), ("ขวัญข้าวเมฆ", "Khwan Khao Mek"),
    ("บัวเคียงดาว", "Bua Khiang Dao"), ("ลานเพลง", "Lan Phleng"), ("ตะวันพริ้ม", "Tawan Phrim"),
]  # fmt: skip


@dataclass(frozen=True)
class Trade:
    """A line of work: what the group is called after, what it sells, in which business group."""

    group_th: str
    group_en: str
    product_th: str
    product_en: str
    business_group: str
    monthly_baht: int


TRADES = [
    Trade("ทอผ้าไหม", "Silk Weaving", "ผ้าไหมทอมือ", "Hand-woven silk", "processing", 42_000),
    Trade("ทอผ้าฝ้าย", "Cotton Weaving", "ผ้าฝ้ายย้อมคราม", "Indigo-dyed cotton", "processing", 31_000),
    Trade("จักสานไม้ไผ่", "Bamboo Weaving", "กระเป๋าไม้ไผ่สาน", "Woven bamboo bag", "processing", 18_000),
    Trade("แปรรูปกล้วย", "Banana Processing", "กล้วยอบน้ำผึ้ง", "Honey-dried banana", "processing", 26_000),
    Trade("น้ำพริก", "Chilli Paste", "น้ำพริกตาแดง", "Chilli paste", "processing", 24_000),
    Trade("แปรรูปปลา", "Fish Processing", "ปลาส้ม", "Fermented fish", "processing", 29_000),
    Trade("สมุนไพร", "Herbs", "ลูกประคบสมุนไพร", "Herbal compress", "processing", 17_000),
    Trade("ขนมไทย", "Thai Sweets", "ขนมข้าวแต๋น", "Rice crackers", "processing", 22_000),
    Trade("เครื่องปั้นดินเผา", "Pottery", "แจกันดินเผา", "Earthenware vase", "processing", 20_000),
    Trade("กาแฟ", "Coffee", "กาแฟคั่วบด", "Roasted ground coffee", "agriculture", 48_000),
    Trade("ข้าวอินทรีย์", "Organic Rice", "ข้าวหอมอินทรีย์", "Organic fragrant rice", "agriculture", 55_000),
    Trade("ผักปลอดภัย", "Safe Vegetables", "ผักสลัด", "Salad vegetables", "agriculture", 35_000),
    Trade("เลี้ยงผึ้ง", "Beekeeping", "น้ำผึ้งดอกลำไย", "Longan honey", "agriculture", 27_000),
    Trade("ปลูกเห็ด", "Mushrooms", "เห็ดนางฟ้าสด", "Fresh mushrooms", "agriculture", 19_000),
    Trade("เลี้ยงกุ้งก้ามกราม", "River Prawns", "กุ้งก้ามกราม", "River prawns", "agriculture", 61_000),
    Trade("สวนทุเรียน", "Durian Orchard", "ทุเรียนแช่แข็ง", "Frozen durian", "agriculture", 70_000),
    Trade("ท่องเที่ยวโดยชุมชน", "Community Tourism", "ที่พักโฮมสเตย์", "Homestay", "community_tourism", 38_000),
    Trade("ล่องแพ", "Rafting", "ล่องแพชมธรรมชาติ", "Nature rafting", "community_tourism", 33_000),
    Trade("วิถีนา", "Rice-field Days", "กิจกรรมวิถีชาวนา", "A day on the farm", "community_tourism", 21_000),
]

# kind, share of all, the word before the trade in Thai, legal forms, words around the English name
KINDS = [
    ("community_enterprise", 38, "วิสาหกิจชุมชนกลุ่ม", ["none"], ("", "Community Enterprise")),
    ("otop_producer_group", 24, "กลุ่ม", ["none"], ("", "Group")),
    ("occupational_group", 16, "กลุ่มอาชีพ", ["none"], ("", "Occupational Group")),
    ("otop_single_owner", 9, "", ["natural_person"], ("", "Producer")),
    (
        "social_enterprise_group",
        5,
        "กลุ่มกิจการเพื่อสังคม",
        ["none", "ordinary_partnership"],
        ("", "Social-Enterprise Group"),
    ),
    (
        "social_enterprise",
        4,
        "วิสาหกิจเพื่อสังคม",
        ["limited_company", "limited_partnership"],
        ("", "Social Enterprise"),
    ),
    ("sme", 3, "ร้าน", ["natural_person", "limited_partnership"], ("", "Shop")),
    ("cooperative", 1, "สหกรณ์", ["cooperative"], ("", "Cooperative")),
]


def enterprise_name(
    rng: random.Random, trade: Trade, kind_word_th: str, kind_word_en: str
) -> tuple[str, str]:
    """`กลุ่มทอผ้าไหมบ้านห้วยใบเมฆ` and its English side."""
    place = rng.randrange(len(PLACES))
    word_th, word_en = rng.choice(WORDS)
    name_th = f"{kind_word_th}{trade.group_th}บ้าน{PLACES[place]}{word_th}"
    name_en = f"Ban {PLACES_EN[place]} {word_en} {trade.group_en} {kind_word_en}"
    return name_th, name_en


def impossible_juristic(serial: int) -> str:
    """A number with the right check digit in province 99, which does not exist."""
    body = f"099556{serial:06d}"
    total = sum(int(digit) * (13 - position) for position, digit in enumerate(body))
    return body + str((11 - total % 11) % 10)


def impossible_phone(serial: int) -> str:
    """A number that cannot be dialled."""
    return f"000-{serial // 1000 % 1000:03d}-{serial % 1000:03d}"
