"""Messages, the mail that carries them, and the topics somebody does not want by mail.

Personal data. Purpose: to tell a person what concerns their work, at the address they gave for it. Held: the address and name
of someone without an account (`Message`), the text of the message, the answer of a mail server (`Outgoing.last_error`); of
people with accounts only their number, the address is read from their account when a mail leaves. `actions.erase_address`
removes all of it for an address, files included; `TopicChoice` keeps the digest of an address, so that whoever asked not to be
written to is not written to again.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from phanuek.messages.readers import Reader, Recipient
from phanuek.messages.topics import label_or_name
from phanuek.ui.words import T


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person_id: int | None) -> MessageQuerySet:
        """A message is its reader's alone."""
        return self.filter(person=person_id) if person_id else self.none()

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One thing told to one reader. `key` names the reason: the same reader is told it once."""

    code = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="messages"
    )
    address = models.EmailField(blank=True, help_text="Of a reader without an account")
    name = models.CharField(max_length=200, blank=True)
    organisation_code = models.CharField(max_length=60, blank=True)
    topic = models.CharField(max_length=60)
    subject_th = models.CharField(max_length=200)
    subject_en = models.CharField(max_length=200)
    body_th = models.TextField()
    body_en = models.TextField()
    link = models.CharField(max_length=300, help_text="A path within the platform")
    about = models.CharField(max_length=80, blank=True, help_text="As the subject of a timeline")
    key = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="messages_one_reader",
            ),
            models.UniqueConstraint(
                fields=["key", "person"],
                condition=Q(person__isnull=False),
                name="messages_told_a_person_once",
            ),
            models.UniqueConstraint(
                fields=["key", "address"], condition=~Q(address=""), name="messages_told_an_address_once"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="messages_of_a_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="messages_unread"),
            models.Index(fields=["address"], condition=~Q(address=""), name="messages_by_address"),
        ]
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.topic} {self.code}"

    @property
    def reader(self) -> Reader:
        return Recipient(person_id=self.person_id, address=self.address).reader

    @property
    def subject(self) -> T:
        return T(self.subject_th, self.subject_en)

    @property
    def body(self) -> T:
        return T(self.body_th, self.body_en)

    @property
    def topic_label(self) -> T:
        return label_or_name(self.topic)


class Outcome(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting", T("รอส่ง", "Waiting")
    SENT = "sent", T("ส่งแล้ว", "Sent")
    TURNED_OFF = "turned_off", T("ผู้รับปิดการแจ้งเรื่องนี้", "Turned off by the reader")
    NO_ADDRESS = "no_address", T("ไม่มีอีเมลของผู้รับ", "The reader has no address")
    GIVEN_UP = "given_up", T("ส่งไม่สำเร็จ เลิกส่งแล้ว", "Given up")


class Outgoing(models.Model):
    """The mail of a message, written with it in one transaction. A sender holds a row by `claim` until `claimed_until`."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="outgoing")
    language = models.CharField(max_length=2, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.WAITING)
    due_at = models.DateTimeField(help_text="Not tried before")
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="waiting", done_at__isnull=True)
                | (~Q(outcome="waiting") & Q(done_at__isnull=False)),
                name="messages_done_has_a_time",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(outcome="waiting"), name="messages_outgoing_due")
        ]
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.message_id} {self.outcome}"


class TopicChoice(models.Model):
    """A topic that a reader does not want by mail; no row means that it is sent."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    address_digest = models.CharField(max_length=43, blank=True)
    topic = models.CharField(max_length=60)
    turned_off_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, address_digest="")
                | (Q(person__isnull=True) & ~Q(address_digest="")),
                name="messages_choice_of_one_reader",
            ),
            models.UniqueConstraint(
                fields=["person", "topic"],
                condition=Q(person__isnull=False),
                name="messages_one_choice_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["address_digest", "topic"],
                condition=~Q(address_digest=""),
                name="messages_one_choice_of_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} off"
