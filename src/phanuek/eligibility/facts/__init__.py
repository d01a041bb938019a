"""What is known of an enterprise, as the rule engine takes it."""

from phanuek.eligibility.facts.answers import as_stored, parse_answer, value_in_words
from phanuek.eligibility.facts.columns import Columns, columns
from phanuek.eligibility.facts.known import KnownFact, facts_of, facts_of_many, known_facts, profile_facts
from phanuek.eligibility.facts.words import vocabulary, vocabulary_stamp

__all__ = [
    "Columns",
    "KnownFact",
    "as_stored",
    "columns",
    "facts_of",
    "facts_of_many",
    "known_facts",
    "parse_answer",
    "profile_facts",
    "value_in_words",
    "vocabulary",
    "vocabulary_stamp",
]
