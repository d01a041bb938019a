"""The public face: everyone reads, and who may do more finds the way to it here."""

from phanuek.site.views.agreements import agreement, agreements, commitment
from phanuek.site.views.documents import commitment_sheet
from phanuek.site.views.enterprises import enterprise
from phanuek.site.views.feeds import agreement_feed
from phanuek.site.views.front import about, home
from phanuek.site.views.needs import need, needs
from phanuek.site.views.offers import offer, offers
from phanuek.site.views.organisations import organisation, organisations
from phanuek.site.views.reports import (
    report,
    report_close,
    report_docx,
    report_edit,
    report_figures,
    report_json,
    report_new,
    report_pdf,
    reports,
)
from phanuek.site.views.tree import agreement_tree

__all__ = [
    "about",
    "agreement",
    "agreement_feed",
    "agreement_tree",
    "agreements",
    "commitment",
    "commitment_sheet",
    "enterprise",
    "home",
    "need",
    "needs",
    "offer",
    "offers",
    "organisation",
    "organisations",
    "report",
    "report_close",
    "report_docx",
    "report_edit",
    "report_figures",
    "report_json",
    "report_new",
    "report_pdf",
    "reports",
]
