"""Addresses of draws and waiting lists."""

from django.urls import path

from phanuek.matching.views import draw_acts, draws, waiting, waiting_links

urlpatterns = [
    path("draws/", draws.draws, name="draws"),
    path("draws/new/", draw_acts.announce, name="draw_new"),
    path("draws/verify_draw.py", draws.verifier, name="draw_verifier"),
    path("draws/<slug:code>/", draws.draw, name="draw"),
    path("draws/<slug:code>/published.json", draws.published, name="draw_published"),
    path("draws/<slug:code>/sheet/", draws.sheet, name="draw_sheet"),
    path("draws/<slug:code>/enter/", draw_acts.enter, name="draw_enter"),
    path("draws/<slug:code>/tickets/<slug:ticket>/withdraw/", draw_acts.withdraw, name="draw_withdraw"),
    path("draws/<slug:code>/seal/", draw_acts.seal, name="draw_seal"),
    path("draws/<slug:code>/seed/", draw_acts.seed, name="draw_seed"),
    path("draws/<slug:code>/cancel/", draw_acts.cancel, name="draw_cancel"),
    path("waiting/", waiting.mine, name="waiting_mine"),
    path("waiting/answer/<str:token>/", waiting_links.answer, name="waiting_answer"),
    path("waiting/leave/<str:token>/", waiting_links.leave, name="waiting_leave"),
    path("waiting/<slug:code>/", waiting.place, name="waiting"),
    path("offers/<slug:code>/waiting/", waiting.queue, name="waiting_queue"),
    path("offers/<slug:code>/waiting/join/", waiting.join, name="waiting_join"),
]
