"""What stands around every page: built here, on top of the house, because it names pages of all rooms."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from phanuek.messages.queries import unread_count
from phanuek.organisations.middleware import memberships_of
from phanuek.organisations.models import Membership
from phanuek.organisations.roles import ROLES
from phanuek.ui.context import PUBLIC_NAV, Account, Choice, Chrome, NavItem, sign_in_url
from phanuek.ui.words import T

DESK = NavItem(T("โต๊ะทำงาน", "My desk"), "/desk/")
FOOTER = (
    NavItem(T("เกี่ยวกับผนึก", "About Phanuek"), "/about/"),
    NavItem(T("แจ้งความต้องการของพื้นที่", "Say what is needed"), "/needs/new/"),
    NavItem(T("ข้อมูลเปิดและ API", "Open data and API"), "/api/v1/docs"),
)


def build(request: HttpRequest) -> Chrome:
    """Public navigation for everyone; the desk and the organisations one may act for when signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Chrome(nav=PUBLIC_NAV, footer=FOOTER, sign_in_url=sign_in_url(request), demo=settings.DEMO)
    return Chrome(nav=(DESK, *PUBLIC_NAV), footer=FOOTER, account=_account(request), demo=settings.DEMO)


def _account(request: HttpRequest) -> Account:
    actor = request.actor  # type: ignore[attr-defined]
    memberships = memberships_of(request)
    chosen = next(
        (m for m in memberships if m.organisation_id == actor.organisation_id and m.role == actor.role), None
    )
    choices = [Choice(str(m.pk), _words(m), m == chosen) for m in memberships]
    unread = unread_count(request.user.pk)
    return Account(
        name=str(request.user),
        acting_for=_words(chosen) if chosen else T("ยังไม่มีหน่วยงานที่สังกัด", "No organisation yet"),
        links=(
            DESK,
            NavItem(
                T("ข้อความถึงฉัน", "My messages"),
                reverse("messages:list"),
                badge="99+" if unread > 99 else unread or "",
            ),
            NavItem(T("เปลี่ยนรหัสผ่าน", "Change password"), reverse("account_change_password")),
        ),
        choices=choices if len(choices) > 1 else (),
        act_for_url=reverse("organisations:act_for"),
        sign_out_url=reverse("account_logout"),
        unread=unread,
    )


def _words(membership: Membership) -> T:
    """Organisation and role of a membership."""
    body = membership.organisation
    return T("{body_th} · {role}", "{body_en} · {role}").format(
        body_th=body.name_th, body_en=body.name_en or body.name_th, role=ROLES[membership.role].label
    )
