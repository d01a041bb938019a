"""Who fits what, and why: rules written as text, answered with fits / cannot say yet / does not fit.

>>> rule = compile("members >= 7 AND is_registered", vocabulary, on=day)
>>> evaluate(rule, {"members": 12}).status
Status.UNKNOWN

Pure computation on plain values. Money is whole satang, an area is its code, a missing value is unknown and never
excludes.

The idea in five sentences. A rule is read once into a tree of conditions, and each condition has three answers: met, not met,
cannot be said, which AND and OR join as a database does. For many rules and many enterprises each distinct condition is worked
out once, as two planes of bits with a bit for each enterprise: one for whom it surely holds, one for whom it possibly does; AND
and OR of three values are then AND and OR of whole planes. To get the planes of a fact, the bounds of all rules cut its values
into cells, and each enterprise gets the number of its cell, from which every condition on the fact can be read. For one
enterprise the same cuts answer all conditions at a time, and only what is shown is put into words. An `Index` can keep planes and
answers while single enterprises, rules and the day change; no room uses it yet: they make a `Screener` for each process and each
state of the data (`eligibility.facts.columns`).

The modules, step by step:

- read: `marks` cuts the text, `tokens` lets only known words pass (`misplaced` says what was meant), `literals` and `operands` are the
  sides of a comparison, `reading` parses, `comparing` makes the conditions, `years` turns whole years into days; `vocabulary` has the
  facts, `errors` what can be wrong.
- tree: `tree` the conditions and their joins, `domains` the values that each asks for, `difference` what changed between two versions.
- evaluate: `evaluation` one rule for one enterprise with reasons; `standing` many rules for one enterprise, without words and without
  NumPy; `questions` what to ask first.
- explain: `sentences`, `phrases` and `pair_words` say what is asked, `reasons` why it is met or not; `changes` what would make it fit,
  from `ways` (of meeting the rule) by `steps` (the facts to change; `linked` where two hang together) to `advice` (in words);
  `explaining` and `pieces` all rules for one enterprise as JSON.
- screen: `plan` many rules with each condition once, `intervals` and `bounds` their cuts; `table`, `coding` and `columns` the
  enterprises; `cells`, `pairs` (two facts) and `planes` the bits; `screening` puts it together, `coverage` who is reached by any rule.
  `probe` answers a whole plan for one enterprise, `masks` lays these answers out rule by rule.
- keep: `index`.
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
