from django.db import models


class Attachment(models.Model):
    """A file someone attached. Its address in storage is never shown; the owning room serves it."""

    code = models.CharField(max_length=20, unique=True)
    file = models.FileField(upload_to="%Y/%m/")
    name = models.CharField(max_length=200, help_text="Name as uploaded, cleaned")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    person_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name
