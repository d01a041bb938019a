"""Commitments that ask for attention, and claims that wait, as lists: of one's own body, or of all for the secretariat."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from phanuek.agreements.queries.progress import unit_of
from phanuek.agreements.states import Concern
from phanuek.desk import permissions
from phanuek.desk.queries import attention as queries
from phanuek.desk.queries.items import Act, day_words, local_day, name_of, title_of
from phanuek.desk.views.tables import Col, Listing, choice, show
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.ui import clock
from phanuek.ui.formats import number
from phanuek.ui.words import T

DESK = (T("โต๊ะทำงาน", "My desk"), "/desk/")
WAITING = T("รายงานผลที่รอ", "Claims that wait")


@require_safe
def attention(request: HttpRequest) -> HttpResponseBase:
    """?concern= one kind, ?lead= one body (for the secretariat); as a page, XLSX or CSV."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_attention(actor)
    own = None if actor.sees_all else get_object_or_404(Organisation, pk=actor.acting_id)
    found = queries.asked(clock.today(), own)
    concerns = [
        (concern.value, T("{label} ({n})", "{label} ({n})").format(label=T.of(concern.label), n=f"{n:,}"))
        for concern, n in found.counts.items()
    ]
    asked = request.GET.get("concern", "")
    if asked in Concern.values and asked not in found.counts:
        concerns.append((asked, T.of(Concern(asked).label)))
    filters = [choice(request, "concern", T("เรื่อง", "What"), concerns)]
    lines = found.of(filters[0].chosen)
    if own is None:
        leads = {line.commitment.lead.code: line.commitment.lead for line in found.lines}
        bodies = [
            (code, T("{name} ({n})", "{name} ({n})").format(name=name_of(lead), n=f"{found.by_body[code]:,}"))
            for code, lead in sorted(leads.items(), key=lambda pair: pair[1].name_th)
        ]
        asked = request.GET.get("lead", "").replace("\x00", "")
        if asked not in leads and (body := Organisation.objects.bodies().filter(code=asked).first()):
            bodies.append((asked, name_of(body)))
        filters.append(choice(request, "lead", T("หน่วยงาน", "Body"), bodies))
        lines = [line for line in lines if filters[1].chosen in ("", line.commitment.lead.code)]
    return show(request, _listing(own), lines, filters)


def _listing(own: Organisation | None) -> Listing:
    lead = [] if own else [Col(T("หน่วยงาน", "Body"), lambda x: name_of(x.commitment.lead), link=lambda x: x.commitment.lead.get_absolute_url())]  # fmt: skip
    return Listing(
        "attention", queries.TITLE,
        [
            Col(T("ภารกิจ", "Commitment"), lambda x: title_of(x.commitment), link=lambda x: x.commitment.get_absolute_url()),
            Col(T("รหัส", "Code"), "commitment.code", "id", only_file=True),
            *lead,
            Col(T("เรื่องหลัก", "Most pressing"), "clock", tag=lambda x: x.worst.tag),
            Col(T("เรื่องอื่น", "Also"), lambda x: x.others or T("–", "–")),
            Col(T("ครบกำหนด", "Due"), "commitment.due_on", "date"),
            Col(T("ยืนยันแล้ว", "Confirmed"), "progress.confirmed", "number", only_file=True),
            Col(T("เป้าหมาย", "Target"), "progress.target", "number", only_file=True),
            Col(T("หน่วย", "Unit"), lambda x: unit_of(x.commitment), only_file=True),
            Col(T("เงียบมา (วัน)", "Days of silence"), "progress.quiet.days_silent", "number"),
            Col(T("สถานะ", "Status"), lambda x: T.of(x.progress.status.label), only_file=True),
        ],
        queries.NOTHING,
        lambda n: T("{n} ภารกิจ เรื่องเร่งด่วนที่สุดอยู่ก่อน", "{n} commitments, the most pressing first.").format(n=n),
        [DESK, (queries.TITLE, "")],
        act=lambda x: queries.act_of(x, of_all=own is None),
    )  # fmt: skip


@require_safe
def claims_waiting(request: HttpRequest) -> HttpResponseBase:
    """?what= check (the default), confirm or mend."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    permissions.check_attention(actor)
    kinds = dict(zip(("check", "confirm", "mend"), queries.claim_kinds(actor, clock.today()), strict=True))
    filters = [
        choice(request, "what", T("รายการ", "List"), [(what, kind.title) for what, kind in kinds.items()])
    ]
    kind = kinds[filters[0].chosen or "check"]
    listing = Listing(
        "claims", WAITING,
        [
            Col(T("ภารกิจ", "Commitment"), lambda c: title_of(c.commitment), link=lambda c: c.get_absolute_url()),
            Col(T("รหัสรายงาน", "Claim"), "code", "id", only_file=True),
            Col(T("หน่วยงานที่รายงาน", "Body that reports"), lambda c: name_of(c.organisation)),
            Col(T("ผล", "Result"), lambda c: T("{n} {unit}", "{n} {unit}").format(n=number(c.quantity), unit=unit_of(c.commitment))),
            Col(T("ช่วงวัน", "Days"), lambda c: T("{a} – {b}", "{a} – {b}").format(a=day_words(c.starts_on), b=day_words(c.ends_on))),
            Col(T("ส่งเมื่อ", "Sent on"), lambda c: local_day(c.submitted_at), "date"),
            Col(T("สถานะ", "State"), lambda c: c.get_state_display()),
        ],
        kind.empty, lambda n: T("{title}: {n} รายการ", "{title}: {n}").format(title=kind.title, n=n),
        [DESK, (WAITING, "")], act=lambda c: Act(T("เปิด", "Open"), c.get_absolute_url()),
    )  # fmt: skip
    return show(request, listing, kind.rows, filters)
