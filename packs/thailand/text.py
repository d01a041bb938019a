"""Thai text: one form to compare in, words, a skeleton for misspellings, dictionary order.

Traps kept away from here: NFKC splits ำ in two, ``\\w`` does not match tone marks, and the
code-point order of Thai is not its dictionary order.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import nlpo3

_TONES = "่้๊๋"
_ABOVE = "ัิีึื็ํ๎"
_BELOW = "ฺุู"
_FOLLOW = "ะาำๅ"
_LEAD = "เแโใไ"
_DEPENDENT = f"{_ABOVE}{_BELOW}{_TONES}์"

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_DIGITS = {0x0E50 + n: str(n) for n in range(10)}
_REORDER: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile("เเ"), "แ"),
    (re.compile(f"([{_TONES}์]+)([{_ABOVE}{_BELOW}]+)"), r"\2\1"),
    (re.compile(f"ํ([{_TONES}]*)า"), r"\1ำ"),
    (re.compile(f"([{_FOLLOW}])([{_TONES}]+)"), r"\2\1"),
    (re.compile("([^ฤฦ])ๅ"), r"\1า"),
    (re.compile(f"([{_ABOVE}{_BELOW}{_FOLLOW}{_LEAD}์])\\1+"), r"\1"),
    (re.compile(f"[{_TONES}]*([{_TONES}])"), r"\1"),
    (re.compile(f"(^|\\s)[{_DEPENDENT}]+"), r"\1"),
)

# Written out in full so that a query and a name meet whichever form either was typed in.
# Longest first. A Thai letter on either side means that it is part of another word.
_ABBREVIATIONS: dict[str, str] = {
    "รพ.สต.": "โรงพยาบาลส่งเสริมสุขภาพตำบล",
    "วสช.": "วิสาหกิจชุมชน",
    "บมจ.": "บริษัท",
    "บจก.": "บริษัท",
    "หจก.": "ห้างหุ้นส่วนจำกัด",
    "หสน.": "ห้างหุ้นส่วนสามัญนิติบุคคล",
    "หสม.": "ห้างหุ้นส่วนสามัญ",
    "สหก.": "สหกรณ์",
    "อบจ.": "องค์การบริหารส่วนจังหวัด",
    "อบต.": "องค์การบริหารส่วนตำบล",
    "สนง.": "สำนักงาน",
    "กทม.": "กรุงเทพมหานคร",
    "กรุงเทพฯ": "กรุงเทพมหานคร",
    "บจ.": "บริษัท",
    "รร.": "โรงเรียน",
    "รพ.": "โรงพยาบาล",
}
# With its dots, or without them where the bare letters are no word and no start of one.
_BARE = ("วสช", "บจก", "บมจ", "หจก", "หสน", "อบต", "อบจ", "กทม", "สนง")
_ABBREVIATION = re.compile(
    "(?<![ก-๎.])(?:"
    + "|".join(re.escape(a).replace(r"\.", r"\.\s*") for a in _ABBREVIATIONS)
    + "|(?:"
    + "|".join(_BARE)
    + ")(?![ก-๎.]))"
)

_SPACE_IN_REPEAT = re.compile(r"\s+ๆ")


def normalise_digits(text: str) -> str:
    """The same text with Thai digits as 0 to 9."""
    return text.translate(_DIGITS)


def _fix(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate(_ZERO_WIDTH).translate(_DIGITS)
    for pattern, replacement in _REORDER:
        text = pattern.sub(replacement, text)
    return text


def _spell_out(match: re.Match[str]) -> str:
    short = re.sub(r"\s", "", match[0])
    full = _ABBREVIATIONS.get(short) or _ABBREVIATIONS[short + "."]
    return full if match[0][-1:] not in " \t\n" else full + " "


def _once(text: str) -> str:
    text = _ABBREVIATION.sub(_spell_out, _fix(text))
    text = _SPACE_IN_REPEAT.sub("ๆ", text.casefold())
    # Each kept character by its category: Thai vowels and tone marks are Mn and must stay.
    kept = "".join(c if unicodedata.category(c)[0] in "LMN" and c != "ฯ" else " " for c in text)
    return " ".join(kept.split())


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """The form in which names and queries are compared: letters, digits and single spaces."""
    # Taking one slip out may uncover another (a mark left bare by a dropped dot), so until it rests.
    for _ in range(8):
        fixed = _once(text)
        if fixed == text:
            break
        text = fixed
    return text


@cache
def dictionary() -> str:
    """The name under which the word list is loaded."""
    name = "phanuek-words-th"
    nlpo3.load_dict(str(Path(__file__).parent / "data" / "words_th.txt"), name)
    return name


# Two-letter words worth finding inside a compound; the other two-letter entries of the list
# (หน, อง, เส) only cut good words to pieces.
_SHORT_WORDS = frozenset(("ทอ", "ชา", "ยา", "นม", "โค", "ปู", "นา", "งา", "สี", "ใบ", "อบ", "ปอ", "กก"))


@cache
def _word_set() -> frozenset[str]:
    lines = (Path(__file__).parent / "data" / "words_th.txt").read_text("utf-8").splitlines()
    return frozenset(word for word in lines if (len(word) >= 3 or word in _SHORT_WORDS) and " " not in word)


@lru_cache(maxsize=50_000)
def _split(word: str) -> tuple[str, ...]:
    """The fewest dictionary words (two or more) that make up ``word``; empty if none do."""
    known, length = _word_set(), len(word)
    best: list[tuple[str, ...] | None] = [()] + [None] * length
    for end in range(2, length + 1):
        for start in range(end - 1):
            left = best[start]
            if left is None or (start == 0 and end == length) or word[start:end] not in known:
                continue
            found = best[end]
            if found is None or len(left) + 1 < len(found):
                best[end] = (*left, word[start:end])
    return best[length] or ()


def _parts(word: str) -> list[str]:
    out: list[str] = []
    for part in _split(word):
        out += [part, *_parts(part)]
    return out


def words(text: str, *, parts: bool = False) -> list[str]:
    """Words in reading order. ``parts`` adds the words inside compounds (ทอผ้าไหม: ทอผ้า, ไหม).

    Source of the word list: PyThaiNLP ``words_th.txt``, CC0.
    """
    tokens = [t for t in nlpo3.segment(normalise(text), dictionary()) if t.strip()]
    if not parts:
        return tokens
    return list(dict.fromkeys([*tokens, *(p for t in tokens if len(t) >= 4 for p in _parts(t))]))


_SOUNDS = {
    "ิ": "ี", "ึ": "ื", "ุ": "ู", "ไ": "ใ", "า": "ๅ",
    "น": "ณ", "ด": "ฎ", "ต": "ฏ", "ท": "ฐฑฒถธ", "ช": "ฌฉ", "ส": "ศษซ", "ย": "ญ", "ล": "ฬ",
    "ห": "ฮ", "พ": "ภผ", "ฟ": "ฝ", "ค": "ฆฅฃข", "": f"{_TONES}์็ะัฺํ๎ๆ ",
}  # fmt: skip
_SKELETON = {ord(c): one for one, alike in _SOUNDS.items() for c in alike}


@lru_cache(maxsize=20_000)
def skeleton(text: str) -> str:
    """The name without tones, short-and-long vowels and same-sounding letters."""
    text = normalise(text)
    text = re.sub("ัย", "ไ", text)
    text = re.sub("ไย", "ไ", text)
    text = re.sub("รร(?![ก-ฮะ-ู])", "น", re.sub("รร(?=[ก-ฮ])", "", text))
    text = re.sub("ทร(?=[า-ู])", "ส", text)
    text = text.translate(_SKELETON)
    return re.sub(r"(.)\1+", r"\1", text)


_SECONDARY = {c: n for n, c in enumerate("็่้๊๋์ํ๎", start=1)}
_SWAP = re.compile("([เแโใไ])([ก-ฮ])")
_DIGIT36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_PRIMARY_CHARACTERS = 100


def _pair(weight: int) -> str:
    return _DIGIT36[weight // 36] + _DIGIT36[weight % 36]


def _weight(char: str) -> str:
    if char == " ":
        return _pair(1)
    if char.isdigit() and char.isascii():
        return _pair(10 + int(char))
    if "a" <= char <= "z":
        return _pair(30 + ord(char) - 97)
    if "ก" <= char <= "๛":
        return _pair(100 + ord(char) - 0x0E01)
    return "zz"


@lru_cache(maxsize=20_000)
def sort_key(text: str) -> str:
    """Dictionary order as plain letters and digits, so every database sorts it alike.

    A leading vowel counts after its consonant; tone marks count only between equal names.
    """
    text = _SWAP.sub(r"\2\1", normalise(text))
    primary: list[str] = []
    secondary: list[str] = []
    for char in text:
        if char in _SECONDARY:
            if secondary:
                secondary[-1] = _DIGIT36[_SECONDARY[char]]
            continue
        primary.append(_weight(char))
        secondary.append("0")
    marks = "".join(secondary[:50]).rstrip("0")
    return "".join(primary[:_PRIMARY_CHARACTERS]) + "00" + marks


_KIND_START = re.compile(
    "^(?:วิสาหกิจชุมชน|วิสาหกิจเพื่อสังคม|วิสาหกิจ|กลุ่มกิจการเพื่อสังคม|เครือข่าย|ห้างหุ้นส่วนสามัญนิติบุคคล"
    "|ห้างหุ้นส่วนจำกัด|ห้างหุ้นส่วนสามัญ|บริษัท|สหกรณ์|มูลนิธิ|สมาคม|ร้านค้า|ร้าน"
    "|กลุ่มอาชีพ|กลุ่ม|ชมรม|นิติบุคคล"
    "|community enterprise(?: of)?|social enterprise|the|group(?: of)?)(?= |[ก-ฮเแโใไ]|$)"
)
_KIND_END = re.compile(
    "(?:จำกัด มหาชน|จำกัดมหาชน|จำกัด|มหาชน|วิสาหกิจเพื่อสังคม"
    "|(?:^| )(?:co|company|limited|ltd|plc|inc|public|community enterprise|social enterprise|group))$"
)
# "Ban" before a place name comes and goes in registers; in แม่บ้าน, หมู่บ้าน it is another word.
_BAN = re.compile("(?<!แม่)(?<!พ่อ)(?<!หมู่)(?<!ชาว)(?<!พื้น)(?<!เพื่อน)บ้าน(?=[ก-ฮเแโใไ])")
_THAI_SPACE = re.compile("(?<=[ก-๎]) (?=[ก-๎])")


def core_name(name: str) -> str:
    """The name without the words for its kind; the whole name when nothing else is left."""
    full = core = normalise(name)
    while True:
        shorter = _KIND_END.sub("", _KIND_START.sub("", core).strip()).strip()
        if not shorter or shorter == core:
            break
        core = shorter
    bare = _BAN.sub("", core)
    return _THAI_SPACE.sub("", bare or core or full)
