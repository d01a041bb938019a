from django.urls import path

from phanuek.agreements import signing_urls, text_urls, work_urls
from phanuek.agreements.views import (
    commitments,
    convening,
    documents,
    feeds,
    goals,
    importing,
    lists,
    meetings,
    minutes,
    tasks,
)

app_name = "agreements"
MEETINGS = "agreements/<slug:code>/meetings/"
MEETING = f"{MEETINGS}<slug:meeting>/"
AGREEMENT = "agreements/<slug:code>/"
AMENDMENT = f"{AGREEMENT}amendments/<slug:amendment>/"
IMPORT = "agreements/import/"
LISTS = "agreements/<slug:code>/commitments/import/"
urlpatterns = [
    *signing_urls.patterns,
    *text_urls.patterns,
    *work_urls.patterns,
    path(IMPORT, importing.agreement_import, name="import"),
    path(f"{IMPORT}schema.json", importing.agreement_form_file, {"name": "schema"}, name="import_schema"),
    path(f"{IMPORT}example.json", importing.agreement_form_file, {"name": "example"}, name="import_example"),
    path(f"{IMPORT}<slug:code>/", importing.agreement_import_check, name="import_check"),
    path(f"{IMPORT}<slug:code>/undo/", importing.agreement_import_undo, name="import_undo"),
    path("agreements/<slug:code>/goals/new/", goals.goal_new, name="goal_new"),
    path("agreements/<slug:code>/goals/<slug:goal>/edit/", goals.goal_edit, name="goal_edit"),
    path(LISTS, lists.commitments_import, name="commitments_import"),
    path(f"{LISTS}template.xlsx", lists.commitments_template, name="commitments_template"),
    path(f"{LISTS}<slug:batch>/", lists.commitments_import_check, name="commitments_import_check"),
    path(f"{LISTS}<slug:batch>/marked.xlsx", lists.commitments_marked, name="commitments_marked"),
    path("agreements/<slug:code>/commitments/new/", commitments.commitment_new, name="commitment_new"),
    path(f"{AGREEMENT}document.pdf", documents.agreement_document, {"kind": "pdf"}, name="agreement_pdf"),
    path(f"{AGREEMENT}document.docx", documents.agreement_document, {"kind": "docx"}, name="agreement_docx"),
    path(f"{AMENDMENT}document.pdf", documents.amendment_document, {"kind": "pdf"}, name="amendment_pdf"),
    path(f"{AMENDMENT}document.docx", documents.amendment_document, {"kind": "docx"}, name="amendment_docx"),
    path("agreements/<slug:code>/calendar.ics", feeds.calendar, name="calendar"),
    path(MEETINGS, meetings.meetings, name="meetings"),
    path(f"{MEETINGS}new/", convening.meeting_new, name="meeting_new"),
    path(f"{MEETINGS}tasks/", tasks.tasks, name="tasks"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}print/", meetings.meeting_print, name="meeting_print"),
    path(f"{MEETING}edit/", convening.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}cancel/", convening.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}hold/", convening.meeting_hold, name="meeting_hold"),
    path(f"{MEETING}attendance/", convening.meeting_attendance, name="meeting_attendance"),
    path(f"{MEETING}minutes/", minutes.minutes, name="minutes"),
    path(f"{MEETING}adopt/", minutes.adopt, name="adopt"),
    path(f"{MEETING}file/", minutes.signed_file, name="signed_minutes_add"),
    path(f"{MEETING}signed/", minutes.signed_minutes, name="signed_minutes"),
    path(f"{MEETING}decisions/new/", minutes.decision_new, name="decision_new"),
    path(f"{MEETING}decisions/<int:number>/edit/", minutes.decision_edit, name="decision_edit"),
    path(f"{MEETING}decisions/<int:number>/remove/", minutes.decision_remove, name="decision_remove"),
    path(f"{MEETING}decisions/<int:number>/tasks/new/", tasks.task_new, name="task_new"),
    path(f"{MEETING}tasks/<slug:task>/edit/", tasks.task_edit, name="task_edit"),
    path(f"{MEETING}tasks/<slug:task>/done/", tasks.task_done, name="task_done"),
    path(f"{MEETING}tasks/<slug:task>/cancel/", tasks.task_cancel, name="task_cancel"),
    path(f"{MEETING}tasks/<slug:task>/reopen/", tasks.task_reopen, name="task_reopen"),
    path("commitments/<slug:code>/edit/", commitments.commitment_edit, name="commitment_edit"),
]
