"""The answer to one application in words: what was decided, why, and what would have changed it."""

from __future__ import annotations

from typing import Any

from phanuek.engines.sharing import Why, Wish
from phanuek.matching.queries import round_rule
from phanuek.ui.words import T

WORDS = {
    Why.GIVEN: T("ได้รับการจัดสรร ด้วย {points} คะแนน", "Given a place, with {points} points."),
    Why.GIVEN_RESERVED: T("ได้รับการจัดสรรจากที่ที่กันไว้สำหรับ{group} ด้วย {points} คะแนน", "Given a place kept for {group}, with {points} points."),
    Why.NO_PLACES: T("มาตรการนี้ไม่มีที่ในรอบนี้", "The offer had no places in this round."),
    Why.LIMIT: T("ไม่ได้รับ เพราะกลุ่มได้รับครบตามจำนวนที่กติกากำหนดแล้ว", "Not given: the group has as many as the rule lets one group have."),
    Why.CATEGORY: T("ไม่ได้รับ เพราะกลุ่มได้รับวิธีสนับสนุนนี้ครบตามกติกาแล้ว", "Not given: the group has as many of this means as the rule lets it have."),
    Why.AREA_MOST: T("ไม่ได้รับ เพราะจังหวัดได้รับครบสัดส่วนสูงสุดตามกติกาแล้ว", "Not given: the province has the most that the rule lets it have."),
    Why.RESERVED: T("ไม่ได้รับ เพราะที่ส่วนหนึ่งกันไว้สำหรับกลุ่มเป้าหมายตามกติกา", "Not given: some places are kept for a priority group."),
    Why.AREA_SHARE: T("ไม่ได้รับ เพราะกติกาให้จังหวัดที่ยังได้น้อยก่อน", "Not given: the rule serves provinces first that were served less."),
    Why.MONEY: T("ไม่ได้รับ เพราะวงเงินที่เหลือไม่พอกับจำนวนที่ขอ", "Not given: the money that was left does not reach for what was asked."),
    Why.DRAW: T("ไม่ได้รับ คะแนนเท่ากับรายสุดท้ายที่ได้ แต่จับสลากได้ลำดับหลังกว่า", "Not given: as many points as the last one in, but drawn later."),
    Why.POINTS: T("ไม่ได้รับ เพราะผู้ที่ได้มีคะแนนสูงกว่า", "Not given: those who were have more points."),
}  # fmt: skip
LEFT_OUT = {
    "unknown": T("ไม่ได้เข้าการจัดสรร เพราะข้อมูลยังไม่เพียงพอเมื่อปิดรับคำขอ", "Left out: it could not be decided when the round closed."),
    "does_not_fit": T("ไม่ได้เข้าการจัดสรร เพราะไม่เข้าเงื่อนไขเมื่อปิดรับคำขอ", "Left out: it did not fit the conditions when the round closed."),
}  # fmt: skip


def reasons_of(wish: Wish, *, group: str, draw_place: int, of: int) -> list[dict[str, str]]:
    """Sentences in both languages, the decision first."""
    name = round_rule.label_of(group) if group else T("", "")
    said = [WORDS[wish.why].format(points=wish.points, group=name)]
    if wish.why in (Why.GIVEN, Why.GIVEN_RESERVED):
        if wish.lowest is not None and wish.lowest < wish.points:
            said.append(
                T(
                    "คะแนนต่ำสุดที่ได้รับมาตรการนี้คือ {n}", "The lowest points with which it was given are {n}."
                ).format(n=wish.lowest)
            )
    else:
        said.append(
            T(
                "คะแนนของคำขอนี้คือ {n} (รวมคะแนนเพิ่มตามกติกา)",
                "This application has {n} points, bonuses included.",
            ).format(n=wish.points)
        )
        said += _what_would_have(wish)
    said.append(
        T("ลำดับจับสลากของกลุ่ม: {n} จาก {of}", "The group's place in the draw: {n} of {of}.").format(
            n=draw_place, of=of
        )
    )
    return [text.as_dict() for text in said]


def _what_would_have(wish: Wish) -> list[T]:
    if wish.why == Why.MONEY:
        return [T("ขอจำนวนเงินน้อยลงอาจเปลี่ยนผล", "Asking for less might have changed it.")]
    if wish.needed is None:
        if wish.why in (Why.LIMIT, Why.CATEGORY):
            return []
        return [
            T(
                "คะแนนเท่าใดก็ไม่เปลี่ยนผลนี้ เพราะกติกาให้ที่ที่กันไว้มาก่อนคะแนน",
                "No number of points would have changed it: what the rule keeps aside comes before points.",
            )
        ]
    if wish.why == Why.DRAW:
        return [T("หากมีคะแนนมากกว่านี้ 1 คะแนนจะได้รับ", "With one point more it would have been given.")]
    return [
        T("หากมี {n} คะแนนจะได้เท่ารายสุดท้ายและตัดสินด้วยการจับสลาก มากกว่านั้นจะได้รับ",
          "With {n} points the draw would have decided; with more it would have been given.").format(n=wish.needed)
    ]  # fmt: skip


def left_out(status: str) -> list[dict[str, Any]]:
    text = LEFT_OUT.get(status)
    return [text.as_dict()] if text else []
