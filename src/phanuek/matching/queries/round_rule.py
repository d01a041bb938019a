"""The written rule of a round: what it may say, what it says in words, what it gives whom.

Kept as plain data (`Round.rule`), typed in a form, read in sentences, fixed by a hash when the round opens. `score_of` gives each
wish its points with a reason for each part; `engine_rule` is the part that `engines.sharing` works by.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from phanuek.eligibility import facts as eligibility_facts
from phanuek.engines import rules, sharing
from phanuek.engines.rules import Known, RuleError, Status
from phanuek.offers.queries.conditions import compile_text
from phanuek.ui.formats import be_date
from phanuek.ui.problems import Refused
from phanuek.ui.words import T, in_language

VERSION = 1
MOST_POINTS = 1000
OPERATORS = {
    "is_true": T("ใช่", "is true"),
    ">=": T("ตั้งแต่ … ขึ้นไป", "at least"),
    "<=": T("ไม่เกิน …", "at most"),
}
LEFT_OUT, TAKES_PART = "left_out", "takes_part"
UNKNOWN = {
    LEFT_OUT: T("ไม่นำเข้าการจัดสรร", "are left out"),
    TAKES_PART: T(
        "เข้าร่วมการจัดสรรได้ หน่วยงานตรวจก่อนให้การสนับสนุน", "take part; the body checks before it gives support"
    ),
}
EMPTY: dict[str, Any] = {
    "version": VERSION, "base": 100, "first_wish": 0, "criteria": [], "groups": [], "poorest_fact": "", "poorest_points": 0,
    "per_applicant": 1, "per_means": None, "area_least_percent": 0, "area_most_percent": 100, "area_fairness": 0,
    "unknown": LEFT_OUT, "seed_source_th": "", "seed_source_en": "", "seed_on": "", "appeal_days": 15,
}  # fmt: skip


def whole(rule: Mapping[str, Any]) -> dict[str, Any]:
    return {**EMPTY, **rule}


def fingerprint(rule: Mapping[str, Any]) -> str:
    """Version and SHA-256 of the rule, short enough to be read aloud."""
    text = json.dumps(whole(rule), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"{VERSION}:{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def check(rule: Mapping[str, Any], *, closes_on: date, on: date) -> None:
    """Refused at its field when a part cannot be worked with or does not say enough for the round to open."""
    rule = whole(rule)
    if not str(rule["seed_source_th"]).strip() or not rule["seed_on"]:
        raise Refused(
            T("โปรดระบุที่มาของเลขจับสลาก และวันที่จะทราบ", "Say where the number of the draw comes from, and the day it is known."),
            field="seed_source_th",
            hint=T("เช่น เลขท้าย 6 ตัวของรางวัลที่ 1 สลากกินแบ่งรัฐบาล", "Such as: the first prize of the government lottery."),
        )  # fmt: skip
    if date.fromisoformat(rule["seed_on"]) <= closes_on:
        raise Refused(
            T("ต้องเป็นเลขที่ยังไม่มีใครทราบเมื่อปิดรับคำขอ", "Nobody may know the number when applications close."),
            field="seed_on", hint=T("เลือกวันหลังวันปิดรับ", "Choose a later day."),
        )  # fmt: skip
    most = rule["base"] + rule["first_wish"] + sum(one["points"] for one in rule["criteria"])
    if not 0 < most <= MOST_POINTS:
        raise Refused(
            T("คะแนนรวมสูงสุดต้องอยู่ระหว่าง 1 ถึง {n} (ขณะนี้ {m})", "All points together must be 1 to {n} (now {m}).").format(n=MOST_POINTS, m=most),
            field="base",
        )  # fmt: skip
    Scoring.of(rule, on)
    try:
        engine_rule(rule, "0")
    except sharing.RoundError as error:
        raise Refused(T.of(error.message), field="group_1_reserved") from error


def text_of(criterion: Mapping[str, Any]) -> str:
    """As rule text; an amount is typed in baht and compared in satang."""
    name, op, value = str(criterion["fact"]), str(criterion["op"]), str(criterion.get("value", ""))
    if op == "is_true":
        return name
    words = eligibility_facts.vocabulary()
    if name in words and words[name].type == "money" and value:
        value = str(int(Decimal(value) * 100))
    return f"{name} {op} {value}"


@dataclass(frozen=True)
class Scoring:
    """The criteria, ready to be asked."""

    rule: Mapping[str, Any]
    criteria: Sequence[tuple[rules.Rule, int]]

    @classmethod
    def of(cls, rule: Mapping[str, Any], on: date) -> Scoring:
        rule = whole(rule)
        compiled = []
        for number, one in enumerate(rule["criteria"], start=1):
            try:
                compiled.append((compile_text(text_of(one), on), one["points"]))
            except (RuleError, Refused) as error:
                raise Refused(
                    T("เกณฑ์ข้อที่ {n} อ่านไม่ได้: {why}", "Criterion {n} cannot be read: {why}").format(n=number, why=str(error)),
                    field=f"criterion_{number}_value",
                ) from error  # fmt: skip
        return cls(rule, compiled)

    def score_of(self, known: Mapping[str, Known], wish: int) -> tuple[int, list[dict[str, Any]]]:
        """Points, and what each part of the rule gave: [{"th", "en", "points"}]. What is not known gives nothing, and says so."""
        parts: list[tuple[T, int]] = []
        if self.rule["base"]:
            parts.append((T("คะแนนเริ่มต้นของทุกคำขอ", "Points that every application has"), self.rule["base"]))
        if self.rule["first_wish"]:
            first = wish == 1
            words = T("เป็นความต้องการลำดับแรก", "The wish wanted most") if first else T("ไม่ใช่ความต้องการลำดับแรก", "Not the wish wanted most")  # fmt: skip
            parts.append((words, self.rule["first_wish"] if first else 0))
        for compiled, points in self.criteria:
            verdict = rules.evaluate(compiled, known)
            condition = verdict.conditions[0]
            words = T.of(condition.text)
            if verdict.status == Status.UNKNOWN:
                words = words + T(" (ยังไม่ทราบ)", " (not known)")
            elif verdict.status == Status.DOES_NOT_FIT:
                words = words + T(" (ไม่ใช่)", " (no)")
            parts.append((words, points if verdict.status == Status.FITS else 0))
        return sum(points for _, points in parts), [
            {**words.as_dict(), "points": points} for words, points in parts
        ]


def group_of(rule: Mapping[str, Any], known: Mapping[str, Known]) -> str:
    """The first group of the rule that the applicant is known to belong to."""
    for group in whole(rule)["groups"]:
        fact = known.get(group["fact"])
        if fact is not None and fact.value is True:
            return str(group["fact"])
    return ""


def needs(rule: Mapping[str, Any], known: Mapping[int, Mapping[str, Known]]) -> dict[int, int]:
    """0 to 100 by applicant: the share of the others that have more. Not known: 0."""
    name = whole(rule)["poorest_fact"]
    if not name:
        return dict.fromkeys(known, 0)
    values = {
        key: facts[name].value
        for key, facts in known.items()
        if name in facts and facts[name].value is not None
    }
    numbers = sorted(float(value) for value in values.values())  # type: ignore[arg-type]
    found = dict.fromkeys(known, 0)
    for key, value in values.items():
        above = len(numbers) - bisect_right(numbers, float(value))  # type: ignore[arg-type]
        found[key] = 100 * above // max(len(numbers) - 1, 1)
    return found


def engine_rule(rule: Mapping[str, Any], seed: str) -> sharing.Rule:
    rule = whole(rule)
    return sharing.Rule(
        seed=seed or "0", per_applicant=rule["per_applicant"], per_category=rule["per_means"],
        groups=tuple(sharing.PriorityGroup(g["fact"], g["points"], g["reserved_percent"]) for g in rule["groups"]),
        area_least_percent=rule["area_least_percent"], area_most_percent=rule["area_most_percent"],
        area_fairness=rule["area_fairness"], poorest_points=rule["poorest_points"] if rule["poorest_fact"] else 0,
    )  # fmt: skip


def label_of(fact: str) -> T:
    words = eligibility_facts.vocabulary()
    return T.of(words[fact].label) if fact in words else T(fact, fact)


def in_words(rule: Mapping[str, Any], on: date) -> list[T]:
    """The whole rule as sentences, in the order in which it works."""
    rule = whole(rule)
    said = [T("ทุกคำขอเริ่มที่ {n} คะแนน", "Every application begins with {n} points.").format(n=rule["base"])]
    if rule["first_wish"]:
        said.append(
            T("ความต้องการลำดับแรกของกลุ่มได้เพิ่ม {n} คะแนน", "A group's first wish has {n} more.").format(
                n=rule["first_wish"]
            )
        )
    for one in rule["criteria"]:
        text = T.of(rules.evaluate(compile_text(text_of(one), on), {}).conditions[0].text)
        said.append(T("{what}: เพิ่ม {n} คะแนน", "{what}: {n} more.").format(what=text, n=one["points"]))
    if rule["poorest_fact"] and rule["poorest_points"]:
        said.append(
            T("ยิ่ง{what}น้อยเมื่อเทียบกับผู้ขอรายอื่น ยิ่งได้คะแนนเพิ่ม สูงสุด {n} คะแนน ไม่ทราบ: ไม่เพิ่ม",
              "The lower {what} compared with the other applicants, the more points on top, {n} at most; not known: none.")
            .format(what=label_of(rule["poorest_fact"]), n=rule["poorest_points"])
        )  # fmt: skip
    said += [_group_words(group) for group in rule["groups"]]
    if rule["area_least_percent"]:
        said.append(
            T("แต่ละจังหวัดได้อย่างน้อยร้อยละ {n} ของที่ขอก่อน หากมีผู้ขอที่รับได้",
              "Each province is first given {n} % of what it asks for, as far as it can be used.").format(n=rule["area_least_percent"])
        )  # fmt: skip
    if rule["area_most_percent"] < 100:
        said.append(
            T("จังหวัดเดียวได้ไม่เกินร้อยละ {n} ของทั้งหมด", "No province gets more than {n} % of all places.")
            .format(n=rule["area_most_percent"])
        )  # fmt: skip
    if rule["area_fairness"]:
        said.append(
            T("ที่แรกของทุกจังหวัดได้คะแนนเพิ่มเต็ม {n} คะแนน ที่ถัดไปลดลงขั้นละหนึ่งในสิบตามส่วนที่จังหวัดได้แล้วจากที่ขอ",
              "The first place of every province has {n} points more; the next have less, by a tenth for each tenth of its requests that is served.")
            .format(n=rule["area_fairness"])
        )  # fmt: skip
    said.append(
        T("กลุ่มหนึ่งรับได้ไม่เกิน {n} มาตรการ", "A group may have {n} at most.").format(n=rule["per_applicant"])
    )
    if rule["per_means"]:
        said.append(
            T("และไม่เกิน {n} มาตรการในวิธีสนับสนุนเดียวกัน", "And {n} at most of the same means.").format(
                n=rule["per_means"]
            )
        )
    said.append(
        T("เลือกผลที่ที่กันไว้ได้ใช้มากที่สุดก่อน แล้วจึงได้คะแนนรวมสูงสุด ที่กันไว้ซึ่งไม่มีผู้รับได้ตกเป็นของผู้อื่น",
          "The result is the one that fills most reserved places and then has the most points; reserved places that cannot be "
          "used fall to the others.")
    )  # fmt: skip
    said.append(
        T(
            "คำขอที่ข้อมูลยังไม่เพียงพอเมื่อปิดรับ {what}",
            "Applications that cannot be decided when the round closes {what}.",
        ).format(what=UNKNOWN[rule["unknown"]])
    )
    if rule["seed_on"]:
        said.append(_seed_words(rule))
    said.append(
        T("อุทธรณ์ได้ภายใน {n} วันหลังประกาศผล", "Appeals are taken for {n} days after the result.").format(
            n=rule["appeal_days"]
        )
    )
    return said


def _group_words(group: Mapping[str, Any]) -> T:
    name = label_of(group["fact"])
    if group["reserved_percent"] and group["points"]:
        text = T(
            "{name}: เพิ่ม {p} คะแนน และกันที่ไว้ร้อยละ {r} ของแต่ละมาตรการ",
            "{name}: {p} points more, and {r} % of each offer's places first.",
        )
    elif group["reserved_percent"]:
        text = T("{name}: กันที่ไว้ร้อยละ {r} ของแต่ละมาตรการ", "{name}: {r} % of each offer's places first.")
    else:
        text = T("{name}: เพิ่ม {p} คะแนน", "{name}: {p} points more.")
    return text.format(name=name, p=group["points"], r=group["reserved_percent"])


def _seed_words(rule: Mapping[str, Any]) -> T:
    source = T(rule["seed_source_th"], rule["seed_source_en"] or rule["seed_source_th"])
    day = date.fromisoformat(rule["seed_on"])
    with in_language("th"):
        th = be_date(day)
    with in_language("en"):
        en = be_date(day)
    return T(
        "คะแนนเท่ากันใช้การจับสลาก เลขตั้งต้น: {source} ของวันที่ {day}",
        "Equals are settled by a draw; its number: {source}, of {day}.",
    ).format(source=source, day=T(str(th), str(en)))
