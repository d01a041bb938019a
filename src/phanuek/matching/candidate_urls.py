"""Addresses of the written order, candidates, exposure, and what finds no other side."""

from django.urls import path

from phanuek.matching.views import candidates, exposure, unmatched

urlpatterns = [
    path("matching/ranking/", candidates.ranking, name="ranking"),
    path("matching/exposure/", exposure.index, name="exposure"),
    path("matching/exposure/<slug:code>/", exposure.province, name="exposure_province"),
    path("matching/unmatched/", unmatched.index, name="unmatched"),
    path("offers/<slug:code>/candidates/", candidates.index, name="candidates"),
    path("enterprises/<slug:code>/standing/<slug:offer>/", candidates.standing, name="standing"),
]
