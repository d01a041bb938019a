"""Serving a file. No URL of its own: the room that owns the attachment asks who may see it, then calls this."""

from django.http import FileResponse, HttpResponse, HttpResponseBase

from phanuek.files.models import Attachment
from phanuek.ui.formats import be_date
from phanuek.ui.words import T


def serve(attachment: Attachment) -> HttpResponseBase:
    """The file as a download; never shown inline, so that an upload cannot act as a page of ours. 410 with words where the
    retention rule has destroyed its contents."""
    if attachment.removed_at is not None:
        gone = T(
            "เนื้อไฟล์นี้ถูกทำลายตามระเบียบการเก็บรักษาเมื่อ {day}",
            "The contents were destroyed under the retention rule on {day}.",
        )
        words = str(gone.format(day=be_date(attachment.removed_at)))
        return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
