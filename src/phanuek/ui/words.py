"""Every text a person reads stands here as a pair: Thai and English, side by side, chosen when shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any

from django.utils import translation
from django.utils.functional import Promise

LANGUAGES = ("th", "en")


def current_language() -> str:
    """The reader's: "en" while Django's active language is English, else "th" (also when translations are off)."""
    return "en" if (translation.get_language() or "th").startswith("en") else "th"


def in_language(language: str) -> AbstractContextManager[None]:
    """Show everything inside the block in ``language`` ("th" or "en")."""
    if language not in LANGUAGES:
        raise ValueError(f"not a language of the platform: {language!r}")
    return translation.override(language)


def pick(th: Any, en: Any) -> Any:
    """The one of two values that belongs to the reader's language."""
    return en if current_language() == "en" else th


class T(Promise):
    """A text in both languages that becomes a string only when it is shown.

    A Django Promise, so models, forms, choices and messages take it like a translated string.
    Migrations see the Thai text. Equal to a string that reads as it does now.
    """

    __slots__ = ("en", "th")

    def __init__(self, th: str, en: str) -> None:
        self.th = str(th)
        self.en = str(en)

    def format(self, **values: Any) -> T:
        """Both languages filled in by name; a T among the values gives its own language to each."""
        return type(self)(
            self.th.format(**{k: v.th if isinstance(v, T) else v for k, v in values.items()}),
            self.en.format(**{k: v.en if isinstance(v, T) else v for k, v in values.items()}),
        )

    def in_language(self, language: str) -> str:
        """The text in "th" or "en"."""
        return self.en if language == "en" else self.th

    def as_dict(self) -> dict[str, str]:
        """``{"th": …, "en": …}``, as the API and the engines write it."""
        return {"th": self.th, "en": self.en}

    @classmethod
    def of(cls, pair: Any) -> T:
        """From ``{"th", "en"}`` or a plain text, as the engines and the country pack give it."""
        if isinstance(pair, T):
            return pair
        if isinstance(pair, dict) or hasattr(pair, "keys"):
            th = pair.get("th") or pair.get("en") or ""
            return cls(th, pair.get("en") or th)
        return cls(str(pair), str(pair))

    def __str__(self) -> str:
        return self.en if current_language() == "en" else self.th

    def __repr__(self) -> str:
        return f"T({self.th!r}, {self.en!r})"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, T):
            return self.th == other.th and self.en == other.en
        return str(self) == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        # of the Thai text, the one that strings taken from it in Thai hash to
        return hash(self.th)

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other)

    def __bool__(self) -> bool:
        return bool(self.th or self.en)

    def __len__(self) -> int:
        return len(str(self))

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __getitem__(self, key: int | slice) -> str:
        return str(self)[key]

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __add__(self, other: object) -> T:
        if isinstance(other, T):
            return type(self)(self.th + other.th, self.en + other.en)
        return type(self)(self.th + other, self.en + other) if isinstance(other, str) else NotImplemented

    def __radd__(self, other: object) -> T:
        return type(self)(other + self.th, other + self.en) if isinstance(other, str) else NotImplemented

    def _proxy____cast(self) -> str:
        # the name under which Django's model fields ask a Promise for its value
        return str(self)

    def __mod__(self, values: Any) -> str:
        return str(self) % values

    def __reduce__(self) -> tuple[type[T], tuple[str, str]]:
        return T, (self.th, self.en)

    def __getattr__(self, name: str) -> Any:
        # the methods of a string (upper, startswith …) on the text as it reads now
        if name.startswith("_") or not hasattr(str, name):
            raise AttributeError(name)
        return getattr(str(self), name)
