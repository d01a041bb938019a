"""A small form for one act under a commitment: fetched, asked, checked, done, back to where it was begun."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from phanuek.agreements.models import Commitment
from phanuek.agreements.views.commitments import way_to
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class Act:
    """What the page of one act says, asks and does; `back` is where it ends, or is left."""

    title: T
    submit: T
    done: T
    back: str
    verb: Callable[..., Any]
    intro: T | str = ""
    more: dict[str, Any] = field(default_factory=dict)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is given: nothing while the page is only read."""
    return request.POST if request.method == "POST" else None


def act_page(request: HttpRequest, commitment: Commitment, act: Act, form: forms.Form) -> HttpResponse:
    """`verb` gets the form's values by name; what it refuses stands at its field, with everything that was typed."""
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                act.verb(**form.cleaned_data)
            except Refused as refusal:
                refusal.add_to(form)
            else:
                messages.success(request, str(act.done))
                return redirect(act.back)
    context = {
        "title": act.title,
        "submit": act.submit,
        "intro": act.intro,
        "form": form,
        "commitment": commitment,
        "cancel": act.back,
        "path": way_to(commitment, act.title),
        "on_behalf_of": None,
        **act.more,
    }
    return render(request, "agreements/commitment_act.html", context, status=status)
