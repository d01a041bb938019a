from django.urls import path

from phanuek.offers import views

app_name = "offers"
urlpatterns = [
    path("offers/new/", views.new, name="new"),
    path("offers/<slug:code>/edit/", views.edit, name="edit"),
    path("offers/<slug:code>/conditions/", views.edit_conditions, name="conditions"),
    path("offers/<slug:code>/check/", views.check, name="check"),
    path("offers/<slug:code>/close/", views.close, name="close"),
    path("offers/<slug:code>/reopen/", views.reopen, name="reopen"),
]
