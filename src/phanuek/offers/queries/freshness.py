"""Whether one may rely on what an offer says, in words; and whose check is overdue."""

from dataclasses import dataclass
from datetime import date

from phanuek.engines.freshness import Freshness, Stage
from phanuek.offers import states
from phanuek.offers.models import Offer
from phanuek.ui import clock
from phanuek.ui.formats import be_date
from phanuek.ui.words import T, in_language


@dataclass(frozen=True)
class Reliance:
    """How far one may rely on an offer on a day, and what follows from it."""

    days: Freshness
    note: T
    unchecked: T | None = None  # nobody has checked it: from which day its time counts instead

    @property
    def state(self) -> states.Freshness:
        return states.Freshness(self.days.stage.value)

    @property
    def label(self) -> T:
        return T.of(self.state.label)

    @property
    def tag(self) -> str:
        return self.state.tag

    @property
    def is_fresh(self) -> bool:
        return self.days.stage == Stage.FRESH

    @property
    def is_hidden(self) -> bool:
        return self.days.stage == Stage.HIDDEN


def reliance(offer: Offer, on: date | None = None) -> Reliance:
    """No query."""
    found = offer.freshness(on or clock.today())
    words = {
        "due": day_words(found.due_on),
        "fades": day_words(found.fades_on),
        "hides": day_words(found.hides_on),
        "known": day_words(found.known_on),
    }
    unchecked = None if offer.checked_on else _since(offer, words["known"])
    note = {
        Stage.FRESH: T("ตรวจครั้งต่อไปภายใน {due}", "To be checked again by {due}")
        if unchecked is None
        else unchecked + T(" ตรวจครั้งแรกภายใน {due}", "; to be checked first by {due}"),
        Stage.FADING: T(
            "ครบกำหนดตรวจเมื่อ {due} หากไม่มีผู้ตรวจ จะพักการเสนอวันที่ {hides}",
            "Its check was due on {due}; if nobody checks it, it is no longer proposed from {hides}",
        ),
        Stage.HIDDEN: T(
            "ครบกำหนดตรวจเมื่อ {due} ไม่มีผู้ตรวจ จึงไม่เสนอให้กลุ่มตั้งแต่ {hides}",
            "Its check was due on {due} and nobody checked it, so it is not proposed to groups since {hides}",
        ),
    }[found.stage]
    return Reliance(found, note.format(**words), unchecked)


def _since(offer: Offer, known: T) -> T:
    """As `engines.freshness` counts: the source's own day where it states one, else the day it was added."""
    if offer.provenance_on:
        return T(
            "ยังไม่มีผู้ตรวจ นับจากวันที่ของต้นทาง {d}",
            "Nobody has checked it yet; counted from the source's date, {d}",
        ).format(d=known)
    return T(
        "ยังไม่มีผู้ตรวจ นับจากวันที่เพิ่ม {d}", "Nobody has checked it yet; counted from the day it was added, {d}"
    ).format(d=known)


def day_words(day: date) -> T:
    """A day in both languages, each in its era."""
    with in_language("th"):
        thai = be_date(day, "short")
    with in_language("en"):
        return T(thai, be_date(day, "short"))
