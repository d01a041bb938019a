"""How far the signing has come, whose signatures it needs, and for how long it holds."""

from __future__ import annotations

from datetime import date

from phanuek.agreements.importing.pieces import Piece
from phanuek.agreements.importing.told import Told
from phanuek.agreements.models import Attendee
from phanuek.agreements.states import SigningRule, Stage
from phanuek.ui.country import pack
from phanuek.ui.words import T

MOST_DAYS = 3660


def read_terms(file: Piece, told: Told) -> None:
    told.agreement["signed_on"] = file.day("signed_on")
    _weekday(file, told)
    _term(file, told)
    _rule(file, told)
    _stage(file, told)


def _weekday(file: Piece, told: Told) -> None:
    """A weekday that does not fit speaks for a slip in the date; somebody should look."""
    if not isinstance(file.data.get("signed_on"), dict):
        return
    day: date | None = told.agreement["signed_on"]
    weekday = file.piece("signed_on").text("weekday_th")
    if day and weekday and weekday not in pack().format_date(day, "th", "full"):
        file.report.warn(
            "signed_on.weekday_th",
            T("{day} ไม่ใช่{weekday} โปรดตรวจวันที่", "{day} is not a {weekday}: check the date").format(
                day=day.isoformat(), weekday=weekday[:30]
            ),
        )


def _term(file: Piece, told: Told) -> None:
    term = file.piece("term")
    for name in ("ends_on", "effective_on"):
        if term.tells(name):
            told.agreement[name] = term.day(name)
    if term.tells("no_fixed_term"):
        told.agreement["no_fixed_term"] = bool(term.flag("no_fixed_term"))
    if term.tells("notice_days"):
        told.agreement["notice_days"] = term.whole("notice_days", least=1, most=MOST_DAYS)
    if told.agreement.get("no_fixed_term") and told.agreement.get("ends_on"):
        term.wrong(
            "no_fixed_term",
            T("บอกว่าไม่มีกำหนดสิ้นสุด แต่มีวันสิ้นสุดด้วย", "says that there is no end, yet an end is told"),
            T("เหลือไว้อย่างใดอย่างหนึ่ง", "Keep one of the two."),
        )


def _rule(file: Piece, told: Told) -> None:
    """A word, or an object with the number for `at_least`."""
    if not file.tells("signing_rule"):
        return
    if isinstance(file.data["signing_rule"], str):
        told.agreement["signing_rule"] = (
            file.choice("signing_rule", SigningRule.values) or SigningRule.NOT_STATED
        )
        kind, count, piece = told.agreement["signing_rule"], None, file
    else:
        piece = file.piece("signing_rule")
        kind = piece.choice("kind", SigningRule.values, needed=True) or SigningRule.NOT_STATED
        count = piece.whole("count", least=1, most=max(len(told.parties), 1))
    if kind == SigningRule.AT_LEAST and count is None:
        piece.wrong("count" if piece is not file else "signing_rule", T(
            "ต้องบอกว่าต้องลงนามอย่างน้อยกี่ภาคี", "must say how many parties are to sign"))  # fmt: skip
    if kind == SigningRule.NAMED and not any(row.values.get("must_sign") for row in told.parties):
        piece.wrong("kind" if piece is not file else "signing_rule", T(
            "ต้องระบุ must_sign ที่ภาคีอย่างน้อยหนึ่งราย", "needs must_sign at one party at least"))  # fmt: skip
    told.agreement |= {"signing_rule": kind, "signing_count": count}


def _stage(file: Piece, told: Told) -> None:
    """Signed where there is a day; being signed where some have signed; else a draft."""
    days = [
        d
        for row in told.people
        if row.values["part"] == Attendee.Part.SIGNATORY and (d := row.values.get("signed_on"))
    ]
    signed_on = told.agreement["signed_on"]
    stage = file.choice("stage", Stage.values)
    if not stage:
        stage = Stage.SIGNED if signed_on else Stage.SIGNING if days else Stage.DRAFT
        if stage != Stage.SIGNED:
            file.report.warn("signed_on", T("ไม่มีวันลงนาม จึงนำเข้าเป็น “{stage}”", "There is no day of signing, so it comes in as “{stage}”.").format(
                stage=T.of(Stage(stage).label)))  # fmt: skip
    if (stage == Stage.SIGNED) != (signed_on is not None):
        file.wrong(
            "stage",
            T(
                "ฉบับที่ลงนามแล้วต้องมีวันลงนาม ฉบับอื่นต้องไม่มี",
                "what is signed has a day of signing, what is not has none",
            ),
        )
    if stage == Stage.DRAFT and days:
        file.wrong("stage", T("มีผู้ลงนามแล้ว จึงไม่ใช่ร่าง", "someone has signed, so it is no draft any more"))
    told.agreement["stage"] = str(stage)
    if stage == Stage.SIGNING:
        told.remarks["signing_opened_on"] = min(days, default=None)
