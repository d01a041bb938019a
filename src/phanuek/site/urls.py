from django.urls import path

from phanuek.site import views

app_name = "site"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<slug:code>/", views.agreement, name="agreement"),
    path("agreements/<slug:code>/tree/", views.agreement_tree, name="agreement_tree"),
    path("agreements/<slug:code>/feed.atom", views.agreement_feed, name="agreement_feed"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("commitments/<slug:code>/", views.commitment, name="commitment"),
    path("offers/", views.offers, name="offers"),
    path("offers/<slug:code>/", views.offer, name="offer"),
    path("enterprises/<slug:code>/", views.enterprise, name="enterprise"),
    path("needs/", views.needs, name="needs"),
    path("needs/<slug:code>/", views.need, name="need"),
]
