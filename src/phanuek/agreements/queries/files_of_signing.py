"""The files of a signing as a page shows them: what their digital signatures prove, and who may open them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from phanuek.agreements.models import Agreement, Amendment, Party, SignedFile
from phanuek.agreements.queries import signed_files
from phanuek.agreements.states import AmendmentState, Stage
from phanuek.organisations.actor import Actor
from phanuek.organisations.roles import Permission
from phanuek.ui.documents.signing import SignatureCheck
from phanuek.ui.problems import Refused
from phanuek.ui.words import T


@dataclass(frozen=True)
class FileLine:
    """A file with what its digital signatures prove; `problem` where the stored file is not what was stored."""

    file: SignedFile
    checks: Sequence[SignatureCheck] = ()
    problem: T | None = None


@dataclass(frozen=True)
class Files:
    """The newest file of the chain, those before it, scans, and (for the secretariat) what counts no more; `hidden` from this reader."""

    newest: FileLine | None = None
    scans: list[FileLine] = field(default_factory=list)
    earlier: list[FileLine] = field(default_factory=list)
    void: list[SignedFile] = field(default_factory=list)
    hidden: bool = False


def files_for(
    agreement: Agreement, actor: Actor, parties: Iterable[Party], amendment: Amendment | None = None
) -> Files:
    """Of one signing, as far as this reader may open them; only the newest is checked, since it holds every signature."""
    rows = list(
        SignedFile.objects.filter(agreement=agreement, amendment=amendment)
        .select_related("attachment")
        .order_by("number")
    )
    if not may_read_files(agreement, actor, parties, amendment):
        return Files(hidden=bool(rows))
    valid = [file for file in rows if not file.void_why]
    chain = [file for file in valid if file.kind in signed_files.CHAIN]
    return Files(
        newest=checked_line(chain[-1]) if chain else None,
        scans=[FileLine(file) for file in valid if file.kind == SignedFile.Kind.SCAN],
        earlier=[FileLine(file) for file in reversed(chain[:-1])],
        void=[file for file in rows if file.void_why] if actor.may(Permission.MANAGE_AGREEMENT) else [],
    )


def may_read_files(
    agreement: Agreement, actor: Actor, parties: Iterable[Party], amendment: Amendment | None = None
) -> bool:
    """Everyone once it is signed or merged; before that the secretariat and the members of its parties."""
    done = agreement.stage == Stage.SIGNED if amendment is None else amendment.state == AmendmentState.MERGED
    if done or actor.sees_all or actor.is_system:
        return True
    return bool(actor.role) and any(actor.acts_for(party.organisation_id) for party in parties)


def checked_line(file: SignedFile) -> FileLine:
    """The file with its signatures checked as it lies in the store now."""
    try:
        if signed_files.digest(file) != file.attachment.sha256:
            return FileLine(
                file,
                problem=T(
                    "ไฟล์ที่เก็บไว้ไม่ตรงกับค่า SHA-256 เมื่อรับไฟล์ อาจถูกเปลี่ยนหลังจากนั้น โปรดแจ้งผู้ดูแลระบบ",
                    "The stored file is not what was received (another SHA-256): it was changed since. Tell whoever runs this system.",
                ),
            )
        return FileLine(file, checks=signed_files.checks(file))
    except (Refused, FileNotFoundError) as error:
        said = (
            error.text
            if isinstance(error, Refused)
            else T("ไม่พบไฟล์ในที่เก็บ", "The file is missing in the store.")
        )
        return FileLine(
            file, problem=T("ตรวจลายมือชื่อในไฟล์นี้ไม่ได้: ", "Its signatures cannot be checked: ") + said
        )
