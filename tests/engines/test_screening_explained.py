"""The explanation that is sent says, of every rule and in both languages, what `evaluate` says."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phanuek.engines.rules import FactError, Known, Rule, Status, Vocabulary, compile, evaluate
from phanuek.engines.rules.domains import Ordered, Span
from phanuek.engines.rules.explaining import explanations
from phanuek.engines.rules.phrases import side_of
from phanuek.engines.rules.pieces import SIDES, Sides
from phanuek.engines.rules.plan import Plan
from phanuek.engines.wording import words
from tests.engines.screened import DAY, VALUES, WORDS, facts, texts

quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_MORE: dict[str, dict[str, Any]] = {
    "members": {"label": words("สมาชิก", "members"), "unit": words("คน", "persons")},
    "women": {"label": words('หญิง "แม่บ้าน"', 'women "at \\ home"'), "unit": words("คน", "persons")},
    "sales": {"label": words("ยอดขาย ๆ", "sales"), "question": words("ขายได้เท่าไร", "how much is sold?")},
    "share": {"label": words("ส่วนแบ่ง", "share"), "unit": words("ร้อยละ", "percent")},
    "founded": {"label": words("วันก่อตั้ง A", "founding\nday")},
    "juristic": {"label": words("เป็นนิติบุคคล", "is a juristic person")},
    "kind": {
        "label": words("ประเภท", "kind"),
        "choices": {"a": words("แบบ ก", "kind “A”"), "ก": words('"ก"', "\\")} | {k: words(k, k) for k in ("ab", "o'k", "ฮ")},
    },
    "place": {
        "choices": {"50": words("เชียงใหม่", "Chiang Mai"), "5001": words("อำเภอเมือง", "Mueang")}
        | {code: words(f"เขต {code}", f"area {code}") for code in ("5", "49", "51", "500101")},
    },
}  # fmt: skip
TOLD = Vocabulary([replace(fact, **_MORE.get(name, {})) for name, fact in WORDS.items()])
_EACH = [  # every kind of condition
    "members >= 7", "members > 7", "members <= 2", "members < 2", "members = 3", "members <> 3",
    "members BETWEEN 2 AND 7", "members NOT BETWEEN 2 AND 7", "members IN (1, 3)", "members NOT IN (1, 3)",
    "sales > 7 AND sales < 100", "sales <= 7", "share >= 0.3", "share < 0.3", "share = 0.5",
    "founded >= DATE '2020-02-29'", "founded < DATE '2020-02-29'", "founded > DATE '2020-02-29'",
    "YEARS_SINCE(founded) >= 3", "juristic", "NOT juristic", "kind = 'a'", "kind NOT IN ('a', 'ab')", "place IN ('5001')",
    "place NOT IN ('5001', '51')", "members > women", "listed_on <= founded", "RATIO(sales, costs) >= 0.3",
]  # fmt: skip


def check(some: list[Rule], rows: list[dict[str, Any]]) -> set[tuple[str, Status]]:
    """The conditions that were compared, by text and answer."""
    plan = Plan.of({f"offer {at}": rule for at, rule in enumerate(some)})
    met = set()
    for row in [*rows, rows[0]]:  # the later ones from what was kept
        sent = json.loads(explanations(plan, row))
        asked = set()
        for (at, rule), told in zip(enumerate(some), sent["offers"], strict=True):
            verdict = evaluate(rule, row).as_json()
            assert (told["offer"], told["status"]) == (f"offer {at}", verdict["status"])
            assert told.keys() == {"offer", "status", "conditions"}
            asked |= {str(number) for number in told["conditions"]}
            lines = [sent["conditions"][str(number)] for number in told["conditions"]]
            for line, expected in zip(lines, verdict["conditions"], strict=bool(rule.conditions)):
                more = {"does_not_fit": ["reason"], "unknown": ["reason", "missing"]}
                same = ["text", "status", *more.get(expected["status"], [])]
                assert line == {name: expected[name] for name in same}
                met.add((line["text"]["en"], expected["status"]))
        assert sent["conditions"].keys() == asked
    return met


@quick
@given(
    some=st.lists(texts(), min_size=1, max_size=4),
    rows=st.lists(facts(), min_size=1, max_size=3),
    vocabulary=st.sampled_from([WORDS, TOLD]),
)
def test_as_evaluate(some: list[str], rows: list[dict[str, Any]], vocabulary: Vocabulary) -> None:
    check([compile(text, vocabulary, DAY) for text in some], rows)


def test_every_kind_of_condition_alone_and_joined() -> None:
    alone = [compile(text, TOLD, DAY) for text in _EACH]
    joined = [
        compile(f"({one} {by} {other})" if by == "OR" else f"juristic OR ({one} AND {other})", TOLD, DAY)
        for one, other in zip(_EACH, _EACH[5:] + _EACH[:5], strict=True)
        for by in ("OR", "AND")
    ]
    lots = random.Random(5)
    rows = [{name: lots.choice([*some, None]) for name, some in VALUES.items()} for _ in range(60)]
    met = check(alone + joined, [{}, {"sales": 1, "costs": 0}, *rows])
    for rule in alone:
        for condition in evaluate(rule, {}).conditions:
            told = {status for text, status in met if text == condition.text["en"]}
            assert told == set(Status), condition.text


def test_no_rule_and_a_rule_that_asks_nothing() -> None:
    assert json.loads(explanations(Plan.of({}), {})) == {"conditions": {}, "offers": []}
    check([compile("TRUE", TOLD, DAY)], [{}, {"members": 1}])
    check([compile("TRUE", TOLD, DAY), compile("members > 1", TOLD, DAY)], [{}, {"members": Known(1, "x")}])


def test_a_wrong_value_is_refused_as_evaluate_refuses_it() -> None:
    with pytest.raises(FactError, match="members"):
        explanations(Plan.of([compile("members > 1", TOLD, DAY)]), {"members": "many"})


def test_a_rule_that_comes_or_goes_shows_in_what_is_sent() -> None:
    plan: Plan[str] = Plan.of({"a": compile("members > 1", TOLD, DAY)})
    explanations(plan, {"members": 1})
    plan.put("b", compile("kind = 'a'", TOLD, DAY))
    plan.remove("a")
    assert [offer["offer"] for offer in json.loads(explanations(plan, {}))["offers"]] == ["b"]


_NUMBERS = st.none() | st.integers(-3, 3) | st.decimals(-3, 3, places=1)


@quick
@given(
    spans=st.lists(st.tuples(_NUMBERS, st.booleans(), _NUMBERS, st.booleans()), max_size=8),
    number=_NUMBERS.filter(lambda number: number is not None),
)
def test_sides_are_those_of_the_phrases(spans: list[tuple[Any, bool, Any, bool]], number: Any) -> None:
    domains = [
        Ordered((Span(*span),)) for span in spans if None in (span[0], span[2]) or span[0] <= span[2]
    ] + [Ordered(())]
    sides = Sides()
    places = [sides.add("members", domain) for domain in domains]
    sides.finish()
    moved = sides.of({"members": number})
    for place, domain in zip(places, domains, strict=True):
        if not domain.test(number):
            assert SIDES[moved[place] // 2] == side_of(domain, number)
