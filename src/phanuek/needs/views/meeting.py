"""One tambon meeting with what was said there, in rows."""

from typing import Any

from django.db import transaction
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from phanuek.needs import actions, permissions
from phanuek.needs.forms import MeetingForm, MeetingRowForm, without_errors
from phanuek.needs.models import Voice
from phanuek.needs.views.public import NEEDS, show_links
from phanuek.organisations.actor import Actor
from phanuek.ui.problems import Refused
from phanuek.ui.words import T

ROWS, MOST_ROWS = 3, 30
RowFormSet = formset_factory(MeetingRowForm, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest) -> HttpResponse:
    """An officer records a meeting; no group is needed. One more row can be asked for without losing what is typed."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_can_record_meeting(actor)
    adding = "add" in request.POST
    data = _one_row_more(request.POST) if adding else request.POST if request.method == "POST" else None
    form, rows = MeetingForm(data), RowFormSet(data, prefix="need")
    if actor.area_code:
        form.fields["area"].limit_to([actor.area_code[:2]])  # type: ignore[attr-defined]
    status = 200
    if adding:
        for one in (form, *rows):
            without_errors(one)
    elif request.method == "POST":
        said = _say(actor, form, rows)
        if said is not None:
            return show_links(request, said)
        status = 422
    context = {
        "form": form,
        "rows": rows,
        "may_add": len(rows.forms) < MOST_ROWS,
        "added": len(rows.forms) if adding else 0,
        "path": [NEEDS, (T("บันทึกเวทีประชุมตำบล", "Record a tambon meeting"), "")],
    }
    return render(request, "needs/meeting.html", context, status=status)


def _one_row_more(sent: QueryDict) -> QueryDict:
    data = sent.copy()
    typed = data.get("need-TOTAL_FORMS", "")
    count = int(typed) if typed.isascii() and typed.isdigit() else ROWS
    data["need-TOTAL_FORMS"] = str(min(count + 1, MOST_ROWS))
    data.setdefault("need-INITIAL_FORMS", "0")
    return data


def _say(actor: Actor, form: MeetingForm, rows: Any) -> list[Any] | None:
    """The needs said with their tokens; None when something is to be mended, then told in the forms."""
    both = [form.is_valid(), rows.is_valid()]
    if not all(both):
        return None
    filled = [row for row in rows if not row.is_empty]
    if not filled:
        form.add_error(None, str(T("โปรดกรอกความต้องการอย่างน้อยหนึ่งแถว", "Fill in at least one row.")))
        return None
    meeting = {"voice": Voice.TAMBON_MEETING, **form.cleaned_data}
    said = []
    try:
        with transaction.atomic():
            for row in filled:
                values = {name: row.cleaned_data[name] for name in ("aim", "text", "means")}
                said.append(actions.say(by=actor, **meeting, **values))
    except Refused as refusal:
        refusal.add_to(form)
        return None
    return said
