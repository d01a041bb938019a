"""The explanation of all rules for one enterprise, ready to be sent.

A condition is told once, whichever rules ask it. What can be said of it without knowing the enterprise stands ready as pieces
of JSON (`pieces.py`): whole where it is met or its fact is not known; where it is not met, the words before and after the
present value. Of the enterprise only its values are put in words, once for each fact; then the pieces are joined. What hangs
on more than that (two facts of one condition, an area known too coarsely, joins within joins) is written one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from phanuek.engines.rules.domains import Ordered, as_number
from phanuek.engines.rules.masks import laid_out
from phanuek.engines.rules.pieces import FIXED, SIDES, Item, Pieces, Sides, Templates
from phanuek.engines.rules.probe import NO, PERHAPS, STATUSES, YES
from phanuek.engines.rules.reasons import joined_reason, labelled, lacking, reason_of, value_said
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.tree import AllOf, AnyOf, Atom, Node, Values, open_atoms, open_facts
from phanuek.engines.rules.vocabulary import Fact, Vocabulary, known_values
from phanuek.engines.wording import words

if TYPE_CHECKING:
    from phanuek.engines.rules.plan import Plan

MOST_KEPT = 50_000  # lines of what is not known
_TRUTH = {NO: False, PERHAPS: None, YES: True}
_WORDS = tuple(orjson.dumps(status.value) for status in STATUSES)
_HERE = "\0"  # where a part is told within the reason of a join
SAID, LABELLED = 0, 2  # the slots of a fact: its value in Thai and in English, and both with the label before


def explanations(plan: Plan[Any], facts: Mapping[str, object]) -> bytes:
    """JSON: `{"conditions": {number: …}, "offers": [{"offer": key, "status": …, "conditions": [number, …]}, …]}`.

    Each distinct condition stands once under its number: `{"text": {"th", "en"}, "status": …}`; one that is not met or cannot be
    said has its `reason` ({"th", "en"}) as well, and one that cannot be said the facts that are `missing`. The offers are in the
    order of the plan, their conditions as they are written. Statuses and words are those of `evaluate`; the keys of the rules
    must be texts or numbers. Raises FactError as `evaluate`.
    """
    return plan.explainer.json(facts)


class Explainer:
    """What of the explanations does not hang on the enterprise. Each condition has three templates, one for each answer, and
    so has each offer."""

    def __init__(self, plan: Plan[Any]) -> None:
        self.plan = plan
        self.vocabulary = Vocabulary(plan.facts.values())
        # two conditions that mean the same may be written differently: each is told as it is written
        lines: dict[tuple[int, Node], int] = {}
        told = [
            [lines.setdefault(both, len(lines)) for both in zip(asked.conditions, asked.rule.conditions, strict=True)]
            for asked in plan.rules.values()
        ]  # fmt: skip
        self.nodes = [node for _, node in lines]
        self.numbers = np.array([number for number, _ in lines], np.int64)
        self.templates, self.sides = Templates(), Sides()
        self.slots: dict[Fact, int] = {}
        self.tails: dict[Atom, Item] = {}
        self.written: dict[
            int, tuple[int, int, bytes]
        ] = {}  # template: line, slot, what stands before the reason
        self.open_parts: dict[int, list[tuple[str, int]]] = {}  # of a line: fact and node of each part
        self.kept: dict[tuple[object, ...], bytes] = {}
        for line, node in enumerate(self.nodes):
            self._add_line(line, node)
        self.offers_from = 3 * len(lines)
        for at, (key, numbers) in enumerate(zip(plan.rules, told, strict=True)):
            comma = b"," if at else b""
            for word in _WORDS:
                self.templates.add_text(
                    b'%b{"offer":%b,"status":%b,"conditions":%b}'
                    % (comma, orjson.dumps(key), word, orjson.dumps(numbers))
                )
        self.around = self.offers_from + 3 * len(told) + np.arange(3)
        for text in (b'{"conditions":{', b'},"offers":[', b"]}"):
            self.templates.add_text(text)
        self.templates.finish()
        self.sides.finish()
        self.is_written = np.zeros(self.offers_from, np.bool_)
        self.is_written[list(self.written)] = True

    def json(self, facts: Mapping[str, object]) -> bytes:
        marks = self.plan.probe.marks(facts)
        values = known_values(self.plan.facts, self.vocabulary, facts)
        lines = 3 * np.arange(len(self.nodes)) + marks[self.numbers]
        rules = laid_out(self.plan, marks).rules
        offers = self.offers_from + 3 * np.arange(len(rules)) + rules
        pieces = self.templates.slots()
        for fact, slot in self.slots.items():
            value = values.get(fact.name)
            if value is not None:
                said = value_said(fact, value)
                full = said if isinstance(value, bool) else labelled(fact, said)
                for at, text in enumerate((said["th"], said["en"], full["th"], full["en"]), slot):
                    pieces[at] = _escaped(text)
        self._write(lines[self.is_written[lines]].tolist(), pieces, marks.tolist(), values)
        numbers = {
            name: as_number(value) for name, value in values.items() if self.vocabulary[name].is_ordered
        }
        start, between, end = self.around
        chosen = np.concatenate(([start], lines, [between], offers, [end]))
        return self.templates.joined(chosen, pieces, self.sides.of(numbers))

    def _add_line(self, line: int, node: Node) -> None:
        """The templates for not met, cannot be said, and met."""
        text = b'%b"%d":{"text":%b,"status":' % (
            b"," if line else b"",
            line,
            orjson.dumps(condition_text(node)),
        )
        no, perhaps, yes = (text + word for word in _WORDS)
        atoms = [part for part in _parts(node) if isinstance(part, Atom)]
        is_plain = len(atoms) == len(_parts(node))
        if is_plain and not isinstance(node, AllOf):
            self._add_not_met(no, node, atoms)
        else:
            self._add_written(line, NO, no)
        if isinstance(node, Atom) and node.fact.type != "area":
            self.templates.add_text(_told(perhaps, node, {}, PERHAPS))
        else:
            self._add_written(line, PERHAPS, perhaps)
            if is_plain:
                self.open_parts[line] = [(atom.fact.name, self.plan.number_of(atom)) for atom in atoms]
        self.templates.add_text(yes + b"}")

    def _add_written(self, line: int, mark: int, head: bytes) -> None:
        slot = self.templates.piece(b"")
        self.written[3 * line + mark] = line, slot, head
        self.templates.add([(slot, FIXED)])

    def _add_not_met(self, head: bytes, node: Node, atoms: list[Atom]) -> None:
        """`head`, and in each language each part's value and what it lacks, with the words of the OR around them."""
        form, around = SAID, words(_HERE, _HERE)
        if isinstance(node, AnyOf):
            form, around = LABELLED, joined_reason(node, [around] * len(atoms), False)
        th, en = ([_escaped(text) for text in around[lang].split(_HERE)] for lang in ("th", "en"))
        th[0] = head + b',"reason":{"th":"' + th[0]
        en[0] = th.pop() + b'","en":"' + en[0]
        en[-1] += b'"}}'
        items: list[Item] = []
        for language, texts in enumerate((th, en)):
            for text, atom in zip(texts, atoms, strict=False):
                tail, side = self._tail(atom)
                items += [(self.templates.piece(text), FIXED)] if text else []
                items += [(self._slot(atom.fact) + form + language, FIXED), (tail + language, side)]
        self.templates.add([*items, (self.templates.piece(en[-1]), FIXED)])

    def _slot(self, fact: Fact) -> int:
        if fact not in self.slots:
            self.slots[fact] = self.templates.piece(b"", b"", b"", b"")
        return self.slots[fact]

    def _tail(self, atom: Atom) -> Item:
        """What follows the value when it lies below, above or elsewhere, in Thai and in English."""
        if atom not in self.tails:
            sides = SIDES if isinstance(atom.domain, Ordered) else ("between",) * 3
            tails = [_escaped(lacking(atom, side)[lang]) for side in sides for lang in ("th", "en")]
            self.tails[atom] = self.templates.piece(*tails), self.sides.add(atom.fact.name, atom.domain)
        return self.tails[atom]

    def _write(self, chosen: list[int], pieces: Pieces, marks: list[int], values: Values) -> None:
        """The lines that do not stand ready. Of one that cannot be said only what is not known is told: it is the same for
        every enterprise of which the same parts are open (and the same area is known too coarsely)."""
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
        for template in chosen:
            line, slot, head = self.written[template]
            mark, parts = template % 3, self.open_parts.get(line)
            if mark != PERHAPS or parts is None:
                pieces[slot] = _told(head, self.nodes[line], values, mark)
                continue
            key = (line, *[values.get(name) if marks[at] == PERHAPS else marks[at] for name, at in parts])
            if key not in self.kept:
                self.kept[key] = _told(head, self.nodes[line], values, mark)
            pieces[slot] = self.kept[key]


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, (AllOf, AnyOf)) else (node,)


def _told(head: bytes, node: Node, values: Values, mark: int) -> bytes:
    """A line that is not met or cannot be said, after its `head`."""
    reason = orjson.dumps(reason_of(node, values, _TRUTH[mark]))
    if mark == NO:
        return b'%b,"reason":%b}' % (head, reason)
    open_ = (fact.name for leaf in open_atoms(node, values) for fact in open_facts(leaf, values))
    return b'%b,"reason":%b,"missing":%b}' % (head, reason, orjson.dumps(list(dict.fromkeys(open_))))


def _escaped(text: str) -> bytes:
    """As it stands within quotes."""
    return orjson.dumps(text)[1:-1]
