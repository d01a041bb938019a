from django.contrib.auth.models import AbstractUser
from django.db import models


class Person(AbstractUser):
    """Someone who signs in. What they may do comes from memberships (organisations room), never from here."""

    name = models.CharField(max_length=200, help_text="Name as shown to colleagues")
    demonstration = models.BooleanField(default=False, help_text="Exists only in the demo world")

    def __str__(self) -> str:
        return self.name or self.username


class ActingLink(models.Model):
    """Lets whoever holds it do one thing to one subject without an account, until it ends. The address it was sent to is
    personal data, kept to say who acted and to send a new one to the same place only."""

    code = models.CharField(max_length=20, unique=True)
    purpose = models.CharField(max_length=40, help_text="The one act: referral.answer, delivery.confirm …")
    about = models.CharField(max_length=80, help_text="Subject as on a timeline: referral:r-…")
    organisation_code = models.CharField(
        max_length=60, blank=True, help_text="For which body the holder acts"
    )
    address = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="First look")
    used_at = models.DateTimeField(null=True, help_text="The act was done; it works no more")
    revoked_at = models.DateTimeField(null=True, help_text="Replaced by a newer one, or taken back")

    class Meta:
        indexes = [models.Index(fields=["purpose", "about"], name="people_links_of_a_subject")]
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.about}"


class SavedList(models.Model):
    """A list with its filters, under a name that its person gave it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_lists")
    list = models.CharField(max_length=40, help_text="Which list: referrals, offers …")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=500, blank=True, help_text="Query string without the leading ?")
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="people_saved_list_name_once")
        ]

    def __str__(self) -> str:
        return self.name
