"""Serving a file. No URL of its own: the room that owns the attachment asks who may see it, then calls this."""

from django.http import FileResponse

from phanuek.files.models import Attachment


def serve(attachment: Attachment) -> FileResponse:
    """The file as a download; never shown inline, so that an upload cannot act as a page of ours."""
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.content_type,
    )
