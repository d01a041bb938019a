"""Provinces, districts and subdistricts of Thailand, how they are written and how they are read.

Source: PyPI ``geothai`` (codes and names of the Department of Provincial Administration, GeoThai
data, CC BY 4.0). Traps: 795 subdistrict names occur more than once, so a name is never a key; the
source writes Bangkok's districts with เขต and all others without อำเภอ, so the word is taken off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import geothai
from geothai.abolished import match_abolished
from rapidfuzz import fuzz, process

from packs.thailand.regions import REGION_OF
from packs.thailand.text import normalise, skeleton
from phanuek.engines.pack import (
    DISTRICT,
    LEVELS,
    PROVINCE,
    SUBDISTRICT,
    AreaMatch,
    AreaRow,
    Bilingual,
)

BANGKOK = "10"
LEVEL_NAMES: Mapping[str, Bilingual] = {
    PROVINCE: {"th": "จังหวัด", "en": "Province"},
    DISTRICT: {"th": "อำเภอ/เขต", "en": "District"},
    SUBDISTRICT: {"th": "ตำบล/แขวง", "en": "Subdistrict"},
}
_LONG = {PROVINCE: "จังหวัด", DISTRICT: "อำเภอ", SUBDISTRICT: "ตำบล"}
_SHORT = {PROVINCE: "จ.", DISTRICT: "อ.", SUBDISTRICT: "ต."}
_BANGKOK = {PROVINCE: "", DISTRICT: "เขต", SUBDISTRICT: "แขวง"}
_ENGLISH = {PROVINCE: "Province", DISTRICT: "District", SUBDISTRICT: "Subdistrict"}


def rows() -> Iterator[AreaRow]:
    """The areas in force, provinces first, then districts, then subdistricts."""
    for p in geothai.provinces():
        yield AreaRow(p.code, PROVINCE, None, p.name_th, p.name_en, region=REGION_OF[p.code])
    for p in geothai.provinces():
        for d in geothai.districts(p.code):
            yield AreaRow(d.code, DISTRICT, p.code, _bare_district(d.code, d.name_th), d.name_en)
    for p in geothai.provinces():
        for d in geothai.districts(p.code):
            for s in geothai.subdistricts(d.code):
                yield AreaRow(s.code, SUBDISTRICT, d.code, s.name_th, s.name_en)


def _bare_district(code: str, name: str) -> str:
    return name.removeprefix("เขต") if code.startswith(BANGKOK) else name


def area_name(level: str, name: str, lang: str, *, code: str = "") -> str:
    """One area with the word for its level: ตำบลตลาด, เขตบางรัก, Talat Subdistrict."""
    bangkok = code.startswith(BANGKOK)
    if lang != "th":
        return name if bangkok and level == PROVINCE else f"{name} {_ENGLISH[level]}"
    return (_BANGKOK if bangkok else _LONG)[level] + name


def area_label(names: Mapping[str, str], lang: str, *, style: str = "long") -> str:
    """An address line: Thai from the subdistrict up with spaces, English with commas."""
    bangkok = names.get("code", "").startswith(BANGKOK)
    bangkok = bangkok or names.get(PROVINCE) in ("กรุงเทพมหานคร", "Bangkok")
    code = BANGKOK if bangkok else ""
    out: list[str] = []
    for level in reversed(LEVELS):
        name = names.get(level, "")
        if not name:
            continue
        if style == "plain" or (lang != "th" and style == "short"):
            out.append(name)
        elif style == "short" and not bangkok:
            out.append(_SHORT[level] + name)
        else:
            out.append(area_name(level, name, lang, code=code))
    return (" " if lang == "th" else ", ").join(out)


_MARKERS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (level, re.compile(pattern, re.I))
    for level, pattern in (
        (SUBDISTRICT, r"^(?:ตำบล|แขวง|ต\s*\.|(?:tambon|khwaeng|t\.)(?=\s*[a-z]))\s*"),
        (DISTRICT, r"^(?:กิ่งอำเภอ|อำเภอ|เขต|อ\s*\.|(?:amphoe|khet|a\.)(?=\s*[a-z]))\s*"),
        (PROVINCE, r"^(?:จังหวัด|จ\s*\.|(?:changwat|c\.)(?=\s*[a-z]))\s*"),
    )
)
_MARKERS_EN: tuple[tuple[str, re.Pattern[str]], ...] = (
    (SUBDISTRICT, re.compile(r"\s+sub-?district$", re.I)),
    (DISTRICT, re.compile(r"\s+district$", re.I)),
    (PROVINCE, re.compile(r"\s+province$", re.I)),
)


def read_area_text(text: str) -> tuple[str | None, str]:
    """Level word and bare name: ``ต.ตลาด`` → (subdistrict, ตลาด); (None, text) without one."""
    text = " ".join(text.split())
    for level, pattern in (*_MARKERS, *_MARKERS_EN):
        bare = pattern.sub("", text, count=1).strip()
        if bare and bare != text:
            return level, bare
    return None, text


_BREAK = re.compile(
    r"[,\s]+(?=ตำบล|แขวง|อำเภอ|กิ่งอำเภอ|เขต|จังหวัด|[ตอจ]\s*\.)|(?<=[ก-๎])(?=(?:[ตอจ]\.|ตำบล|อำเภอ|จังหวัด|กรุงเทพ|กทม))|\s*,\s*"
)


def split_address(text: str) -> dict[str, str]:
    """The names in one line of address by level; words without a level fill up from below."""
    pieces = [p.strip() for p in _BREAK.split(" ".join(text.split())) if p and p.strip()]
    found: dict[str, str] = {}
    loose: list[str] = []
    for piece in pieces:
        level, bare = read_area_text(piece)
        if level is None:
            loose += piece.split() if re.search("[ก-๙]", piece) else [piece]
            continue
        head, _, tail = bare.partition(" ")
        found.setdefault(level, head if re.search("[ก-๙]", head) else bare)
        loose += tail.split() if re.search("[ก-๙]", head) and tail else []
    free = [level for level in LEVELS[::-1] if level not in found]
    if len(loose) < len(free) and PROVINCE in free and loose and _provinces(loose[-1])[0]:
        found[PROVINCE] = loose.pop()
        free.remove(PROVINCE)
    found.update(zip(free, loose, strict=False))
    return found


def _key(name: str) -> str:
    return normalise(read_area_text(name)[1]).replace(" ", "")


_ALIASES = {"กรุงเทพ": "10", "bkk": "10", "อยุธยา": "14", "ayutthaya": "14", "โคราช": "30",
            "korat": "30"}  # fmt: skip


@cache
def _children() -> dict[str, dict[str, tuple[str, str, str]]]:
    """Parent code → {code: (Thai key, English key, skeleton)}."""
    table: dict[str, dict[str, tuple[str, str, str]]] = {}
    for row in rows():
        thai = normalise(row.name_th).replace(" ", "")
        table.setdefault(row.parent or "", {})[row.code] = (
            thai,
            normalise(row.name_en).replace(" ", ""),
            skeleton(row.name_th),
        )
    return table


def _find(name: str, parents: list[str], *, forgive: bool) -> tuple[list[str], bool]:
    """Codes under ``parents`` that bear ``name``, and whether the spelling was exact."""
    key, table = _key(name), _children()
    among = {code: keys for parent in parents for code, keys in table.get(parent, {}).items()}
    exact = [code for code, keys in among.items() if key in keys[:2]]
    if not exact and key in ("เมือง", "mueang", "muang"):
        exact = [c for c in among if len(c) == 4 and c.endswith("01") and c[:2] != BANGKOK]
    if exact or not forgive or not key:
        return exact, True
    thai = bool(re.search("[ก-๙]", key))
    query = skeleton(key) if thai else key
    choices = {code: keys[2] if thai else keys[1] for code, keys in among.items()}
    hits = process.extract(query, choices, scorer=fuzz.ratio, score_cutoff=80, limit=5)
    best = [code for _, score, code in hits if score >= hits[0][1] - 3]
    return best, False


def _provinces(name: str) -> tuple[list[str], bool]:
    if code := _ALIASES.get(_key(name)):
        return [code], True
    return _find(name, [""], forgive=True)


def match_area(text: str = "", *, subdistrict: str = "", district: str = "", province: str = "") -> AreaMatch:
    """The area an address means, as deep as it was named. See ``CountryPack.match_area``."""
    named = split_address(text) if text.strip() else {}
    for level, name in ((SUBDISTRICT, subdistrict), (DISTRICT, district), (PROVINCE, province)):
        if name.strip():
            named[level] = name.strip()
    if not named:
        return AreaMatch(None, reason=_reason("ยังไม่ได้กรอกที่ตั้ง", "No place was given."))
    inside, exact = [""], True
    for level in LEVELS:
        name = named.get(level, "")
        if level == PROVINCE and not name:
            inside = [p.code for p in geothai.provinces()]
            continue
        if not name:
            deeper = LEVELS[LEVELS.index(level) + 1 :]
            if any(named.get(d) for d in deeper):
                inside = [c for parent in inside for c in _children().get(parent, {})]
                continue
            break
        found, same = _provinces(name) if level == PROVINCE else _find(name, inside, forgive=False)
        if not found and level == SUBDISTRICT and (gone := _abolished(name, named)):
            return gone
        if not found and (named.get(PROVINCE) or len(inside) < 10):
            found, same = _find(name, inside, forgive=True)
        if not found:
            return _not_found(level, name, named)
        inside, exact = found, exact and same
    if len(inside) == 1:
        return AreaMatch(inside[0], (inside[0],), exact)
    deepest = next(level for level in LEVELS[::-1] if named.get(level))
    return AreaMatch(None, tuple(inside), exact, _many(named[deepest], len(inside)))


def _reason(th: str, en: str) -> Bilingual:
    return {"th": th, "en": en}


def _many(name: str, count: int) -> Bilingual:
    return _reason(
        f"มี {count} แห่งที่ตรงกับ “{name}” กรุณาระบุอำเภอและจังหวัดให้ครบ",
        f"{count} places match “{name}”. Please give the district and the province too.",
    )


def _abolished(name: str, named: Mapping[str, str]) -> AreaMatch | None:
    """The present areas that took over one that is gone, if the name is such a one."""
    gone = match_abolished(name, district=named.get(DISTRICT), province=named.get(PROVINCE))
    successors = tuple(dict.fromkeys(s for area in gone for s in area.successors))
    if not successors:
        return None
    reason = _reason(
        f"“{name}” ถูกยุบหรือเปลี่ยนรหัสแล้ว กรุณาเลือกจากตำบลปัจจุบันที่แสดง",
        f"“{name}” no longer exists. Please choose one of the present subdistricts.",
    )
    return AreaMatch(None, successors, False, reason)


def _not_found(level: str, name: str, named: Mapping[str, str]) -> AreaMatch:
    upper = named.get(PROVINCE if level == DISTRICT else DISTRICT) if level != PROVINCE else None
    where_th, where_en = (f"ใน “{upper}” ", f" in “{upper}”") if upper else ("", "")
    reason = _reason(
        f"ไม่พบ{LEVEL_NAMES[level]['th']} “{name}” {where_th}กรุณาตรวจตัวสะกด",
        f"No {_ENGLISH[level].lower()} “{name}” was found{where_en}. Please check the spelling.",
    )
    return AreaMatch(None, (), False, reason)
