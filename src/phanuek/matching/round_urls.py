"""Addresses of rounds."""

from django.urls import path

from phanuek.matching.views import round_acts, round_applications, rounds

urlpatterns = [
    path("rounds/", rounds.listing, name="rounds"),
    path("rounds/new/", round_acts.new, name="round_new"),
    path("rounds/verify_round.py", rounds.verifier, name="round_verifier"),
    path("rounds/<slug:code>/", rounds.page, name="round"),
    path("rounds/<slug:code>/published.json", rounds.published, name="round_published"),
    path("rounds/<slug:code>/results.<str:kind>", rounds.results, name="round_results"),
    path("rounds/<slug:code>/progress/", rounds.progress, name="round_progress"),
    path("rounds/<slug:code>/edit/", round_acts.edit, name="round_edit"),
    path("rounds/<slug:code>/rule/", round_acts.rule, name="round_rule"),
    path("rounds/<slug:code>/offers/", round_acts.lots, name="round_offers"),
    path("rounds/<slug:code>/offers/<slug:offer>/remove/", round_acts.remove_lot, name="round_offer_remove"),
    path("rounds/<slug:code>/open/", round_acts.open_round, name="round_open"),
    path("rounds/<slug:code>/close/", round_acts.close, name="round_close"),
    path("rounds/<slug:code>/solve/", round_acts.solve, name="round_solve"),
    path("rounds/<slug:code>/again/", round_acts.again, name="round_again"),
    path("rounds/<slug:code>/publish/", round_acts.publish, name="round_publish"),
    path("rounds/<slug:code>/cancel/", round_acts.cancel, name="round_cancel"),
    path("rounds/<slug:code>/apply/", round_applications.apply, name="round_apply"),
    path("rounds/<slug:code>/applications/", round_applications.listing, name="round_applications"),
    path("rounds/<slug:code>/applications/<slug:application>/", round_applications.page, name="round_application"),
    path(
        "rounds/<slug:code>/applications/<slug:application>/withdraw/", round_applications.withdraw,
        name="round_application_withdraw",
    ),
]  # fmt: skip
