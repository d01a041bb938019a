"""Addresses of the text of an agreement and of its amendments; `urls` takes them in."""

from django.urls import path

from phanuek.agreements.views import amendment_steps, amendments, changes, reconciling, text

TEXT = "agreements/<slug:code>/text/"
AMENDMENTS = "agreements/<slug:code>/amendments/"
ONE = f"{AMENDMENTS}<slug:amendment>/"
CHANGE = f"{ONE}changes/<slug:clause>/"
patterns = [
    path(TEXT, text.text, name="text"),
    path(f"{TEXT}put/", text.text_put, name="text_put"),
    path(f"{TEXT}clauses/", text.text_clauses, name="text_clauses"),
    path(f"{TEXT}tie/", text.text_tie, name="text_tie"),
    path(f"{TEXT}<int:number>/", text.text, name="text_version"),
    path(f"{TEXT}<int:number>/th.txt", text.text_download, {"language": "th"}, name="text_thai"),
    path(f"{TEXT}<int:number>/en.txt", text.text_download, {"language": "en"}, name="text_english"),
    path(f"{TEXT}<int:number>/file/", text.text_source, name="text_source"),
    path(AMENDMENTS, amendments.amendments, name="amendments"),
    path(f"{AMENDMENTS}new/", amendments.amendment_new, name="amendment_new"),
    path(ONE, amendments.amendment, name="amendment"),
    path(f"{ONE}edit/", amendments.amendment_edit, name="amendment_edit"),
    path(f"{ONE}letter/", amendments.amendment_letter, name="amendment_letter"),
    path(f"{ONE}signatures/<slug:person>/", amendments.signature_scan, name="amendment_scan"),
    path(f"{ONE}reconcile/", reconciling.amendment_reconcile, name="amendment_reconcile"),
    path(f"{ONE}review/<slug:party>/", amendment_steps.review, name="amendment_review"),
    path(f"{ONE}sign/<slug:party>/", amendment_steps.sign, name="amendment_sign"),
    path(f"{ONE}changes/new/", changes.clause_add, name="clause_add"),
    path(CHANGE, changes.clause_change, name="clause_change"),
    path(f"{CHANGE}repeal/", changes.clause_repeal, name="clause_repeal"),
    path(f"{CHANGE}drop/", changes.change_drop, name="change_drop"),
    *(
        path(f"{ONE}{step}/", amendment_steps.step, {"step": step}, name=f"amendment_{step}")
        for step in amendment_steps.STEPS
    ),
]
