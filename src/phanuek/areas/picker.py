"""What has been picked so far on the way to one subdistrict, and what the reader must do next.

The same reading serves the form that is sent and the fragments that answer while it is filled in,
so the page without JavaScript and the page with it never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from phanuek.areas import queries
from phanuek.areas.models import Area, Level
from phanuek.ui.country import pack
from phanuek.ui.words import T

MOST_HITS = 8


@dataclass(frozen=True, slots=True)
class Typed:
    """What the browser sent: the search text, a hit chosen, the three lists, and the step button."""

    query: str = ""
    hit: str = ""
    province: str = ""
    district: str = ""
    code: str = ""
    step: bool = False

    @classmethod
    def read(cls, data: Mapping[str, object], name: str) -> Typed:
        """From submitted data, under the field's ``name``."""

        def one(suffix: str) -> str:
            return " ".join(str(data.get(f"{name}{suffix}") or "").replace("\x00", "").split())[:200]

        return cls(
            query=one("_q"),
            hit=one("_hit"),
            province=one("_province"),
            district=one("_district"),
            code=one(""),
            step=f"{name}_step" in data,
        )

    def __bool__(self) -> bool:
        return bool(self.query or self.hit or self.province or self.district or self.code)


@dataclass
class Picker:
    """The state of one picker. ``within`` holds the province codes that may be chosen, () for all."""

    typed: Typed = field(default_factory=Typed)
    within: Sequence[str] = ()

    @cached_property
    def area(self) -> Area | None:
        """The subdistrict chosen, if the way to it is whole and allowed."""
        if self.typed.hit:
            return self._subdistrict(self.typed.hit)
        listed = self._listed()
        if not self.typed.query:
            return listed
        # text typed beside a choice made earlier is a wish to change it, unless it names that choice
        if len(self.hits) == 1 and self._named_in_full(self.hits[0]):
            return self.hits[0]
        return listed if listed in self.hits else None

    @property
    def hits(self) -> list[Area]:
        """What the search text may mean; one more than is shown, to tell that there are more."""
        return self._found.areas

    @property
    def near(self) -> bool:
        """Nothing matches the search text; the hits only come close to it."""
        return self._found.near

    @cached_property
    def _found(self) -> queries.Found:
        if not self.typed.query or self.typed.hit:
            return queries.Found([])
        return queries.find(self.typed.query, within=self.within, limit=MOST_HITS + 1)

    @cached_property
    def province(self) -> Area | None:
        """The province chosen, or the one that may be chosen."""
        if self.area:
            return self.area.path()[0]
        return _one(self.provinces, self.typed.province) or (
            self.provinces[0] if len(self.provinces) == 1 else None
        )

    @cached_property
    def district(self) -> Area | None:
        """The district chosen; forgotten when another province is chosen."""
        return self.area.parent if self.area else _one(self.districts, self.typed.district)

    @cached_property
    def provinces(self) -> list[Area]:
        return list(queries.provinces(codes=self.within))

    @cached_property
    def districts(self) -> list[Area]:
        return list(queries.children(self.province)) if self.province else []

    @cached_property
    def subdistricts(self) -> list[Area]:
        return list(queries.children(self.district)) if self.district else []

    def _listed(self) -> Area | None:
        """The choice of the third list, if it lies below the choices of the first two."""
        area = self._subdistrict(self.typed.code) if self.typed.code else None
        if area is None:
            return None
        above = [code for code in (self.typed.province, self.typed.district) if code]
        return area if all(area.code.startswith(code) for code in above) else None

    def _named_in_full(self, area: Area) -> bool:
        """Part of a name, or a misspelt one, is shown as a suggestion and never taken unasked."""
        query = pack().normalise(self.typed.query).replace(" ", "")
        return area.search_th in query or area.search_en in query

    def _subdistrict(self, code: str) -> Area | None:
        area = queries.by_code(code)
        if area is None or area.level != Level.SUBDISTRICT:
            return None
        return area if not self.within or area.province_code in self.within else None

    def next_step(self) -> T:
        """What to do next, as the message of an unfinished choice."""
        if self.area:
            return T(
                "เลือก “{name}” แล้ว กรุณาตรวจข้อมูลส่วนที่เหลือ แล้วกดบันทึก",
                "“{name}” is chosen. Please check the rest and save.",
            ).format(name=T(self.area.label_as("th"), self.area.label_as("en")))
        if self.typed.query:
            return self._about_search()
        if self.typed.hit or (self.typed.code and not (self.typed.province or self.typed.district)):
            return self._not_allowed()
        if not self.province:
            return T(
                "กรุณาพิมพ์ชื่อตำบลเพื่อค้นหา หรือเลือกจังหวัดจากรายการ",
                "Please type the name of the subdistrict, or choose a province from the list.",
            )
        above = self.district or self.province
        names = {
            "th": pack().area_name(above.level, above.name_th, "th", code=above.code),
            "en": pack().area_name(above.level, above.name_en, "en", code=above.code),
        }
        if not self.district:
            return T("กรุณาเลือกอำเภอใน{name}", "Please choose a district of {name}.").format(name=T.of(names))
        return T("กรุณาเลือกตำบลใน{name}", "Please choose a subdistrict of {name}.").format(name=T.of(names))

    def _about_search(self) -> T:
        if not self.hits:
            return T(
                "ไม่พบตำบลที่ตรงกับ “{text}” กรุณาตรวจตัวสะกด หรือเลือกจากรายการจังหวัด อำเภอ ตำบล",
                "No subdistrict matches “{text}”. Please check the spelling, or choose from the lists.",
            ).format(text=self.typed.query)
        if len(self.hits) == 1:
            return T(
                "ใกล้เคียงกับ “{text}” คือ {name} กรุณาเลือกเพื่อยืนยัน",
                "Near “{text}” is {name}. Please choose it to confirm.",
            ).format(text=self.typed.query, name=T(self.hits[0].label_as("th"), self.hits[0].label_as("en")))
        if self.near:
            return T(
                "ไม่พบตำบลที่ตรงกับ “{text}” กรุณาเลือกจากชื่อใกล้เคียงที่แสดง หรือเลือกจากรายการจังหวัด อำเภอ ตำบล",
                "No subdistrict matches “{text}”. Please choose one of the nearest names, or choose from the lists.",
            ).format(text=self.typed.query)
        return T(
            "มีมากกว่าหนึ่งตำบลที่ตรงกับ “{text}” กรุณาเลือกจากที่แสดง",
            "More than one subdistrict matches “{text}”. Please choose one of those shown.",
        ).format(text=self.typed.query)

    def _not_allowed(self) -> T:
        if self.within:
            names = list(queries.provinces(codes=self.within))
            return T(
                "ตำบลที่เลือกอยู่นอกพื้นที่ที่เลือกได้ กรุณาเลือกตำบลในจังหวัด {names}",
                "That subdistrict is outside the area you may choose from: {names}.",
            ).format(names=T(", ".join(a.name_th for a in names), ", ".join(a.name_en for a in names)))
        return T(
            "ไม่พบตำบลที่เลือกในทะเบียนปัจจุบัน กรุณาเลือกใหม่",
            "That subdistrict is not in the present register. Please choose again.",
        )


def _one(areas: list[Area], code: str) -> Area | None:
    return next((area for area in areas if area.code == code), None)
