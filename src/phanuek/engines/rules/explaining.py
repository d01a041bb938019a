"""The explanation of all rules for one enterprise, ready to be sent.

A condition is told once, whichever rules ask it: its text stands ready as bytes, a reason is worked out where it is not met
or cannot be said, and the reasons of an OR are put together from those of its parts. The rules then only say which conditions they ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson

from phanuek.engines.rules.domains import Ordered, as_number
from phanuek.engines.rules.masks import laid_out
from phanuek.engines.rules.phrases import side_of, stated
from phanuek.engines.rules.probe import NO, PERHAPS, STATUSES, YES
from phanuek.engines.rules.reasons import full_reason, joined_reason, reason_of
from phanuek.engines.rules.sentences import condition_text
from phanuek.engines.rules.tree import AllOf, AnyOf, Atom, Node, Values, fact_names, open_atoms, open_facts
from phanuek.engines.rules.vocabulary import Vocabulary, known_values
from phanuek.engines.wording import Words

if TYPE_CHECKING:
    from phanuek.engines.rules.plan import Plan

MOST_KEPT = 50_000  # reasons that may serve another enterprise with the same value
Around = tuple[tuple[str, str], tuple[str, str]]
_TRUTH = {NO: False, PERHAPS: None, YES: True}
_WORDS = tuple(orjson.dumps(status.value) for status in STATUSES)


def explanations(plan: Plan[Any], facts: Mapping[str, object]) -> bytes:
    """JSON: `{"conditions": {number: …}, "offers": [{"offer": key, "status": …, "conditions": [number, …]}, …]}`.

    Each distinct condition stands once under its number: `{"text": {"th", "en"}, "status": …}`; one that is not met or cannot be
    said has its `reason` ({"th", "en"}) as well, and one that cannot be said the facts that are `missing`. The offers are in the
    order of the plan, their conditions as they are written. Statuses and words are those of `evaluate`; the keys of the rules
    must be texts or numbers. Raises FactError as `evaluate`.
    """
    return plan.explainer.json(facts)


class Explainer:
    """What of the explanations does not hang on the enterprise."""

    def __init__(self, plan: Plan[Any]) -> None:
        self.plan = plan
        self.vocabulary = Vocabulary(plan.facts.values())
        # two conditions that mean the same may be written differently: each is told as it is written
        lines: dict[tuple[int, Node], int] = {}
        self.offers: list[list[bytes]] = []  # as they are sent, for each status
        for key, (rule, conditions) in plan.rules.items():
            told = [
                lines.setdefault(both, len(lines)) for both in zip(conditions, rule.conditions, strict=True)
            ]
            head, numbers = orjson.dumps(key), orjson.dumps(told)
            self.offers.append(
                [b'{"offer":%b,"status":%b,"conditions":%b}' % (head, word, numbers) for word in _WORDS]
            )
        self.numbers = [number for number, _ in lines]  # the node of each line
        self.nodes = {line: node for (_, node), line in lines.items()}
        self.parts = {
            number: [(part, plan.number_of(part)) for part in node.parts]
            for number, node in self.nodes.items()
            if isinstance(node, (AllOf, AnyOf))
        }
        self.facts = {number: fact_names(node) for number, node in self.nodes.items()}
        self.plainly_open = {  # ORs and ANDs of which a part is open only where its fact is not known at all
            number
            for number, parts in self.parts.items()
            if all(isinstance(part, Atom) and part.fact.type != "area" for part, _ in parts)
        }
        self.heads: dict[int, list[bytes]] = {}
        self.met: dict[int, bytes] = {}
        for number, node in self.nodes.items():
            text = b'"%d":{"text":%b,"status":' % (number, orjson.dumps(condition_text(node)))
            self.heads[number] = [text + word for word in _WORDS]
            self.met[number] = self.heads[number][YES] + b"}"
        self.kept: dict[tuple[int, object], bytes] = {}
        self.around: dict[tuple[int, bool, str], Around] = {}

    def json(self, facts: Mapping[str, object]) -> bytes:
        found = self.plan.probe.marks(facts)
        marks = found.tolist()
        values = known_values(self.plan.facts, self.vocabulary, facts)
        if len(self.kept) > MOST_KEPT:
            self.kept.clear()
        now = _Now(self, marks, [marks[number] for number in self.numbers], values)
        told = [
            self.met[line] if marks[self.numbers[line]] == YES else now.line(line, node)
            for line, node in self.nodes.items()
        ]
        statuses = laid_out(self.plan, found).rules.tolist()
        offers = [heads[status] for heads, status in zip(self.offers, statuses, strict=True)]
        return b'{"conditions":{%b},"offers":[%b]}' % (b",".join(told), b",".join(offers))


class _Now:
    """The conditions of one enterprise that are not met or cannot be said. An enterprise's value is put in words once for each
    part of an OR, and a line that can serve another enterprise is kept."""

    def __init__(self, ready: Explainer, marks: list[int], line_marks: list[int], values: Values) -> None:
        self.ready, self.marks, self.line_marks, self.values = ready, marks, line_marks, values
        self.said: dict[int, Words] = {}

    def line(self, number: int, node: Node) -> bytes:
        key = number, self._hangs_on(number, node)
        line = self.ready.kept.get(key)
        if line is None:
            line = self.ready.kept[key] = self._write(number, node)
        return line

    def _hangs_on(self, number: int, node: Node) -> object:
        """What must be the same for the line to serve another enterprise: the values, or, where only what is not known is
        told, which of the parts these are."""
        facts = self.ready.facts[number]
        if len(facts) == 1:
            return self.values.get(facts[0])
        if self.line_marks[number] == PERHAPS and number in self.ready.plainly_open:
            return PERHAPS, *[self.marks[at] for _, at in self.ready.parts[number]]
        return "values", *[self.values.get(name) for name in facts]

    def _write(self, number: int, node: Node) -> bytes:
        mark = self.line_marks[number]
        head, reason = self.ready.heads[number][mark], orjson.dumps(self._reason(number, node))
        if mark == NO:
            return b'%b,"reason":%b}' % (head, reason)
        missing = {
            fact.name: None
            for leaf in open_atoms(node, self.values)
            for fact in open_facts(leaf, self.values)
        }
        return b'%b,"reason":%b,"missing":%b}' % (head, reason, orjson.dumps(list(missing)))

    def _reason(self, number: int, node: Node) -> Words:
        truth = _TRUTH[self.line_marks[number]]
        if isinstance(node, Atom):
            return self._of_atom(self.ready.numbers[number], node, full=False)
        if truth is None or not isinstance(node, (AllOf, AnyOf)):
            return reason_of(node, self.values, truth)
        telling = self.ready.parts[number]
        if isinstance(node, AllOf):
            telling = [(part, at) for part, at in telling if self.marks[at] == NO]
        return joined_reason(node, [self._said(part, at) for part, at in telling], truth)

    def _said(self, part: Node, at: int) -> Words:
        if not isinstance(part, Atom):
            return full_reason(part, self.values)  # it may be written in another order elsewhere
        said = self.said.get(at)
        if said is None:
            said = self.said[at] = self._of_atom(at, part, full=True)
        return said

    def _of_atom(self, number: int, atom: Atom, *, full: bool) -> Words:
        """Of a number that is not met the words around the present value hang only on the side on which it lies."""
        truth, value = _TRUTH[self.marks[number]], self.values.get(atom.fact.name)
        if truth is not False or value is None or not isinstance(atom.domain, Ordered):
            return full_reason(atom, self.values) if full else reason_of(atom, self.values, truth)
        shown = stated(atom.fact, value)
        key = number, full, side_of(atom.domain, as_number(value))
        around = self.ready.around.get(key)
        if around is None:
            said = reason_of(atom, self.values, truth)
            whole = full_reason(atom, self.values) if full else said
            if any(
                not said[lang].startswith(shown[lang]) or not whole[lang].endswith(said[lang])
                for lang in said
            ):
                return whole
            around = self.ready.around[key] = _around(whole, said, shown)
        (th, th_after), (en, en_after) = around
        return {"th": f"{th}{shown['th']}{th_after}", "en": f"{en}{shown['en']}{en_after}"}


def _around(whole: Words, said: Words, shown: Words) -> Around:
    """What stands before and after the present value, in Thai and in English."""
    th, en = (
        (whole[lang][: len(whole[lang]) - len(said[lang])], said[lang][len(shown[lang]) :])
        for lang in ("th", "en")
    )
    return th, en
