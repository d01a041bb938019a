"""Addresses of the text of an agreement and of its amendments; `urls` takes them in."""

from django.urls import path

from phanuek.agreements.views import text

TEXT = "agreements/<slug:code>/text/"
patterns = [
    path(TEXT, text.text, name="text"),
    path(f"{TEXT}put/", text.text_put, name="text_put"),
    path(f"{TEXT}clauses/", text.text_clauses, name="text_clauses"),
    path(f"{TEXT}tie/", text.text_tie, name="text_tie"),
    path(f"{TEXT}<int:number>/", text.text, name="text_version"),
    path(f"{TEXT}<int:number>/th.txt", text.text_download, {"language": "th"}, name="text_thai"),
    path(f"{TEXT}<int:number>/en.txt", text.text_download, {"language": "en"}, name="text_english"),
    path(f"{TEXT}<int:number>/file/", text.text_source, name="text_source"),
]
