"""Verbs on facts, rules and the examples kept with them."""

from phanuek.eligibility.actions.examples import change_examples, checked_example
from phanuek.eligibility.actions.facts import define_facts, record_fact, record_facts_many
from phanuek.eligibility.actions.rules import set_rule, set_rules_many

__all__ = [
    "change_examples", "checked_example", "define_facts", "record_fact", "record_facts_many", "set_rule", "set_rules_many",
]  # fmt: skip
