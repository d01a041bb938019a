from django.urls import path

from phanuek.areas import views

app_name = "areas"

urlpatterns = [
    path("pick/", views.pick, name="pick"),
    path("search/", views.search, name="search"),
]
