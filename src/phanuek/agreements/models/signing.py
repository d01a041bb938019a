from django.db import models
from django.db.models import Q

from phanuek.agreements.models.agreement import Agreement, Party
from phanuek.agreements.models.amendments import Amendment
from phanuek.agreements.states import Capacity, Method
from phanuek.files.models import Attachment
from phanuek.timeline.provenance import WithProvenance
from phanuek.ui.codes import new_code
from phanuek.ui.words import T


def new_person_code() -> str:
    return new_code("s")


class Attendee(WithProvenance):
    """A person named in the account of a signing: who signed for whom and by what right, who was witness, who chaired, who
    attended. Office apart from holder. With `amendment`, of the signing of that amendment."""

    class Part(models.TextChoices):
        SIGNATORY = "signatory", T("ผู้ลงนาม", "Signatory")
        WITNESS = "witness", T("พยาน", "Witness")
        CHAIR = "chair", T("ประธานในพิธี", "Chair of the ceremony")
        GUEST = "guest", T("ร่วมเป็นเกียรติและจัดแสดงนิทรรศการ", "Guest of honour and exhibitor")

    code = models.CharField(max_length=20, unique=True, default=new_person_code)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="attendees")
    amendment = models.ForeignKey(Amendment, models.CASCADE, null=True, blank=True, related_name="attendees")
    part = models.CharField(max_length=20, choices=Part.choices)
    party = models.ForeignKey(Party, models.CASCADE, null=True, blank=True, related_name="signatories")
    name_th = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    position_th = models.CharField(max_length=300, blank=True)
    position_en = models.CharField(max_length=300, blank=True)
    capacity = models.CharField(max_length=12, choices=Capacity.choices, default=Capacity.NOT_STATED)
    capacity_basis = models.CharField(
        max_length=300,
        blank=True,
        help_text="Order or letter by which the person may sign",
    )
    signed_on = models.DateField(null=True, blank=True, help_text="Empty: named to sign, has not signed")
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.REPORTED)
    attachment = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Signed or scanned copy",
    )
    certificate = models.JSONField(
        default=dict, blank=True, help_text="Of a digital signature: whose certificate, serial, issuer"
    )
    on_behalf = models.BooleanField(
        default=False, help_text="Recorded by the secretariat for a body without an account"
    )
    void_on = models.DateField(
        null=True,
        blank=True,
        help_text="Day from which the signature no longer counts, since the words it stood under were changed",
    )
    void_why_th = models.CharField(max_length=300, blank=True)
    void_why_en = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["part", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(capacity__in=["delegated", "for_head"])
                | ~Q(capacity_basis="")
                | Q(provenance__in=["reported", "demonstration"]),
                name="agreements_delegated_signatory_says_by_what",
            ),
            models.CheckConstraint(
                condition=~Q(part="signatory") | Q(party__isnull=False),
                name="agreements_signatory_signs_for_a_party",
            ),
        ]

    def __str__(self) -> str:
        return self.name_th


class SignedFile(models.Model):
    """A document of a signing: the file that is to be signed, then each file with one more digital signature on it, or a scan."""

    class Kind(models.TextChoices):
        TO_SIGN = "to_sign", T("เอกสารสำหรับลงนาม", "Document to be signed")
        DIGITAL = "digital", T("ลงลายมือชื่อดิจิทัลแล้ว", "Digitally signed")
        SCAN = "scan", T("สำเนาสแกนฉบับลงนาม", "Scanned signed copy")

    code = models.CharField(max_length=20, unique=True)
    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signed_files")
    amendment = models.ForeignKey(
        Amendment, models.CASCADE, null=True, blank=True, related_name="signed_files"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="Place in the chain of files of this signing, from 1")
    added_at = models.DateTimeField()
    organisation_code = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    void_why = models.CharField(
        max_length=300, blank=True, help_text="Why it no longer counts; empty while it does"
    )

    class Meta:
        ordering = ["agreement", "amendment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                condition=Q(amendment=None),
                name="agreements_signed_file_once",
            ),
            models.UniqueConstraint(fields=["amendment", "number"], name="agreements_amendment_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.kind} {self.number}"
