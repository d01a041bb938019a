from django.urls import path

from phanuek.site import views

app_name = "site"
REPORTS = "agreements/<slug:code>/reports/"
REPORT = f"{REPORTS}<slug:report>/"
urlpatterns = [
    path("", views.home, name="home"),
    path("about/", views.about, name="about"),
    path("agreements/", views.agreements, name="agreements"),
    path("agreements/<slug:code>/", views.agreement, name="agreement"),
    path("agreements/<slug:code>/tree/", views.agreement_tree, name="agreement_tree"),
    path("agreements/<slug:code>/feed.atom", views.agreement_feed, name="agreement_feed"),
    path(REPORTS, views.reports, name="reports"),
    path(f"{REPORTS}new/", views.report_new, name="report_new"),
    path(REPORT, views.report, name="report"),
    path(f"{REPORT}edit/", views.report_edit, name="report_edit"),
    path(f"{REPORT}close/", views.report_close, name="report_close"),
    path(f"{REPORT}report.pdf", views.report_pdf, name="report_pdf"),
    path(f"{REPORT}report.docx", views.report_docx, name="report_docx"),
    path(f"{REPORT}report.json", views.report_json, name="report_json"),
    path(f"{REPORT}figures.csv", views.report_figures, {"kind": "csv"}, name="report_csv"),
    path(f"{REPORT}figures.xlsx", views.report_figures, {"kind": "xlsx"}, name="report_xlsx"),
    path("organisations/", views.organisations, name="organisations"),
    path("organisations/<slug:code>/", views.organisation, name="organisation"),
    path("commitments/<slug:code>/", views.commitment, name="commitment"),
    path("commitments/<slug:code>/sheet.pdf", views.commitment_sheet, {"kind": "pdf"}, name="commitment_pdf"),
    path(
        "commitments/<slug:code>/sheet.docx", views.commitment_sheet, {"kind": "docx"}, name="commitment_docx"
    ),
    path("offers/", views.offers, name="offers"),
    path("offers/<slug:code>/", views.offer, name="offer"),
    path("enterprises/<slug:code>/", views.enterprise, name="enterprise"),
    path("needs/", views.needs, name="needs"),
    path("needs/<slug:code>/", views.need, name="need"),
]
