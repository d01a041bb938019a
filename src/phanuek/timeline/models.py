"""One table of events, chained per subject."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.db import models

GENESIS = "0" * 64


def subject_key(about: Any) -> str:
    """`enterprise:e-7k3m-9qxt`: the model's name and the object's own code."""
    return f"{about._meta.model_name}:{about.code}"


class Event(models.Model):
    """One thing that happened. The fields named in `chained()` enter the digest; personal data (who, the note) stay
    outside it, so that they can be erased under the data-protection act without breaking the chain."""

    subject = models.CharField(max_length=80)
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=60)
    at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    on_behalf_of_code = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subject", "number"], name="timeline_one_number_per_subject")
        ]
        indexes = [
            models.Index(fields=["organisation_code", "-at"], name="timeline_by_organisation"),
            models.Index(fields=["-at"], name="timeline_newest"),
        ]
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.subject} #{self.number} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("An event is written once; record another one instead.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("Events are not deleted.")

    def chained(self) -> dict[str, Any]:
        """What the digest covers."""
        return {
            "subject": self.subject,
            "number": self.number,
            "verb": self.verb,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "organisation": self.organisation_code,
            "on_behalf_of": self.on_behalf_of_code,
            "facts": self.facts,
            "previous": self.previous,
        }

    def compute_digest(self) -> str:
        """SHA-256 over the chained part in a fixed spelling (sorted keys, no blanks, UTF-8)."""
        spelled = json.dumps(self.chained(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(spelled.encode()).hexdigest()
