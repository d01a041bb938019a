from django.urls import path

from phanuek.matching import candidate_urls, draw_urls, round_urls, views

app_name = "matching"
urlpatterns = [
    path("needs/<slug:code>/help/", views.need, name="need"),
    path("enterprises/<slug:code>/help/", views.enterprise, name="enterprise"),
    path("enterprises/<slug:code>/help/answer/", views.answer, name="answer"),
    *draw_urls.urlpatterns,
    *round_urls.urlpatterns,
    *candidate_urls.urlpatterns,
]
