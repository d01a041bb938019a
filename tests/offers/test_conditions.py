import json
from datetime import date
from decimal import Decimal

import pytest

from phanuek.engines.rules import Fact, Vocabulary, compile, evaluate
from phanuek.offers import conditions
from phanuek.offers.conditions import Row
from phanuek.ui.country import pack

KINDS = {"sme": {"th": "SME", "en": "SME"}, "cooperative": {"th": "สหกรณ์", "en": "cooperative"}}
WORDS = Vocabulary(
    [
        Fact("members", "integer"), Fact("is_registered", "boolean"), Fact("kind", "text", choices=KINDS), Fact("share", "number"),
        Fact("income", "money"), Fact("started", "date"), Fact("place", "area", choices={"50": {"th": "ชม", "en": "CM"}}),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows", "rest"),
    [
        ("", [], ""),
        ("TRUE", [], ""),
        ("is_registered", [Row("is_registered", "yes")], ""),
        ("NOT is_registered", [Row("is_registered", "no")], ""),
        ("is_registered = FALSE", [Row("is_registered", "no")], ""),
        ("NOT is_registered = FALSE", [Row("is_registered", "yes")], ""),
        ("members >= 7", [Row("members", "ge", (7,))], ""),
        ("members BETWEEN 7 AND 20", [Row("members", "ge", (7,)), Row("members", "le", (20,))], ""),
        ("kind = 'sme'", [Row("kind", "in", ("sme",))], ""),
        ("kind <> 'sme'", [Row("kind", "not_in", ("sme",))], ""),
        ("kind IN ('sme', 'cooperative')", [Row("kind", "in", ("sme", "cooperative"))], ""),
        ("kind NOT IN ('sme')", [Row("kind", "not_in", ("sme",))], ""),
        ("NOT kind IN ('sme')", [Row("kind", "not_in", ("sme",))], ""),
        ("share > 0.5", [Row("share", "gt", (Decimal("0.5"),))], ""),
        ("started <= DATE '2025-11-30'", [Row("started", "le", (date(2025, 11, 30),))], ""),
        ("place IN ('50')", [Row("place", "in", ("50",))], ""),
        ("place = '5001'", [], "place = '5001'"),
        ("members >= PARAM('least')", [], "members >= PARAM('least')"),
        ("is_registered OR members > 3", [], "is_registered OR members > 3"),
        (
            "(is_registered OR members > 3) AND members < 9",
            [Row("members", "lt", (9,))],
            "(is_registered OR members > 3)",
        ),
        ("members = 'seven'", [Row("members", "eq", ("seven",))], ""),
        ("unheard_of", [], "unheard_of"),
        ("((members >= 7))", [Row("members", "ge", (7,))], ""),
        (
            "(members >= 7 AND share > 1) AND is_registered",
            [Row("members", "ge", (7,)), Row("share", "gt", (1,)), Row("is_registered", "yes")],
            "",
        ),
        ("(is_registered) OR (members > 3)", [], "(is_registered) OR (members > 3)"),
        ("((", [], "(("),
        ("))", [], "))"),
        ("kind = 'a) OR ('", [], "kind = 'a) OR ('"),
    ],
)
def test_rule_text_becomes_rows_where_rows_can_say_it(text: str, rows: list[Row], rest: str) -> None:
    assert conditions.split(text, WORDS) == (rows, rest)


@pytest.mark.parametrize(
    ("rows", "rest", "text"),
    [
        ([], "", ""),
        ([Row("members", "ge", (7,)), Row("is_registered", "no")], "", "members >= 7 AND NOT is_registered"),
        ([Row("kind", "in", ("sme", "cooperative"))], "", "kind IN ('sme', 'cooperative')"),
        ([Row("kind", "not_in", ("sme",))], "", "kind <> 'sme'"),
        ([Row("started", "lt", (date(2025, 1, 2),))], "", "started < DATE '2025-01-02'"),
        (
            [Row("members", "ge", (7,))],
            "is_registered OR members > 3",
            "members >= 7 AND (is_registered OR members > 3)",
        ),
        ([], "is_registered OR members > 3", "is_registered OR members > 3"),
        ([Row("kind", "in", ("it's",))], "", "kind = 'it''s'"),
    ],
)
def test_rows_and_the_rest_become_one_rule(rows: list[Row], rest: str, text: str) -> None:
    assert conditions.join(rows, rest) == text


def test_every_rule_of_the_country_keeps_its_meaning_through_the_form() -> None:
    """Taken apart and put together again, each compiles to the same conditions in words."""
    from phanuek.engines.parameters import Parameters

    words = Vocabulary.from_json(pack().data("vocabulary")["facts"])
    values = Parameters.from_json(pack().data("parameters")["parameters"])
    day, offers = date(2026, 11, 23), pack().data("offers")["offers"]
    for offer in offers:
        text = offer["rule"]
        if not text:
            continue
        again = conditions.join(*conditions.split(text, words))
        said = [
            {c.text["th"] for c in evaluate(compile(t or "TRUE", words, day, values), {}).conditions}
            for t in (text, again)
        ]
        if "BETWEEN" in text:
            assert compile(again, words, day, values).facts
        else:
            assert said[0] == said[1], json.dumps([offer["code"], text, again], ensure_ascii=False)
