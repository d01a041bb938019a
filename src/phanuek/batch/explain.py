"""`phanuek explain`: one enterprise, each offer of a day: the answer, the reason of each condition, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from phanuek.batch.files.enterprises import open_enterprises
from phanuek.batch.files.offers import Offers, read_offers
from phanuek.batch.problems import Problems, shown, stop
from phanuek.engines.rules import Rule, Vocabulary, changes, evaluate, questions
from phanuek.engines.wording import Words, words


def explain(
    enterprises: Path, offers: Path, code: str, only: Sequence[str], on: date, note: Callable[[Words], None] = lambda said: None
) -> str:  # fmt: skip
    """JSON as docs/schemas/explanation.schema.json describes it; WrongInput when a file is wrong or nobody has the code. `note` is told
    what the reader should know of the offers although it is no error."""
    read = read_offers(offers)
    rules = _asked_for(read, only, on)
    for said in read.notes:
        note(said)
    problems = Problems()
    found = open_enterprises(enterprises, read.vocabulary, problems).find(code.strip())
    problems.stop_if_any()
    if found is None:
        stop(
            str(enterprises), words(f"ไม่มีวิสาหกิจรหัส “{shown(code)}”", f"there is no enterprise with the code “{shown(code)}”"),
            words("ตรวจรหัสในคอลัมน์ code", "look for it in the column code"), place="code",
        )  # fmt: skip
    told = explanation(code.strip(), rules, read.vocabulary, found.facts, on)
    return json.dumps(told, ensure_ascii=False, indent=1)


def _asked_for(offers: Offers, only: Sequence[str], on: date) -> dict[str, Rule]:
    """The rules of the day; of the offers named, when some are."""
    problems = Problems()
    rules: dict[str, Rule] = {}
    for offer in offers.offers:
        if offer.stands_on(on) and (not only or offer.code in only):
            rule = offers.compiled(offer, on, problems)
            if rule is not None:
                rules[offer.code] = rule
    known = {offer.code for offer in offers.offers}
    standing = {offer.code for offer in offers.offers if offer.stands_on(on)}
    for code in dict.fromkeys(only):
        said = shown(code)
        if code not in known:
            problems.add(
                offers.file, words(f"ไม่มีมาตรการรหัส “{said}”", f"there is no offer with the code “{said}”")
            )
        elif code not in standing:
            problems.add(
                offers.file, words(f"มาตรการ “{said}” ไม่อยู่ในช่วงวันที่ {on}", f"the offer “{said}” is not open on {on}"),
                words("เลือกวันอื่นด้วย --on", "choose another day with --on"),
            )  # fmt: skip
    problems.stop_if_any()
    return rules


def explanation(code: str, rules: Mapping[str, Rule], vocabulary: Vocabulary, facts: Mapping[str, Any], on: date) -> dict[str, Any]:  # fmt: skip
    asked = [
        {**question._asdict(), "question": vocabulary[question.fact].asks}
        for question in questions(rules, facts)
    ]
    return {
        "enterprise": code,
        "on": on.isoformat(),
        "offers": [
            {"offer": key, **evaluate(rule, facts).as_json(), "changes": _changes(rule, facts)}
            for key, rule in rules.items()
        ],
        "questions": asked,
        "best_question": asked[0] if asked else None,
    }


def _changes(rule: Rule, facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The smallest sets of changes, those last that would change what nobody can."""
    return [
        {"possible": all(step.possible for step in steps), "steps": [step.as_json() for step in steps]}
        for steps in changes(rule, facts, impossible=True)
    ]
