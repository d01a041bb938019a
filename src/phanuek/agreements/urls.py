from django.urls import path

from phanuek.agreements.views import commitments, goals

app_name = "agreements"
urlpatterns = [
    path("agreements/<slug:code>/goals/new/", goals.goal_new, name="goal_new"),
    path("agreements/<slug:code>/goals/<slug:goal>/edit/", goals.goal_edit, name="goal_edit"),
    path("agreements/<slug:code>/commitments/new/", commitments.commitment_new, name="commitment_new"),
    path("commitments/<slug:code>/edit/", commitments.commitment_edit, name="commitment_edit"),
]
