from django.urls import path

from phanuek.messages import views

app_name = "messages"
urlpatterns = [
    path("messages/", views.listed, name="list"),
    path("messages/read/", views.read_all, name="read_all"),
    path("messages/settings/", views.settings, name="settings"),
    path("messages/stop/<str:token>/", views.stop, name="stop"),
    path("messages/<slug:code>/read/", views.read, name="read"),
]
