"""What a country must provide, and the plain records it is provided in.

The core asks a country for its calendar, its fiscal year, its identifiers, its areas and its
way of writing text, and knows none of them itself. A pack is a package whose ``PACK`` fulfils
:class:`CountryPack`; the setting ``COUNTRY_PACK`` names it and ``phanuek.ui.country.pack()``
hands it out. Packs import this module and nothing else of the core.

Every text a person may read comes as a :data:`Bilingual` mapping with the keys ``th`` and ``en``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, runtime_checkable

Bilingual = Mapping[str, str]

PROVINCE = "province"
DISTRICT = "district"
SUBDISTRICT = "subdistrict"
LEVELS = (PROVINCE, DISTRICT, SUBDISTRICT)
"""The three levels every country is told in, from the widest. A pack gives each its own word."""


class PackError(ValueError):
    """Text that the pack cannot read. ``message`` says what, why and what to do, in th and en."""

    def __init__(self, th: str, en: str) -> None:
        super().__init__(en)
        self.message: dict[str, str] = {"th": th, "en": en}


@dataclass(frozen=True, slots=True)
class IdentifierScheme:
    """One kind of number that names a person or a body.

    ``personal`` numbers are shown masked unless the reader's work needs them whole.
    """

    code: str
    name: Bilingual
    hint: Bilingual
    example: str
    personal: bool = False


@dataclass(frozen=True, slots=True)
class IdentifierCheck:
    """The answer to one typed number.

    ``value`` is what to store (no separators), ``display`` what to print; both keep what was
    typed when the number is wrong. ``reason`` is None when ``ok``.
    """

    ok: bool
    value: str
    display: str
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as the country publishes it. ``name_th`` is the name in the local script.

    ``parent`` is the code one level up, None for a province. ``valid_to`` is the first day on
    which the area no longer exists, None while it does. ``region`` is set on provinces only.
    """

    code: str
    level: str
    parent: str | None
    name_th: str
    name_en: str
    valid_from: date | None = None
    valid_to: date | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """A named group of provinces, for maps and tables."""

    code: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """What an address written by hand may mean.

    ``code`` is set only when exactly one area fits. ``candidates`` holds every code that fits,
    best first. ``exact`` is False when spelling had to be forgiven. ``reason`` says why there is
    no single answer.
    """

    code: str | None
    candidates: tuple[str, ...] = ()
    exact: bool = True
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class MapShape:
    """One province as an SVG path, with a point inside it for a label, in map units."""

    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class MapOutline:
    """The country as projected paths in a box of ``width`` by ``height``; ``extra`` is scenery."""

    width: int
    height: int
    shapes: tuple[MapShape, ...]
    extra: tuple[str, ...] = ()
    source: Bilingual = field(default_factory=lambda: {"th": "", "en": ""})


@runtime_checkable
class CountryPack(Protocol):
    """Everything the core asks of a country."""

    @property
    def code(self) -> str:
        """ISO 3166-1 alpha-2 code, such as ``TH``."""

    @property
    def name(self) -> Bilingual:
        """The country's name."""

    @property
    def timezone(self) -> str:
        """IANA time zone in which a day begins and ends."""

    @property
    def level_names(self) -> Mapping[str, Bilingual]:
        """What each of :data:`LEVELS` is called here."""

    @property
    def identifier_schemes(self) -> Mapping[str, IdentifierScheme]:
        """The kinds of number this country gives, by scheme code."""

    def fiscal_year(self, on: date) -> int:
        """The Gregorian year in which the fiscal year containing ``on`` ends."""

    def fiscal_year_range(self, year: int) -> tuple[date, date]:
        """First and last day of the fiscal year that ends in Gregorian ``year``."""

    def fiscal_year_label(self, year: int, lang: str) -> str:
        """The fiscal year as people write it."""

    def format_date(self, value: date, lang: str, style: str = "long") -> str:
        """A date in the country's era and words; style: full, long, short, numeric or month."""

    def parse_date(self, text: str, *, earliest: date | None = None, latest: date | None = None) -> date:
        """The day that typed text means. Raises :class:`PackError` saying how to mend it."""

    def normalise(self, text: str) -> str:
        """Text in the one form in which names and queries are compared. Idempotent."""

    def words(self, text: str, *, parts: bool = False) -> list[str]:
        """The words of a text, normalised; with ``parts`` also the words inside compounds."""

    def tokens(self, text: str) -> list[str]:
        """The text cut into words, numbers, dates, spaces and punctuation, as typed.

        Joined they are the text again, to the character; none begins with a combining mark, unless the text does.
        """

    def skeleton(self, text: str) -> str:
        """The text with what people misspell taken out: equal for names that sound alike."""

    def sort_key(self, text: str) -> str:
        """A key of at most 255 letters and digits that sorts by dictionary order anywhere."""

    def core_name(self, name: str) -> str:
        """What is left of a body's name without the words for its kind; for look-alikes."""

    def check_identifier(self, scheme: str, value: str) -> IdentifierCheck:
        """Whether a typed number can be of this scheme. Unknown schemes raise KeyError."""

    def mask_identifier(self, scheme: str, value: str) -> str:
        """The number as it may be shown to someone without need of it."""

    def areas(self) -> Iterator[AreaRow]:
        """Every area, parents before their children."""

    def regions(self) -> Sequence[Region]:
        """The groups of provinces in the order in which they are listed."""

    def area_label(self, names: Mapping[str, str], lang: str, *, style: str = "long") -> str:
        """An address line from the names of its levels.

        ``names`` maps levels to bare names in the language asked for, and may hold ``code`` (any
        code of the address) where a place is written in a way of its own. Styles: long (full
        words), short (abbreviated words), plain (names only).
        """

    def area_name(self, level: str, name: str, lang: str, *, code: str = "") -> str:
        """One area's name with the word for its level, as on a sign."""

    def read_area_text(self, text: str) -> tuple[str | None, str]:
        """Level word and bare name in one typed token: ``ต.ตลาด`` → (subdistrict, ตลาด)."""

    def match_area(
        self, text: str = "", *, subdistrict: str = "", district: str = "", province: str = ""
    ) -> AreaMatch:
        """The subdistrict that a hand-written address means; spelling forgiven within a district.

        Give either the three names or one line of text holding them.
        """

    def map_outline(self) -> MapOutline:
        """The provinces drawn."""

    def data(self, name: str) -> Any:
        """The parsed JSON file ``name`` of the pack, read afresh. Raises KeyError if none."""


@runtime_checkable
class HolidayCalendar(Protocol):
    """What a pack may add: the days on which offices are closed. Without it, working days are Monday to Friday."""

    def holidays(self) -> Mapping[date, Bilingual]:
        """Each known public holiday with its name. Days the pack does not know of count as working days."""
