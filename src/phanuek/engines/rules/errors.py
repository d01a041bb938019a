"""What can be wrong with a rule text or with a value; each message in both languages."""

from __future__ import annotations

from phanuek.engines.wording import Words, words


class RuleError(ValueError):
    """A rule text that cannot be used: what is wrong, where, and what to write instead.

    `position` counts characters from 0 in the rule text; `suggestion` is the nearest known name, if any.
    """

    def __init__(
        self, message_th: str, message_en: str, position: int = 0, suggestion: str | None = None
    ) -> None:
        super().__init__(message_en)
        self.message_th = message_th
        self.message_en = message_en
        self.position = position
        self.suggestion = suggestion

    @property
    def message(self) -> Words:
        return words(self.message_th, self.message_en)


class FactError(ValueError):
    """A value that does not suit its fact, or a fact described wrongly."""

    def __init__(self, fact: str, message_th: str, message_en: str) -> None:
        super().__init__(message_en)
        self.fact = fact
        self.message_th = message_th
        self.message_en = message_en

    @property
    def message(self) -> Words:
        return words(self.message_th, self.message_en)
