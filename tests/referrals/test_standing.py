"""An offer is not taken back from the public while somebody's case is open with it."""

import pytest

from phanuek.offers import actions as offers
from phanuek.referrals import actions
from phanuek.referrals.states import RefusalReason
from phanuek.ui.problems import Refused
from tests.referrals import world as worlds
from tests.referrals.world import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_sent_case_holds_the_offer() -> None:
    world = worlds.build()
    referral = world.send()
    with pytest.raises(Refused, match="1 เรื่อง"):
        offers.unpublish(by=SYSTEM, offer=world.offer, why="ปรับใหม่")
    actions.refuse(by=world.niran, referral=referral, reason=RefusalReason.values[0], note="ก")
    assert not offers.unpublish(by=SYSTEM, offer=world.offer, why="ปรับใหม่").published
