"""How an enterprise is spelt for searching: one normalised text, its words, and its sound."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from phanuek.areas.models import Area
from phanuek.registry.models import Enterprise, SearchEntry, SearchWord
from phanuek.ui.country import pack

LONGEST_CORE = 300


def search_entry(enterprise: Enterprise, products: Iterable[str], area: Area) -> SearchEntry:
    """The search row. `products` are names in any language; `area` is the subdistrict, read with its path.

    Name and products stand on lines of their own, so that no search matches across two of them. Places are among
    the words only: "weaving Pua" finds the weavers of Pua, and a place name finds no other place's.
    """
    country = pack()
    texts = [enterprise.name_th, enterprise.name_en, *products]
    lines = [country.normalise(text) for text in texts if text]
    places = [name for step in area.path() for name in (step.search_th, step.search_en) if name]
    found = [word for line in lines for word in country.words(line, parts=True)]
    return SearchEntry(
        enterprise_id=enterprise.pk,
        normal="\n".join(lines),
        words=" ".join(["", *dict.fromkeys([*found, *places]), ""]),
        skeleton="\n".join(country.skeleton(line) for line in lines),
        core_skeleton=core_skeleton(enterprise.name_th),
    )


def core_skeleton(name: str) -> str:
    """The sound of a name without its kind words; equal for the same name spelt two ways."""
    country = pack()
    return country.skeleton(country.core_name(name))[:LONGEST_CORE]


def vocabulary(entries: Iterable[SearchEntry]) -> list[SearchWord]:
    """The words of these rows that a misspelling could have meant."""
    country = pack()
    words = {
        word
        for entry in entries
        for word in entry.words.split()
        if 2 < len(word) <= 100 and not word.isdigit()
    }
    return [SearchWord(word=word, skeleton=country.skeleton(word)[:100]) for word in sorted(words)]


def plain_digits(text: str) -> str:
    """The text with the numerals of any script as 0 to 9."""
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)


def phone_digits(text: str) -> str:
    """The last nine digits of a telephone number, whatever stands between or before them."""
    digits = "".join(character for character in plain_digits(text) if character.isdigit())
    return digits[-9:] if len(digits) >= 9 else ""
