"""Telling applicants the answer, and bodies of rounds that wait for them."""

from datetime import date, timedelta

from phanuek.agreements.notifications import Sent
from phanuek.matching.models import Application, Round
from phanuek.matching.notifications.readers import address_of, name_of, officers_of, people_of
from phanuek.matching.states import RoundState
from phanuek.messages.actions import tell
from phanuek.messages.models import Message
from phanuek.organisations.actor import Actor
from phanuek.ui import clock
from phanuek.ui.words import T

TOPIC = "matching.rounds"
PLATFORM = Actor.system("rounds")
LATE = timedelta(days=14)  # after which nobody is told a result for the first time


def tell_results(round: Round, *, by: Actor = PLATFORM, most: int | None = None) -> int:
    """To each applicant its own answers: its people on the page, its address by mail. Who was told already is not told twice."""
    rows = list(
        Application.objects.filter(round=round, withdrawn_at=None)
        .select_related("enterprise__organisation", "enterprise__subdistrict", "offer", "allocation", "round")
        .order_by("enterprise", "wish")
    )
    told = set(Message.objects.filter(topic=TOPIC, key__in=[_key(row) for row in rows]).values_list("key", flat=True)) if len(rows) < 20_000 else set()  # fmt: skip
    waiting = [row for row in rows if _key(row) not in told]
    for row in waiting[:most]:
        _tell_one(by, row)
    return len(waiting[:most])


def _key(application: Application) -> str:
    return f"round.result:{application.code}"


def _tell_one(by: Actor, row: Application) -> None:
    answer = getattr(row, "allocation", None)
    given = bool(answer and answer.units)
    title = T("ได้รับการจัดสรร: {offer}", "You were given a place: {offer}") if given else T("ผลการจัดสรร: {offer}", "The result of the round: {offer}")  # fmt: skip
    said = [T.of(reason) for reason in (answer.reasons if answer else [])]
    body = T("\n".join(text.th for text in said), "\n".join(text.en for text in said)) + T(
        "\nรายละเอียด เหตุผล และการอุทธรณ์อยู่ในหน้าผลของคำขอ",
        "\nReasons, details and appeal are on the page of the application.",
    )
    address = address_of(row.enterprise)
    for to, link in ((people_of(row.enterprise), row.get_absolute_url()), ([address] if address else [], row.round.get_absolute_url())):  # fmt: skip
        if to:
            tell(
                by=by, to=to, topic=TOPIC, subject=title.format(offer=name_of(row.offer)), body=body, link=link,
                about=row.round, key=_key(row),
            )  # fmt: skip


def tell_late_results(on: date) -> list[Sent]:
    """Results of large rounds, to those whom the publishing itself did not reach."""
    recent = Round.objects.filter(state=RoundState.PUBLISHED, published_at__gte=clock.now() - LATE)
    return [Sent(TOPIC, row.code, people) for row in recent if (people := tell_results(row))]


def remind_to_close(on: date) -> list[Sent]:
    """To the body: the last day is over."""
    sent = []
    for row in Round.objects.filter(state=RoundState.OPEN, closes_on__lt=on).select_related("owner"):
        made = tell(
            by=PLATFORM, to=officers_of(row.owner), topic=TOPIC,
            subject=T("พ้นวันรับคำขอแล้ว โปรดปิดรับ: {round}", "The last day is over, please close: {round}").format(round=name_of(row, "title")),
            body=T("เมื่อปิดรับแล้วรายชื่อจะไม่เปลี่ยนอีก และคำนวณผลได้เมื่อทราบเลขจับสลาก", "Closed, its list no longer changes; the result can be worked out when the number of the draw is known."),
            link=row.get_absolute_url(), about=row, key=f"round.close:{row.code}",
        )  # fmt: skip
        if made:
            sent.append(Sent(TOPIC, row.code, len(made)))
    return sent
