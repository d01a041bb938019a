"""Every address of the house. Each room brings its own; a room later in the list never hides an earlier one's page."""

from django.urls import include, path

from phanuek.config import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("accounts/", include("phanuek.people.urls")),
    path("ui/", include("phanuek.ui.urls")),
    path("", include("phanuek.messages.urls")),
    path("areas/", include("phanuek.areas.urls")),
    path("", include("phanuek.organisations.urls")),
    path("", include("phanuek.registry.urls")),
    path("", include("phanuek.eligibility.urls")),
    path("", include("phanuek.consent.urls")),
    path("", include("phanuek.agreements.urls")),
    path("", include("phanuek.needs.urls")),
    path("", include("phanuek.offers.urls")),
    path("", include("phanuek.matching.urls")),
    path("", include("phanuek.referrals.urls")),
    path("", include("phanuek.outcomes.urls")),
    path("figures/", include("phanuek.figures.urls")),
    path("", include("phanuek.desk.urls")),
    path("", include("phanuek.site.urls")),
    path("api/v1/", include("phanuek.api.urls")),
]
handler400 = "phanuek.ui.errors.bad_request"
handler403 = "phanuek.ui.errors.permission_denied"
handler404 = "phanuek.ui.errors.page_not_found"
handler500 = "phanuek.ui.errors.server_error"
