from django.urls import path

from phanuek.eligibility import views

app_name = "eligibility"
urlpatterns = [
    path("enterprises/<slug:code>/facts/", views.facts, name="facts"),
    path("enterprises/<slug:code>/facts/<slug:name>/", views.fact, name="fact"),
]
