from django.urls import path

from phanuek.agreements import views

app_name = "agreements"
urlpatterns = [
    path("agreements/<slug:code>/commitments/new/", views.commitment_new, name="commitment_new"),
    path("commitments/<slug:code>/edit/", views.commitment_edit, name="commitment_edit"),
]
