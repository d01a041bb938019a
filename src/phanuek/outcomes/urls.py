from django.urls import path

from phanuek.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("referrals/<slug:code>/outcome/", views.outcome, name="outcome"),
    path("enterprises/<slug:code>/income/", views.income, name="income"),
    path("income/<slug:code>/confirm/", views.confirm, name="confirm"),
    path("trades/new/", views.trade_new, name="trade_new"),
]
