from datetime import date

from django.db import models
from django.db.models import Q

from phanuek.agreements.models.agreement import Agreement
from phanuek.agreements.models.commitments import Commitment
from phanuek.agreements.states import MeetingState, Presence, TaskState
from phanuek.files.models import Attachment
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.timeline.provenance import WithProvenance


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, actor: Actor) -> "MeetingQuerySet":
        """Public, apart from those of an agreement that is still a draft; who came is for members only."""
        return self.filter(agreement__in=Agreement.objects.visible_to(actor))


class Meeting(WithProvenance):
    """A meeting of the body that follows an agreement up."""

    code = models.CharField(max_length=20, unique=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="meetings")
    number = models.CharField(max_length=40, help_text="As it is called: 1/2569")
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    venue_th = models.CharField(max_length=300, blank=True)
    venue_en = models.CharField(max_length=300, blank=True)
    chair = models.CharField(max_length=300, blank=True, help_text="Name and office")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    minutes = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Signed minutes as a file",
    )
    cancelled_why = models.TextField(blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True, help_text="When its minutes were adopted")
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreements_meeting_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.title_th} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.agreement.get_absolute_url()}meetings/{self.code}/"


class AgendaItem(models.Model):
    """One point of a meeting's agenda and, once held, what was said on it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    order = models.PositiveIntegerField()
    title_th = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="+")
    said_th = models.TextField(blank=True)
    said_en = models.TextField(blank=True)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "order"], name="agreements_agenda_order_once")
        ]

    def __str__(self) -> str:
        return self.title_th


class Attendance(models.Model):
    """Whether a body was at a meeting, and by whom. Personal data: the name is shown to members and the secretariat."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=12, choices=Presence.choices)
    person = models.CharField(max_length=200, blank=True)
    position = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["meeting", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organisation"], name="agreements_attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.organisation_id} {self.presence}"


class Decision(models.Model):
    """What a meeting decided; what is to be done for it stands in its tasks."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    number = models.PositiveIntegerField()
    text_th = models.TextField()
    text_en = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agreements_decision_number_once")
        ]

    def __str__(self) -> str:
        return self.text_th[:60]


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> "TaskQuerySet":
        """As the meetings they come from."""
        return self.filter(decision__meeting__in=Meeting.objects.visible_to(actor))

    def open(self) -> "TaskQuerySet":
        return self.filter(state=TaskState.OPEN)

    def overdue(self, on: date) -> "TaskQuerySet":
        """Open and due before that day."""
        return self.open().filter(due_on__lt=on)


class Task(models.Model):
    """Something that a decision asks of one body by a day."""

    code = models.CharField(max_length=20, unique=True)
    decision = models.ForeignKey(Decision, models.CASCADE, related_name="tasks")
    title_th = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    owner = models.ForeignKey(Organisation, models.PROTECT, related_name="tasks")
    owner_name = models.CharField(max_length=200, blank=True, help_text="Person in charge, where named")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, blank=True, related_name="tasks")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    closed_note = models.TextField(blank=True, help_text="What was done, or why it is no longer needed")
    on_behalf = models.BooleanField(
        default=False, help_text="Closed by the secretariat for a body without an account"
    )
    version = models.PositiveIntegerField(default=1)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
                name="agreements_closed_task_has_its_day",
            )
        ]

    def __str__(self) -> str:
        return self.title_th
