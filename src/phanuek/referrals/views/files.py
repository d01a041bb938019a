"""Adding files to a case, and handing one out to who may open it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_http_methods

from phanuek.consent import actions as consents
from phanuek.files import views as file_views
from phanuek.referrals import actions, forms, permissions
from phanuek.referrals.actions.steps import reference
from phanuek.referrals.models import CaseFile
from phanuek.referrals.views.acts import Act, act_page, fetch
from phanuek.ui.words import T


@require_http_methods(["GET", "POST"])
def add_files(request: HttpRequest, code: str) -> HttpResponse:
    act = Act(
        T("แนบเอกสารในเรื่อง", "Add documents to the case"), T("แนบเอกสาร", "Add"), T("แนบเอกสารแล้ว", "The documents were added."),
        T("เก็บไว้ตามระเบียบการเก็บรักษา แล้วทำลายเนื้อไฟล์ ทุกครั้งที่เปิดจะบันทึกไว้",
          "Kept as long as the rule says, then destroyed; each opening is written down."),
        by_provider=False,
    )  # fmt: skip
    return act_page(
        request, code, act, forms.AddFilesForm, permissions.check_can_add_file,
        lambda by, case, data: actions.add_files(by=by, referral=case, uploads=data["documents"], title=data["title"]),
    )  # fmt: skip


@require_GET
def evidence(request: HttpRequest, code: str, file: str) -> HttpResponseBase:
    """A file of the case, for those who may see the case, or the signed consent. Each opening is written down."""
    referral, actor = fetch(request, code), request.actor  # type: ignore[attr-defined]
    found = (
        CaseFile.objects.filter(referral=referral, attachment__code=file).select_related("attachment").first()
    )
    if found is not None:
        found.referral = referral
        return file_views.serve(actions.open_file(by=actor, file=found))
    signed = referral.consent.evidence
    if signed is None or signed.code != file:
        raise Http404
    consents.log_look(by=actor, enterprise=referral.enterprise, what="evidence", purpose=reference(referral))
    return file_views.serve(signed)
