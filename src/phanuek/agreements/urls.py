from django.urls import path

from phanuek.agreements.views import commitments

app_name = "agreements"
urlpatterns = [
    path("agreements/<slug:code>/commitments/new/", commitments.commitment_new, name="commitment_new"),
    path("commitments/<slug:code>/edit/", commitments.commitment_edit, name="commitment_edit"),
]
