from django.urls import path

from phanuek.referrals import views

app_name = "referrals"
urlpatterns = [
    path("referrals/new/", views.new, name="new"),
    path("referrals/<slug:code>/ask/", views.ask, name="ask"),
    path("referrals/<slug:code>/give/", views.give, name="give"),
    path("referrals/<slug:code>/accept/", views.accept, name="accept"),
    path("referrals/<slug:code>/refuse/", views.refuse, name="refuse"),
    path("referrals/<slug:code>/deliver/", views.deliver, name="deliver"),
    path("referrals/<slug:code>/note/", views.note, name="note"),
    path("referrals/<slug:code>/close/", views.close, name="close"),
    path("referrals/<slug:code>/withdraw/", views.withdraw, name="withdraw"),
    path("referrals/<slug:code>/contact/", views.contact, name="contact"),
    path(
        "referrals/<slug:code>/deliveries/<slug:delivery>/confirm/",
        views.confirm_delivery,
        name="confirm_delivery",
    ),
    path("referrals/<slug:code>/evidence/<slug:file>/", views.evidence, name="evidence"),
]
