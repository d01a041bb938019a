from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from phanuek.organisations.middleware import SESSION_KEY, memberships_of


@require_POST
def act_for(request: HttpRequest) -> HttpResponse:
    """Chooses which of one's own memberships the next acts count for; anything else in the form changes nothing."""
    wanted = request.POST.get("membership", "")
    if any(str(membership.pk) == wanted for membership in memberships_of(request)):
        request.session[SESSION_KEY] = int(wanted)
    return redirect("/desk/")
