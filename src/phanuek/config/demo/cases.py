"""What became of the invented cases: closed by their clocks on their days; some refusals questioned, one case passed on."""

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from phanuek.config.demo.bodies import HOME_PROVINCE, Cast
from phanuek.referrals import actions as referrals
from phanuek.referrals import queries
from phanuek.referrals.models import Referral
from phanuek.referrals.notifications import silently
from phanuek.referrals.states import OPEN_STATES, ReferralState
from phanuek.ui import clock
from phanuek.ui.country import pack
from phanuek.ui.problems import NotAllowed, Refused

APPEALS = 2
APPEAL = "กลุ่มมีเอกสารเพิ่มเติมที่หน่วยงานยังไม่ได้เห็น ขอให้พิจารณาใหม่ (ตัวอย่าง)"
TRANSFER = "หน่วยงานนี้ดูแลเรื่องนี้โดยตรง (ตัวอย่าง)"


def live_on(cast: Cast) -> None:
    """Brings the cases to today. What is due today is then told to those it concerns, as on any other day."""
    with silently():
        _close_what_nobody_acted_on()
    _appeal(cast)
    _transfer(cast)
    referrals.run_clocks(clock.today())


def _close_what_nobody_acted_on() -> None:
    zone = ZoneInfo(pack().timezone)
    over = Referral.objects.filter(state__in=OPEN_STATES, step_ends__lte=clock.today()).order_by(
        "step_ends", "pk"
    )
    for referral in list(over):
        if referral.step_ends is None:
            continue
        with clock.at(datetime.combine(referral.step_ends, time(6), zone)):
            referrals.close_by_clock(referral=referral, on=referral.step_ends)


def _appeal(cast: Cast) -> None:
    """The newest refusals while their term runs, those of the home province first."""
    refused = Referral.objects.filter(state=ReferralState.REFUSED, appeal_until__gte=clock.today())
    newest = sorted(refused.order_by("-closed_at"), key=lambda one: one.province_id != HOME_PROVINCE)
    for referral in newest[:APPEALS]:
        officer = cast.area_officers[referral.province_id]
        _try(partial(referrals.appeal, by=officer, referral=referral, text=APPEAL))


def _transfer(cast: Cast) -> None:
    """One waiting case of the home province is proposed to another body."""
    waiting = Referral.objects.filter(state=ReferralState.SENT, province=HOME_PROVINCE).select_related(
        "enterprise", "offer", "need", "provider"
    )
    for referral in list(waiting.order_by("-sent_at")[:10]):
        officer = cast.partners.get(referral.provider.code)
        others = [
            one for one in queries.other_offers(referral).fits if one.provider_id != referral.provider_id
        ]
        invented = [one for one in others if one.is_demonstration]
        if officer is not None and invented:
            done = _try(
                partial(referrals.transfer, by=officer, referral=referral, to=invented[0], why=TRANSFER)
            )
            if done:
                return


def _try(act: Callable[[], object]) -> bool:
    """An act that the world of the day may not allow is left out."""
    try:
        act()
    except (Refused, NotAllowed):
        return False
    return True
