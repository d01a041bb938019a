"""Each week, to those who can act: how many needs find no offer, how many offers nobody, and where the list is.

Sent on Monday, or on the next day that the daily work runs; an empty list is not told of. Whoever was told this week is not
told again.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from phanuek.agreements.notifications import Sent
from phanuek.matching.queries.unmatched import Matching, Unmatched, for_actor
from phanuek.messages import actions as messages
from phanuek.messages.models import Message
from phanuek.messages.readers import Recipient
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES, Permission
from phanuek.ui.words import T

TOPIC = "matching.unmatched"
BY = Actor.system("daily")
LINK = "/matching/unmatched/"


def tell_of_unmatched(on: date) -> list[Sent]:
    """The week's lists; returns what was sent."""
    monday = on - timedelta(days=on.weekday())
    key = f"matching.unmatched:{monday.isoformat()}"
    waiting = _waiting(on, key)
    if not waiting:
        return []
    found, sent = Matching.of(on), []
    lists: dict[tuple[int, str, str], Unmatched] = {}
    for one in waiting:
        actor = Actor.of(one)
        same = (one.organisation_id, one.role, actor.area_code)
        if same not in lists:
            lists[same] = for_actor(actor, found)
        if lists[same]:
            told = messages.tell(
                by=BY, to=[Recipient(person_id=one.person_id, organisation_code=one.organisation.code)], topic=TOPIC,
                subject=_subject(lists[same]), body=_body(lists[same]), link=LINK, about=one.organisation, key=key,
            )  # fmt: skip
            if told:
                sent.append(Sent("unmatched", one.organisation.code, len(told)))
    return sent


def _waiting(on: date, key: str) -> list[Membership]:
    """Those who can act and were not told this week; a person with two roles is told of the first."""
    roles = [
        role.code
        for role in ROLES.values()
        if role.permissions & {Permission.CHECK_NEEDS, Permission.MANAGE_OWN_OFFERS}
    ]
    rows = Membership.objects.valid(on).filter(person__is_active=True, role__in=roles)
    told = set(Message.objects.filter(key=key).values_list("person_id", flat=True))
    return _once(
        row
        for row in rows.select_related("organisation", "area", "person").order_by("pk")
        if row.person_id not in told
    )


def _once(rows: Iterable[Membership]) -> list[Membership]:
    found: dict[int, Membership] = {}
    for row in rows:
        found.setdefault(row.person_id, row)
    return list(found.values())


def _subject(found: Unmatched) -> T:
    needs, offers = len(found.needs), len(found.offers)
    if not offers:
        return T("ความต้องการที่ยังไม่มีมาตรการรองรับ {n} เรื่อง", "{n} needs that no offer answers").format(n=needs)
    if not needs:
        return T("มาตรการที่ยังไม่มีกลุ่มใดเข้าเงื่อนไข {n} รายการ", "{n} offers that nobody fits").format(n=offers)
    return T(
        "ความต้องการที่ยังไม่มีมาตรการ {n} เรื่อง และมาตรการที่ยังไม่มีกลุ่มเข้าเงื่อนไข {m} รายการ",
        "{n} needs that no offer answers, and {m} offers that nobody fits",
    ).format(n=needs, m=offers)


def _body(found: Unmatched) -> T:
    lines = [T("สัปดาห์นี้", "This week:")]
    lines += [
        T("– {why}: {n} เรื่อง", "– {why}: {n}").format(why=T.of(why.label), n=count)
        for why, count in found.by_why
    ]
    if found.offers:
        lines.append(
            T("– มาตรการที่ยังไม่มีกลุ่มใดเข้าเงื่อนไข: {n} รายการ", "– offers that nobody fits: {n}").format(
                n=len(found.offers)
            )
        )
    lines.append(T("เปิดรายการเพื่อดูเหตุผลและดำเนินการต่อ", "Open the list for the reasons, and to act."))
    return T("\n".join(line.th for line in lines), "\n".join(line.en for line in lines))
