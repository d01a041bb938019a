from django.urls import path

from phanuek.offers import views

app_name = "offers"
urlpatterns = [
    path("offers/new/", views.new, name="new"),
    path("offers/<slug:code>/edit/", views.edit, name="edit"),
    path("offers/<slug:code>/conditions/", views.edit_conditions, name="conditions"),
    path("offers/<slug:code>/conditions/history/", views.conditions_history, name="conditions_history"),
    path("offers/<slug:code>/conditions/proposals/<slug:proposal>/", views.proposal, name="proposal"),
    path("offers/<slug:code>/limits/", views.limits, name="limits"),
    path("offers/<slug:code>/publish/", views.publish, name="publish"),
    path("offers/<slug:code>/unpublish/", views.unpublish, name="unpublish"),
    path("offers/<slug:code>/next-edition/", views.next_edition, name="next_edition"),
    path("offers/<slug:code>/check/", views.check, name="check"),
    path("offers/key/<str:token>/", views.check_by_link, name="check_by_link"),
    path("offers/<slug:code>/capacity/", views.capacity, name="capacity"),
    path("offers/<slug:code>/capacity/<slug:act>/", views.capacity_act, name="capacity_act"),
    path("offers/<slug:code>/close/", views.close, name="close"),
    path("offers/<slug:code>/reopen/", views.reopen, name="reopen"),
]
