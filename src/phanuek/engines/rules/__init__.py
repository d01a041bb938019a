"""Who fits what, and why: rules written as text, answered with fits / cannot say yet / does not fit.

>>> rule = compile("members >= 7 AND is_registered", vocabulary, on=day)
>>> evaluate(rule, {"members": 12}).status
Status.UNKNOWN

Pure computation on plain values. Money is whole satang, an area is its code, a missing value is unknown and never
excludes.
"""

from phanuek.engines.rules.changes import Change, changes
from phanuek.engines.rules.difference import Difference, differences
from phanuek.engines.rules.errors import ErrorKind, FactError, RuleError
from phanuek.engines.rules.evaluation import Condition, Status, Verdict, evaluate, status_of
from phanuek.engines.rules.phrases import named, statement
from phanuek.engines.rules.questions import Question, questions
from phanuek.engines.rules.reading import Rule, compile
from phanuek.engines.rules.screening import Alone, Counts, Screener, Screening, screen
from phanuek.engines.rules.vocabulary import (
    FACT_TYPES,
    Fact,
    FactType,
    Known,
    Value,
    Vocabulary,
    as_type,
    check_value,
)

__all__ = [
    "FACT_TYPES",
    "Alone",
    "Change",
    "Condition",
    "Counts",
    "Difference",
    "ErrorKind",
    "Fact",
    "FactError",
    "FactType",
    "Known",
    "Question",
    "Rule",
    "RuleError",
    "Screener",
    "Screening",
    "Status",
    "Value",
    "Verdict",
    "Vocabulary",
    "as_type",
    "changes",
    "check_value",
    "compile",
    "differences",
    "evaluate",
    "named",
    "questions",
    "screen",
    "statement",
    "status_of",
]
