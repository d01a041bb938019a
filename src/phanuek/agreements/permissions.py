"""Who may do what to agreements and commitments."""

from phanuek.agreements.models import Agreement, Attendee, Commitment, Party, Task
from phanuek.agreements.states import Stage, TaskState
from phanuek.organisations.actor import Actor
from phanuek.organisations.models import Organisation
from phanuek.organisations.permissions import check_has
from phanuek.organisations.roles import Permission
from phanuek.ui import clock
from phanuek.ui.problems import NotAllowed
from phanuek.ui.words import T


def check_can_manage(by: Actor) -> None:
    """What only the secretariat does to an agreement."""
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_import(by: Actor) -> None:
    check_has(by, Permission.MANAGE_AGREEMENT)


def check_can_add_commitment(by: Actor, agreement: Agreement, lead: Organisation) -> None:
    """The secretariat for anyone; an officer for their own body, when it or the body above it signed."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    _check_own(by, lead.pk)
    if not Party.objects.filter(
        agreement=agreement, organisation__in={lead.pk, lead.parent_id} - {None}
    ).exists():
        raise NotAllowed(
            T(
                "{name} ไม่ใช่ภาคีของบันทึกข้อตกลงนี้ ฝ่ายเลขานุการเป็นผู้เพิ่มภารกิจให้ได้",
                "{name} is not a party to this agreement; the secretariat can add a commitment for it.",
            ).format(name=lead.name_th)
        )


def check_can_import_commitments(by: Actor, agreement: Agreement) -> None:
    """Whoever may add a commitment for some body; whether a row's own lead is theirs is asked row by row."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    check_can_add_commitment(by, agreement, Organisation.objects.get(pk=by.organisation_id))


def check_can_edit_commitment(by: Actor, commitment: Commitment) -> None:
    if not by.may(Permission.MANAGE_AGREEMENT):
        _check_own(by, commitment.lead_id)


def check_can_answer_for_party(by: Actor, party: Party) -> None:
    """To review an amendment or to record a signature: a body for itself, the secretariat for one without an account."""
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if not by.acts_for(party.organisation_id):
        by.for_organisation(party.organisation, on=clock.today())


def check_can_post(by: Actor) -> None:
    """Results are credited by a later room inside an act that it has checked; here only strangers are kept out."""
    if by.is_public or not (by.role or by.is_system or by.by_link):
        raise NotAllowed(T("ต้องเข้าสู่ระบบในนามหน่วยงานก่อน", "Sign in for an organisation first."))


def _check_own(by: Actor, organisation_id: int) -> None:
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not by.acts_for(organisation_id):
        raise NotAllowed(
            T(
                "ดูแลได้เฉพาะภารกิจของหน่วยงานตน โปรดติดต่อหน่วยงานเจ้าของภารกิจหรือฝ่ายเลขานุการ",
                "You keep your own body's commitments only. Ask the body that leads this one, or the secretariat.",
            )
        )


def check_stage(agreement: Agreement, *stages: Stage) -> None:
    """The act belongs to another moment of the agreement's signing: says how far it has come and what can be done now."""
    if agreement.stage not in stages:
        raise NotAllowed(_TOO_LATE[Stage(agreement.stage)], hint=_INSTEAD[Stage(agreement.stage)])


_TOO_LATE = {
    Stage.DRAFT: T("ข้อตกลงนี้ยังเป็นร่าง ยังไม่เปิดให้ลงนาม", "This agreement is a draft, not open for signing yet."),
    Stage.SIGNING: T(
        "ข้อตกลงนี้เปิดให้ลงนามแล้ว ตัวบทและภาคีจึงเปลี่ยนไม่ได้",
        "This agreement is open for signing, so its text and parties stand.",
    ),
    Stage.SIGNED: T("ข้อตกลงนี้ลงนามแล้ว", "This agreement is signed."),
}
_INSTEAD = {
    Stage.DRAFT: T("ฝ่ายเลขานุการเปิดให้ลงนามก่อน", "The secretariat opens it for signing first."),
    Stage.SIGNING: T(
        "หากยังไม่มีผู้ลงนาม ฝ่ายเลขานุการนำกลับไปเป็นร่างได้",
        "While nobody has signed, the secretariat can take it back to a draft.",
    ),
    Stage.SIGNED: T(
        "เปลี่ยนระยะเวลา ภาคี หรือข้อความได้โดยการแก้ไขเพิ่มเติม",
        "Its term, parties and words change by an amendment.",
    ),
}


def check_can_sign_for(by: Actor, party: Party | None) -> None:
    """The party's own officer for their body; the secretariat for any, on behalf of those without an account."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if party is None or not by.acts_for(party.organisation_id):
        raise NotAllowed(
            T(
                "บันทึกการลงนามได้เฉพาะของหน่วยงานตน",
                "You record signatures of your own body only.",
            ),
            hint=T(
                "โปรดติดต่อเจ้าหน้าที่ของหน่วยงานนั้น หรือฝ่ายเลขานุการ",
                "Ask that body's officer, or the secretariat.",
            ),
        )


def check_can_change_person(by: Actor, person: Attendee) -> None:
    """A signatory as `check_can_sign_for`; witnesses and the chair are the secretariat's to keep."""
    if person.part == Attendee.Part.SIGNATORY:
        check_can_sign_for(by, person.party)
    else:
        check_can_manage(by)


def check_still_signs(agreement: Agreement, party: Party) -> None:
    """Whether a signatory of this party may still be named or sign: until the agreement is signed, and late where it has not signed."""
    if agreement.stage != Stage.SIGNED:
        return
    if agreement.signing_opened_on is None:
        raise NotAllowed(
            T(
                "การลงนามข้อตกลงนี้เล่าตามแหล่งที่มา ไม่ได้ลงนามในระบบ",
                "The signing of this agreement is told from its source; it was not signed here.",
            ),
            hint=T(
                "หากพบชื่อผู้ลงนามเพิ่ม ให้นำเข้าไฟล์ข้อตกลงใหม่พร้อมแหล่งที่มา",
                "Where more signatories are found, import the agreement's file again with that source.",
            ),
        )
    waiting = Attendee.objects.filter(
        agreement=agreement, amendment=None, part=Attendee.Part.SIGNATORY, party=party
    ).values_list("signed_on", flat=True)
    if waiting and None not in waiting:
        raise NotAllowed(
            T("ภาคีนี้ลงนามแล้ว และข้อตกลงลงนามครบแล้ว", "This party has signed, and the agreement is complete."),
            hint=T("ดูรายชื่อผู้ลงนามได้ที่หน้าการลงนาม", "The page of signatures lists who signed."),
        )


def check_can_finish_task(by: Actor, task: Task) -> None:
    """An officer of the body that owns it; the secretariat, on behalf of a body without an account and in its own name else."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    check_has(by, Permission.MANAGE_OWN_COMMITMENTS)
    if not by.acts_for(task.owner_id):
        raise NotAllowed(
            T(
                "งานนี้เป็นของหน่วยงานอื่น เจ้าของงานหรือฝ่ายเลขานุการเป็นผู้แจ้งผล",
                "This task is another body's: its owner or the secretariat says when it is done.",
            )
        )


def check_can_reopen_task(by: Actor, task: Task) -> None:
    """Who may finish it may reopen it; one that was cancelled only the secretariat."""
    if task.state == TaskState.CANCELLED:
        check_has(by, Permission.MANAGE_AGREEMENT)
    else:
        check_can_finish_task(by, task)


def check_can_add_scan(by: Actor, agreement: Agreement) -> None:
    """The secretariat, and the officers of its parties."""
    if by.may(Permission.MANAGE_AGREEMENT):
        return
    check_has(by, Permission.ANSWER_FOR_PARTY)
    if not agreement.parties.filter(organisation=by.acting_id).exists():
        raise NotAllowed(
            T("หน่วยงานของท่านไม่ใช่ภาคีของข้อตกลงนี้", "Your body is not a party to this agreement."),
            hint=T("ฝ่ายเลขานุการเพิ่มสำเนาได้", "The secretariat can add a copy."),
        )
