from django.urls import path

from phanuek.organisations import views

app_name = "organisations"
urlpatterns = [path("organisations/act-for/", views.act_for, name="act_for")]
