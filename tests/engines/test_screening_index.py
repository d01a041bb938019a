"""A kept index after any edits is the index one would make anew, and answers as `evaluate`."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from phanuek.engines.rules import FactError, Rule, Status, compile, status_of
from phanuek.engines.rules.index import Index
from phanuek.engines.rules.plan import Plan
from phanuek.engines.rules.table import Table
from phanuek.engines.rules.vocabulary import known_values
from tests.engines.screened import DAY, WORDS, as_columns, facts, rules

KEYS = st.sampled_from("ABCDE")
Row = dict[str, Any]


class Edits(RuleBasedStateMachine):
    """Beside the index a plain list of rows (None: taken out) and of rules."""

    @initialize(
        rows=st.lists(facts(), max_size=8),
        some=st.dictionaries(KEYS, rules(), max_size=3),
        many=st.sampled_from([1, 62]),
    )
    def begin(self, rows: list[Row], some: dict[str, Rule], many: int) -> None:
        self.rows: list[Row | None] = [*rows[:1] * many, *rows[1:]]
        self.rules = dict(some)
        self.index = Index(WORDS, Table.of(WORDS, as_columns([row or {} for row in self.rows])), some)

    def _present(self) -> list[int]:
        return [at for at, row in enumerate(self.rows) if row is not None]

    @precondition(lambda self: self._present())
    @rule(data=st.data(), row=facts())
    def a_row_changes(self, data: st.DataObject, row: Row) -> None:
        at = data.draw(st.sampled_from(self._present()))
        self.rows[at] = row
        self.index.set_row(at, row)

    @rule(row=facts(), many=st.sampled_from([1, 1, 70]))
    def rows_come(self, row: Row, many: int) -> None:
        for _ in range(many):
            at = self.index.add_row(row)
            if at == len(self.rows):
                self.rows.append(row)
            else:
                assert self.rows[at] is None
                self.rows[at] = row

    @precondition(lambda self: self._present())
    @rule(data=st.data())
    def a_row_goes(self, data: st.DataObject) -> None:
        at = data.draw(st.sampled_from(self._present()))
        self.rows[at] = None
        self.index.remove_row(at)

    @rule(key=KEYS, new=rules())
    def a_rule_is_written(self, key: str, new: Rule) -> None:
        before = self.rules.get(key)
        self.rules[key] = new
        changed = self.index.set_rule(key, new)
        assert changed or (before is not None and len(before.conditions) == len(new.conditions))

    @precondition(lambda self: self.rules)
    @rule(data=st.data())
    def a_rule_goes(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.rules)))
        del self.rules[key]
        self.index.remove_rule(key)

    @rule(some=st.dictionaries(KEYS, rules(), max_size=4))
    def the_day_changes(self, some: dict[str, Rule]) -> None:
        gone = set(self.rules) - set(some)
        changed = self.index.on_day(some)
        assert gone <= changed <= set(some) | gone
        self.rules = {
            key: some[key]
            for key in [*(k for k in self.rules if k in some), *(k for k in some if k not in self.rules)]
        }

    @precondition(lambda self: self._present())
    @rule(data=st.data())
    def a_wrong_value_changes_nothing(self, data: st.DataObject) -> None:
        at = data.draw(st.sampled_from(self._present()))
        with pytest.raises(FactError):
            self.index.set_row(at, {"juristic": True, "members": "many"})

    @invariant()
    def as_made_anew(self) -> None:
        kept, present = self.index.screening(), self._present()
        fresh_table = Table.of(WORDS, as_columns([row or dict.fromkeys(WORDS) for row in self.rows]))
        fresh = Index(WORDS, fresh_table, self.rules).screening()
        assert kept.keys == fresh.keys == tuple(self.rules)
        assert kept.rows == len(self.rows)
        for key in self.rules:
            marks, expected = kept.marks(key), fresh.marks(key)
            assert marks[present].tolist() == expected[present].tolist()
            assert [int(mark) for at, mark in enumerate(marks) if self.rows[at] is None] == [0] * (
                len(marks) - len(present)
            )
            assert sum(kept.counts[key]) == len(present)
        again = self.index.rescreen()
        assert (again.planes == kept.planes).all()

    @invariant()
    def as_evaluated(self) -> None:
        for at in self._present()[:: max(1, len(self.rows) // 3)]:
            row = self.rows[at] or {}
            masks = self.index.masks(at)
            for key, some in self.rules.items():
                values = known_values(some.facts, WORDS, row)
                statuses = [Status.of(node.truth(values)) for node in some.conditions]
                assert masks.of(key) == statuses
                assert self.index.explain(at, key) == (status_of(some, row), statuses)
                assert self.index.screening().status(key, at) == status_of(some, row)


Edits.TestCase.settings = settings(
    max_examples=12, stateful_step_count=10, deadline=None, suppress_health_check=list(HealthCheck)
)
TestEdits = Edits.TestCase


def index(**some: str) -> Index[str]:
    table = Table.of(WORDS, {"members": [1, 5, 9], "founded": [date(2024, 11, 26), date(2024, 11, 27), None]})
    return Index(WORDS, table, {key: compile(text, WORDS, DAY) for key, text in some.items()})


def test_a_row_taken_out_is_asked_no_more_and_its_place_is_given_away() -> None:
    kept = index(A="members > 1")
    kept.remove_row(1)
    assert kept.screening().counts["A"] == (1, 0, 1)
    assert list(kept.screening().pairs()) == [(2, "A", Status.FITS)]
    for ask in (
        kept.facts,
        kept.masks,
        lambda row: kept.screening().status("A", row),
        lambda row: kept.set_row(row, {}),
    ):
        with pytest.raises(IndexError):
            ask(1)
    assert kept.add_row({"members": 7}) == 1
    assert kept.add_row({"members": 0}) == 3
    assert kept.screening().statuses("A") == ["does_not_fit", "fits", "fits", "does_not_fit"]


def test_on_another_day_only_what_means_something_else_is_worked_out() -> None:
    texts = {"old": "YEARS_SINCE(founded) >= 2", "big": "members > 4"}
    kept = index(**texts)
    assert kept.screening().statuses("old") == ["fits", "does_not_fit", "unknown"]
    next_day = {key: compile(text, WORDS, date(2026, 11, 27)) for key, text in texts.items()}
    assert kept.on_day(next_day) == {"old"}
    assert kept.screening().statuses("old") == ["fits", "fits", "unknown"]
    assert kept.on_day({"big": next_day["big"]}) == {"old"}
    assert kept.screening().keys == ("big",)


def test_conditions_are_kept_once_and_only_while_a_rule_asks_them() -> None:
    plan: Plan[str] = Plan.of({"A": compile("members > 1 AND (juristic OR members > 5)", WORDS, DAY)})
    assert plan.size == 4
    assert plan.put("B", compile("(members > 5 OR juristic) AND members > 1", WORDS, DAY)) == []
    plan.remove("A")
    plan.put("B", compile("members > 1", WORDS, DAY))
    assert (len(plan.joins), [list(ruler.leaves) for ruler in plan.rulers.values()]) == (0, [[0]])
    made = plan.put("C", compile("members < 2 AND juristic", WORDS, DAY))
    assert len(made) == 2
    assert plan.size == 4


def test_the_words_of_a_row_are_those_of_evaluate() -> None:
    kept = index(A="members > 4 AND founded < DATE '2024-11-27'")
    told = kept.verdict(1, "A")
    assert told.status == kept.explain(1, "A")[0] == Status.DOES_NOT_FIT
    assert [line.status for line in told.conditions] == kept.explain(1, "A")[1] == ["fits", "does_not_fit"]


def test_a_table_that_is_read_when_asked_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match="index"):
        Index(WORDS, Table.reading({"members": [1]}, 1), {})
