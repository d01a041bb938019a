from django.urls import path

from phanuek.needs import views

app_name = "needs"
urlpatterns = [
    path("needs/new/", views.say, name="say"),
    path("needs/said/", views.said, name="said"),
    path("needs/follow/<str:token>/", views.follow, name="follow"),
    path("needs/meeting/", views.meeting, name="meeting"),
    path("needs/<slug:code>/check/", views.check, name="check"),
    path("needs/<slug:code>/link/", views.link, name="link"),
    path("needs/<slug:code>/close/", views.close, name="close"),
    path("needs/<slug:code>/reopen/", views.reopen, name="reopen"),
]
