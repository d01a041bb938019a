from django.urls import path

from phanuek.consent import views

app_name = "consent"
urlpatterns = [
    path("enterprises/<slug:code>/consents/", views.consents, name="list"),
    path("enterprises/<slug:code>/consents/new/", views.give, name="give"),
    path("enterprises/<slug:code>/consents/<slug:consent>/withdraw/", views.withdraw, name="withdraw"),
    path("enterprises/<slug:code>/consents/<slug:consent>/evidence/", views.evidence, name="evidence"),
    path("enterprises/<slug:code>/consents/<slug:consent>/link/", views.send_link, name="send_link"),
    path("c/<str:token>/", views.by_link, name="by_link"),
    path("enterprises/<slug:code>/looks/", views.looks, name="looks"),
    path("enterprises/<slug:code>/contact/", views.contact, name="contact"),
]
