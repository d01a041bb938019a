"""What benchmarks/officers.py asks of the database, in a process of its own: `build` its world, `look` at what became of it."""

from __future__ import annotations

import json
import sys

import django


def build(officers: int, offers: int, killed: int, places: int) -> None:
    """A bank with so many officers, and offers with a case of each of so many groups. Prints sessions and cases as JSON."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from phanuek.people.models import Person
    from tests import cast
    from tests.offers.crowd import cases
    from tests.referrals import world as worlds

    # what costs is signing in, which is not what is measured; a session is what it leaves behind
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    world = worlds.build()
    sessions = []
    for number in range(officers):
        actor = cast.member(f"officer{number}", "partner_officer", world.bank)
        person, session = Person.objects.get(pk=actor.person_id), SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        sessions.append(session.session_key)
    rows = [
        worlds.offer(world.bank, code=f"last-{n}", commitment=world.commitment, capacity=capacity)
        for n, capacity in enumerate([places] * offers + [officers // 2] * killed)
    ]
    codes = [[case.code for case in some] for some in cases(world, rows, officers)]
    print(json.dumps({"sessions": sessions, "cases": codes}))


def look() -> None:
    """What the database holds: accepted cases by offer, differences of ledgers, broken timelines. Prints JSON."""
    from phanuek.offers.models import Offer
    from phanuek.offers.queries.ledgers import differences
    from phanuek.referrals.models import Referral
    from phanuek.timeline import queries as timeline

    accepted: dict[str, list[str]] = {}
    for code, offer in Referral.objects.filter(state="accepted").values_list("code", "offer__code"):
        accepted.setdefault(offer, []).append(code)
    offers = list(Offer.objects.filter(code__startswith="last-").select_related("commitment"))
    touched = [
        *offers,
        offers[0].commitment,
        *(r.enterprise for r in Referral.objects.filter(offer=offers[0])),
    ]
    print(
        json.dumps(
            {
                "accepted": accepted,
                "differences": [str(found) for found in differences()],
                "broken": [str(about) for about in touched if timeline.broken_link(about) is not None],
            }
        )
    )


if __name__ == "__main__":
    django.setup()
    if sys.argv[1] == "build":
        build(*map(int, sys.argv[2:6]))
    else:
        look()
