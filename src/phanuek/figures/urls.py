from django.urls import path

from phanuek.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.index, name="index"),
    path("rows/", views.rows, name="rows"),
]
