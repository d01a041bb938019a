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
    scanned = models.CharField(
        max_length=10,
        blank=True,
        help_text="clean, by the scanner that the settings name; empty: none was named",
    )
    keep_until = models.DateField(null=True, blank=True, help_text="Destroyed after this day; empty: kept")
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="The contents are destroyed, the row remains"
    )

    def __str__(self) -> str:
        return self.name
