"""The 77 provinces in six regions, as the National Geographical Committee groups them (2520).

No package holds this table, so it is written here and checked against the province codes.
"""

from __future__ import annotations

from phanuek.engines.pack import Region

REGIONS: tuple[Region, ...] = (
    Region("north", {"th": "ภาคเหนือ", "en": "North"}),
    Region("northeast", {"th": "ภาคตะวันออกเฉียงเหนือ", "en": "Northeast"}),
    Region("central", {"th": "ภาคกลาง", "en": "Central"}),
    Region("east", {"th": "ภาคตะวันออก", "en": "East"}),
    Region("west", {"th": "ภาคตะวันตก", "en": "West"}),
    Region("south", {"th": "ภาคใต้", "en": "South"}),
)

_PROVINCES = {
    "north": "50 51 52 53 54 55 56 57 58",
    "northeast": "30 31 32 33 34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49",
    "central": "10 11 12 13 14 15 16 17 18 19 26 60 61 62 64 65 66 67 72 73 74 75",
    "east": "20 21 22 23 24 25 27",
    "west": "63 70 71 76 77",
    "south": "80 81 82 83 84 85 86 90 91 92 93 94 95 96",
}
REGION_OF: dict[str, str] = {
    province: region for region, codes in _PROVINCES.items() for province in codes.split()
}
