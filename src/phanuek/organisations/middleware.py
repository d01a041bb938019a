"""Sets `request.actor`: who acts in this request, and for which organisation."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Membership
from phanuek.ui import clock

SESSION_KEY = "membership"


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def memberships_of(request: HttpRequest) -> list[Membership]:
    """The signed-in person's memberships in force today, in a fixed order; asked once for each request."""
    known: list[Membership] | None = getattr(request, "known_memberships", None)
    if known is None:
        known = _memberships(request)
        request.known_memberships = known  # type: ignore[attr-defined]
    return known


def _memberships(request: HttpRequest) -> list[Membership]:
    return list(
        Membership.objects.valid(clock.today())
        .filter(person=request.user.pk)
        .select_related("organisation", "area", "person")
        .order_by("pk")
    )


def actor_of(request: HttpRequest) -> Actor:
    """The membership chosen in the session, else the first one; a person without any is signed in but may do nothing."""
    if not request.user.is_authenticated:
        return Actor.public()
    memberships = memberships_of(request)
    if not memberships:
        return Actor(person_id=request.user.pk, person_name=str(request.user))
    chosen = request.session.get(SESSION_KEY)
    return Actor.of(next((m for m in memberships if m.pk == chosen), memberships[0]))
