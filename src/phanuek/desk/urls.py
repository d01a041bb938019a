from django.urls import path

from phanuek.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.home, name="home"),
    path("desk/cases/", views.cases, name="cases"),
    path("desk/cases/do/", views.bulk, name="cases_bulk"),
    path("desk/cases/save/", views.save_cases, name="cases_save"),
    path("desk/cases/forget/", views.forget_cases, name="cases_forget"),
    path("desk/waiting/", views.waiting, name="waiting"),
    path("desk/attention/", views.attention, name="attention"),
    path("desk/claims/", views.claims_waiting, name="claims_waiting"),
    path("desk/commitments-empty/", views.commitments_empty, name="commitments_empty"),
    path("desk/offers-stale/", views.offers_stale, name="offers_stale"),
    path("desk/referrals-hanging/", views.referrals_hanging, name="referrals_hanging"),
    path("desk/needs-unanswered/", views.needs_unanswered, name="needs_unanswered"),
    path("desk/conditions/", views.conditions, name="conditions"),
    path("desk/tasks-overdue/", views.tasks_overdue, name="tasks_overdue"),
    path("desk/partners/", views.partners, name="partners"),
    path("desk/partners/<slug:code>/", views.partner, name="partner"),
    path("desk/partners/<slug:code>/waiting/", views.partner_waiting, name="partner_waiting"),
    path("desk/areas/<slug:code>/", views.area, name="area"),
    path("desk/company/", views.company, name="company"),
    path("desk/company/groups/", views.company_groups, name="company_groups"),
    path("desk/company/trades/", views.company_trades, name="company_trades"),
    path("desk/companies/", views.companies, name="companies"),
    path("desk/companies/<slug:code>/", views.company, name="company_of"),
    path("desk/companies/<slug:code>/groups/", views.company_groups, name="company_groups_of"),
    path("desk/companies/<slug:code>/trades/", views.company_trades, name="company_trades_of"),
    path("referrals/<slug:code>/", views.referral, name="referral"),
]
