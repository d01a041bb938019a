"""Who can help, and who is shown."""

from phanuek.matching.queries.help import (
    ASKED_ELSEWHERE,
    NO_CONDITIONS_KNOWN,
    Answer,
    Help,
    NotOpen,
    Question,
    answer_of,
    compiled_rule,
    rules_of,
    who_can_help,
    who_helps_in,
)

__all__ = [
    "ASKED_ELSEWHERE", "NO_CONDITIONS_KNOWN", "Answer", "Help", "NotOpen", "Question", "answer_of", "compiled_rule", "rules_of",
    "who_can_help", "who_helps_in",
]  # fmt: skip
